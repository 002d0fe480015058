"""The tables of the Social Security Inquiry (ILO) for a year: a row per scheme, as page, spreadsheet and rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from ayomi.apps.steering.queries.inquiry import KINDS, SEXES, SOURCES
from ayomi.apps.steering.queries.inquiry import SCHEMES as ORDER
from ayomi.core.money import Language, grouped
from ayomi.core.periods import day_text
from ayomi.edges.documents.report_words import INQUIRY_ROWS, INQUIRY_TABLES, SCHEMES, WORDS
from ayomi.edges.documents.reports import csv_of, head, put, styles

COLUMNS: Final = ("year", "table", "scheme", "row", "unit", "value", "as_of")
ROWS_OF: Final = {"receipts": SOURCES, "expenditure": KINDS, "protected": SEXES, "beneficiaries": SEXES}
"""The columns of each table in their order: what is stored keeps none."""
MONEY: Final = frozenset({"receipts", "expenditure"})
SOURCE: Final = "https://www.social-protection.org/gimi/WSPDB.action?id=41"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `rows`: the scheme, its function, and a value per head, None where it is not recorded; `note`: what
    is counted and what is not."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[int | None, ...]], ...]


def inquiry(tables: dict[str, Any], language: Language) -> list[Table]:
    """The stored tables of a year in words."""
    side = language == "en"
    found = []
    for key, (title, note) in INQUIRY_TABLES.items():
        columns = ROWS_OF[key]
        found.append(
            Table(
                key, title[side], _note(tables, key, note[side], language),
                tuple(INQUIRY_ROWS[column][side] for column in columns),
                tuple(
                    (SCHEMES[scheme][0][side], SCHEMES[scheme][1][side], tuple(values[column] for column in columns))
                    for scheme, values in ((each, tables[key][each]) for each in ORDER)
                ),
            )
        )  # fmt: skip
    return found


def _note(tables: dict[str, Any], key: str, note: str, language: Language) -> str:
    if key == "receipts" and tables["fines"] is not None:
        told = "Denda semua program: Rp" if language == "id" else "Fines of all schemes: Rp"
        note += f" {told}{grouped(tables['fines'], language)}."
    if key == "protected" and tables["as_of"]:
        day = day_text(date.fromisoformat(tables["as_of"]), language)
        note += f" Per {day}." if language == "id" else f" As of {day}."
    return note


def schemes(language: Language) -> list[tuple[str, str, str]]:
    """The inventory of schemes: name, function, law."""
    side = language == "en"
    return [(name[side], function[side], law) for name, function, law in SCHEMES.values()]


def rows(tables: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The tables as plain rows for programs, blank where nothing is recorded."""
    for key in INQUIRY_TABLES:
        for scheme in ORDER:
            for column in ROWS_OF[key]:
                value = tables[key][scheme][column]
                yield {
                    "year": str(tables["year"]), "table": key, "scheme": scheme, "row": column,
                    "unit": "rupiah" if key in MONEY else "person", "value": "" if value is None else str(value),
                    "as_of": (tables["as_of"] or "") if key not in MONEY else f"{tables['year']}-12-31",
                }  # fmt: skip
    yield {
        "year": str(tables["year"]), "table": "receipts", "scheme": "all", "row": "fines", "unit": "rupiah",
        "value": "" if tables["fines"] is None else str(tables["fines"]), "as_of": f"{tables['year']}-12-31",
    }  # fmt: skip


def inquiry_csv(tables: dict[str, Any]) -> bytes:
    """The tables as CSV in UTF-8."""
    return csv_of(list(rows(tables)), COLUMNS)


def inquiry_xlsx(tables: dict[str, Any], language: Language, *, made_at: datetime) -> bytes:
    """A workbook: the inventory of schemes, then a sheet per table. The same bytes for the same tables."""
    target, side = io.BytesIO(), language == "en"
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    title = f"{WORDS['inquiry'][side]} {tables['year']}"
    book.set_properties({"title": title, "author": "Ayomi", "created": made_at.replace(tzinfo=None)})
    style = styles(book)
    page = book.add_worksheet("Schemes" if side else "Program")
    row = head(page, title, SOURCE, ["Scheme", "Function", "Law"] if side else ["Program", "Fungsi", "Dasar"], style)
    for texts in schemes(language):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)
        row += 1
    page.set_column(0, 2, 44)
    for table in inquiry(tables, language):
        _sheet(book, table, title, language, style)
    book.close()
    return target.getvalue()


def _sheet(book: Any, table: Table, title: str, language: Language, style: dict[str, Any]) -> None:
    side = language == "en"
    page = book.add_worksheet(table.title.partition(" (")[0][:31])
    names = ["Scheme" if side else "Program", *table.heads]
    row = head(page, f"{title}: {table.title}", table.note, names, style)
    for name, _, values in table.rows:
        page.write_string(row, 0, name)
        for column, value in enumerate(values, start=1):
            if value is None:
                page.write_string(row, column, WORDS["not_recorded"][side], style["quiet"])
            else:
                put(page, row, column, value, style)
        row += 1
    page.set_column(0, 0, 44)
    page.set_column(1, len(table.heads), 22)
