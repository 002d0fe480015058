"""The agreement of an approved application as PDF, to be signed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ayomi.apps.funding.queries import applications, money
from ayomi.core.money import Language, percent_text
from ayomi.edges.documents.typeset import pages
from ayomi.edges.documents.words import Phrases


@dataclass(frozen=True, slots=True)
class LoanAgreement:
    """What stands on the paper. `rate` "" for a grant; `tranches` and `borrowers` as rows of text."""

    number: str
    office: str
    organisation: str
    fund: str
    purpose: str
    amount: int
    rate: str
    months: int
    grace: int
    tranches: tuple[tuple[str, str, str], ...]
    borrowers: tuple[tuple[str, str, int], ...]
    at: datetime


def gathered(application_id: int, language: Language, *, at: datetime) -> LoanAgreement:
    """What stands on the agreement of an application. Raises LookupError where there is none that may be seen."""
    found = applications.application(application_id)
    if found is None:
        raise LookupError(f"application {application_id}")
    say = Phrases(language)
    rule = next(
        each for each in money.rules(found.window_id) if each.since <= found.submitted_at.date()
        and (each.until is None or found.submitted_at.date() < each.until)
    )  # fmt: skip
    tranches = tuple(
        (str(each.number), say.amount(each.amount), each.condition or say("none_needed"))
        for each in applications.tranches(application_id)
    )
    borrowers = tuple(
        (item.name, item.person, item.amount) for item in applications.items(application_id) if not item.obstacles
    )
    return LoanAgreement(
        f"{found.application_id:06d}", found.office, found.organisation, found.window, found.purpose, found.approved,
        percent_text(rule.rate, language) if found.returns else "", found.months, found.grace, tranches, borrowers, at,
    )  # fmt: skip


def agreement_pdf(agreement: LoanAgreement, language: Language) -> bytes:
    """The agreement on A4."""
    say = Phrases(language)
    title = say("loan_agreement") if agreement.rate else say("grant_agreement")
    facts = [[say("fund"), agreement.fund], [say("purpose"), agreement.purpose],
             [say("amount"), say.rupiah(agreement.amount)]]  # fmt: skip
    clauses = [say("clause_use"), say("clause_member")]
    if agreement.rate:
        term = say("months_grace", months=agreement.months, grace=agreement.grace)
        facts += [[say("rate_a_year"), agreement.rate], [say("term"), term]]
        clauses += [say("clause_order"), say("clause_rule")]
    names = ("tranche", "sums_rupiah", "condition", "borrower", "place_and_day", "number")
    data = {
        "language": language, "title": f"{title} {agreement.number}", "author": agreement.office, "heading": title,
        "words": {name: say(name) for name in names}, "number": agreement.number, "office": agreement.office,
        "between": say("between", office=agreement.office, organisation=agreement.organisation), "facts": facts,
        "tranches": [list(row) for row in agreement.tranches],
        "borrowers": [[f"{name}, {person}" if person else name, say.amount(sum_)]
                      for name, person, sum_ in agreement.borrowers],
        "clauses": clauses, "sign_office": say("sign_office", office=agreement.office),
        "sign_borrower": say("sign_borrower", organisation=agreement.organisation),
    }  # fmt: skip
    return pages("loan_agreement", data, at=agreement.at)
