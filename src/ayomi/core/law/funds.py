"""The law around loans, grants and agents: classes by days late, caps of housing loans, the credit gate, agents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import integer, integers, mapping, only, parameter, sequence
from ayomi.core.law.citation import Words
from ayomi.core.law.dated import Dated, Parameter
from ayomi.core.law.errors import NotEligible
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, half_up, rupiah_text, share

LoanClass: TypeAlias = Literal["lancar", "kurang_lancar", "diragukan", "macet"]
HousingProduct: TypeAlias = Literal["KPR", "PUMP", "PRP", "FPPP"]
CreditProduct: TypeAlias = Literal["super_mikro", "mikro", "kecil", "khusus"]

CLASSES: tuple[LoanClass, ...] = get_args(LoanClass)
HOUSING_PRODUCTS: tuple[HousingProduct, ...] = get_args(HousingProduct)
CREDIT_PRODUCTS: tuple[CreditProduct, ...] = get_args(CreditProduct)
FILE = "funds.yaml"

CLASS_WORDS: dict[LoanClass, Words] = {
    "lancar": Words("lancar", "current"),
    "kurang_lancar": Words("kurang lancar", "substandard"),
    "diragukan": Words("diragukan", "doubtful"),
    "macet": Words("macet", "loss"),
}


def class_limits() -> Dated[Mapping[str, int]]:
    """The last day late of each class but `macet`, by the newest rule."""
    return parameter(FILE, "collectability", integers).values[-1]


def class_of(days_late: int) -> LoanClass:
    """The class of a loan by days past due: 0-30, 31-180, 181-270, over 270. Source: PER-05/MBU/2007."""
    limits = class_limits().value
    return next((name for name in CLASSES[:-1] if days_late <= limits[name]), "macet")


def collectability_score(outstanding: Mapping[str, Rupiah], day: date) -> tuple[PartsPerMillion, int]:
    """Weighted average (ppm) of what is outstanding by class on `day`, and its score 0 to 3. (WHOLE, 3) for nothing.

    Source: KEP-100/MBU/2002.
    """
    weights = parameter(FILE, "class_weight", integers).on(day).value
    total = sum(outstanding.values())
    rate = half_up(sum(amount * weights[name] for name, amount in outstanding.items()), total) if total else WHOLE
    return rate, _score("collectability", rate, day)


def disbursement_score(paid_out: Rupiah, available: Rupiah, day: date) -> tuple[PartsPerMillion, int]:
    """What was paid out of what was available on `day` (ppm), and its score 0 to 3. Source: KEP-100/MBU/2002."""
    rate = half_up(paid_out * WHOLE, available) if available else 0
    return rate, _score("disbursement", rate, day)


def _score(measure: str, rate: PartsPerMillion, day: date) -> int:
    limits = parameter(FILE, "performance", integers).on(day).value
    return next((score for score in (3, 2, 1) if rate > limits[f"{measure}_{score}"]), 0)


def profit_share(day: date) -> Dated[Mapping[str, int]]:
    """Most of the profit (ppm) for partnership loans and for community grants. Raises NotInForce outside 2003-2013."""
    return parameter(FILE, "profit_share", integers).on(day)


def small_business(day: date) -> Dated[Mapping[str, int]]:
    """Most net assets or else yearly sales of a business that may borrow. Raises NotInForce before 1995."""
    return parameter(FILE, "small_business", integers).on(day)


def partnership_fee(day: date) -> Dated[int]:
    """The yearly fee of a partnership loan made on `day`, ppm. Raises NotInForce before April 2007."""
    return parameter(FILE, "partnership_fee", integer).on(day)


@dataclass(frozen=True, slots=True)
class HousingRule:
    """One product's limits: `steps` of (wage from, cap), or a `share` (ppm) of the cost plan."""

    years: int
    member_years: int
    wage_limit: Rupiah | None
    steps: tuple[tuple[Rupiah, Rupiah], ...]
    share: PartsPerMillion | None


def housing_rule(value: object) -> HousingRule:
    """The limits as they stand in the parameters' file, or LawFileError."""
    row = only(mapping(value), required=("years",), optional=("member_years", "wage_limit", "steps", "share"))
    steps = tuple(
        (integer(step["wage"]), integer(step["cap"]))
        for step in (only(mapping(each), required=("wage", "cap")) for each in sequence(row.get("steps", [])))
    )
    limit, part = row.get("wage_limit"), row.get("share")
    return HousingRule(
        integer(row["years"]), integer(row.get("member_years", 0)), None if limit is None else integer(limit), steps,
        None if part is None else integer(part),
    )  # fmt: skip


def housing_parameter(product: HousingProduct) -> Parameter[HousingRule]:
    """The limits of one housing product through time."""
    return parameter(FILE, f"housing_{product}", housing_rule)


def housing_cap(product: HousingProduct, day: date, *, wage: Rupiah, member_years: int) -> Rupiah | None:
    """The largest loan to a member of that wage; None where the law gives a share of costs instead of a sum.

    Raises NotInForce, and NotEligible for too short a membership or too high a wage.
    """
    found = housing_parameter(product).on(day)
    rule, name = found.value, housing_parameter(product).name
    if member_years < rule.member_years:
        raise NotEligible(
            Words(
                f"{name.id}: baru boleh setelah menjadi peserta {rule.member_years} tahun ({found.citation.text}).",
                f"{name.en}: only after {rule.member_years} year(s) of membership ({found.citation.english}).",
            )
        )
    if rule.wage_limit is not None and wage > rule.wage_limit:
        raise NotEligible(
            Words(
                f"{name.id}: hanya untuk upah sampai {rupiah_text(rule.wage_limit, 'id')} sebulan.",
                f"{name.en}: only for wages up to {rupiah_text(rule.wage_limit, 'en')} a month.",
            )
        )
    return max((cap for least, cap in rule.steps if wage >= least), default=None)


@dataclass(frozen=True, slots=True)
class CreditGate:
    """Whether membership is required, above which sum of the product (None: voluntary), on whose word."""

    required: bool
    above: Rupiah | None
    rule: Dated[Mapping[str, int]]


def credit_gate(product: CreditProduct, amount: Rupiah, day: date) -> CreditGate:
    """Whether a KUR debtor must be a member. Raises NotInForce before 2023.

    Source: Permenko 1/2023 Pasal 26 ayat (8), 35 ayat (11).
    """
    rule = parameter(FILE, "credit_gate", integers).on(day)
    above = MappingProxyType(dict(rule.value)).get(product)
    return CreditGate(above is not None and amount > above, above, rule)


@dataclass(frozen=True, slots=True)
class AgentFee:
    """Pay of an agent for one month (rupiah)."""

    commission: Rupiah
    incentive: Rupiah
    rule: Dated[Mapping[str, int]]

    @property
    def total(self) -> Rupiah:
        return self.commission + self.incentive


def agent_fee(collected: Rupiah, new_members: int) -> AgentFee:
    """7.5 % of the contributions collected in a month, rounded half up, and a sum for at least 50 new members."""
    rule = parameter(FILE, "agent_fee", integers).values[-1]
    earned = new_members >= rule.value["new_members"]
    return AgentFee(share(collected, rule.value["commission"]), rule.value["incentive"] if earned else 0, rule)
