"""One question of a bank answered: from the facts of the day, noted for the person to see, once per number."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from ayomi.apps.membership.queries.standings import (
    COLUMNS,
    NOWHERE,
    ONE,
    Standing,
    organisation_standings,
    read,
    standing_of,
    values_of,
)
from ayomi.apps.partners.actions.calls import BEGUN, NOTED, begun_values
from ayomi.apps.partners.queries.callers import Caller, by_secret, caller_of
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


_ASKED: Final = " ".join(
    f"""
WITH asked AS (
    INSERT INTO eligibility_check (partner_id, request_id, essence, nik_hash, person_id, organisation_id, office_id,
        product, amount, purpose, consent_id, result, offer, answer, at)
    VALUES (%(partner)s, %(request)s, %(essence)s, %(hash)s, %(person)s, %(organisation)s, %(office)s, %(product)s,
        %(amount)s, %(purpose)s, %(consent)s, %(result)s, %(offer)s, %(answer)s, %(at)s)
    ON CONFLICT (partner_id, request_id) DO NOTHING RETURNING person_id
), looked AS (
    {looks_of("SELECT %(at)s, NULL, person_id, %(what)s, %(told)s FROM asked WHERE person_id IS NOT NULL")}
), noted AS ({NOTED.format(rows="asked")})
SELECT count(*) FROM asked
""".split()
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A call whose partner was looked up together with how the person it asks about stands."""

    caller: Caller
    calls: int
    person_id: int | None
    standing: Standing


def begin_with(secret: str, asked: Asked, *, at: datetime) -> Begun | None:
    """Who calls, counted, and how the person asked about stands: one statement. None where nobody holds the secret.

    What it says about the person is for the caller alone, once its right was checked. `asked` is about a person.
    """
    day = localdate(at)
    statement = BEGUN.format(who=by_secret(secret), more=", told.*") + f" LEFT JOIN ({ONE}) told ON true"
    rows = prepared(statement, {**begun_values(secret, at), "nik_hash": nik_hash(asked), **values_of(day)})
    if not rows:
        return None
    width = len(rows[0]) - len(COLUMNS)
    people = [row[width:] for row in rows if row[width] is not None]
    return Begun(caller_of(rows[0][1:width]), int(rows[0][0]), *read(people, day))


def nik_hash(asked: Asked) -> bytes:
    """By which the person asked about is found."""
    return finding_hash(asked.nik, field="nik", key=settings.FINDING_KEY)


@dataclass(slots=True)
class CallSoFar:
    """What is to be written down about the call, in the statement that keeps its answer. `done` once that stands."""

    operation: str
    size: int
    microseconds: Callable[[], int]
    done: bool = False


def purpose_told(bank: Bank, product: str, purpose: str, consent_id: str) -> str:
    """What the person reads: who asked, for which product, for what, by which consent."""
    return f"{bank.name}: {products()[product].id}, {purpose} (persetujuan {consent_id})"[:LONGEST_PURPOSE]


def ask(bank: Bank, asked: Asked, call: CallSoFar, begun: Begun | None, *, at: datetime) -> str:
    """The answer as text of JSON. The bank's right to ask was checked by the caller. `begun`: where it was looked up.

    The look and the call are noted in the statement that keeps the answer, so that none stands without the other. The
    same question under the same number gets the same answer, letter for letter. Raises RequestIdUsed for another one.
    """
    day, essence = localdate(at), asked.essence(settings.FINDING_KEY)
    number = nik_hash(asked) if asked.nik else None
    organisation_id = person_id = None
    if begun is not None:
        person_id, standing = begun.person_id, begun.standing
    elif number is not None:
        person_id, standing = standing_of(number, day)
    else:
        organisation_id, standing = organisation_standings([asked.nib], day).get(asked.nib, (None, NOWHERE))
    rule = asked_for(asked.product, asked.amount, day)
    found = verdict(
        standing.status, standing.programmes, standing.since, asked.product, bool(rule and rule.required), day,
        number is None,
    )  # fmt: skip
    code, offer = _offer(found, day) if number is not None else (None, None)
    text = json.dumps(
        answer(asked.request_id, asked.product, asked.amount, found, offer, at=at), ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip
    new = prepared(
        _ASKED,
        {
            "partner": bank.partner_id, "request": asked.request_id, "essence": essence, "hash": number,
            "person": person_id, "organisation": organisation_id,
            "office": office_of_number(asked.nik[:4], day) if asked.nik else None, "product": asked.product,
            "amount": asked.amount, "purpose": asked.purpose, "consent": asked.consent_id, "result": found.result,
            "offer": code, "answer": text, "at": at, "what": LOOKED_FOR,
            "told": purpose_told(bank, asked.product, asked.purpose, asked.consent_id),
            "operation": call.operation, "microseconds": call.microseconds(), "size": call.size,
        },
    )[0][0]  # fmt: skip
    call.done = bool(new)
    return text if new else _again(bank, asked.request_id, essence)


def _offer(found: Verdict, day: date) -> tuple[str | None, Any]:
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
