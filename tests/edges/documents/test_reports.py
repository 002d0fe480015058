"""What stands in a report as PDF, spreadsheet and rows: the same figures, with what they mean."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import python_calamine

from ayomi.apps.offices.queries import Office
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.apps.steering.queries.reports import monthly
from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, REPORTED_NAMES
from ayomi.apps.steering.rules.reports import Line, Report, Restated
from ayomi.core.periods import Month
from ayomi.edges.documents import report_words
from ayomi.edges.documents.inquiry import inquiry, inquiry_csv, inquiry_xlsx, schemes
from ayomi.edges.documents.reports import COLUMNS, Sheet, csv_of, report_csv, report_pdf, report_xlsx
from tests.edges.documents.reading import texts

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
OFFICE = Office(1, "P7401", "KCP Kolaka", "sub_branch", 2, "74.01", date(2015, 6, 1), None, "WITA", "", False)
OCTOBER = Month(2026, 10)


def line(**changed: object) -> Line:
    values: dict[str, object] = {
        "indicator": "workers_covered", "segment": "own_account", "unit": "person", "amount": Decimal(22524),
        "target": Decimal(25200), "percent": Decimal("89.38"), "last_year": Decimal(20000), "was": None,
        "origin": "computed", "source": "membership_cover", "as_of": OCTOBER.last_day, "note": "",
    }  # fmt: skip
    return Line(**(values | changed))  # type: ignore[arg-type]  # the fields of a line


def report() -> Sheet:
    lines = (
        line(),
        line(indicator="contributions_received", segment="all", unit="rupiah", amount=Decimal(340_600_000_000),
             target=None, percent=None, last_year=None, was=Decimal(1)),
        line(origin="reported", indicator="claims_paid_cases", segment="wage_earner_and_construction", unit="case",
             amount=Decimal(78383), target=None, percent=None, source="2011 report", as_of=date(2011, 9, 30)),
    )  # fmt: skip
    restated = (Restated(Month(2026, 9), "workers_covered", "own_account", Decimal(10), Decimal(12)),)
    course = tuple((OCTOBER.plus(-back), None if back > 3 else 100 * (4 - back)) for back in range(12, -1, -1))
    return Sheet(OFFICE, Report(OCTOBER, lines, restated, course), AT)


def words(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(texts(pdf)))


def test_the_pdf_names_office_month_and_figures_with_percent_and_last_year() -> None:
    text = words(report_pdf(report(), "id", signer="Ayomi"))
    for part in ("Laporan bulanan", "KCP Kolaka", "Oktober 2026", "22.524", "25.200", "89,38 %", "20.000",
                 "Rp340.600.000.000", "dibetulkan, semula Rp1", "78.383", "laporan 2011", "30 September 2011",
                 "Dibuat 16 November 2026, 10.00 WITA"):  # fmt: skip
        assert part in text, part
    assert "satu orang dihitung sekali" in text


def test_the_pdf_comes_in_english_and_the_same_bytes_each_time() -> None:
    assert "89.38%" in words(report_pdf(report(), "en", signer="Ayomi"))
    assert report_pdf(report(), "id", signer="A") == report_pdf(report(), "id", signer="A")


def test_an_empty_report_says_so_and_shows_no_nought() -> None:
    empty = Sheet(OFFICE, Report(OCTOBER, (), (), ()), AT)
    text = words(report_pdf(empty, "id", signer="Ayomi"))
    assert "Kosong bukan nol" in text
    assert report_csv(empty).decode().count("\n") == 1


def test_the_workbook_holds_numbers_as_numbers_and_texts_as_texts() -> None:
    odd = Sheet(OFFICE, Report(OCTOBER, (line(source="=1+1"),), (), ()), AT)
    for sheet in (report(), odd):
        assert report_xlsx(sheet, "id") == report_xlsx(sheet, "id")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(odd, "id")))
    rows = book.get_sheet_by_name("Angka").to_python()
    assert rows[4][:6] == ["Pekerja mandiri (BPU)", "orang", 22524, 25200, 89.38, 20000]
    assert rows[4][7] == "=1+1"
    names = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(report(), "id"))).sheet_names
    assert names == ["Angka", "Dari laporan publik", "Dibetulkan", "Artinya"]


def test_the_rows_are_exact_and_blank_where_nothing_is_known() -> None:
    found = list(csv.DictReader(io.StringIO(report_csv(report()).decode())))
    assert tuple(found[0]) == COLUMNS
    assert (found[0]["realised"], found[0]["percent"], found[0]["reported_as"]) == ("22524", "89.38", "")
    assert (found[1]["realised"], found[1]["target"]) == ("340600000000", "")
    assert [row["origin"] for row in found] == ["computed", "computed", "reported"]


@pytest.mark.parametrize("text", ["=1+1", "@cmd", "+1", "\t1"])
def test_a_text_that_a_spreadsheet_would_run_is_tamed(text: str) -> None:
    assert csv_of([{"a": text}], ("a",)).decode().splitlines()[1].strip('"').startswith("'")


@pytest.mark.django_db
def test_every_figure_that_public_reports_give_has_its_words() -> None:
    load_reported_figures(by=None, at=AT)
    from ayomi.apps.steering.queries.reported import reported

    for each in reported():
        assert report_words.segment_name(each.segment, "id")
        assert each.unit in report_words.UNITS
        assert each.indicator in REPORTED_NAMES or each.indicator in {h.of.key for h in EVERY_HEADLINE.values()}
        found = monthly(each.office_id, Month.of(each.as_of))
        assert report_pdf(Sheet(OFFICE, found, AT), "id", signer="A").startswith(b"%PDF")


def test_every_indicator_has_a_unit_and_a_rule_in_words() -> None:
    for each in EVERY_HEADLINE.values():
        assert each.unit in report_words.UNITS
        assert report_words.definition(each.of.key, "en") is not None
        assert each.segment in report_words.SEGMENTS
    assert report_words.definition("workshops_funded", "id") is None


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (None, "person", "id", "–"),
        (Decimal("89.38"), "percent", "id", "89,38 %"),
        (Decimal("4.00"), "percent", "en", "4.00%"),
        (Decimal(1653), "firm", "id", "1.653"),
        (Decimal("1132.00"), "case", "en", "1,132"),
    ],
)
def test_figures_are_written_as_people_read_them(value: Decimal | None, unit: str, language: str, text: str) -> None:
    assert report_words.number_text(value, unit, language) == text  # type: ignore[arg-type]  # 'id' or 'en'


def test_a_figure_that_is_not_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="not whole"):
        report_words.number_text(Decimal("1.5"), "person", "id")


def yearly() -> dict[str, object]:
    from ayomi.apps.steering.queries.inquiry import KINDS, SCHEMES, SEXES, SOURCES

    return {
        "year": 2026, "as_of": "2026-10-31", "fines": 2500,
        "receipts": {scheme: dict.fromkeys(SOURCES, 10) | {"property_income": None} for scheme in SCHEMES},
        "expenditure": {scheme: dict.fromkeys(KINDS) for scheme in SCHEMES},
        "protected": {scheme: dict.fromkeys(SEXES, 7) for scheme in SCHEMES},
        "beneficiaries": {scheme: dict.fromkeys(SEXES) for scheme in SCHEMES},
    }  # fmt: skip


def test_the_yearly_tables_say_what_is_not_recorded() -> None:
    found = inquiry(yearly(), "id")
    assert [table.key for table in found] == ["receipts", "expenditure", "protected", "beneficiaries"]
    assert "Denda semua program: Rp2.500" in found[0].note
    assert "Per 31 Oktober 2026" in found[2].note
    assert "kosong, bukan nol" in found[3].note
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(inquiry_xlsx(yearly(), "id", made_at=AT)))
    assert len(book.sheet_names) == 5
    rows = book.get_sheet_by_name(book.sheet_names[1]).to_python()
    assert rows[4][1] == 10
    assert rows[4][6] == "belum dicatat"
    rows_csv = list(csv.DictReader(io.StringIO(inquiry_csv(yearly()).decode())))
    assert {row["value"] for row in rows_csv if row["table"] == "beneficiaries"} == {""}
    assert rows_csv[-1] == {"year": "2026", "table": "receipts", "scheme": "all", "row": "fines", "unit": "rupiah",
                            "value": "2500", "as_of": "2026-12-31"}  # fmt: skip
    assert len(schemes("en")) == 6
