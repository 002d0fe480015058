"""What became of a register's messages, which subscriptions stand, and where an answer may go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from ayomi.apps.partners.rules import rest_of


@dataclass(frozen=True, slots=True)
class ConversationRow:
    transaction_id: str
    correlation_id: str
    action: str
    stage: str
    references: tuple[str, ...]
    answer_sealed: bytes | None
    at: datetime


_WHERE: Final = {
    "transaction_id": "transaction_id = ANY (%s)",
    "correlation_id": "correlation_id = ANY (%s)",
    "reference_id_list": '"references" ?| %s',
}


def conversations(partner_id: int, action: str, by: str, values: Sequence[str]) -> list[ConversationRow]:
    """The partner's own messages of one kind, the latest first, by their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT transaction_id, correlation_id, action, stage, "references", answer_sealed, at'
            f" FROM partners_conversation WHERE partner_id = %s AND action = %s AND {_WHERE[by]}"
            " ORDER BY id DESC LIMIT 20",
            [partner_id, action, list(values)],
        )
        rows = cursor.fetchall()
    return [
        ConversationRow(
            row[0], row[1], row[2], row[3], tuple(json.loads(row[4]) if isinstance(row[4], str) else row[4]),
            None if row[5] is None else bytes(row[5]), row[6],
        )
        for row in rows
    ]  # fmt: skip


def callback(partner_id: int, uri: str) -> tuple[int, str] | None:
    """The registered address that `uri` lies at or below, and what it adds to it; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, uri FROM partners_address WHERE partner_id = %s AND removed_at IS NULL"
            " ORDER BY length(uri) DESC, id",
            [partner_id],
        )
        for number, base in cursor.fetchall():
            rest = rest_of(uri, base)
            if rest is not None:
                return number, rest
    return None


def first_address(partner_id: int) -> int | None:
    """The address that was registered first, for messages that name none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM partners_address WHERE partner_id = %s AND removed_at IS NULL ORDER BY id LIMIT 1",
            [partner_id],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    subscription_id: int
    partner_id: int
    partner_name: str
    code: str
    person_id: int
    event: str
    address_id: int
    told: bytes
    purpose: str


def open_subscriptions() -> list[SubscriptionRow]:
    """Subscriptions of partners that may be told, with somewhere to tell them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.partner_id, p.name, s.code, s.person_id, s.event, s.address_id, s.told, g.purpose"
            " FROM partners_subscription s JOIN partners_partner p ON p.id = s.partner_id AND p.active"
            " JOIN partners_address a ON a.id = s.address_id AND a.removed_at IS NULL"
            " JOIN partners_grant g ON g.partner_id = p.id AND g.scope = 'register_subscribe'"
            " AND g.withdrawn_at IS NULL WHERE s.ended_at IS NULL ORDER BY s.id"
        )
        return [SubscriptionRow(*(*row[:7], bytes(row[7]), row[8])) for row in cursor.fetchall()]
