"""Answers about virtual accounts, as the standard writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ayomi.core.snap.codes import INQUIRY, PAYMENT, STATUS, SUCCESSFUL, Case
from ayomi.core.snap.messages import CURRENCY, Account, amount_text

MOST_BILLS: Final = 24
CLOSED, PARTIAL = "C", "I"
SERVICES: Final[Mapping[str, str]] = {"inquiry": INQUIRY, "payment": PAYMENT, "status": STATUS}
_SUCCESS: Final = {"english": "Success", "indonesia": "Sukses"}
_REASONS: Final[Mapping[str, str]] = {
    "12": "Tagihan tidak ditemukan",
    "13": "Jumlah tidak sesuai",
    "14": "Tagihan sudah lunas",
    "19": "Tagihan sudah dibatalkan",
}


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill as an inquiry shows it. `total`: whole rupiah."""

    code: str
    month: date
    total: int


def money(rupiah: int) -> dict[str, str]:
    """Whole rupiah as an amount of the standard."""
    return {"value": amount_text(rupiah), "currency": CURRENCY}


def _keys(account: Account) -> dict[str, Any]:
    return {
        "partnerServiceId": account.service_id, "customerNo": account.customer, "virtualAccountNo": account.number,
    }  # fmt: skip


def _details(bills: Sequence[Bill]) -> list[dict[str, Any]]:
    return [
        {
            "billCode": f"{place:02d}", "billNo": bill.code, "billName": f"Iuran {bill.month:%m-%Y}",
            "billShortName": f"Iuran {bill.month:%m-%Y}",
            "billDescription": {
                "english": f"Contributions {bill.month:%m-%Y}", "indonesia": f"Iuran {bill.month:%m-%Y}",
            },
            "billSubCompany": "00000", "billAmount": money(bill.total), "additionalInfo": {},
        }
        for place, bill in enumerate(bills[:MOST_BILLS], start=1)
    ]  # fmt: skip


def inquiry(
    account: Account, request_id: str, *, name: str, total: int, bills: Sequence[Bill], kind: str
) -> dict[str, Any]:
    """What is owed. `total`: whole rupiah still missing; `kind`: CLOSED (all of it) or PARTIAL (whole bills of it)."""
    return {
        "responseCode": SUCCESSFUL.code(INQUIRY), "responseMessage": SUCCESSFUL.message(),
        "virtualAccountData": {
            "inquiryStatus": "00", "inquiryReason": _SUCCESS, **_keys(account), "virtualAccountName": name,
            "virtualAccountEmail": "", "virtualAccountPhone": "", "inquiryRequestId": request_id,
            "totalAmount": money(total), "subCompany": "00000", "billDetails": _details(bills), "freeTexts": [],
            "virtualAccountTrxType": kind, "feeAmount": money(0),
        },
        "additionalInfo": {},
    }  # fmt: skip


def payment(
    account: Account, request_id: str, *, name: str, paid: int, paid_at: datetime, reference: str,
    bills: Sequence[Bill],
) -> dict[str, Any]:  # fmt: skip
    """A payment that was booked. `bills`: those it paid."""
    return {
        "responseCode": SUCCESSFUL.code(PAYMENT), "responseMessage": SUCCESSFUL.message(),
        "virtualAccountData": {
            "paymentFlagReason": _SUCCESS, **_keys(account), "virtualAccountName": name, "virtualAccountEmail": "",
            "virtualAccountPhone": "", "trxId": "", "paymentRequestId": request_id, "paidAmount": money(paid),
            "totalAmount": money(paid), "trxDateTime": paid_at.isoformat(timespec="seconds"),
            "referenceNo": reference, "billDetails": _details(bills), "freeTexts": [], "paymentFlagStatus": "00",
        },
        "additionalInfo": {},
    }  # fmt: skip


def status(
    account: Account, *, inquiry_id: str, payment_id: str, paid: int, paid_at: datetime, reference: str
) -> dict[str, Any]:
    """What became of a payment."""
    return {
        "responseCode": SUCCESSFUL.code(STATUS), "responseMessage": SUCCESSFUL.message(),
        "virtualAccountData": {
            "paymentFlagReason": _SUCCESS, **_keys(account), "inquiryRequestId": inquiry_id,
            "paymentRequestId": payment_id, "paidAmount": money(paid), "totalAmount": money(paid),
            "trxDateTime": paid_at.isoformat(timespec="seconds"),
            "transactionDate": paid_at.isoformat(timespec="seconds"), "referenceNo": reference, "billDetails": [],
            "freeTexts": [], "paymentFlagStatus": "00",
        },
        "additionalInfo": {},
    }  # fmt: skip


def refused(
    service: str, case: Case, *, about: str = "", account: Account | None = None, request_id: str = ""
) -> dict[str, Any]:
    """A refusal of a service (key of SERVICES). With `account` it carries the keys of the message it answers."""
    told: dict[str, Any] = {"responseCode": case.code(SERVICES[service]), "responseMessage": case.message(about)}
    if account is None:
        return told
    reason = {"english": case.message(about), "indonesia": _REASONS.get(case.number, "Ditolak")}
    if service == "inquiry":
        state = {"inquiryStatus": "01", "inquiryReason": reason, "inquiryRequestId": request_id}
    else:
        state = {"paymentFlagStatus": "01", "paymentFlagReason": reason, "paymentRequestId": request_id}
    return told | {"virtualAccountData": {**_keys(account), **state}, "additionalInfo": {}}
