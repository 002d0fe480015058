"""A licensing office in Kolaka, and organisations whose duties stand this way or that."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ayomi.apps.access import actions as access
from ayomi.apps.compliance.actions.recommendations import Question, ask, record_authority
from ayomi.apps.compliance.queries.recommendations import RequestRow, request
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries import bills
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.registry.queries import organisation as one_organisation
from ayomi.core.periods import Month
from tests.cast import AT, PASSWORD, Cast
from tests.cast import organisation as new_organisation

OCTOBER = datetime(2026, 10, 26, 3, tzinfo=UTC)
"""September's contributions were due on 15 October; the wage earners' of October are due on 16 November."""


def on(day: int, month: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, 3, tzinfo=UTC)


def licensing_office(cast: Cast, *, region: str | None = "74.01", name: str = "Dinas Koperasi Kolaka") -> int:
    """The authority's number."""
    body = new_organisation("government", name, office_id=cast.offices.kolaka, region="74.01")
    return record_authority(
        body, kind="cooperative_office", region=region, office_id=cast.offices.kolaka, since=date(2026, 1, 1), by=None,
        at=AT,
    )  # fmt: skip


def user(username: str, role: str, **place: int) -> int:
    given = {"office_id": None, "organisation_id": None, "person_id": None, **place}
    return access.create_user(
        username=username, password=PASSWORD, full_name=username.title(), role=role, language="id", by=None, at=AT,
        **given,
    )  # fmt: skip


def bill(month: Month, at: datetime) -> None:
    assess(month, scope="country", final=True, by=None, at=at)


def pay(organisation_id: int, at: datetime) -> None:
    """All that the organisation owes."""
    payer_id = one_organisation(organisation_id).payer_id
    for each in bills.bills(shown="open", day=at.date(), payer_id=payer_id, limit=20):
        take_receipt(
            key=f"{each.code}", amount=each.total, paid_on=at.date(), code=each.code or "", channel="hand", sender="x",
            remark="", office_id=each.office_id, by=None, at=at,
        )  # fmt: skip


def asked(authority: int, cast: Cast, key: str = "1", *, at: datetime = OCTOBER, **more: object) -> RequestRow:
    """A question about the cooperative, unless told otherwise, as it was answered."""
    given: dict[str, object] = {
        "purpose": "status_review", "number_kind": "nib", "number": "0220001234567", "stated": 1,
    }  # fmt: skip
    made = ask(authority, key, Question(**(given | more)), by=None, at=at)  # type: ignore[arg-type]  # its fields
    found = request(made)
    assert found is not None
    return found
