"""Pages of funds: the planner answers, a borrower sees her own loan and nobody else's, refusals are said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.funding.queries import loans as loan_queries
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.core.planning.revolving import RUNS
from ayomi.edges.web.views import revolving
from tests.apps.funding.world import applied, make_workshops, paid_out, receive
from tests.cast import AT, Cast

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november")]


def user(role: str) -> User:
    return User.objects.get(username=role)


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_planner_answers_the_question_of_ten_thousand_workshops(
    users: dict[str, int], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = revolving.project

    def few(plan: Any, *, seed: int) -> Any:
        asked.append(plan.target)
        return real(plan, seed=seed, runs=RUNS // 50)

    monkeypatch.setattr(revolving, "project", few)
    client = signed_in(user("head_office"))
    page = said(client, "/dana/rencana/")
    assert "10.000 pinjaman tercapai dalam" in page
    assert "bulan lebih lama" in page
    assert '<path class="c-fc" d="M' in page
    poor = dict(revolving.START) | {"start": "1000000", "yearly": "0", "loan": "25000000"}
    assert "tidak tercapai" in client.get("/dana/rencana/", poor).content.decode()
    assert asked == [10_000] * 4


@pytest.mark.parametrize(
    ("field", "value"),
    [("months", "0"), ("grace", "24"), ("macet", "60"), ("loan", "0"), ("start", "banyak"), ("rate", "x")],
)
def test_assumptions_that_cannot_be_are_told_at_their_field(
    users: dict[str, int], signed_in: SignIn, field: str, value: str
) -> None:
    given = dict(revolving.START) | {field: value}
    answer = signed_in(user("finance")).get("/dana/rencana/", given)
    assert answer.status_code == 422
    assert f"id_{field}" in answer.content.decode()


def test_a_cooperative_sees_its_own_loans_and_how_to_pay_and_no_other_does(
    cast: Cast, users: dict[str, int], signed_in: SignIn
) -> None:
    asked = paid_out(make_workshops(cast))
    (loan, *_) = loan_queries.loans(application_id=asked)
    officer = signed_in(user("membership_officer"))
    page = said(officer, f"/pinjaman/{loan.loan_id}/")
    assert "Angsuran berikutnya" in page
    assert "Kode bayar" in page
    assert loan.name in said(officer, "/pinjaman/")
    assert "Bengkel koperasi pemuda" in said(officer, "/dana/")
    stranger = signed_in(user("channel_administrator"))
    assert stranger.get(f"/pinjaman/{loan.loan_id}/").status_code == 404
    assert stranger.get(f"/permohonan/{asked}/").status_code == 404
    assert loan.name not in said(stranger, "/pinjaman/")


def test_a_member_on_a_phone_sees_the_loan_that_is_hers(cast: Cast, users: dict[str, int], signed_in: SignIn) -> None:
    asked = paid_out(make_workshops(cast))
    (loan, *_) = loan_queries.loans(application_id=asked)
    worker = user("worker")
    User.objects.filter(pk=worker.pk).update(person_id=loan.person_id)
    client = signed_in(user("worker"))
    assert "Kode bayar" in said(client, f"/pinjaman/{loan.loan_id}/")
    other = loan_queries.loans(application_id=asked)[1]
    assert client.get(f"/pinjaman/{other.loan_id}/").status_code == 404


def test_what_stands_in_the_way_is_said_with_its_cure(cast: Cast, users: dict[str, int], signed_in: SignIn) -> None:
    asked = applied(make_workshops(cast, pay=False))
    page = said(signed_in(user("membership_officer")), f"/permohonan/{asked}/")
    assert "Iurannya belum dibayar" in page
    assert "Bayar tagihan iurannya." in page


def test_money_with_a_loans_code_is_shown_as_handed_on(cast: Cast, users: dict[str, int], signed_in: SignIn) -> None:
    asked = paid_out(make_workshops(cast))
    (loan, *_) = loan_queries.loans(application_id=asked)
    taken = receive(125_000, loan.code, loan.oldest_due or loan.paid_out, key="a")
    assert taken.note == "handed_over"
    assert "Uang diteruskan ke sana." in said(signed_in(user("finance")), f"/uang-masuk/{taken.receipt_id}/")


def test_figures_of_reports_stand_beside_what_is_recorded(users: dict[str, int], signed_in: SignIn) -> None:
    load_reported_figures(by=None, at=AT)
    page = said(signed_in(user("head_office")), "/dana/")
    for figure in ("Rp3.300.000.000", "Rp2.800.000.000", "Rp1.300.000.000", "Rp40.000.000.000"):
        assert figure in page


def test_a_fund_without_a_whole_set_of_tranches_is_not_opened(users: dict[str, int], signed_in: SignIn) -> None:
    answer = signed_in(user("head_office")).post("/dana/baru/", {"code": "Bengkel", "tranches": "60; latihan"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Jumlah semua tahap harus 100 persen." in page
    assert "Pakai huruf kecil." in page
