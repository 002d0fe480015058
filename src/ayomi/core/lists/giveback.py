"""The sender's own file given back: the rows to correct with two columns added, what is wrong and what to do."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

import xlsxwriter

from ayomi.core.lists.checking import Checked
from ayomi.core.lists.problems import Problem
from ayomi.core.lists.reading import Book, Cell, as_written, shown_safely
from ayomi.core.lists.tables import Table
from ayomi.core.lists.words import RETURNED_HEADERS, header_word

Language = Literal["id", "en"]
Container = Literal["xlsx", "csv"]

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 60


def neutralised(text: str) -> str:
    """Text no spreadsheet will run: what begins like a formula gets an apostrophe, which reading takes off again."""
    if text.startswith(_RUNS) and not _harmless(text):
        return f"'{text}"
    return text


def _harmless(text: str) -> bool:
    # Plain signed numbers ("+628123", "-5") compute to themselves.
    return (text[0] in "+-" and text[1:].replace(".", "").replace(",", "").replace(" ", "").isdigit()) or text == "-"


def give_back(
    book: Book,
    table: Table,
    checked: Checked,
    *,
    language: Language = "id",
    container: Container | None = None,
    rows: Collection[int] | None = None,
    everything: bool = False,
) -> bytes:
    """The sender's headings and cells as they came, only the rows that wait for the sender, and two columns more.

    ``rows`` chooses sheet rows; ``everything`` gives all rows, good ones with the two columns empty. Without either:
    rows in state fix or confirm. ``container`` None: CSV for separated text (same separator and encoding), XLSX for any
    workbook. The result read again has the same columns; the two added ones are ignored.
    """
    chosen = _chosen_rows(checked, rows, everything)
    columns = [index for index, header in enumerate(table.headers) if not _is_returned(header)]
    headers = [*(table.headers[index] for index in columns), *RETURNED_HEADERS[language]]
    notes: dict[int, list[Problem]] = {}
    for each in checked.problems:
        notes.setdefault(each.row, []).append(each)
    lines = (
        [*(_given(row[index]) for index in columns), *_said(notes.get(number, ()), language)]
        for row, number in zip(table.rows, table.numbers, strict=True)
        if number in chosen
    )
    if (container or ("csv" if book.container == "csv" else "xlsx")) == "csv":
        return _as_csv(headers, lines, book.separator or ";", book.encoding or "utf-8-sig")
    return _as_xlsx(headers, lines, table.sheet, len(columns))


def _chosen_rows(checked: Checked, rows: Collection[int] | None, everything: bool) -> set[int]:
    if rows is not None:
        return set(rows)
    frame = checked.frame if everything else checked.frame.filter(checked.frame.get_column("state") != "ready")
    return set(frame.get_column("row").to_list())


def _is_returned(header: str) -> bool:
    word = header_word(header)
    return word is not None and word.field in ("returned_what", "returned_do")


def _given(cell: Cell) -> str:
    return neutralised(as_written(cell))


def _said(problems: Sequence[Problem], language: Language) -> tuple[str, str]:
    """Both sentences of every problem that holds the row up, each with the heading it is about."""
    held = [each for each in problems if each.severity != "warning"] or list(problems)
    several = len(held) > 1
    what, cure = [], []
    for each in held:
        lead = f"{each.header}: " if several and each.header else ""
        what.append(lead + (each.what_id if language == "id" else each.what_en))
        cure.append(lead + (each.do_id if language == "id" else each.do_en))
    return neutralised(" ".join(what)), neutralised(" ".join(cure))


def _as_csv(headers: Sequence[str], lines: Iterable[Sequence[str]], separator: str, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([neutralised(header) for header in headers])
    writer.writerows(lines)
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    try:
        return mark + text.getvalue().encode(encoding)
    except UnicodeEncodeError:
        # Words of ours that an old encoding lacks: a marked UTF-8 opens rightly everywhere.
        return text.getvalue().encode("utf-8-sig")


def _as_xlsx(headers: Sequence[str], lines: Iterable[Sequence[str]], sheet: str, own: int) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        page = workbook.add_worksheet(_sheet_name(sheet))
        # Text format keeps what is typed over a cell as text too, so that numbers keep their zeros.
        text = workbook.add_format({"num_format": "@"})
        head = workbook.add_format({"num_format": "@", "bold": True, "bottom": 1})
        said = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FBEFD9"})
        page.freeze_panes(1, 0)
        page.set_column(0, max(own - 1, 0), 18, text)
        page.set_column(own, own + 1, _WIDEST, said)
        for column, header in enumerate(headers):
            page.write_string(0, column, header, head)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                if value:
                    page.write_string(row, column, value, said if column >= own else text)
    return target.getvalue()


def _sheet_name(name: str) -> str:
    clean = "".join(sign for sign in shown_safely(name, 31) if sign not in "[]:*?/\\").strip("'")
    return clean[:31] or "Daftar"
