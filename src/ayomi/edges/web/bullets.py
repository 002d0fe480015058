"""Realised against target as a row of a table with its bullet chart: bar, pace and target in one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ayomi.apps.steering.queries.figures import Row
from ayomi.apps.steering.rules.standing import percent_text
from ayomi.core.money import Language, half_up

WIDTH = 300
GOAL_AT = Fraction(WIDTH * 100, 115)
"""Where the target stands in the drawing, so that there is room beyond it."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One indicator. `bar`, `path` and `goal` are places in the drawing, 0 to WIDTH; empty texts without a target."""

    name: str
    unit: str
    counted: str
    realised: int
    target: int | None
    percent: str
    against: int | None
    behind: bool
    needed: int | None
    bar: str
    path: str
    goal: str


def bullet(row: Row, language: Language) -> Bullet:
    """The row in the language of the page."""
    stands, english = row.standing, language == "en"
    share = Fraction(stands.realised, stands.target) if stands.target else None
    return Bullet(
        name=row.indicator.name_en if english else row.indicator.name_id,
        unit=row.indicator.unit,
        counted=row.indicator.numerator_en if english else row.indicator.numerator_id,
        realised=stands.realised,
        target=stands.target,
        percent="" if stands.percent is None else percent_text(stands.percent, language),
        against=stands.against_path,
        behind=stands.stand == "behind",
        needed=stands.needed_per_month,
        bar="" if share is None else _place(share * GOAL_AT),
        path="" if share is None else _place(stands.pace / 100 * GOAL_AT),
        goal="" if share is None else _place(GOAL_AT),
    )


def bullets(rows: Iterable[Row], language: Language) -> list[Bullet]:
    return [bullet(row, language) for row in rows]


def _place(value: Fraction) -> str:
    """One decimal, with a point, never outside the drawing."""
    inside = max(Fraction(0), min(value, Fraction(WIDTH)))
    tenths = half_up(inside.numerator * 10, inside.denominator)
    return f"{tenths // 10}.{tenths % 10}"
