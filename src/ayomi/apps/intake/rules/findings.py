"""What the database says of a row, in the words shown to people. Facts stand in {braces}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ayomi.core.lists.problems import Problem, Severity

Words = tuple[str, str, str, str]
"""What is the matter and what to do, Indonesian and English."""

FINDINGS: Final[dict[str, Words]] = {
    "already_member": (
        "Sudah terdaftar di sini sejak {since}.",
        "Tidak didaftarkan dua kali.",
        "Already a member here since {since_en}.",
        "Will not be enrolled twice.",
    ),
    "possible_twin": (
        "Mungkin orang yang sama dengan peserta yang sudah tercatat.",
        "Cocokkan dengan KTP, lalu pilih: orang yang sama atau orang lain.",
        "This may be someone already on record.",
        "Check the ID card, then choose: the same person or another.",
    ),
    "nik_of_another": (
        "NIK ini tercatat atas nama yang berbeda.",
        "Cocokkan dengan KTP. Bila NIK salah ketik, keluarkan baris ini atau perbaiki di berkas.",
        "This NIK is on record under a different name.",
        "Check the ID card. If the NIK is mistyped, leave the row out or correct it in the file.",
    ),
    "person_known": (
        "Sudah pernah tercatat; datanya dipakai lagi.",
        "Tidak dicatat dua kali.",
        "On record already; the record is used again.",
        "Will not be recorded twice.",
    ),
    "member_number_unknown": (
        "KPJ ini tidak ditemukan.",
        "Cocokkan dengan kartu peserta, atau isi NIK.",
        "This KPJ was not found.",
        "Check it against the member's card, or fill in the NIK.",
    ),
    "not_found": (
        "Orang ini tidak ditemukan di antara peserta.",
        "Periksa KPJ atau NIK. Bila belum pernah terdaftar, kirim dalam daftar peserta baru.",
        "This person was not found among the members.",
        "Check the KPJ or NIK. If never enrolled, send them in a list of new members.",
    ),
    "not_member_here": (
        "Orang ini bukan peserta aktif melalui pembayar ini.",
        "Periksa KPJ atau NIK, atau keluarkan dari daftar.",
        "This person is not an active member through this payer.",
        "Check the KPJ or NIK, or leave the row out.",
    ),
    "twice_in_list": (
        "Orang ini sudah ada di baris {row}.",
        "Keluarkan salah satunya.",
        "This person already stands in row {row}.",
        "Leave one of the two out.",
    ),
    "left_already": (
        "Sudah keluar sejak {since}.",
        "Tidak perlu dikirim lagi.",
        "Left already on {since_en}.",
        "No need to send again.",
    ),
    "end_before_start": (
        "Tanggal berhenti sebelum kepesertaan mulai ({since}).",
        "Periksa tanggalnya.",
        "The date of leaving is before membership began ({since_en}).",
        "Check the date.",
    ),
    "wage_same": (
        "Upahnya sudah tercatat sebesar ini.",
        "Tidak ada yang diubah.",
        "The wage is on record already.",
        "Nothing will change.",
    ),
    "organisation_known": (
        "Sudah terdaftar dengan NPP {npp}.",
        "Tidak dicatat dua kali.",
        "Registered already under NPP {npp}.",
        "Will not be recorded twice.",
    ),
    "organisation_twin": (
        "Badan bernama sama sudah tercatat di kabupaten ini.",
        "Pilih: badan yang sama atau badan lain.",
        "An organisation of this name is on record in this regency.",
        "Choose: the same organisation or another.",
    ),
    # Why membership refuses a row when it is taken in.
    "person_unknown": (
        "Orang ini tidak ditemukan lagi.",
        "Periksa NIK atau KPJ.",
        "This person was not found any more.",
        "Check the NIK or KPJ.",
    ),
    "since_missing": (
        "Tanggal mulai belum diisi.",
        "Isi hari pertama kepesertaan.",
        "The start date is missing.",
        "Fill in the first day of membership.",
    ),
    "wage_missing": (
        "Penghasilan belum diisi.",
        "Isi penghasilan sebulan dalam rupiah.",
        "The income is missing.",
        "Fill in the monthly income in rupiah.",
    ),
    "wage_too_large": (
        "Penghasilan ini terlalu besar untuk dicatat.",
        "Periksa jumlah nolnya.",
        "This income is too large to record.",
        "Check the number of zeros.",
    ),
    "birth_date_missing": (
        "Tanggal lahir belum diisi.",
        "Isi dari KTP.",
        "The birth date is missing.",
        "Fill it in from the ID card.",
    ),
    "too_young": (
        "Umur di bawah batas kerja.",
        "Cocokkan tanggal lahir dengan KTP, atau keluarkan dari daftar.",
        "Below working age.",
        "Check the birth date against the ID card, or leave the row out.",
    ),
    "too_old": (
        "Umur di atas batas pendaftaran peserta mandiri.",
        "Keluarkan dari daftar dan beri tahu pengirim.",
        "Above the age at which one may enrol alone.",
        "Leave the row out and tell the sender.",
    ),
    "programme_not_allowed": (
        "Ada program yang tidak tersedia untuk jenis kepesertaan ini.",
        "Perbaiki pilihan programnya.",
        "One of the programmes is not open to this kind of membership.",
        "Correct the choice of programmes.",
    ),
    "programme_missing": (
        "Ada program wajib yang belum dipilih.",
        "Tambahkan programnya, atau kosongkan supaya mengikuti aturan.",
        "A programme that must be had is missing.",
        "Add it, or leave the cell empty to follow the law.",
    ),
    "jp_over_age": (
        "Sudah mencapai usia pensiun, jadi tidak bisa ikut JP.",
        "Hapus JP dari pilihan program.",
        "Has reached pension age, so JP is not open.",
        "Take JP out of the programmes.",
    ),
    "jkp_over_age": (
        "Umur di atas batas JKP.",
        "Hapus JKP dari pilihan program.",
        "Above the age limit of JKP.",
        "Take JKP out of the programmes.",
    ),
    "jkp_needs_others": (
        "JKP perlu program lain lebih dulu.",
        "Lengkapi programnya, atau hapus JKP.",
        "JKP needs other programmes first.",
        "Complete the programmes, or take JKP out.",
    ),
    "outside_project": (
        "Tanggal di luar masa proyek.",
        "Periksa tanggal mulai.",
        "The date lies outside the project.",
        "Check the start date.",
    ),
    "too_many_jobs": (
        "Sudah dua pekerjaan mandiri yang terdaftar.",
        "Akhiri salah satunya lebih dulu, atau keluarkan dari daftar.",
        "Two jobs are enrolled already.",
        "End one of them first, or leave the row out.",
    ),
    "text_cut": (
        "Isinya lebih dari {most} huruf.",
        "Hanya {most} huruf pertama yang disimpan.",
        "Longer than {most} characters.",
        "Only the first {most} are kept.",
    ),
    "start_earlier": (
        "Tanggal mulai di daftar ({since}) lebih awal dari bulan mulai yang dipilih.",
        "Yang dipakai bulan mulai yang dipilih.",
        "The start date in the list ({since_en}) is before the month chosen.",
        "The month chosen is used.",
    ),
    "refused": (
        "Baris ini ditolak saat didaftarkan ({code}).",
        "Periksa isinya, atau keluarkan dari daftar.",
        "This row was refused on enrolment ({code}).",
        "Check what it says, or leave it out.",
    ),
}
FIELD_OF: Final[dict[str, str]] = {
    "member_number_unknown": "member_number", "nik_of_another": "nik", "wage_missing": "wage", "wage_same": "wage",
    "wage_too_large": "wage", "birth_date_missing": "birth_date", "too_young": "birth_date", "too_old": "birth_date",
    "programme_not_allowed": "programmes", "programme_missing": "programmes", "jp_over_age": "programmes",
    "jkp_over_age": "programmes", "jkp_needs_others": "programmes", "since_missing": "start_date",
    "outside_project": "start_date", "end_before_start": "end_date", "left_already": "end_date",
    "organisation_known": "organisation_name", "organisation_twin": "organisation_name",
}  # fmt: skip
"""The field a finding is about; where none is named it is about who the person is."""

LONGEST: Final[dict[str, int]] = {
    "birth_place": 80, "address": 200, "village": 80, "email": 120, "occupation": 80, "organisation_name": 160,
    "activity": 120,
}  # fmt: skip
"""Characters kept of a text; what is longer is cut and said."""


def finding(
    code: str, *, row: int, severity: Severity, organisations: bool = False, facts: Mapping[str, str] | None = None,
    field: str = "",
) -> Problem:  # fmt: skip
    """A finding in words, as a problem of the row. A code without words of its own is told by its name."""
    words = FINDINGS.get(code)
    filled = dict(facts or {})
    if words is None:
        words, filled = FINDINGS["refused"], {"code": code}
    what_id, do_id, what_en, do_en = (text.format_map(filled) for text in words)
    field = field or FIELD_OF.get(code, "organisation_name" if organisations else "name")
    return Problem(row, field, "", "", code, severity, what_id, do_id, what_en, do_en)
