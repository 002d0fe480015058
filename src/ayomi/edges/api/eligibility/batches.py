"""Up to 100,000 questions in one call, as CSV, as a list of objects, or as one object a line."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone

from ayomi.apps.eligibility.actions.listing import answer_list
from ayomi.apps.eligibility.rules.lists import KINDS, LONGEST_LIST, WrongList
from ayomi.apps.eligibility.rules.reading import Reader
from ayomi.edges.api.access import declared
from ayomi.edges.api.eligibility.operations import REFUSALS, bank_of, router
from ayomi.edges.api.eligibility.refusals import Refused, told
from ayomi.edges.api.eligibility.shapes import BatchAnswer, EligibilityQuestion, Refusal

__all__ = ["eligibility_batch", "router"]

_PIECE: Final = 1_000_000
_QUESTIONS: Final[dict[str, Any]] = {"type": "array", "items": EligibilityQuestion.model_json_schema()}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _QUESTIONS},
            "application/x-ndjson": {"schema": {"type": "string"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


@router.post(
    "/batches/{request_id}", response={200: list[BatchAnswer], 409: Refusal, **REFUSALS},
    operation_id="eligibility_batch", auth=declared("eligibility_batch"), openapi_extra=_BODY,
)  # fmt: skip
@told
def eligibility_batch(request: HttpRequest, request_id: str) -> Any:
    """Up to 100,000 questions, answered in their order; a row that cannot be read carries its error. The answer is
    written as the list was: CSV, a list of objects, or one object a line. `request_id` is your number of the list."""
    reader = Reader({"request_id": request_id}, ("request_id",))
    number = reader.text("request_id")
    reader.done()
    kind = KINDS.get(request.content_type or "")
    if kind is None:
        raise Refused("not_list")
    try:
        listed = answer_list(
            bank_of(request), _body(request), kind, request_id=number, by=None, at=timezone.now()
        )  # fmt: skip
    except WrongList as wrong:
        raise Refused(wrong.code) from None
    response = HttpResponse(listed.content, content_type=f"{request.content_type}; charset=utf-8")
    response["Ayomi-Rows"], response["Ayomi-Refused"] = str(listed.rows), str(listed.refused)
    return response


def _body(request: HttpRequest) -> bytes:
    """The body, read in pieces; a longer one is refused before more of it is taken."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > LONGEST_LIST:
        raise Refused("too_large")
    pieces, size = [], 0
    try:
        while piece := request.read(_PIECE):
            size += len(piece)
            if size > LONGEST_LIST:
                raise Refused("too_large")
            pieces.append(piece)
    except UnreadablePostError:
        raise Refused("bad_request") from None
    if size < int(length):
        raise Refused("bad_request")
    return b"".join(pieces)
