"""Every format and encoding a sender may use gives the same rows."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.lists import untidy

from ayomi.core.lists import limits
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, as_written, read_book, shown_safely

ROWS = [["Nama", "NIK", "Alamat"], ["Budi", "7401021208900003", "Jl. Café 1"], ["Wa Ani", "7401025208900004", ""]]


def book_of(data: bytes) -> Book:
    book = read_book(data, "daftar.xlsx")
    assert isinstance(book, Book), book
    return book


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_in_any_encoding_gives_the_same_rows(separator: str, encoding: str) -> None:
    book = book_of(untidy.csv_bytes(ROWS, separator, encoding))
    assert book.sheets[0].rows == ROWS
    assert book.separator == separator


@pytest.mark.parametrize(
    "build", [lambda: untidy.xlsx({"Daftar": ROWS}), lambda: untidy.xls(ROWS), lambda: untidy.ods(ROWS)]
)
def test_workbooks_give_the_same_rows(build: object) -> None:
    book = book_of(build())  # type: ignore[operator]  # one builder per format
    assert [list(row) for row in book.sheets[0].rows] == ROWS


def test_the_name_of_the_file_does_not_decide_what_it_is() -> None:
    book = read_book(untidy.csv_bytes(ROWS), "daftar.xlsx")
    assert isinstance(book, Book)
    assert book.container == "csv"


def test_quoted_cells_keep_separators_and_quotes_inside() -> None:
    book = book_of(b'Nama,Alamat\n"Budi, S.E.","Jl. ""Baru"" 1"\nAni,"dua\nbaris"\n')
    assert book.sheets[0].rows[1:] == [["Budi, S.E.", 'Jl. "Baru" 1'], ["Ani", "dua baris"]]


def test_a_quote_never_closed_does_not_swallow_the_list() -> None:
    lines = ["Nama;Alamat", '"Budi;Jl. 1', *(f"Orang {number};Jl. {number}" for number in range(60))]
    assert len(book_of("\n".join(lines).encode()).sheets[0].rows) == 62


def test_a_declared_separator_line_is_obeyed_and_is_no_row() -> None:
    assert book_of(b"sep=|\r\nNama|NIK\r\nBudi|1\r\n").sheets[0].rows == [["Nama", "NIK"], ["Budi", "1"]]


def test_numbers_and_true_dates_keep_their_type_and_are_written_as_people_write_them() -> None:
    row = book_of(untidy.xlsx({"A": [["x"], [7401021208900003, date(1990, 8, 12), 1.5, True]]})).sheets[0].rows[1]
    assert [as_written(cell) for cell in row] == ["7401021208900003", "12-08-1990", "1.5", "TRUE"]


def test_row_numbers_survive_blank_rows_on_top() -> None:
    rows = book_of(untidy.xlsx({"A": [[], [], ["Nama"], ["Budi"]]})).sheets[0].rows
    assert rows[2] == ["Nama"]


def test_hidden_sheets_are_known_as_hidden() -> None:
    import io

    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Tampak").write_string(0, 0, "Nama")
        hidden = book.add_worksheet("Rahasia")
        hidden.write_string(0, 0, "Nama")
        hidden.hide()
    assert [(sheet.name, sheet.hidden) for sheet in book_of(target.getvalue()).sheets] == [
        ("Tampak", False),
        ("Rahasia", True),
    ]


def test_control_and_direction_characters_and_null_bytes_are_taken_out() -> None:
    book = book_of("Nama;NIK\nBu\x00di\u202e;74\u200b01\n".encode())
    assert book.sheets[0].rows[1] == ["Budi", "7401"]


def test_a_huge_cell_is_cut_and_reported() -> None:
    book = book_of(untidy.xlsx({"A": [["Nama"], ["x" * 30_000]]}))
    assert len(str(book.sheets[0].rows[1][0])) == limits.LONGEST_CELL
    assert [remark.code for remark in book.remarks] == ["cell_cut"]


def test_formulas_are_found_in_every_kind_of_book() -> None:
    rows = [["Nama", "NIK"], ["Budi", "7"]]
    assert (1, 1) in book_of(untidy.xlsx({"A": rows}, formulas=[(1, 1, "=1+6")])).sheets[0].formulas
    assert (1, 1) in book_of(untidy.xls(rows, formula_at=(1, 1))).sheets[0].formulas
    assert (1, 1) in book_of(untidy.ods(rows, formula_at=(1, 1))).sheets[0].formulas


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert isinstance(read_book(data), Book | Refusal)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_workbook_makes_the_reader_fail(draw: st.DataObject) -> None:
    build = draw.draw(st.sampled_from([untidy.xlsx({"A": ROWS}), untidy.xls(ROWS), untidy.ods(ROWS)]))
    data = bytearray(build)
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(1, len(data)))
    assert isinstance(read_book(bytes(data[:cut])), Book | Refusal)
    assert isinstance(read_book(bytes(data)), Book | Refusal)


@given(st.text())
def test_text_shown_again_holds_no_control_character_and_one_line(text: str) -> None:
    shown = shown_safely(text)
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e]", shown)
    assert len(shown) <= 120
