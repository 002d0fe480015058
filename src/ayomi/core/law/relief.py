"""Reductions of contributions: which one a month knows, and for whom its conditions are met.

Conditions are decided in columns from facts; a fact that is null was not given, and then the relief does not apply.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from ayomi.core.law.book import day, integer, integers, mapping, only, parameter, strings
from ayomi.core.law.citation import Citation
from ayomi.core.law.dated import Dated
from ayomi.core.law.language import Language
from ayomi.core.law.terms import Programme
from ayomi.core.money import PartsPerMillion, Rupiah, half_up
from ayomi.core.periods import Month

if TYPE_CHECKING:
    import narwhals as nw

FILE = "relief.yaml"
Kind: TypeAlias = Literal["covid", "labour_intensive", "own_account"]

FACTS = ("industry", "active_workers", "jkk_settled_to", "settled_to", "member_since", "sector", "paid_by")
"""Facts a relief may turn on: `active_workers` is a whole number, `member_since` and the two `settled_to` are days
(the first day of the month settled last), the others are words."""

FACTS_OF: dict[str, tuple[str, ...]] = {
    "wage_earner": ("industry", "active_workers", "jkk_settled_to", "settled_to", "member_since"),
    "own_account": ("settled_to", "member_since", "sector", "paid_by"),
}


@dataclass(frozen=True, slots=True)
class Relief:
    """What one month takes off: `keep` (ppm) of the contribution to each of `programmes` is still paid.

    `very_low`: the share of JKP (ppm) taken from the JKK of the lowest risk class while it is reduced.
    """

    kind: Kind
    keep: PartsPerMillion
    programmes: tuple[Programme, ...]
    citation: Citation
    very_low: Dated[PartsPerMillion] | None = None

    def kept(self, programme: Programme, rate: PartsPerMillion) -> PartsPerMillion:
        """`rate` (ppm, or rupiah for a flat sum) after the relief; exact for every rate in the law."""
        return half_up(rate * self.keep, 1_000_000) if programme in self.programmes else rate


@dataclass(frozen=True, slots=True)
class Postponement:
    """Covid: `pay_now` (ppm) of the pension contribution falls due as usual, the rest between the two days."""

    pay_now: PartsPerMillion
    first_by: date
    all_by: date


@lru_cache(maxsize=512)
def of_wage_earners(month: Month) -> Relief | None:
    """The relief that `month` offers to employers, if any."""
    covid = parameter(FILE, "covid", integers).find(month.first_day)
    if covid:
        return Relief("covid", covid.value["keep"], ("jkk", "jkm"), covid.citation)
    labour = parameter(FILE, "labour_intensive", integers).find(month.first_day)
    if labour:
        very_low = parameter(FILE, "labour_intensive_very_low", integer).on(month.first_day)
        return Relief("labour_intensive", labour.value["keep"], ("jkk",), labour.citation, very_low)
    return None


@lru_cache(maxsize=512)
def of_own_account(month: Month) -> Relief | None:
    """The relief that `month` offers to own-account workers of at least one sector, if any."""
    covid = parameter(FILE, "covid", integers).find(month.first_day)
    if covid:
        return Relief("covid", covid.value["keep"], ("jkk", "jkm"), covid.citation)
    found = own_account_sectors(month)
    if not found:
        return None
    first = next(iter(found.values()))
    return Relief("own_account", first.value, ("jkk", "jkm"), first.citation)


def own_account_sectors(month: Month) -> dict[str, Dated[int]]:
    """The sectors (`transport`, `other`) of own-account work whose contributions `month` reduces."""
    found = {name: parameter(FILE, f"own_account_{name}", integer).find(month.first_day) for name in _SECTORS}
    return {name: value for name, value in found.items() if value}


_SECTORS = ("transport", "other")


def relief_of(segment: str, month: Month) -> Relief | None:
    """The relief that `month` offers to `segment`, or None."""
    return of_wage_earners(month) if segment == "wage_earner" else of_own_account(month)


def conditions(segment: str, month: Month, on: Language) -> "nw.Expr":
    """A truth value per row: this month's relief applies. Reads the columns of `FACTS_OF[segment]`; never null."""
    relief = relief_of(segment, month)
    if relief is None:
        return on.truth(value=False)
    if relief.kind == "covid":
        met = _covid(month, on)
    elif relief.kind == "labour_intensive":
        met = _labour_intensive(month, on)
    else:
        met = _own_account(month, on)
    return met.fill_null(False)


def _covid(month: Month, on: Language) -> "nw.Expr":
    settled_to = parameter(FILE, "covid_settled_to", day).on(month.first_day).value
    full_months = parameter(FILE, "covid", integers).on(month.first_day).value["new_member_full_months"]
    since = on.column("member_since")
    months_before = month.year * 12 + month.number - on.month_count(since)
    joined_after = since > Month.of(settled_to).last_day
    return on.choose(joined_after, months_before >= full_months, on.column("settled_to") >= settled_to)


def _labour_intensive(month: Month, on: Language) -> "nw.Expr":
    industries = labour_intensive_industries(month)
    settled_to = parameter(FILE, "labour_intensive_settled_to", day).on(month.first_day).value
    settled = (on.column("jkk_settled_to") >= settled_to) | (on.column("settled_to") >= settled_to)
    return on.column("industry").is_in(industries) & (on.column("active_workers") >= least_workers(month)) & settled


def _own_account(month: Month, on: Language) -> "nw.Expr":
    sectors = own_account_sectors(month)
    # Where every sector is reduced the sector need not be known.
    all_sectors = len(sectors) == len(_SECTORS)
    in_sector = on.truth(value=True) if all_sectors else on.column("sector").is_in(list(sectors))
    return in_sector & ~(on.column("paid_by") == "government").fill_null(False)


def labour_intensive_industries(month: Month) -> tuple[str, ...]:
    """The industries whose work accident contribution `month` halves. Raises NotInForce."""
    return parameter(FILE, "labour_intensive_industries", strings).on(month.first_day).value


def least_workers(month: Month) -> int:
    """The least number of active members a labour-intensive firm needs. Raises NotInForce."""
    return parameter(FILE, "labour_intensive", integers).on(month.first_day).value["least_workers"]


@lru_cache(maxsize=512)
def pension_postponement(month: Month) -> Dated[Postponement] | None:
    """The right of medium and large firms to postpone part of the pension contribution of `month`, if any."""
    return parameter(FILE, "covid_pension", _postponement).find(month.first_day)


def postponed_pension(contribution: Rupiah, month: Month) -> tuple[Rupiah, Rupiah]:
    """A month's pension contribution (rupiah) as (to pay now, may be paid later). Raises NotInForce.

    Source: PP 49/2020 Pasal 17.
    """
    now = parameter(FILE, "covid_pension", _postponement).on(month.first_day).value.pay_now
    least = half_up(contribution * now, 1_000_000)
    return least, contribution - least


def _postponement(value: object) -> Postponement:
    row = only(mapping(value), required=("pay_now", "first_by", "all_by"))
    return Postponement(integer(row["pay_now"]), day(row["first_by"]), day(row["all_by"]))
