"""Cards and certificates as PDF, unsigned. `signer` is the name in the certificate they will be signed with."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from ayomi.core.money import Language
from ayomi.core.proof.tokens import grouped_token
from ayomi.edges.documents.shapes import Address, Card, Certificate, ProjectCertificate, Recommendation, Signing
from ayomi.edges.documents.typeset import pages, qr
from ayomi.edges.documents.words import PROGRAMME_PLAIN, Phrases, kpj_groups


def card_pdf(card: Card, language: Language) -> bytes:
    """One card of 85.6 x 53.98 mm: front and back as two pages."""
    return _cards([card], language, sheet=False)


def card_sheets_pdf(cards: Sequence[Card], language: Language) -> bytes:
    """Any number of cards on A4, five to a page, each front beside its back to be cut and folded."""
    if not cards:
        raise ValueError("a sheet needs at least one card")
    return _cards(cards, language, sheet=True)


def _cards(cards: Sequence[Card], language: Language, *, sheet: bool) -> bytes:
    say = Phrases(language)
    first = cards[0].signing
    names = (
        "card", "protected_for", "through", "scan_to_check", "card_accident", "signed", "signed_for", "since",
        "cut_here",
    )  # fmt: skip
    data = {
        "language": language,
        "title": say("card"),
        "author": first.office,
        "words": {name: say(name) for name in names},
        "sheet": sheet,
        "cards": [_card(card, say) for card in cards],
    }
    return pages("cards", data, at=first.at)


def _card(card: Card, say: Phrases) -> dict[str, Any]:
    return {
        "name": card.name,
        # A long name takes two lines; a very long one is set smaller so that it never reaches the lines below.
        "name_size": 11.5 if len(card.name) <= 40 else 8.5,
        "small": 6.9 if len(card.programmes) <= 3 and len(card.through) <= 40 else 5.9,
        "kpj": kpj_groups(card.kpj),
        "cover": _cover(card.programmes, say),
        "through": shorten(card.through, 88, placeholder=" …") or say("alone"),
        "since": say.day(card.since),
        "qr": qr(card.address.url),
        "url": card.address.url,
        "number": card.address.number,
        "token": grouped_token(card.address.token),
        "truth": say("card_truth", home=card.address.home),
        "office": card.signing.office,
        "signed_at": say.moment(card.signing.at, card.signing.zone),
    }


def certificate_pdf(certificate: Certificate, language: Language, *, signer: str) -> bytes:
    """A payer's certificate on A4."""
    say = Phrases(language)
    covered, members = say.amount(certificate.covered), say.amount(certificate.members)
    whole = certificate.covered == certificate.members
    facts = [
        [say("registration"), certificate.number],
        [say("cover"), _capital(_cover(certificate.programmes, say))],
        [say("enrolled"), say("people_paid", covered=covered) if whole
         else say("people_part", covered=covered, members=members)],
        [say("paid_until"), say.day(certificate.paid_until)],
    ]  # fmt: skip
    return _certificate(
        say, certificate.name, certificate.address, certificate.signing, signer, facts,
        heading="certificate", given="given_to", statement="certificate_text",
    )  # fmt: skip


def project_certificate_pdf(certificate: ProjectCertificate, language: Language, *, signer: str) -> bytes:
    """A construction project's certificate on A4."""
    say = Phrases(language)
    period = f"{say.day(certificate.starts)} {say('until')} {say.day(certificate.ends)}"
    facts = [
        [say("registration"), certificate.number],
        [say("contractor"), certificate.contractor],
        [say("owner"), certificate.owner],
        [say("place"), certificate.place],
        [say("value"), say.rupiah(certificate.value)],
        [say("period"), period],
        [say("maintenance"), say.day(certificate.maintenance_ends) if certificate.maintenance_ends else ""],
        [say("workers"), say("person_count", count=say.amount(certificate.workers_planned))],
        [say("cover"), _capital(_cover(("jkk", "jkm"), say))],
        [say("paid_until"), say.day(certificate.paid_until)],
    ]
    return _certificate(
        say, certificate.name, certificate.address, certificate.signing, signer, [row for row in facts if row[1]],
        heading="project_certificate", given="given_for", statement="project_text",
    )  # fmt: skip


def recommendation_pdf(given: Recommendation, language: Language, *, signer: str) -> bytes:
    """A recommendation for a licensing office on A4."""
    say = Phrases(language)
    facts = [
        [say("asked_by"), given.authority],
        [say("purpose_of"), say(f"purpose_{given.purpose}")],
        *([label, number] for label, number in given.numbers),
        [say("enrolled"), say("person_count", count=say.amount(given.members))],
        [say("valid"), f"{say.day(given.since)} {say('until')} {say.day(given.until)}"],
        *([say("still_missing") if not place else "", text] for place, text in enumerate(given.missing)),
    ]
    return _certificate(
        say, given.name, given.address, given.signing, signer, facts,
        heading="recommendation_short" if given.short else "recommendation", given="given_on",
        statement="recommendation_short_text" if given.short else "recommendation_text", truth="recommendation_truth",
    )  # fmt: skip


def _certificate(
    say: Phrases,
    name: str,
    address: Address,
    signing: Signing,
    signer: str,
    facts: list[list[str]],
    *,
    heading: str,
    given: str,
    statement: str,
    truth: str = "truth_text",
) -> bytes:
    data = {
        "language": say.language,
        "title": f"{say(heading)} {address.number}, {name}",
        "author": signing.office,
        "words": {word: say(word) for word in ("agency", "signed", "signed_for", "signed_check", "number", "truth")},
        "office": signing.office,
        "signed_at": say.moment(signing.at, signing.zone),
        "signer": signer,
        "heading": say(heading),
        "given": say(given),
        "statement": say(statement),
        "name": name,
        "name_size": 23 if len(name) <= 60 else 17,
        "number": address.number,
        "facts": facts,
        "qr": qr(address.url),
        "url": address.url,
        "token": grouped_token(address.token),
        "truth": say(truth, home=address.home),
    }
    return pages("certificate", data, at=signing.at)


def _cover(programmes: Sequence[str], say: Phrases) -> str:
    return say.list([say.of(PROGRAMME_PLAIN, name) for name in programmes])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
