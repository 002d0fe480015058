"""Partners as people look at them: keys without secrets, grants, addresses, calls, what waits. Seen within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ayomi.apps.audit.queries import rows_of


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner. `calls`, `refused`: since the moment asked for; `last_at`: its last call."""

    partner_id: int
    code: str
    client_id: str
    name: str
    kind: str
    organisation_id: int | None
    organisation: str
    office_id: int
    office: str
    sandbox: bool
    unsigned: bool
    active: bool
    service_id: str | None
    repeats: str
    calls_a_minute: int
    calls: int
    refused: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyRow:
    number: int
    key_id: str
    use: str
    algorithm: str
    since: datetime
    until: datetime
    revoked_at: datetime | None
    revoked_reason: str
    used_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.revoked_at is None and self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class GrantRow:
    scope: str
    purpose: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class AddressRow:
    address_id: int
    uri: str
    registered_at: datetime
    events: tuple[str, ...]
    """What is told there unasked."""


@dataclass(frozen=True, slots=True)
class CallRow:
    at: datetime
    operation: str
    status: int
    code: str
    microseconds: int
    size: int


@dataclass(frozen=True, slots=True)
class OperationRow:
    """Calls of one operation. `median`, `slow`: microseconds half and 99 % of them stayed under."""

    operation: str
    calls: int
    refused: int
    failed: int
    median: int
    slow: int

    @property
    def median_ms(self) -> int:
        return -(-self.median // 1000)

    @property
    def slow_ms(self) -> int:
        return -(-self.slow // 1000)


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    delivery_id: int
    event: str
    uri: str
    state: str
    attempts: int
    next_at: datetime
    status: int | None
    problem: str
    queued_at: datetime
    ended_at: datetime | None


_PARTNERS = """
SELECT p.id, p.code, p.client_id, p.name, p.kind, p.organisation_id, coalesce(o.name, ''), p.office_id, f.name,
       p.sandbox, p.unsigned, p.active, p.service_id, p.repeats, p.calls_a_minute,
       c.calls, c.refused, (SELECT max(at) FROM partners_call l WHERE l.partner_id = p.id)
FROM partners_partner p JOIN offices_office f ON f.id = p.office_id
LEFT JOIN registry_organisation o ON o.id = p.organisation_id
CROSS JOIN LATERAL (SELECT count(*) AS calls, count(*) FILTER (WHERE status >= 400) AS refused
                    FROM partners_call c WHERE c.partner_id = p.id AND c.at >= %(since)s) c
"""


def partners(*, since: datetime) -> list[PartnerRow]:
    """All partners by name, with their calls since the moment."""
    return [PartnerRow(*row) for row in rows_of(_PARTNERS + " ORDER BY p.active DESC, p.name", {"since": since})]


def partner(partner_id: int, *, since: datetime) -> PartnerRow | None:
    """One partner, or None where there is none or it may not be seen."""
    found = rows_of(_PARTNERS + " WHERE p.id = %(id)s", {"since": since, "id": partner_id})
    return PartnerRow(*found[0]) if found else None


def partner_by_code(code: str, *, since: datetime) -> PartnerRow | None:
    """The partner of this code, or None."""
    found = rows_of(_PARTNERS + " WHERE p.code = %(code)s", {"since": since, "code": code})
    return PartnerRow(*found[0]) if found else None


def keys(partner_id: int) -> list[KeyRow]:
    """All keys of a partner, the newest first. Never their secrets."""
    return [
        KeyRow(*row)
        for row in rows_of(
            "SELECT id, key_id, use, algorithm, since, until, revoked_at, revoked_reason, used_at FROM partners_key"
            " WHERE partner_id = %s ORDER BY use, since DESC, id DESC",
            [partner_id],
        )
    ]


def grants(partner_id: int) -> list[GrantRow]:
    """What the partner may ask now."""
    return [
        GrantRow(*row)
        for row in rows_of(
            "SELECT scope, purpose, granted_at FROM partners_grant WHERE partner_id = %s AND withdrawn_at IS NULL"
            " ORDER BY scope",
            [partner_id],
        )
    ]


def addresses(partner_id: int) -> list[AddressRow]:
    """Where messages for the partner may go."""
    return [
        AddressRow(*(*row[:3], tuple(row[3])))
        for row in rows_of(
            "SELECT a.id, a.uri, a.registered_at, (SELECT coalesce(array_agg(h.event ORDER BY h.event), '{}')"
            " FROM partners_hook h WHERE h.address_id = a.id AND h.ended_at IS NULL)"
            " FROM partners_address a WHERE a.partner_id = %s AND a.removed_at IS NULL ORDER BY a.uri",
            [partner_id],
        )
    ]


def address_of(partner_id: int, uri: str) -> int | None:
    """The number of a registered address, compared letter by letter without a closing slash; None for any other."""
    found = rows_of(
        "SELECT id FROM partners_address WHERE partner_id = %s AND rtrim(uri, '/') = rtrim(%s, '/')"
        " AND removed_at IS NULL ORDER BY id LIMIT 1",
        [partner_id, uri],
    )
    return int(found[0][0]) if found else None


def calls(partner_id: int, *, refused: bool = False, limit: int = 50) -> list[CallRow]:
    """The latest calls of a partner, or only those that were refused or failed."""
    return [
        CallRow(*row)
        for row in rows_of(
            "SELECT at, operation, status, code, microseconds, size FROM partners_call WHERE partner_id = %s"
            " AND (status >= 400 OR NOT %s) ORDER BY at DESC, id DESC LIMIT %s",
            [partner_id, refused, limit],
        )
    ]


def operations(partner_id: int, *, since: datetime) -> list[OperationRow]:
    """Calls of a partner by operation since the moment."""
    return [
        OperationRow(*row)
        for row in rows_of(
            "SELECT operation, count(*), count(*) FILTER (WHERE status BETWEEN 400 AND 499),"
            " count(*) FILTER (WHERE status >= 500), percentile_disc(0.5) WITHIN GROUP (ORDER BY microseconds),"
            " percentile_disc(0.99) WITHIN GROUP (ORDER BY microseconds) FROM partners_call"
            " WHERE partner_id = %s AND at >= %s GROUP BY 1 ORDER BY 2 DESC, 1",
            [partner_id, since],
        )
    ]


def deliveries(partner_id: int, *, limit: int = 20) -> list[DeliveryRow]:
    """The latest messages to a partner."""
    return [
        DeliveryRow(*row)
        for row in rows_of(
            "SELECT d.id, d.event, a.uri || d.path, d.state, d.attempts, d.next_at, d.status, d.problem, d.queued_at,"
            " d.ended_at FROM partners_delivery d JOIN partners_address a ON a.id = d.address_id"
            " WHERE d.partner_id = %s ORDER BY d.queued_at DESC, d.id DESC LIMIT %s",
            [partner_id, limit],
        )
    ]
