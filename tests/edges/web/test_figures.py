"""Every figure of an office opens to what it means, what it is made of, and the names that its reader may see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.rules.indicators import INDICATORS
from ayomi.core.periods import Month
from tests.cast import AT, Cast
from tests.edges.web.paying import bill_and_pay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november")]
MOST_QUERIES = 25


@pytest.fixture
def paid(cast: Cast, users: dict[str, int]) -> Cast:
    for month in (9, 10):
        bill_and_pay(Month(2026, month), pays="Koperasi")
    refresh(at=AT.replace(month=11))
    return cast


@pytest.fixture
def head(paid: Cast, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(User.objects.get(username="head_office"))


def _text(answer: object) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]  # an answer of the test client
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]))


def test_every_indicator_stands_on_the_page_and_what_is_not_kept_is_said_to_be_empty(head: Client) -> None:
    page = _text(head.get("/kinerja/angka/"))
    assert [each.name_id for each in INDICATORS.values() if each.name_id not in page] == []
    assert "Jaminan dibayar Faktanya belum dicatat di sini. Kosong bukan nol." in page


def test_the_page_begins_with_the_last_month_that_was_closed_and_says_when_one_is_open(
    paid: Cast, head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "sampai akhir Oktober 2026" in _text(head.get("/kinerja/angka/"))
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: AT.replace(month=11, day=19))
    assert "sampai akhir September 2026" in _text(head.get("/kinerja/angka/"))
    assert "Oktober 2026 belum ditutup: iurannya masih masuk, dan angkanya baru tetap pada 20 November 2026." in _text(
        head.get("/kinerja/", {"bulan": "2026-10"})
    )


def test_a_figure_opens_to_its_meaning_its_parts_and_its_names(paid: Cast, head: Client) -> None:
    set_target(paid.offices.head, 2026, "workers_covered", 2, "uji", by=None, at=AT)
    head.get("/kinerja/")
    with CaptureQueriesContext(connection) as asked:
        page = _text(head.get("/kinerja/angka/workers_covered/"))
    assert len(asked) <= MOST_QUERIES
    assert "1 sampai akhir Oktober 2026." in page
    assert "Sasaran setahun 2, tercapai 50,00 %." in page
    assert INDICATORS["workers_covered"].numerator_id in page
    for part in ("Koperasi", "Perempuan", "35-44 tahun", "Selain angkutan"):
        assert part in page
    assert "Wa Ode Sitti Hajar" in page


def test_a_part_shows_its_names_only(head: Client) -> None:
    women = _text(head.get("/kinerja/angka/workers_covered/", {"bagian": "sex", "nilai": "female"}))
    men = _text(head.get("/kinerja/angka/workers_covered/", {"bagian": "sex", "nilai": "male"}))
    assert "Nama di balik angka ini: Perempuan" in women
    assert "Wa Ode Sitti Hajar" in women
    assert "Wa Ode Sitti Hajar" not in men


def test_names_of_other_offices_are_not_shown_and_their_figures_not_opened(
    paid: Cast, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(User.objects.get(username="office_head"))
    own = _text(client.get("/kinerja/angka/contributions_due/"))
    assert "Sri Wahyuni" not in own
    for office in (paid.offices.semarang, paid.offices.head):
        assert client.get("/kinerja/angka/", {"kantor": office}).status_code == 404
        assert client.get("/kinerja/angka/workers_covered/", {"kantor": office}).status_code == 404


def test_shares_and_what_is_not_kept_have_no_names(head: Client) -> None:
    assert "Angka ini bukan jumlah nama" in _text(head.get("/kinerja/angka/persistence_3/"))
    assert "Faktanya belum dicatat di sini" in _text(head.get("/kinerja/angka/claims_days/"))


def test_every_figure_opens_in_a_month_with_facts_and_in_one_without(head: Client) -> None:
    asked = [(key, month) for key in INDICATORS for month in ("2019-12", "2026-10")]
    assert [
        (key, month) for key, month in asked
        if head.get(f"/kinerja/angka/{key}/", {"bulan": month}).status_code != 200
    ] == []  # fmt: skip


def test_what_there_is_not_is_not_found(head: Client) -> None:
    for asked in ({"segmen": "pns"}, {"kantor": "9" * 12}):
        assert head.get("/kinerja/angka/workers_covered/", asked).status_code == 404
    assert head.get("/kinerja/angka/luck/").status_code == 404


def test_forged_parts_show_no_names(head: Client) -> None:
    for asked in ({"bagian": "luck"}, {"bagian": "age", "nilai": "7-8"}):
        assert "Angka ini bukan jumlah nama" in _text(head.get("/kinerja/angka/workers_covered/", asked))
