"""The words of reports: indicators with their definitions, segments as public reports group them, the inquiry."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, INDICATORS, headline, name_of
from ayomi.apps.steering.rules.reports import Line
from ayomi.core.money import Language, grouped, half_up, rupiah_text

Pair = tuple[str, str]

SEGMENTS: Final[dict[str, Pair]] = {
    "all": ("Semua", "All"),
    "wage_earner": ("Penerima upah (PU)", "Wage earners (PU)"),
    "own_account": ("Pekerja mandiri (BPU)", "Own-account (BPU)"),
    "construction": ("Jasa konstruksi", "Construction"),
    "migrant": ("Pekerja migran (PMI)", "Migrant workers (PMI)"),
    "wage_earner_and_construction": ("PU dan jasa konstruksi", "Wage earners and construction"),
    "cooperative": ("Koperasi", "Cooperatives"),
    "msme": ("Usaha mikro, kecil, menengah", "Micro, small and medium enterprises"),
    "urban": ("Kota", "Towns"),
    "rural": ("Desa", "Villages"),
}
UNITS: Final[dict[str, Pair]] = {
    "person": ("orang", "people"),
    "firm": ("badan usaha", "firms"),
    "cooperative": ("koperasi", "cooperatives"),
    "project": ("proyek", "projects"),
    "rupiah": ("rupiah", "rupiah"),
    "percent": ("%", "%"),
    "case": ("kasus", "cases"),
    "day": ("hari", "days"),
    "government": ("pemerintah", "governments"),
    "office": ("kantor", "offices"),
    "workshop": ("bengkel", "workshops"),
    "enterprise": ("usaha", "enterprises"),
}
DATE_RULES: Final[dict[str, Pair]] = {
    "held_on_last_day": ("pada hari terakhir bulan itu", "on the last day of the month"),
    "in_month": ("selama bulan itu", "within the month"),
    "since_new_year": ("sejak 1 Januari", "since 1 January"),
    "owed_on_last_day": ("masih terutang pada hari terakhir bulan itu", "owed on the last day of the month"),
    "until_last_day": ("sampai hari terakhir bulan itu", "until the last day of the month"),
}
WORDS: Final[dict[str, Pair]] = {
    "report": ("Laporan bulanan", "Monthly report"),
    "as_made": ("Dibuat {moment}", "Made {moment}"),
    "computed": ("Dihitung dari data", "Counted from facts"),
    "computed_none": (
        "Belum ada data yang dihitung untuk bulan ini. Kosong bukan nol.",
        "Nothing was counted for this month. Blank is not zero.",
    ),
    "reported": ("Dari laporan publik", "From public reports"),
    "reported_lede": (
        "Angka seperti yang tertulis di sumbernya; tidak dijumlahkan dengan yang dihitung.",
        "Figures as their source gives them; never added to those counted.",
    ),
    "restated": ("Dibetulkan sejak laporan sebelumnya", "Restated since earlier reports"),
    "restated_lede": (
        "Data bulan sebelumnya berubah setelah laporannya dibuat. Laporan lama tetap seperti adanya.",
        "Facts of earlier months changed after their report was made. The old reports stay as they are.",
    ),
    "definitions": ("Artinya", "What they mean"),
    "figure": ("Angka", "Figure"),
    "segment": ("Kelompok", "Segment"),
    "unit": ("Satuan", "Unit"),
    "realised": ("Realisasi", "Realised"),
    "target": ("Sasaran", "Target"),
    "percent": ("Capaian", "Percent"),
    "last_year": ("Tahun lalu", "Last year"),
    "as_of": ("Per tanggal", "As of"),
    "source": ("Sumber", "Source"),
    "month": ("Bulan", "Month"),
    "was": ("Semula", "Was"),
    "now": ("Sekarang", "Now"),
    "mark": ("dibetulkan", "restated"),
    "definition": ("Definisi", "Definition"),
    "date_rule": ("Kapan dihitung", "Counted when"),
    "course": ("Pekerja terlindungi, dua belas bulan terakhir", "Workers covered, the last twelve months"),
    "note": ("Catatan", "Note"),
    "inquiry": ("Tabel Social Security Inquiry (ILO)", "Social Security Inquiry tables (ILO)"),
    "not_recorded": ("belum dicatat", "not recorded"),
}
SCHEMES: Final[dict[str, tuple[Pair, Pair, str]]] = {
    "jkk": (("Jaminan kecelakaan kerja (JKK)", "Work injury (JKK)"), ("Kecelakaan kerja", "Employment injury"),
            "UU 40/2004 Pasal 29-34; PP 44/2015"),
    "jkm": (("Jaminan kematian (JKM)", "Death (JKM)"), ("Ahli waris", "Survivors"),
            "UU 40/2004 Pasal 43-46; PP 44/2015"),
    "jht": (("Jaminan hari tua (JHT)", "Old-age savings (JHT)"), ("Hari tua", "Old age"),
            "UU 40/2004 Pasal 35-38; PP 46/2015"),
    "jp": (("Jaminan pensiun (JP)", "Pension (JP)"), ("Hari tua, cacat, ahli waris", "Old age, invalidity, survivors"),
           "UU 40/2004 Pasal 39-42; PP 45/2015"),
    "jkp": (("Jaminan kehilangan pekerjaan (JKP)", "Unemployment (JKP)"), ("Pengangguran", "Unemployment"),
            "UU 6/2023; PP 37/2021"),
    "jpk": (("Jaminan pemeliharaan kesehatan (JPK), sampai 2013", "Health care (JPK), to 2013"),
            ("Sakit dan kesehatan", "Sickness and health care"), "UU 3/1992; PP 14/1993"),
}  # fmt: skip
"""Each scheme: its name, its function as the inquiry names functions, its law."""
INQUIRY_ROWS: Final[dict[str, Pair]] = {
    "employers": ("Iuran pemberi kerja", "Contributions of employers"),
    "employees": ("Iuran pekerja", "Contributions of employees"),
    "self_employed": ("Iuran pekerja mandiri", "Contributions of the self-employed"),
    "government": ("Iuran pemerintah", "General government contributions"),
    "transfers_in": ("Pindahan dari program lain", "Transfers from other schemes"),
    "property_income": ("Hasil investasi", "Property income"),
    "other_receipts": ("Penerimaan lain", "Other receipts"),
    "cash_benefits": ("Manfaat uang", "Benefits in cash"),
    "benefits_in_kind": ("Manfaat barang dan layanan", "Benefits in kind"),
    "administration": ("Biaya pengelolaan", "Administration"),
    "transfers_out": ("Pindahan ke program lain", "Transfers to other schemes"),
    "other_expenditure": ("Pengeluaran lain", "Other expenditure"),
    "female": ("Perempuan", "Women"),
    "male": ("Laki-laki", "Men"),
}
INQUIRY_TABLES: Final[dict[str, tuple[Pair, Pair]]] = {
    "receipts": (("Penerimaan menurut sumber (rupiah)", "Receipts by source (rupiah)"), (
        "Iuran dari tagihan yang lunas pada tahun itu, menurut siapa yang menanggung. Denda tidak dipisah per program "
        "dan ditulis di bawah tabel. Hasil investasi belum dicatat di sistem ini.",
        "Contributions of bills paid within the year, by who bears them. Fines are not kept by scheme and stand below "
        "the table. Income from investments is not recorded here.",
    )),
    "expenditure": (("Pengeluaran menurut jenis (rupiah)", "Expenditure by kind (rupiah)"), (
        "Manfaat dan biaya pengelolaan belum dicatat di sistem ini. Pindahan: bagian JKK dan JKM untuk JKP.",
        "Benefits and administration are not recorded here. Transfers: the part of JKK and JKM that goes to JKP.",
    )),
    "protected": (("Peserta aktif menurut jenis kelamin (orang)", "Active contributors by sex (people)"), (
        "Orang yang terlindungi karena iurannya lunas; satu orang dihitung sekali di tiap program.",
        "People covered because their contribution is paid; one person counts once in each scheme.",
    )),
    "beneficiaries": (("Penerima manfaat menurut jenis kelamin (orang)", "Beneficiaries by sex (people)"), (
        "Klaim belum dicatat di sistem ini, jadi tabel ini kosong, bukan nol.",
        "Claims are not recorded here, so this table is empty, not zero.",
    )),
}  # fmt: skip


NOTES: Final[dict[str, Pair]] = {
    "target only": ("laporan hanya memuat sasarannya", "the report gives only the target"),
    "paid by governments; 178.32 percent": ("dibayar pemerintah", "paid by governments"),
    "about": ("kira-kira", "about"),
    "up to": ("paling banyak", "up to"),
    "per year": ("setahun", "per year"),
    "109000 members plus 800000 aimed at": (
        "109.000 peserta ditambah 800.000 yang dituju", "109,000 members and 800,000 aimed at",
    ),
    "pilot in Jakarta; 10000 nationwide later": (
        "percontohan di Jakarta; kelak 10.000 di seluruh Indonesia", "pilot in Jakarta; 10,000 nationwide later",
    ),
    "8.1 percent of all cooperatives": ("8,1 % dari semua koperasi", "8.1% of all cooperatives"),
    "55 percent of all members of cooperatives": (
        "55 % dari semua anggota koperasi", "55% of all members of cooperatives",
    ),
    "97 percent of employment": ("97 % dari lapangan kerja", "97% of employment"),
    "official database; about": ("daftar resmi; kira-kira", "official list; about"),
    "10 percent of the active ones": ("10 % dari yang aktif", "10% of the active ones"),
    "73.17 percent": ("", ""), "84.89 percent": ("", ""), "89.38 percent": ("", ""),
}  # fmt: skip
"""What reports add to their figures, as it is stored; the percentages are counted beside the figures anyway."""


def note_text(note: str, language: Language) -> str:
    """A remark of a report in the reader's language; as it was written where nobody put it into words."""
    return NOTES[note][language == "en"] if note in NOTES else note


def source_text(source: str, language: Language) -> str:
    """Where a figure comes from; the reports of the press are stored in English: `2011 report` is `laporan 2011`."""
    year, _, kind = source.partition(" ")
    known = kind == "report" and year.isdigit()
    return source if not known or language == "en" else f"laporan {year}"


def line_name(line: Line, language: Language) -> str:
    """What a line counts; for a public report its segment is named apart."""
    if line.origin == "computed":
        named = headline(line.indicator, line.segment)
        return named.name_en if language == "en" else named.name_id
    return name_of(line.indicator, language)


def segment_name(segment: str, language: Language) -> str:
    """KeyError for a segment that is not named."""
    return SEGMENTS[segment][language == "en"]


def definition(indicator: str, language: Language) -> tuple[str, str, str] | None:
    """What is counted (for a share of what), when, and from which facts; None for what only reports give."""
    of = INDICATORS.get(indicator) or (EVERY_HEADLINE[indicator].of if indicator in EVERY_HEADLINE else None)
    if of is None:
        return None
    english = language == "en"
    text = of.numerator_en if english else of.numerator_id
    if under := of.denominator_en if english else of.denominator_id:
        text += (" Out of: " if english else " Dari: ") + under
    return text, DATE_RULES[of.date_rule][english], of.source


def number_text(value: Decimal | None, unit: str, language: Language) -> str:
    """A figure as it is read: `Rp340.600.000.000`, `89,38 %`, `1.653`; a dash for none."""
    if value is None:
        return "–"
    if unit == "percent":
        return percent_text(value, language)
    whole = int(value)
    if value != whole:
        raise ValueError(f"{value} {unit} is not whole")
    return rupiah_text(whole, language) if unit == "rupiah" else grouped(whole, language)


def percent_text(value: Decimal | None, language: Language) -> str:
    """`Decimal("89.38")` as `89,38 %` or `89.38%`; a dash for none."""
    if value is None:
        return "–"
    hundredths = half_up(int(value.scaleb(4)), 100)
    whole, rest = divmod(abs(hundredths), 100)
    sign = "−" if hundredths < 0 else ""
    mark = "." if language == "en" else ","
    return f"{sign}{grouped(whole, language)}{mark}{rest:02d}" + ("%" if language == "en" else " %")
