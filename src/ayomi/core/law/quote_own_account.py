"""Answers what an own-account worker owes for a month."""

from ayomi.core.law import explain
from ayomi.core.law.citation import Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.lines import Line
from ayomi.core.law.monthly import BILLED, BilledColumn
from ayomi.core.law.own_account import OwnAccountLaw, own_account_law
from ayomi.core.law.quoting import Answer, Case, answer, read_case, rounding
from ayomi.core.law.request import Fields
from ayomi.core.law.terms import PAID_BY, SECTORS, Payer
from ayomi.core.law.wage_earner import wage_earner_law
from ayomi.core.money import LARGEST_WAGE, Rupiah, share

BASE = Words("dasar iuran", "the base of")
CHOSEN = Words("penghasilan", "the income of")


def own_account(fields: Fields) -> Answer:
    """The answer for an own-account worker. Raises BadRequest, NotInForce, NotEligible.

    Without `paid_by` the member pays; without `sector` only a relief open to every sector can apply.
    """
    fields.only("kind", "segment", "month", "income", "programmes", "sector", "paid_by", "family", "relief")
    income = fields.whole("income", LARGEST_WAGE)
    facts = {
        "sector": fields.choice("sector", SECTORS) if fields.has("sector") else None,
        "paid_by": fields.choice("paid_by", PAID_BY) if fields.has("paid_by") else "self",
    }
    case = read_case(fields, "own_account", {"income": income}, facts)
    law = own_account_law(case.month)
    lines = [
        _line(case, law, column, income) for column in BILLED["own_account"] if column.programme in case.programmes
    ]
    return answer(lines, case.due[case.programmes[0]])


def _line(case: Case, law: OwnAccountLaw, column: BilledColumn, income: Rupiah) -> Line:
    payer: Payer = "government" if case.facts["paid_by"] == "government" else "self"
    amount, base, programme = case.amounts[column.column], case.amounts["base"], column.programme
    rule = _rule(law, column.column, family=case.family)
    is_flat = programme == "jkm" and law.bands is not None
    sources = (rule.citation, *((law.bands.citation,) if law.bands and not is_flat else ()))
    offered = law.relief if law.relief and programme in law.relief.programmes else None
    rate = offered.kept(programme, rule.value) if offered and case.relieved else rule.value
    if is_flat:
        words = explain.ruled(programme, payer, amount, explain.flat(rule.value), rule.citation)
        full = rule.value
    else:
        words = explain.rated(programme, payer, base, rate, amount, rule.citation, BASE if law.bands else CHOSEN)
        words = words + (explain.band(income, base) if law.bands else explain.LHK_FLOOR)
        full = share(base, rule.value)
    if offered:
        words = words + case.relief_words(offered, full - amount)
    if programme == "jpk" and not case.family_given:
        words = words + explain.ASSUMED_SINGLE
    if case.facts["paid_by"] == "other":
        words = words + explain.ANOTHER_PAYS
    return Line(
        programme=programme,
        payer=payer,
        amount=amount,
        base=base,
        rate=None if is_flat else rate,
        rule="flat" if is_flat else None,
        citations=(*sources, offered.citation) if offered and case.relieved else sources,
        explain=words,
        unsure=(
            *((rule.unsure,) if rule.unsure else ()),
            *(() if is_flat else rounding(base, rate)),
            *(_above_formal_ceiling(case, income) if programme == "jpk" else ()),
        ),
        due=case.due[programme].day,
    )


def _rule(law: OwnAccountLaw, column: str, *, family: bool) -> Dated[int]:
    if column == "jpk" and law.jpk_single and law.jpk_family:
        return law.jpk_family if family else law.jpk_single
    return {"jkk": law.jkk, "jkm": law.jkm, "jht": law.jht}[column]


def _above_formal_ceiling(case: Case, income: Rupiah) -> tuple[Words, ...]:
    formal = wage_earner_law(case.month).jpk
    return (explain.LHK_CEILING,) if formal and income > formal.ceiling.value else ()
