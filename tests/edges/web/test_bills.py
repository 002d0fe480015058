"""Bills on the page: the answer in the head, every rupiah explained, what may be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.models import User
from ayomi.apps.contributions.queries import bills as queries
from ayomi.apps.contributions.queries import overview
from ayomi.core.periods import Month
from ayomi.edges.web.explaining import OpenedLine, open_line
from tests.cast import Cast
from tests.edges.web.money_world import OCTOBER, SEPTEMBER, Money, make_money

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def money(cast: Cast, users: dict[str, int], cache_table: None) -> Money:
    return make_money(cast)


@pytest.fixture
def as_role(signed_in: SignIn) -> Callable[[str], Client]:
    return lambda role: signed_in(User.objects.get(username=role))


def text(client: Client, name: str, *arguments: int, query: str = "") -> str:
    answer = client.get(reverse(name, args=arguments) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def opened(bill_id: int, line: queries.LineRow, segment: str) -> OpenedLine:
    before = None
    if line.reason not in {"regular", "joined_late"}:
        before = overview.billed_before(bill_id, line.membership_id, line.month)
    return open_line(line, segment, "id", before=before)  # type: ignore[arg-type]  # bills of these tests are monthly


def test_every_line_of_every_bill_is_explained_to_the_rupiah(money: Money) -> None:
    seen = 0
    for bill in queries.bills(shown="all", day=OCTOBER.first_day, limit=100):
        for line in queries.lines(bill.bill_id, limit=None):
            found = opened(bill.bill_id, line, bill.segment)
            assert found.agrees
            assert sum(part.amount for part in found.lines) == found.total
            assert all(part.law for part in found.lines)
            if found.differences:
                assert sum(each.amount for each in found.differences) == line.total
            else:
                assert found.total == line.total
            seen += 1
    assert seen > 15


def test_a_relief_is_a_line_of_its_own_below_zero(money: Money) -> None:
    (line,) = queries.lines(money.rahim.bill_id)
    found = opened(money.rahim.bill_id, line, "own_account")
    assert [(part.part, part.amount) for part in found.lines] == [
        ("JKK", 10_000),
        ("JKM", 6_800),
        ("Keringanan", -8_400),
    ]


def test_a_correction_says_before_after_and_difference(money: Money) -> None:
    (line,) = overview.lines_apart(money.firm.bill_id, corrections=True)
    found = opened(money.firm.bill_id, line, "wage_earner")
    assert (line.reason, Month.of(line.month)) == ("wage_corrected", SEPTEMBER)
    assert {(each.part, each.before, each.after) for each in found.differences} >= {("JKK", 63_500, 76_200)}
    assert found.total == 616_200


def test_an_amount_the_law_does_not_give_is_shown_as_billed_and_said_to_differ(money: Money) -> None:
    (line,) = queries.lines(money.rahim.bill_id)
    changed = queries.LineRow(**{**line.__dict__, "jkk": line.jkk + 1, "total": line.total + 1})
    found = opened(money.rahim.bill_id, changed, "own_account")
    assert not found.agrees
    assert sum(part.amount for part in found.lines) == found.total == line.total + 1


def test_the_list_says_how_much_is_open_and_overdue(money: Money, as_role: Callable[[str], Client]) -> None:
    page = text(as_role("supervisor"), "bills")
    of_semarang = queries.bills(shown="open", day=OCTOBER.first_day, text="Sri Wahyuni")
    seen = overview.sums_by_tab(OCTOBER.first_day)["open"].bills - len(of_semarang)
    assert f"{seen} tagihan belum dibayar" in page
    assert "di antaranya lewat tempo" in page
    assert "PT Anugerah Baja Pomalaa" in page
    assert "Sri Wahyuni" not in page, "a bill of Semarang"


def test_bills_are_found_by_payer_code_and_month(money: Money, as_role: Callable[[str], Client]) -> None:
    client = as_role("supervisor")
    by_code = text(client, "bills", query=f"?keadaan=semua&cari={money.firm.code}")
    assert by_code.count('<th scope="row">') == 1
    assert "PT Anugerah" in by_code
    by_month = text(client, "bills", query="?keadaan=semua&bulan=2026-09&cari=koperasi")
    assert by_month.count('<th scope="row">') == 1
    assert "Tidak ada tagihan yang cocok" in text(client, "bills", query="?cari=tidakada")


def test_the_head_of_a_bill_answers_what_is_owed_and_what_is_missing(
    money: Money, as_role: Callable[[str], Client]
) -> None:
    page = text(as_role("membership_officer"), "bill", money.firm.bill_id)
    assert "Lewat tempo" in page or "Belum dibayar" in page
    assert "Denda keterlambatan" in page
    assert "terlambat 1 bulan: 2 % sebulan" in page
    assert "upah dikoreksi" in page
    assert (money.firm.code or "")[:1] + " " in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_line_opens_from_a_plain_link(money: Money, as_role: Callable[[str], Client], language: str) -> None:
    line = queries.lines(money.cooperative.bill_id)[0]
    query = f"?baris={line.membership_id}.2026-10&lang={language}"
    page = text(as_role("channel_administrator"), "bill", money.cooperative.bill_id, query=query)
    assert 'aria-expanded="true"' in page
    assert "PP 44/2015" in page
    assert ("Keringanan" if language == "id" else "Relief") in page


@pytest.mark.parametrize("key", ["1.x", "x", "999999.2026-10"])
def test_a_line_that_is_none_is_not_found(money: Money, as_role: Callable[[str], Client], key: str) -> None:
    address = reverse("bill", args=[money.firm.bill_id]) + f"?baris={key}"
    assert as_role("supervisor").get(address).status_code == 404


def test_a_project_is_billed_with_its_whole_contribution_explained(
    money: Money, as_role: Callable[[str], Client]
) -> None:
    page = text(as_role("office_head"), "bill", money.project.bill_id)
    assert "Termin 1 dari 3" in page
    assert "Seluruh iuran proyek" in page


def test_the_ledger_is_shown_to_finance_and_auditor_only(money: Money, as_role: Callable[[str], Client]) -> None:
    assert "receivable/jkk" in text(as_role("auditor"), "bill", money.firm.bill_id)
    assert "receivable/jkk" not in text(as_role("supervisor"), "bill", money.firm.bill_id)


def test_a_draft_becomes_final_and_gets_its_code(money: Money, as_role: Callable[[str], Client]) -> None:
    client, number = as_role("membership_officer"), money.draft.bill_id
    assert "Jadikan final" in text(client, "bill_final", number)
    assert client.post(reverse("bill_final", args=[number])).status_code == 302
    after = queries.bill(number)
    assert after is not None
    assert after.state == "final"
    assert after.code


def test_a_supervisor_cancels_with_a_reason_and_nobody_else(money: Money, as_role: Callable[[str], Client]) -> None:
    address = reverse("bill_cancel", args=[money.rahim.bill_id])
    assert as_role("membership_officer").post(address, {"alasan": "salah"}).status_code == 403
    client = as_role("supervisor")
    assert "Ada 1 yang perlu diperbaiki" in client.post(address, {"alasan": ""}).content.decode()
    assert client.post(address, {"alasan": "Terdaftar dua kali"}).status_code == 302
    assert overview.cancelled_reason(money.rahim.bill_id) == "Terdaftar dua kali"
    assert "Terdaftar dua kali" in text(client, "bill", money.rahim.bill_id)


def test_an_assessment_is_asked_for_and_followed(
    money: Money, as_role: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ayomi.edges.jobs import tasks

    asked: list[Any] = []
    monkeypatch.setattr(tasks.assess, "defer", lambda **given: asked.append(given))
    client = as_role("supervisor")
    month = str(Month.parse("2026-10"))
    assert "Hitung iuran" in text(client, "assess_new")
    answer = client.post(reverse("assess_new"), {"bulan": month, "cakupan": "kantor"})
    assert answer.status_code == 302
    (run,) = overview.runs(limit=1)
    assert asked == [{"assessment_id": run.run_id}]
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Menunggu giliran" in page
    assert 'data-refresh="3"' in page


def test_pages_ask_the_database_a_fixed_number_of_times(
    money: Money, as_role: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = as_role("finance")
    for address, most in (
        (reverse("bills"), 17),
        (reverse("bill", args=[money.firm.bill_id]), 24),
        (reverse("assessment", args=[money.run]), 15),
    ):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
