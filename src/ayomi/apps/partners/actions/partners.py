"""Partners registered and changed, what they may ask, and where messages for them may go."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.audit.queries import details_of
from ayomi.apps.partners.models import Address, Grant, Hook, Partner
from ayomi.apps.partners.rules import EVENTS, KINDS, REPEATS, SCOPES, check_address, check_code, check_service_id


class UnknownPartner(LookupError):
    """No such partner, or none that may be seen from here."""


def register_partner(
    *, code: str, name: str, kind: str, office_id: int, organisation_id: int | None = None, sandbox: bool = False,
    unsigned: bool = False, service_id: str | None = None, repeats: str = "answer", calls_a_minute: int = 600,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A new partner, with no key and no grant yet. Returns its number.

    Raises ValueError for a wrong code, kind, service number or limit, for a sandbox partner where real people are
    registered, and for `unsigned` outside a sandbox; `django.db.IntegrityError` for a code or service number in use.
    """
    check_code(code)
    if service_id is not None:
        check_service_id(service_id)
    if kind not in KINDS or repeats not in REPEATS or calls_a_minute < 1:
        raise ValueError("unknown kind, unknown way with repeats, or no calls allowed")
    if sandbox and not details_of("demo_begun"):
        raise ValueError("a sandbox partner works on the demo world only, and this is none")
    if unsigned and not sandbox:
        raise ValueError("only a sandbox partner may send messages without a signature")
    with transaction.atomic():
        made = Partner.objects.create(
            code=code, client_id=str(uuid.uuid4()), name=name, kind=kind, organisation_id=organisation_id,
            office_id=office_id, sandbox=sandbox, unsigned=unsigned, service_id=service_id, repeats=repeats,
            calls_a_minute=calls_a_minute, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        record(
            "partner_registered", subject="partner", subject_id=made.pk, office_id=office_id, by=by, at=at,
            detail={"code": code, "kind": kind, "sandbox": sandbox},
        )  # fmt: skip
    return made.pk


def held(partner_id: int) -> Partner:
    """The partner's row, held until the transaction ends. Raises UnknownPartner."""
    found = Partner.objects.select_for_update().filter(pk=partner_id).first()
    if found is None:
        raise UnknownPartner(partner_id)
    return found


def change_limits(partner_id: int, *, calls_a_minute: int, repeats: str, by: int | None, at: datetime) -> None:
    """Other limits. Raises UnknownPartner, ValueError."""
    if repeats not in REPEATS or calls_a_minute < 1:
        raise ValueError("unknown way with repeats, or no calls allowed")
    with transaction.atomic():
        partner = held(partner_id)
        before = {"calls_a_minute": partner.calls_a_minute, "repeats": partner.repeats}
        partner.calls_a_minute, partner.repeats = calls_a_minute, repeats
        partner.save(update_fields=["calls_a_minute", "repeats"])
        record(
            "partner_limits_changed", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by,
            at=at, detail={"before": before, "after": {"calls_a_minute": calls_a_minute, "repeats": repeats}},
        )  # fmt: skip


def suspend(partner_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """From now on every call of the partner is refused. Raises UnknownPartner."""
    _switch(partner_id, False, "partner_suspended", reason, by=by, at=at)


def resume(partner_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """Let a suspended partner call again. Raises UnknownPartner."""
    _switch(partner_id, True, "partner_resumed", reason, by=by, at=at)


def _switch(partner_id: int, active: bool, action: str, reason: str, *, by: int | None, at: datetime) -> None:
    with transaction.atomic():
        partner = held(partner_id)
        partner.active = active
        partner.save(update_fields=["active"])
        record(
            action, subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by, at=at, reason=reason
        )


def grant(partner_id: int, *, scope: str, purpose: str, by: int | None, at: datetime) -> None:
    """Let the partner ask what `scope` names, for a purpose that the people asked about can read.

    A grant that stands gets the new purpose. Raises UnknownPartner, ValueError for another scope or no purpose.
    """
    if scope not in SCOPES or not purpose.strip():
        raise ValueError(f"unknown scope {scope}, or no purpose")
    with transaction.atomic():
        partner = held(partner_id)
        _end(partner_id, scope, "replaced", at)
        Grant.objects.create(partner_id=partner_id, scope=scope, purpose=purpose.strip(), granted_at=at, granted_by=by)
        record(
            "partner_granted", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by, at=at,
            detail={"scope": scope, "purpose": purpose.strip()},
        )  # fmt: skip


def withdraw(partner_id: int, *, scope: str, reason: str, by: int | None, at: datetime) -> None:
    """Take a grant back; the next call is refused. Raises UnknownPartner."""
    with transaction.atomic():
        partner = held(partner_id)
        _end(partner_id, scope, reason, at)
        record(
            "partner_grant_withdrawn", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by,
            at=at, reason=reason, detail={"scope": scope},
        )  # fmt: skip


def _end(partner_id: int, scope: str, reason: str, at: datetime) -> None:
    Grant.objects.filter(partner_id=partner_id, scope=scope, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_reason=reason[:200]
    )


def register_address(partner_id: int, uri: str, *, by: int | None, at: datetime) -> int:
    """An address messages may go to. Returns its number; one that stands already is left as it is.

    Raises UnknownPartner, ValueError for an address we may not send to.
    """
    with transaction.atomic():
        partner = held(partner_id)
        check_address(uri, sandbox=partner.sandbox)
        known = Address.objects.filter(partner_id=partner_id, uri=uri, removed_at__isnull=True).first()
        if known is not None:
            return known.pk
        made = Address.objects.create(partner_id=partner_id, uri=uri, registered_at=at, registered_by=by)
        record(
            "partner_address_registered", subject="partner", subject_id=partner_id, office_id=partner.office_id,
            by=by, at=at, detail={"uri": uri},
        )  # fmt: skip
    return made.pk


def set_hooks(partner_id: int, address_id: int, events: Iterable[str], *, by: int | None, at: datetime) -> None:
    """Have the partner told of exactly these events at one of its addresses, from now on.

    An event that is told there already goes on. Raises UnknownPartner, ValueError for an unknown event or an address
    that is not registered for the partner.
    """
    wanted = set(events)
    if not wanted <= set(EVENTS):
        raise ValueError("an event that is not told")
    with transaction.atomic():
        partner = held(partner_id)
        if not Address.objects.filter(pk=address_id, partner_id=partner_id, removed_at__isnull=True).exists():
            raise ValueError("an address that is not registered")
        standing = Hook.objects.filter(address_id=address_id, ended_at__isnull=True)
        before = set(standing.values_list("event", flat=True))
        if before == wanted:
            return
        standing.exclude(event__in=wanted).update(ended_at=at)
        Hook.objects.bulk_create(
            Hook(partner_id=partner_id, address_id=address_id, event=event, since=at, set_by=by)
            for event in sorted(wanted - before)
        )
        record(
            "partner_hooks_set", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by, at=at,
            detail={"address": address_id, "events": sorted(wanted)},
        )  # fmt: skip


def remove_address(partner_id: int, address_id: int, *, by: int | None, at: datetime) -> None:
    """Send nothing there any more; what waits is given up at its next attempt. Raises UnknownPartner."""
    with transaction.atomic():
        partner = held(partner_id)
        Address.objects.filter(pk=address_id, partner_id=partner_id, removed_at__isnull=True).update(removed_at=at)
        Hook.objects.filter(partner_id=partner_id, address_id=address_id, ended_at__isnull=True).update(ended_at=at)
        record(
            "partner_address_removed", subject="partner", subject_id=partner_id, office_id=partner.office_id, by=by,
            at=at, detail={"address": address_id},
        )  # fmt: skip
