"""The cast with months assessed: bills of every kind, some money, and a run, through the same actions as in life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from ayomi.apps.contributions.actions.assess import assess, request
from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.contributions.queries import bills
from ayomi.apps.contributions.queries.bills import BillRow
from ayomi.apps.intake.actions import receive
from ayomi.apps.membership.actions import change_wages
from ayomi.apps.payments.actions.receive import Taken, take_receipt
from ayomi.core.periods import Month
from tests.cast import Cast

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


@dataclass(frozen=True)
class Money:
    cast: Cast
    firm: BillRow
    """The firm's bill of October, open, with a fine for September and a correction of its wages."""
    cooperative: BillRow
    """The cooperative's bill of October, open."""
    rahim: BillRow
    sri: BillRow
    """A bill of Semarang."""
    project: BillRow
    draft: BillRow
    """The cooperative's draft of November."""
    unidentified: Taken
    paid: Taken
    """Money that paid the firm's bill of September."""
    run: int
    upload: int


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 3, tzinfo=UTC)


def pay(amount: int, code: str, day: date, *, key: str, office_id: int) -> Taken:
    return take_receipt(
        key=key, amount=amount, paid_on=day, code=code, channel="hand", sender="Bank Sultra", remark="iuran",
        office_id=office_id, by=None, at=moment(day.month, day.day),
    )  # fmt: skip


def make_money(cast: Cast) -> Money:
    """September assessed and paid (the firm late), October open, November a draft."""
    kolaka = cast.offices.kolaka
    first = _bills(assess(SEPTEMBER, scope="country", final=True, by=None, at=moment(9, 3)).bills)
    late = next(bill for bill in first if bill.segment == "wage_earner")
    paid = pay(late.total, late.code or "", date(2026, 10, 20), key="september", office_id=kolaka)
    wages = pl.DataFrame({"membership_id": [cast.worker_members[0]], "since": [date(2026, 9, 1)], "wage": [6_000_000]})
    change_wages(wages, upload_id=None, by=None, at=moment(10, 21))
    second = _bills(assess(OCTOBER, scope="country", final=True, by=None, at=moment(10, 22)).bills)
    third = _bills(assess(Month(2026, 11), scope="country", final=False, by=None, at=moment(11, 3)).bills)
    instalments = bill_project(cast.project, by=None, at=moment(9, 2))
    lost = pay(33_600, "", date(2026, 10, 22), key="lost", office_id=kolaka)
    run = request(OCTOBER, scope="office", scope_id=kolaka, office_id=kolaka, by=None, at=moment(10, 22))
    upload = receive(
        b"nama;nik\nSiti;1\n", file_name="daftar.csv", organisation_id=cast.cooperative, project_id=None,
        office_id=kolaka, segment="own_account", starts=date(2026, 11, 1), options={"programmes": ["jkk", "jkm"]},
        by=None, at=moment(10, 22),
    )  # fmt: skip
    by_name = {bill.payer_name: bill for bill in second}
    return Money(
        cast, by_name["PT Anugerah Baja Pomalaa"], by_name["Koperasi Nelayan Samudra Wolo"], by_name["La Ode Rahim"],
        by_name["Sri Wahyuni"], _bills(instalments)[0],
        next(bill for bill in third if bill.payer_name == "Koperasi Nelayan Samudra Wolo"), lost, paid, run, upload,
    )  # fmt: skip


def _bills(numbers: tuple[int, ...] | list[int]) -> list[BillRow]:
    return bills.bills_numbered(numbers)
