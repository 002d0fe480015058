"""What a person says of a line of a bank file that was held back: new money after all, or none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import polars as pl
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.payments.actions.files import AGAIN, DAYS_AHEAD, one_at_a_time
from ayomi.apps.payments.actions.receive import Taken, take_receipts
from ayomi.apps.payments.models import BankFile, HeldLine
from ayomi.apps.payments.queries.held import UnknownLine

LONGEST_REASON: Final = 300


class AlreadyDecided(Exception):
    """Somebody decided about this line before. It stands."""


class BookedElsewhere(Exception):
    """Another file brought this very line, and it was booked from there: nothing is left but to set it aside."""


class TooEarly(Exception):
    """The value day of the line is still far ahead: nothing was received yet."""


def book_held(held_id: int, reason: str, *, by: int | None, at: datetime) -> Taken:
    """Book the line as money of its own. The right to take money was checked by the caller; so was who sees the line.

    Raises UnknownLine, AlreadyDecided, BookedElsewhere, TooEarly, ValueError without a reason.
    Asked twice, it is booked once.
    """
    with owner_rights():
        line = _waiting(held_id, reason)
        if line.paid_on > localdate(at) + timedelta(days=DAYS_AHEAD):
            raise TooEarly(str(line.paid_on))
        # A second payment equals the first in all that its key is made of.
        key = f"{line.key}{AGAIN}{line.bank_file_id}.{line.line}" if line.why == "perhaps_second" else line.key
        frame = pl.DataFrame(
            {
                "key": [key], "amount": [line.amount], "paid_on": [line.paid_on], "code": [line.code],
                "sender": [line.sender], "remark": [line.remark], "line": [line.line],
            }
        )  # fmt: skip
        file = BankFile.objects.select_for_update().get(pk=line.bank_file_id)
        (taken,) = take_receipts(
            frame, channel="file", bank_file_id=file.pk, office_id=file.office_id, by=by, at=at
        )  # fmt: skip
        if not taken.new:
            # The very line came in another file meanwhile.
            raise BookedElsewhere(str(held_id))
        file.taken += 1
        file.save(update_fields=["taken"])
        _decide(line, "booked", reason, taken.receipt_id, by=by, at=at)
    return taken


def set_aside(held_id: int, reason: str, *, by: int | None, at: datetime) -> None:
    """Say that the line is no new money. Raises UnknownLine, AlreadyDecided, ValueError without a reason."""
    with owner_rights():
        _decide(_waiting(held_id, reason), "set_aside", reason, None, by=by, at=at)


def _waiting(held_id: int, reason: str) -> HeldLine:
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    one_at_a_time()
    line = HeldLine.objects.select_for_update().filter(pk=held_id).first()
    if line is None:
        raise UnknownLine(held_id)
    if line.state != "waiting":
        raise AlreadyDecided(str(held_id))
    return line


def _decide(
    line: HeldLine, state: str, reason: str, receipt_id: int | None, *, by: int | None, at: datetime
) -> None:  # fmt: skip
    line.state, line.reason, line.receipt_id = state, reason.strip()[:LONGEST_REASON], receipt_id
    line.decided_at, line.decided_by = at, by
    line.save(update_fields=["state", "reason", "receipt", "decided_at", "decided_by"])
    detail = {"line": line.line, "amount": line.amount, "receipt": receipt_id}
    office_id = line.bank_file.office_id
    if state == "booked":
        record("held_line_booked", subject="bank_file", subject_id=line.bank_file_id, by=by, at=at,
               office_id=office_id, detail=detail, reason=line.reason)  # fmt: skip
    else:
        record("held_line_set_aside", subject="bank_file", subject_id=line.bank_file_id, by=by, at=at,
               office_id=office_id, detail=detail, reason=line.reason)  # fmt: skip
