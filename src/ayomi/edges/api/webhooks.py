"""What a partner's program wants to be told of unasked, set by itself at addresses that were registered for it."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.partners.actions.partners import set_hooks
from ayomi.apps.partners.queries.partners import address_of, addresses
from ayomi.edges.api.access import declared
from ayomi.edges.api.shapes import Failure

Event = Literal[
    "bill.paid", "cover.begun", "recommendation.decided", "recommendation.withdrawn", "services.stop_asked",
    "services.stop_lifted",
]  # fmt: skip
REFUSALS: Final = {400: Failure, 401: Failure, 403: Failure, 404: Failure, 413: Failure, 429: Failure}
NOT_REGISTERED: Final = {
    "code": "address_not_registered", "message": "Alamat ini tidak terdaftar untuk mitra ini.",
    "message_en": "This address is not registered for this partner.",
}  # fmt: skip

router: Final = Router(tags=["webhooks"])


class Webhook(Schema):
    """One registered address, and what is told there."""

    address: str
    events: list[str]


class Wanted(Schema):
    """Exactly these events from now on; an empty list ends them all."""

    address: str = Field(min_length=1, max_length=300)
    events: list[Event] = Field(max_length=20)


def _standing(partner_id: int) -> list[Webhook]:
    return [Webhook(address=each.uri, events=list(each.events)) for each in addresses(partner_id)]


@router.get("", response={200: list[Webhook], **REFUSALS}, operation_id="webhooks", auth=declared("webhooks"))
def webhooks(request: HttpRequest) -> Any:
    """The addresses registered for the calling partner, each with what is told there."""
    caller: Any = request.auth  # type: ignore[attr-defined]  # set by the check
    with owner_rights():
        return _standing(caller.partner_id)


@router.put("", response={200: list[Webhook], **REFUSALS}, operation_id="webhooks_set", auth=declared("webhooks_set"))
def webhooks_set(request: HttpRequest, wanted: Wanted) -> Any:
    """Be told of these events at a registered address. New addresses are registered by the office alone."""
    caller: Any = request.auth  # type: ignore[attr-defined]  # set by the check
    with owner_rights():
        number = address_of(caller.partner_id, wanted.address) if wanted.address.isprintable() else None
        if number is None:
            return Status(404, {"error": NOT_REGISTERED})
        set_hooks(caller.partner_id, number, wanted.events, by=None, at=timezone.now())
        return _standing(caller.partner_id)
