"""Figures of offices: what was counted, what reports say, and where each stands against its target.

A figure is a row (office, indicator, segment, dimension, value, month). `segment` 'all' is everyone; `dimension` and
`value` are empty for the whole and otherwise name a part, such as ('channel', 'cooperative').
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.db import connection

from ayomi.apps.steering.queries.goals import Goal, goals
from ayomi.apps.steering.queries.recount import realisation
from ayomi.apps.steering.queries.reported import Reported, reported_by
from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, HEADLINES, Headline, headline
from ayomi.apps.steering.rules.standing import Standing, percent
from ayomi.core.periods import Month, months_between

COMPUTED: Final = "computed"
REPORTED: Final = "reported"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one office at the end of a month, all offices below it included.

    `amount`: in the unit of the indicator (rupiah, people ...); for a share of something (unit 'percent') it is None
    and `numerator` and `denominator` say the same exactly. All three None: nothing is known, which is not nought.
    `reported_as`: what the figure was when the month was closed (numerators of shares), None while it is open.
    `origin`: 'computed', or 'reported' for a figure of a public report. `source`: the facts or the report.
    """

    office_id: int
    indicator: str
    segment: str
    dimension: str
    value: str
    month: Month
    unit: str
    amount: int | Decimal | None
    numerator: int | None
    denominator: int | None
    reported_as: int | None
    origin: str
    source: str
    as_of: date

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return self.amount is not None or bool(self.denominator)

    @property
    def ratio(self) -> Fraction | None:
        """The share in percent; None where the indicator is no share, or a share of nothing."""
        return percent(self.numerator, self.denominator) if self.numerator is not None and self.denominator else None

    @property
    def restated(self) -> bool:
        """Whether the figure is no longer what it was when the month was closed."""
        now = self.amount if self.numerator is None else self.numerator
        return self.reported_as is not None and now != self.reported_as


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one office at the end of a month, all offices below it included."""

    office_id: int
    office_code: str
    office_name: str
    depth: int
    indicator: Headline
    month: Month
    standing: Standing
    target_source: str


def figures(
    offices: Sequence[int], month: Month, *, history: int = 0, indicators: Sequence[str] | None = None,
) -> list[Figure]:  # fmt: skip
    """What is known of these offices at the end of `month` and of the `history` months before it.

    `indicators`: keys of those wanted, all without it. Computed figures first, by month, office and indicator, then
    those of public reports. Months before the first fact of the house have no computed figures.
    """
    wanted = [each for each in EVERY_HEADLINE.values() if indicators is None or each.of.key in indicators]
    start, found = first_month(), []
    for each in months_between(month.plus(-history), month):
        if start is None or each < start:
            continue
        reached = realisation(list(offices), each)
        found += [
            _computed(office, named, each, reached.get((office, named.key), 0))
            for office in offices
            for named in wanted
            if named.key in HEADLINES
        ]
    told = [_reported(each, month) for office in offices for each in reported_by(office, month)]
    return found + [each for each in told if indicators is None or each.indicator in indicators]


def _computed(office: int, named: Headline, month: Month, amount: int) -> Figure:
    return Figure(
        office, named.of.key, named.segment, "", "", month, named.unit, amount, None, None, None, COMPUTED,
        named.source, month.last_day,
    )  # fmt: skip


def _reported(told: Reported, month: Month) -> Figure:
    return Figure(
        told.office_id, told.indicator, told.segment, "", "", month, told.unit, told.realised, None, None, None,
        REPORTED, told.source, told.as_of,
    )  # fmt: skip


def first_month() -> Month | None:
    """The first month that the facts of the house speak of; None while there are none."""
    found = _rows("SELECT min(month) FROM membership_cover", {})
    return Month.of(found[0][0]) if found[0][0] else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure beside its target, computed or out of a report. `target` None: none is set."""

    figure: Figure
    target: int | Decimal | None
    target_source: str

    @property
    def percent(self) -> Fraction | None:
        """Percent of the target; None without figure or target."""
        if self.figure.amount is None or not self.target:
            return None
        return percent(Fraction(self.figure.amount), Fraction(self.target))


def shown(office_id: int, month: Month) -> list[Shown]:
    """Everything that is known of one office at the end of a month, beside its targets: first what is computed, then
    what public reports say, each with its own day. A target without a figure is shown too."""
    set_for = goals([office_id], month.year)
    rows, seen = [], set()
    every = figures([office_id], month)
    for figure in every:
        if figure.origin == COMPUTED and figure.known and not figure.dimension:
            key = (office_id, figure.indicator, figure.segment)
            seen.add(key)
            goal = set_for.get(key)
            rows.append(Shown(figure, goal.amount if goal else None, goal.source if goal else ""))
    for key, goal in set_for.items():
        if key not in seen:
            rows.append(Shown(_unknown(*key, month), goal.amount, goal.source))
    told = {(each.segment, each.indicator, each.source): each.target for each in reported_by(office_id, month)}
    return rows + [
        Shown(each, told[each.segment, each.indicator, each.source], each.source)
        for each in every
        if each.origin == REPORTED
    ]


def _unknown(office: int, key: str, segment: str, month: Month) -> Figure:
    named = headline(key, segment)
    return Figure(
        office, key, segment, "", "", month, named.unit, None, None, None, None, COMPUTED, named.source, month.last_day
    )


def _rows(query: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


_NODES = """
WITH RECURSIVE placed AS (
    SELECT o.id, o.code, o.name, o.opened, o.closed,
           CASE WHEN known.office_id IS NULL THEN o.parent_id ELSE p.parent_id END AS parent_id
    FROM offices_office o
    LEFT JOIN (SELECT DISTINCT office_id FROM offices_placement) known ON known.office_id = o.id
    LEFT JOIN offices_placement p ON p.office_id = o.id AND p.since <= %(last)s
        AND (p.until IS NULL OR p.until > %(last)s)
), below AS (
    SELECT id, code, name, 0 AS depth, ARRAY[code::text] AS line FROM placed
    WHERE CASE WHEN %(top)s::bigint IS NULL THEN parent_id IS NULL AND opened <= %(last)s
        AND (closed IS NULL OR closed > %(last)s) ELSE id = %(top)s END
    UNION ALL
    SELECT p.id, p.code, p.name, b.depth + 1, b.line || p.code::text FROM placed p JOIN below b ON p.parent_id = b.id
    WHERE b.depth < %(depth)s AND p.opened <= %(last)s AND (p.closed IS NULL OR p.closed > %(last)s)
)
SELECT id, code, name, depth FROM below ORDER BY line
"""


def table(office_id: int | None, year: int, month: int, *, depth: int = 1) -> list[Row]:
    """Every headline of an office and of the offices `depth` levels below it, at the end of a month.

    `office_id` None: from the head office down. Every office before those under it, indicators in the order of
    HEADLINES. An office with no target says so (`standing.target` None). As many statements for any number of offices.
    """
    at = Month(year, month)
    nodes = _rows(_NODES, {"top": office_id, "depth": depth, "last": at.last_day})
    ids = [node for node, *_ in nodes]
    set_for = goals(ids, year)
    reached = realisation(ids, at)
    rows = []
    for node, code, name, level in nodes:
        for named in HEADLINES.values():
            goal = set_for.get((node, named.of.key, named.segment), Goal(0, ""))
            target = goal.amount if (node, named.of.key, named.segment) in set_for else None
            standing = Standing(reached.get((node, named.key), 0), target, month, goal.course)
            rows.append(Row(node, code, name, level, named, at, standing, goal.source))
    return rows


def progress(office_id: int, day: date) -> list[Row]:
    """How an office stands, for its home page: at the end of the last whole month before `day`.

    The contributions of a month come in until the middle of the next, so the running month says nothing yet.
    """
    month = Month.of(day).plus(-1)
    return table(office_id, month.year, month.number, depth=0)
