"""Accounts as an administrator keeps them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
GOOD = "perahu-biru-di-teluk"


@pytest.fixture
def administrator(users: dict[str, int], cache_table: None, signed_in: SignIn) -> Client:
    return signed_in(User.objects.get(username="administrator"))


def page(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # the test client's answer


def form(**changed: str) -> dict[str, str]:
    return {"nama": "Yusran", "pengguna": "yusran", "sandi": GOOD, "bahasa": "id", "kantor": "", "untuk": "", **changed}


def test_staff_get_an_office(administrator: Client, cast: Cast) -> None:
    given = form(peran="finance", kantor=str(cast.offices.kendari))
    told = page(administrator.post(reverse("user_new"), given, follow=True))
    made = User.objects.get(username="yusran")
    assert (made.role, made.office_id, made.organisation_id) == ("finance", cast.offices.kendari, None)
    assert made.check_password(GOOD)
    assert "Akun Yusran sudah dibuat" in told
    assert "Pengguna dibuat" in told


def test_an_administrator_of_an_organisation_gets_the_one_that_fits(administrator: Client, cast: Cast) -> None:
    administrator.post(reverse("user_new"), form(peran="channel_administrator", untuk="Samudra Wolo"))
    assert User.objects.get(username="yusran").organisation_id == cast.cooperative


def test_a_worker_gets_the_person_that_fits(administrator: Client, cast: Cast) -> None:
    administrator.post(reverse("user_new"), form(peran="worker", untuk="La Ode Rahim"))
    assert User.objects.get(username="yusran").person_id == cast.rahim


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"peran": ""}, "Ada 1 yang perlu diperbaiki"),
        ({"peran": "finance"}, "Pilih kantor tempatnya bekerja"),
        ({"peran": "channel_administrator", "untuk": "Tidak Ada"}, "Tidak ditemukan"),
        ({"peran": "worker", "untuk": "Pekerja"}, "Ada beberapa yang cocok"),
        ({"peran": "worker", "untuk": "La Ode Rahim", "sandi": "pendek"}, "Ada 1 yang perlu diperbaiki"),
        ({"peran": "worker", "untuk": "La Ode Rahim", "pengguna": "supervisor"}, "sudah dipakai"),
        ({"peran": "worker", "untuk": "La Ode Rahim", "pengguna": "dua kata"}, "Hanya huruf"),
    ],
)
def test_what_does_not_fit_is_said_and_no_account_is_made(
    administrator: Client, changed: dict[str, str], said: str
) -> None:
    before = User.objects.count()
    assert said in page(administrator.post(reverse("user_new"), form(**changed)))
    assert User.objects.count() == before


def test_a_new_password_signs_out_everywhere(administrator: Client, users: dict[str, int], cast: Cast) -> None:
    away = Client()
    away.force_login(User.objects.get(pk=users["supervisor"]), backend="django.contrib.auth.backends.ModelBackend")
    assert away.get("/beranda/").status_code == 200
    address = reverse("user_password", args=[users["supervisor"]])
    assert "Ada 1 yang perlu diperbaiki" in page(administrator.post(address, {"sandi": "pendek"}))
    administrator.post(address, {"sandi": GOOD})
    assert User.objects.get(pk=users["supervisor"]).check_password(GOOD)
    assert away.get("/beranda/").status_code == 302


def test_a_user_is_shut_out_with_a_reason_but_never_by_oneself(administrator: Client, users: dict[str, int]) -> None:
    address = reverse("user_deactivate", args=[users["supervisor"]])
    assert "Ada 1 yang perlu diperbaiki" in page(administrator.post(address, {"alasan": ""}))
    administrator.post(address, {"alasan": "Pindah tugas"})
    assert not User.objects.get(pk=users["supervisor"]).is_active
    assert "Pindah tugas" in page(administrator.get(reverse("user", args=[users["supervisor"]])))
    own = reverse("user_deactivate", args=[users["administrator"]])
    administrator.post(own, {"alasan": "coba"})
    assert User.objects.get(pk=users["administrator"]).is_active


def test_a_role_is_changed_with_a_reason(administrator: Client, users: dict[str, int], cast: Cast) -> None:
    address = reverse("user_role", args=[users["membership_officer"]])
    given = {"peran": "supervisor", "kantor": str(cast.offices.kolaka), "untuk": "", "alasan": "Naik jabatan"}
    administrator.post(address, given)
    assert User.objects.get(pk=users["membership_officer"]).role == "supervisor"


def test_users_are_found_by_name_and_role(administrator: Client) -> None:
    assert "finance" in page(administrator.get(reverse("users") + "?peran=finance"))
    found = page(administrator.get(reverse("users") + "?cari=supervisor"))
    assert found.count('<th scope="row">') == 1
    assert "Tidak ada pengguna yang cocok" in page(administrator.get(reverse("users") + "?cari=zzz"))
    assert administrator.get(reverse("user", args=[999_999])).status_code == 404


def test_everyone_can_be_signed_out_everywhere(administrator: Client, users: dict[str, int]) -> None:
    away = Client()
    away.force_login(User.objects.get(pk=users["finance"]), backend="django.contrib.auth.backends.ModelBackend")
    away.get("/beranda/")
    administrator.post(reverse("user_sessions_end", args=[users["finance"]]))
    assert away.get("/beranda/").status_code == 302
