"""What can be wrong with a row of a file of targets, in the words its sender reads. Facts stand in {braces}."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ayomi.core.lists.problems import Problem, Refusal, Severity

Words = tuple[str, str, str, str]
"""What is the matter and what to do, Indonesian and English."""

WORDS: Final[dict[str, Words]] = {
    "office_missing": (
        "Kantornya belum diisi.", "Isi kode atau nama kantor.",
        "The office is missing.", "Fill in the code or the name of the office.",
    ),
    "office_unknown": (
        "Tidak ada kantor “{written}”.", "Tulis kodenya, misalnya {like}.",
        "There is no office “{written}”.", "Write its code, such as {like}.",
    ),
    "office_several": (
        "“{written}” cocok dengan beberapa kantor: {like}.", "Tulis kodenya.",
        "“{written}” fits several offices: {like}.", "Write the code.",
    ),
    "office_not_yours": (
        "{office} bukan kantor Anda dan tidak di bawahnya.", "Keluarkan baris ini, atau minta kantor di atasnya.",
        "{office} is neither your office nor below it.", "Leave the row out, or ask the office above it.",
    ),
    "office_closed": (
        "{office} tutup sejak {day}.", "Pindahkan sasarannya ke kantor yang menggantikannya.",
        "{office} has been shut since {day}.", "Move its target to the office that took over.",
    ),
    "office_not_open": (
        "{office} baru buka {day}.", "Periksa tahunnya.",
        "{office} opens only on {day}.", "Check the year.",
    ),
    "indicator_missing": (
        "Indikatornya belum diisi.", "Isi salah satu: {like}.",
        "The indicator is missing.", "Fill in one of: {like}.",
    ),
    "indicator_unknown": (
        "Tidak ada indikator “{written}”.", "Tulis salah satu: {like}.",
        "There is no indicator “{written}”.", "Write one of: {like}.",
    ),
    "year_missing": (
        "Tahunnya belum diisi.", "Isi tahun sasaran, misalnya {like}.",
        "The year is missing.", "Fill in the year of the target, such as {like}.",
    ),
    "year_unreadable": (
        "Tahun “{written}” tidak terbaca.", "Tulis empat angka, misalnya {like}.",
        "The year “{written}” cannot be read.", "Write four digits, such as {like}.",
    ),
    "year_out_of_range": (
        "Tahun {written} di luar {first} sampai {last}.", "Periksa tahunnya.",
        "The year {written} lies outside {first} to {last}.", "Check the year.",
    ),
    "amount_missing": (
        "Sasarannya belum diisi. Kosong bukan nol.", "Isi angkanya, atau keluarkan baris ini.",
        "The target is missing. Blank is not zero.", "Fill in the figure, or leave the row out.",
    ),
    "amount_percent": (
        "“{written}” adalah persen; sasaran ditulis sebagai jumlah.", "Tulis jumlahnya, misalnya 25.200.",
        "“{written}” is a percentage; a target is a number.", "Write the number, such as 25200.",
    ),
    "amount_decimal": (
        "“{written}” bukan bilangan bulat. Titik ribuan mungkin terbaca sebagai koma.",
        "Tulis angkanya lengkap tanpa titik, misalnya {like}.",
        "“{written}” is no whole number. A point for thousands may have been read as a decimal.",
        "Write the figure in full without points, such as {like}.",
    ),
    "amount_scaled": (
        "“{written}” ditulis dengan singkatan.", "Tulis angkanya lengkap: {like}.",
        "“{written}” is shortened.", "Write the figure in full: {like}.",
    ),
    "amount_negative": (
        "“{written}” kurang dari nol.", "Sasaran nol atau lebih.",
        "“{written}” is below zero.", "A target is zero or more.",
    ),
    "amount_large": (
        "“{written}” terlalu besar.", "Periksa jumlah nolnya.",
        "“{written}” is too large.", "Check the number of zeros.",
    ),
    "amount_unclear": (
        "“{written}” tidak terbaca sebagai angka.", "Tulis angkanya saja, misalnya 25200.",
        "“{written}” cannot be read as a number.", "Write the figure only, such as 25200.",
    ),
    "course_gaps": (
        "Jalur bulanannya tidak lengkap.", "Isi kedua belas bulan, atau kosongkan semuanya.",
        "The monthly course has gaps.", "Fill in all twelve months, or leave all empty.",
    ),
    "course_last": (
        "Jalurnya berakhir di {written}, bukan di sasaran {amount}.",
        "Tiap bulan adalah jumlah sampai akhir bulan itu; Desember sama dengan sasaran.",
        "The course ends at {written}, not at the target of {amount}.",
        "Each month is what shall stand by its end; December equals the target.",
    ),
    "course_falls": (
        "Jalurnya turun, padahal dihitung sejak 1 Januari.",
        "Tiap bulan adalah jumlah sampai akhir bulan itu, jadi tidak pernah turun.",
        "The course falls, although it counts from 1 January.",
        "Each month is what shall stand by its end, so it never falls.",
    ),
    "cell_twice": (
        "Sasaran ini juga ada di baris {at} dengan angka lain ({other}).", "Sisakan satu yang benar.",
        "This target also stands in row {at} with another figure ({other}).", "Keep the one that is right.",
    ),
    "cell_again": (
        "Sama dengan baris {at}.", "Keluarkan salah satunya.",
        "The same as row {at}.", "Leave one of them out.",
    ),
    "reason_missing": (
        "Sasaran yang berlaku {held}. Angka baru perlu alasan.", "Isi alasannya di berkas atau di halaman ini.",
        "The target in force is {held}. Another figure needs a reason.", "Give it in the file or on this page.",
    ),
    "waiting": (
        "Usulan untuk sasaran ini sedang menunggu persetujuan.", "Tarik dulu usulannya, atau tunggu keputusannya.",
        "A proposal for this target waits to be decided on.", "Withdraw it first, or wait for the decision.",
    ),
    "total_differs": (
        "Jumlah tertulis {stated}, baris di atasnya {found}: {difference}.", "Perbaiki barisnya atau jumlahnya.",
        "The stated total is {stated}, the rows above add up to {found}: {difference}.",
        "Correct the rows or the total.",
    ),
    "within_total": (
        "Jumlah di baris {at} tidak sama dengan barisnya.", "Periksa juga baris ini.",
        "The total in row {at} is not the sum of its rows.", "Check this row too.",
    ),
}  # fmt: skip


def problem(
    code: str, *, row: int, field: str, header: str, written: str, severity: Severity = "fix",
    proposal: str | None = None, facts: Mapping[str, str] = MappingProxyType({}),
) -> Problem:  # fmt: skip
    """The problem of one row in words. A fact `x_en` takes the place of `x` in the English sentences."""
    known: Mapping[str, str] = {"written": written, **facts}
    english = {**known, **{name[:-3]: value for name, value in known.items() if name.endswith("_en")}}
    what_id, do_id, what_en, do_en = WORDS[code]
    return Problem(
        row, field, header, written, code, severity, what_id.format_map(known), do_id.format_map(known),
        what_en.format_map(english), do_en.format_map(english), proposal,
    )  # fmt: skip


NO_TABLE: Final = Refusal(
    "no_targets",
    "Tidak ditemukan tabel sasaran di berkas ini.",
    "No table of targets was found in this file.",
    "Yang diharapkan: judul kolom Kantor, Indikator, Tahun, Sasaran; atau Kantor dan satu kolom per indikator.",
    "Expected: columns headed Office, Indicator, Year, Target; or Office and one column per indicator.",
)
NO_ROWS: Final = Refusal(
    "no_target_rows",
    "Judul kolomnya ada, isinya belum.",
    "The headings are there, the rows are not.",
    "Yang diharapkan: satu baris per kantor di bawah judul kolom.",
    "Expected: one row per office below the headings.",
)
