"""One question of a bank answered: from the facts of the day, noted for the person to see, once per number."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import looks_of
from ayomi.apps.audit.queries import prepared
from ayomi.apps.eligibility.queries import answer_given, office_of_number
from ayomi.apps.eligibility.rules import offers
from ayomi.apps.eligibility.rules.answers import Verdict, answer, asked_for, verdict
from ayomi.apps.eligibility.rules.reading import Asked
from ayomi.apps.membership.queries.standings import NOWHERE, organisation_standings, standing_of
from ayomi.core.law.credit import products
from ayomi.core.periods import Month
from ayomi.core.sealing import finding_hash

KEPT: Final = timedelta(days=400)
"""How long a question and its answer are kept. That it was asked stays with the person for ever."""
BATCHES_KEPT: Final = timedelta(days=35)
LONGEST_PURPOSE: Final = 200
LOOKED_FOR: Final = "eligibility"


@dataclass(frozen=True, slots=True)
class Bank:
    """Who asks, by its grant. `service_id`: the digits before its virtual accounts, None where none are agreed."""

    partner_id: int
    name: str
    service_id: str | None = None
    office_id: int = 0


class RequestIdUsed(Exception):
    """The number was used before for another question. Nothing was answered."""


_ASKED: Final = f"""
WITH asked AS (
    INSERT INTO eligibility_check (partner_id, request_id, essence, nik_hash, person_id, organisation_id, office_id,
        product, amount, purpose, consent_id, result, offer, answer, at)
    VALUES (%(partner)s, %(request)s, %(essence)s, %(hash)s, %(person)s, %(organisation)s, %(office)s, %(product)s,
        %(amount)s, %(purpose)s, %(consent)s, %(result)s, %(offer)s, %(answer)s, %(at)s)
    ON CONFLICT (partner_id, request_id) DO NOTHING RETURNING person_id
), looked AS (
    {looks_of("SELECT %(at)s, NULL, person_id, %(what)s, %(told)s FROM asked WHERE person_id IS NOT NULL")}
)
SELECT count(*) FROM asked
"""


def purpose_told(bank: Bank, product: str, purpose: str, consent_id: str) -> str:
    """What the person reads: who asked, for which product, for what, by which consent."""
    return f"{bank.name}: {products()[product].id}, {purpose} (persetujuan {consent_id})"[:LONGEST_PURPOSE]


def ask(bank: Bank, asked: Asked, *, at: datetime) -> str:
    """The answer as text of JSON. The bank's right to ask was checked by the caller.

    The look is noted in the statement that keeps the answer, so that neither stands without the other. The same
    question under the same number gets the same answer, letter for letter. Raises RequestIdUsed for another one.
    """
    day, essence = localdate(at), asked.essence(settings.FINDING_KEY)
    nik_hash = finding_hash(asked.nik, field="nik", key=settings.FINDING_KEY) if asked.nik else None
    if nik_hash is not None:
        person_id, standing = standing_of(nik_hash, day)
        organisation_id = None
    else:
        person_id = None
        organisation_id, standing = organisation_standings([asked.nib], day).get(asked.nib, (None, NOWHERE))
    rule = asked_for(asked.product, asked.amount, day)
    found = verdict(
        standing.status, standing.programmes, standing.since, asked.product, bool(rule and rule.required), day,
        nik_hash is None,
    )  # fmt: skip
    code, offer = _offer(found, asked, day) if nik_hash is not None else (None, None)
    text = json.dumps(
        answer(asked.request_id, asked.product, asked.amount, found, offer, at=at), ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip
    new = prepared(
        _ASKED,
        {
            "partner": bank.partner_id, "request": asked.request_id, "essence": essence, "hash": nik_hash,
            "person": person_id, "organisation": organisation_id,
            "office": office_of_number(asked.nik[:4], day) if asked.nik else None, "product": asked.product,
            "amount": asked.amount, "purpose": asked.purpose, "consent": asked.consent_id, "result": found.result,
            "offer": code, "answer": text, "at": at, "what": LOOKED_FOR,
            "told": purpose_told(bank, asked.product, asked.purpose, asked.consent_id),
        },
    )[0][0]  # fmt: skip
    return text if new else _again(bank, asked.request_id, essence)


def _offer(found: Verdict, asked: Asked, day: Any) -> tuple[str | None, Any]:
    """What may be enrolled on the spot, for whoever is not covered."""
    if found.covered:
        return None, None
    code = f"of_{secrets.token_hex(10)}"
    income = offers.lowest_income(Month.of(day))
    offered = offers.price(income, offers.OFFERED_PROGRAMMES, "other", offers.OFFERED_MONTHS, day)
    return code, offers.told(code, offered, income=income, programmes=offers.OFFERED_PROGRAMMES)


def _again(bank: Bank, request_id: str, essence: bytes) -> str:
    before = answer_given(bank.partner_id, request_id)
    if before is None or before[0] != essence:
        raise RequestIdUsed(request_id)
    return before[1]


def forget(*, at: datetime) -> int:
    """Delete questions older than KEPT and lists older than BATCHES_KEPT. Returns how many went."""
    gone = 0
    with connection.cursor() as cursor:
        for table, kept in (("check", KEPT), ("batch", BATCHES_KEPT)):
            cursor.execute(f"DELETE FROM eligibility_{table} WHERE at < %s", [at - kept])
            gone += cursor.rowcount
    return gone
