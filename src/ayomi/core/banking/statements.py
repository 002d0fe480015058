"""Bank statement files from untrusted bytes: MT940, and the CSV and spreadsheet downloads of banks."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time
from typing import Final

from ayomi.core.banking.headers import find_columns
from ayomi.core.banking.keys import with_keys
from ayomi.core.banking.lines import Form, Found, Problem, Statement
from ayomi.core.banking.mt940 import looks_like, read_mt940
from ayomi.core.banking.tables import read_table
from ayomi.core.lists.containers import recognise
from ayomi.core.lists.delimited import read_delimited
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Cell, as_written, read_book

LARGEST_FILE_BYTES: Final = 32 * 1024 * 1024
"""Largest statement looked into: about 200,000 lines of MT940."""
MOST_LINES: Final = 200_000
LARGEST_NUMBER: Final = 10**15
"""Numbers of a workbook are exact below this."""

EXPECTED_ID: Final = (
    "Yang diharapkan: rekening koran dari bank sebagai berkas MT940, CSV, atau XLSX dengan tanggal, keterangan,"
    " dan uang masuk."
)
EXPECTED_EN: Final = (
    "Expected: a bank statement as an MT940 file, or a CSV or XLSX file with the day, a description and money"
    " coming in."
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(content: bytes, file_name: str) -> Statement | Refusal:
    """A statement file by what it holds; its name is only shown.

    Every row that says something becomes a line: a receipt with its key, a skipped line with the reason, or a problem.
    Lines keep the order and numbers of the file. A file that is no statement is refused with what it seems to be.
    """
    if len(content) > LARGEST_FILE_BYTES:
        size, most = len(content) // 1024 // 1024, LARGEST_FILE_BYTES // 1024 // 1024
        return _refusal(
            "file_too_large",
            f"Berkas {_shown(file_name)} {size} MB, paling besar {most} MB. Unduh per minggu atau per hari.",
            f"The file {_shown(file_name)} has {size} MB, at most {most} MB is read. Download it by week or by day.",
        )
    text = _text(content)
    if text is not None and looks_like(text):
        return _statement("mt940", *read_mt940(text))
    kind = recognise(content)
    if isinstance(kind, Refusal):
        return _refusal(kind.code, kind.what_id, kind.what_en)
    return _read_csv(content) if kind.container == "text" else _read_workbook(content, file_name)


def _read_csv(content: bytes) -> Statement | Refusal:
    table = read_delimited(content)
    if isinstance(table, Refusal):
        return _refusal(table.code, table.what_id, table.what_en)
    columns = find_columns(table.rows)
    if columns is None:
        return _no_statement()
    declared = content.lstrip(codecs.BOM_UTF8)[:4].lower() == b"sep="
    return _statement("csv", *read_table(table.rows, columns, first_row=2 if declared else 1))


def _read_workbook(content: bytes, file_name: str) -> Statement | Refusal:
    """The first sheet that holds a statement. Excel keeps fifteen digits of a number: longer ones are no codes."""
    book = read_book(content, file_name)
    if isinstance(book, Refusal):
        return _refusal(book.code, book.what_id, book.what_en)
    for sheet in book.sheets:
        rows = [[_written(cell) for cell in row] for row in sheet.rows]
        columns = find_columns(rows)
        if columns is not None:
            return _statement("book", *read_table(rows, columns, first_row=1))
    return _no_statement()


def _written(cell: Cell) -> str:
    """A cell as text. True dates by year, month, day, which no order of the others can turn round."""
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, int | float) and abs(cell) >= LARGEST_NUMBER:
        return ""
    return as_written(cell)


def _no_statement() -> Refusal:
    return _refusal(
        "no_statement",
        "Berkas ini tidak memuat kepala tabel dengan tanggal dan uang masuk.",
        "This file has no header with a day and money coming in.",
    )


def _statement(form: Form, found: list[Found], problems: list[Problem]) -> Statement | Refusal:
    if len(found) > MOST_LINES:
        return _refusal(
            "too_many_lines",
            f"Berkas ini berisi lebih dari {MOST_LINES:,} baris. Unduh per minggu atau per hari.".replace(",", "."),
            f"This file has more than {MOST_LINES:,} lines. Download it by week or by day.",
        )
    accounts = {line.account for line in found}
    order = sorted(problems, key=lambda each: each.line)
    return Statement(form, accounts.pop() if len(accounts) == 1 else "", with_keys(found, form), tuple(order))


def _text(content: bytes) -> str | None:
    """The content as text, without caring for letters that no number needs; None for broken UTF-16."""
    name = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    try:
        return content.decode(name or "utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return None if name == "utf-16" else content.decode("cp1252", "replace").replace("\x00", "")


def _shown(file_name: str) -> str:
    return "".join(sign for sign in file_name if sign.isprintable())[:80]


def _refusal(code: str, what_id: str, what_en: str) -> Refusal:
    return Refusal(code, what_id, what_en, EXPECTED_ID, EXPECTED_EN)
