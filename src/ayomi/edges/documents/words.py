"""The words on documents, Indonesian and English, and how money, days and codes are written there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ayomi.core.money import Language, grouped, rupiah_text
from ayomi.core.periods import Month, day_text, month_text

ZONES: Final = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}

Pair = tuple[str, str]

PROGRAMME: Final[dict[str, Pair]] = {
    "jkk": ("Jaminan kecelakaan kerja (JKK)", "Work injury (JKK)"),
    "jkm": ("Jaminan kematian (JKM)", "Death (JKM)"),
    "jht": ("Jaminan hari tua (JHT)", "Old-age savings (JHT)"),
    "jp": ("Jaminan pensiun (JP)", "Pension (JP)"),
    "jkp": ("Jaminan kehilangan pekerjaan (JKP)", "Unemployment (JKP)"),
    "jpk": ("Jaminan pemeliharaan kesehatan (JPK)", "Health care (JPK)"),
    "pmi": ("JKK dan JKM pekerja migran", "JKK and JKM of migrant workers"),
    "fine": ("Denda keterlambatan", "Late fine"),
}
PROGRAMME_PLAIN: Final[dict[str, Pair]] = {
    "jkk": ("kecelakaan kerja (JKK)", "work injury (JKK)"),
    "jkm": ("kematian (JKM)", "death (JKM)"),
    "jht": ("hari tua (JHT)", "old age (JHT)"),
    "jp": ("pensiun (JP)", "pension (JP)"),
    "jkp": ("kehilangan pekerjaan (JKP)", "unemployment (JKP)"),
    "jpk": ("pemeliharaan kesehatan (JPK)", "health care (JPK)"),
}
SEGMENT: Final[dict[str, Pair]] = {
    "wage_earner": ("Penerima upah (PU)", "Wage earners (PU)"),
    "own_account": ("Pekerja mandiri (BPU)", "Own-account workers (BPU)"),
    "construction": ("Jasa konstruksi", "Construction"),
    "migrant": ("Pekerja migran (PMI)", "Migrant workers (PMI)"),
}
REASON: Final[dict[str, Pair]] = {
    "joined_late": ("didaftarkan terlambat", "joined late"),
    "wage_corrected": ("upah dibetulkan", "wage corrected"),
    "left_late": ("berhenti, terlambat dilaporkan", "leaving reported late"),
    "risk_changed": ("tingkat risiko berubah", "risk class changed"),
    "programmes_changed": ("program berubah", "programmes changed"),
    "relief_changed": ("keringanan berubah", "relief changed"),
}
STATE: Final[dict[str, Pair]] = {
    "draft": ("Draf, belum dapat dibayar", "Draft, cannot be paid yet"),
    "final": ("Belum dibayar", "Not paid yet"),
    "paid": ("Lunas", "Paid"),
    "cancelled": ("Dibatalkan, jangan dibayar", "Cancelled, do not pay"),
}

WORDS: Final[dict[str, Pair]] = {
    "agency": ("Jaminan sosial ketenagakerjaan", "Employment social security"),
    "signed": ("Ditandatangani secara elektronik", "Signed electronically"),
    "signed_for": ("atas nama", "on behalf of"),
    "signed_check": (
        "Pembaca PDF dapat memeriksa tanda tangan pada berkasnya.",
        "A PDF reader can check the signature in the file.",
    ),
    "page_of": ("Halaman # dari ##", "Page # of ##"),
    # Bills
    "bill": ("Tagihan iuran", "Contribution bill"),
    "billed_to": ("Ditagihkan kepada", "Billed to"),
    "payer_number": ("Nomor pembayar", "Payer number"),
    "segment": ("Kelompok", "Segment"),
    "people": ("Banyaknya orang", "People"),
    "to_pay": ("Jumlah tagihan", "Amount due"),
    "pay_by": ("Bayar paling lambat", "Pay by"),
    "paid_on": ("Dibayar lunas", "Paid in full"),
    "code": ("Kode bayar", "Payment code"),
    "scan_to_pay": ("Pindai untuk cara membayar", "Scan for how to pay"),
    "per_programme": ("Iuran tiap program", "Contributions by programme"),
    "programme": ("Program", "Programme"),
    "due_on": ("Jatuh tempo", "Due"),
    "rupiah": ("Jumlah (Rp)", "Amount (Rp)"),
    "total": ("Jumlah", "Total"),
    "borne": ("Ditanggung pemberi kerja", "Borne by the employer"),
    "withheld": ("Dipotong dari upah pekerja", "Withheld from wages"),
    "relief": ("Sudah dikurangi keringanan iuran", "Relief already taken off"),
    "how_to_pay": ("Cara membayar", "How to pay"),
    "how_1": (
        "Bayar di bank, kantor pos, minimarket, atau aplikasi yang melayani iuran jaminan sosial ketenagakerjaan.",
        "Pay at a bank, post office, minimarket or app that takes employment social security contributions.",
    ),
    "how_2": (
        "Masukkan kode bayar di atas, tanpa spasi. Nama dan jumlah yang muncul harus sama dengan tagihan ini.",
        "Enter the payment code above without spaces. The name and amount shown must match this bill.",
    ),
    "how_3": (
        "Bayar tepat sejumlah tagihan. Kurang dari itu disimpan sebagai titipan dan tagihan tetap terbuka.",
        "Pay exactly the amount due. Less is kept as credit and the bill stays open.",
    ),
    "how_employer": (
        "Terlambat membayar dikenai denda pada tagihan berikutnya.",
        "Late payment brings a fine with the next bill.",
    ),
    "members": ("Rincian orang", "Details by person"),
    "member": ("Nama", "Name"),
    "kpj": ("KPJ", "KPJ"),
    "wage": ("Upah (Rp)", "Wage (Rp)"),
    "income": ("Penghasilan (Rp)", "Income (Rp)"),
    "corrections": ("Pembetulan bulan sebelumnya", "Corrections of earlier months"),
    "corrections_lede": (
        "Selisih terhadap iuran yang sudah ditagih, dengan sebabnya. Angka minus mengurangi tagihan ini.",
        "Differences from what was billed before, each with its reason. Negative amounts reduce this bill.",
    ),
    "month_and_reason": ("Bulan dan sebab", "Month and reason"),
    "fines": ("Denda keterlambatan", "Late fines"),
    "fine_of": ("Tagihan", "Bill of"),
    "rule": ("Aturan", "Rule"),
    "fine_rule": (
        "{rate} dari iuran untuk tiap bulan terlambat, {months} bulan ({law})",
        "{rate} of the contribution for each month late, {months} months ({law})",
    ),
    "fine_paid": ("dibayar {day}", "paid {day}"),
    "project": ("Proyek", "Project"),
    "instalment": ("Termin", "Instalment"),
    "instalment_of": ("{this} dari {all}", "{this} of {all}"),
    "packages": ("Paket pekerja migran", "Packages of migrant workers"),
    "package": ("Untuk", "For"),
    "for_days_from": ("Sejak", "From"),
    "contract_value": ("Nilai kontrak tanpa PPN (Rp)", "Contract value without VAT (Rp)"),
    "carried": ("Jumlah seluruhnya", "Grand total"),
    # Cards
    "card": ("Kartu peserta", "Member card"),
    "kpj_long": ("Nomor kartu peserta (KPJ)", "Card number (KPJ)"),
    "protected_for": ("Terlindung untuk", "Protected for"),
    "through": ("Melalui", "Through"),
    "alone": ("Membayar sendiri", "Paying on her or his own"),
    "since": ("Peserta sejak", "Member since"),
    "scan_to_check": ("Pindai: berlaku hari ini?", "Scan: valid today?"),
    "card_truth": (
        "Kartu ini berlaku selama iurannya dibayar. Pindai kodenya, atau buka {home} dan ketik:",
        "This card is valid while contributions are paid. Scan the code, or open {home} and type:",
    ),
    "card_accident": (
        "Celaka saat bekerja? Bawa ke rumah sakit terdekat dan tunjukkan kartu ini. Laporkan dalam 2 × 24 jam.",
        "Hurt at work? Go to the nearest hospital and show this card. Report it within 2 × 24 hours.",
    ),
    "cut_here": ("Gunting pada garis, lipat di tengah.", "Cut along the line, fold in the middle."),
    # Loan agreements
    "loan_agreement": ("Perjanjian pinjaman", "Loan agreement"),
    "grant_agreement": ("Perjanjian hibah", "Grant agreement"),
    "between": ("Antara {office} dan {organisation}", "Between {office} and {organisation}"),
    "fund": ("Dana", "Fund"),
    "purpose": ("Untuk", "For"),
    "amount": ("Jumlah", "Amount"),
    "rate_a_year": ("Jasa administrasi setahun", "Fee a year"),
    "term": ("Lama dan masa tenggang", "Term and grace"),
    "months_grace": (
        "{months} bulan, di antaranya {grace} bulan tanpa pokok",
        "{months} months, {grace} of them without principal",
    ),
    "tranche": ("Tahap", "Tranche"),
    "condition": ("Syarat pencairan", "Condition for pay-out"),
    "none_needed": ("tanpa syarat lain", "no further condition"),
    "borrower": ("Peminjam", "Borrower"),
    "sums_rupiah": ("Jumlah (Rp)", "Amount (Rp)"),
    "clause_use": (
        "Uang ini dipakai hanya untuk keperluan yang disebut di atas. Pemakaiannya dapat dikunjungi dan diperiksa.",
        "The money is used for the purpose above only. Its use may be visited and checked.",
    ),
    "clause_order": (
        "Angsuran dibayar dengan kode bayar tiap pinjaman. Yang kurang dihitung untuk jasa lebih dulu, lalu pokok; "
        "yang lebih menjadi milik peminjam dan dihitung untuk angsuran berikutnya.",
        "Instalments are paid with the payment code of each loan. What is too little counts for the fee first, then "
        "for the principal; what is too much stays the borrower's and counts for the next instalments.",
    ),
    "clause_rule": (
        "Pinjaman ini mengikuti aturan pada hari permohonannya; perubahan aturan sesudahnya tidak mengubahnya.",
        "The loan follows the rule of the day it was asked for; later changes of the rule do not change it.",
    ),
    "clause_member": (
        "Para peminjam adalah peserta jaminan sosial ketenagakerjaan dan menjaga iurannya tetap lunas.",
        "The borrowers are members of employment social security and keep their contributions paid.",
    ),
    "sign_office": ("Untuk {office}", "For {office}"),
    "sign_borrower": ("Untuk {organisation}", "For {organisation}"),
    "place_and_day": ("Tempat dan tanggal", "Place and date"),
    # Certificates
    "certificate": ("Sertifikat kepesertaan", "Certificate of membership"),
    "project_certificate": ("Sertifikat kepesertaan proyek", "Certificate of project membership"),
    "given_to": ("Diberikan kepada", "Given to"),
    "given_for": ("Diberikan untuk proyek", "Given for the project"),
    "certificate_text": (
        "yang telah mendaftarkan pekerja atau anggotanya dalam jaminan sosial ketenagakerjaan dan membayar iurannya.",
        "which has enrolled its workers or members in employment social security and paid their contributions.",
    ),
    "project_text": (
        "yang pekerjanya dilindungi selama pekerjaan berlangsung, menurut iuran yang telah dibayar.",
        "whose workers are protected while the work lasts, according to the contributions paid.",
    ),
    "registration": ("Nomor pendaftaran", "Registration number"),
    "cover": ("Perlindungan", "Protection"),
    "enrolled": ("Orang terdaftar", "People enrolled"),
    "people_paid": ("{covered} orang, iuran dibayar", "{covered} people, contributions paid"),
    "people_part": ("{covered} dari {members} orang sudah dibayar", "{covered} of {members} people paid for"),
    "paid_until": ("Iuran dibayar sampai", "Paid until"),
    "issued": ("Diterbitkan", "Issued"),
    "number": ("Nomor", "Number"),
    "contractor": ("Pelaksana", "Contractor"),
    "owner": ("Pemberi kerja proyek", "Commissioned by"),
    "place": ("Tempat", "Place"),
    "value": ("Nilai kontrak", "Contract value"),
    "period": ("Masa pekerjaan", "Period of work"),
    "maintenance": ("Masa pemeliharaan", "Maintenance until"),
    "workers": ("Rencana tenaga kerja", "Planned workers"),
    "until": ("sampai", "to"),
    "person_count": ("{count} orang", "{count} people"),
    # Recommendations for licensing offices
    "recommendation": ("Rekomendasi perizinan", "Recommendation for a licence"),
    "recommendation_short": ("Rekomendasi perizinan sementara", "Short recommendation for a licence"),
    "given_on": ("Diberikan tentang", "Given on"),
    "recommendation_text": (
        "yang memenuhi kewajibannya dalam jaminan sosial ketenagakerjaan: terdaftar, semua pekerja atau anggotanya "
        "dilaporkan, programnya sesuai, dan iurannya dibayar.",
        "which meets its duties in employment social security: it is enrolled, all its workers or members are "
        "reported, the programmes are those prescribed, and its contributions are paid.",
    ),
    "recommendation_short_text": (
        "yang terdaftar dalam jaminan sosial ketenagakerjaan dan masih harus memenuhi hal di bawah ini.",
        "which is enrolled in employment social security and still has to do what is named below.",
    ),
    "recommendation_truth": (
        "Rekomendasi ini dicabut sebelum waktunya bila kewajibannya tidak lagi dipenuhi. Pindai kodenya, atau buka "
        "{home} dan ketik kode di bawah. Halaman itu mengatakan apakah rekomendasi ini berlaku hari ini.",
        "This recommendation is withdrawn before its time where the duties are no longer met. Scan the code, or open "
        "{home} and type the code below. That page says whether it is valid today.",
    ),
    "asked_by": ("Diminta oleh", "Asked for by"),
    "purpose_of": ("Keperluan", "For"),
    "purpose_new_licence": ("Izin baru", "A new licence"),
    "purpose_status_review": ("Peninjauan status", "A review of its status"),
    "purpose_other": ("Keperluan lain", "Another purpose"),
    "valid": ("Berlaku", "Valid"),
    "still_missing": ("Yang masih kurang", "Still missing"),
    "coop_number": ("NIK koperasi", "Cooperative number"),
    "truth": ("Berlaku menurut halaman ini", "Valid as this page says"),
    "truth_text": (
        "Kertas ini tidak menyebut tanggal habis, karena perlindungan berhenti bila iuran berhenti. Pindai kodenya, "
        "atau buka {home} dan ketik kode di bawah. Halaman itu mengatakan apakah sertifikat ini berlaku hari ini.",
        "This paper names no end, because protection stops when contributions stop. Scan the code, or open {home} and "
        "type the code below. That page says whether this certificate is valid today.",
    ),
}


class Phrases:
    """The words in one language: `phrases("bill")`, `phrases.day(...)`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._side = 0 if language == "id" else 1

    def __call__(self, name: str, **values: object) -> str:
        """The phrase `name` with its blanks filled. KeyError for an unknown one."""
        return WORDS[name][self._side].format(**values) if values else WORDS[name][self._side]

    def of(self, table: dict[str, Pair], key: str) -> str:
        return table[key][self._side]

    def rupiah(self, amount: int) -> str:
        return rupiah_text(amount, self.language)

    def amount(self, amount: int) -> str:
        return grouped(amount, self.language)

    def day(self, day: date) -> str:
        return day_text(day, self.language)

    def month(self, month: Month) -> str:
        return month_text(month, self.language)

    def moment(self, at: datetime, zone: str) -> str:
        """`20 November 2026, 09.14 WITA`. Raises ValueError for a naive moment."""
        if at.tzinfo is None:
            raise ValueError("a moment needs its zone")
        local = at.astimezone(ZONES[zone])
        mark = "." if self.language == "id" else ":"
        return f"{self.day(local.date())}, {local.hour:02d}{mark}{local.minute:02d} {zone}"

    def list(self, items: list[str]) -> str:
        """`a, b dan c`."""
        joint = " dan " if self.language == "id" else " and "
        return items[0] if len(items) == 1 else ", ".join(items[:-1]) + joint + items[-1] if items else ""


def code_groups(code: str) -> str:
    """A payment code for the eye: thirteen digits as `8 0000 0001 2345`, other lengths in fours from the right."""
    head = len(code) % 4
    return " ".join([code[:head]] * bool(head) + [code[i : i + 4] for i in range(head, len(code), 4)])


def kpj_groups(kpj: str) -> str:
    """`12345678901` as `1234 5678 901`."""
    return " ".join(kpj[i : i + 4] for i in range(0, len(kpj), 4))
