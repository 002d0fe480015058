"""Columns are known by their headings and by their contents, and corrections are remembered."""

import pytest
from tests.core.lists import untidy

from ayomi.core.lists.columns import Mapping, fingerprint, guess_columns, remembered_columns
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table
from ayomi.core.lists.words import header_word

WORDS = {
    "No. KTP": "nik", "NIK": "nik", "Nomor Induk Kependudukan (NIK)": "nik", "NOMOR_IDENTITAS": "nik",
    "Nama Lengkap (sesuai KTP)": "name", "NAMA_TENAGA_KERJA": "name", "Nama Anggota": "name", "namaLengkap": "name",
    "Tgl Lhr": "birth_date", "TANGGAL_LAHIR": "birth_date", "TTL": "birth_place_and_date",
    "Tempat, Tgl. Lahir": "birth_place_and_date", "Tempat Lahir": "birth_place", "L/P": "sex", "JK": "sex",
    "Jenis Kelamin (L/P)": "sex", "Hasil/bln": "wage", "Gaji Pokok": "wage", "Upah (Rp)": "wage", "HP/WA": "phone",
    "No. Telp/HP": "phone", "Desa/Kel": "village", "Kec.": "district", "Kab/Kota": "regency", "Prov": "province",
    "Pekerjaan": "occupation", "Nama Ibu Kandung": "mother_name", "KPJ": "member_number", "Tgl Masuk": "start_date",
    "Program": "programmes", "No Rek": "bank_account", "E-mail": "email", "NIB": "nib", "NPWP": "npwp",
    "Nama Koperasi": "organisation_name", "Nama Usaha": "organisation_name", "No. Badan Hukum": "legal_number",
    "Jenis usaha/KBLI": "activity", "Ketua": "leader", "Jumlah anggota": "members_count",
    "NIK Koperasi": "nik_koperasi",
    "SEBAB_NA": "leave_cause", "TGL_NA": "end_date", "Upah Lama": "wage_before", "No. KK": "family_card",
    "Ket.": "note", "No.": "index", "Umur": "age", "Alamat Usaha": "address", "Kode Pos": "postcode",
    "jumlah_kopdes": "ignored", "Date of birth": "birth_date", "Full name": "name", "Monthly wage": "wage",
}  # fmt: skip


@pytest.mark.parametrize("header", WORDS)
def test_a_heading_says_what_its_column_is(header: str) -> None:
    word = header_word(header)
    assert word is not None
    assert word.field == WORDS[header]


def table_of(text: str) -> Table:
    book = read_book(text.encode(), "daftar.csv")
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table), table
    return table


def fields(text: str) -> dict[str, str | None]:
    return {column.header: column.field for column in guess_columns(table_of(text)).columns}


def test_sixteen_digits_are_a_nik_whatever_stands_above() -> None:
    text = "Nama;Nomor Kartu\nBudi;7401021208900003\nAni;7401025208910004\nJoko;7401021308920005\n"
    assert fields(text)["Nomor Kartu"] == "nik"


def test_of_two_columns_of_sixteen_digits_the_nik_agrees_with_the_birth_dates() -> None:
    text = "Nama;Kartu A;Kartu B;Tgl Lahir\n" + "".join(
        f"Orang {'abc'[n]};740102010111000{n};740102{12 + n}089{n}0003;{12 + n}-08-199{n}\n" for n in range(3)
    )
    assert fields(text) | {"Nama": "name"} == {
        "Nama": "name",
        "Kartu A": "family_card",
        "Kartu B": "nik",
        "Tgl Lahir": "birth_date",
    }


def test_of_two_columns_of_sixteen_digits_the_family_card_repeats() -> None:
    text = "Nama;Kartu A;Kartu B\n" + "".join(
        f"Orang {'abcd'[n]};7401020101110001;74010212089{n}0003\n" for n in range(4)
    )
    assert fields(text)["Kartu B"] == "nik"
    assert fields(text)["Kartu A"] == "family_card"


def test_a_firms_own_employee_numbers_are_no_nik() -> None:
    text = "NIK;Nama Karyawan;Gaji\nEMP001;Budi;4.500.000\nEMP002;Ani;5.000.000\n"
    assert fields(text)["NIK"] is None


def test_unknown_headings_are_known_by_contents_with_the_share_that_fits() -> None:
    text = "A;B;C;D\n" + "".join(
        f"Orang {'abcd'[n]};0812345678{n}{n};{12 + n}-08-197{n};o{n}@surat.id\n" for n in range(4)
    )
    mapping = guess_columns(table_of(text))
    assert {column.header: column.field for column in mapping.columns} == {
        "A": "name",
        "B": "phone",
        "C": "birth_date",
        "D": "email",
    }
    assert "100 % isinya berupa nomor HP" in mapping.columns[1].reasons_id


def test_a_remark_column_is_ignored_with_its_reason_and_samples() -> None:
    mapping = guess_columns(table_of("Nama;NIK;Ket.\nBudi;7401021208900003;lunas\nAni;7401021208900004;belum\n"))
    remark = mapping.columns[2]
    assert remark.field is None
    assert remark.samples == ("lunas", "belum")


def test_what_is_missing_is_told_by_kind() -> None:
    mapping = guess_columns(table_of("Nama;Alamat\nBudi;Jl. A\nAni;Jl. B\n"))
    assert mapping.missing() == (("nik", "birth_date", "birth_place_and_date"),)
    assert mapping.of_kind("organisations").missing() == (("organisation_name",),)


def test_a_correction_moves_the_field_and_frees_the_other_column() -> None:
    mapping = guess_columns(table_of("Nama;Panggilan\nBudi Santoso;Budi\nSiti Ani;Ani\n"))
    corrected = mapping.corrected(1, "name")
    assert [column.field for column in corrected.columns] == [None, "name"]
    assert mapping.columns[0].field == "name"
    with pytest.raises(KeyError):
        mapping.corrected(0, "bukan_field")
    with pytest.raises(IndexError):
        mapping.corrected(9, "name")


def test_a_senders_corrected_mapping_is_used_for_the_same_headings_only() -> None:
    text = "Nama;Panggilan;NIK\nBudi Santoso;Budi;7401021208900003\n"
    kept = guess_columns(table_of(text)).corrected(1, "mother_name").to_json()
    again = remembered_columns(
        table_of(text.replace("Nama;Panggilan", "NAMA ; Panggilan.").replace("Budi", "Ani")), kept
    )
    assert isinstance(again, Mapping)
    assert again.index_of("mother_name") == 1
    assert remembered_columns(table_of("Nama;Alamat;NIK\nBudi;Jl;7401021208900003\n"), kept) is None
    with pytest.raises(ValueError, match="not a remembered mapping"):
        remembered_columns(table_of(text), "{}")


def test_the_fingerprint_forgets_case_signs_and_the_two_columns_we_add() -> None:
    assert fingerprint(["Nama", "No. KTP"]) == fingerprint(["NAMA ", "no ktp", "Yang perlu diperbaiki", "Caranya"])
    assert fingerprint(["Nama", "No. KTP"]) != fingerprint(["No. KTP", "Nama"])


def test_no_contents_stand_in_what_is_remembered() -> None:
    mapping = guess_columns(table_of("Nama;NIK\nBudi Rahasia;7401021208900003\nAni;7401021208900004\n"))
    assert "Rahasia" not in mapping.to_json()
    assert "7401" not in mapping.to_json()


def test_the_untidy_workbook_is_understood_without_help() -> None:
    book = read_book(untidy.untidy_workbook().data)
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table)
    mapping = guess_columns(table)
    assert mapping.kind == "members_new"
    assert set(mapping.fields) == {"name", "nik", "birth_date", "sex", "phone", "occupation", "wage", "village"}
    assert not any(column.doubtful for column in mapping.columns)


def test_a_tick_below_l_or_p_tells_the_sex_whatever_the_sign() -> None:
    text = "Nama;NIK;L;P\n" + "".join(
        f"Orang {letter};740102{12 + n}08900{n}03;{'v' if n % 2 else ''};{'' if n % 2 else '√'}\n"
        for n, letter in enumerate("abcdef")
    )
    found = fields(text)
    assert (found["L"], found["P"]) == ("sex_male", "sex_female")


def test_numbers_below_l_and_p_are_no_ticks() -> None:
    text = "Nama;NIK;L;P\n" + "".join(
        f"Orang {letter};740102{12 + n}08900{n}03;{n};{n + 2}\n" for n, letter in enumerate("abcdef")
    )
    assert not {"sex_male", "sex_female"} & set(fields(text).values())


def test_the_men_among_the_members_are_not_the_number_of_members() -> None:
    text = "Nama Koperasi;Ketua;Jml Anggota (L);Jml Anggota (P)\n" + "".join(
        f"KSU Makmur {letter};Amir {letter};{n + 9};{n + 4}\n" for n, letter in enumerate("abcdef")
    )
    assert "members_count" not in fields(text).values()


def test_an_amount_with_a_dash_for_its_cents_is_an_amount() -> None:
    text = "Nama;NIK;Penghasilan\n" + "".join(
        f"Orang {letter};740102{12 + n}08900{n}03;Rp 1.{n}00.000,-\n" for n, letter in enumerate("abcdef")
    )
    assert fields(text)["Penghasilan"] == "wage"


def test_words_that_nothing_below_them_bears_out_leave_the_kind_unsure() -> None:
    text = "id;member_id;deposit_number\n" + "".join(f"{n};{n * 7};D-{n}\n" for n in range(1, 9))
    assert guess_columns(table_of(text)).kind_confidence <= 50
