"""What is owed for a month and by whom: the law of each segment, the columns of a bill, and the case of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ayomi.core.law import own_account, relief, wage_earner
from ayomi.core.law.book import integer, parameter
from ayomi.core.law.dated import Dated
from ayomi.core.law.language import Fact, OneRow, value_of
from ayomi.core.law.own_account import OwnAccountLaw, own_account_law
from ayomi.core.law.terms import Payer, Programme
from ayomi.core.law.wage_earner import WageEarnerLaw, wage_earner_law
from ayomi.core.money import Rupiah
from ayomi.core.periods import Month

MonthlySegment: TypeAlias = Literal["wage_earner", "own_account"]
Law: TypeAlias = WageEarnerLaw | OwnAccountLaw

INCOME: dict[MonthlySegment, str] = {"wage_earner": "wage", "own_account": "income"}
"""The column that holds what a person earns in the month, in rupiah."""


@dataclass(frozen=True, slots=True)
class BilledColumn:
    """One column of amounts that are billed: for which programme, borne by whom, computed on which base column."""

    column: str
    programme: Programme
    payer: Payer
    base: str


BILLED: dict[MonthlySegment, tuple[BilledColumn, ...]] = {
    "wage_earner": (
        BilledColumn("jkk", "jkk", "employer", "base"),
        BilledColumn("jkm", "jkm", "employer", "base"),
        BilledColumn("jht_employer", "jht", "employer", "base"),
        BilledColumn("jht_worker", "jht", "worker", "base"),
        BilledColumn("jp_employer", "jp", "employer", "base_jp"),
        BilledColumn("jp_worker", "jp", "worker", "base_jp"),
        BilledColumn("jpk", "jpk", "employer", "base_jpk"),
    ),
    "own_account": (
        BilledColumn("jkk", "jkk", "self", "base"),
        BilledColumn("jkm", "jkm", "self", "base"),
        BilledColumn("jht", "jht", "self", "base"),
        BilledColumn("jpk", "jpk", "self", "base"),
    ),
}
"""The amounts of a bill. Everything else (`jkp_*`) is bookkeeping between programmes and is never billed."""


def law_of(segment: MonthlySegment, month: Month) -> Law:
    """The law of `month` for `segment`. Raises NotInForce."""
    return wage_earner_law(month) if segment == "wage_earner" else own_account_law(month)


def default_programmes(segment: MonthlySegment, month: Month) -> tuple[Programme, ...]:
    """What the law of `month` gives when nothing was chosen. Raises NotInForce.

    Wage earners: the programmes of an ordinary large employer, and so no answer for a month whose pension ceiling is
    not known yet. Own-account workers: the legal minimum, JKK and JKM.
    """
    law = law_of(segment, month)
    if segment == "own_account":
        return ("jkk", "jkm")
    if parameter(wage_earner.FILE, "jp_worker", integer).find(month.first_day):
        parameter(wage_earner.FILE, "jp_ceiling", integer).on(month.first_day)
    return law.programmes


def assess_one(segment: MonthlySegment, month: Month, person: Mapping[str, Fact]) -> tuple[bool, dict[str, Rupiah]]:
    """Whether the month's relief applies to one person, and the amounts by column, as `contributions.assess` gives.

    `person` holds `wage` and `risk` or `income`, `family`, a truth value for each programme in force, and the facts
    of `relief.FACTS_OF[segment]`, None where not given; all checked before. Raises NotInForce.
    """
    law = law_of(segment, month)
    relieved = bool(value_of(relief.conditions(segment, month, OneRow(person))))
    row = {**person, "relief": relieved}
    if isinstance(law, WageEarnerLaw):
        found = wage_earner.amounts(law, OneRow(row))
    else:
        base = own_account.base_of(law, OneRow(row))
        found = own_account.amounts(law, OneRow({**row, "base": value_of(base)})) | {"base": base}
    values = {name: value_of(amount) for name, amount in found.items()}
    return relieved, {name: value for name, value in values.items() if isinstance(value, int)}


def sources_of(law: Law) -> dict[str, tuple[Dated[object], ...]]:
    """For each amount column, the dated values of the law it is made of."""
    return wage_earner.sources(law) if isinstance(law, WageEarnerLaw) else own_account.sources(law)
