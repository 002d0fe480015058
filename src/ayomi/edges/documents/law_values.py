"""The values of the law's parameters in words a reader can check against the text of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Final

from ayomi.core.law.book import integer, integers, mapping, sequence, strings
from ayomi.core.law.credit import asked
from ayomi.core.law.funds import housing_rule
from ayomi.core.law.terms import RISK_WORDS, SCALES, Risk
from ayomi.core.money import grouped, percent_text, rupiah_text
from ayomi.core.periods import day_text
from ayomi.edges.documents.law_values_benefits import BENEFITS_SAID

Said = Callable[[object], str]

INDUSTRIES: Final[Mapping[str, str]] = {
    "food_beverage_tobacco": "food, beverages and tobacco",
    "textile_garment": "textiles and garments",
    "leather": "leather and leather goods",
    "footwear": "footwear",
    "toys": "toys",
    "furniture": "furniture",
}


def _rate(value: object, of: str = "of the wage") -> str:
    return f"{percent_text(integer(value), 'en')} {of}"


def _rates(value: object, of: str = "") -> str:
    return _listed((f"{_name(key)} {percent_text(rate, 'en')}" for key, rate in integers(value).items()), of)


def _listed(parts: Iterable[str], of: str = "") -> str:
    return ", ".join(parts) + (f" {of}" if of else "")


def _name(key: str) -> str:
    """A key of a value as people write it: `jkk` as `JKK`, `wage_earner` as `wage earner`."""
    return key.upper() if key in ("jkk", "jkm", "jht", "jp", "jkp", "jpk") else key.replace("_", " ")


def _risks(value: object) -> str:
    words: dict[str, str] = {risk: RISK_WORDS[risk].en for risk in RISK_WORDS}
    named = ((words[_risk(key)], rate) for key, rate in integers(value).items())
    return _listed((f"{word} {percent_text(rate, 'en')}" for word, rate in named), "of the wage")


def _risk(key: str) -> Risk:
    known: dict[str, Risk] = {risk: risk for risk in RISK_WORDS}
    return known[key]


def _sum(value: object, of: str = "a month") -> str:
    return f"{rupiah_text(integer(value), 'en')} {of}"


def _count(value: object, of: str) -> str:
    return f"{grouped(integer(value), 'en')} {of}"


def _day(value: object, before: str) -> str:
    if not isinstance(value, date):
        raise ValueError(f"expected a day, found {value!r}")
    return f"{before} {day_text(value, 'en')}"


def _month(value: object, before: str) -> str:
    """The month of a value that is written as its first day."""
    return _day(value, before).replace(" 1 ", " ", 1)


def _tiers(value: object) -> str:
    programmes = []
    for key, tiers in mapping(value).items():
        name = "JKK and JKM together" if key == "jkk_jkm" else _name(key)
        steps = (
            f"{percent_text(integer(rate), 'en')} above {rupiah_text(integer(above), 'en')}"
            for above, rate in map(sequence, sequence(tiers))
        )
        programmes.append(f"{name}: {', '.join(steps)}")
    return "<br>".join(programmes)


def _plans(value: object) -> str:
    if not isinstance(value, Mapping):
        raise ValueError(f"expected plans by number of instalments, found {value!r}")
    shares = (" + ".join(f"{integer(part)}%" for part in sequence(parts)) for parts in value.values())
    return _listed(f"{number}: {plan}" for number, plan in zip(value, shares, strict=True))


def _packages(value: object) -> str:
    rows = mapping(value)
    packages = rows["packages"]
    if not isinstance(packages, Mapping):
        raise ValueError(f"expected packages by months, found {packages!r}")
    listed = [f"{months} months {rupiah_text(integer(amount), 'en')}" for months, amount in packages.items()]
    listed.append(f"each month beyond {rupiah_text(integer(rows['extra_month']), 'en')}")
    listed.append(f"before placement {rupiah_text(integer(rows['before_placement']), 'en')}")
    return _listed(listed)


def _choices(value: object) -> str:
    return _listed((rupiah_text(integer(amount), "en") for amount in sequence(value)), "a month")


def _covid(value: object) -> str:
    rule = integers(value)
    return (
        f"{percent_text(rule['keep'], 'en')} of JKK and JKM is paid; "
        f"new members pay {rule['new_member_full_months']} months in full first"
    )


def _pension(value: object) -> str:
    rule = mapping(value)
    return (
        f"{percent_text(integer(rule['pay_now']), 'en')} is paid in time, the rest from "
        f"{_day(rule['first_by'], '').strip()} to {_day(rule['all_by'], '').strip()}"
    )


def _labour(value: object) -> str:
    rule = integers(value)
    kept = percent_text(rule["keep"], "en")
    return f"{kept} of JKK is paid by firms with {rule['least_workers']} active members or more"


def _industries(value: object) -> str:
    return _listed(INDUSTRIES[name] for name in strings(value))


def _named(value: object) -> str:
    return _listed(_name(each) for each in strings(value))


def _due(value: object) -> str:
    rule = mapping(value)
    months, day = integer(rule["months_ahead"]), integer(rule["day"])
    month = "the same month" if months == 0 else "the following month" if months == 1 else f"{months} months later"
    moved = "; on a day off, the next working day" if rule["next_working_day"] else "; a day off does not move it"
    return f"day {day} of {month}{moved}"


def _fines(value: object) -> str:
    rates = integers(value).items()
    return _listed(f"{_name(key)} {percent_text(rate, 'en') if rate else 'none'}" for key, rate in rates)


def _programmes(value: object) -> str:
    rows = mapping(value)
    return "; ".join(f"{scale}: {', '.join(_name(name) for name in strings(rows[scale]))}" for scale in SCALES)


def _limits(value: object) -> str:
    rows = mapping(value)
    named = {"capital": "own capital", "sales": "or yearly sales"}

    def steps(key: str) -> str:
        return _listed(f"{scale} up to {rupiah_text(limit, 'en')}" for scale, limit in integers(rows[key]).items())

    return "; ".join(f"{words} {steps(key)}" for key, words in named.items()) + "; above that large"


def _numbers(value: object, of: str) -> str:
    return _listed((f"{_name(key)} {grouped(number, 'en')}" for key, number in integers(value).items()), of)


def _obliged(value: object) -> str:
    rule = integers(value)
    return f"{rule['workers']} workers or more, or a payroll of {rupiah_text(rule['payroll'], 'en')} a month or more"


_OF_BASE: Final = "of the base of the band"
_OF_INCOME: Final = "of the chosen income"


def _sums(value: object, before: str = "up to") -> str:
    return _listed(f"{_name(key)} {before} {rupiah_text(amount, 'en')}" for key, amount in integers(value).items())


def _housing(value: object) -> str:
    rule = housing_rule(value)
    ending = f"{rule.years} years"
    if rule.share is not None:
        return f"{percent_text(rule.share, 'en')} of the cost plan, {ending}"
    caps = _listed(
        f"up to {rupiah_text(cap, 'en')}" + (f" for wages from {rupiah_text(wage, 'en')}" if wage else "")
        for wage, cap in rule.steps
    )
    limit = f", wages up to {rupiah_text(rule.wage_limit, 'en')}" if rule.wage_limit is not None else ""
    return f"{caps}, {ending}{limit}, after {rule.member_years} years of membership"


def _asked(value: object) -> str:
    programmes, above = asked(value)
    named = ", ".join(_name(each) for each in programmes)
    return f"{named}; " + ("voluntary" if above is None else f"required above {rupiah_text(above, 'en')}")


def _agent(value: object) -> str:
    rule = integers(value)
    return (
        f"{percent_text(rule['commission'], 'en')} of what is collected, and {rupiah_text(rule['incentive'], 'en')} a "
        f"month from {rule['new_members']} new members on"
    )


SAID: Final[Mapping[tuple[str, str], Said]] = {
    ("wage_earner.yaml", "jkk"): _risks,
    ("wage_earner.yaml", "jkm"): _rate,
    ("wage_earner.yaml", "jht_employer"): partial(_rate, of="of the wage, paid by the employer"),
    ("wage_earner.yaml", "jht_worker"): partial(_rate, of="of the wage, paid by the worker"),
    ("wage_earner.yaml", "jp_employer"): partial(_rate, of="of the wage up to the ceiling, paid by the employer"),
    ("wage_earner.yaml", "jp_worker"): partial(_rate, of="of the wage up to the ceiling, paid by the worker"),
    ("wage_earner.yaml", "jp_ceiling"): _sum,
    ("wage_earner.yaml", "jpk_single"): partial(_rate, of="of the wage up to the ceiling, single"),
    ("wage_earner.yaml", "jpk_family"): partial(_rate, of="of the wage up to the ceiling, with family"),
    ("wage_earner.yaml", "jpk_ceiling"): _sum,
    ("wage_earner.yaml", "jkp_government"): partial(_rate, of="of the wage up to the ceiling, paid by the State"),
    ("wage_earner.yaml", "jkp_from_jkk"): partial(_rate, of="of the wage up to the ceiling, out of JKK"),
    ("wage_earner.yaml", "jkp_from_jkm"): partial(_rate, of="of the wage up to the ceiling, out of JKM"),
    ("wage_earner.yaml", "jkp_ceiling"): _sum,
    ("wage_earner.yaml", "daily_wage_days"): partial(_count, of="times the daily wage"),
    ("wage_earner.yaml", "piece_work_months"): partial(_numbers, of="months"),
    ("own_account.yaml", "lhk_rates"): partial(_rates, of=_OF_INCOME),
    ("own_account.yaml", "lhk_jpk_rates"): partial(_rates, of=_OF_INCOME),
    ("own_account.yaml", "bands"): lambda value: f"{len(sequence(value))} bands, listed below",
    ("own_account.yaml", "jkk"): partial(_rate, of=_OF_BASE),
    ("own_account.yaml", "jkm"): _sum,
    ("own_account.yaml", "jht"): partial(_rate, of=_OF_BASE),
    ("construction.yaml", "value_tiers"): _tiers,
    ("construction.yaml", "wage_rates"): partial(_rates, of="of the wages"),
    ("construction.yaml", "instalments"): _plans,
    ("construction.yaml", "covid_remaining"): partial(_rate, of="of what was still unpaid"),
    ("construction.yaml", "registration_working_days"): partial(_count, of="working days after the work order"),
    ("migrant.yaml", "packages"): _packages,
    ("migrant.yaml", "jht_choices"): _choices,
    ("migrant.yaml", "cover_months"): partial(_numbers, of="months"),
    ("relief.yaml", "covid"): _covid,
    ("relief.yaml", "covid_settled_to"): partial(_month, before="paid up to and including"),
    ("relief.yaml", "covid_pension"): _pension,
    ("relief.yaml", "labour_intensive"): _labour,
    ("relief.yaml", "labour_intensive_very_low"): partial(_rate, of="of the wage up to the ceiling of JKP"),
    ("relief.yaml", "labour_intensive_settled_to"): partial(_month, before="JKK paid up to and including"),
    ("relief.yaml", "labour_intensive_industries"): _industries,
    ("relief.yaml", "own_account_transport"): partial(_rate, of="of JKK and JKM is paid"),
    ("relief.yaml", "own_account_other"): partial(_rate, of="of JKK and JKM is paid"),
    ("payment.yaml", "fine"): _fines,
    ("payment.yaml", "administrative_fine"): partial(_rate, of="of what is due, for each month begun"),
    ("payment.yaml", "netting_working_days"): partial(_count, of="working days"),
    ("membership.yaml", "prescribed"): _programmes,
    ("membership.yaml", "unemployment_needs"): _programmes,
    ("membership.yaml", "scale"): _limits,
    ("membership.yaml", "age_limits"): partial(_numbers, of="years: enrolment is open below it"),
    ("membership.yaml", "obliged_employer"): _obliged,
    ("funds.yaml", "collectability"): partial(_numbers, of="days late at most; macet after that"),
    ("funds.yaml", "class_weight"): partial(_rates, of="of what is outstanding counts as good"),
    ("funds.yaml", "performance"): _rates,
    ("funds.yaml", "profit_share"): partial(_rates, of="of the profit after tax at most"),
    ("funds.yaml", "small_business"): _sums,
    ("funds.yaml", "partnership_fee"): partial(_rate, of="of the loan a year"),
    ("funds.yaml", "housing_KPR"): _housing,
    ("funds.yaml", "housing_PUMP"): _housing,
    ("funds.yaml", "housing_PRP"): _housing,
    ("funds.yaml", "housing_FPPP"): _housing,
    ("funds.yaml", "credit_gate"): partial(_sums, before="above"),
    ("funds.yaml", "agent_fee"): _agent,
    ("credit.yaml", "kur_programmes"): _asked,
    ("credit.yaml", "bpum"): _asked,
    ("credit.yaml", "capital"): _asked,
    ("licensing.yaml", "workers_reported"): partial(_rates, of="of the workers stated, at least"),
    ("licensing.yaml", "programmes_held"): partial(_rates, of="of the wage earners have them, at least"),
    ("licensing.yaml", "months_late"): partial(_numbers, of="months begun at most; none for a full one"),
    ("licensing.yaml", "validity_months"): partial(_numbers, of="months"),
    ("licensing.yaml", "statement_months"): partial(_count, of="months"),
    ("licensing.yaml", "answer_working_days"): partial(_count, of="working day"),
    ("sanctions.yaml", "grounds"): _named,
    ("sanctions.yaml", "fined_grounds"): _named,
    ("sanctions.yaml", "warning_working_days"): partial(_count, of="working days each"),
    ("sanctions.yaml", "warnings_most"): partial(_count, of="at most"),
    ("sanctions.yaml", "fine_payment_days"): partial(_count, of="days"),
    ("sanctions.yaml", "services"): _named,
    ("membership.yaml", "grace_months"): partial(_numbers, of="months"),
}
"""How each parameter's value is said. A parameter that is not here cannot be published, and its page says so."""


def said(file: str, name: str) -> Said:
    """How the value of a parameter is said in English. Raises LookupError for one that nobody has words for yet."""
    if file == "due.yaml":
        return _due
    try:
        if file in BENEFITS_SAID:
            return BENEFITS_SAID[file][name]
        return SAID[file, name]
    except KeyError:
        raise LookupError(f"{file}: no words for the value of {name}; add them to {__name__}.SAID") from None
