"""Figures of offices: what was counted, what reports say, and where each stands against its target.

A figure is a row (office, indicator, segment, dimension, value, month). `segment` 'all' is everyone; `dimension` and
`value` are empty for the whole and otherwise name a part, such as ('channel', 'cooperative').
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.queries.goals import Goal, goals
from ayomi.apps.steering.queries.levels import ARREARS, as_closed, counted_directly, known_months, levels
from ayomi.apps.steering.queries.reference import reference_groups
from ayomi.apps.steering.queries.reported import Reported, reported_by, reported_by_each
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.apps.steering.rules.indicators import HEADLINES, INDICATORS, Headline, Indicator, UnknownIndicator, headline
from ayomi.apps.steering.rules.standing import Standing, percent
from ayomi.core.periods import Month, months_between

COMPUTED: Final = "computed"
REPORTED: Final = "reported"
BY_REGENCY: Final = ("workers_covered", "firms_enrolled", "cooperatives_enrolled")
"""Measures that are also counted by regency."""


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
    parts: bool = True, reports: bool = True,
) -> list[Figure]:  # fmt: skip
    """What is known of these offices at the end of `month` and of the `history` months before it.

    `indicators`: keys of those wanted, all without it. `parts`: also split by programme, channel, sex and so on.
    `reports`: also what public reports say.
    Computed figures first, by month, office and indicator, then those of public reports. Months before the first fact
    of the house and months that have not begun have no computed figures. At most eight statements,
    and one more for each indicator that brings its own.
    """
    wanted = [each for each in INDICATORS.values() if indicators is None or each.key in indicators]
    start, end = known_months()
    months = [each for each in months_between(month.plus(-history), month) if start and end and start <= each <= end]
    found: list[Figure] = []
    if months:
        counted = _Counted(offices, months, wanted, parts=parts)
        found = [
            figure
            for each in months
            for office in offices
            for of in wanted
            for segment in of.segments
            for figure in counted.figures(office, of, segment, each, parts=parts)
        ]
    told = [_reported(each, month) for each in reported_by_each(offices, month)] if reports else []
    return found + [each for each in told if indicators is None or each.indicator in indicators]


def _measure(of: Indicator) -> str:
    return ARREARS if of.date_rule == "owed_on_last_day" else of.measure


class _Counted:
    """The levels of some offices and months, and figures out of them."""

    def __init__(
        self, offices: Sequence[int], months: Sequence[Month], wanted: Sequence[Indicator], *, parts: bool
    ) -> None:
        names = {name for of in wanted for name in (_measure(of), of.over)} - {""}
        chosen = None if parts else {of.of for of in wanted if of.of}
        self.now = levels(offices, months, wanted=names, parts=chosen)
        self.closed_months, self.then = as_closed(offices, months, wanted=names, parts=chosen)
        self.direct = counted_directly(offices, months, wanted)
        self.values: dict[tuple[date, int, str, str], list[tuple[str, str]]] = {}
        for month, office, measure, segment, dimension, value in self.now:
            if dimension:
                self.values.setdefault((month, office, measure, segment), []).append((dimension, value))
        self.reference = {
            (each, measure): found
            for measure in {of.looked_up for of in wanted if of.looked_up}
            for each, found in reference_groups(offices, measure, months).items()
        }

    def figures(self, office: int, of: Indicator, segment: str, month: Month, *, parts: bool) -> Iterator[Figure]:
        """The whole, then its parts in the order of their names."""
        yield self._figure(office, of, segment, month, *(of.of or ("", "")))
        if parts and of.dimensions and of.measure:
            measure = _measure(of)
            for dimension, value in sorted(self.values.get((month.first_day, office, measure, segment), ())):
                if dimension in of.dimensions:
                    yield self._figure(office, of, segment, month, dimension, value)

    def _figure(self, office: int, of: Indicator, segment: str, month: Month, dimension: str, value: str) -> Figure:
        measure = _measure(of)
        key = (month.first_day, office, measure, segment, dimension, value)
        amount: int | None = self.now.get(key, 0) if of.measure else None
        if of.statement:
            amount = self.direct.get((of.key, month.first_day, office), 0)
        numerator = denominator = None
        if of.is_ratio:
            numerator, amount = amount, None
            denominator = (
                self.reference[month, of.looked_up].get(office)
                if of.looked_up
                else self.now.get((month.first_day, office, of.over, segment, "", ""), 0)
            )
        elif of.looked_up:
            group = self.reference[month, of.looked_up].get(office)
            amount = None if group is None or amount is None else group - amount
        closed = bool(of.measure) and month.first_day in self.closed_months and (of.is_ratio or not of.looked_up)
        whole = of.of is None or (dimension, value) != of.of
        return Figure(
            office, of.key, segment, dimension if whole else "", value if whole else "", month, of.unit, amount,
            numerator, denominator, self.then.get(key, 0) if closed else None, COMPUTED, of.source, month.last_day,
        )  # fmt: skip


def _reported(told: Reported, month: Month) -> Figure:
    return Figure(
        told.office_id, told.indicator, told.segment, "", "", month, told.unit, told.realised, None, None, None,
        REPORTED, told.source, told.as_of,
    )  # fmt: skip


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


def shown(office_id: int, month: Month, known: Sequence[Figure] | None = None) -> list[Shown]:
    """Everything that is known of one office at the end of a month, beside its targets: first what is computed, then
    what public reports say, each with its own day. A target without a figure is shown too.

    `known`: figures of the office for at least this month, where they were read before.
    """
    set_for = goals([office_id], month.year)
    rows, seen = [], set()
    every = (
        figures([office_id], month, parts=False) if known is None else [each for each in known if each.month == month]
    )
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
    nodes = rows_of(_NODES, {"top": office_id, "depth": depth, "last": at.last_day})
    ids = [node for node, *_ in nodes]
    set_for = goals(ids, year)
    reached = levels(ids, [at], wanted={named.of.measure for named in HEADLINES.values()}, parts=())
    rows = []
    for node, code, name, level in nodes:
        for named in HEADLINES.values():
            goal = set_for.get((node, named.of.key, named.segment), Goal(0, ""))
            target = goal.amount if (node, named.of.key, named.segment) in set_for else None
            key = (at.first_day, node, named.of.measure, named.segment, "", "")
            standing = Standing(reached.get(key, 0), target, month, goal.course)
            rows.append(Row(node, code, name, level, named, at, standing, goal.source))
    return rows


def progress(office_id: int, day: date) -> list[Row]:
    """How an office stands, for its home page: at the end of the last month that was closed by `day`."""
    month = last_closed(day)
    return table(office_id, month.year, month.number, depth=0)


@dataclass(frozen=True, slots=True)
class OfRegency:
    """A figure of one regency at the end of a month: where people live, or work where that is not known."""

    regency: str
    month: Month
    amount: int


def by_regency(key: str, month: Month, *, segment: str | None = None, history: int = 0) -> list[OfRegency]:
    """A figure by regency (Kemendagri code) for `month` and the `history` months before it, as far as the reader may
    see. Counted so: `workers_covered` by segment, `firms_enrolled`, `cooperatives_enrolled`. Regencies without any have
    no row. One statement. Raises UnknownIndicator, also for what is not counted by regency."""
    named = headline(key, segment)
    if named.of.measure not in BY_REGENCY or named.of.of or named.of.looked_up:
        raise UnknownIndicator(f"{key} by regency")
    asked = {
        "measure": named.of.measure,
        "segment": named.segment,
        "first": month.plus(-history).first_day,
        "last": month.first_day,
    }
    rows = rows_of(
        "SELECT regency, month, amount FROM steering_regencytally WHERE measure = %(measure)s"
        " AND segment = %(segment)s AND regency <> '' AND month BETWEEN %(first)s AND %(last)s ORDER BY month, regency",
        asked,
    )
    return [OfRegency(regency, Month.of(day), amount) for regency, day, amount in rows]
