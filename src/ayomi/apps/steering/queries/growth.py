"""Employment in town and country by year, and which offices' programmes answer the gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ayomi.apps.steering.queries.denominators import Known, by_years
from ayomi.apps.steering.queries.goals import goals
from ayomi.apps.steering.queries.places import Serving, realised_by_regency, serving
from ayomi.apps.steering.queries.reported import Reported, reported
from ayomi.apps.steering.rules.growth import Growth, gap, growth
from ayomi.core import places
from ayomi.core.periods import Month

EMPLOYED, URBAN, RURAL = "workers_employed", "workers_urban", "workers_rural"
ANSWERS: Final = (("cooperatives_enrolled", "all"), ("workers_covered", "own_account"))
"""What an office can do about work in the country: enrol cooperatives, and people who work on their own account."""
REPORTED: Final = ("employment_growth", "workshops_funded")


@dataclass(frozen=True, slots=True)
class Side:
    """Town or country as a whole. `basis`: 'stated' (a source counts towns and country), or 'added' (cities against
    regencies, only those known in every year shown). `regions`: how many were added up."""

    basis: str
    years: dict[int, int]
    growth: Growth | None
    regions: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegencyGrowth:
    """One regency or city. `behind`: hundredths of a percent a year by which it grows less than the towns together."""

    code: str
    name: str
    is_city: bool
    employed: int | None
    growth: Growth | None
    behind: int | None
    office: Serving | None
    answers: tuple[int | None, ...]
    """Targets of its office for ANSWERS, None where none is set."""
    cooperatives: int | None
    """Cooperatives of the place that are enrolled."""


@dataclass(frozen=True, slots=True)
class TownAndCountry:
    """Everything the page says. `gap`: hundredths of a percent; `reported`: growth and workshops as reports have it."""

    town: Side
    country: Side
    gap: int | None
    regencies: tuple[RegencyGrowth, ...]
    reported: tuple[Reported, ...]


def town_and_country(month: Month, *, province: str = "") -> TownAndCountry:
    """Growth of employment as far as figures are loaded, for one province or all. At most eight statements."""
    known = by_years([EMPLOYED, URBAN, RURAL])
    town, country = _side(known, URBAN, cities=True), _side(known, RURAL, cities=False)
    serves = serving(month.last_day)
    set_for = goals(sorted({each.office_id for each in serves.values()}), month.year)
    enrolled = realised_by_regency("cooperatives_enrolled", month)
    rows = []
    for each in places.regions("regency", within=province or None):
        years = {year: figure.value for year, figure in known.get((EMPLOYED, each.code), {}).items()}
        own, office = growth(years), serves.get(each.code)
        behind = None if town.growth is None or own is None else town.growth.per_year - own.per_year
        answers = tuple(
            set_for[office.office_id, *answer].amount if office and (office.office_id, *answer) in set_for else None
            for answer in ANSWERS
        )
        rows.append(
            RegencyGrowth(
                each.code, each.name, each.is_city, years[max(years)] if years else None, own, behind, office, answers,
                None if enrolled is None else enrolled.get(each.code, 0),
            )
        )  # fmt: skip
    told = tuple(each for each in reported() if each.indicator in REPORTED)
    return TownAndCountry(town, country, gap(town.growth, country.growth), tuple(rows), told)


def _side(known: Mapping[tuple[str, str], Mapping[int, Known]], measure: str, *, cities: bool) -> Side:
    """As a source states it for the country, else added up over the same cities (or regencies) in every year."""
    stated = known.get((measure, ""), {})
    if len(stated) >= 2:
        return Side(
            "stated", {year: each.value for year, each in stated.items()},
            growth({year: each.value for year, each in stated.items()}), 0, _sources(stated.values()),
        )  # fmt: skip
    chosen = [
        known[EMPLOYED, each.code]
        for each in places.regions("regency")
        if each.is_city == cities and len(known.get((EMPLOYED, each.code), {})) >= 2
    ]
    if not chosen:
        return Side("added", {}, None, 0, ())
    # The two newest years that most have; a region without both would show as growth or loss what is only a gap.
    years = sorted({year for each in chosen for year in each})
    pair = max(
        pairwise(years),
        key=lambda two: (sum(1 for each in chosen if two[0] in each and two[1] in each), two),
    )
    both = [each for each in chosen if pair[0] in each and pair[1] in each]
    sums = {year: sum(each[year].value for each in both) for year in pair}
    return Side("added", sums, growth(sums), len(both), _sources(k for each in both for k in each.values()))


def _sources(known: Iterable[Known]) -> tuple[str, ...]:
    return tuple(sorted({each.source for each in known}))
