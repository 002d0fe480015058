"""Whether a licensing office is told yes, yes for a short time, or no, and why. A dated rule over plain facts.

Each criterion gives one finding. What refuses weighs more than what a person must look at, that more than what only
shortens. Source: Inpres 2/2021 and the parameters of `licensing.yaml`, whose measures are working rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias

from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.calendar import calendar
from ayomi.core.law.membership import prescribed_programmes
from ayomi.core.law.terms import Programme, Scale
from ayomi.core.money import WHOLE
from ayomi.core.periods import Month, add_months, started_months

FILE = "licensing.yaml"
Outcome: TypeAlias = Literal["granted", "short", "refused"]
RuleOutcome: TypeAlias = Literal["granted", "short", "refused", "unclear"]
Effect: TypeAlias = Literal["meets", "shortens", "asks", "refuses"]
Criterion: TypeAlias = Literal["enrolled", "workers", "paid", "programmes", "services"]

RANK: Mapping[Outcome, int] = MappingProxyType({"refused": 0, "short": 1, "granted": 2})
"""How much an outcome gives."""


@dataclass(frozen=True, slots=True)
class Facts:
    """An organisation on `day`. Money in rupiah; nothing about a person.

    `known`: it is in the register; `namesakes`: how many others of that name are, where it was asked for by name.
    `members`: people who are members through it, `wage_earners` of them employed by it; `stated`: how many it has,
    None where nobody said; `lacking`: how many wage earners lack each programme, whatever the size prescribes;
    `overdue_since`: the oldest due day that passed unpaid; `stopped`: since when services are asked to be stopped,
    `warned`: since when a sanction runs.
    """

    day: date
    known: bool = True
    namesakes: int = 0
    members: int = 0
    wage_earners: int = 0
    stated: int | None = None
    size: Scale | None = None
    lacking: Mapping[Programme, int] = field(default_factory=lambda: MappingProxyType({}))
    ever_paid: bool = False
    overdue_bills: int = 0
    overdue_total: int = 0
    overdue_since: date | None = None
    warned: date | None = None
    stopped: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion says. `values`: the numbers and days behind it, as whole numbers and text."""

    criterion: Criterion
    code: str
    effect: Effect
    values: Mapping[str, int | str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Judgment:
    """`outcome` by the rule; `ceiling`: the most a person may grant without deviating from it."""

    outcome: RuleOutcome
    ceiling: Outcome
    findings: tuple[Finding, ...]

    @property
    def refusing(self) -> frozenset[str]:
        """Codes of what refuses."""
        return frozenset(each.code for each in self.findings if each.effect == "refuses")


@dataclass(frozen=True, slots=True)
class Rule:
    """The measures in force on a day. Shares in parts per million."""

    workers: Mapping[str, int]
    programmes: Mapping[str, int]
    months_late: int
    validity: Mapping[str, int]
    statement_months: int
    answer_working_days: int
    since: date
    """The newest day on which one of them changed."""


def rule_on(day: date) -> Rule:
    """Raises NotInForce before 2021-03-25."""
    workers = parameter(FILE, "workers_reported", integers).on(day)
    programmes = parameter(FILE, "programmes_held", integers).on(day)
    late = parameter(FILE, "months_late", integers).on(day)
    validity = parameter(FILE, "validity_months", integers).on(day)
    statement = parameter(FILE, "statement_months", integer).on(day)
    answer = parameter(FILE, "answer_working_days", integer).on(day)
    dated = (workers, programmes, late, validity, statement, answer)
    return Rule(
        workers.value, programmes.value, late.value["short"], validity.value, statement.value, answer.value,
        max(each.span.since for each in dated),
    )  # fmt: skip


def judge(facts: Facts) -> Judgment:
    """The answer that follows from the facts by the rule of their day. Raises NotInForce before 2021-03-25."""
    rule = rule_on(facts.day)
    if not facts.known or facts.namesakes > 1:
        findings: tuple[Finding, ...] = (_unknown(facts),)
    elif not facts.members:
        findings = (Finding("enrolled", "no_members", "refuses"), _paid(facts, rule), _services(facts))
    else:
        findings = (
            _enrolled(facts), _workers(facts, rule), _paid(facts, rule), _programmes(facts, rule), _services(facts),
        )  # fmt: skip
    effects = {each.effect for each in findings}
    ceiling: Outcome = "refused" if "refuses" in effects else "short" if "shortens" in effects else "granted"
    return Judgment("unclear" if "asks" in effects and ceiling != "refused" else ceiling, ceiling, findings)


def deviates(judgment: Judgment, outcome: Outcome) -> bool:
    """Whether a person who answers `outcome` departs from the rule: from its answer, or beyond what it leaves open."""
    if judgment.outcome == "unclear":
        return RANK[outcome] > RANK[judgment.ceiling]
    return outcome != judgment.outcome


def valid_until(outcome: Outcome, since: date, *, months: int | None = None) -> date | None:
    """First day on which a recommendation given on `since` no longer holds; None for a refusal.

    `months` shortens it; ValueError for less than one or more than the rule gives.
    """
    if outcome == "refused":
        return None
    most = rule_on(since).validity[outcome]
    if months is not None and not 1 <= months <= most:
        raise ValueError(f"a recommendation holds 1 to {most} months")
    return add_months(since, months or most)


def answer_by(asked: date) -> date:
    """The last day for a decision by a person on what was asked on `asked`."""
    return calendar().working_days_after(asked, rule_on(asked).answer_working_days)


def lapsed(then: frozenset[str], now: Judgment) -> tuple[Finding, ...]:
    """What refuses now and did not when the recommendation was given: its reasons to fall, if any."""
    return tuple(each for each in now.findings if each.effect == "refuses" and each.code not in then)


def _unknown(facts: Facts) -> Finding:
    if facts.namesakes > 1:
        return Finding("enrolled", "several", "asks", {"count": facts.namesakes})
    return Finding("enrolled", "not_enrolled", "refuses")


def _enrolled(facts: Facts) -> Finding:
    if not facts.ever_paid:
        return Finding("enrolled", "never_paid", "shortens", {"members": facts.members})
    return Finding("enrolled", "enrolled", "meets", {"members": facts.members})


def _workers(facts: Facts, rule: Rule) -> Finding:
    if facts.stated is None:
        return Finding("workers", "not_stated", "asks", {"members": facts.members})
    values: dict[str, int | str] = {
        "members": facts.members,
        "stated": facts.stated,
        "missing": max(facts.stated - facts.members, 0),
    }
    share = facts.members * WHOLE
    if share >= facts.stated * rule.workers["all"]:
        return Finding("workers", "all_reported", "meets", values)
    if share >= facts.stated * rule.workers["short"]:
        return Finding("workers", "some_missing", "shortens", values)
    return Finding("workers", "many_missing", "refuses", values)


def _paid(facts: Facts, rule: Rule) -> Finding:
    if facts.overdue_since is None:
        return Finding("paid", "paid", "meets")
    months = started_months(facts.overdue_since, facts.day)
    values: dict[str, int | str] = {
        "bills": facts.overdue_bills,
        "since": facts.overdue_since.isoformat(),
        "months": months,
    }
    if months <= rule.months_late:
        return Finding("paid", "late", "shortens", values)
    return Finding("paid", "arrears", "refuses", values)


def _programmes(facts: Facts, rule: Rule) -> Finding:
    if not facts.wage_earners:
        return Finding("programmes", "prescribed", "meets")
    if facts.size is None:
        return Finding("programmes", "size_unknown", "asks", {"wage_earners": facts.wage_earners})
    prescribed = prescribed_programmes(facts.size, Month.of(facts.day)).programmes
    lacking = {name: facts.lacking.get(name, 0) for name in prescribed if facts.lacking.get(name, 0)}
    values: dict[str, int | str] = {
        "size": facts.size, "prescribed": " ".join(prescribed), "lacking": " ".join(lacking),
        "people": max(lacking.values(), default=0), "wage_earners": facts.wage_earners,
    }  # fmt: skip
    held = (facts.wage_earners - max(lacking.values(), default=0)) * WHOLE
    if held >= facts.wage_earners * rule.programmes["all"]:
        return Finding("programmes", "prescribed", "meets", values)
    if held >= facts.wage_earners * rule.programmes["short"]:
        return Finding("programmes", "some_lack", "shortens", values)
    return Finding("programmes", "many_lack", "refuses", values)


def _services(facts: Facts) -> Finding:
    if facts.stopped is not None:
        return Finding("services", "services_stopped", "refuses", {"since": facts.stopped.isoformat()})
    if facts.warned is not None:
        return Finding("services", "warned", "shortens", {"since": facts.warned.isoformat()})
    return Finding("services", "no_sanction", "meets")
