"""The log: who did what, narrowed and paged, every act in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import ayomi
import ayomi.apps
from ayomi.apps.access.models import User
from ayomi.apps.audit.actions import record
from ayomi.edges.web.trails import ACTIONS, SUBJECTS
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def administrator(users: dict[str, int], cache_table: None, signed_in: SignIn) -> Client:
    return signed_in(User.objects.get(username="administrator"))


def page(client: Client, query: str = "") -> str:
    return " ".join(client.get(reverse("trail") + query).content.decode().split())


def test_every_act_that_is_recorded_has_its_words() -> None:
    noted = set()
    for file in Path(ayomi.apps.__path__[0]).rglob("*.py"):
        noted |= set(re.findall(r'\b(?:record|_note|_log)\(\s*"([a-z_]+)"', file.read_text(encoding="utf-8")))
    assert len(noted) > 20
    assert sorted(noted - set(ACTIONS)) == []


def test_everything_an_act_is_done_to_has_its_words() -> None:
    noted = set()
    for file in Path(ayomi.__path__[0]).rglob("*.py"):
        noted |= set(re.findall(r'\bsubject="([a-z_]+)"', file.read_text(encoding="utf-8")))
    assert len(noted) > 20
    assert sorted(noted - set(SUBJECTS)) == []


def test_what_has_a_name_is_told_by_it_and_a_set_by_its_size(administrator: Client, cast: Cast) -> None:
    at = timezone.now()
    record("contact_added", subject="organisation", subject_id=cast.cooperative, by=None, at=at)
    record("members_left", subject="membership", subject_id=3, by=None, at=at, detail={"rows": 12})
    shown = page(administrator)
    assert "Koperasi Nelayan Samudra Wolo</a>" in shown
    assert ">12 kepesertaan<" in shown
    assert "office " not in shown


def test_acts_are_told_in_words_with_who_did_them(
    administrator: Client, users: dict[str, int], signed_in: SignIn, cast: Cast
) -> None:
    record(
        "bill_cancelled", subject="bill", subject_id=7, office_id=cast.offices.kolaka, by=users["supervisor"],
        at=timezone.now(), reason="dobel",
    )  # fmt: skip
    shown = page(administrator)
    assert "Tagihan dibatalkan" in shown
    assert "Supervisor" in shown
    assert "dobel" in shown
    assert reverse("bill", args=[7]) not in shown, "who keeps accounts opens no bill"
    assert reverse("bill", args=[7]) in page(signed_in(User.objects.get(username="auditor")))


def test_the_log_is_narrowed_by_act_person_and_days(administrator: Client, users: dict[str, int]) -> None:
    now = timezone.now()
    record("target_set", subject="target", subject_id=1, by=users["office_head"], at=now - timedelta(days=40))
    record("bill_final", subject="bill", subject_id=2, by=users["supervisor"], at=now)
    assert "Sasaran 1" not in page(administrator, "?tindakan=bill_final")
    assert "Sasaran 1" not in page(administrator, "?oleh=supervisor")
    assert "Sasaran 1" not in page(administrator, f"?dari={timezone.localdate(now)}")
    assert "Tagihan 2" not in page(administrator, f"?sampai={timezone.localdate(now - timedelta(days=2))}")
    assert "Sasaran 1" in page(administrator, "?tindakan=target_set&oleh=office_head")
    assert "Belum ada yang tercatat" in page(administrator, "?oleh=tidakada")


def test_a_long_log_is_read_page_by_page(administrator: Client) -> None:
    for number in range(1, 61):
        record("bill_final", subject="bill", subject_id=number, by=None, at=timezone.now())
    first = page(administrator, "?tindakan=bill_final")
    after = re.search(r"after=(\d+)", first)
    assert after is not None
    second = page(administrator, f"?tindakan=bill_final&after={after[1]}")
    seen = [set(re.findall(r">Tagihan (\d+)<", shown)) for shown in (first, second)]
    assert [len(each) for each in seen] == [50, 10]
    assert seen[0].isdisjoint(seen[1])
