"""Figures of public reports, and offices by the names that reports give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.offices.queries import Office, UnknownOffice, office
from ayomi.apps.steering.rules.indicators import name_of
from ayomi.apps.steering.rules.standing import percent
from ayomi.core.money import Language
from ayomi.core.periods import Month


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


def reported(office_id: int | None = None, *, year: int | None = None) -> list[Reported]:
    """Figures of public reports, of one office or all, of one year or all; the oldest first."""
    return [
        Reported(*row)
        for row in rows_of(
            "SELECT office_id, office_as_written, as_of, segment, indicator, unit, realised, target, note, source"
            " FROM steering_reportedfigure WHERE (%(office)s::bigint IS NULL OR office_id = %(office)s)"
            " AND (%(year)s::int IS NULL OR extract(year FROM as_of) = %(year)s) ORDER BY as_of, id",
            {"office": office_id, "year": year},
        )
    ]


def reported_by(office_id: int, month: Month) -> list[Reported]:
    """What reports say of the office in the year of `month` up to its end: of each figure the latest, with its own
    day."""
    latest = {
        (each.segment, each.indicator, each.source): each
        for each in reported(office_id, year=month.year)
        if each.as_of <= month.last_day
    }
    return list(latest.values())


_FIND = """
WITH named AS (
    SELECT id AS office_id, name FROM offices_office
    UNION SELECT office_id, office_as_written FROM steering_reportedfigure
)
SELECT office_id, bool_or(lower(name) = lower(%(text)s)) FROM named
WHERE strpos(lower(name), lower(%(text)s)) > 0 GROUP BY 1 ORDER BY 1
"""


def find_office(text: str) -> Office:
    """An office by its code, its name, the name a report gives it, or a part of these that fits no other office; small
    and capital letters are the same. Raises `UnknownOffice` and SeveralOffices."""
    wanted = " ".join(text.split())
    if not wanted:
        raise UnknownOffice(text)
    coded = rows_of("SELECT id FROM offices_office WHERE lower(code) = lower(%(text)s)", {"text": wanted})
    if coded:
        return office(coded[0][0])
    found = rows_of(_FIND, {"text": wanted})
    fitting = [each for each, whole in found if whole] or [each for each, _ in found]
    if not fitting:
        raise UnknownOffice(text)
    if len(fitting) > 1:
        raise SeveralOffices(text, [f"{each.code} {each.name}" for each in (office(one) for one in fitting[:5])])
    return office(fitting[0])
