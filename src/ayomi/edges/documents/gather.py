"""What the documents need to know, asked from the contexts. Row-level security decides what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from django.conf import settings
from django.utils.timezone import localdate

from ayomi.apps.compliance import actions, queries
from ayomi.apps.compliance.actions import NothingToProve
from ayomi.apps.compliance.queries import recommendations as given_answers
from ayomi.apps.compliance.rules import ProofKind
from ayomi.apps.contributions.queries import bills
from ayomi.apps.contributions.queries.packages import PackageCharge, package_charges
from ayomi.apps.contributions.rules import package_amount
from ayomi.apps.offices.queries import office
from ayomi.core.law.licensing_words import reason
from ayomi.core.law.penalties import late_fine
from ayomi.core.law.terms import Segment
from ayomi.core.money import Language, percent_text
from ayomi.core.periods import Month
from ayomi.edges.documents import shapes
from ayomi.edges.documents.shapes import Address, Card, Certificate, ProjectCertificate, Signing
from ayomi.edges.documents.words import Phrases


class UnknownBill(LookupError):
    """No such bill, or none that may be seen from here."""


class UnknownPayer(LookupError):
    """No such payer, or none that may be seen from here."""


def address_of(token: str) -> str:
    """The public page of a proof."""
    return f"{settings.PUBLIC_URL}/v/{token}/"


def pay_address(code: str) -> str:
    """The public page that says how to pay a bill."""
    return f"{settings.PUBLIC_URL}/bayar/{code}/"


def signing_of(office_id: int, at: datetime) -> Signing:
    """Who signs for an office."""
    found = office(office_id)
    return Signing(found.name, found.timezone, at)


def _address(proof: queries.ProofRow) -> Address:
    home = settings.PUBLIC_URL.partition("//")[2] + "/v"
    return Address(address_of(proof.token), proof.token, proof.number, home)


def bill(bill_id: int, language: Language, *, at: datetime) -> shapes.Bill:
    """Raises UnknownBill."""
    found = bills.bill(bill_id)
    if found is None:
        raise UnknownBill(bill_id)
    return shapes.Bill(
        state=cast(shapes.BillState, found.state),
        segment=found.segment,
        month=Month.of(found.month),
        code=found.code or "",
        pay_url=pay_address(found.code) if found.code else "",
        payer_name=found.payer_name,
        payer_number=found.payer_number,
        total=found.total,
        due_on=found.due_on,
        paid_on=found.paid_on,
        parts=tuple(shapes.BillPart(part.fund, part.amount, part.due_on) for part in bills.parts(bill_id)),
        members=tuple(_member(line) for line in bills.lines(bill_id, limit=None)),
        charges=tuple(
            shapes.BillCharge(
                charge.project_name,
                charge.instalment,
                charge.instalments,
                charge.contract_value,
                charge.jkk,
                charge.jkm,
            )
            for charge in bills.charges(bill_id)
        ),
        fines=tuple(_fine(fine, found.segment, language) for fine in bills.fines(bill_id)),
        signing=signing_of(found.office_id, at),
        packages=tuple(_package(charge, language) for charge in package_charges(bill_id)),
    )


def _member(line: bills.LineRow) -> shapes.BillMember:
    return shapes.BillMember(
        line.name, line.kpj, Month.of(line.month), line.reason, line.wage, line.jkk, line.jkm, line.jht_employer,
        line.jht_worker, line.jp_employer, line.jp_worker, line.jpk, line.relief, line.total,
    )  # fmt: skip


def _fine(fine: bills.FineRow, segment: str, language: Language) -> shapes.BillFine:
    """A stored fine with the rule of the month it punishes."""
    month = Month.of(fine.late_month)
    rule = late_fine(cast(Segment, segment), month, 0, fine.late_paid_on or fine.late_month)
    law = rule.citation.text if language == "id" else rule.citation.english
    return shapes.BillFine(
        month, fine.late_paid_on, fine.months_late, percent_text(rule.rate, language), law, fine.amount
    )


def _package(charge: PackageCharge, language: Language) -> shapes.BillPackage:
    """A package with the rule of the day it was asked for."""
    made = package_amount(charge.kind, charge.months, charge.asked_on)
    rule, law = (
        (made.rule.en, made.citation.english) if language == "en" else (made.rule.id, made.citation.text)
    )  # fmt: skip
    return shapes.BillPackage(charge.name, charge.kpj, rule, law, charge.since, charge.amount)


def members_of_bill(bill_id: int) -> list[int]:
    """The persons whose data a bill shows."""
    lines = {line.person_id for line in bills.lines(bill_id, limit=None)}
    return sorted(lines | {charge.person_id for charge in package_charges(bill_id)})


def cards(membership_ids: Sequence[int], *, by: int | None, at: datetime) -> list[Card]:
    """Cards of memberships by name of member, issued where there is none. Those never paid for are left out."""
    actions.issue_cards(membership_ids, by=by, at=at)
    proofs = queries.cards_standing(membership_ids)
    offices: dict[int, Signing] = {}
    made = []
    for held in queries.holdings(list(proofs), localdate(at)):
        if held.office_id not in offices:
            offices[held.office_id] = signing_of(held.office_id, at)
        made.append(
            Card(
                held.person_name, held.kpj, held.programmes, held.segment, held.through, held.since,
                _address(proofs[held.membership_id]), offices[held.office_id],
            )
        )  # fmt: skip
    return made


def certificate(payer_id: int, *, by: int | None, at: datetime) -> Certificate | ProjectCertificate:
    """The certificate of a payer, or of the project that pays, issued where there is none.

    Raises UnknownPayer, and NothingToProve where cover has not begun or has ended.
    """
    held = queries.payer_holding(payer_id, localdate(at))
    if held is None:
        raise UnknownPayer(payer_id)
    kind: ProofKind = "project" if held.kind == "project" else "certificate"
    actions.issue_proof(kind, payer_id=payer_id, by=by, at=at)
    proof = queries.certificate_standing(payer_id, kind)
    if proof is None:
        raise NothingToProve(f"payer {payer_id}")
    address, signing = _address(proof), signing_of(held.office_id, at)
    paid_until = _paid_until(held)
    if held.project is None:
        number = held.number or held.payer_number
        return Certificate(
            held.name, number, held.programmes, held.members, held.covered, paid_until, address, signing
        )  # fmt: skip
    site = held.project
    return ProjectCertificate(
        held.name, held.number, site.contractor, site.owner, site.place, site.value, site.starts,
        _last_day(site.ends), _last_day(site.maintenance_until) if site.maintenance_until else None,
        site.workers_planned, paid_until, address, signing,
    )  # fmt: skip


def recommendation(request_id: int, language: Language, *, at: datetime) -> shapes.Recommendation:
    """The recommendation that stands on a question. Raises NothingToProve where none does."""
    asked = given_answers.request(request_id)
    if asked is None or asked.proof_id is None or asked.withdrawn_at is not None or asked.decision_id is None:
        raise NothingToProve(f"question {request_id}")
    decision, proof = given_answers.decision(asked.decision_id), queries.proof(asked.proof_id)
    if decision is None or proof is None or decision.until is None:
        raise NothingToProve(f"question {request_id}")
    facts, english = decision.facts, language == "en"
    missing = [reason(each) for each in decision.findings if each.effect != "meets"]
    numbers = [("NPP", facts["npp"]), ("NIB", facts["nib"]), (Phrases(language)("coop_number"), facts["nik_koperasi"])]
    return shapes.Recommendation(
        name=facts["name"], numbers=tuple(pair for pair in numbers if pair[1]), authority=asked.authority,
        purpose=asked.purpose, short=decision.outcome == "short", members=facts["members"],
        missing=tuple(each.en if english else each.id for each in missing) if decision.outcome == "short" else (),
        since=decision.since, until=_last_day(decision.until), address=_address(proof),
        signing=signing_of(proof.office_id, at),
    )  # fmt: skip


def _paid_until(held: queries.PayerHolding) -> date:
    """The last day paid for: of the running cover, or of the one that ended."""
    ends = held.standing.until if held.standing.state == "valid" else held.standing.since
    if ends is None or held.standing.state == "not_yet":
        raise NothingToProve(f"payer {held.payer_id}: cover has not begun")
    return _last_day(ends)


def _last_day(until: date) -> date:
    return until - timedelta(days=1)
