"""Contributions of construction projects: by wages where they are known, else by tiers of the contract value.

A project is assessed once, by the law of the day it is registered; the contractor alone pays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ayomi.core.law.book import LawFileError, integer, integers, mapping, parameter, sequence
from ayomi.core.law.calendar import calendar
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import BadRequest
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, grouped, half_up, percent_text, share, split
from ayomi.core.periods import Month

FILE = "construction.yaml"
MOST_INSTALMENTS = 60


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of the contract value above `above` (rupiah), up to the next tier, pays `rate` (ppm)."""

    above: Rupiah
    rate: PartsPerMillion


@dataclass(frozen=True, slots=True)
class ProjectAmount:
    """One programme's contribution; `rate` (ppm) where it is one rate, else `rule` says how it was built."""

    programme: str
    amount: Rupiah
    base: Rupiah
    rate: PartsPerMillion | None
    rule: Words
    citation: Citation
    unsure: tuple[Words, ...]
    is_rounded: bool


def by_value(contract_value: Rupiah, registered: date) -> tuple[ProjectAmount, ...]:
    """Contributions on the contract value without VAT (rupiah). Raises NotInForce before 1999-09-29.

    From 2015-07-01 one amount for JKK and one for JKM; before that one amount for both (`jkk_jkm`).
    Source: PP 44/2015 Pasal 54 dan 55; KEP-196/MEN/1999.
    """
    law = parameter(FILE, "value_tiers", _tiers).on(registered)
    found = []
    for programme, tiers in law.value.items():
        exact = _on_tiers(contract_value, tiers)
        found.append(
            ProjectAmount(
                programme=programme,
                amount=half_up(exact, WHOLE),
                base=contract_value,
                rate=tiers[0].rate if contract_value <= tiers[1].above else None,
                rule=_tier_words(contract_value, tiers),
                citation=law.citation,
                unsure=(law.unsure,) if law.unsure else (),
                is_rounded=exact % WHOLE != 0,
            )
        )
    return tuple(found)


def by_wages(wages: Rupiah, registered: date) -> tuple[ProjectAmount, ...]:
    """Contributions on the total of wages (rupiah): JKK 1.74 % and JKM 0.30 %. Raises NotInForce before 1999-09-29."""
    law = parameter(FILE, "wage_rates", integers).on(registered)
    return tuple(
        ProjectAmount(
            programme=programme,
            amount=share(wages, rate),
            base=wages,
            rate=rate,
            rule=Words(f"{percent_text(rate, 'id')} dari upah", f"{percent_text(rate, 'en')} of the wages"),
            citation=law.citation,
            unsure=(law.unsure,) if law.unsure else (),
            is_rounded=wages * rate % WHOLE != 0,
        )
        for programme, rate in law.value.items()
    )


@dataclass(frozen=True, slots=True)
class Instalments:
    """The sums to pay one after the other; together exactly the contribution."""

    amounts: tuple[Rupiah, ...]
    citation: Citation
    explain: Words
    unsure: tuple[Words, ...]


def instalments(total: Rupiah, number: int, registered: date) -> Instalments:
    """`total` (rupiah) in `number` instalments: three are 50, 25 and 25 %, any other number is equal parts (uncertain).

    Each part is rounded down to the rupiah; the last takes what remains. Raises BadRequest unless 1 to 60.
    """
    if not 1 <= number <= MOST_INSTALMENTS:
        raise BadRequest(
            Words(
                f"instalments: isi 1 sampai {MOST_INSTALMENTS} termin.",
                f"instalments: give 1 to {MOST_INSTALMENTS} instalments.",
            )
        )
    plans = parameter(FILE, "instalments", _plans).on(registered)
    shares = plans.value.get(number, (1,) * number)
    percents = " + ".join(f"{weight} %" for weight in shares) if number in plans.value else f"{number} × 1/{number}"
    return Instalments(
        split(total, shares),
        plans.citation,
        Words(
            f"Termin {percents}; tiap termin dibulatkan ke bawah, sisanya pada termin terakhir. Lunas sebelum proyek "
            "selesai.",
            f"Instalments of {percents}; each is rounded down, the last takes what remains. To be paid in full before "
            "the project ends.",
        ),
        () if number in plans.value else (_OTHER_PLAN,),
    )


def covid_remaining(unpaid: Rupiah, month: Month) -> Rupiah:
    """What is still to be paid of `unpaid` (rupiah) of a project registered before August 2020: 1 % of it.

    Raises NotInForce outside 2020-08 to 2021-01. Source: PP 49/2020 Pasal 13.
    """
    return share(unpaid, parameter(FILE, "covid_remaining", integer).on(month.first_day).value)


def registration_deadline(work_order: date) -> date:
    """The last day to register a project: 14 working days after the work order. Raises NotInForce before 2015-07.

    Source: Permenaker 44/2015 Pasal 3.
    """
    days = parameter(FILE, "registration_working_days", integer).on(work_order).value
    return calendar().working_days_after(work_order, days)


_OTHER_PLAN = Words(
    "rencana resmi adalah tiga termin 50, 25 dan 25 persen; jumlah termin lain dibagi sama rata dan perlu disepakati "
    "dengan kantor cabang.",
    "the official plan is three instalments of 50, 25 and 25 percent; any other number is divided equally and has to "
    "be agreed with the branch office.",
)


def _on_tiers(value: Rupiah, tiers: Sequence[Tier]) -> int:
    """The contribution in millionths of a rupiah, exact."""
    tops = [tier.above for tier in tiers[1:]] + [value]
    return sum(
        (min(value, top) - tier.above) * tier.rate for tier, top in zip(tiers, tops, strict=True) if value > tier.above
    )


def _tier_words(value: Rupiah, tiers: Sequence[Tier]) -> Words:
    last = max((tier for tier in tiers if tier.above < value), key=lambda tier: tier.above, default=tiers[0])
    if last.above == 0:
        rate = last.rate
        return Words(
            f"{percent_text(rate, 'id')} dari nilai kontrak", f"{percent_text(rate, 'en')} of the contract value"
        )
    below = half_up(_on_tiers(last.above, tiers), WHOLE)
    return Words(
        f"Rp{grouped(below, 'id')} + {percent_text(last.rate, 'id')} dari nilai di atas Rp{grouped(last.above, 'id')}",
        f"Rp{grouped(below, 'en')} + {percent_text(last.rate, 'en')} of the value above Rp{grouped(last.above, 'en')}",
    )


def _tiers(value: object) -> Mapping[str, tuple[Tier, ...]]:
    found = {}
    for programme, rows in mapping(value).items():
        tiers = tuple(Tier(*(integer(number) for number in sequence(row))) for row in sequence(rows))
        if tiers[0].above != 0 or list(tiers) != sorted(tiers, key=lambda tier: tier.above):
            raise LawFileError("tiers must begin at 0 and rise")
        found[programme] = tiers
    return MappingProxyType(found)


def _plans(value: object) -> Mapping[int, tuple[int, ...]]:
    if not isinstance(value, Mapping):
        raise LawFileError(f"expected plans by number of instalments, found {value!r}")
    plans = {integer(number): tuple(integer(part) for part in sequence(parts)) for number, parts in value.items()}
    if any(len(parts) != number for number, parts in plans.items()):
        raise LawFileError("a plan needs one share per instalment")
    return MappingProxyType(plans)


def tiers_on(registered: date) -> Dated[Mapping[str, tuple[Tier, ...]]]:
    """The tiers in force on `registered`, by programme. Raises NotInForce."""
    return parameter(FILE, "value_tiers", _tiers).on(registered)
