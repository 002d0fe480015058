"""A cooperative wants a licence: refused, cured, recommended, relied on, and taken back when it stops paying."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from ayomi.apps.access.models import User
from ayomi.apps.audit.queries import examine
from ayomi.apps.compliance.actions.recommendations import recheck
from ayomi.apps.compliance.queries import verdict
from ayomi.apps.compliance.queries.checks import CHECKS
from ayomi.apps.compliance.queries.recommendations import authorities, requests
from ayomi.core.periods import Month
from tests.apps.compliance.licensing import bill, licensing_office, on, pay, user
from tests.cast import Cast, enrol, people
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db


def test_a_cooperative_wants_a_licence(
    cast: Cast, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORAGES, settings.WHITENOISE_AUTOREFRESH, settings.WHITENOISE_USE_FINDERS = PLAIN_STORAGES, True, True
    now = [on(26)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    bill(Month(2026, 9), on(2, 9))
    licensing_office(cast)
    made = user("nurlina", "licensing_officer", organisation_id=authorities()[0].organisation_id)
    client.force_login(User.objects.get(pk=made), backend="django.contrib.auth.backends.ModelBackend")

    def ask(key: int) -> str:
        sent = {"key": f"6f0e8a43-6e0a-4b8e-9b53-00000000000{key}", "purpose": "new_licence", "number_kind": "nib",
                "number": "0220001234567", "stated": "3"}  # fmt: skip
        answer = client.post("/rekomendasi/minta/", sent, follow=True)
        assert answer.status_code == 200
        return requests(day=now[0].date())[0].standing(now[0].date())

    # One of three people is reported, and nothing was paid.
    assert ask(1) == "refused"
    page = client.get(f"/rekomendasi/{requests(day=now[0].date())[0].request_id}/").content.decode()
    assert "Kirim daftar 2 orang yang belum dilaporkan" in page
    # The cooperative reports the others and pays; the office asks again.
    others = people(2, district="74.01.01", office_id=cast.offices.kolaka, first=700, word="Nelayan")
    enrol(others, segment="own_account", channel="cooperative", organisation_id=cast.cooperative,
          office_id=cast.offices.kolaka, since=date(2026, 10, 1), wage=1_000_000)  # fmt: skip
    pay(cast.cooperative, now[0])
    assert ask(2) == "granted"
    token = requests(day=now[0].date())[0].token
    assert verdict(token, now[0].date()).state == "valid"
    # Then it stops paying: beyond the grace the recommendation falls by itself, and the office reads it at home.
    bill(Month(2026, 11), on(2, 11))
    now[0] = on(20, 3, 2027)
    recheck(at=now[0])
    assert verdict(token, now[0].date()).state == "withdrawn"
    client.force_login(User.objects.get(pk=made), backend="django.contrib.auth.backends.ModelBackend")
    assert "Dicabut dalam 60 hari terakhir" in client.get("/beranda/").content.decode()
    assert (
        "Mengapa dicabut" in client.get(f"/rekomendasi/{requests(day=now[0].date())[0].request_id}/").content.decode()
    )
    assert [each.name for each in CHECKS if examine(each).broken] == []
