"""Figures of public reports, and offices by the names that reports give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.offices.queries import Office, UnknownOffice, office, offices_of
from ayomi.apps.steering.rules.indicators import name_of
from ayomi.apps.steering.rules.office_names import Named, fitting, nearest
from ayomi.apps.steering.rules.standing import percent
from ayomi.core.money import Language
from ayomi.core.periods import Month

MOST_NAMED: Final = 6
"""How many offices are named to whoever named several."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as a public report gives it. It is shown beside the computed ones, marked with `source` and `as_of`."""

    office_id: int
    office_as_written: str
    as_of: date
    segment: str
    indicator: str
    unit: str
    realised: Decimal | None
    target: Decimal | None
    note: str
    source: str

    @property
    def percent(self) -> Fraction | None:
        """Percent of the target, where the report gives both."""
        if self.realised is None or not self.target:
            return None
        return percent(Fraction(self.realised), Fraction(self.target))

    def name(self, language: Language) -> str:
        """What was counted, in words."""
        return name_of(self.indicator, language)


class SeveralOffices(LookupError):
    """The text fits more than one office. `names`: code and name of each."""

    def __init__(self, text: str, names: list[str]) -> None:
        super().__init__(text)
        self.names = names


class UnknownAs(UnknownOffice):
    """No office is called that. `near`: names that are written much alike."""

    def __init__(self, text: str, near: list[str]) -> None:
        super().__init__(text)
        self.near = near


def reported(office_id: int | None = None, *, year: int | None = None) -> list[Reported]:
    """Figures of public reports, of one office or all, of one year or all; the oldest first."""
    return _reported(None if office_id is None else [office_id], year)


def _reported(offices: Sequence[int] | None, year: int | None) -> list[Reported]:
    return [
        Reported(*row)
        for row in rows_of(
            "SELECT office_id, office_as_written, as_of, segment, indicator, unit, realised, target, note, source"
            " FROM steering_reportedfigure WHERE (%(offices)s::bigint[] IS NULL OR office_id = ANY (%(offices)s))"
            " AND (%(year)s::int IS NULL OR extract(year FROM as_of) = %(year)s) ORDER BY as_of, id",
            {"offices": None if offices is None else list(offices), "year": year},
        )
    ]


def reported_by(office_id: int, month: Month) -> list[Reported]:
    """What reports say of the office in the year of `month` up to its end: of each figure the latest, with its own
    day."""
    return reported_by_each([office_id], month)


def reported_by_each(offices: Sequence[int], month: Month) -> list[Reported]:
    """The same of several offices, one after the other. One statement."""
    found = sorted(_reported(offices, month.year), key=lambda each: offices.index(each.office_id))
    latest = {
        (each.office_id, each.segment, each.indicator, each.source): each
        for each in found
        if each.as_of <= month.last_day
    }
    return list(latest.values())


def find_office(text: str, *, on: date | None = None) -> Office:
    """An office by its code or by what people call it, see `rules.office_names`; `on`: open on this day if any fits.

    Raises UnknownAs, an `UnknownOffice` that says which names are near, and SeveralOffices.
    """
    rows = rows_of(
        "SELECT o.id, o.code, n.name, o.opened, o.closed FROM offices_office o JOIN ("
        " SELECT id AS office_id, name FROM offices_office"
        " UNION SELECT office_id, office_as_written FROM steering_reportedfigure) n ON n.office_id = o.id"
        " ORDER BY o.code, n.name",
        [],
    )
    known = [Named(*row) for row in rows]
    found = fitting(text, known, on=on)
    if not found:
        raise UnknownAs(text, nearest(text, known))
    if len(found) > 1:
        offices = offices_of([each.id for each in found[:MOST_NAMED]])
        raise SeveralOffices(text, [f"{each.code} {each.name}" for each in offices.values()])
    return office(found[0].id)
