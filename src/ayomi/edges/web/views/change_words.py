"""Why an enrolment or a change was refused, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODES: Mapping[str, str | Promise] = {
    "person_unknown": _("Orang ini tidak ditemukan."),
    "since_missing": _("Isi tanggal mulainya."),
    "wage_missing": _("Isi upah atau penghasilannya."),
    "wage_too_large": _("Jumlah sebesar ini tidak mungkin untuk sebulan. Periksa nolnya."),
    "birth_date_missing": _("Tanggal lahirnya belum dicatat, padahal usia menentukan. Lengkapi dulu datanya."),
    "too_young": _("Orang ini belum 15 tahun pada tanggal mulai."),
    "too_old": _("Orang ini sudah melewati batas usia pendaftaran pekerja mandiri."),
    "programme_not_allowed": _("Program ini tidak ada untuk segmen ini pada bulan itu."),
    "programme_missing": _("JKK dan JKM, dan program wajib lainnya, tidak boleh dilepas."),
    "jp_over_age": _("Jaminan pensiun tidak lagi dapat diikuti pada usia ini."),
    "jkp_over_age": _("Jaminan kehilangan pekerjaan tidak lagi dapat diikuti pada usia ini."),
    "jkp_needs_others": _("Jaminan kehilangan pekerjaan perlu program lain yang belum diikuti."),
    "outside_project": _("Tanggal mulai di luar masa proyek."),
    "twice_in_list": _("Orang ini tertulis dua kali."),
    "already_member": _("Orang ini sudah menjadi peserta di sini pada tanggal itu. Pilih tanggal sesudahnya."),
    "too_many_jobs": _("Pekerja mandiri paling banyak mempunyai dua pekerjaan. Akhiri salah satunya dulu."),
    "membership_unknown": _("Kepesertaan ini tidak ditemukan."),
    "outside_membership": _("Tanggalnya di luar masa kepesertaan ini."),
    "left_already": _("Kepesertaan ini sudah berakhir."),
    "unchanged": _("Tidak ada yang berubah: jumlahnya sama dengan yang tercatat."),
}


def code_words(code: str) -> str:
    """KeyError for a code that no rule gives."""
    return str(CODES[code])
