"""What the answers for one person share: reading facts, the assessed case, and the shape of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ayomi.core.law import explain, relief
from ayomi.core.law.citation import Words
from ayomi.core.law.due import DueDate, due_date
from ayomi.core.law.language import Fact
from ayomi.core.law.lines import Line, said, totals
from ayomi.core.law.monthly import MonthlySegment, assess_one, default_programmes, law_of
from ayomi.core.law.relief import Relief
from ayomi.core.law.request import Fields
from ayomi.core.law.scope import require_in_force
from ayomi.core.law.terms import PROGRAMMES, Programme
from ayomi.core.money import PartsPerMillion, Rupiah, is_whole
from ayomi.core.periods import Month

Answer: TypeAlias = dict[str, object]
MOST_WORKERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """One person's question and its assessed row of amounts (Int64 rupiah by column)."""

    segment: MonthlySegment
    month: Month
    programmes: tuple[Programme, ...]
    facts: Mapping[str, Fact]
    family: bool
    family_given: bool
    relieved: bool
    amounts: Mapping[str, Rupiah]
    due: Mapping[Programme, DueDate]

    def relief_words(self, rule: Relief, taken_off: Rupiah) -> Words:
        """That the relief applies, or why not."""
        if not self.relieved:
            return explain.relief_withheld(self.segment, self.month, rule, self.facts)
        words = explain.relief_applied(rule, taken_off)
        return words + explain.CONDITIONS[rule.kind]


def read_case(fields: Fields, segment: MonthlySegment, person: Mapping[str, Fact], more: Mapping[str, Fact]) -> Case:
    """The case asked about, assessed. `person` holds wage or income, `more` facts of relief beside `relief` itself."""
    month = fields.month("month")
    chosen = programmes(fields, segment, month)
    facts = relief_facts(fields) | dict(more)
    family = fields.truth("family") if fields.has("family") else False
    flags = {programme: programme in chosen for programme in law_of(segment, month).programmes}
    no_facts: dict[str, Fact] = dict.fromkeys(relief.FACTS)
    asked: dict[str, Fact] = no_facts | facts | flags | dict(person) | {"family": family}
    relieved, amounts = assess_one(segment, month, asked)
    due = {programme: due_date(segment, programme, month) for programme in chosen}
    return Case(segment, month, chosen, facts, family, fields.has("family"), relieved, amounts, due)


def programmes(fields: Fields, segment: MonthlySegment, month: Month) -> tuple[Programme, ...]:
    """The programmes chosen, or those the law gives when none were. Raises NotInForce and NotEligible."""
    if not fields.has("programmes"):
        return default_programmes(segment, month)
    chosen = fields.choices("programmes", PROGRAMMES)
    for programme in chosen:
        require_in_force(segment, programme, month)
    return chosen


def relief_facts(fields: Fields) -> dict[str, Fact]:
    """The facts of `relief` by name, None where not given; months become their first day."""
    given = fields.inner("relief")
    given.only("industry", "active_workers", "jkk_settled_to", "settled_to", "member_since")
    readers: dict[str, Callable[[str], Fact]] = {
        "industry": given.text,
        "active_workers": lambda name: given.whole(name, MOST_WORKERS),
        "jkk_settled_to": lambda name: given.month(name).first_day,
        "settled_to": lambda name: given.month(name).first_day,
        "member_since": given.day,
    }
    return {name: read(name) if given.has(name) else None for name, read in readers.items()}


def rounding(base: Rupiah, *rates: PartsPerMillion) -> tuple[Words, ...]:
    """The doubt about rounding, where rounding was needed."""
    return () if all(is_whole(base, rate) for rate in rates) else (explain.ROUNDED,)


def answer(lines: list[Line], due: DueDate) -> Answer:
    """Lines, totals and due date; `due` is that of the first line, the others carry their own."""
    return {
        "lines": [line.as_dict() for line in lines],
        "totals": totals(lines),
        "due_date": due.day.isoformat(),
        **said(due.explain, (*due.unsure, *(doubt for line in lines for doubt in line.unsure))),
    }
