"""Documents ready to hand over: gathered, set, signed and named. What pages, API and jobs call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ayomi.apps.compliance.actions import NothingToProve
from ayomi.core.money import Language
from ayomi.edges.documents import gather, letters, loans
from ayomi.edges.documents.bills import bill_pdf
from ayomi.edges.documents.proofs import (
    card_pdf,
    card_sheets_pdf,
    certificate_pdf,
    project_certificate_pdf,
    recommendation_pdf,
)
from ayomi.edges.documents.shapes import Bill, Card, Certificate
from ayomi.edges.documents.signing import Signer, installation_signer, sign
from ayomi.edges.documents.words import Phrases
from ayomi.edges.documents.workbook import bill_xlsx

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to hand over. Its `name` holds no name of a person and no personal number."""

    name: str
    kind: str
    content: bytes


def bill_paper(bill_id: int, language: Language, *, at: datetime) -> Paper:
    """A bill as signed PDF. Raises gather.UnknownBill, signing.NoSigner."""
    return bill_of(gather.bill(bill_id, language, at=at), language, installation_signer(at))


def bill_of(bill: Bill, language: Language, signer: Signer) -> Paper:
    """As `bill_paper`, of a bill that was gathered."""
    say = Phrases(language)
    title = f"{say('bill')} {say.month(bill.month)}"
    pdf = bill_pdf(bill, language, signer=signer.name)
    signed = sign(pdf, signer, reason=title, location=bill.signing.office, at=bill.signing.at)
    return Paper(_file_name(title, bill.code or say("payer_number") + " " + bill.payer_number, "pdf"), PDF, signed)


def bill_papers(bill_ids: Sequence[int], language: Language, *, at: datetime) -> Iterator[Paper]:
    """Many bills, one after another as they are asked for, with the signer read once."""
    signer = installation_signer(at)
    for bill_id in bill_ids:
        yield bill_of(gather.bill(bill_id, language, at=at), language, signer)


def bill_sheet(bill_id: int, language: Language, *, at: datetime) -> Paper:
    """A bill as spreadsheet. Raises gather.UnknownBill."""
    bill = gather.bill(bill_id, language, at=at)
    say = Phrases(language)
    name = _file_name(f"{say('bill')} {say.month(bill.month)}", bill.code or bill.payer_number, "xlsx")
    return Paper(name, XLSX, bill_xlsx(bill, language))


def card_paper(membership_id: int, language: Language, *, by: int | None, at: datetime, sheet: bool = False) -> Paper:
    """A member's card as signed PDF: card-sized, or on A4 (`sheet`). Raises NothingToProve, signing.NoSigner."""
    found = gather.cards([membership_id], by=by, at=at)
    if not found:
        raise NothingToProve(f"membership {membership_id}")
    return _card(found[0], language, installation_signer(at), sheet=sheet)


def _card(card: Card, language: Language, signer: Signer, *, sheet: bool = False) -> Paper:
    say = Phrases(language)
    pdf = card_sheets_pdf([card], language) if sheet else card_pdf(card, language)
    title = f"{say('card')} {card.address.number}"
    signed = sign(pdf, signer, reason=title, location=card.signing.office, at=card.signing.at)
    return Paper(_file_name(title, "", "pdf"), PDF, signed)


def card_papers(membership_ids: Sequence[int], language: Language, *, by: int | None, at: datetime) -> Iterator[Paper]:
    """Many cards as one signed file each, one after another as they are asked for."""
    signer = installation_signer(at)
    for card in gather.cards(membership_ids, by=by, at=at):
        yield _card(card, language, signer)


def card_sheets_paper(membership_ids: Sequence[int], language: Language, *, by: int | None, at: datetime) -> Paper:
    """Many cards on A4 sheets to cut, one signed file. Raises NothingToProve where none was ever paid for."""
    found = gather.cards(membership_ids, by=by, at=at)
    if not found:
        raise NothingToProve(f"{len(membership_ids)} memberships")
    title = Phrases(language)("card")
    pdf = card_sheets_pdf(found, language)
    signed = sign(pdf, installation_signer(at), reason=title, location=found[0].signing.office, at=at)
    return Paper(_file_name(title, str(len(found)), "pdf"), PDF, signed)


def certificate_paper(payer_id: int, language: Language, *, by: int | None, at: datetime) -> Paper:
    """A payer's or a project's certificate as signed PDF. Raises gather.UnknownPayer, NothingToProve, NoSigner."""
    found = gather.certificate(payer_id, by=by, at=at)
    signer, say = installation_signer(at), Phrases(language)
    if isinstance(found, Certificate):
        title, pdf = say("certificate"), certificate_pdf(found, language, signer=signer.name)
    else:
        title, pdf = say("project_certificate"), project_certificate_pdf(found, language, signer=signer.name)
    title = f"{title} {found.address.number}"
    signed = sign(pdf, signer, reason=title, location=found.signing.office, at=at)
    return Paper(_file_name(title, "", "pdf"), PDF, signed)


def recommendation_paper(request_id: int, language: Language, *, at: datetime) -> Paper:
    """The recommendation that stands on a question, as signed PDF. Raises NothingToProve, signing.NoSigner."""
    given, signer = gather.recommendation(request_id, language, at=at), installation_signer(at)
    title = f"{Phrases(language)('recommendation')} {given.address.number}"
    pdf = recommendation_pdf(given, language, signer=signer.name)
    signed = sign(pdf, signer, reason=title, location=given.signing.office, at=at)
    return Paper(_file_name(title, "", "pdf"), PDF, signed)


def letter_paper(case_id: int, number: int, language: Language, *, at: datetime) -> Paper:
    """The letter of one step of a sanction, as signed PDF. Raises LookupError, signing.NoSigner."""
    letter, signer = letters.gathered(case_id, number, language, at=at), installation_signer(at)
    title = f"{letters.title(letter, language)} {letter.number}"
    signed = sign(
        letters.letter_pdf(letter, language, signer=signer.name), signer, reason=title, location=letter.signing.office,
        at=at,
    )  # fmt: skip
    return Paper(_file_name(title, "", "pdf"), PDF, signed)


def loan_agreement_paper(application_id: int, language: Language, *, at: datetime) -> Paper:
    """The agreement of an approved application, to be signed by hand. Raises LookupError where there is none."""
    agreement = loans.gathered(application_id, language, at=at)
    name = f"{Phrases(language)('loan_agreement')} {agreement.number}"
    return Paper(_file_name(name, "", "pdf"), PDF, loans.agreement_pdf(agreement, language))


def _file_name(title: str, rest: str, ending: str) -> str:
    """`tagihan-iuran-november-2026-8000000012345.pdf`."""
    words = re.findall(r"[a-z0-9]+", f"{title} {rest}".lower())
    return "-".join(words) + f".{ending}"
