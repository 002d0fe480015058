"""Contributions of wage earners: one month, one law, many people.

The law of a month is resolved once into `WageEarnerLaw`; the formulas are whole-number expressions, written once for
columns and for one person (see `language`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.dated import Dated
from ayomi.core.law.language import Language
from ayomi.core.law.relief import Relief, of_wage_earners
from ayomi.core.law.scope import by_risk
from ayomi.core.law.terms import Programme, Risk
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, half_up
from ayomi.core.periods import Month

if TYPE_CHECKING:
    import narwhals as nw

FILE = "wage_earner.yaml"


@dataclass(frozen=True, slots=True)
class Pension:
    employer: Dated[PartsPerMillion]
    worker: Dated[PartsPerMillion]
    ceiling: Dated[Rupiah]


@dataclass(frozen=True, slots=True)
class HealthCare:
    single: Dated[PartsPerMillion]
    family: Dated[PartsPerMillion]
    ceiling: Dated[Rupiah]


@dataclass(frozen=True, slots=True)
class Unemployment:
    """Nothing is billed: the State pays its share, the rest is taken out of JKK and JKM."""

    government: Dated[PartsPerMillion]
    from_jkk: Dated[PartsPerMillion]
    from_jkm: Dated[PartsPerMillion]
    ceiling: Dated[Rupiah]


@dataclass(frozen=True, slots=True)
class WageEarnerLaw:
    """Everything the law says about the contributions of wage earners for one month."""

    month: Month
    jkk: Dated[Mapping[Risk, PartsPerMillion]]
    jkm: Dated[PartsPerMillion]
    jht_employer: Dated[PartsPerMillion]
    jht_worker: Dated[PartsPerMillion]
    jp: Pension | None
    jkp: Unemployment | None
    jpk: HealthCare | None
    relief: Relief | None

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes in force, which are also those of an ordinary large employer."""
        optional: tuple[tuple[Programme, object], ...] = (("jp", self.jp), ("jpk", self.jpk), ("jkp", self.jkp))
        return ("jkk", "jkm", "jht", *(name for name, part in optional if part is not None))


@lru_cache(maxsize=512)
def wage_earner_law(month: Month) -> WageEarnerLaw:
    """The law of `month` (1993-07 onwards); its pension is None before 2015-07 and where no ceiling is known yet.

    Raises NotInForce before 1993-07.
    """
    on = month.first_day

    def number(name: str) -> Dated[int]:
        return parameter(FILE, name, integer).on(on)

    jkk = parameter(FILE, "jkk", by_risk).on(on)
    has_pension = parameter(FILE, "jp_ceiling", integer).find(on) is not None
    has_health_care = parameter(FILE, "jpk_single", integer).find(on) is not None
    has_unemployment = parameter(FILE, "jkp_government", integer).find(on) is not None
    return WageEarnerLaw(
        month=month,
        jkk=jkk,
        jkm=number("jkm"),
        jht_employer=number("jht_employer"),
        jht_worker=number("jht_worker"),
        jp=Pension(number("jp_employer"), number("jp_worker"), number("jp_ceiling")) if has_pension else None,
        jkp=Unemployment(
            number("jkp_government"), number("jkp_from_jkk"), number("jkp_from_jkm"), number("jkp_ceiling")
        )
        if has_unemployment
        else None,
        jpk=HealthCare(number("jpk_single"), number("jpk_family"), number("jpk_ceiling")) if has_health_care else None,
        relief=of_wage_earners(month),
    )


def half_up_part(base: "nw.Expr", rate: "nw.Expr | PartsPerMillion") -> "nw.Expr":
    """`base` (rupiah, zero or more) times `rate` (ppm), rounded half up to the whole rupiah, per row."""
    return (base * rate + WHOLE // 2) // WHOLE


def only_if(on: Language, flag: str, amount: "nw.Expr") -> "nw.Expr":
    """`amount` where the truth column `flag` holds, else 0, as a 64-bit integer."""
    return on.whole(on.choose(on.column(flag), amount, on.number(0)))


def capped(on: Language, amount: "nw.Expr", ceiling: Rupiah) -> "nw.Expr":
    """`amount`, at most `ceiling`, per row."""
    return on.choose(amount > ceiling, on.number(ceiling), amount)


def amounts(law: WageEarnerLaw, on: Language) -> "dict[str, nw.Expr]":
    """Expressions of every amount and base, by name, in the language `on`.

    Reads `wage` (rupiah), `risk`, `relief` (truth) and one truth column for each programme in force, and `family`
    while JPK is; all amounts are Int64 rupiah. JKP is never part of a bill.
    """
    wage = on.whole(on.column("wage"))
    jkk_full = half_up_part(wage, _rate_of_risk(on, law.jkk.value))
    jkm_full = half_up_part(wage, law.jkm.value)
    jkk, jkm = jkk_full, jkm_full
    if law.relief:
        kept = {risk: law.relief.kept("jkk", rate) for risk, rate in law.jkk.value.items()}
        relieved = on.column("relief")
        jkk = on.choose(relieved, half_up_part(wage, _rate_of_risk(on, kept)), jkk_full)
        jkm = on.choose(relieved, half_up_part(wage, law.relief.kept("jkm", law.jkm.value)), jkm_full)
    return {
        "jkk": only_if(on, "jkk", jkk),
        "jkm": only_if(on, "jkm", jkm),
        "jht_employer": only_if(on, "jht", half_up_part(wage, law.jht_employer.value)),
        "jht_worker": only_if(on, "jht", half_up_part(wage, law.jht_worker.value)),
        **_pension(law, on, wage),
        **_health_care(law, on, wage),
        **_unemployment(law, on, wage),
        "relief": only_if(on, "jkk", jkk_full - jkk) + only_if(on, "jkm", jkm_full - jkm),
        "base": wage,
    }


def _rate_of_risk(on: Language, rates: Mapping[Risk, PartsPerMillion]) -> "nw.Expr":
    *others, last = rates.items()
    rate_of = on.number(last[1])
    for risk, rate in others:
        rate_of = on.choose(on.column("risk") == risk, on.number(rate), rate_of)
    return rate_of


def _pension(law: WageEarnerLaw, on: Language, wage: "nw.Expr") -> "dict[str, nw.Expr]":
    if law.jp is None:
        return _nothing(on, "jp_employer", "jp_worker", "base_jp")
    base = capped(on, wage, law.jp.ceiling.value)
    return {
        "jp_employer": only_if(on, "jp", half_up_part(base, law.jp.employer.value)),
        "jp_worker": only_if(on, "jp", half_up_part(base, law.jp.worker.value)),
        "base_jp": only_if(on, "jp", base),
    }


def _health_care(law: WageEarnerLaw, on: Language, wage: "nw.Expr") -> "dict[str, nw.Expr]":
    if law.jpk is None:
        return _nothing(on, "jpk", "base_jpk")
    base = capped(on, wage, law.jpk.ceiling.value)
    family, single = half_up_part(base, law.jpk.family.value), half_up_part(base, law.jpk.single.value)
    amount = on.choose(on.column("family"), family, single)
    return {"jpk": only_if(on, "jpk", amount), "base_jpk": only_if(on, "jpk", base)}


def _unemployment(law: WageEarnerLaw, on: Language, wage: "nw.Expr") -> "dict[str, nw.Expr]":
    if law.jkp is None:
        return _nothing(on, "jkp_government", "jkp_from_jkk", "jkp_from_jkm", "base_jkp")
    base = capped(on, wage, law.jkp.ceiling.value)
    from_jkk = half_up_part(base, law.jkp.from_jkk.value)
    if law.relief and law.relief.very_low:
        # The halved contribution of the lowest class is smaller than the usual share, so all of it goes to JKP.
        smaller = half_up_part(base, law.relief.very_low.value)
        from_jkk = on.choose(on.column("relief") & (on.column("risk") == "very_low"), smaller, from_jkk)
    return {
        "jkp_government": only_if(on, "jkp", half_up_part(base, law.jkp.government.value)),
        "jkp_from_jkk": only_if(on, "jkp", from_jkk),
        "jkp_from_jkm": only_if(on, "jkp", half_up_part(base, law.jkp.from_jkm.value)),
        "base_jkp": only_if(on, "jkp", base),
    }


def _nothing(on: Language, *names: str) -> "dict[str, nw.Expr]":
    return {name: on.number(0) for name in names}


def monthly_from_daily(daily_wage: Rupiah, month: Month) -> Rupiah:
    """The monthly wage of someone paid by the day: daily wage x 25 since 2015-07, x 30 before (uncertain)."""
    return daily_wage * parameter(FILE, "daily_wage_days", integer).on(month.first_day).value


def monthly_from_pieces(earned: list[Rupiah], month: Month, *, weather_bound: bool) -> Rupiah:
    """The monthly wage of a piece worker: the mean of the last 3 months, of 12 where work depends on the weather.

    `earned` holds the earnings of each month, newest last; only as many as the law asks for are read, and a worker
    with fewer months is averaged over those. Rounded half up. Raises ValueError when `earned` is empty.
    """
    if not earned:
        raise ValueError("no month of earnings to average")
    months = parameter(FILE, "piece_work_months", integers).on(month.first_day).value
    last = earned[-months["weather" if weather_bound else "piece"] :]
    return half_up(sum(last), len(last))


def sources(law: WageEarnerLaw) -> dict[str, tuple[Dated[object], ...]]:
    """For each amount column of `amounts`, the dated values of the law it is made of."""
    found: dict[str, tuple[Dated[object], ...]] = {
        "jkk": (law.jkk,),
        "jkm": (law.jkm,),
        "jht_employer": (law.jht_employer,),
        "jht_worker": (law.jht_worker,),
    }
    if law.jp:
        found |= {"jp_employer": (law.jp.employer, law.jp.ceiling), "jp_worker": (law.jp.worker, law.jp.ceiling)}
    if law.jpk:
        found["jpk"] = (law.jpk.single, law.jpk.family, law.jpk.ceiling)
    if law.jkp:
        found |= {
            "jkp_government": (law.jkp.government, law.jkp.ceiling),
            "jkp_from_jkk": (law.jkp.from_jkk, law.jkp.ceiling),
            "jkp_from_jkm": (law.jkp.from_jkm, law.jkp.ceiling),
        }
    return found
