"""What offices are measured by: one small module per family, gathered here. Pure.

A new indicator is one small module in this folder, with `FAMILY` and `INDICATORS`, or an entry in one of them; it is
found by lying here. Where it counts something that is not counted yet it brings its own `statement`, if that is few,
and otherwise a measure in `queries/tallies.py` (people) or `queries/adding.py` (what adds up).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from ayomi.apps.steering.rules.indicators.shapes import (
    ALL,
    DIMENSIONS,
    SEGMENTS,
    DateRule,
    Family,
    Indicator,
    Unit,
    code_of,
)
from ayomi.core.money import Language

__all__ = [
    "ALL", "DIMENSIONS", "FAMILIES", "HEADLINES", "INDICATORS", "REPORTED_NAMES", "SEGMENTS", "DateRule", "Family",
    "Headline", "Indicator", "Unit", "UnknownIndicator", "code_of", "headline", "indicator", "name_of",
]  # fmt: skip


def _families() -> dict[Family, tuple[Indicator, ...]]:
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__) if each.name != "shapes")
    found = {each.FAMILY: tuple(each.INDICATORS) for each in modules}
    return {family: found[family] for family in sorted(found, key=lambda each: each.place)}


FAMILIES: Final = _families()
"""The indicators of each module of this folder, in the order in which they are shown."""

INDICATORS: Final[dict[str, Indicator]] = {each.key: each for family in FAMILIES.values() for each in family}
"""Every indicator by its key."""

REPORTED_NAMES: Final[dict[str, tuple[str, str]]] = {
    "welfare_revolving_disbursed": ("Dana peningkatan kesejahteraan, bergulir", "Welfare fund, revolving"),
    "welfare_grants_disbursed": ("Dana peningkatan kesejahteraan, hibah", "Welfare fund, grants"),
    "partnership_and_community_disbursed": ("Program kemitraan dan bina lingkungan", "Partnership and community"),
    "partnership_and_community_budget": (
        "Anggaran kemitraan dan bina lingkungan", "Budget for partnership and community",
    ),
    "sponsored_contributions": ("Iuran yang dibayar pemerintah", "Contributions paid by governments"),
    "workshops_funded": ("Bengkel dibiayai", "Workshops funded"),
    "employment_growth": ("Pertumbuhan lapangan kerja", "Growth of employment"),
    "enterprises_existing": ("Usaha yang ada", "Enterprises there are"),
    "enterprises_listed": ("Usaha dalam daftar resmi", "Enterprises in the official list"),
    "cooperatives_active": ("Koperasi aktif", "Active cooperatives"),
}  # fmt: skip
"""Names of figures that reports give and this house does not compute (yet): (Indonesian, English)."""


class UnknownIndicator(LookupError):
    """No indicator of this key, or none for this segment."""


@dataclass(frozen=True, slots=True)
class Headline:
    """An indicator for one segment, as a row of the table of targets. `key`: text for both, see `code_of`."""

    key: str
    name_id: str
    name_en: str
    of: Indicator
    segment: str

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.of.unit

    @property
    def date_rule(self) -> DateRule:
        """Of which days."""
        return self.of.date_rule

    @property
    def numerator_id(self) -> str:
        """What counts, in Indonesian."""
        return self.of.numerator_id

    @property
    def numerator_en(self) -> str:
        """What counts, in English."""
        return self.of.numerator_en

    @property
    def source(self) -> str:
        """The facts it is counted from."""
        return self.of.source


_OF_SEGMENT: Final[dict[str, tuple[str, str]]] = {
    ALL: ("semua", "all"),
    "wage_earner": ("penerima upah (PU)", "wage earners (PU)"),
    "own_account": ("mandiri (BPU)", "own-account (BPU)"),
    "construction": ("jasa konstruksi", "construction"),
    "migrant": ("migran (PMI)", "migrants (PMI)"),
}
_WORKERS: Final[dict[str, tuple[str, str]]] = {
    ALL: ("Semua pekerja", "All workers"),
    "wage_earner": ("Pekerja penerima upah (PU)", "Wage earners (PU)"),
    "own_account": ("Pekerja mandiri (BPU)", "Own-account workers (BPU)"),
    "construction": ("Pekerja jasa konstruksi", "Construction workers"),
    "migrant": ("Pekerja migran (PMI)", "Migrant workers (PMI)"),
}


def _headline(of: Indicator, segment: str) -> Headline:
    if of.key == "workers_covered":
        names = _WORKERS[segment]
    elif segment == of.segment:
        names = (of.name_id, of.name_en)
    else:
        more = _OF_SEGMENT[segment]
        names = (f"{of.name_id}, {more[0]}", f"{of.name_en}, {more[1]}")
    return Headline(code_of(of, segment), *names, of, segment)


EVERY_HEADLINE: Final[dict[str, Headline]] = {
    each.key: each for of in INDICATORS.values() for each in (_headline(of, segment) for segment in of.segments)
}
"""Every indicator for every segment that it is counted for, by its text."""

HEADLINES: Final[dict[str, Headline]] = {
    key: EVERY_HEADLINE[key]
    for key in (
        "firms_enrolled", "cooperatives_enrolled", "projects_enrolled", "workers_covered_wage_earner",
        "workers_covered_own_account", "workers_covered_construction", "workers_covered", "contributions_received",
    )
}  # fmt: skip
"""What the tables of offices show, in this order."""


def indicator(key: str) -> Indicator:
    """Raises UnknownIndicator."""
    try:
        return INDICATORS[key]
    except KeyError:
        raise UnknownIndicator(key) from None


def headline(key: str, segment: str | None = None) -> Headline:
    """The indicator for a segment, by its text (`workers_covered_own_account`) or by key and segment. Without either
    it is the segment that is meant anyway. Raises UnknownIndicator."""
    found = EVERY_HEADLINE.get(key) if segment is None else None
    if found is None:
        of = indicator(key)
        found = EVERY_HEADLINE.get(code_of(of, segment or of.segment))
    if found is None:
        raise UnknownIndicator(f"{key}, {segment}")
    return found


def name_of(key: str, language: Language) -> str:
    """The name of an indicator, also of one that only reports give. Raises UnknownIndicator."""
    found = EVERY_HEADLINE.get(key)
    names = REPORTED_NAMES.get(key) if found is None else (found.of.name_id, found.of.name_en)
    if names is None:
        raise UnknownIndicator(key)
    return names[language == "en"]
