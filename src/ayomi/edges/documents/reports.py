"""Monthly reports as PDF, spreadsheet and plain rows: the same figures in each, with what they mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from ayomi.apps.offices.queries import Office
from ayomi.apps.steering.rules.indicators import name_of
from ayomi.apps.steering.rules.reports import Line, Report
from ayomi.core.money import Language
from ayomi.core.periods import Month, month_text
from ayomi.edges.documents import charts
from ayomi.edges.documents.report_words import (
    UNITS,
    WORDS,
    definition,
    line_name,
    note_text,
    number_text,
    percent_text,
    segment_name,
    source_text,
)
from ayomi.edges.documents.typeset import pages
from ayomi.edges.documents.words import Phrases

COLUMNS: Final = (
    "office", "month", "indicator", "segment", "unit", "realised", "target", "percent", "last_year", "reported_as",
    "origin", "source", "as_of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report with whose it is and when it was made."""

    office: Office
    report: Report
    made_at: datetime


class Say:
    """The words of reports in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, name: str, **values: str) -> str:
        text = WORDS[name][self.language == "en"]
        return text.format(**values) if values else text


def course_chart(report: Report, language: Language) -> charts.Chart | None:
    """Workers covered in the months up to the report's; None where fewer than two months are known."""
    known = [(month, amount) for month, amount in report.course if amount is not None]
    if len(known) < 2:
        return None
    say = Say(language)
    start = next(at for at, (_, amount) in enumerate(report.course) if amount is not None)
    shown = report.course[start:]
    name = {"id": "Terlindungi", "en": "Covered"}[language]
    return charts.Chart(
        say("course"), say("month"), tuple(_short(month, language) for month, _ in shown),
        (charts.Line(name, tuple(amount for _, amount in shown)),),
    )  # fmt: skip


def _short(month: Month, language: Language) -> str:
    return month_text(month, language)[:3] + f" {month.year % 100:02d}"


def report_pdf(sheet: Sheet, language: Language, *, signer: str) -> bytes:
    """The report on A4, unsigned; `signer` is the name in the certificate it will be signed with."""
    return pages("report", _data(sheet, language, signer), at=sheet.made_at)


def _data(sheet: Sheet, language: Language, signer: str) -> dict[str, Any]:
    say, phrases, report = Say(language), Phrases(language), sheet.report
    chart = course_chart(report, language)
    month = month_text(report.month, language)
    made = phrases.moment(sheet.made_at, sheet.office.timezone)
    words = {name: WORDS[name][language == "en"] for name in WORDS} | {
        name: phrases(name) for name in ("agency", "signed", "signed_for", "signed_check", "page_of")
    }
    return {
        "language": language,
        "title": f"{say('report')} {month}, {sheet.office.name}",
        "author": sheet.office.name,
        "words": words,
        "office": sheet.office.name,
        "month": month,
        "made": say("as_made", moment=made),
        "signed_at": made,
        "signer": signer,
        "footer": f"{say('report')} {month}, {sheet.office.name}",
        "computed": [_computed(line, say) for line in report.computed],
        "reported": [_reported(line, phrases) for line in report.reported],
        "restated": [
            [month_text(each.month, language), _name(each.indicator, each.segment, language),
             number_text(each.was, _unit(report, each.indicator), language),
             number_text(each.now, _unit(report, each.indicator), language)]
            for each in report.restated
        ],
        "definitions": [
            [name, text, when, source] for name, (text, when, source) in meanings(report, language).items()
        ],
        "chart": charts.svg(chart, language) if chart else "",
        "chart_words": say("course"),
    }  # fmt: skip


def _computed(line: Line, say: Say) -> list[str]:
    tongue = say.language
    amount = number_text(line.amount, line.unit, tongue)
    if line.was is not None:
        amount += f" ({say('mark')}, {say('was').lower()} {number_text(line.was, line.unit, tongue)})"
    return [
        line_name(line, tongue), amount, number_text(line.target, line.unit, tongue),
        percent_text(line.percent, tongue), number_text(line.last_year, line.unit, tongue),
    ]  # fmt: skip


def _reported(line: Line, phrases: Phrases) -> list[str]:
    tongue = phrases.language
    return [
        line_name(line, tongue), segment_name(line.segment, tongue), number_text(line.amount, line.unit, tongue),
        number_text(line.target, line.unit, tongue), percent_text(line.percent, tongue), phrases.day(line.as_of),
        source_text(line.source, tongue),
    ]  # fmt: skip


def _told(line: Line, language: Language) -> tuple[str, str, str]:
    """Day, source and remark of a figure out of a report."""
    return line.as_of.isoformat(), source_text(line.source, language), note_text(line.note, language)


def _name(indicator: str, segment: str, language: Language) -> str:
    return line_name(_bare(indicator, segment), language)


def _bare(indicator: str, segment: str) -> Line:
    return Line(indicator, segment, "", None, None, None, None, None, "computed", "", date(1, 1, 1), "")


def _unit(report: Report, indicator: str) -> str:
    return next((line.unit for line in report.computed if line.indicator == indicator), "person")


def meanings(report: Report, language: Language) -> dict[str, tuple[str, str, str]]:
    """Each indicator that was counted, once: its name, what it counts, when, and from which facts.

    What a public report counted only its source can tell.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for line in report.computed:
        meant = definition(line.indicator, language)
        if meant is not None:
            found.setdefault(name_of(line.indicator, language), meant)
    return found


def rows(sheet: Sheet) -> Iterator[dict[str, str]]:
    """The figures as plain rows for programs: codes, exact numbers with a point, days as YYYY-MM-DD, blank for none."""
    for line in sheet.report.lines:
        counted = {
            "realised": line.amount, "target": line.target, "last_year": line.last_year, "reported_as": line.was,
        }  # fmt: skip
        yield {
            "office": sheet.office.code, "month": str(sheet.report.month), "indicator": line.indicator,
            "segment": line.segment, "unit": line.unit,
            **{name: _plain(value, share=line.unit == "percent") for name, value in counted.items()},
            "percent": _plain(line.percent, share=True), "origin": line.origin, "source": line.source,
            "as_of": line.as_of.isoformat(),
        }  # fmt: skip


def _plain(value: Decimal | None, *, share: bool) -> str:
    """Whole numbers without a point, shares with two places, blank for none."""
    if value is None:
        return ""
    return f"{value:.2f}" if share else str(int(value))


def report_csv(sheet: Sheet) -> bytes:
    """The figures as CSV in UTF-8, with heads."""
    return csv_of(list(rows(sheet)), COLUMNS)


def csv_of(found: list[dict[str, str]], columns: tuple[str, ...]) -> bytes:
    """Rows as CSV. A text that a spreadsheet would run is led by an apostrophe."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in found:
        writer.writerow({name: _tame(value) for name, value in row.items()})
    return target.getvalue().encode()


def _tame(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "@", "+", "\t", "\r") else text


def report_xlsx(sheet: Sheet, language: Language) -> bytes:
    """The report as XLSX, the same bytes for the same report: figures as numbers, all else as text."""
    say, target = Say(language), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    title = f"{say('report')} {month_text(sheet.report.month, language)}"
    book.set_properties(
        {"title": title, "author": sheet.office.name, "created": sheet.made_at.replace(tzinfo=None)}
    )  # fmt: skip
    style = styles(book)
    _figures_sheet(book, sheet, say, style, title)
    if sheet.report.reported:
        _reported_sheet(book, sheet, say, style, title)
    if sheet.report.restated:
        _restated_sheet(book, sheet, say, style, title)
    _meanings_sheet(book, sheet, say, style, title)
    book.close()
    return target.getvalue()


def styles(book: Any) -> dict[str, Any]:
    """The formats of every sheet."""
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "quiet": book.add_format({"font_color": "#515A6E"}),
        "head": book.add_format(
            {"bold": True, "bottom": 1, "top": 2, "text_wrap": True, "valign": "top", "bg_color": "#EEF1F8"}
        ),
        "whole": book.add_format({"num_format": "#,##0;[Red]\u2212#,##0"}),
        "two": book.add_format({"num_format": "#,##0.00"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def head(sheet: Any, title: str, under: str, names: list[str], style: dict[str, Any]) -> int:
    """Title, what stands under it, and the heads of the columns; returns the first row of the body."""
    sheet.write_string(0, 0, title, style["title"])
    sheet.write_string(1, 0, under, style["quiet"])
    for column, name in enumerate(names):
        sheet.write_string(3, column, name, style["head"])
    sheet.freeze_panes(4, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    return 4


def put(sheet: Any, row: int, column: int, value: Decimal | int | None, style: dict[str, Any]) -> None:
    """A figure as a number; nothing where nothing is known."""
    if value is None:
        return
    whole = value == int(value)
    sheet.write_number(row, column, int(value) if whole else value, style["whole" if whole else "two"])


def _figures_sheet(book: Any, sheet: Sheet, say: Say, style: dict[str, Any], title: str) -> None:
    page = book.add_worksheet(say("figure"))
    names = [say(each) for each in ("figure", "unit", "realised", "target", "percent", "last_year", "was", "source")]
    row = head(page, title, f"{sheet.office.name}. {say('computed')}.", names, style)
    if not sheet.report.computed:
        page.write_string(row, 0, say("computed_none"))
    for line in sheet.report.computed:
        page.write_string(row, 0, line_name(line, say.language))
        page.write_string(row, 1, UNITS[line.unit][say.language == "en"])
        for column, value in enumerate((line.amount, line.target, line.percent, line.last_year, line.was), start=2):
            put(page, row, column, value, style)
        page.write_string(row, 7, line.source)
        row += 1
    page.set_column(0, 0, 44)
    page.set_column(1, 6, 16)
    page.set_column(7, 7, 44)


def _reported_sheet(book: Any, sheet: Sheet, say: Say, style: dict[str, Any], title: str) -> None:
    page = book.add_worksheet(say("reported"))
    keys = ("figure", "segment", "unit", "realised", "target", "percent", "as_of", "source", "note")
    row = head(page, title, f"{sheet.office.name}. {say('reported_lede')}", [say(each) for each in keys], style)
    for line in sheet.report.reported:
        page.write_string(row, 0, line_name(line, say.language))
        page.write_string(row, 1, segment_name(line.segment, say.language))
        page.write_string(row, 2, UNITS[line.unit][say.language == "en"])
        for column, value in enumerate((line.amount, line.target, line.percent), start=3):
            put(page, row, column, value, style)
        for column, text in enumerate(_told(line, say.language), start=6):
            page.write_string(row, column, text)
        row += 1
    page.set_column(0, 1, 34)
    page.set_column(2, 6, 16)
    page.set_column(7, 8, 34)


def _restated_sheet(book: Any, sheet: Sheet, say: Say, style: dict[str, Any], title: str) -> None:
    page = book.add_worksheet(say("mark").capitalize())
    names = [say(each) for each in ("month", "figure", "was", "now")]
    row = head(page, title, f"{sheet.office.name}. {say('restated_lede')}", names, style)
    for each in sheet.report.restated:
        page.write_string(row, 0, month_text(each.month, say.language))
        page.write_string(row, 1, _name(each.indicator, each.segment, say.language))
        put(page, row, 2, each.was, style)
        put(page, row, 3, each.now, style)
        row += 1
    page.set_column(0, 1, 40)
    page.set_column(2, 3, 18)


def _meanings_sheet(book: Any, sheet: Sheet, say: Say, style: dict[str, Any], title: str) -> None:
    page = book.add_worksheet(say("definitions"))
    names = [say(each) for each in ("figure", "definition", "date_rule", "source")]
    row = head(page, title, sheet.office.name, names, style)
    for name, meant in meanings(sheet.report, say.language).items():
        for column, text in enumerate((name, *meant)):
            page.write_string(row, column, text, style["wrap"])
        row += 1
    page.set_column(0, 0, 40)
    page.set_column(1, 1, 80)
    page.set_column(2, 3, 36)
