"""Every figure of an office, and one of them opened: what it means, what it is made of, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.offices.queries import Office, tree
from ayomi.apps.steering.queries.figures import COMPUTED, Figure, figures
from ayomi.apps.steering.queries.goals import goals
from ayomi.apps.steering.queries.names import Behind, NoNames, behind
from ayomi.apps.steering.rules.closing import closes_on, last_closed
from ayomi.apps.steering.rules.indicators import (
    DIMENSIONS,
    FAMILIES,
    INDICATORS,
    SEGMENTS,
    Indicator,
    UnknownIndicator,
    headline,
)
from ayomi.apps.steering.rules.standing import percent, percent_text
from ayomi.core.money import half_up
from ayomi.core.periods import Month
from ayomi.edges.documents.report_words import definition
from ayomi.edges.web.figure_words import change_words, figure_text, part_words
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.performance import month_asked, months_offered
from ayomi.edges.web.views.targets import office_asked

NAMES_AT_ONCE: Final = 50
YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in the table of all. `text` empty: not counted for this segment; `was`: as it was reported."""

    segment: str
    text: str
    was: str


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with its figure for each segment. `empty`: the facts are not kept yet."""

    of: Indicator
    name: str
    cells: Sequence[Cell]
    empty: bool


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of a figure. `share`: percent of the whole, 0 to 100, for the drawing."""

    dimension: str
    value: str
    name: str
    text: str
    share: int
    share_text: str


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Every indicator of one office at the end of a month, for each segment."""
    line, month, last = _asked(request)
    office = line[-1]
    found = {
        (each.indicator, each.segment): each
        for each in figures([office.id], month, parts=False, reports=False)
        if each.origin == COMPUTED and not each.dimension and each.month == month
    }
    english = language() == "en"
    families = [
        (family.name_en if english else family.name_id, [_line(of, found) for of in members])
        for family, members in FAMILIES.items()
    ]
    shown = {
        "office": office, "above": line[:-1], "month": month, "months": months_offered(last, office.id),
        "closed": last_closed(timezone.localdate()),
        "families": families, "segments": SEGMENTS, "known": bool(found), "may": offered(cast(Any, request.user).role),
    }  # fmt: skip
    return render(request, "performance/figures.html", shown)


@require_safe
def figure_page(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: its meaning, course and parts, the offices below, and names as far as the reader may see them."""
    line, month, last = _asked(request)
    office, of = line[-1], _indicator(key)
    segment = request.GET.get("segmen", of.segment)
    if segment not in of.segments:
        raise Http404
    history = [
        each
        for each in figures([office.id], month, history=YEAR, indicators=[key], reports=False)
        if each.origin == COMPUTED and each.segment == segment
    ]
    months = {each.month: each for each in history if not each.dimension}
    now, before = months.get(month), months.get(month.plus(-YEAR))
    named = headline(key, segment)
    goal = goals([office.id], month.year).get((office.id, key, segment))
    english = language() == "en"
    shown = {
        "office": office, "above": line[:-1], "month": month, "months": months_offered(last, office.id),
        "closed": last_closed(timezone.localdate()), "closes": closes_on(month),
        "of": of, "segment": segment, "name": named.name_en if english else named.name_id,
        "figure": now, "text": figure_text(now), "before": figure_text(before), "change": change_words(now, before),
        "was": _was(now),
        "goal": goal, "goal_percent": _goal_percent(now, goal), "meaning": _meaning(of), "segments": of.segments,
        "course": [(each, figure_text(months[each]), _was(months[each])) for each in sorted(months, reverse=True)],
        "splits": _splits(history, month, now),
        "below": _below(office, of, segment, month),
        "may": offered(cast(Any, request.user).role),
        **_names(request, office, of, segment, month, now),
    }  # fmt: skip
    return render(request, "performance/figure.html", shown)


def _asked(request: HttpRequest) -> tuple[tuple[Office, ...], Month, Month]:
    last = Month.of(timezone.localdate()).plus(-1)
    return office_asked(request, request.GET), month_asked(request, last), last


def _indicator(key: str) -> Indicator:
    try:
        return INDICATORS[key]
    except KeyError:
        raise Http404 from None


def _line(of: Indicator, found: Mapping[tuple[str, str], Figure]) -> Line:
    cells = []
    for segment in SEGMENTS:
        figure = found.get((of.key, segment))
        cells.append(Cell(segment, figure_text(figure) if segment in of.segments else "", _was(figure)))
    return Line(of, of.name_en if language() == "en" else of.name_id, cells, not of.is_kept)


def _was(figure: Figure | None) -> str:
    """The figure as it was when its month was closed, where it is another now."""
    if figure is None or not figure.restated or figure.reported_as is None:
        return ""
    return figure_text(figure, amount=figure.reported_as)


def _goal_percent(now: Figure | None, goal: Any) -> str:
    if goal is None or not goal.amount or now is None or now.amount is None:
        return ""
    return percent_text(percent(int(now.amount), goal.amount), language())


def _meaning(of: Indicator) -> dict[str, str]:
    english, told = language() == "en", definition(of.key, language())
    return {
        "numerator": of.numerator_en if english else of.numerator_id,
        "denominator": of.denominator_en if english else of.denominator_id,
        "when": told[1] if told else "",
        "source": of.source,
    }


def _splits(history: Sequence[Figure], month: Month, now: Figure | None) -> list[tuple[str, list[PartShown]]]:
    """The parts of the figure by each dimension: (its name, its parts with the largest first)."""
    whole = int(now.amount or 0) if now is not None else 0
    found = []
    for dimension, names in DIMENSIONS.items():
        parts = [each for each in history if each.month == month and each.dimension == dimension and each.amount]
        if parts:
            ordered = _in_order(dimension, parts)
            found.append((names[language() == "en"], [_part(each, whole) for each in ordered]))
    return found


def _in_order(dimension: str, parts: Iterable[Figure]) -> list[Figure]:
    """Bands by age as they follow each other, everything else with the largest first."""
    if dimension in ("age", "arrears_age"):
        return sorted(parts, key=lambda each: (each.value == "unknown", _first_number(each.value)))
    return sorted(parts, key=lambda each: (-int(each.amount or 0), each.value))


def _first_number(band: str) -> int:
    digits = "".join(mark if mark.isdigit() else " " for mark in band).split()
    return 2 * int(digits[0]) + (1 if band.startswith(">") else -1 if band.startswith("<") else 0)


def _part(figure: Figure, whole: int) -> PartShown:
    amount = int(figure.amount or 0)
    return PartShown(
        figure.dimension, figure.value, part_words(figure.dimension, figure.value), figure_text(figure),
        min(half_up(amount * 100, whole), 100) if whole > 0 else 0,
        percent_text(percent(amount, whole), language()) if whole else "",
    )  # fmt: skip


def _below(office: Office, of: Indicator, segment: str, month: Month) -> list[tuple[Office, str]]:
    """The offices directly below that were open then, those with the largest figure first."""
    offices = {each.id: each for depth, each in tree(office.id, on=month.last_day) if depth == 1}
    if not offices or not of.is_kept:
        return []
    found = [
        each
        for each in figures(list(offices), month, indicators=[of.key], parts=False, reports=False)
        if each.origin == COMPUTED and each.segment == segment and each.month == month
    ]
    found.sort(key=lambda each: (-_size(each), offices[each.office_id].name))
    return [(offices[each.office_id], figure_text(each)) for each in found]


def _size(figure: Figure) -> int:
    ratio = figure.ratio
    return half_up(ratio.numerator * 100, ratio.denominator) if ratio is not None else int(figure.amount or 0)


def _names(
    request: HttpRequest, office: Office, of: Indicator, segment: str, month: Month, now: Figure | None
) -> dict[str, Any]:
    """The names behind the figure or the chosen part of it; `page` None where it is no sum of names."""
    dimension, value = request.GET.get("bagian", ""), request.GET.get("nilai", "")
    if now is None or (dimension and dimension not in of.dimensions):
        return {"page": None}
    after = after_of(request)
    try:
        rows = behind(
            office.id, month, of.key, segment, dimension, value, after=after[1] if after else 0, limit=NAMES_AT_ONCE
        )
    except (NoNames, UnknownIndicator):
        return {"page": None}
    return {
        "page": page_of(rows, NAMES_AT_ONCE, _key),
        "part": part_words(dimension, value) if dimension else "",
        "kind": rows[0].kind if rows else "",
    }


def _key(row: Behind) -> tuple[str, int]:
    return row.kind, row.key
