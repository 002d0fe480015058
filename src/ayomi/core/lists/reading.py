"""Bytes of an untrusted file to a ``Book`` of sheets and cells, or a ``Refusal`` that says what it seems to be."""

import io
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from ayomi.core.lists import limits
from ayomi.core.lists.containers import (
    OPEN_HINT_EN,
    OPEN_HINT_ID,
    RESAVE_HINT_EN,
    RESAVE_HINT_ID,
    Recognised,
    recognise,
)
from ayomi.core.lists.delimited import read_delimited
from ayomi.core.lists.legacy import LockedBook, xls_formulas
from ayomi.core.lists.problems import Refusal, Remark
from ayomi.core.lists.scanning import (
    SheetScan,
    measure_ods,
    measure_xlsx,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)

Cell = str | int | float | date | datetime | time | timedelta
"""A cell as typed by its file. Empty is "". Separated text holds nothing but str; workbooks hold float for numbers."""

_TEXT_LITERAL: Final = re.compile(r'="([^"=]{0,200})"')
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DIRTY: Final = re.compile(r"[\x00-\x1f\x7f\u00a0\u2007\u202f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_PLAIN_INTEGER: Final = 10**15


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, every row from row 1 of the file, not all of one length. ``formulas`` are (row, column) from 0."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    formulas: Collection[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """A file read: its sheets in order, and what is needed to give it back as it came."""

    container: str
    sheets: tuple[Sheet, ...]
    filename: str = ""
    encoding: str | None = None
    separator: str | None = None
    remarks: tuple[Remark, ...] = field(default=())


def as_written(cell: Cell) -> str:
    """The cell as a person would have written it: 7401021208900003 for the number, 12-08-1990 for a true date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e17:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%d-%m-%Y") if cell.time() == time() else cell.strftime("%d-%m-%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d-%m-%Y")
    return str(cell)


def shown_safely(text: str, most: int = 120) -> str:
    """Text fit to be shown: no control or direction characters, one line, cut to ``most`` characters."""
    clean = " ".join(_CONTROL.sub("", text).split())
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"


def read_book(data: bytes, filename: str = "") -> Book | Refusal:
    """Read a spreadsheet or separated text. The type is told by content; the name is only kept.

    Never raises for what a sender may send: anything unreadable is a ``Refusal``. The time is bounded by the limits
    (about 4 s for 200,000 rows of 12 columns).
    """
    recognised = recognise(data)
    if isinstance(recognised, Refusal):
        return recognised
    if recognised.container == "text":
        return _read_text(data, filename)
    return _read_workbook(data, filename, recognised)


def _read_text(data: bytes, filename: str) -> Book | Refusal:
    text = read_delimited(data)
    if isinstance(text, Refusal):
        return text
    rows: list[list[Cell]] = []
    cut: list[int] = []
    for number, row in enumerate(text.rows, start=1):
        row = [_literal(cell) if cell[:2] == '="' else cell for cell in row]
        rows.append(_clean_row(row, number, cut))
    name = filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rsplit(".", 1)[0] or "Daftar"
    remarks = _cut_remark(cut)
    if text.encoding == "cp1252":
        remarks += (
            Remark(
                "encoding",
                "Berkas ini dibaca sebagai teks Windows (cp1252), bukan UTF-8.",
                "This file was read as Windows text (cp1252), not UTF-8.",
            ),
        )
    return Book("csv", (Sheet(name, rows),), filename, text.encoding, text.separator, remarks)


def _literal(cell: str) -> str:
    """="7401..." is how text files keep a spreadsheet from spoiling long numbers: a text, not a formula."""
    found = _TEXT_LITERAL.fullmatch(cell.strip())
    return found[1] if found else cell


def _clean_row(row: list[str], number: int, cut: list[int]) -> list[Cell]:
    return [_clean_text(cell, number, cut) for cell in row]


def _clean_text(text: str, number: int, cut: list[int]) -> str:
    if len(text) > limits.LONGEST_CELL:
        cut.append(number)
        text = text[: limits.LONGEST_CELL]
    if _DIRTY.search(text):
        text = " ".join(_CONTROL.sub("", text).split())
    return text.strip()


def _cut_remark(cut: list[int]) -> tuple[Remark, ...]:
    if not cut:
        return ()
    rows = ", ".join(map(str, sorted(set(cut))[:10]))
    return (
        Remark(
            "cell_cut",
            f"Isi sel yang lebih dari {limits.LONGEST_CELL} huruf dipotong (baris {rows}).",
            f"Cells of more than {limits.LONGEST_CELL} characters were cut (rows {rows}).",
        ),
    )


def _broken(
    what_id: str = "buku kerja yang rusak atau terpotong", what_en: str = "a broken or cut-off workbook"
) -> Refusal:
    return Refusal(
        "broken_workbook",
        f"Berkas ini tampaknya {what_id}.",
        f"This file seems to be {what_en}.",
        RESAVE_HINT_ID,
        RESAVE_HINT_EN,
    )


def _locked() -> Refusal:
    return Refusal(
        "encrypted",
        "Berkas ini tampaknya buku Excel bersandi.",
        "This file seems to be an Excel workbook with a password.",
        OPEN_HINT_ID,
        OPEN_HINT_EN,
    )


def _read_workbook(data: bytes, filename: str, recognised: Recognised) -> Book | Refusal:
    scans: dict[str, SheetScan] = {}
    try:
        if recognised.container == "xlsx":
            measured = measure_xlsx(data, recognised.sheet_parts)
            if isinstance(measured, Refusal):
                return measured
            scans = measured
        elif recognised.container == "ods":
            measured = measure_ods(data)
            if isinstance(measured, Refusal):
                return measured
            scans = measured
        else:
            scans = {name: SheetScan(formulas=found) for name, found in xls_formulas(data).items()}
    except LockedBook:
        return _locked()
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return _broken()
    return _lay_out(data, filename, recognised, scans)


def _lay_out(data: bytes, filename: str, recognised: Recognised, scans: dict[str, SheetScan]) -> Book | Refusal:
    sheets: list[Sheet] = []
    cut: list[int] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            if len(workbook.sheet_names) > limits.MOST_SHEETS:
                return _broken(
                    f"buku dengan {len(workbook.sheet_names)} lembar", f"a book of {len(workbook.sheet_names)} sheets"
                )
            for about in workbook.sheets_metadata:
                rows = _sheet_rows(workbook.get_sheet_by_name(about.name), cut)
                if isinstance(rows, Refusal):
                    return rows
                scan = scans.get(about.name)
                hidden = about.visible != SheetVisibleEnum.Visible
                sheets.append(Sheet(about.name, rows, hidden, scan.formulas if scan else frozenset()))
    except PasswordError:
        return _locked()
    except CalamineError:
        return _broken()
    except BaseException as failure:
        # A panic of the reader's compiled part arrives as a BaseException of its own that cannot be imported by name.
        if type(failure).__name__ != "PanicException":
            raise
        return _broken()
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        return Refusal("empty_workbook", "Buku kerja ini tidak berisi apa pun.", "This workbook holds nothing.")
    return Book(recognised.container, tuple(sheets), filename, remarks=_cut_remark(cut))


def _sheet_rows(sheet: CalamineSheet, cut: list[int]) -> list[list[Cell]] | Refusal:
    end = sheet.end
    if end is None:
        return []
    height, width = end[0] + 1, end[1] + 1
    if width > limits.MOST_COLUMNS:
        return too_many_columns(width)
    if height > limits.MOST_SHEET_ROWS:
        return too_many_rows(height)
    if height * width > limits.MOST_CELLS:
        return too_many_cells(height * width)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if type(cell) is str:
                if cell and (
                    len(cell) > limits.LONGEST_CELL or cell[0] <= " " or cell[-1] <= " " or _DIRTY.search(cell)
                ):
                    row[index] = _clean_text(cell, number, cut)
            elif type(cell) is bool:
                row[index] = "TRUE" if cell else "FALSE"
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows
