"""Answers of the standard: seven digits, HTTP status, service and case, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TOKEN: Final = "73"  # noqa: S105 - the number of a service
INQUIRY: Final = "24"
PAYMENT: Final = "25"
STATUS: Final = "26"
REPORT: Final = "35"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the standard. `words` may end in a place for what it is about, such as a field."""

    http: int
    number: str
    words: str

    def code(self, service: str) -> str:
        """The responseCode for a service, such as 4042414."""
        return f"{self.http}{service}{self.number}"

    def message(self, about: str = "") -> str:
        """The responseMessage."""
        return f"{self.words} {about}" if about else self.words


SUCCESSFUL: Final = Case(200, "00", "Successful")
BAD_REQUEST: Final = Case(400, "00", "Bad Request")
INVALID_FIELD: Final = Case(400, "01", "Invalid Field Format")
MISSING_FIELD: Final = Case(400, "02", "Invalid Mandatory Field")
UNAUTHORIZED: Final = Case(401, "00", "Unauthorized.")
INVALID_TOKEN: Final = Case(401, "01", "Invalid Token (B2B)")
TOKEN_NOT_FOUND: Final = Case(401, "03", "Token Not Found (B2B)")
NOT_ALLOWED: Final = Case(403, "01", "Feature Not Allowed")
NOT_FOUND: Final = Case(404, "01", "Transaction Not Found")
NO_BILL: Final = Case(404, "12", "Invalid Bill/Virtual Account")
INVALID_AMOUNT: Final = Case(404, "13", "Invalid Amount")
PAID_BILL: Final = Case(404, "14", "Paid Bill")
INCONSISTENT: Final = Case(404, "18", "Inconsistent Request")
EXPIRED_BILL: Final = Case(404, "19", "Invalid Bill/Virtual Account")
NO_FUNCTION: Final = Case(405, "00", "Requested Function Is Not Supported")
CONFLICT: Final = Case(409, "00", "Conflict")
DUPLICATE: Final = Case(409, "01", "Duplicate partnerReferenceNo")
TOO_MANY: Final = Case(429, "00", "Too Many Requests")
GENERAL_ERROR: Final = Case(500, "00", "General Error")
