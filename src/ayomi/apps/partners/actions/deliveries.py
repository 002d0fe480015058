"""Messages to partners: queued with the act they tell of, sent again until taken, given up after some days.

Nothing is sent from here. The job that sends takes a message, tries, and notes what came of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from ayomi.apps.partners.models import Address, Delivery, Hook
from ayomi.apps.partners.queries.callers import Material, material
from ayomi.apps.partners.rules import MOST_ATTEMPTS, pause_after
from ayomi.core.sealing import seal, unseal

BODY_FIELD = "partner_delivery"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to be sent now. `secrets`: the webhook keys that hold, the newest first."""

    delivery_id: int
    partner_id: int
    event: str
    uri: str
    body: bytes
    sandbox: bool
    attempts: int
    secrets: tuple[Material, ...]


def queue(
    partner_id: int, *, address_id: int, path: str = "", event: str, body: Mapping[str, Any], at: datetime
) -> int:
    """Have `body` sent to a registered address as JSON. Call it inside the transaction of what it tells of."""
    return Delivery.objects.create(
        partner_id=partner_id, address_id=address_id, path=path, event=event,
        body_sealed=_sealed(body), state="waiting", next_at=at, queued_at=at,
    ).pk  # fmt: skip


def _sealed(body: Mapping[str, Any]) -> bytes:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return seal(text.encode(), field=BODY_FIELD, key=settings.SEALING_KEY)


def announce(partner_id: int, *, event: str, body: Mapping[str, Any], at: datetime) -> list[int]:
    """A webhook about what the partner itself asked for: `{"event", "at", "data"}`. Returns the deliveries.

    It goes to the addresses that were chosen for the event; where none was chosen, to every registered address.
    """
    told = wrapped(event, body, at)
    chosen = Hook.objects.filter(partner_id=partner_id, event=event, ended_at__isnull=True)
    numbers = list(chosen.values_list("address_id", flat=True)) or list(
        Address.objects.filter(partner_id=partner_id, removed_at__isnull=True).values_list("pk", flat=True)
    )
    return [queue(partner_id, address_id=number, event=event, body=told, at=at) for number in sorted(numbers)]


def wrapped(event: str, body: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The body of a webhook."""
    return {"event": event, "at": at.isoformat(), "data": dict(body)}


@dataclass(frozen=True, slots=True)
class Notice:
    """What an address is to be told of. `about`: by which it is told once, such as "bill:7"."""

    partner_id: int
    address_id: int
    event: str
    about: str
    body: Mapping[str, Any]


def queue_once(notices: Sequence[Notice], *, at: datetime) -> int:
    """Have each notice sent to its address, unless the same was queued before. Returns how many were given."""
    Delivery.objects.bulk_create(
        (
            Delivery(
                partner_id=each.partner_id, address_id=each.address_id, event=each.event, about=each.about,
                body_sealed=_sealed(wrapped(each.event, each.body, at)), state="waiting", next_at=at, queued_at=at,
            )
            for each in notices
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return len(notices)


def take_due(*, at: datetime, limit: int = 50) -> list[Letter]:
    """Messages whose time has come, taken for ten minutes: another sender leaves them alone meanwhile.

    A sender that dies leaves them to the next one after that time; so a partner may get a message twice, never none.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_delivery d SET next_at = %(later)s, attempts = d.attempts + 1 FROM"
            " (SELECT id FROM partners_delivery WHERE state = 'waiting' AND next_at <= %(at)s ORDER BY next_at, id"
            "  LIMIT %(limit)s FOR UPDATE SKIP LOCKED) due, partners_address a, partners_partner p"
            " WHERE d.id = due.id AND a.id = d.address_id AND p.id = d.partner_id"
            " RETURNING d.id, d.partner_id, d.event, a.uri, d.path, d.body_sealed, p.sandbox, d.attempts,"
            " a.removed_at IS NULL AND p.active",
            {"at": at, "later": at + timedelta(minutes=10), "limit": limit},
        )
        rows = cursor.fetchall()
    letters = []
    for number, partner_id, event, uri, path, sealed, sandbox, attempts, wanted in rows:
        if not wanted:
            note_delivery(number, status=None, problem="address_removed", attempts=MOST_ATTEMPTS, at=at)
            continue
        body = unseal(sealed, field=BODY_FIELD, key=settings.SEALING_KEY)
        secrets = tuple(material(partner_id, "webhook", at))
        uri = uri.rstrip("/") + path if path else uri
        letters.append(Letter(number, partner_id, event, uri, body, sandbox, attempts, secrets))
    return letters


def note_delivery(delivery_id: int, *, status: int | None, problem: str, attempts: int, at: datetime) -> str:
    """What came of an attempt: an answer of 2xx means taken. Returns the state of the message."""
    sent = status is not None and 200 <= status < 300
    state = "sent" if sent else "given_up" if attempts >= MOST_ATTEMPTS else "waiting"
    Delivery.objects.filter(pk=delivery_id, state="waiting").update(
        state=state, status=status, problem="" if sent else problem[:60],
        next_at=at if sent else at + pause_after(max(attempts, 1)), ended_at=None if state == "waiting" else at,
    )  # fmt: skip
    return state
