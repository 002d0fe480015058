"""Addresses that were typed over, cut or forged: an answer in words, never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.actions import create_user
from ayomi.apps.access.models import User
from ayomi.edges.web.roles import ACCESS
from tests.cast import AT, PASSWORD, Cast
from tests.edges.web.people import PLAIN_STORAGES

pytestmark = pytest.mark.django_db

FORGED = ("a\x00b~1", "\u00b2", "o\u00b2", "9" * 5000, "9223372036854775808", "1.2026-13", "9999-12-31",
          "0001-01-01", "\u202e'\";--%s")  # fmt: skip
ASKED = {
    "search": ("q",), "bills": ("after", "bulan", "cari"), "receipts": ("after",), "receipt_new": ("tagihan",),
    "assess_new": ("pembayar", "bulan"), "uploads": ("after",), "upload_new": ("untuk", "lanjut", "q"),
    "performance": ("kantor", "bulan", "indikator", "buka"), "figures": ("kantor", "bulan"),
    "trail": ("after", "tindakan", "oleh", "dari", "sampai"),
    "users": ("cari", "peran"), "persons": ("after", "nama", "wilayah", "badan"), "organisations": ("after", "nama"),
    "projects": ("after",), "verify_form": ("kode",), "calculator": ("bulan",),
}  # fmt: skip
"""What addresses of lists and forms are asked with."""


@pytest.fixture
def signed_in(cast: Cast, settings: Any) -> dict[str, Client]:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    clients = {}
    for role in ("supervisor", "administrator"):
        clients[role] = Client(raise_request_exception=False)
        made = create_user(
            username=role, password=PASSWORD, full_name="", role=role, office_id=cast.offices.kolaka,
            organisation_id=None, person_id=None, language="id", by=None, at=AT,
        )  # fmt: skip
        user = User.objects.get(pk=made)
        clients[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def test_a_forged_question_is_answered_and_never_fails(signed_in: dict[str, Client]) -> None:
    failed = []
    for name, parameters in ASKED.items():
        access = ACCESS[name]
        role = "supervisor" if access.public or "supervisor" in access.read else "administrator"
        for parameter in parameters:
            for forged in FORGED:
                answer = signed_in[role].get(reverse(name), {parameter: forged})
                if answer.status_code >= 500:
                    failed.append((name, parameter, forged[:20]))
    assert failed == []


def test_a_number_beyond_all_rows_is_not_found(signed_in: dict[str, Client]) -> None:
    names = ("bill", "receipt", "person", "organisation", "project", "upload", "assessment")
    asked = {reverse(name, args=[number]) for name in names for number in (2**63, 10**30)}
    assert dict.fromkeys(asked, 404) == {url: signed_in["supervisor"].get(url).status_code for url in asked}


def test_a_form_with_nul_in_it_is_refused(signed_in: dict[str, Client], cast: Cast) -> None:
    answer = signed_in["supervisor"].post(reverse("member_wage", args=[cast.sitti_member]), {"wage": "1\x00"})
    assert answer.status_code == 400
