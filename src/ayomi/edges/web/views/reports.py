"""Reports of offices: those that were made, any month out of what is known now, and the yearly tables of the ILO."""

from __future__ import annotations

from typing import Any, Final, Literal, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.offices.queries import Office, UnknownOffice, offices_of, path, tree
from ayomi.apps.steering.queries.reported import reported
from ayomi.apps.steering.queries.reports import inquiry_stored, inquiry_years, runs
from ayomi.core.periods import Month, months_between
from ayomi.edges.documents import charts
from ayomi.edges.documents.inquiry import SOURCE, inquiry, schemes
from ayomi.edges.documents.papers import Paper
from ayomi.edges.documents.report_words import line_name, number_text, percent_text, segment_name
from ayomi.edges.documents.reporting import Kind, NotMade, inquiry_paper, report_paper, sheet
from ayomi.edges.documents.reports import course_chart, meanings
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.plans import drawn

MONTHS_BACK: Final = 24
KINDS: Final = ("pdf", "xlsx", "csv")


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports of an office, and any month of any office below."""
    user = cast(Any, request.user)
    last = Month.of(timezone.localdate()).plus(-1)
    asked = number_of(request.GET.get("kantor", ""))
    office = _office(user.office_id if asked is None else asked, user)
    shown: dict[str, Any] = {
        "office": office,
        "offices": tree(user.office_id, on=timezone.localdate()),
        "runs": runs(office.id),
        "months": list(reversed(list(months_between(last.plus(1 - MONTHS_BACK), last)))),
        "told": _told(user),
        "years": inquiry_years() if "inquiry" in offered(user.role) else [],
        "may": offered(user.role),
    }
    return render(request, "reports/reports.html", shown)


def _told(user: Any) -> list[tuple[Office, str, Month]]:
    """Offices and months that public reports speak of, as far as they lie within the user's part of the country."""
    found = {(each.office_id, each.office_as_written, Month.of(each.as_of)) for each in reported()}
    known = offices_of({office_id for office_id, *_ in found})
    return sorted(
        ((known[office_id], written, month) for office_id, written, month in found if office_id in known
         and _within(office_id, user)),
        key=lambda each: (each[2], each[1]),
    )  # fmt: skip


def _within(office_id: int, user: Any) -> bool:
    return user.office_id in {office.id for office in path(office_id)}


def _office(office_id: int, user: Any) -> Office:
    """An office that is the user's own or lies below it."""
    try:
        line = path(office_id)
    except UnknownOffice:
        raise Http404 from None
    if user.office_id not in {office.id for office in line}:
        raise Http404
    return line[-1]


def _month(text: str) -> Month:
    """A month that has ended."""
    try:
        month = Month.parse(text)
    except ValueError:
        raise Http404 from None
    if month >= Month.of(timezone.localdate()):
        raise Http404
    return month


@require_safe
def report(request: HttpRequest, office_id: int, month: str) -> HttpResponse:
    """One report: figures beside their targets and last year, what public reports say, and what each figure means."""
    office, at = _office(office_id, cast(Any, request.user)), _month(month)
    found, made = sheet(office.id, at, at=timezone.now())
    tongue = language()
    chart = course_chart(found.report, tongue)
    heads, rows = charts.rows(chart, tongue) if chart else ([], [])
    shown = {
        "office": office,
        "month": at,
        "made": made,
        "made_at": found.made_at,
        "computed": [
            {
                "name": line_name(line, tongue),
                "amount": number_text(line.amount, line.unit, tongue),
                "was": "" if line.was is None else number_text(line.was, line.unit, tongue),
                "target": number_text(line.target, line.unit, tongue),
                "percent": percent_text(line.percent, tongue),
                "last_year": number_text(line.last_year, line.unit, tongue),
            }
            for line in found.report.computed
        ],
        "told": [
            {
                "name": line_name(line, tongue),
                "segment": segment_name(line.segment, tongue),
                "amount": number_text(line.amount, line.unit, tongue),
                "target": number_text(line.target, line.unit, tongue),
                "percent": percent_text(line.percent, tongue),
                "as_of": line.as_of,
                "source": line.source,
            }
            for line in found.report.reported
        ],
        "restated": [
            (each.month, line_name(named, tongue), number_text(each.was, named.unit, tongue),
             number_text(each.now, named.unit, tongue))
            for each, named in ((each, _named(found.report.computed, each)) for each in found.report.restated)
            if named is not None
        ],
        "meanings": [(name, *meant) for name, meant in meanings(found.report, tongue).items()],
        "picture": drawn(chart, tongue) if chart else "",
        "heads": heads,
        "rows": rows,
    }  # fmt: skip
    return render(request, "reports/report.html", shown)


def _named(lines: Any, each: Any) -> Any:
    """The line of the report that a restated figure belongs to."""
    return next((line for line in lines if (line.indicator, line.segment) == (each.indicator, each.segment)), None)


def _handed(paper: Paper) -> HttpResponse:
    answer = HttpResponse(paper.content, content_type=paper.kind)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer


@require_safe
def report_file(request: HttpRequest, office_id: int, month: str, kind: str) -> HttpResponse:
    """A report as PDF, spreadsheet or plain rows."""
    office, at = _office(office_id, cast(Any, request.user)), _month(month)
    if kind not in KINDS:
        raise Http404
    found, _ = sheet(office.id, at, at=timezone.now())
    return _handed(report_paper(found, cast(Kind, kind), language()))


@require_safe
def inquiry_page(request: HttpRequest, year: int) -> HttpResponse:
    """The tables of the Social Security Inquiry for a year, as they were made."""
    found = inquiry_stored(year)
    if found is None:
        raise Http404
    made_at, tables = found
    shown = {
        "year": year,
        "made_at": made_at,
        "tables": inquiry(tables, language()),
        "schemes": schemes(language()),
        "source": SOURCE,
    }
    return render(request, "reports/inquiry.html", shown)


@require_safe
def inquiry_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The same as spreadsheet or plain rows."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    try:
        return _handed(inquiry_paper(year, cast(Literal["xlsx", "csv"], kind), language()))
    except NotMade:
        raise Http404 from None
