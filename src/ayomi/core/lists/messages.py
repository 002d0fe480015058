"""The words of every problem: what is wrong and what to do, Indonesian and English. Facts stand in {braces}."""

from collections.abc import Mapping
from typing import Final

from ayomi.core.lists.problems import Fault, Problem, Refusal

Words = tuple[str, str, str, str]

PROBLEMS: Final[dict[str, Words]] = {
    "name_missing": ("Nama belum diisi.", "Isi sesuai KTP.", "The name is missing.", "Fill it in as on the ID card."),
    "name_unreadable": (
        "Isi ini bukan nama orang.",
        "Isi nama sesuai KTP.",
        "This is not a person's name.",
        "Fill in the name as on the ID card.",
    ),
    "names_several": (
        "Tampaknya ada lebih dari satu orang di baris ini.",
        "Tulis satu orang per baris.",
        "There seems to be more than one person in this row.",
        "Write one person per row.",
    ),
    "organisation_name_missing": (
        "Nama badan belum diisi.",
        "Isi nama koperasi, usaha, atau perusahaannya.",
        "The organisation's name is missing.",
        "Fill in the name of the cooperative, business or firm.",
    ),
    "nik_missing": (
        "NIK belum diisi.",
        "Isi 16 angka dari KTP.",
        "The NIK is missing.",
        "Fill in the 16 digits of the ID card.",
    ),
    "nik_missing_born": (
        "NIK belum diisi; orang ini dikenali dari nama dan tanggal lahirnya.",
        "Lengkapi NIK sebelum kartu dicetak.",
        "The NIK is missing; this person is known by name and birth date.",
        "Complete the NIK before the card is printed.",
    ),
    "identity_missing": (
        "KPJ dan NIK belum diisi.",
        "Isi salah satunya.",
        "Neither KPJ nor NIK is given.",
        "Fill in one of them.",
    ),
    "nik_masked": (
        "NIK disamarkan dengan tanda bintang atau x.",
        "Kirim 16 angka lengkap dari KTP.",
        "The NIK is masked with stars or x.",
        "Send all 16 digits of the ID card.",
    ),
    "number_rounded": (
        "{label} dibulatkan Excel: angka terakhirnya menjadi 0. Angka aslinya tidak bisa ditebak.",
        "Ubah kolom menjadi teks, lalu ketik ulang dari dokumen aslinya.",
        "Excel rounded this {label_en}: its last digit became 0. The original cannot be guessed.",
        "Set the column to text and type the number again from the original document.",
    ),
    "number_inexact": (
        "{label} tersimpan sebagai bilangan, angka terakhirnya bisa berubah.",
        "Ubah kolom menjadi teks, lalu ketik ulang dari dokumen aslinya.",
        "This {label_en} was stored as a number, so its last digit may have changed.",
        "Set the column to text and type the number again from the original document.",
    ),
    "duplicate_nik": (
        "NIK ini juga dipakai {other} di baris {row}.",
        "Satu dari keduanya salah ketik.",
        "This NIK is also used by {other} in row {row}.",
        "One of the two is mistyped.",
    ),
    "duplicate_nik_first": (
        "NIK ini juga dipakai {other} di baris {row}.",
        "Periksa juga baris ini.",
        "This NIK is also used by {other} in row {row}.",
        "Check this row too.",
    ),
    "duplicate_member_number": (
        "KPJ ini juga dipakai {other} di baris {row}.",
        "Satu dari keduanya salah ketik.",
        "This KPJ is also used by {other} in row {row}.",
        "One of the two is mistyped.",
    ),
    "duplicate_number": (
        "{label} ini juga dipakai {other} di baris {row}.",
        "Satu dari keduanya salah ketik.",
        "This {label_en} is also used by {other} in row {row}.",
        "One of the two is mistyped.",
    ),
    "duplicate_row": (
        "Sudah ada di baris {row}.",
        "Keluarkan salah satunya.",
        "Already in row {row}.",
        "Remove one of the two.",
    ),
    "duplicate_person": (
        "Nama dan tanggal lahir sama dengan baris {row}. Apakah orang yang berbeda?",
        "Benarkan bila berbeda, keluarkan bila sama.",
        "Same name and birth date as row {row}. Is it another person?",
        "Confirm if different, remove if the same.",
    ),
    "date_impossible": (
        "Tanggal ini tidak ada.",
        "Tulis tanggal yang benar, misalnya 21-02-1988.",
        "This date does not exist.",
        "Write the right date, such as 21-02-1988.",
    ),
    "date_impossible_nik": (
        "Tanggal ini tidak ada.",
        "NIK menunjukkan {nik_date}.",
        "This date does not exist.",
        "The NIK says {nik_date_en}.",
    ),
    "date_unreadable": (
        "Tanggal tidak terbaca.",
        "Tulis hari-bulan-tahun, misalnya 21-02-1988.",
        "The date cannot be read.",
        "Write day-month-year, such as 21-02-1988.",
    ),
    "date_unreadable_nik": (
        "Tanggal tidak terbaca.",
        "NIK menunjukkan {nik_date}.",
        "The date cannot be read.",
        "The NIK says {nik_date_en}.",
    ),
    "date_year_only_nik": (
        "Hanya tahun ({year}) yang tertulis.",
        "NIK menunjukkan {nik_date}.",
        "Only a year ({year}) is given.",
        "The NIK says {nik_date_en}.",
    ),
    "date_year_only": (
        "Hanya tahun ({year}) yang tertulis.",
        "Tulis tanggal lengkap, misalnya 21-02-1988.",
        "Only a year ({year}) is given.",
        "Write the full date, such as 21-02-1988.",
    ),
    "date_ambiguous": (
        "Hari dan bulan bisa tertukar: kolom ini memakai dua urutan. Dibaca sebagai {read}. Apakah benar?",
        "Benarkan, atau tulis tanggal dengan nama bulan.",
        "Day and month may be swapped: this column uses both orders. Read as {read}. Is that right?",
        "Confirm, or write the date with the month's name.",
    ),
    "date_swapped": (
        "Hari dan bulan tampaknya tertukar: NIK menunjukkan {nik_date}. Apakah benar?",
        "Benarkan, atau tulis tanggal dari KTP.",
        "Day and month seem swapped: the NIK says {nik_date_en}. Is that right?",
        "Confirm, or write the date of the ID card.",
    ),
    "date_future": (
        "Tanggal {date} belum terjadi.",
        "Cocokkan tahunnya dengan KTP.",
        "The date {date} has not come yet.",
        "Check the year against the ID card.",
    ),
    "date_too_old": (
        "Tanggal {date} terlalu jauh.",
        "Cocokkan tahunnya dengan KTP.",
        "The date {date} is too far away.",
        "Check the year against the ID card.",
    ),
    "birth_date_differs": (
        "Tanggal lahir berbeda dengan NIK ({nik_date}).",
        "Cocokkan dengan KTP; keduanya bisa benar.",
        "The birth date differs from the NIK ({nik_date_en}).",
        "Check it against the ID card; both can be right.",
    ),
    "sex_differs": (
        "Jenis kelamin berbeda dengan NIK.",
        "Cocokkan dengan KTP.",
        "The sex differs from the NIK.",
        "Check it against the ID card.",
    ),
    "age_over": (
        "Umur {age} tahun. Peserta mandiri baru harus di bawah {limit} tahun.",
        "Keluarkan dari daftar dan beri tahu pengirim.",
        "Aged {age}. A new own-account member must be under {limit}.",
        "Remove from the list and tell the sender.",
    ),
    "age_under": (
        "Umur {age} tahun. Peserta paling muda {limit} tahun.",
        "Cocokkan tanggal lahir dengan KTP, atau keluarkan dari daftar.",
        "Aged {age}. The youngest member is {limit}.",
        "Check the birth date against the ID card, or remove from the list.",
    ),
    "sex_unclear": (
        "Jenis kelamin tidak terbaca.",
        "Tulis L atau P.",
        "The sex cannot be read.",
        "Write L (male) or P (female).",
    ),
    "yes_no_unclear": (
        "Isi ini bukan ya atau tidak.",
        "Tulis Ya atau Tidak.",
        "This is neither yes nor no.",
        "Write Ya or Tidak.",
    ),
    "programmes_unclear": (
        "Program tidak jelas, terbaca {read}. Apakah benar?",
        "Tulis singkatannya, misalnya JKK, JKM, JHT.",
        "The programmes are unclear, read as {read}. Is that right?",
        "Write their short names, such as JKK, JKM, JHT.",
    ),
    "occupation_unclear": (
        "Jenis pekerjaan belum jelas.",
        "Pilih yang paling sering dikerjakan.",
        "The occupation is not clear.",
        "Choose what is done most often.",
    ),
    "occupation_none": (
        "Isi ini bukan pekerjaan yang menghasilkan.",
        "Tulis pekerjaan yang dijalani, atau keluarkan dari daftar.",
        "This is no paid work.",
        "Write the work that is done, or remove from the list.",
    ),
    "cause_unclear": (
        "Sebab berhenti tidak dikenali.",
        "Tulis misalnya mengundurkan diri, PHK, meninggal, pensiun.",
        "The cause of leaving is not known.",
        "Write for instance resigned, dismissed, died, retired.",
    ),
    "cause_missing": (
        "Sebab berhenti belum diisi.",
        "Tulis misalnya mengundurkan diri, PHK, meninggal, pensiun.",
        "The cause of leaving is missing.",
        "Write for instance resigned, dismissed, died, retired.",
    ),
    "end_date_missing": (
        "Tanggal berhenti belum diisi.",
        "Isi hari terakhir bekerja.",
        "The date of leaving is missing.",
        "Fill in the last day of work.",
    ),
    "end_before_start": (
        "Tanggal berhenti sebelum tanggal mulai.",
        "Periksa kedua tanggal.",
        "The date of leaving is before the date of starting.",
        "Check both dates.",
    ),
    "email_unreadable": (
        "Alamat surel tidak terbaca.",
        "Perbaiki, atau kosongkan.",
        "The e-mail address cannot be read.",
        "Correct it, or leave it empty.",
    ),
    "count_unclear": (
        "Jumlah tidak terbaca.",
        "Tulis angka bulat, misalnya 25.",
        "The number cannot be read.",
        "Write a whole number, such as 25.",
    ),
    "wage_missing": (
        "Penghasilan belum diisi.",
        "Isi penghasilan sebulan dalam rupiah.",
        "The income is missing.",
        "Fill in the monthly income in rupiah.",
    ),
    "amount_confirm": (
        "Dibaca sebagai {amount} sebulan. Apakah benar?",
        "Benarkan, atau tulis angkanya lengkap.",
        "Read as {amount_en} a month. Is that right?",
        "Confirm, or write the figure in full.",
    ),
    "amount_small": (
        "Dibaca sebagai {amount} sebulan, terlalu kecil. Apakah benar?",
        "Mungkin tertulis dalam ribuan; tulis angkanya lengkap.",
        "Read as {amount_en} a month, very little. Is that right?",
        "It may be written in thousands; write the figure in full.",
    ),
    "amount_large": (
        "Dibaca sebagai {amount} sebulan, besar sekali. Apakah benar?",
        "Periksa jumlah nolnya.",
        "Read as {amount_en} a month, very much. Is that right?",
        "Check the number of zeros.",
    ),
    "amount_unclear": (
        "Jumlah uang tidak bisa dibaca dengan pasti.",
        "Tulis angkanya lengkap, misalnya 1.100.000.",
        "The amount cannot be read with certainty.",
        "Write the figure in full, such as 1100000.",
    ),
    "amount_negative": (
        "Jumlah uang kurang dari nol.",
        "Tulis penghasilan sebulan, misalnya 1.100.000.",
        "The amount is below zero.",
        "Write the monthly income, such as 1100000.",
    ),
    "amount_range": (
        "Tertulis dua angka.",
        "Tulis satu angka, rata-rata sebulan.",
        "Two figures are given.",
        "Write one figure, the monthly average.",
    ),
    "amount_other_period": (
        "Penghasilan ini bukan per bulan.",
        "Tulis rata-rata sebulan.",
        "This income is not per month.",
        "Write the monthly average.",
    ),
    "formula": (
        "Sel ini berisi rumus, bukan isi.",
        "Salin kolomnya, tempel sebagai nilai (Paste Values), lalu kirim lagi.",
        "This cell holds a formula, not content.",
        "Copy the column, paste it as values and send it again.",
    ),
    "error_value": (
        "Sel ini berisi galat Excel ({written}).",
        "Isi dengan nilai yang benar.",
        "This cell holds an Excel error ({written}).",
        "Fill in the right value.",
    ),
    "cell_cut": (
        "Isi sel ini terlalu panjang dan dipotong.",
        "Tulis isinya saja, paling banyak 1.000 huruf.",
        "This cell is too long and was cut.",
        "Write just the content, at most 1,000 characters.",
    ),
    "characters_lost": (
        "Ada huruf yang rusak di sel ini.",
        "Ketik ulang, atau simpan berkas sebagai UTF-8.",
        "Some letters in this cell are damaged.",
        "Type it again, or save the file as UTF-8.",
    ),
    "phone_optional": (
        "{what}",
        "Boleh dikosongkan; tanpa nomor, pesan pembayaran tidak terkirim.",
        "{what_en}",
        "It may be left empty; without a number no payment message is sent.",
    ),
}

TIDIED: Final[dict[str, tuple[str, str]]] = {
    "phone_zero": ("Nol di depan nomor HP", "Zero in front of the mobile number"),
    "titles": ("Gelar dilepas dari nama", "Titles taken off names"),
    "name_case": ("Huruf besar kecil nama", "Letter case of names"),
    "date_style": ("Gaya tanggal", "Styles of dates"),
    "date_serial": ("Tanggal yang tersimpan sebagai bilangan", "Dates stored as numbers"),
    "date_month_first": ("Tanggal dengan bulan di depan", "Dates with the month first"),
    "date_by_nik": ("Urutan hari dan bulan dipastikan dari NIK", "Order of day and month settled by the NIK"),
    "amount_separators": ("Titik dan koma pada jumlah uang", "Points and commas in amounts"),
    "programmes_counted": ("Jumlah program menjadi nama program", "Numbers of programmes to their names"),
    "birth_date_from_nik": ("Tanggal lahir diambil dari NIK", "Birth date taken from the NIK"),
    "sex_from_nik": ("Jenis kelamin diambil dari NIK", "Sex taken from the NIK"),
    "number_separators": ("Spasi dan tanda di dalam nomor", "Spaces and signs inside numbers"),
}

SKIPPED: Final[dict[str, tuple[str, str]]] = {
    "title": ("judul", "title"),
    "header": ("kepala tabel", "heading"),
    "repeated_header": ("kepala tabel yang terulang", "repeated heading"),
    "numbering": ("nomor kolom", "column numbers"),
    "total": ("jumlah", "total"),
    "section": ("judul bagian", "section title"),
    "only_number": ("hanya nomor urut", "row number only"),
    "note": ("catatan atau tanda tangan", "note or signature"),
    "another_table": ("tabel lain", "another table"),
    "left_out": ("dikeluarkan", "left out"),
}

_MONTHS_ID: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def date_words(year: int, month: int, day: int) -> tuple[str, str]:
    """21 Februari 1988, 21 February 1988."""
    return f"{day} {_MONTHS_ID[month - 1]} {year}", f"{day} {_MONTHS_EN[month - 1]} {year}"


def problem(fault: Fault, *, row: int, field: str, header: str, written: str) -> Problem:
    """The problem of one row in words. Raises KeyError for a code without words."""
    facts: Mapping[str, str] = {"written": written, **fault.facts}
    if fault.code in PROBLEMS:
        said = tuple(words.format_map(facts) for words in PROBLEMS[fault.code])
    else:
        # Identifier refusals bring their own words.
        said = (facts["what_id"], facts["do_id"], facts["what_en"], facts["do_en"])
    what_id, do_id, what_en, do_en = said
    return Problem(
        row, field, header, written, fault.code, fault.severity, what_id, do_id, what_en, do_en, fault.proposal
    )


def formulas_refusal(header: str, found: int, rows: int) -> Refusal:
    """The refusal of a list whose key column is mostly formulas."""
    return Refusal(
        "formulas",
        f"Kolom “{header}” berisi rumus di {found:,} dari {rows:,} baris.".replace(",", "."),
        f"The column “{header}” holds formulas in {found:,} of {rows:,} rows.",
        "Yang diharapkan: isi biasa. Salin lembarnya, tempel sebagai nilai (Paste Values) di berkas baru, kirim lagi.",
        "Expected: plain content. Copy the sheet, paste it as values into a new file and send it again.",
    )
