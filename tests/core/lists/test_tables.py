"""The table is found in an untidy sheet, and each row that is no data is named as what it is."""

import pytest
from tests.core.lists import untidy

from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, Sheet, read_book
from ayomi.core.lists.tables import Table, find_table


def found(data: bytes, sheet: str | None = None) -> Table:
    book = read_book(data, "daftar.csv")
    assert isinstance(book, Book), book
    table = find_table(book, sheet)
    assert isinstance(table, Table), table
    return table


def refused(data: bytes) -> Refusal:
    book = read_book(data, "daftar.csv")
    assert isinstance(book, Book), book
    refusal = find_table(book)
    assert isinstance(refusal, Refusal), refusal
    return refusal


def why(table: Table) -> dict[int, str]:
    return {skipped.row: skipped.why for skipped in table.skipped}


def test_the_untidy_workbook_is_taken_apart_row_by_row() -> None:
    built = untidy.untidy_workbook()
    table = found(built.data)
    assert why(table) == built.skipped
    assert table.height == built.people
    assert table.numbers[0] == 7
    assert table.sheet == "Anggota"


def test_a_heading_in_two_rows_is_joined() -> None:
    table = found(untidy.untidy_workbook().data)
    assert table.headers[2:5] == ("Data KTP No. KTP", "Data KTP Tgl Lhr", "Data KTP L/P")


def test_headings_merged_downward_keep_their_own_name() -> None:
    rows = [["No", "Nama", "Upah", ""], ["", "", "Lama", "Baru"], [1, "Budi", 100, 200], [2, "Ani", 100, 200]]
    assert found(untidy.xlsx({"A": rows})).headers == ("No", "Nama", "Upah Lama", "Upah Baru")


def test_a_group_title_between_people_is_no_person() -> None:
    rows = [["No", "Nama", "NIK"], ["Desa Wolo"], [1, "Budi", "7401"], ["Desa Lapao"], [2, "Ani", "7402"]]
    table = found(untidy.xlsx({"A": rows}))
    assert why(table) == {1: "header", 2: "section", 4: "section"}
    assert table.numbers == [3, 5]


def test_numbered_but_empty_lines_are_no_people() -> None:
    rows = [["No", "Nama", "NIK"], [1, "Budi", "7401"], [2, "", ""], [3, "", ""]]
    assert found(untidy.xlsx({"A": rows})).numbers == [2]


def test_a_person_without_anything_else_in_the_middle_stays_a_person() -> None:
    rows = [["No", "Nama", "NIK"], [1, "Budi", "7401"], ["", "Ani", ""], [3, "Joko", "7403"]]
    assert found(untidy.xlsx({"A": rows})).numbers == [2, 3, 4]


def test_a_total_with_figures_in_every_column_is_a_total() -> None:
    rows = [
        ["No", "Nama", "Gaji", "Tunjangan"],
        [1, "Budi", 100, 5],
        [2, "Ani", 100, 5],
        ["", "TOTAL KESELURUHAN", 200, 10],
    ]
    assert why(found(untidy.xlsx({"A": rows})))[4] == "total"


def test_a_second_table_below_is_left_aside_and_said() -> None:
    rows = [["Nama", "NIK", "HP"], ["Budi", "7401", "08"], [], ["Nama Koperasi", "NIB", "Ketua"], ["KUD", "12", "Ani"]]
    table = found(untidy.xlsx({"A": rows}))
    assert table.numbers == [2]
    assert why(table)[4] == why(table)[5] == "another_table"


def test_the_sheet_that_looks_like_a_list_is_chosen_and_the_others_are_named() -> None:
    people = [["No", "Nama", "NIK"], *([number, "Budi", f"74010212089{number:05d}"] for number in range(5))]
    data = untidy.xlsx(
        {
            "Sampul": [["Laporan"], ["Bulan ini"]],
            "Harga": [["Barang", "Harga"], ["Jaring", 5], ["Umpan", 6]],
            "Anggota": people,
        }
    )
    table = found(data)
    assert table.sheet == "Anggota"
    assert table.others == (("Harga", 2),)
    assert found(data, "Harga").headers == ("Barang", "Harga")
    with pytest.raises(KeyError):
        found(data, "Tidak ada")


def test_a_table_without_any_heading_still_has_its_rows() -> None:
    table = found(b"1;7401021208900003;Budi\n2;7401021208900004;Ani\n3;7401021208900005;Joko\n")
    assert table.numbers == [1, 2, 3]
    assert table.headers == ("Kolom 1", "Kolom 2", "Kolom 3")


def test_an_unfilled_template_is_refused_as_such() -> None:
    refusal = refused(b"NO;NIK;NAMA;TGL LAHIR;UPAH\n1;;;;\n2;;;;\n")
    assert refusal.code == "empty_template"
    assert "NIK" in refusal.what_id


def test_a_letter_is_no_table() -> None:
    letter = b"Kepada Yth. Kepala Kantor\nBersama ini kami kirim kabar, bahwa daftar menyusul.\nTerima kasih.\n"
    assert refused(letter).code == "no_table"


def test_more_people_than_the_limit_are_refused_with_their_number() -> None:
    assert refused(b"Nama;NIK\n" + b"Budi;7401\n" * 203_000).code == "too_many_rows"


def test_names_between_numbers_are_rows_even_without_a_heading() -> None:
    rows = [[640.0, "HERI HERIANA", "b5401"], [640.0, "TRI HARYADI", "b5402"], [641.0, "ROCHENDI", "b5403"]]
    table = find_table(Book("xlsx", (Sheet("Lembar1", [list(row) for row in rows]),), "daftar.xlsx"))
    assert isinstance(table, Table)
    assert table.height == 3
