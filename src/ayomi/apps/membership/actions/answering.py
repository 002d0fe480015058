"""Answers to other registers, each look noted with the partner and its purpose where the person can read it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import look
from ayomi.apps.membership.queries.register import TooMany, find, fingerprint, records
from ayomi.apps.partners.actions import conversations as talk
from ayomi.apps.partners.actions.deliveries import queue
from ayomi.apps.partners.queries.callers import material
from ayomi.apps.partners.queries.conversations import conversations, open_subscriptions
from ayomi.core.dci.criteria import (
    AskedEnrolled,
    AskedStatus,
    Rejected,
    Request,
    read_search,
    read_status,
    read_subscribe,
    read_unsubscribe,
)
from ayomi.core.dci.envelope import answer_header, signature_of
from ayomi.core.dci.records import data, record

US: Final = "ayomi"
LONGEST_PURPOSE: Final = 200


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and for what."""

    partner_id: int
    name: str
    purpose: str


def _note(asker: Asker, person_ids: list[int], what: str, at: datetime) -> None:
    purpose = f"{asker.name}: {asker.purpose}"[:LONGEST_PURPOSE]
    look(person_ids, what=what, purpose=purpose, by=None, at=at)


def searched(requests: list[Request], asker: Asker, *, at: datetime) -> list[dict[str, Any]]:
    """The `search_response` of a search. The asker's right was checked by the caller."""
    return [_one_search(each, asker, at) for each in requests]


def _one_search(request: Request, asker: Asker, at: datetime) -> dict[str, Any]:
    head = {"reference_id": request.reference_id, "timestamp": at.isoformat()}
    day = localdate(at)
    if isinstance(request.tree, Rejected):
        return head | {
            "status": "rjct", "status_reason_code": request.tree.code, "status_reason_message": request.tree.words,
            "data": data([]),
        }  # fmt: skip
    try:
        numbers, total = find(request.tree, on=day, page=request.page, size=request.page_size)
    except TooMany:
        return head | {
            "status": "rjct", "status_reason_code": "rjct.search.too_many_records_found",
            "status_reason_message": "narrow the search", "data": data([]),
        }  # fmt: skip
    found = records(numbers, on=day)
    _note(asker, [each.person_id for each in found], "register", at)
    return head | {
        "status": "succ", "data": data([record(each) for each in found]),
        "pagination": {"page_size": request.page_size, "page_number": request.page, "total_count": total},
        "locale": "ind",
    }  # fmt: skip


def enrolled(asked: AskedEnrolled, asker: Asker, *, at: datetime) -> bool:
    """Whether the person is enrolled and covered today, and for the programme asked about."""
    day = localdate(at)
    numbers, _ = find(asked.person, on=day, page=1, size=2)
    found = records(numbers, on=day)
    _note(asker, [each.person_id for each in found], "enrolled", at)
    return any(
        job.covered and (not asked.programme or asked.programme in job.programmes)
        for each in found for job in each.jobs
    )  # fmt: skip


def status_of(asked: AskedStatus, transaction_id: str, asker: Asker) -> dict[str, Any]:
    """The `txnstatus_response` about an earlier message of the same partner."""
    known = conversations(asker.partner_id, asked.kind, asked.by, asked.values)
    told: dict[str, Any] = {
        "transaction_id": known[0].transaction_id if known else transaction_id,
        "correlation_id": known[0].correlation_id if known else "", "search_response": [],
    }  # fmt: skip
    for each in known[:1]:
        if each.answer_sealed is not None:
            told |= talk.opened(each.answer_sealed)
        else:
            told["search_response"] = [
                {"reference_id": reference, "timestamp": each.at.isoformat(), "status": "pdng"}
                for reference in each.references
            ]
    told.setdefault("search_response", [])
    return {"txn_type": asked.kind, "txn_status": told}


# ------------------------------------------------------------------------------------------ answers that follow later

CALLBACKS: Final[Mapping[str, tuple[str, str]]] = {
    "search": ("on-search", "/registry/on-search"),
    "subscribe": ("on-subscribe", "/registry/on-subscribe"),
    "unsubscribe": ("on-unsubscribe", "/registry/on-unsubscribe"),
    "txn-status": ("txn-on-status", "/registry/txn/on-status"),
}
"""The action of the answer to each message, and where it goes below an address that was not named."""


def answer(number: int, *, at: datetime) -> int | None:
    """Answer a message that was taken, and have the answer sent. Returns the delivery; None where nothing is to be
    sent. A second call finds it answered and does nothing."""
    with transaction.atomic():
        held = talk.hold(number)
        if held is None:
            return None
        scope = "register_search" if held.action in ("search", "txn-status") else "register_subscribe"
        if scope not in held.grants:
            talk.finish(number, stage="rjct", answer={}, at=at)
            return None
        asker = Asker(held.partner_id, held.name, held.grants[scope])
        body = _answered(held, asker, at)
        told = {"transaction_id": held.transaction_id, "correlation_id": held.correlation_id, **body}
        talk.finish(number, stage="succ", answer=told, at=at)
        return _send(held, CALLBACKS[held.action][0], told, at)


def _answered(held: talk.Held, asker: Asker, at: datetime) -> dict[str, Any]:
    match held.action:
        case "search":
            return {"search_response": searched(read_search(held.message), asker, at=at)}
        case "subscribe":
            return {"subscribe_response": _subscribed(held, asker, at)}
        case "unsubscribe":
            return _unsubscribed(held, at)
        case _:
            return {"txnstatus_response": status_of(read_status(held.message), held.transaction_id, asker)}


def _subscribed(held: talk.Held, asker: Asker, at: datetime) -> list[dict[str, Any]]:
    answers, day = [], localdate(at)
    for wanted in read_subscribe(held.message):
        head: dict[str, Any] = {"reference_id": wanted.reference_id, "timestamp": at.isoformat()}
        if isinstance(wanted.person, Rejected):
            answers.append(
                head | {"status": "rjct", "status_reason_code": wanted.person.code,
                        "status_reason_message": wanted.person.words, "subscriptions": []}
            )  # fmt: skip
            continue
        numbers, _ = find(wanted.person, on=day, page=1, size=1)
        found = records(numbers, on=day)
        if not found:
            answers.append(
                head | {"status": "rjct", "status_reason_code": "rjct.person_id.invalid", "subscriptions": []}
            )
            continue
        _note(asker, [found[0].person_id], "subscribed", at)
        code, new = talk.subscribe(
            held.partner_id, person_id=found[0].person_id, event=wanted.event, record_type=wanted.record_type,
            address_id=held.address_id, told=fingerprint(found[0]), at=at,
        )  # fmt: skip
        subscription = {
            "code": code, "status": "subscribe", "timestamp": at.isoformat(), "reg_event_type": wanted.event,
            "notify_record_type": wanted.record_type,
        }  # fmt: skip
        if new:
            answers.append(head | {"status": "succ", "subscriptions": [subscription]})
        else:
            answers.append(
                head | {"status": "rjct", "status_reason_code": "rjct.event.already_subscribed",
                        "subscriptions": [subscription]}
            )  # fmt: skip
    return answers


def _unsubscribed(held: talk.Held, at: datetime) -> dict[str, Any]:
    codes = read_unsubscribe(held.message)
    ended = talk.unsubscribe(held.partner_id, codes, at=at)
    told: dict[str, Any] = {
        "timestamp": at.isoformat(), "status": "succ" if ended else "rjct",
        "subscription_status": [{"code": code, "status": "unsubscribe"} for code in codes if code in ended],
    }  # fmt: skip
    return told if ended else told | {"status_reason_code": "rjct.subscription_code.invalid"}


def _send(held: talk.Held, action: str, message: Mapping[str, Any], at: datetime) -> int | None:
    if held.address_id is None:
        return None
    body = envelope(
        held.partner_id, action=action, receiver=held.code, us=held.receiver_id, total=1, message=message, at=at
    )
    return queue(held.partner_id, address_id=held.address_id, path=held.path, event=f"dci.{action}", body=body, at=at)


def envelope(
    partner_id: int, *, action: str, receiver: str, us: str, total: int, message: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """A message of ours, signed with the secret we share with the partner where there is one."""
    us = us or US
    header = answer_header(
        action=action, message_id=str(uuid.uuid4()), sender_id=us, receiver_id=receiver, total=total,
        completed=total, now=at,
    )  # fmt: skip
    held = material(partner_id, "webhook", at)
    signature = (
        signature_of(header, message, sender_id=us, key_id=held[0].key_id, secret=held[0].secret, now=at)
        if held else "unsigned"
    )  # fmt: skip
    return {"signature": signature, "header": header, "message": dict(message)}


def tell_changes(*, at: datetime) -> list[int]:
    """Tell every partner what changed for the people it subscribed to. Returns the deliveries."""
    with transaction.atomic():
        waiting = open_subscriptions()
        known = {each.person_id: each for each in records(sorted({s.person_id for s in waiting}), on=localdate(at))}
        changed = {
            each: fingerprint(known[each.person_id])
            for each in waiting
            if each.person_id in known and fingerprint(known[each.person_id]) != each.told
        }
        sent = []
        for each in changed:
            person = known[each.person_id]
            _note(Asker(each.partner_id, each.partner_name, each.purpose), [person.person_id], "subscribed", at)
            event = {
                "reference_id": each.code, "timestamp": at.isoformat(),
                "data": data([]) | {"reg_records": record(person)}, "locale": "ind",
            }  # fmt: skip
            message = {"transaction_id": str(uuid.uuid4()), "notify_event": [event]}
            body = envelope(
                each.partner_id, action="notify", receiver=each.partner_name, us=US, total=1, message=message, at=at
            )
            sent.append(
                queue(each.partner_id, address_id=each.address_id, path="/registry/notify", event="dci.notify",
                      body=body, at=at)
            )  # fmt: skip
        talk.note_told({each.subscription_id: told for each, told in changed.items()})
    return sent
