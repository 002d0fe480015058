"""The services described for programs that read OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from ayomi.core.snap import codes

_TEXT: Final = {"type": "string"}


def _header(name: str, words: str, *, longest: int = 1_000) -> dict[str, Any]:
    return {
        "name": name, "in": "header", "required": True, "description": words,
        "schema": {"type": "string", "minLength": 1, "maxLength": longest},
    }  # fmt: skip


_SIGNED: Final = [
    _header("X-TIMESTAMP", "ISO 8601 with offset, within five minutes", longest=35),
    _header("X-SIGNATURE", "base64"),
]
_TOKEN_HEADERS: Final = [*_SIGNED, _header("X-CLIENT-KEY", "client id")]
_SERVICE_HEADERS: Final = [
    *_SIGNED,
    _header("X-PARTNER-ID", "code of the partner", longest=36),
    _header("X-EXTERNAL-ID", "unique within a day", longest=36),
    _header("CHANNEL-ID", "channel of the bank", longest=5),
]
_ACCOUNT: Final = {
    "partnerServiceId": {"type": "string", "pattern": "^ {0,7}[0-9]{1,8}$", "minLength": 8, "maxLength": 8},
    "customerNo": {"type": "string", "pattern": "^[0-9]{1,20}$"},
    "virtualAccountNo": {"type": "string", "pattern": "^ {0,7}[0-9]{2,28}$", "maxLength": 28},
}
_ID: Final = {"type": "string", "minLength": 1, "maxLength": 128}
_AMOUNT: Final = {
    "type": "object",
    "required": ["value", "currency"],
    "properties": {
        "value": {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,15})\.[0-9]{2}$"},
        "currency": {"type": "string", "enum": ["IDR"]},
    },
}


def _answers(service: str) -> dict[str, Any]:
    """The statuses of a service with their shape."""
    shape = {
        "type": "object",
        "required": ["responseCode", "responseMessage"],
        "properties": {
            "responseCode": {"type": "string", "pattern": f"^[0-9]{{3}}{service}[0-9]{{2}}$"},
            "responseMessage": {"type": "string", "maxLength": 150},
        },
    }
    content = {"application/json": {"schema": shape}}
    return {
        str(status): {"description": words, "content": content}
        for status, words in (
            (200, "Successful"), (400, "Bad Request"), (401, "Unauthorized"), (403, "Feature Not Allowed"),
            (404, "No bill, wrong amount, paid or cancelled"), (405, "Requested Function Is Not Supported"),
            (409, "Conflict"), (429, "Too Many Requests"), (500, "General Error"),
        )
    }  # fmt: skip


def _operation(
    name: str, summary: str, service: str, headers: list[dict[str, Any]], fields: dict[str, Any], needed: list[str],
    *, token: bool,
) -> dict[str, Any]:  # fmt: skip
    body = {"type": "object", "required": needed, "properties": fields}
    return {
        "post": {
            "operationId": name, "summary": summary, "parameters": headers,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": _answers(service), "security": [{"token": []}] if token else [],
        }
    }  # fmt: skip


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    account = list(_ACCOUNT)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Ayomi: virtual accounts (SNAP BI)", "version": "1.0"},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/v1.0/access-token/b2b": _operation(
                "token", "Access token", codes.TOKEN, _TOKEN_HEADERS,
                {"grantType": {"type": "string", "enum": ["client_credentials"]}, "additionalInfo": {}},
                ["grantType"], token=False,
            ),
            "/v1.0/transfer-va/inquiry": _operation(
                "inquiry", "What is owed", codes.INQUIRY, _SERVICE_HEADERS,
                _ACCOUNT | {"inquiryRequestId": _ID}, [*account, "inquiryRequestId"], token=True,
            ),
            "/v1.0/transfer-va/payment": _operation(
                "payment", "A payment told", codes.PAYMENT, _SERVICE_HEADERS,
                _ACCOUNT | {
                    "paymentRequestId": _ID, "paidAmount": _AMOUNT, "totalAmount": _AMOUNT, "inquiryRequestId": _ID,
                    "trxDateTime": _TEXT, "referenceNo": {"type": "string", "maxLength": 64},
                    "flagAdvise": {"type": "string", "enum": ["Y", "N"]},
                },
                [*account, "paymentRequestId", "paidAmount"], token=True,
            ),
            "/v1.0/transfer-va/status": _operation(
                "status", "What became of a payment", codes.STATUS, _SERVICE_HEADERS,
                _ACCOUNT | {"inquiryRequestId": _ID, "paymentRequestId": _ID}, account, token=True,
            ),
        },
    }  # fmt: skip


def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as JSON."""
    return JsonResponse(description())
