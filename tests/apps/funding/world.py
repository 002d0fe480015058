"""A youth cooperative in Kolaka whose repair-shop owners are members, and a fund for workshops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills_numbered
from ayomi.apps.funding.actions import applications, paying, windows
from ayomi.apps.funding.actions.applications import NewItem
from ayomi.apps.funding.actions.windows import NewRule
from ayomi.apps.payments.actions.receive import Taken, take_receipt
from ayomi.core.periods import Month
from tests.cast import Cast, enrol, organisation, people

WORKSHOP = 25_000_000
OFFICER, CHAIR, HEAD, CASHIER = 11, 12, 13, 14
GOOD = {"skill": 4, "place": 4, "market": 4, "cash": 4, "group": 5}
TRAINED = "Pelatihan selesai di mitra industri"
RULE = NewRule(
    WORKSHOP, "Keputusan direksi tentang bengkel koperasi pemuda", rate=60_000, months_most=24, grace_most=3,
    kinds=("cooperative",), tranches=((600_000, TRAINED), (400_000, "Alat sudah dibeli")),
)  # fmt: skip


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Workshops:
    cooperative: int
    owners: tuple[int, ...]
    window: int
    office: int
    paid: date
    """The day on which their contributions were paid; from here on they are covered."""

    def items(self, *, amount: int = WORKSHOP) -> list[NewItem]:
        return [NewItem(f"Bengkel {place}", amount, person) for place, person in enumerate(self.owners, 1)]


def make_workshops(cast: Cast, *, owners: int = 3, budget: int = 1_000_000_000, pay: bool = True) -> Workshops:
    """A cooperative with members enrolled on 1 September 2026 and, unless told, paid on the 5th."""
    office = cast.offices.kolaka
    cooperative = organisation("cooperative", "Koperasi Pemuda Bengkel Kolaka", office_id=office, region="74.01")
    persons = people(owners, district="74.01.01", office_id=office, first=400, word="Montir")
    enrol(
        persons, segment="own_account", channel="cooperative", organisation_id=cooperative, office_id=office,
        wage=1_000_000, occupation="Montir",
    )  # fmt: skip
    paid = date(2026, 9, 5)
    if pay:
        numbers = assess(Month(2026, 9), scope="country", final=True, by=None, at=moment(date(2026, 9, 3))).bills
        bill = next(each for each in bills_numbered(numbers) if each.payer_name == "Koperasi Pemuda Bengkel Kolaka")
        receive(bill.total, bill.code or "", paid, key="iuran")
    window = windows.open_window(
        code="bengkel", name="Bengkel koperasi pemuda", theme="programme", returns=True, since=date(2026, 1, 1),
        rule=RULE, by=None, at=moment(paid),
    )  # fmt: skip
    if budget:
        windows.put_in(
            window, year=2026, amount=budget, day=date(2026, 9, 1), source="Keputusan RUPS", by=None, at=moment(paid)
        )
    return Workshops(cooperative, persons, window, office, paid)


def receive(amount: int, code: str, day: date, *, key: str) -> Taken:
    return take_receipt(
        key=key, amount=amount, paid_on=day, code=code, channel="hand", office_id=None, by=None, at=moment(day)
    )


def applied(made: Workshops, **more: object) -> int:
    asked = {"items": made.items(), "purpose": "Alat bengkel", "months": 12, "grace": 2, "on": made.paid, **more}
    return applications.apply(
        made.window, made.cooperative, office_id=made.office, by=OFFICER, at=moment(made.paid), **asked  # type: ignore[arg-type]
    )  # fmt: skip


def proposed(made: Workshops, **more: object) -> int:
    asked = applied(made, **more)
    applications.survey(asked, visited_on=made.paid, scores=GOOD, note="Baik", by=OFFICER, at=moment(made.paid))
    applications.propose(asked, reason="Layak", by=CHAIR, at=moment(made.paid))
    return asked


def agreed(made: Workshops, **more: object) -> int:
    asked = proposed(made, **more)
    applications.decide(asked, approve=True, reason="Setuju", on=made.paid, by=HEAD, at=moment(made.paid))
    applications.agree(asked, signed_on=made.paid, by=OFFICER, at=moment(made.paid))
    return asked


def paid_out(made: Workshops, day: date = date(2026, 9, 20), **more: object) -> int:
    asked = agreed(made, **more)
    for number in (1, 2):
        paying.meet_condition(asked, number, met_on=day, note="Sertifikat", by=OFFICER, at=moment(day))
        paying.pay_tranche(asked, number, paid_on=day, by=CASHIER, at=moment(day))
    return asked
