"""Home pages say what needs the user today, from the facts, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.contributions.queries.bills import bills
from ayomi.apps.steering.queries.figures import Row
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.apps.steering.rules.standing import Standing
from ayomi.core.periods import Month
from ayomi.edges.web.bullets import GOAL_AT, WIDTH, bullet
from tests.cast import Cast
from tests.edges.web.money_world import Money, make_money, pay
from tests.edges.web.paying import bill_and_pay

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
# Eleven or twelve of these are the frame's: the session, the user, the scope, the office in the bar.
MOST = {
    "membership_officer": 34, "finance": 34, "office_head": 35, "head_office": 36, "auditor": 24,
    "channel_administrator": 20, "worker": 26, "administrator": 16,
}  # fmt: skip


@pytest.fixture
def money(cast: Cast, users: dict[str, int], cache_table: None) -> Money:
    return make_money(cast)


@pytest.fixture
def home(signed_in: SignIn) -> Callable[[str], str]:
    def page(role: str, query: str = "") -> str:
        answer = signed_in(User.objects.get(username=role)).get("/beranda/" + query)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return page


def test_an_officer_sees_who_is_late_what_money_is_lost_and_which_drafts_wait(
    money: Money, home: Callable[[str], str]
) -> None:
    page = home("membership_officer")
    assert "Uang masuk Rp33.600 tanpa kode bayar" in page
    assert "draf tagihan belum dijadikan final" in page
    assert "Koperasi Nelayan Samudra Wolo belum membayar iuran September 2026" in page
    assert "tagihan peserta mandiri belum dibayar" in page
    assert "Sri Wahyuni" not in page


def test_an_administrator_of_a_cooperative_sees_own_bills_with_their_codes(
    money: Money, home: Callable[[str], str]
) -> None:
    page = home("channel_administrator")
    code = money.cooperative.code or ""
    assert code in page.replace(" ", "")
    assert "1 orang terdaftar" in page
    assert "PT Anugerah" not in page


def test_a_worker_is_told_whether_she_is_covered_through_whom_and_paid_by_whom(
    money: Money, home: Callable[[str], str]
) -> None:
    page = home("worker")
    assert "Anda belum tertanggung hari ini" in page
    assert page.count("Koperasi Nelayan Samudra Wolo") >= 2
    assert "Belum ada yang membuka data Anda." in page


@pytest.mark.usefixtures("november")
def test_a_month_not_paid_yet_is_awaited_and_one_left_behind_is_owed(
    cast: Cast, users: dict[str, int], cache_table: None, home: Callable[[str], str]
) -> None:
    for month, pays in ((9, "Koperasi"), (10, "nobody")):
        bill_and_pay(Month(2026, month), pays=pays)
    assert "Anda masih tertanggung, iurannya menunggak" in home("worker")
    for bill in bills(shown="open", day=date(2026, 11, 19), limit=200):
        if "Koperasi" in bill.payer_name:
            pay(bill.total, bill.code or "", date(2026, 11, 19), key=f"late-{bill.bill_id}", office_id=bill.office_id)
    assert "Anda masih tertanggung, iuran bulan ini ditunggu" in home("worker")


def test_finance_auditor_and_administrator_have_pages_of_their_own(money: Money, home: Callable[[str], str]) -> None:
    assert "Cocokkan" in home("finance")
    assert "baris buku besar sudah disegel" in home("auditor")
    assert "11 akun aktif." in home("administrator")


@pytest.mark.parametrize("role", sorted(MOST))
def test_a_home_page_asks_a_fixed_number_of_times(
    money: Money, signed_in: SignIn, role: str, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(User.objects.get(username=role))
    client.get("/beranda/?lang=en")
    with django_assert_max_num_queries(MOST[role]):
        client.get("/beranda/")


def row(realised: int, target: int | None, month: int = 10) -> Row:
    indicator = HEADLINES["firms_enrolled"]
    return Row(1, "a", "Kantor", 0, indicator, Month(2026, month), Standing(realised, target, month), "")


def test_a_bar_beyond_the_drawing_stops_at_its_edge_and_the_figures_stay_true() -> None:
    found = bullet(row(1_000, 10), "id")
    assert found.bar == f"{WIDTH}.0"
    assert found.percent == "10.000,00 %" or found.percent == "10000,00 %"
    assert not found.behind


def test_what_has_no_target_is_not_drawn_and_not_zero() -> None:
    found = bullet(row(5, None), "id")
    assert (found.bar, found.percent, found.against) == ("", "", None)


def test_pace_and_goal_stand_where_the_year_and_the_target_are() -> None:
    found = bullet(row(50, 120), "en")
    assert found.against == -50
    assert abs(Fraction(found.path) - GOAL_AT * 10 / 12) < Fraction(1, 10)
    assert found.behind
