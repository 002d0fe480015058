"""Offices and users that tests of pages share."""

from __future__ import annotations

from datetime import date

from ayomi.apps.access.models import User
from ayomi.apps.offices.models import Office

PASSWORD = "empat kata yang mudah diingat"

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def found_kolaka() -> Office:
    """A sub-branch with a branch, a regional office and the head office above it."""
    opened = date(2013, 1, 1)
    head = Office.objects.create(code="T000", name="Kantor Pusat", kind="head", opened=opened)
    region = Office.objects.create(
        code="T800", name="Kanwil Sulawesi Maluku", kind="regional", parent=head, opened=opened, timezone="WITA"
    )
    branch = Office.objects.create(
        code="T801", name="Cabang Kendari", kind="branch", parent=region, opened=opened, timezone="WITA"
    )
    return Office.objects.create(
        code="T802", name="KCP Kolaka", kind="sub_branch", parent=branch, opened=opened, timezone="WITA"
    )


def hire_officer(office: Office) -> User:
    return User.objects.create_user(
        "ratna", password=PASSWORD, full_name="Ratna Wulandari", role="membership_officer", office=office
    )
