"""Three who work abroad: one sent by an agency of Lombok, one who goes alone, and one whose contract is nearly over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import polars as pl

from ayomi.apps.contributions.actions.packages import bill_packages
from ayomi.apps.contributions.queries.bills import bills_numbered
from ayomi.apps.membership import actions as membership
from ayomi.apps.membership.actions.packages import await_placement, place
from ayomi.apps.membership.queries import membership as member
from ayomi.apps.offices.queries import office_serving
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.registry import actions as registry
from ayomi.core.identity import Sex, make_nib, make_nik, make_npwp16

AGENCY: Final = "PT Rinjani Citra Mandiri"
LOMBOK: Final = "52.02.01"


@dataclass(frozen=True, slots=True)
class Traveller:
    """`registered` and `leaves`: days ago (negative: to come; None: no contract yet); `pays`: days after registering,
    None for whoever has not paid."""

    name: str
    sex: Sex
    born: date
    serial: int
    district: str
    village: str
    agency: bool
    registered: int
    leaves: int | None
    months: int
    destination: str
    pays: int | None


TRAVELLERS: Final = (
    Traveller(
        "Baiq Rohani", "female", date(1994, 8, 21), 3, LOMBOK, "Praya", True, 250, 190, 24, "Malaysia", 4
    ),
    Traveller("Lalu Ahmad Hadi", "male", date(1999, 1, 9), 5, LOMBOK, "Batunyala", True, 12, None, 0, "", 3),
    Traveller("Nurhasanah", "female", date(1990, 4, 2), 8, LOMBOK, "Praya", True, 430, 400, 12, "Hong Kong", 5),
    Traveller(
        "La Ode Muslimin", "male", date(1988, 11, 30), 6, "74.01.10", "Wolo", False, 5, -26, 24, "Taiwan", None
    ),
)  # fmt: skip


def travel(*, today: date) -> int:
    """Records them and their agency, with contracts, bills and payments on the days they belong to."""
    offices = {each.district: office_serving(each.district[:5], today) for each in TRAVELLERS}
    earliest = today - timedelta(days=max(each.registered for each in TRAVELLERS) + 1)
    agency = _agency(offices[LOMBOK], earliest)
    for each in TRAVELLERS:
        _one(each, agency, offices[each.district], today)
    return len(TRAVELLERS)


def _agency(office_id: int, since: date) -> int:
    body = pl.DataFrame(
        {
            "kind": ["firm"], "name": [AGENCY], "nib": [make_nib(99_000_000_801)], "npwp": [make_npwp16(90_000_801)],
            "region_id": [LOMBOK], "size": ["medium"], "activity": ["Jasa perorangan"], "risk": ["very_low"],
            "since": [since], "industry": [""],
        }
    )  # fmt: skip
    stored = registry.record_organisations(body, office_id=office_id, by=None, at=_moment(since))
    return int(stored["organisation_id"][0])


def _one(each: Traveller, agency: int, office_id: int, today: date) -> None:
    day = today - timedelta(days=each.registered)
    at = _moment(day)
    person = registry.record_persons(
        pl.DataFrame(
            {
                "name": [each.name], "born": [each.born], "sex": [each.sex], "village": [each.village],
                "nik": [make_nik(each.district, each.born, each.sex, each.serial)], "region_id": [each.district],
            }
        ),
        office_id=office_id, by=None, at=at,
    )  # fmt: skip
    told = membership.enrol(
        person.select("person_id").with_columns(since=pl.lit(day), wage=pl.lit(0, dtype=pl.Int64)), segment="migrant",
        channel="firm" if each.agency else "alone", organisation_id=agency if each.agency else None, project_id=None,
        office_id=office_id, upload_id=None, by=None, at=at,
    )  # fmt: skip
    number = int(told["membership_id"][0])
    if each.leaves is None:
        await_placement(number, by=None, at=at)
    else:
        leaves = today - timedelta(days=each.leaves)
        place(number, departs=leaves, months=each.months, destination=each.destination, by=None, at=at)
    bill_id = bill_packages(member(number, on=day).payer_id, by=None, at=at)
    if bill_id is not None and each.pays is not None:
        _pay(bill_id, day + timedelta(days=each.pays))


def _pay(bill_id: int, day: date) -> None:
    (bill,) = bills_numbered([bill_id])
    take_receipt(
        key=f"abroad:{bill_id}", amount=bill.total, paid_on=day, code=bill.code or "", channel="api",
        sender=bill.payer_name, office_id=None, by=None, at=_moment(day),
    )  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
