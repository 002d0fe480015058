"""The services: a token, and what is owed, paid and became of a payment. Parse, one call, render."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.partners.actions.keys import issue_token
from ayomi.apps.partners.queries.callers import Caller
from ayomi.apps.payments.actions import banks
from ayomi.apps.payments.actions.receive import KeyConflict
from ayomi.core.snap import answers, codes
from ayomi.core.snap.messages import (
    WrongBody,
    WrongField,
    read_body,
    read_inquiry,
    read_payment,
    read_status,
)
from ayomi.edges.api.partners import note
from ayomi.edges.api.snap.door import Refused, asking_for_token, body_of, speaking

log: Final = logging.getLogger(__name__)
Answer = dict[str, Any]
View = Callable[[HttpRequest], HttpResponse]


def _told(request: HttpRequest, answer: Answer) -> HttpResponse:
    code = str(answer["responseCode"])
    note(request, "").code = code
    response = JsonResponse(answer, status=int(code[:3]), json_dumps_params={"ensure_ascii": False})
    response["X-TIMESTAMP"] = timezone.localtime().isoformat(timespec="seconds")
    response["Cache-Control"] = "no-store"
    if code.startswith("429"):
        response["Retry-After"] = "60"
    if code.startswith("405"):
        response["Allow"] = "POST"
    return response


def _service(name: str, service: str, act: Callable[[HttpRequest], Answer]) -> View:
    """The view of a service: whatever is wrong is told with the codes of this service."""

    def refused(case: codes.Case, about: str = "") -> Answer:
        return {"responseCode": case.code(service), "responseMessage": case.message(about)}

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        note(request, f"snap.{name}")
        if request.method != "POST":
            return _told(request, refused(codes.NO_FUNCTION))
        try:
            answer = act(request)
        except Refused as problem:
            answer = refused(problem.case, problem.about)
        except WrongBody:
            answer = refused(codes.BAD_REQUEST)
        except WrongField as wrong:
            case = codes.MISSING_FIELD if wrong.missing else codes.INVALID_FIELD
            answer = refused(case, "{" + wrong.field + "}")
        except KeyConflict:
            answer = refused(codes.DUPLICATE)
        except DatabaseError:
            # Nothing was booked: the transaction is gone. The bank asks for the status, or sends again.
            log.exception("a message of a bank could not be answered")
            answer = refused(codes.GENERAL_ERROR)
        return _told(request, answer)

    return view


def _token(request: HttpRequest) -> Answer:
    body = read_body(body_of(request))
    caller, key = asking_for_token(request)
    kind = body.get("grantType", body.get("grant_type"))
    if kind is None:
        raise WrongField("grantType", missing=True)
    if kind != "client_credentials":
        raise WrongField("grantType", missing=False)
    with owner_rights():
        token, life = issue_token(caller.partner_id, key, at=timezone.now())
    seconds = int(life.total_seconds())
    # The standard writes the life as text. Clients of one kind reckon with it as a number; they send this as text.
    number = isinstance(body.get("additionalInfo"), str)
    return {
        "responseCode": codes.SUCCESSFUL.code(codes.TOKEN), "responseMessage": codes.SUCCESSFUL.message(),
        "accessToken": token, "tokenType": "Bearer", "expiresIn": seconds if number else str(seconds),
        "additionalInfo": {},
    }  # fmt: skip


def _bank(caller: Caller) -> banks.Bank:
    if not caller.service_id:
        raise Refused(codes.NOT_ALLOWED)
    return banks.Bank(caller.partner_id, caller.name, caller.service_id, caller.repeats, caller.office_id)


def _inquiry(request: HttpRequest) -> Answer:
    spoken = speaking(request)
    asked = read_inquiry(read_body(spoken.body))
    return banks.inquire(_bank(spoken.caller), asked, external_id=spoken.external_id, at=timezone.now())


def _payment(request: HttpRequest) -> Answer:
    spoken = speaking(request)
    told = read_payment(read_body(spoken.body))
    return banks.pay(_bank(spoken.caller), told, external_id=spoken.external_id, at=timezone.now())


def _status(request: HttpRequest) -> Answer:
    spoken = speaking(request)
    return banks.ask(_bank(spoken.caller), read_status(read_body(spoken.body)))


token: Final = _service("token", codes.TOKEN, _token)
inquiry: Final = _service("inquiry", answers.SERVICES["inquiry"], _inquiry)
payment: Final = _service("payment", answers.SERVICES["payment"], _payment)
status: Final = _service("status", answers.SERVICES["status"], _status)


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other service of the standard."""
    note(request, "snap.unknown")
    case = codes.Case(404, "00", "Requested Function Is Not Supported")
    return _told(request, {"responseCode": case.code("00"), "responseMessage": case.message()})
