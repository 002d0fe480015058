"""Contributions of own-account workers: TK-LHK from 2006-06, BPU with its 33 income bands from 2015-07."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ayomi.core.law.book import LawFileError, integer, integers, parameter, sequence
from ayomi.core.law.dated import Dated
from ayomi.core.law.language import Language
from ayomi.core.law.relief import Relief, of_own_account
from ayomi.core.law.terms import Programme
from ayomi.core.law.wage_earner import half_up_part, only_if
from ayomi.core.money import PartsPerMillion, Rupiah
from ayomi.core.periods import Month

if TYPE_CHECKING:
    import narwhals as nw

FILE = "own_account.yaml"


@dataclass(frozen=True, slots=True)
class Band:
    """Incomes of `start` (rupiah a month) and more, up to the next band, pay on `base`."""

    start: Rupiah
    base: Rupiah


@dataclass(frozen=True, slots=True)
class OwnAccountLaw:
    """The law of one month. `bands` is None while contributions were on the chosen income itself (TK-LHK).

    `jkm` is a flat sum in rupiah where `bands` exist, else a rate in ppm; the others are rates in ppm.
    """

    month: Month
    bands: Dated[tuple[Band, ...]] | None
    jkk: Dated[PartsPerMillion]
    jkm: Dated[int]
    jht: Dated[PartsPerMillion]
    jpk_single: Dated[PartsPerMillion] | None
    jpk_family: Dated[PartsPerMillion] | None
    relief: Relief | None

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes an own-account worker may choose."""
        return ("jkk", "jkm", "jht") if self.jpk_single is None else ("jkk", "jkm", "jht", "jpk")


@lru_cache(maxsize=512)
def own_account_law(month: Month) -> OwnAccountLaw:
    """The law of `month` (2006-06 onwards). Raises NotInForce before it."""
    on = month.first_day
    bands = parameter(FILE, "bands", _bands).find(on)
    if bands:
        jkk, jkm, jht = (parameter(FILE, name, integer).on(on) for name in ("jkk", "jkm", "jht"))
        return OwnAccountLaw(month, bands, jkk, jkm, jht, None, None, of_own_account(month))
    rates = parameter(FILE, "lhk_rates", integers).on(on)
    health = parameter(FILE, "lhk_jpk_rates", integers).find(on)
    return OwnAccountLaw(
        month,
        None,
        _pick(rates, "jkk"),
        _pick(rates, "jkm"),
        _pick(rates, "jht"),
        _pick(health, "single") if health else None,
        _pick(health, "family") if health else None,
        None,
    )


def _pick(rates: Dated[Mapping[str, int]], name: str) -> Dated[int]:
    return Dated(rates.span, rates.value[name], rates.citation, rates.confidence, rates.unsure)


def _bands(value: object) -> tuple[Band, ...]:
    bands = []
    for pair in sequence(value):
        start, base = sequence(pair)
        bands.append(Band(integer(start), integer(base)))
    if bands[0].start != 0 or sorted(bands, key=lambda band: band.start) != bands:
        raise LawFileError("income bands must begin at 0 and rise")
    return tuple(bands)


def base_of(law: OwnAccountLaw, on: Language) -> "nw.Expr":
    """The contribution base (Int64 rupiah) of each row's `income`: the band's amount, or the income itself."""
    income = on.whole(on.column("income"))
    if law.bands is None:
        return income
    first, *others = law.bands.value
    base = on.number(first.base)
    for band in others:
        base = on.choose(income >= band.start, on.number(band.base), base)
    return base


def amounts(law: OwnAccountLaw, on: Language) -> "dict[str, nw.Expr]":
    """Expressions of every amount, by name, in the language `on`.

    Reads `base` (rupiah, from `base_of`, so that the bands are looked through once), `relief` (truth) and a truth
    column for each programme in force, and `family` while JPK is; all are Int64 rupiah.
    """
    base = on.column("base")
    jkk_full = half_up_part(base, law.jkk.value)
    jkm_full = on.number(law.jkm.value) if law.bands else half_up_part(base, law.jkm.value)
    jkk, jkm = jkk_full, jkm_full
    if law.relief:
        relieved = on.column("relief")
        jkk = on.choose(relieved, half_up_part(base, law.relief.kept("jkk", law.jkk.value)), jkk_full)
        jkm = on.choose(relieved, on.number(law.relief.kept("jkm", law.jkm.value)), jkm_full)
    return {
        "jkk": only_if(on, "jkk", jkk),
        "jkm": only_if(on, "jkm", jkm),
        "jht": only_if(on, "jht", half_up_part(base, law.jht.value)),
        "jpk": _health_care(law, on, base),
        "relief": only_if(on, "jkk", jkk_full - jkk) + only_if(on, "jkm", jkm_full - jkm),
    }


def _health_care(law: OwnAccountLaw, on: Language, base: "nw.Expr") -> "nw.Expr":
    if law.jpk_single is None or law.jpk_family is None:
        return on.number(0)
    family = half_up_part(base, law.jpk_family.value)
    single = half_up_part(base, law.jpk_single.value)
    return only_if(on, "jpk", on.choose(on.column("family"), family, single))


def sources(law: OwnAccountLaw) -> dict[str, tuple[Dated[object], ...]]:
    """For each amount column of `amounts`, the dated values of the law it is made of."""
    banded: tuple[Dated[object], ...] = (law.bands,) if law.bands else ()
    found: dict[str, tuple[Dated[object], ...]] = {
        "jkk": (law.jkk, *banded),
        "jkm": (law.jkm,),
        "jht": (law.jht, *banded),
    }
    if law.jpk_single and law.jpk_family:
        found["jpk"] = (law.jpk_single, law.jpk_family)
    return found
