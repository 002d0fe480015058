"""Answers what a wage earner and the employer owe for a month."""

from dataclasses import dataclass

from ayomi.core.law import explain
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.lines import Line
from ayomi.core.law.monthly import BILLED, BilledColumn
from ayomi.core.law.quoting import Answer, Case, answer, programmes, read_case, rounding
from ayomi.core.law.request import Fields
from ayomi.core.law.terms import RISKS, Risk
from ayomi.core.law.wage_earner import WageEarnerLaw, wage_earner_law
from ayomi.core.money import LARGEST_WAGE, PartsPerMillion, Rupiah, share

WAGE = Words("upah", "the wage of")


def wage_earner(fields: Fields) -> Answer:
    """The answer for a wage earner. Raises BadRequest, NotInForce, NotEligible."""
    fields.only("kind", "segment", "month", "wage", "risk", "programmes", "family", "relief")
    chosen = programmes(fields, "wage_earner", fields.month("month"))
    wage = fields.whole("wage", LARGEST_WAGE)
    risk = fields.choice("risk", RISKS) if fields.has("risk") or "jkk" in chosen else None
    case = read_case(fields, "wage_earner", {"wage": wage, "risk": risk}, {})
    law = wage_earner_law(case.month)
    lines = [_line(case, law, column, risk) for column in BILLED["wage_earner"] if column.programme in chosen]
    if "jkp" in chosen:
        lines.append(_unemployment(case, law, risk))
    return answer(lines, case.due[case.programmes[0]])


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one billed column rests on: its full rate (ppm), its sources (main one first), its wage ceiling if any."""

    rate: PartsPerMillion
    citations: tuple[Citation, ...]
    unsure: tuple[Words, ...]
    ceiling: Rupiah | None = None


def _rule(law: WageEarnerLaw, column: str, risk: Risk | None, *, family: bool) -> _Rule:
    if column == "jkk" and risk is not None:
        return _Rule(law.jkk.value[risk], (law.jkk.citation,), _doubts(law.jkk.unsure))
    if column in ("jp_employer", "jp_worker") and law.jp:
        rate, ceiling = (law.jp.employer if column == "jp_employer" else law.jp.worker), law.jp.ceiling
    elif column == "jpk" and law.jpk:
        rate, ceiling = (law.jpk.family if family else law.jpk.single), law.jpk.ceiling
    else:
        rate = {"jkm": law.jkm, "jht_employer": law.jht_employer, "jht_worker": law.jht_worker}[column]
        return _Rule(rate.value, (rate.citation,), _doubts(rate.unsure))
    doubts = _doubts(rate.unsure, ceiling.unsure)
    return _Rule(rate.value, (rate.citation, ceiling.citation), doubts, ceiling.value)


def _doubts(*unsure: Words | None) -> tuple[Words, ...]:
    return tuple(words for words in unsure if words)


def _line(case: Case, law: WageEarnerLaw, column: BilledColumn, risk: Risk | None) -> Line:
    amount, base, programme = case.amounts[column.column], case.amounts[column.base], column.programme
    rule = _rule(law, column.column, risk, family=case.family)
    rate, citations = rule.rate, rule.citations
    offered = law.relief if law.relief and programme in law.relief.programmes else None
    if offered and case.relieved:
        rate, citations = offered.kept(programme, rule.rate), (*citations, offered.citation)
    words = explain.rated(programme, column.payer, base, rate, amount, citations[0], WAGE)
    if rule.ceiling is not None:
        words = words + explain.ceiling(case.amounts["base"], rule.ceiling)
    if offered:
        words = words + case.relief_words(offered, share(base, rule.rate) - amount)
    if programme == "jpk" and not case.family_given:
        words = words + explain.ASSUMED_SINGLE
    if programme == "jp":
        words = words + explain.postponement(law.month, amount) + _pension_date(case)
    return Line(
        programme=programme,
        payer=column.payer,
        amount=amount,
        base=base,
        rate=rate,
        rule=None,
        citations=citations,
        explain=words,
        unsure=(*rule.unsure, *rounding(base, rate)),
        due=case.due[programme].day,
    )


def _pension_date(case: Case) -> Words:
    """That the pension's date stands where the others move."""
    own = case.due["jp"]
    if all(other.day == own.day for other in case.due.values()):
        return Words("", "")
    return own.explain + explain.HOLIDAY_CLAUSE


def _unemployment(case: Case, law: WageEarnerLaw, risk: Risk | None) -> Line:
    if law.jkp is None:
        raise ValueError("no unemployment cover in this month")
    base = case.amounts["base_jkp"]
    parts = {name: case.amounts[f"jkp_{name}"] for name in ("government", "from_jkk", "from_jkm")}
    citations: tuple[Citation, ...] = (law.jkp.government.citation,)
    from_jkk = law.jkp.from_jkk.value
    if law.relief and law.relief.very_low and case.relieved and risk == "very_low":
        from_jkk, citations = law.relief.very_low.value, (*citations, law.relief.very_low.citation)
    return Line(
        programme="jkp",
        payer="government",
        amount=parts["government"],
        base=base,
        rate=law.jkp.government.value,
        rule=None,
        citations=citations,
        explain=explain.unemployment(parts, base, citations[-1])
        + explain.ceiling(case.amounts["base"], law.jkp.ceiling.value),
        unsure=(
            *_doubts(law.jkp.government.unsure, law.jkp.from_jkk.unsure, law.jkp.from_jkm.unsure),
            *rounding(base, law.jkp.government.value, from_jkk, law.jkp.from_jkm.value),
        ),
        billed=False,
        extra={"from_jkk": parts["from_jkk"], "from_jkm": parts["from_jkm"]},
        due=case.due["jkp"].day,
    )
