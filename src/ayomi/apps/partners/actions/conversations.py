"""Messages of registers taken once, answered, and kept sealed for whoever asks what became of them; subscriptions."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from ayomi.apps.partners.models import Conversation, Subscription
from ayomi.core.sealing import seal, unseal

SEALED_AS: Final = "conversation"
KEPT: Final = timedelta(days=90)


class SeenBefore(Exception):
    """A message of this number was taken before."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message to be answered. `address_id`, `path`: where the answer goes; None where nowhere is registered."""

    number: int
    partner_id: int
    code: str
    name: str
    grants: Mapping[str, str]
    action: str
    transaction_id: str
    correlation_id: str
    receiver_id: str
    address_id: int | None
    path: str
    message: Mapping[str, Any]


def begin(
    partner_id: int, *, action: str, sync: bool, message_id: str, transaction_id: str, receiver_id: str,
    references: Sequence[str], address_id: int | None, path: str, message: Mapping[str, Any] | None, at: datetime,
) -> tuple[int, str]:  # fmt: skip
    """Take a message: its number and correlation id. `message` is kept sealed until answered. Raises SeenBefore."""
    correlation_id = str(uuid.uuid4())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO partners_conversation (partner_id, action, sync, message_id, transaction_id, correlation_id,"
            ' receiver_id, "references", address_id, path, stage, request_sealed, at)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'rcvd', %s, %s)"
            " ON CONFLICT (partner_id, message_id) DO NOTHING RETURNING id",
            [
                partner_id, action, sync, message_id, transaction_id, correlation_id, receiver_id,
                json.dumps(list(references)), address_id, path, None if message is None else _sealed(message), at,
            ],
        )  # fmt: skip
        row = cursor.fetchone()
    if row is None:
        raise SeenBefore(message_id)
    return int(row[0]), correlation_id


def _sealed(told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return seal(text.encode(errors="surrogatepass"), field=SEALED_AS, key=settings.SEALING_KEY)


def opened(sealed: bytes) -> dict[str, Any]:
    """What was kept sealed."""
    told: dict[str, Any] = json.loads(unseal(sealed, field=SEALED_AS, key=settings.SEALING_KEY))
    return told


def hold(number: int) -> Held | None:
    """A message that waits for its answer, held until the transaction ends; None where it has one."""
    found = (
        Conversation.objects.select_for_update(of=("self",)).select_related("partner")
        .filter(pk=number, stage="rcvd", request_sealed__isnull=False).first()
    )  # fmt: skip
    if found is None or found.request_sealed is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scope, purpose FROM partners_grant WHERE partner_id = %s AND withdrawn_at IS NULL",
            [found.partner_id],
        )
        grants = dict(cursor.fetchall())
    return Held(
        found.pk, found.partner_id, found.partner.code, found.partner.name, grants, found.action,
        found.transaction_id, found.correlation_id, found.receiver_id, found.address_id, found.path,
        opened(bytes(found.request_sealed)),
    )  # fmt: skip


def finish(number: int, *, stage: str, answer: Mapping[str, Any], at: datetime) -> None:
    """Keep the answer, and the request no longer."""
    Conversation.objects.filter(pk=number).update(
        stage=stage, answer_sealed=_sealed(answer), request_sealed=None, ended_at=at
    )


def subscribe(
    partner_id: int, *, person_id: int, event: str, record_type: str, address_id: int | None, told: bytes, at: datetime
) -> tuple[str, bool]:
    """Tell the partner from now on what changes. Returns the code, and whether it is new."""
    with transaction.atomic():
        made, new = Subscription.objects.get_or_create(
            partner_id=partner_id, person_id=person_id, event=event, ended_at=None,
            defaults={
                "code": f"sub-{secrets.token_hex(12)}", "record_type": record_type, "address_id": address_id,
                "told": told, "since": at,
            },
        )  # fmt: skip
    return made.code, new


def unsubscribe(partner_id: int, codes: Sequence[str], *, at: datetime) -> list[str]:
    """End these subscriptions of the partner. Returns the codes that were its own and stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_subscription SET ended_at = %s WHERE partner_id = %s AND code = ANY (%s)"
            " AND ended_at IS NULL RETURNING code",
            [at, partner_id, list(codes)],
        )
        return [row[0] for row in cursor.fetchall()]


def note_told(fingerprints: Mapping[int, bytes]) -> None:
    """Keep what the partner of each subscription was told now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_subscription s SET told = n.told FROM unnest(%s::bigint[], %s::bytea[]) AS n (id, told)"
            " WHERE s.id = n.id",
            [list(fingerprints), [f"\\x{each.hex()}" for each in fingerprints.values()]],
        )


def forget(*, at: datetime) -> int:
    """Delete conversations older than KEPT. Returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM partners_conversation WHERE at < %s", [at - KEPT])
        return int(cursor.rowcount)
