"""The words on the page for the codes in the data: one place, so that a thing has one name on every page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

VOCABULARY: dict[str, Words] = {
    "programme": {
        "jkk": _("Kecelakaan kerja (JKK)"),
        "jkm": _("Kematian (JKM)"),
        "jht": _("Hari tua (JHT)"),
        "jp": _("Pensiun (JP)"),
        "jkp": _("Kehilangan pekerjaan (JKP)"),
        "jpk": _("Pemeliharaan kesehatan (JPK)"),
        "jkk_jkm": _("Kecelakaan kerja dan kematian (JKK dan JKM)"),
        "pmi": _("JKK dan JKM pekerja migran"),
        "fine": _("Denda"),
    },
    "segment": {
        "wage_earner": _("Penerima upah (PU)"),
        "own_account": _("Pekerja mandiri (BPU)"),
        "construction": _("Jasa konstruksi"),
        "migrant": _("Pekerja migran (PMI)"),
    },
    "channel": {
        "firm": _("Badan usaha"),
        "cooperative": _("Koperasi"),
        "association": _("Asosiasi atau wadah"),
        "government": _("Pemerintah"),
        "alone": _("Sendiri"),
        "project": _("Proyek konstruksi"),
    },
    "organisation": {
        "firm": _("Badan usaha"),
        "cooperative": _("Koperasi"),
        "association": _("Asosiasi atau wadah"),
        "micro_enterprise": _("Usaha mikro"),
        "government": _("Pemerintah"),
        "bank": _("Bank"),
        "training_provider": _("Lembaga pelatihan"),
        "health_provider": _("Fasilitas kesehatan"),
    },
    "budget_source": {
        "apbd": _("APBD"),
        "dbhcht": _("DBHCHT (bagi hasil cukai tembakau)"),
        "apbn": _("APBN"),
        "donation": _("Donasi"),
    },
    "support_state": {
        "proposed": _("Diusulkan"),
        "waiting": _("Menunggu tempat"),
        "active": _("Dibayari"),
        "ended": _("Diakhiri"),
        "refused": _("Tidak didaftarkan"),
    },
    "support_end": {
        "died": _("meninggal"),
        "moved": _("pindah"),
        "works_elsewhere": _("bekerja pada pemberi kerja"),
        "civil_servant": _("menjadi aparatur negara"),
        "reached_65": _("berumur 65 tahun"),
        "withdrew": _("mengundurkan diri"),
        "mistake": _("keliru didaftarkan"),
        "other": _("lain, lihat keterangan"),
    },
    "agreement": {
        "mou": _("Nota kesepahaman (MoU)"),
        "pks": _("Perjanjian kerja sama (PKS)"),
        "kso": _("Kerja sama operasional (KSO)"),
    },
    "agreement_short": {"mou": _("MoU"), "pks": _("PKS"), "kso": _("KSO")},
    "measure": {
        "workers": _("Pekerja terlindungi"),
        "cooperatives": _("Koperasi dengan pekerja terlindungi"),
        "firms": _("Badan usaha dengan pekerja terlindungi"),
        "contributions": _("Iuran yang dibayar"),
        "workshops": _("Bengkel yang dibiayai"),
    },
    "fund_theme": {
        "welfare_revolving": _("Kesejahteraan, bergulir"),
        "welfare_grant": _("Kesejahteraan, hibah"),
        "partnership": _("Kemitraan"),
        "community": _("Bina lingkungan"),
        "programme": _("Program khusus"),
    },
    "fund_method": {
        "flat": _("Flat, dari seluruh pinjaman"),
        "declining": _("Menurun, dari sisa pinjaman"),
        "annuity": _("Anuitas, angsuran sama"),
        "yearly": _("Dari sisa pada awal tahun"),
    },
    "loan_class": {
        "lancar": _("Lancar"),
        "kurang_lancar": _("Kurang lancar"),
        "diragukan": _("Diragukan"),
        "macet": _("Macet"),
    },
    "repeats": {
        "once": _("sekali"),
        "monthly": _("tiap bulan"),
        "quarterly": _("tiap tiga bulan"),
        "yearly": _("tiap tahun"),
    },
    "media": {"application/pdf": _("PDF"), "image/jpeg": _("foto JPG"), "image/png": _("gambar PNG")},
    "office": {"branch": _("Kantor cabang"), "sub_branch": _("Kantor cabang perintis")},
    "list": {
        "members_new": _("Peserta baru"),
        "members_continuing": _("Peserta lanjutan"),
        "members_leaving": _("Peserta keluar"),
        "wage_changes": _("Perubahan upah"),
        "organisations": _("Badan dan wadah"),
    },
    "size": {"micro": _("Mikro"), "small": _("Kecil"), "medium": _("Menengah"), "large": _("Besar")},
    "risk": {
        "very_low": _("sangat rendah"),
        "low": _("rendah"),
        "medium": _("sedang"),
        "high": _("tinggi"),
        "very_high": _("sangat tinggi"),
    },
    "role": {
        "membership_officer": _("Petugas kepesertaan"),
        "supervisor": _("Penyelia"),
        "office_head": _("Kepala kantor"),
        "regional": _("Kantor wilayah"),
        "head_office": _("Kantor pusat"),
        "finance": _("Keuangan"),
        "auditor": _("Pemeriksa"),
        "channel_administrator": _("Pengurus badan atau wadah"),
        "worker": _("Pekerja"),
        "administrator": _("Pengelola sistem"),
    },
    "line_reason": {
        "regular": _("iuran bulan ini"),
        "joined_late": _("didaftarkan terlambat"),
        "wage_corrected": _("upah dikoreksi"),
        "left_late": _("berhenti, terlambat dilaporkan"),
        "risk_changed": _("tingkat risiko berubah"),
        "programmes_changed": _("program berubah"),
        "relief_changed": _("keringanan berubah"),
    },
    "package": {
        "before": _("Sebelum berangkat"),
        "work": _("Selama dan setelah bekerja"),
        "extension": _("Perpanjangan kontrak"),
    },
    "unemployment": {
        "jkp_government": _("dari pemerintah"),
        "jkp_from_jkk": _("dari iuran JKK"),
        "jkp_from_jkm": _("dari iuran JKM"),
    },
    "receipt_channel": {"hand": _("dicatat tangan"), "file": _("berkas bank"), "api": _("sambungan bank")},
    "partner": {
        "bank": _("Bank"),
        "licensing_office": _("Lembaga perizinan"),
        "government": _("Pemerintah"),
        "register": _("Register lain"),
        "other": _("Lainnya"),
    },
    "partner_scope": {
        "virtual_account": _("Rekening virtual: tagihan dan pembayaran"),
        "register_search": _("Mencari peserta"),
        "register_subscribe": _("Diberi tahu bila perlindungan berubah"),
        "enrolled": _("Bertanya apakah seseorang tertanggung"),
        "eligibility": _("Bertanya syarat untuk produk bank"),
        "enrolment": _("Mendaftarkan peserta"),
        "licensing": _("Meminta rekomendasi izin"),
        "webhooks": _("Diberi tahu tanpa bertanya (webhook)"),
    },
    "partner_event": {
        "bill.paid": _("Tagihannya lunas"),
        "cover.begun": _("Perlindungan pekerjanya mulai"),
        "recommendation.decided": _("Rekomendasi diputuskan"),
        "recommendation.withdrawn": _("Rekomendasi dicabut"),
        "services.stop_asked": _("Diminta menghentikan layanan publik"),
        "services.stop_lifted": _("Permintaan penghentian dicabut"),
    },
    "key_use": {
        "token": _("Kunci token: kunci publik mitra"),
        "service": _("Rahasia layanan: tanda tangan pembayaran"),
        "bearer": _("Rahasia pembawa: dikirim di tiap panggilan"),
        "message": _("Kunci pesan: kunci publik mitra"),
        "webhook": _("Rahasia pemberitahuan: tanda tangan kita"),
    },
    "partner_repeats": {"answer": _("jawaban pertama"), "conflict": _("penolakan sebagai bentrok")},
    "payer": {
        "employer": _("Pemberi kerja"),
        "worker": _("Pekerja"),
        "self": _("Peserta sendiri"),
        "government": _("Pemerintah"),
        "contractor": _("Pelaksana proyek"),
    },
}


def word(kind: str, code: str) -> str:
    """The word for `code` among the words of `kind`, in the language of the page. KeyError for an unknown one."""
    return str(VOCABULARY[kind][code])
