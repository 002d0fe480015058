"""How an office and the offices below it stand against their targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.offices.queries import Office, UnknownOffice, path
from ayomi.apps.steering.queries.figures import COMPUTED, Figure, Row, figures, table
from ayomi.apps.steering.queries.reported import Reported, reported, reported_by
from ayomi.apps.steering.rules.closing import closes_on, last_closed
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.apps.steering.rules.standing import forecast, percent_text
from ayomi.core.money import half_up
from ayomi.core.periods import Month, months_between
from ayomi.edges.web.course_chart import CourseChart, course_chart, small_course
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.outlook import Outlook, Start, outlook, reported_outlook
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

MONTHS_BACK: Final = 24
USUAL: Final = "workers_covered"
ACROSS: Final = ("firms_enrolled", "workers_covered_own_account", "workers_covered_wage_earner")
"""What the tree of offices shows side by side."""

History = Mapping[tuple[str, Month], Figure]


@dataclass(frozen=True, slots=True)
class Part:
    """One office below with the chosen indicator: its figures and a small drawing of its year."""

    row: Row
    percent: str
    against: int | None
    behind: bool
    line: str
    way: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One office of the tree. `cells`: (realised, target, percent, behind) for each indicator of ACROSS."""

    row: Row
    open: bool | None
    """Whether the offices below it are shown; None where there are none."""
    cells: Sequence[tuple[int, int | None, str, bool]]


@require_safe
def performance(request: HttpRequest) -> HttpResponse:
    """All indicators of one office, the year of one of them, and the offices below."""
    user = cast(Any, request.user)
    last = Month.of(timezone.localdate()).plus(-1)
    month = month_asked(request, last)
    office_id = _office(request, user)
    line = path(office_id)
    chosen = request.GET.get("indikator", USUAL)
    key = chosen if chosen in HEADLINES else USUAL
    rows = table(office_id, month.year, month.number, depth=2)
    told = reported_by(office_id, month)
    history = _history(office_id, month)
    computed = any(figure.origin == COMPUTED for figure in history.values())
    own = {row.indicator.key: row for row in rows if row.depth == 0} if computed else {}
    lines = [_line(row, history, month) for row in own.values()]
    shown: dict[str, Any] = {
        "office": line[-1],
        "above": _above(line, user),
        "month": month,
        "months": months_offered(last, office_id),
        "closed": last_closed(timezone.localdate()),
        "closes": closes_on(month),
        "lines": [(each, None) for each in lines if each.target is not None or each.realised],
        "told": _told(told),
        "told_source": sorted({(each.source, each.as_of) for each in told}, key=lambda pair: pair[1]),
        "summary": _summary([each for each in lines if each.target] or _judged(told)),
        "pace": half_up(month.number * 100, 12),
        "key": key,
        "indicators": [(each.key, _name(each)) for each in HEADLINES.values()],
        "computed": computed,
        "may": offered(user.role),
    }
    if computed:
        shown |= {
            "chosen": next(each for each in lines if each.key == key),
            "chart": _chart(own[key], history, month),
            "parts": _parts([row for row in rows if row.depth == 1 and row.indicator.key == key], month),
            "branches": _branches(rows, number_of(request.GET.get("buka", ""))),
            "sums": _sums(rows),
            "across": [_name(HEADLINES[each]) for each in ACROSS],
            "sisters": _sisters(request, user, line, key, month),
        }
    return render(request, "performance/performance.html", shown)


def _name(named: Any) -> str:
    return str(named.name_en if language() == "en" else named.name_id)


def month_asked(request: HttpRequest, last: Month) -> Month:
    """The month in the address, none later than the last whole one; without any the last that was closed."""
    try:
        asked = Month.parse(request.GET.get("bulan", ""))
    except ValueError:
        return last_closed(timezone.localdate())
    return min(asked, last)


def _office(request: HttpRequest, user: Any) -> int:
    """The office in the address, which must be the user's own or lie below it."""
    asked = number_of(request.GET.get("kantor", ""))
    if asked is None:
        return int(user.office_id)
    try:
        line = path(asked)
    except UnknownOffice:
        raise Http404 from None
    if user.office_id not in {office.id for office in line}:
        raise Http404
    return asked


def _above(line: Sequence[Office], user: Any) -> Sequence[Office]:
    own = [office.id for office in line].index(user.office_id)
    return line[own:-1]


def months_offered(last: Month, office_id: int) -> list[Month]:
    """The months that can be asked for: the last two years, and those of which a public report speaks."""
    told = {Month.of(each.as_of) for each in reported(office_id)}
    return sorted({*months_between(last.plus(-MONTHS_BACK), last), *told}, reverse=True)


def _history(office_id: int, month: Month) -> History:
    """The headlines of the office at the end of each month since the same month of last year."""
    keys = {each.of.key for each in HEADLINES.values()}
    found: dict[tuple[str, Month], Figure] = {}
    wanted = {(each.of.key, each.segment): each.key for each in HEADLINES.values()}
    for figure in figures([office_id], month, history=12, indicators=sorted(keys), parts=False, reports=False):
        named = wanted.get((figure.indicator, figure.segment))
        if named and not figure.dimension and figure.origin == COMPUTED:
            found[named, figure.month] = figure
    return found


def _amount(history: History, key: str, month: Month) -> int | None:
    found = history.get((key, month))
    return None if found is None or found.amount is None else int(found.amount)


def _start(row: Row, history: History, month: Month) -> Start:
    """From where the pace of the year is counted: from nothing at new year for what is counted since then; for what
    stands on a day from the end of last year, or from the first month that is known."""
    if row.indicator.date_rule == "since_new_year":
        return 0, 0
    for number in range(month.number + 1):
        stood = _amount(history, row.indicator.key, Month(month.year, 1).plus(number - 1))
        if stood is not None:
            return number, stood
    return 0, 0


def _line(row: Row, history: History, month: Month) -> Outlook:
    now = history.get((row.indicator.key, month))
    return outlook(
        row, language(), start=_start(row, history, month),
        last_year=_amount(history, row.indicator.key, month.plus(-12)),
        restated_from=now.reported_as if now is not None and now.restated else None,
    )  # fmt: skip


def _told(told: Sequence[Reported]) -> list[tuple[Outlook, Reported]]:
    """Figures of reports, those with a target first."""
    lines = [(reported_outlook(each, language()), each) for each in told]
    return sorted(lines, key=lambda pair: (pair[1].target is None, pair[1].realised is None))


def _judged(told: Sequence[Reported]) -> list[Outlook]:
    return [line for line, each in _told(told) if each.target and each.realised is not None]


def _summary(lines: Sequence[Outlook]) -> dict[str, Any]:
    """The answer in a sentence: how many targets are on their way, and the one that lies furthest behind."""
    behind = [each for each in lines if each.behind]
    worst = max(behind, key=lambda each: (-(each.against or 0)) * 10_000 // max(each.target or 1, 1), default=None)
    return {"all": len(lines), "good": len(lines) - len(behind), "worst": worst}


def _reached(history: History, key: str, month: Month) -> dict[int, int]:
    values = {each: _amount(history, key, Month(month.year, each)) for each in range(1, month.number + 1)}
    return {each: value for each, value in values.items() if value is not None}


def _chart(row: Row, history: History, month: Month) -> CourseChart | None:
    (since, stood), standing = _start(row, history, month), row.standing
    course = standing.course or _even(standing.target)
    return (
        course_chart(
            {since: stood} | _reached(history, row.indicator.key, month), target=standing.target, course=course,
            expected=forecast(standing.realised, month.number, start=stood, since=since),
            behind=standing.stand == "behind",
        )
    )  # fmt: skip


def _even(target: int | None) -> tuple[int, ...]:
    return () if target is None else tuple(half_up(target * each, 12) for each in range(1, 13))


def _parts(rows: Sequence[Row], month: Month) -> list[Part]:
    """The offices directly below with their year, those furthest behind first; those without a target last."""
    if not rows:
        return []
    of = rows[0].indicator
    series: dict[int, dict[int, int]] = {row.office_id: {} for row in rows}
    for figure in figures(
        list(series), month, history=month.number, indicators=[of.of.key], parts=False, reports=False
    ):
        if figure.origin != COMPUTED or figure.segment != of.segment or figure.dimension or figure.amount is None:
            continue
        this_year = figure.month.year == month.year
        if this_year or of.date_rule != "since_new_year":
            series[figure.office_id][figure.month.number if this_year else 0] = int(figure.amount)
    if of.date_rule == "since_new_year":
        series = {office: {0: 0, **values} for office, values in series.items()}
    made = []
    for row in rows:
        line, way = small_course(series[row.office_id], row.standing.course or _even(row.standing.target))
        made.append(Part(row, _percent(row), row.standing.against_path, row.standing.stand == "behind", line, way))
    return sorted(made, key=lambda part: (part.row.standing.target is None, part.row.standing.percent or 0))


def _percent(row: Row) -> str:
    return "" if row.standing.percent is None else percent_text(row.standing.percent, language())


def _branches(rows: Sequence[Row], opened: int | None) -> list[Branch]:
    """The office, those below it, and those below the one that was opened."""
    offices = list(dict.fromkeys((row.office_id, row.depth) for row in rows))
    by = {(row.office_id, row.indicator.key): row for row in rows}
    found, under = [], 0
    for place, (office_id, depth) in enumerate(offices):
        if depth == 1:
            under = office_id
        if depth == 2 and under != opened:
            continue
        has_more = place + 1 < len(offices) and offices[place + 1][1] > depth
        cells = [by[office_id, key] for key in ACROSS]
        found.append(
            Branch(
                cells[0],
                (office_id == opened) if depth == 1 and has_more else None,
                [
                    (each.standing.realised, each.standing.target, _percent(each), each.standing.stand == "behind")
                    for each in cells
                ],
            )
        )
    return found


def _sums(rows: Sequence[Row]) -> list[tuple[int, int, int | None, int | None]]:
    """For each indicator of ACROSS the offices directly below taken together: realised, how much that is more than the
    office's own figure, target (None where none of them has one), and how much that is more than its own (None where
    one of the two is missing)."""
    found = []
    for key in ACROSS:
        own = next(row for row in rows if row.depth == 0 and row.indicator.key == key)
        below = [row for row in rows if row.depth == 1 and row.indicator.key == key]
        realised = sum(row.standing.realised for row in below)
        held = [row.standing.target for row in below if row.standing.target is not None]
        target = sum(held) if held else None
        over = None if target is None or own.standing.target is None else target - own.standing.target
        found.append((realised, realised - own.standing.realised, target, over))
    return found


def _sisters(request: HttpRequest, user: Any, line: Sequence[Office], key: str, month: Month) -> list[Part]:
    """The offices beside this one, where the reader may see them: those furthest along first."""
    if len(line) < 2 or line[-1].id == user.office_id:
        return []
    rows = [
        row
        for row in table(line[-2].id, month.year, month.number, depth=1)
        if row.depth == 1 and row.indicator.key == key
    ]
    made = [Part(row, _percent(row), row.standing.against_path, row.standing.stand == "behind", "", "") for row in rows]
    return sorted(made, key=lambda part: part.row.standing.percent or 0, reverse=True)
