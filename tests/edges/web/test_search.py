"""One box for people, organisations, projects, bills and places."""

from __future__ import annotations

import pytest
from django.test import Client

from ayomi.apps.contributions.actions.projects import bill_project
from ayomi.apps.contributions.queries.bills import bill
from ayomi.apps.membership import queries as membership
from ayomi.apps.registry import queries as registered
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]


def test_a_whole_number_leads_straight_to_its_page(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    (one,) = membership.timeline(cast.sitti)
    npp = registered.organisation(cast.firm).npp
    number = registered.project(cast.project).number
    found = {text: officer.get("/cari/", {"q": text}) for text in (stage.SITTI_NIK, one.kpj, "0220001234567", number)}
    assert [answer["Location"] for answer in found.values()] == [
        f"/peserta/{cast.sitti}/", f"/peserta/{cast.sitti}/", f"/badan/{cast.cooperative}/", f"/proyek/{cast.project}/",
    ]  # fmt: skip
    assert "PT Anugerah Baja Pomalaa" in officer.get("/cari/", {"q": npp or ""}).content.decode()


def test_a_payment_code_leads_to_its_bill(client: Client, cast: Cast) -> None:
    made = bill_project(cast.project, by=None, at=stage.AT)
    found = bill(made[0])
    assert found is not None
    answer = enter(client, "membership_officer").get("/cari/", {"q": found.code or ""})
    assert answer["Location"] == f"/tagihan/{made[0]}/"


def test_a_name_finds_what_is_in_scope_only(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    assert "La Ode Rahim" in officer.get("/cari/", {"q": "ode rah"}).content.decode()
    assert f"/peserta/{cast.sri}/" not in officer.get("/cari/", {"q": "Sri Wahyuni"}).content.decode()


def test_nothing_found_offers_a_wider_search(client: Client, cast: Cast) -> None:
    html = enter(client, "membership_officer").get("/cari/", {"q": "Hasnawtiqq binti"}).content.decode()
    assert "Tidak ditemukan “Hasnawtiqq binti”" in html
    assert 'href="?q=Hasnawtiqq"' in html


def test_a_place_leads_to_those_who_are_there(client: Client, cast: Cast) -> None:
    html = enter(client, "membership_officer").get("/cari/", {"q": "Kolaka"}).content.decode()
    assert "?wilayah=74.01" in html
