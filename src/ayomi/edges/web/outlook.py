"""One indicator of an office as a line of its page: realised, target, path, forecast, last year; text and drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ayomi.apps.steering.queries.figures import Row
from ayomi.apps.steering.queries.reported import Reported
from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, REPORTED_NAMES, UnknownIndicator, headline
from ayomi.apps.steering.rules.standing import Standing, forecast, percent, percent_text
from ayomi.core.money import Language, half_up
from ayomi.edges.web.figure_words import change_text

WIDTH = 320
GOAL_AT = Fraction(WIDTH * 100, 130)
"""Where the target stands in the drawing: it reaches to 130 percent of it."""


Start = tuple[int, int]
"""A month of the year (0: new year) and what stood at its end: from there the pace is counted."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Figures in the unit of the indicator; None where nothing is known, which is not nought.

    `bar`, `ahead` (the forecast), `path` and `goal`: places in the drawing, 0 to WIDTH; empty texts without a target.
    `average`: what each month of the year brought so far. `change`: percent against the same month of last year.
    """

    key: str
    indicator: str
    segment: str
    name: str
    counted: str
    unit: str
    realised: int | None
    target: int | None
    percent: str
    against: int | None
    behind: bool
    reached: bool
    needed: int | None
    average: int | None
    forecast: int | None
    forecast_percent: str
    last_year: int | None
    change: str
    restated_from: int | None
    source: str
    bar: str
    ahead: str
    path: str
    goal: str

    @property
    def gap(self) -> int:
        """How far it lies from its path, either way."""
        return abs(self.against or 0)

    @property
    def short(self) -> int:
        """What will be missing at the end of the year at this pace; 0 when nothing will."""
        if self.target is None or self.forecast is None:
            return 0
        return max(self.target - self.forecast, 0)


def outlook(row: Row, language: Language, *, start: Start, last_year: int | None, restated_from: int | None) -> Outlook:
    """A computed figure, from its first known standing of the year on."""
    of, english = row.indicator, language == "en"
    return _outlook(
        of.key, of.of.key, of.segment, of.name_en if english else of.name_id,
        of.numerator_en if english else of.numerator_id, of.unit,
        row.standing.realised, row.standing, language, start=start, last_year=last_year, restated_from=restated_from,
        source=row.target_source,
    )  # fmt: skip


def reported_outlook(told: Reported, language: Language) -> Outlook:
    """A figure out of a public report: its path is even, and nothing is known of what stood when its year began."""
    english, realised, target = language == "en", _whole(told.realised), _whole(told.target)
    try:
        of = headline(told.indicator, told.segment)
        key = of.key
        name, counted = (of.name_en, of.numerator_en) if english else (of.name_id, of.numerator_id)
    except UnknownIndicator:
        names = REPORTED_NAMES.get(told.indicator)
        known = next((each for each in EVERY_HEADLINE.values() if each.of.key == told.indicator), None)
        both = names or ((known.of.name_id, known.of.name_en) if known else (told.indicator, told.indicator))
        key, name, counted = "", both[english], ""
    standing = None if realised is None else Standing(realised, target, told.as_of.month)
    made = _outlook(
        key, told.indicator, told.segment, name, counted, told.unit, realised, standing, language,
        start=(0, 0), last_year=None, restated_from=None,
        source=told.source,
    )  # fmt: skip
    return made if standing else _only_target(made, target)


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _only_target(made: Outlook, target: int | None) -> Outlook:
    return replace(made, target=target)


def _outlook(
    key: str, indicator: str, segment: str, name: str, counted: str, unit: str, realised: int | None,
    standing: Standing | None, language: Language,
    *, start: Start, last_year: int | None, restated_from: int | None, source: str,
) -> Outlook:  # fmt: skip
    share = path = None
    expected = average = None
    if standing is not None and realised is not None:
        since, stood = start
        expected = forecast(realised, standing.month, start=stood, since=since)
        average = half_up(realised - stood, standing.month - since) if standing.month > since else None
        if standing.target:
            share, path = Fraction(realised, standing.target), standing.pace / 100
    drawn = share is not None and standing is not None and bool(standing.target)
    target = standing.target if standing else None
    return Outlook(
        key=key, indicator=indicator, segment=segment, name=name, counted=counted, unit=unit, realised=realised,
        target=target,
        percent="" if standing is None or standing.percent is None else percent_text(standing.percent, language),
        against=standing.against_path if standing else None,
        behind=standing is not None and standing.stand == "behind",
        reached=standing is not None and standing.stand == "reached",
        needed=standing.needed_per_month if standing else None,
        average=average, forecast=expected,
        forecast_percent=percent_text(percent(expected, target), language) if target and expected is not None else "",
        last_year=last_year,
        change="" if not last_year or realised is None else change_text(realised, last_year),
        restated_from=restated_from, source=source,
        bar=place(share * GOAL_AT) if share is not None else "",
        ahead=place(Fraction(expected, target) * GOAL_AT) if drawn and target and expected is not None else "",
        path=place(path * GOAL_AT) if path is not None else "",
        goal=place(GOAL_AT) if drawn else "",
    )  # fmt: skip


def place(value: Fraction) -> str:
    """One decimal, with a point, never outside the drawing."""
    inside = max(Fraction(0), min(value, Fraction(WIDTH)))
    tenths = half_up(inside.numerator * 10, inside.denominator)
    return f"{tenths // 10}.{tenths % 10}"
