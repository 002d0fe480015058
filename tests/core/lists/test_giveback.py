"""The sender's file comes back with the bad rows and two columns; corrected and sent again, it goes through."""

from typing import Literal

import pytest
from tests.core.lists import untidy
from tests.core.lists.untidy import AS_OF

from ayomi.core.identity import make_nik
from ayomi.core.lists.checking import Checked, check_list
from ayomi.core.lists.columns import Mapping, fingerprint, guess_columns
from ayomi.core.lists.giveback import give_back
from ayomi.core.lists.reading import Book, as_written, read_book
from ayomi.core.lists.tables import Table, find_table


def through(data: bytes, name: str = "daftar.xlsx") -> tuple[Book, Table, Mapping, Checked]:
    book = read_book(data, name)
    assert isinstance(book, Book), book
    table = find_table(book)
    assert isinstance(table, Table), table
    mapping = guess_columns(table)
    result = check_list(table, mapping, as_of=AS_OF, segment="own_account")
    assert isinstance(result, Checked), result
    return book, table, mapping, result


def test_the_bad_rows_come_back_with_what_is_wrong_and_what_to_do() -> None:
    built = untidy.untidy_workbook()
    book, table, _, result = through(built.data)
    _, again, mapping, checked = through(give_back(book, table, result))
    assert again.headers == (*table.headers, "Yang perlu diperbaiki", "Caranya")
    assert again.height == len(built.codes)
    assert mapping.index_of("nik") == 2
    assert {column.field for column in mapping.columns[-2:]} == {None}
    assert fingerprint(again.headers) == fingerprint(table.headers)
    assert checked.counts["ready"] <= 1
    said = [as_written(cell) for cell in again.column(len(table.headers))]
    assert "Tanggal ini tidak ada." in said


def test_cells_come_back_as_they_were_written() -> None:
    built = untidy.untidy_workbook()
    book, table, _, result = through(built.data)
    _, again, _, _ = through(give_back(book, table, result, everything=True))
    width = len(table.headers)
    assert [[as_written(cell) for cell in row[:width]] for row in again.rows] == [
        [as_written(cell) for cell in row] for row in table.rows
    ]


def corrected(data: bytes, container: Literal["xlsx", "csv"]) -> bytes:
    """The returned file as a sender corrects it: new values typed into the same columns, our two columns left alone."""
    book = read_book(data)
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table)
    rows: list[list[object]] = [list(table.headers)]
    for place, row in enumerate(table.rows):
        fixed = [as_written(cell) for cell in row]
        nik = make_nik("74.01.02", AS_OF.replace(year=1980), "male" if fixed[4] == "L" else "female", 5000 + place)
        fixed[1:6] = [f"Orang {'abcdefghij'[place]}", nik, "20-11-1980", fixed[4] or "L", ""]
        fixed[6:8] = ["Nelayan", "1.500.000"]
        if not fixed[4]:
            fixed[2] = make_nik("74.01.02", AS_OF.replace(year=1980), "male", 5000 + place)
        rows.append([*fixed])
    return untidy.xlsx({"Anggota": rows}) if container == "xlsx" else untidy.csv_bytes(rows, "|")


@pytest.mark.parametrize("container", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_corrected_file_sent_again_goes_through_whole(
    container: Literal["xlsx", "csv"], language: Literal["id", "en"]
) -> None:
    built = untidy.untidy_workbook()
    book, table, _, result = through(built.data)
    returned = give_back(book, table, result, container=container, language=language)
    _, _, mapping, checked = through(corrected(returned, container))
    assert checked.counts == {"ready": len(built.codes), "fix": 0, "confirm": 0}
    assert mapping.missing() == ()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le"])
def test_separated_text_comes_back_as_it_came(separator: str, encoding: str) -> None:
    rows = [["Nama", "NIK"], ["Béti Haris", "7401"], ["Ani", "7402"]]
    data = untidy.csv_bytes(rows, separator, encoding)
    book, table, _, result = through(data, "daftar.csv")
    again = read_book(give_back(book, table, result))
    assert isinstance(again, Book)
    assert again.separator == separator
    assert again.sheets[0].rows[1][:2] == ["Béti Haris", "7401"]
    assert again.encoding in (encoding, "utf-8-sig")


def test_nothing_given_back_runs_as_a_formula() -> None:
    rows = [["Nama", "NIK", "Alamat"], ["=cmd|' /C calc'!A0", "7401", "@SUM(1)"], ["+cmd|x", "7402", "-1+cmd|x"]]
    for data in (untidy.csv_bytes(rows), untidy.xlsx({"A": rows})):
        book, table, _, result = through(data)
        for container in ("xlsx", "csv"):
            again = read_book(give_back(book, table, result, container=container))
            assert isinstance(again, Book)
            cells = [as_written(cell) for sheet in again.sheets for row in sheet.rows for cell in row]
            assert not any(cell.startswith(("=", "@", "+c", "-1+")) for cell in cells)
            assert not any(sheet.formulas for sheet in again.sheets)


def test_a_sheet_name_that_books_do_not_allow_is_made_fit() -> None:
    book, table, _, result = through(b"Nama;NIK\nBudi;7401\nAni;7402\n", "dari [kantor]/daftar: 'baru'?.csv")
    again = read_book(give_back(book, table, result, container="xlsx"))
    assert isinstance(again, Book)
    assert again.sheets[0].rows[0][:2] == ["Nama", "NIK"]


def test_chosen_rows_alone_are_given_back() -> None:
    book, table, _, result = through(b"Nama;NIK\nBudi;7401\nAni;7402\n", "daftar.csv")
    text = give_back(book, table, result, rows={3}).decode()
    assert "Ani" in text
    assert "Budi" not in text
