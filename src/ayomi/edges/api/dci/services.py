"""The operations: searches answered at once or later, subscriptions, what became of a message, is she enrolled."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.membership.actions import answering
from ayomi.apps.partners.actions import conversations as talk
from ayomi.apps.partners.queries.callers import Caller, material
from ayomi.apps.partners.queries.conversations import callback, first_address
from ayomi.core.dci.criteria import (
    read_enrolled,
    read_search,
    read_status,
    read_subscribe,
    read_unsubscribe,
)
from ayomi.core.dci.envelope import (
    UNSIGNED,
    Envelope,
    Wrong,
    acknowledged,
    bad,
    canonical,
    holds,
    read_envelope,
    read_signature,
    refusal,
)
from ayomi.core.snap.messages import WrongBody, read_body
from ayomi.edges.api.partners import RefusedCall, authenticate_partner, note
from ayomi.edges.jobs.tasks import ask_to_answer

log: Final = logging.getLogger(__name__)
LONGEST_BODY: Final = 1_000_000
_REFUSED: Final[Mapping[str, tuple[int, str, str]]] = {
    "unknown": (401, "err.request.unauthorized", "no valid bearer token"),
    "suspended": (403, "err.request.forbidden", "this partner is suspended"),
    "not_granted": (403, "err.request.forbidden", "not granted to this partner"),
    "too_often": (429, "err.request.too_many_requests", "more calls than agreed"),
}
_STATUSES: Final[Mapping[str, int]] = {
    "rjct.message_ts.invalid": 401, "rjct.message_id.duplicate": 409, "err.sender_uri.invalid": 403,
}  # fmt: skip
"""HTTP status of what is well formed and refused all the same: of another time, taken before, to be sent elsewhere."""
Answer = dict[str, Any]


class Refused(Exception):
    """A refusal with its HTTP status."""

    def __init__(self, status: int, wrong: Wrong) -> None:
        super().__init__(wrong.words)
        self.status, self.wrong = status, wrong


@dataclass(frozen=True, slots=True)
class Came:
    """A message whose sender and signature hold."""

    caller: Caller
    envelope: Envelope
    purpose: str

    @property
    def asker(self) -> answering.Asker:
        return answering.Asker(self.caller.partner_id, self.caller.name, self.purpose)


def _told(request: HttpRequest, status: int, answer: Answer, code: str) -> HttpResponse:
    note(request, "").code = code
    response = JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = "60"
    if status == 405:
        response["Allow"] = "POST"
    return response


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Refused(415, bad("the body is application/json"))
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > LONGEST_BODY:
        raise Refused(413, bad("this message is too large"))
    try:
        raw = request.body
    except (RequestDataTooBig, UnreadablePostError):
        raise Refused(413, bad("this message is too large")) from None
    if len(raw) < int(length):
        raise bad("the message broke off")
    try:
        return read_body(raw)
    except WrongBody:
        raise bad("the body is no JSON object") from None


def _came(request: HttpRequest, operation: str, scope: str, actions: tuple[str, ...]) -> Came:
    try:
        caller = authenticate_partner(request, scope, operation=operation)
    except RefusedCall as refused:
        status, code, words = _REFUSED[refused.code]
        raise Refused(status, Wrong(code, words)) from None
    envelope = read_envelope(_body(request), actions=actions, now=timezone.now())
    _check_signature(caller, envelope)
    return Came(caller, envelope, caller.grants[scope])


def _check_signature(caller: Caller, envelope: Envelope) -> None:
    """Raises Refused unless the partner signed the message with a key that holds.

    A sandbox partner may be allowed to send none at all; a signature that is there must hold all the same.
    """
    now = timezone.now()
    if envelope.signature in UNSIGNED and caller.sandbox and caller.unsigned:
        return
    if not caller.unsigned and envelope.sender_id.upper() != caller.code:
        raise Refused(400, Wrong("err.sender_id.invalid", "this sender is another partner"))
    if envelope.signature in UNSIGNED:
        raise Refused(401, Wrong("err.signature.missing", "the message is not signed"))
    try:
        signed = read_signature(envelope.signature, sender_id=envelope.sender_id, now=now)
    except Wrong as wrong:
        raise Refused(401, wrong) from None
    with owner_rights():
        held = [each for each in material(caller.partner_id, "message", now) if each.key_id == signed.key_id]
    body = canonical(envelope.header, envelope.message)
    if not held or not holds(signed, body, public_pem=held[0].public_pem):
        raise Refused(401, Wrong("err.signature.invalid", "the signature does not hold"))


def _references(message: Mapping[str, Any]) -> list[str]:
    for name in ("search_request", "subscribe_request"):
        found = message.get(name)
        if isinstance(found, list):
            return [str(each.get("reference_id")) for each in found]
    return []


def _plain(name: Any) -> str:
    """What the partner calls us, as far as it can be told back."""
    return name[:99] if isinstance(name, str) and name.isprintable() else ""


def _begin(came: Came, action: str, *, sync: bool) -> tuple[int, str]:
    """Take the message under its number, with where its answer goes. Raises Wrong for one that was taken before."""
    caller, envelope, now = came.caller, came.envelope, timezone.now()
    address, path = None, ""
    if not sync:
        if envelope.sender_uri:
            found = callback(caller.partner_id, envelope.sender_uri)
            if found is None:
                raise Wrong("err.sender_uri.invalid", "answers go to registered addresses only")
            address, path = found
        else:
            address, path = first_address(caller.partner_id), answering.CALLBACKS[action][1]
    receiver = envelope.header.get("receiver_id")
    try:
        return talk.begin(
            caller.partner_id, action=action, sync=sync, message_id=envelope.message_id,
            transaction_id=envelope.transaction_id, references=_references(envelope.message),
            receiver_id=_plain(receiver), address_id=address, path=path,
            message=None if sync else envelope.message, at=now,
        )  # fmt: skip
    except talk.SeenBefore:
        raise bad("rjct.message_id.duplicate") from None


def _later(came: Came, action: str) -> Answer:
    """Take a message that is answered later."""
    with owner_rights():
        number, correlation_id = _begin(came, action, sync=False)
        ask_to_answer(number)
    return acknowledged(correlation_id, timezone.now())


def _now(came: Came, action: str, answer: Callable[[], Mapping[str, Any]], answered: str) -> Answer:
    """Answer a message at once."""
    with owner_rights():
        number, correlation_id = _begin(came, action, sync=True)
        told = {
            "transaction_id": came.envelope.transaction_id, "correlation_id": correlation_id, **answer(),
        }  # fmt: skip
        talk.finish(number, stage="succ", answer=told, at=timezone.now())
        receiver = came.envelope.header.get("receiver_id")
        return answering.envelope(
            came.caller.partner_id, action=answered, receiver=came.envelope.sender_id,
            us=_plain(receiver), total=max(came.envelope.total_count, 1),
            message=told, at=timezone.now(),
        )  # fmt: skip


def _operation(name: str, scope: str, actions: tuple[str, ...], act: Callable[[Came], Answer]) -> Any:
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        note(request, f"dci.{name}")
        now, correlation_id = timezone.now(), str(uuid.uuid4())
        if request.method != "POST":
            return _told(request, 405, refusal(bad("only POST"), correlation_id, now), "err.request.bad")
        try:
            return _told(request, 200, act(_came(request, f"dci.{name}", scope, actions)), "")
        except Refused as refused:
            status, wrong = refused.status, refused.wrong
        except Wrong as found:
            wrong = found
            status = _STATUSES.get(wrong.words, _STATUSES.get(wrong.code, 400))
        except DatabaseError:
            log.exception("a message of a register could not be answered")
            status, wrong = 500, Wrong("err.service.unavailable", "try again later")
        return _told(request, status, refusal(wrong, correlation_id, now), wrong.code)

    return view


def _search(came: Came) -> Answer:
    read_search(came.envelope.message)
    return _later(came, "search")


def _sync_search(came: Came) -> Answer:
    requests = read_search(came.envelope.message)
    return _now(
        came, "search",
        lambda: {"search_response": answering.searched(requests, came.asker, at=timezone.now())}, "on-search",
    )  # fmt: skip


def _subscribe(came: Came) -> Answer:
    read_subscribe(came.envelope.message)
    return _later(came, "subscribe")


def _unsubscribe(came: Came) -> Answer:
    read_unsubscribe(came.envelope.message)
    return _later(came, "unsubscribe")


def _status(came: Came) -> Answer:
    read_status(came.envelope.message)
    return _later(came, "txn-status")


def _sync_status(came: Came) -> Answer:
    asked = read_status(came.envelope.message)
    return _now(
        came, "txn-status",
        lambda: {"txnstatus_response": answering.status_of(asked, came.envelope.transaction_id, came.asker)},
        "txn-on-status",
    )  # fmt: skip


def _enrolled(came: Came) -> Answer:
    asked, now = read_enrolled(came.envelope.message), timezone.now()

    def told() -> Answer:
        covered = answering.enrolled(asked, came.asker, at=now)
        one = {
            "reference_id": came.envelope.message_id, "timestamp": now.isoformat(), "status": "succ",
            "enrolled_status": "yes" if covered else "no",
        }  # fmt: skip
        return {"enrolled_response": [one]}

    whole = _now(came, "enrolled", told, "on-search")
    # The standard shows this answer without its envelope; it stands both ways.
    return whole | dict(whole["message"])


_SEARCHING: Final = ("search",)
_ASKING: Final = ("txn-status", "status", "txnstatus", "txn/status")
search: Final = _operation("search", "register_search", _SEARCHING, _search)
sync_search: Final = _operation("sync_search", "register_search", _SEARCHING, _sync_search)
subscribe: Final = _operation("subscribe", "register_subscribe", ("subscribe",), _subscribe)
unsubscribe: Final = _operation("unsubscribe", "register_subscribe", ("unsubscribe",), _unsubscribe)
txn_status: Final = _operation("txn_status", "register_search", _ASKING, _status)
sync_txn_status: Final = _operation("sync_txn_status", "register_search", _ASKING, _sync_status)
enrolled: Final = _operation("enrolled", "enrolled", ("search", "enrolled"), _enrolled)
