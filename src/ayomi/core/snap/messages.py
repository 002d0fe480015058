"""Messages about virtual accounts, read strictly where money depends on it; fields nobody knows are left alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ayomi.core.snap.signatures import read_timestamp

CURRENCY: Final = "IDR"
SERVICE_WIDTH: Final = 8
_SERVICE_ID: Final = re.compile(r" {0,7}[0-9]{1,8}")
_CUSTOMER: Final = re.compile(r"[0-9]{1,20}")
_AMOUNT: Final = re.compile(r"(0|[1-9][0-9]{0,15})\.([0-9]{2})")
_DEEPEST: Final = 40


class WrongBody(Exception):
    """The body is no JSON object that can be read in one way only."""


class WrongField(Exception):
    """A field is missing (`missing`) or not as the standard writes it. `field`: its path, such as paidAmount.value."""

    def __init__(self, field: str, *, missing: bool) -> None:
        super().__init__(field)
        self.field, self.missing = field, missing


@dataclass(frozen=True, slots=True)
class Account:
    """A virtual account: the bank's service number, padded to 8 with spaces, and the customer's digits."""

    service_id: str
    customer: str

    @property
    def number(self) -> str:
        return self.service_id + self.customer


@dataclass(frozen=True, slots=True)
class Inquiry:
    account: Account
    request_id: str


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount`: in hundredths of a rupiah, as exact as it was written. `advise`: the bank repeats what it once sent."""

    account: Account
    request_id: str
    inquiry_id: str
    amount: int
    paid_at: datetime | None
    reference: str
    advise: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a payment: by the number of the payment, or of the inquiry before it."""

    account: Account
    inquiry_id: str
    payment_id: str


def padded(service_id: str) -> str:
    """A service number as it stands in messages: left-padded with spaces to 8."""
    return service_id.rjust(SERVICE_WIDTH)


def amount_text(rupiah: int) -> str:
    """Whole rupiah as the standard writes them: 16800 is "16800.00"."""
    return f"{rupiah}.00"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WrongBody("a name stands twice")
    return found


def _refuse(text: str) -> Any:
    raise WrongBody(text)


def read_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises WrongBody, also for a name that stands twice, NaN and deep nesting."""
    try:
        found = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise WrongBody(str(problem)) from None
    if not isinstance(found, dict) or not _plain(found, 0):
        raise WrongBody("no object, too deep, or with halves of characters")
    return found


def _plain(value: Any, depth: int) -> bool:
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(_plain(name, depth) and _plain(each, depth + 1) for name, each in value.items())
    if isinstance(value, list):
        return all(_plain(each, depth + 1) for each in value)
    return True


def _text(body: Mapping[str, Any], name: str, longest: int, *, mandatory: bool = True, path: str = "") -> str:
    value = body.get(name)
    if value is None or value == "":
        if mandatory:
            raise WrongField(path + name, missing=True)
        return ""
    if not isinstance(value, str) or len(value) > longest or any(ord(letter) < 32 for letter in value):
        raise WrongField(path + name, missing=False)
    return value


def _account(body: Mapping[str, Any]) -> Account:
    service = _text(body, "partnerServiceId", SERVICE_WIDTH)
    if len(service) != SERVICE_WIDTH or not _SERVICE_ID.fullmatch(service):
        raise WrongField("partnerServiceId", missing=False)
    customer = _text(body, "customerNo", 20)
    if not _CUSTOMER.fullmatch(customer):
        raise WrongField("customerNo", missing=False)
    if _text(body, "virtualAccountNo", 28) != service + customer:
        raise WrongField("virtualAccountNo", missing=False)
    return Account(service, customer)


def _amount(body: Mapping[str, Any], name: str) -> int:
    given = body.get(name)
    if given is None:
        raise WrongField(name, missing=True)
    if not isinstance(given, dict):
        raise WrongField(name, missing=False)
    value, currency = _text(given, "value", 19, path=f"{name}."), _text(given, "currency", 3, path=f"{name}.")
    written = _AMOUNT.fullmatch(value)
    if written is None:
        raise WrongField(f"{name}.value", missing=False)
    if currency != CURRENCY:
        raise WrongField(f"{name}.currency", missing=False)
    return int(written[1]) * 100 + int(written[2])


def _moment(body: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(body, name, 35, mandatory=False)
    if not text:
        return None
    moment = read_timestamp(text)
    if moment is None:
        raise WrongField(name, missing=False)
    return moment


def read_inquiry(body: Mapping[str, Any]) -> Inquiry:
    """An inquiry. Raises WrongField."""
    account = _account(body)
    return Inquiry(account, _text(body, "inquiryRequestId", 128))


def read_payment(body: Mapping[str, Any]) -> Payment:
    """A payment. Raises WrongField; an amount that was given twice must be the same twice."""
    account = _account(body)
    request_id = _text(body, "paymentRequestId", 128)
    amount = _amount(body, "paidAmount")
    if "totalAmount" in body and body["totalAmount"] is not None:
        _amount(body, "totalAmount")
    advise = _text(body, "flagAdvise", 1, mandatory=False)
    if advise not in ("", "Y", "N"):
        raise WrongField("flagAdvise", missing=False)
    return Payment(
        account, request_id, _text(body, "inquiryRequestId", 128, mandatory=False), amount,
        _moment(body, "trxDateTime"), _text(body, "referenceNo", 64, mandatory=False), advise == "Y",
    )  # fmt: skip


def read_status(body: Mapping[str, Any]) -> Asked:
    """A question about a payment. Raises WrongField; one of its two numbers is needed."""
    account = _account(body)
    inquiry_id = _text(body, "inquiryRequestId", 128, mandatory=False)
    payment_id = _text(body, "paymentRequestId", 128, mandatory=False)
    if not inquiry_id and not payment_id:
        raise WrongField("inquiryRequestId", missing=True)
    return Asked(account, inquiry_id, payment_id)


READ: Final[Mapping[str, Callable[[Mapping[str, Any]], Inquiry | Payment | Asked]]] = {
    "inquiry": read_inquiry, "payment": read_payment, "status": read_status,
}  # fmt: skip
"""How each service reads its body."""
