"""The operations described for programs that read OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

_ID: Final = {"type": "string", "minLength": 1, "maxLength": 99, "pattern": r"^[\x20-\x7e]+$"}
_MOMENT: Final = {"type": "string", "format": "date-time"}
_QUERY: Final = {
    "type": "object",
    "required": ["query_type", "query"],
    "properties": {
        "query_type": {"type": "string", "enum": ["idtype-value", "expression", "predicate"]},
        "query": {"oneOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]},
        "pagination": {
            "type": "object",
            "required": ["page_size"],
            "properties": {
                "page_size": {"type": "integer", "minimum": 1}, "page_number": {"type": "integer", "minimum": 1},
            },
        },
    },
}  # fmt: skip
_LOCALE: Final = {"type": "string", "pattern": "^[a-z]{3}$"}


def _list(**fields: Any) -> dict[str, Any]:
    shape = {"type": "object", "required": [*fields], "properties": fields | {"locale": _LOCALE}}
    return {"type": "array", "minItems": 1, "maxItems": 100, "items": shape}


_SUBSCRIBE: Final = {
    "type": "object",
    "required": ["reg_event_type", "filter", "notify_record_type"],
    "properties": {"reg_event_type": _ID, "filter": {"type": "object"}, "notify_record_type": _ID},
}
_STATUS: Final = {
    "type": "object",
    "required": ["reference_id", "txn_type", "attribute_type", "attribute_value"],
    "properties": {
        "reference_id": _ID,
        "txn_type": {"type": "string", "enum": ["search", "subscribe", "receipt"]},
        "attribute_type": {"type": "string", "enum": ["transaction_id", "reference_id_list", "correlation_id"]},
        "attribute_value": {"oneOf": [_ID, {"type": "array", "minItems": 1, "maxItems": 100, "items": _ID}]},
    },
}
_NUMBER: Final = {"type": "string", "pattern": "^[0-9]{4,40}$"}
_PROGRAMME: Final = {"type": "string", "enum": ["jkk", "jkm", "jht", "jp", "jkp"]}
_PERSON: Final = {
    "type": "object",
    "required": ["person_identifier"],
    "properties": {
        "person_identifier": {"type": "object", "required": ["eq"], "properties": {"eq": _NUMBER}},
        "programme_identifier": {"type": "object", "required": ["eq"], "properties": {"eq": _PROGRAMME}},
    },
    "additionalProperties": False,
}
_MESSAGES: Final[dict[str, dict[str, Any]]] = {
    "search": {"search_request": _list(reference_id=_ID, timestamp=_MOMENT, search_criteria=_QUERY)},
    "subscribe": {"subscribe_request": _list(reference_id=_ID, timestamp=_MOMENT, subscribe_criteria=_SUBSCRIBE)},
    "unsubscribe": {
        "timestamp": _MOMENT,
        "subscription_codes": {"type": "array", "minItems": 1, "maxItems": 100, "items": _ID},
    },
    "txn-status": {"txnstatus_request": _STATUS},
    "enrolled": {
        "enrolled_criteria": {"type": "object", "required": ["query"], "properties": {"query": _PERSON}},
    },
}
_OPERATIONS: Final = (
    ("/registry/search", "search", "search", "Search, answered later"),
    ("/registry/sync/search", "sync_search", "search", "Search, answered at once"),
    ("/registry/subscribe", "subscribe", "subscribe", "Be told what changes"),
    ("/registry/unsubscribe", "unsubscribe", "unsubscribe", "Be told no longer"),
    ("/registry/txn/status", "txn_status", "txn-status", "What became of a message, answered later"),
    ("/registry/sync/txn/status", "sync_txn_status", "txn-status", "What became of a message"),
    ("/registry/sync/enrolled", "enrolled", "enrolled", "Is this worker covered?"),
)


def _operation(name: str, action: str, summary: str) -> dict[str, Any]:
    header = {
        "type": "object",
        "required": ["message_id", "message_ts", "action", "sender_id", "total_count"],
        "properties": {
            "version": {"type": "string", "enum": ["1.0.0"]}, "message_id": _ID, "message_ts": _MOMENT,
            "action": {"type": "string", "enum": ["search" if action == "enrolled" else action]}, "sender_id": _ID,
            "sender_uri": {"type": "string", "maxLength": 300}, "receiver_id": _ID,
            "total_count": {"type": "integer", "minimum": 0, "maximum": 10_000},
        },
    }  # fmt: skip
    message = {"transaction_id": _ID} | _MESSAGES[action]
    body = {
        "type": "object",
        "required": ["header", "message"],
        "properties": {
            "signature": {"type": "string"}, "header": header,
            "message": {"type": "object", "required": [*message], "properties": message},
        },
    }  # fmt: skip
    content = {"application/json": {"schema": {"type": "object"}}}
    words = {
        200: "Taken, or answered", 400: "Breaks the standard", 401: "No valid token or signature", 403: "Not granted",
        405: "Only POST", 409: "Taken before",
        413: "Too large", 415: "Not application/json", 429: "Too many calls", 500: "Try again later",
    }  # fmt: skip
    return {
        "post": {
            "operationId": name, "summary": summary, "security": [{"bearer": []}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {str(status): {"description": each, "content": content} for status, each in words.items()},
        }
    }  # fmt: skip


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Ayomi: register of members (DCI)", "version": "1.0.0"},
        "servers": [{"url": "/dci"}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": {path: _operation(name, action, words) for path, name, action, words in _OPERATIONS},
    }


def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as JSON."""
    return JsonResponse(description())
