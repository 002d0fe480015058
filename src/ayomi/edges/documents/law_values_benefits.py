"""The values of the law of benefits in words a reader can check against the text of the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from ayomi.core.law.benefits.paying import instalments, steps
from ayomi.core.law.book import integer, integers, string, strings
from ayomi.core.money import grouped, percent_text, rupiah_text

Said = Callable[[object], str]


def _sum(value: object, of: str = "") -> str:
    return f"{rupiah_text(integer(value), 'en')} {of}".strip()


def _most(value: object, otherwise: str = "as medically needed") -> str:
    amount = integer(value)
    return f"up to {rupiah_text(amount, 'en')}" if amount else otherwise


def _count(value: object, of: str) -> str:
    return f"{grouped(integer(value), 'en')} {of}"


def _rate(value: object, of: str) -> str:
    return f"{percent_text(integer(value), 'en')} {of}"


def _rates(value: object, of: str) -> str:
    listed = ", ".join(f"{key.replace('_', ' ')} {percent_text(rate, 'en')}" for key, rate in integers(value).items())
    return f"{listed} {of}".strip()


def _sums(value: object, before: str = "") -> str:
    listed = ", ".join(f"{key} {rupiah_text(amount, 'en')}" for key, amount in integers(value).items())
    return f"{before} {listed}".strip()


def _numbers(value: object, of: str) -> str:
    listed = ", ".join(f"{key.replace('_', ' ')} {number}" for key, number in integers(value).items())
    return f"{listed} {of}".strip()


def _periodic(value: object) -> str:
    rule = instalments(value)
    if rule.months == 1:
        return f"{rupiah_text(rule.total, 'en')} at once"
    return f"{rule.months} months of {rupiah_text(rule.total // rule.months, 'en')}: {rupiah_text(rule.total, 'en')}"


def _bands(value: object) -> str:
    listed = [
        f"{percent_text(rate, 'en')} for {months} months" if months else f"then {percent_text(rate, 'en')}"
        for months, rate in steps(value)
    ]
    return ", ".join(listed) + " of the wage"


def _tax_bands(value: object) -> str:
    return ", ".join(f"{percent_text(rate, 'en')} above {rupiah_text(above, 'en')}" for above, rate in steps(value))


def _home_care(value: object) -> str:
    rule = integers(value)
    return f"up to {rupiah_text(rule['most'], 'en')}, for {rule['years']} year"


def _once(value: object) -> str:
    rule = integers(value)
    return f"{rupiah_text(rule['amount'], 'en')} once, after {rule['years_paid']} years paid"


def _partial(value: object) -> str:
    rule = integers(value)
    return (
        f"up to {percent_text(rule['housing'], 'en')} for a home or {percent_text(rule['retirement'], 'en')} "
        "otherwise, "
        f"once, after {rule['years']} years of membership"
    )


def _final_tax(value: object) -> str:
    rule = integers(value)
    return (
        f"nothing to {rupiah_text(rule['free'], 'en')}, {percent_text(rule['rate'], 'en')} above, over {rule['years']} "
        "calendar years"
    )


def _bounds(value: object) -> str:
    rule = integers(value)
    return f"{rupiah_text(rule['least'], 'en')} to {rupiah_text(rule['most'], 'en')} a month"


def _pension_conditions(value: object) -> str:
    rule = integers(value)
    return (
        f"{rule['months']} months paid; for disability and death less, with {percent_text(rule['density'], 'en')} "
        "of the "
        f"months paid and {rule['disability_member_months']} or {rule['death_member_months']} months of membership"
    )


def _cash_conditions(value: object) -> str:
    rule = integers(value)
    row = f", {rule['consecutive']} of them in a row before the dismissal" if rule["consecutive"] else ""
    return f"{rule['months']} months paid in {rule['within']}{row}"


def _fixed(value: object, words: str) -> str:
    return words if value else "no"


_ANNEX: Final = "months of wage, times the percentage"

BENEFITS_SAID: Final[Mapping[str, Mapping[str, Said]]] = {
    "benefits_jkk.yaml": {
        "transport": partial(_sums, before="up to"),
        "temporary": _bands,
        "wage_months": partial(_count, of=_ANNEX),
        "shares": partial(_rates, of="of the wage months"),
        "death_floor": partial(_fixed, words="at least the lump sum of JKM"),
        "funeral": _sum,
        "periodic": _periodic,
        "medical": _most,
        "home_care": _home_care,
        "appliance_surcharge": partial(_rate, of="on top of the price of the state rehabilitation hospital"),
        "dentures": _most,
        "hearing_aid": _most,
        "glasses": _most,
        "rehabilitation": _most,
        "construction_days": partial(_count, of="times the daily wage"),
        "migrant_death": partial(_sum, of="in all"),
        "shortfall": partial(_fixed, words="the employer pays the difference"),
        "report_hours": partial(_count, of="hours"),
        "disease_after_job_years": partial(_count, of="years"),
        "suspected_case_days": partial(_count, of="days after the first report"),
    },
    "benefits_jkm.yaml": {
        "lump_sum": _sum,
        "periodic": _periodic,
        "funeral": _sum,
        "scholarship_once": _once,
        "waiting_months": partial(_count, of="months of membership; before that the funeral money only"),
        "no_heirs_to": lambda value: {"estate": "the estate office", "fund": "the social security fund"}[string(value)],
    },
    "benefits_jht.yaml": {
        "age": partial(_count, of="years"),
        "waiting": partial(_numbers, of="months"),
        "partial": _partial,
        "tax_final": _final_tax,
        "tax_later": _tax_bands,
        "tax_without_number": partial(_rate, of="more"),
        "yearly_return": partial(_rate, of="a year"),
    },
    "benefits_jp.yaml": {
        "age": partial(_count, of="years"),
        "postponed_years": partial(_count, of="years at most"),
        "formula_rate": partial(_rate, of="of the weighted wage for each year paid"),
        "bounds": _bounds,
        "conditions": _pension_conditions,
        "survivors": partial(_rates, of="of the pension (after the spouse: of the spouse's)"),
        "child_age": partial(_count, of="years"),
        "confirmation_months": partial(_count, of="months between confirmations"),
    },
    "benefits_jkp.yaml": {
        "cash": _bands,
        "wage_ceiling": partial(_sum, of="a month"),
        "conditions": _cash_conditions,
        "excluded": lambda value: ", ".join(name.replace("_", " ") for name in strings(value)),
        "times": partial(_numbers, of="years paid"),
    },
    "benefits_scholarship.yaml": {
        "yearly": partial(_sums, before="a year:"),
        "years": partial(_numbers, of="years"),
        "children": partial(_count, of="children at most"),
        "once": partial(_sum, of="once for each member"),
        "years_paid": partial(_count, of="years"),
        "child_age": partial(_count, of="years"),
    },
    "benefits_limits.yaml": {
        "claim_jkk": partial(_count, of="months"),
        "claim_jkp": partial(_count, of="months"),
        "late_daily": partial(_rate, of="for each day"),
        "late_monthly": partial(_rate, of="for each month"),
        "pay_jkk": partial(_count, of="working days"),
        "pay_jkm": partial(_count, of="working days"),
        "pay_jht": partial(_count, of="working days"),
        "pay_jp": partial(_count, of="days"),
    },
    "benefits_jpk.yaml": {"care": partial(_numbers, of="")},
}
"""How each parameter of benefits is said, by file and name."""
