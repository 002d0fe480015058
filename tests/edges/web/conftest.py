"""Pages in tests: static files by their plain names, the cache table, and people of any role who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from ayomi.apps.access.models import User
from ayomi.apps.offices.models import Office

PASSWORD = "empat kata yang mudah diingat"

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def cache_table(db: None) -> None:
    call_command("createcachetable")


@pytest.fixture
def kolaka(db: None) -> Office:
    opened = date(2013, 1, 1)
    head = Office.objects.create(code="000", name="Kantor Pusat", kind="head", opened=opened)
    region = Office.objects.create(
        code="800", name="Kanwil Sulawesi Maluku", kind="regional", parent=head, opened=opened, timezone="WITA"
    )
    branch = Office.objects.create(
        code="801", name="Cabang Kendari", kind="branch", parent=region, opened=opened, timezone="WITA"
    )
    return Office.objects.create(
        code="802", name="KCP Kolaka", kind="sub_branch", parent=branch, opened=opened, timezone="WITA"
    )


@pytest.fixture
def officer(kolaka: Office, cache_table: None) -> User:
    return User.objects.create_user(
        "ratna", password=PASSWORD, full_name="Ratna Wulandari", role="membership_officer", office=kolaka
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
