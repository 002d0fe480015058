"""Figures where people live and work: per regency and province, beside what others count there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.queries.denominators import Known, figures
from ayomi.apps.steering.queries.goals import goals
from ayomi.apps.steering.queries.levels import known_months, level
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.apps.steering.rules.themes import Theme
from ayomi.core import places
from ayomi.core.periods import Month

Why = Literal["known", "no_figure", "no_denominator", "no_target", "no_office"]


@dataclass(frozen=True, slots=True)
class Serving:
    """The branch or sub-branch that serves a regency."""

    office_id: int
    code: str
    name: str
    parent_id: int | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One region on a map. `value`: the count, or the share in percent, exact; None with the reason in `why`.

    `counted`: the numerator of a share; `against`: what it stands against, with its source, or the figure itself;
    `offices`: (with a target, all) of the offices that serve the region, where a target is shown.
    """

    code: str
    value: Fraction | None
    why: Why
    counted: int | None = None
    against: Known | None = None
    offices: tuple[int, int] | None = None


def serving(on: date) -> dict[str, Serving]:
    """The office that serves each regency on the day; regencies without one have no entry. One statement."""
    found = rows_of(
        "SELECT a.region_id, o.id, o.code, o.name, o.parent_id, o.illustrative FROM offices_area a"
        " JOIN offices_office o ON o.id = a.office_id WHERE a.since <= %(on)s AND (a.until IS NULL OR a.until > %(on)s)"
        " AND o.kind IN ('branch', 'sub_branch') ORDER BY a.region_id",
        {"on": on},
    )
    return {
        today: Serving(*rest)
        for region, *rest in found
        if places.knows(region) and (today := places.current_code(region)) is not None
    }


_COUNTED: Final = """
SELECT regency, sum(amount)::bigint FROM steering_regencytally
WHERE measure = %(measure)s AND segment = %(segment)s AND month BETWEEN %(first)s AND %(last)s GROUP BY 1
"""


def realised_by_regency(headline: str, month: Month) -> dict[str, int] | None:
    """What stood at the end of a month (projects: since new year), by regency of today: where people live, or work
    where that is not known; where organisations and projects are. '' are those of no known place. None where the facts
    of the house do not reach back so far. Two statements."""
    start, end = known_months()
    if start is None or end is None or not start <= month <= end:
        return None
    named = HEADLINES[headline]
    first = date(month.year, 1, 1) if named.of.date_rule == "since_new_year" else month.first_day
    found: dict[str, int] = {}
    for region, count in rows_of(
        _COUNTED, {"measure": named.of.measure, "segment": named.segment, "first": first, "last": month.first_day}
    ):
        today = places.current_code(region) if len(region) == 5 and places.knows(region) else None
        found[today or ""] = found.get(today or "", 0) + count
    return {code: count for code, count in found.items() if count}


def picture(theme: Theme, month: Month, serves: Mapping[str, Serving]) -> dict[str, Cell]:
    """A map of all regencies and provinces, '' the country, at the end of a month. `serves`: see `serving`."""
    if theme.kind == "target":
        return _targets(theme, month, serves)
    if theme.kind == "measure":
        loaded = figures(theme.measure, month.last_day)
        return {
            code: Cell(code, Fraction(known.value), "known", None, known) if (known := loaded.get(code)) else
            Cell(code, None, "no_denominator")
            for code in _codes()
        }  # fmt: skip
    counted = realised_by_regency(theme.headline, month)
    if counted is None:
        return {code: Cell(code, None, "no_figure") for code in _codes()}
    sums = _with_provinces(counted)
    if theme.kind == "realised":
        return {code: Cell(code, Fraction(sums.get(code, 0)), "known", sums.get(code, 0)) for code in _codes()}
    against = figures(theme.measure, month.last_day)
    return {code: _share(code, sums.get(code, 0), against.get(code)) for code in _codes()}


def _codes() -> list[str]:
    return ["", *(each.code for level in ("province", "regency") for each in places.regions(level))]


def _with_provinces(counted: Mapping[str, int]) -> dict[str, int]:
    """Sums over the regencies of each province. The country also holds those of no known place."""
    sums = {code: count for code, count in counted.items() if code}
    for code, count in counted.items():
        if code:
            sums[code[:2]] = sums.get(code[:2], 0) + count
    sums[""] = sum(counted.values())
    return sums


def _share(code: str, counted: int, known: Known | None) -> Cell:
    if known is None or not known.value:
        return Cell(code, None, "no_denominator", counted, known)
    return Cell(code, Fraction(counted * 100, known.value), "known", counted, known)


def _targets(theme: Theme, month: Month, serves: Mapping[str, Serving]) -> dict[str, Cell]:
    """Percent of the year's target of the offices that serve a region, all of their figures counted. An office that
    stands under another of the same region is not counted twice."""
    offices = {each.office_id: each for each in serves.values()}
    headline = HEADLINES[theme.headline]
    ids = sorted(offices)
    set_for = goals(ids, month.year)
    goal = {
        office: set_for[office, headline.of.key, headline.segment].amount
        for office in ids
        if (office, headline.of.key, headline.segment) in set_for
    }
    reached = level(ids, month, headline.of.measure, headline.segment) if goal else {}
    done = {office: reached.get(office, 0) for office in ids}
    inside: dict[str, list[int]] = {}
    for region, each in serves.items():
        for code in ("", region[:2], region):
            inside.setdefault(code, []).append(each.office_id)
    return {code: _target(code, _topmost(inside.get(code, []), offices), goal, done) for code in _codes()}


def _topmost(ids: Sequence[int], offices: Mapping[int, Serving]) -> list[int]:
    """The offices of a region without those whose office above is among them too."""
    every = set(ids)
    return sorted(office for office in every if offices[office].parent_id not in every)


def _target(code: str, ids: Sequence[int], goal: Mapping[int, int], done: Mapping[int, int]) -> Cell:
    if not ids:
        return Cell(code, None, "no_office")
    having = [office for office in ids if goal.get(office)]
    if not having:
        return Cell(code, None, "no_target", sum(done[office] for office in ids), None, (0, len(ids)))
    reached, wanted = sum(done[office] for office in having), sum(goal[office] for office in having)
    return Cell(
        code, Fraction(reached * 100, wanted), "known", reached, Known(wanted, date.min, ""), (len(having), len(ids))
    )  # fmt: skip
