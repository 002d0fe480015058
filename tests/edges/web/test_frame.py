"""The frame of every page: who, where, which menu, which language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from ayomi.apps.access.models import User
from ayomi.edges import web
from ayomi.edges.web.views import site

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


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (lambda request: site.bad_request(request, ValueError()), 400, "Tidak ada yang berubah."),
        (lambda request: site.forbidden(request, PermissionError()), 403, "hanya untuk yang sudah masuk"),
        (site.stale_form, 403, "terlalu lama terbuka"),
        (site.too_many, 429, "Tunggu lima menit"),
        (site.failed, 500, "Ada yang rusak di pihak kami"),
    ],
)
def test_every_refusal_says_what_happened_and_what_to_do(
    refusal: Callable[[HttpRequest], HttpResponse], status: int, said: str
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    answer = refusal(request)
    assert answer.status_code == status
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_robots_may_read_what_the_public_may_read(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Allow: /hitung-iuran/" in lines
    assert lines[-1] == "Disallow: /"


def test_the_style_of_all_pages_stays_below_40_kilobytes() -> None:
    folder = Path(web.__file__).parent / "static" / "ayomi"
    assert sum(path.stat().st_size for path in folder.glob("*.css")) < 40_000


def test_no_template_writes_a_style_or_a_script_of_its_own() -> None:
    for path in (Path(web.__file__).parent / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path
        assert "<style" not in text, path
        inline = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
        assert all('type="application/json"' in tag for tag in inline), path
