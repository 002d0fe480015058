"""Who must have which programmes, until which age, and how long cover outlives unpaid contributions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ayomi.core.law.book import integer, integers, mapping, only, parameter, strings
from ayomi.core.law.citation import Citation
from ayomi.core.law.scope import programmes_in_force
from ayomi.core.law.terms import PROGRAMMES, SCALES, Programme, Scale
from ayomi.core.money import Rupiah
from ayomi.core.periods import Month, add_months

FILE = "membership.yaml"


@dataclass(frozen=True, slots=True)
class Prescribed:
    """The programmes a firm must have; others may be added."""

    programmes: tuple[Programme, ...]
    citation: Citation


def prescribed_programmes(scale: Scale, month: Month) -> Prescribed:
    """The programmes a firm of that size must have. Raises NotInForce before 2015-07. Source: Perpres 109/2013 Pasal 6.

    JKP is not among them: it follows by itself from `unemployment_cover`.
    """
    rule = parameter(FILE, "prescribed", _by_scale).on(month.first_day)
    return Prescribed(rule.value[scale], rule.citation)


def unemployment_cover(scale: Scale, programmes: frozenset[Programme], month: Month) -> bool:
    """Whether a worker with `programmes` in a firm of that size is in JKP, as far as programmes decide.

    She must also be Indonesian, under 54 at enrolment, and in the national health insurance. False before 2021-02.
    Source: PP 37/2021 Pasal 4, PP 6/2025 Pasal 4.
    """
    if "jkp" not in programmes_in_force("wage_earner", month):
        return False
    return set(parameter(FILE, "unemployment_needs", _by_scale).on(month.first_day).value[scale]) <= programmes


def scale_of_firm(on: date, *, capital: Rupiah | None = None, yearly_sales: Rupiah | None = None) -> Scale:
    """The size of a firm by own capital (without land and buildings), else by yearly sales, in rupiah.

    Raises ValueError unless exactly one is given, and NotInForce before 2021-02-02. Source: PP 7/2021 Pasal 35.
    """
    if (capital is None) == (yearly_sales is None):
        raise ValueError("give either the capital or the yearly sales of the firm")
    limits = parameter(FILE, "scale", _limits).on(on).value["sales" if capital is None else "capital"]
    amount = yearly_sales if capital is None else capital
    return next((scale for scale in SCALES if amount is not None and amount <= limits.get(scale, amount)), "large")


def was_obliged_employer(workers: int, monthly_payroll: Rupiah, month: Month) -> bool:
    """Whether an employer had to join Jamsostek: 10 workers, or a payroll of Rp1,000,000 a month.

    Raises NotInForce outside 1993-07 to 2015-06. Source: PP 14/1993 Pasal 2.
    """
    least = parameter(FILE, "obliged_employer", integers).on(month.first_day).value
    return workers >= least["workers"] or monthly_payroll >= least["payroll"]


def may_enrol(born: date, on: date, *, as_: str) -> bool:
    """Whether someone born on `born` is young enough to enrol on `on`; `as_` is `own_account` or `jkp`.

    Own-account workers up to 55 (TK-LHK), under 65 (BPU); JKP under 54. Raises NotInForce, and KeyError for another
    name or a time when that one had no limit.
    """
    limit = parameter(FILE, "age_limits", integers).on(on).value[as_]
    return on < add_months(born, limit * 12)


@dataclass(frozen=True, slots=True)
class Grace:
    """What arrears do to cover: within `months` consecutive months it stands, though cash may wait for payment."""

    months: int
    citation: Citation

    def covers(self, months_in_arrears: int) -> bool:
        return months_in_arrears <= self.months


def grace(segment: str, month: Month) -> Grace:
    """The grace period of `segment` (`wage_earner` or `own_account`): 3 months. Raises NotInForce before 2015-07.

    Beyond it the employer of a wage earner pays benefits first; an own-account worker has no right to them.
    Source: PP 44/2015 Pasal 38-42.
    """
    rule = parameter(FILE, "grace_months", integers).on(month.first_day)
    return Grace(rule.value[segment], rule.citation)


def _by_scale(value: object) -> Mapping[str, tuple[Programme, ...]]:
    row = only(mapping(value), required=SCALES)
    known: dict[str, Programme] = {programme: programme for programme in PROGRAMMES}
    return MappingProxyType({scale: tuple(known[name] for name in strings(row[scale])) for scale in SCALES})


def _limits(value: object) -> Mapping[str, Mapping[str, int]]:
    row = only(mapping(value), required=("capital", "sales"))
    limits = {name: integers(row[name]) for name in ("capital", "sales")}
    for amounts in limits.values():
        for scale in ("micro", "small", "medium"):
            integer(amounts[scale])
    return MappingProxyType(limits)
