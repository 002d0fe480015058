"""A youth cooperative brings thirty workshops from the application to the third instalment, all through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ayomi.apps.access import actions as access
from ayomi.apps.access.models import User
from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.contributions.queries.bills import bills_numbered
from ayomi.apps.funding.queries import loans as loan_queries
from ayomi.apps.funding.queries.money import CHECKS as OF_FUNDING
from ayomi.apps.funding.queries.money import positions
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.payments.actions.receive import take_receipt
from ayomi.core.periods import Month
from tests.cast import AT, PASSWORD, Cast, enrol, organisation, people
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db

WORKSHOPS = 30
SUM = 25_000_000


class Clock:
    """The day on which the story stands; pages read it as the time now."""

    def __init__(self) -> None:
        self.at = datetime(2026, 9, 10, 2, tzinfo=UTC)

    def to(self, day: date) -> None:
        self.at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Clock]:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    call_command("createcachetable")
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.at)
    yield found


def as_role(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(answer: HttpResponse) -> str:
    """Where the page led to; the mistakes it showed otherwise."""
    assert answer.status_code == 302, re.sub(r"\s*<[^>]+>\s*", " ", answer.content.decode())
    return str(answer.headers["Location"])


def test_thirty_workshops_from_the_application_to_the_third_instalment(
    cast: Cast, users: dict[str, int], clock: Clock
) -> None:
    owners = _cooperative(cast)
    chair = as_role("pemuda")

    # Head office opens the fund and puts the pilot's money in.
    head = as_role("head_office")
    sent(head.post("/dana/baru/", {
        "code": "bengkel", "name": "Bengkel koperasi pemuda", "theme": "programme", "returns": "on",
        "since": "1 Januari 2026", "amount_most": "25.000.000", "rate": "6", "method": "flat", "months_most": "24",
        "grace_most": "3", "member_months": "0", "kinds": ["cooperative"],
        "tranches": "60; Pelatihan selesai di mitra industri\n40; Alat sudah dibeli", "source": "Keputusan direksi",
    }))  # fmt: skip
    window = positions(date(2026, 9, 10))[0].window.window_id
    sent(head.post(f"/dana/{window}/anggaran/", {
        "year": "2026", "amount": "7.500.000.000", "profit": "", "day": "1 September 2026", "source": "RUPS 2026",
    }))  # fmt: skip

    # The cooperative asks for all of its workshops in one list.
    form: dict[str, Any] = {
        "window": window, "purpose": "Peralatan bengkel", "months": "12", "grace": "0",
        "pilih": [str(each) for each in owners],
        **{f"jumlah_{each}": "25.000.000" for each in owners},
        **{f"nama_{each}": f"Bengkel {place}" for place, each in enumerate(owners, 1)},
    }  # fmt: skip
    page = sent(chair.post("/permohonan/ajukan/", form))
    assert "30 peminjam meminta Rp750.000.000; 29 memenuhi syarat" in _text(chair, page)
    assert "Iurannya belum dibayar" in _text(chair, page)

    # With October's contributions the thirtieth is paid for too, and the system looks again.
    clock.to(date(2026, 10, 6))
    pay_contributions(10)
    chair = as_role("pemuda")
    sent(chair.post(f"{page}periksa/"))
    assert "30 memenuhi syarat" in _text(chair, page)

    # Survey, proposal, and a decision by somebody else.
    officer, supervisor, office_head = as_role("membership_officer"), as_role("supervisor"), as_role("office_head")
    marks = {"skill": "4", "place": "4", "market": "4", "cash": "4", "group": "5"}
    sent(officer.post(f"{page}survei/", {"visited_on": "6 Oktober 2026", **marks, "note": "Ramai"}))
    sent(supervisor.post(f"{page}usulkan/", {"alasan": "Layak"}))
    refused = supervisor.post(f"{page}putuskan/", {"verdict": "approve", "reason": "Setuju"})
    assert refused.status_code == 422
    assert "orang lain" in refused.content.decode()
    sent(office_head.post(f"{page}putuskan/", {"verdict": "approve", "reason": "Setuju"}))
    assert "83 dari 100" not in _text(chair, page)
    paper = chair.get(f"{page}perjanjian.pdf")
    assert paper.content.startswith(b"%PDF")
    sent(officer.post(f"{page}perjanjian/", {"day": "6 Oktober 2026"}))

    # Two tranches, each after its condition, paid by finance.
    finance = as_role("finance")
    assert finance.post(f"{page}tahap/1/bayar/", {"day": "6 Oktober 2026"}).status_code == 422
    for number in (1, 2):
        sent(officer.post(f"{page}tahap/{number}/syarat/", {"day": "6 Oktober 2026", "note": "Sertifikat"}))
        sent(finance.post(f"{page}tahap/{number}/bayar/", {"day": "6 Oktober 2026"}))
    loans = loan_queries.loans(limit=40)
    assert len(loans) == WORKSHOPS

    # Three instalments of every workshop, by payment code.
    for place, day in enumerate((date(2026, 11, 6), date(2026, 12, 6), date(2027, 1, 6))):
        clock.to(day)
        for loan in loans:
            take_receipt(
                key=f"{loan.code}-{place}", amount=_due(loan.loan_id, place), paid_on=day,
                code=loan.code, channel="api", office_id=None, by=None, at=clock.at,
            )  # fmt: skip
        sent(as_role("finance").post("/uang-masuk/catat/", _by_hand(day)))

    # The borrower sees it on her phone, and the fund is right at every date.
    first = loan_queries.loans(limit=40)[-1]
    shown = _text(as_role("pemuda"), f"/pinjaman/{first.loan_id}/")
    assert "Rp125.000: jasa administrasi angsuran ke-3 (jatuh tempo 6 Januari 2027)." in shown
    assert "Angsuran berikutnya Rp2.208.333, paling lambat 6 Februari 2027." in shown
    paid = 3 * WORKSHOPS * (2_083_333 + 125_000)
    (after,) = positions(date(2027, 1, 6))
    assert (after.paid_out, after.repaid + after.fees) == (WORKSHOPS * SUM, paid)
    assert after.available == 7_500_000_000 - WORKSHOPS * SUM + paid
    (before,) = positions(date(2026, 10, 5))
    assert before.available == 7_500_000_000
    assert "Rp6.948.749.970 tersedia" in _text(as_role("finance"), "/dana/")
    assert [found.name for found in map(examine, (*OF_FUNDING, *OF_LEDGER)) if found.broken] == []


def _cooperative(cast: Cast) -> tuple[int, ...]:
    """A cooperative of thirty members, twenty-nine of them paid for; its administrator may sign in."""
    office = cast.offices.kolaka
    cooperative = organisation("cooperative", "Koperasi Pemuda Bengkel Kolaka", office_id=office, region="74.01")
    owners = people(WORKSHOPS, district="74.01.01", office_id=office, first=400, word="Montir")

    def take_in(some: tuple[int, ...]) -> None:
        enrol(some, segment="own_account", channel="cooperative", organisation_id=cooperative, office_id=office,
              wage=1_000_000, occupation="Montir")  # fmt: skip

    take_in(owners[:-1])
    pay_contributions(9)
    take_in(owners[-1:])
    access.create_user(
        username="pemuda", password=PASSWORD, full_name="Ketua Koperasi", role="channel_administrator", office_id=None,
        organisation_id=cooperative, person_id=None, language="id", by=None, at=AT,
    )  # fmt: skip
    return owners


def pay_contributions(month: int) -> None:
    """Assess a month of 2026, and pay what the cooperative is asked for."""
    at = datetime(2026, month, 3, 3, tzinfo=UTC)
    numbers = assess(Month(2026, month), scope="country", final=True, by=None, at=at).bills
    bill = next(each for each in bills_numbered(numbers) if each.payer_name == "Koperasi Pemuda Bengkel Kolaka")
    take_receipt(
        key=f"iuran-{month}", amount=bill.total, paid_on=date(2026, month, 5), code=bill.code or "", channel="hand",
        office_id=None, by=None, at=at,
    )  # fmt: skip


def _due(loan_id: int, place: int) -> int:
    return loan_queries.instalments(loan_id)[place].open


def _by_hand(day: date) -> dict[str, Any]:
    """Money without a code: whatever is taken on the page of receipts, waiting instalments are counted with it."""
    return {
        "kode": "", "jumlah": "1000", "hari": day.isoformat(), "pengirim": "Kas", "berita": "",
        "kunci": f"hand-{uuid4()}",
    }  # fmt: skip


def _text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))
