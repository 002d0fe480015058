"""Which programmes a segment can have in a month, without computing anything (and so without loading columns)."""

from collections.abc import Mapping
from types import MappingProxyType

from ayomi.core.law.book import integer, integers, only, parameter
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import NotEligible, NotInForce
from ayomi.core.law.terms import PROGRAMME_WORDS, RISKS, Programme, Risk, Segment
from ayomi.core.periods import Month, month_text


def programmes_in_force(segment: Segment, month: Month) -> tuple[Programme, ...]:
    """The programmes `segment` can have in `month`; () for a month before any rule and for segments without months.

    The pension counts only where its ceiling is known, which for the months from March 2027 it is not yet.
    """
    on = month.first_day
    found: list[Programme] = []
    if segment == "wage_earner":
        names: tuple[tuple[Programme, str], ...] = (
            *(("jkk", "jkm"), ("jkm", "jkm"), ("jht", "jht_worker")),
            *(("jp", "jp_ceiling"), ("jpk", "jpk_single"), ("jkp", "jkp_government")),
        )
        found = [name for name, rule in names if parameter("wage_earner.yaml", rule, integer).find(on)]
    if segment == "own_account":
        rates = parameter("own_account.yaml", "lhk_rates", integers).find(on)
        if rates or parameter("own_account.yaml", "jkk", integer).find(on):
            found = ["jkk", "jkm", "jht"]
        if parameter("own_account.yaml", "lhk_jpk_rates", integers).find(on):
            found.append("jpk")
    return tuple(found)


def require_in_force(segment: Segment, programme: Programme, month: Month) -> None:
    """Nothing, if `segment` can have `programme` in `month`. Raises NotInForce, or NotEligible where it never can."""
    name = PROGRAMME_WORDS[programme]
    if segment == "own_account" and programme in ("jp", "jkp"):
        raise NotEligible(
            Words(
                f"Program {name.id} hanya untuk penerima upah, bukan pekerja mandiri (BPU).",
                f"Only wage earners can have {name.en}, own-account workers cannot.",
            )
        )
    if programme not in programmes_in_force(segment, month):
        raise NotInForce(
            Words(
                f"Program {name.id} tidak berlaku untuk iuran bulan {month_text(month, 'id')}.",
                f"There is no contribution to {name.en} for {month_text(month, 'en')}.",
            )
        )


def by_risk(value: object) -> Mapping[Risk, int]:
    """Rates (ppm) of the five risk classes."""
    row = only(integers(value), required=RISKS)
    return MappingProxyType({risk: integer(row[risk]) for risk in RISKS})
