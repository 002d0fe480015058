"""The frame of every page: who, where, which menu, which language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ayomi.apps.access.models import User

SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_the_front_door_shows_strangers_the_calculator(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '<html lang="id">' in page
    assert "Berapa iurannya?" in page
    assert "/akun/masuk/" in page


def test_the_bar_names_the_office_its_parents_and_the_user(signed_in: SignIn, officer: User) -> None:
    page = signed_in(officer).get("/beranda/").content.decode()
    assert "<b>KCP Kolaka</b><span>Cabang Kendari, Kanwil Sulawesi Maluku</span>" in page
    assert "Ratna Wulandari" in page
    assert "WITA" in page


def test_the_menu_marks_the_page_one_is_on(signed_in: SignIn, officer: User) -> None:
    page = signed_in(officer).get("/beranda/").content.decode()
    assert '<a href="/beranda/" aria-current="page">Beranda</a>' in page


def test_english_is_one_click_away_and_stays(signed_in: SignIn, officer: User) -> None:
    client = signed_in(officer)
    assert 'href="?q=a&amp;lang=en"' in client.get("/beranda/?q=a").content.decode()
    assert '<html lang="en">' in client.get("/beranda/?lang=en").content.decode()
    answer = client.get("/beranda/")
    assert '<html lang="en">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_wrong_address_says_what_to_do_next(client: Client) -> None:
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()


@pytest.mark.django_db
def test_pages_forbid_scripts_and_frames_of_others(client: Client) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
