"""Signing in and guarding an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from ayomi.apps.access.models import User
from tests.edges.web.people import PASSWORD

SignIn = Callable[[User], Client]
LOGIN = "/akun/masuk/"


def test_signing_in_leads_home_in_the_language_of_the_user(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(language="en")
    answer = client.post(LOGIN, {"login": "ratna", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/beranda/"
    assert '<html lang="en">' in client.get("/beranda/").content.decode()


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, officer: User) -> None:
    said = "Nama pengguna atau kata sandi tidak cocok."
    assert said in client.post(LOGIN, {"login": "ratna", "password": "bukan"}).content.decode()
    assert said in client.post(LOGIN, {"login": "siapa", "password": "bukan"}).content.decode()


def test_too_many_attempts_are_held_back_kindly(client: Client, officer: User) -> None:
    for _attempt in range(6):
        answer = client.post(LOGIN, {"login": "ratna", "password": "bukan"})
    assert "Terlalu banyak percobaan." in answer.content.decode()
    answer = client.post(LOGIN, {"login": "ratna", "password": PASSWORD})
    assert "sessionid" not in client.cookies


def test_a_code_is_asked_after_the_password_where_an_app_is_set_up(client: Client, officer: User) -> None:
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    answer = client.post(LOGIN, {"login": "ratna", "password": PASSWORD}, follow=True)
    assert "Tinggal satu kode." in answer.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Kode tidak cocok." in answer.content.decode()
    assert Authenticator.objects.filter(user=officer).count() == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_an_account_is_drawn(client: Client, officer: User, language: str) -> None:
    client.post(LOGIN, {"login": "ratna", "password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith("/akun/pastikan/")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    names = ("my_account", "account_change_password", "account_logout", "mfa_index", "mfa_activate_totp",
             "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list", "account_reauthenticate")  # fmt: skip
    for name in names:
        answer = client.get(reverse(name) + f"?lang={language}")
        assert answer.status_code == 200, name
        assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.django_db
def test_nobody_signs_up_and_no_password_travels_by_mail(client: Client, cache_table: None) -> None:
    assert "Akun dibuatkan oleh kantor" in client.get(reverse("account_signup")).content.decode()
    assert "pengelola sistem" in client.get(reverse("account_reset_password")).content.decode()
    for name in ("account_email", "account_set_password", "account_reset_password_done"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_pages_behind_the_door_send_strangers_to_sign_in(client: Client, officer: User) -> None:
    assert client.get("/akun/").headers["Location"] == f"{LOGIN}?next=/akun/"


def test_a_page_does_not_write_down_again_that_a_device_was_just_seen(client: Client, officer: User) -> None:
    client.post(LOGIN, {"login": "ratna", "password": PASSWORD})
    client.get("/akun/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/akun/")
    assert [each["sql"] for each in asked if "usersessions" in each["sql"]] == []
    assert "perangkat ini" in client.get("/akun/perangkat/").content.decode()
