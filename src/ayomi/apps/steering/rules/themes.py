"""What a map may show, and how its figures fall into classes. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.apps.steering.rules.measures import MEASURES
from ayomi.core.money import Language, half_up

Kind = Literal["realised", "coverage", "target", "measure"]
CLASSES: Final = 5
TARGET_LIMITS: Final = tuple(Fraction(each) for each in (50, 75, 90, 100))
"""Percent of a year's target: fixed, so that colours mean the same in every month."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One map. `headline`: what is counted (key of HEADLINES); `measure`: the loaded figure it stands against, or that
    is shown itself. Shares are percent."""

    key: str
    kind: Kind
    name_id: str
    name_en: str
    headline: str = ""
    measure: str = ""

    @property
    def is_share(self) -> bool:
        return self.kind in ("coverage", "target")

    def name(self, language: Language) -> str:
        return self.name_en if language == "en" else self.name_id


_COVERAGE: Final = (
    Theme("coverage", "coverage", "Cakupan efektif, dari penduduk bekerja (SDG 1.3.1)",
          "Effective coverage, of employed people (SDG 1.3.1)", "workers_covered", "workers_employed"),
    Theme("coverage_population", "coverage", "Pekerja terlindungi dari seluruh penduduk",
          "Workers covered, of all people", "workers_covered", "population"),
    Theme("coverage_own_account", "coverage", "Pekerja mandiri terlindungi, dari yang berusaha sendiri",
          "Own-account workers covered, of own-account workers", "workers_covered_own_account", "workers_own_account"),
    Theme("coverage_wage_earner", "coverage", "Penerima upah terlindungi, dari buruh dan karyawan",
          "Wage earners covered, of wage earners", "workers_covered_wage_earner", "workers_wage"),
    Theme("coverage_cooperatives", "coverage", "Koperasi terdaftar, dari koperasi aktif",
          "Cooperatives enrolled, of active cooperatives", "cooperatives_enrolled", "cooperatives_active"),
)  # fmt: skip
PLACED: Final = (
    "workers_covered", "workers_covered_own_account", "workers_covered_wage_earner", "workers_covered_construction",
    "firms_enrolled", "cooperatives_enrolled", "projects_enrolled",
)  # fmt: skip
"""What is counted where people live or work. Money is counted where it is paid, which is no place on a map."""

THEMES: Final[dict[str, Theme]] = {
    each.key: each
    for each in (
        *_COVERAGE,
        *(Theme(key, "realised", HEADLINES[key].name_id, HEADLINES[key].name_en, key) for key in PLACED),
        *(
            Theme(
                f"target_{key}", "target", f"{HEADLINES[key].name_id}: capaian sasaran",
                f"{HEADLINES[key].name_en}: percent of target", key,
            )
            for key in PLACED
        ),
        *(Theme(f"given_{key}", "measure", each.name_id, each.name_en, "", key) for key, each in MEASURES.items()),
    )
}  # fmt: skip
"""Every map by its key, in the order of the choice."""


def limits_of(theme: Theme, values: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Where one class ends and the next begins: at most four rising limits.

    Shares of a target have fixed limits; all else is cut so that about as many regions fall into each class, at numbers
    of two digits.
    """
    if theme.kind == "target":
        return TARGET_LIMITS
    ordered = sorted(values)
    cuts: list[Fraction] = []
    for part in range(1, CLASSES):
        if not ordered:
            break
        cut = rounded(ordered[min(len(ordered) * part // CLASSES, len(ordered) - 1)])
        if cut > (cuts[-1] if cuts else ordered[0]):
            cuts.append(cut)
    return tuple(cuts)


def rounded(value: Fraction) -> Fraction:
    """The number of two digits nearest to a value of nought or more, halves up."""
    if value <= 0:
        return Fraction(0)
    step = Fraction(1)
    while value >= step * 100:
        step *= 10
    while value < step * 10:
        step /= 10
    steps = value / step
    return half_up(steps.numerator, steps.denominator) * step


def class_of(value: Fraction, limits: Sequence[Fraction]) -> int:
    """1 for the lowest class to 5. With fewer limits the classes stay apart: the highest is always 5."""
    place = bisect_right(limits, value)
    return CLASSES if place == len(limits) and limits else 1 + place * CLASSES // (len(limits) + 1)
