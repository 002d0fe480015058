"""A regency brings the people of its list of 2024 under cover: 594 proposed, 557 passed, three months at Rp16,800."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from ayomi.apps.access import actions as access
from ayomi.apps.access.models import User
from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.apps.sponsorship.models import Budget, Support
from ayomi.apps.sponsorship.queries import CHECKS as OF_SPONSORSHIP
from ayomi.core.periods import Month
from ayomi.edges.command.demo.partnerships import LIST_2024, list_of_2024
from tests.cast import AT, PASSWORD, Cast, organisation
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db
PAYER = "Pemerintah Kabupaten Kolaka"


class Clock:
    """The day on which the story stands; pages read it as the time now."""

    at = datetime(2024, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Clock]:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    call_command("createcachetable")
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.at)
    yield found


def regency(cast: Cast) -> tuple[Client, Client]:
    """The clerk who sends the list and the head of the office who approves."""
    payer = organisation("government", PAYER, office_id=cast.offices.kolaka, region="74.01", government_payer=True)
    for name in ("staf", "kepala"):
        access.create_user(
            username=name, password=PASSWORD, full_name=name.title(), role="channel_administrator", office_id=None,
            organisation_id=payer, person_id=None, language="id", by=None, at=AT,
        )  # fmt: skip
    return signed_in("staf"), signed_in("kepala")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_the_list_of_594_to_the_bills_of_the_payer(cast: Cast, clock: Clock) -> None:
    clerk, head = regency(cast)
    answer = clerk.post("/bantuan/baru/", {
        "name": "Pekerja rentan DBHCHT 2024", "source": "dbhcht", "amount": "29.937.600", "quota": "594",
        "since": "2024-10", "last": "2024-12", "income": "1.000.000", "region_id": "74.01",
    })  # fmt: skip
    assert answer.status_code == 302
    budget = Budget.objects.get().pk
    head.post(f"/bantuan/{budget}/setujui/")

    page = clerk.post(f"/bantuan/{budget}/usul/", {"file": SimpleUploadedFile(LIST_2024, list_of_2024())}, follow=True)
    assert "<b>557</b> dari 594 orang lolos" in page.content.decode()
    back = clerk.get(page.redirect_chain[-1][0] + "kembalikan/").content.decode("utf-8-sig")
    assert len(back.splitlines()) == 1 + 37

    taken = head.post(
        f"/bantuan/{budget}/orang/", {"since": "2024-10", "months": "3", "siapa": "semua"}, follow=True
    ).content.decode()
    assert "557 orang didaftarkan." in taken
    assert Budget.objects.get().committed == 28_072_800

    for number in (10, 11, 12):
        clock.at = datetime(2024, number, 3, 3, tzinfo=UTC)
        assess(Month(2024, number), scope="office", scope_id=cast.offices.kolaka, final=True, by=None, at=clock.at)
        day = date(2024, number, 9)
        mine = [bill for bill in bills(shown="open", day=day, limit=99) if bill.payer_name == PAYER]
        assert [(bill.month, bill.total) for bill in mine] == [(date(2024, number, 1), 557 * 16_800)]
        take_receipt(
            key=f"2024-{number}", amount=mine[0].total, paid_on=day, code=mine[0].code or "", channel="hand",
            office_id=None, by=None, at=clock.at,
        )  # fmt: skip

    head = signed_in("kepala")
    page = head.get(f"/bantuan/{budget}/").content.decode()
    # Reserved, billed and paid; what 37 people would have cost is free.
    assert page.count("Rp28.072.800") >= 3
    assert "Rp1.864.800" in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(head.get(f"/bantuan/{budget}/bukti.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()[3:]
    assert (len(rows), sum(each[8] for each in rows)) == (557 * 3, 28_072_800)
    person = Support.objects.filter(state="active").values_list("person_id", flat=True)[0]
    assert [cover_on(person, day).covered for day in (date(2024, 10, 20), date(2024, 12, 31))] == [True, True]
    assert not cover_on(person, date(2025, 3, 1)).covered
    clock.at = datetime(2025, 1, 5, 3, tzinfo=UTC)
    assess(Month(2025, 1), scope="office", scope_id=cast.offices.kolaka, final=True, by=None, at=clock.at)
    assert PAYER not in {bill.payer_name for bill in bills(shown="open", day=date(2025, 1, 9), limit=99)}
    assert [check.name for check in (*OF_LEDGER, *OF_SPONSORSHIP) if examine(check).broken] == []
