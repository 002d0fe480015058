"""Reports on pages: those that were made, any month reckoned now, files, and the yearly tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from ayomi.apps.access.models import User
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.actions.report_runs import make_inquiry, make_report
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.core.periods import Month
from tests.cast import Cast

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
OCTOBER = Month(2026, 10)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


def page(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]  # the test client's answer


@pytest.fixture
def opened(users: dict[str, int], cache_table: None) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=users[role]), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_the_reports_of_2011_and_2013_are_read_on_a_page_exactly(opened: Callable[[str], Client]) -> None:
    load_reported_figures(by=None, at=AT)
    head = opened("head_office")
    assert "Kanwil V Jawa Tengah dan DIY, September 2011" in page(head.get(reverse("reports")))
    told = page(head.get(reverse("report", args=[office_by_code("R5").id, "2011-09"])))
    for percent in ("89,38 %", "73,17 %", "84,89 %", "93,98 %", "Rp340.600.000.000", "31 Juli 2011"):
        assert percent in told
    assert "Kosong bukan nol" in told
    assert "178,32 %" in page(head.get(reverse("report", args=[office_by_code("R2").id, "2013-04"])))


def test_a_report_that_was_made_is_listed_with_its_files(opened: Callable[[str], Client], cast: Cast) -> None:
    make_report(cast.offices.kolaka, OCTOBER, by=None, at=AT)
    client = opened("supervisor")
    told = page(client.get(reverse("reports"), {"kantor": cast.offices.kolaka}))
    assert "Oktober 2026" in told
    assert "Tidak dikirim" in told
    shown = page(client.get(reverse("report", args=[cast.offices.kolaka, "2026-10"])))
    assert "Seperti saat dibuat, 16 November 2026, 10.00 WITA" in shown
    assert "Dihitung sekarang" in page(client.get(reverse("report", args=[cast.offices.kolaka, "2026-09"])))


@pytest.mark.parametrize(("kind", "start"), [("csv", b"office,month"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_report_is_handed_over_in_three_forms(
    opened: Callable[[str], Client], cast: Cast, kind: str, start: bytes
) -> None:
    answer = opened("office_head").get(reverse("report_file", args=[cast.offices.kendari, "2026-10", kind]))
    assert answer.content.startswith(start)
    assert f"2026-10.{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "2026-13", "kemarin"])
def test_a_month_that_has_not_ended_has_no_report(opened: Callable[[str], Client], cast: Cast, month: str) -> None:
    assert opened("regional").get(reverse("report", args=[cast.offices.regional, month])).status_code == 404


def test_reports_of_other_offices_are_not_found(opened: Callable[[str], Client], cast: Cast) -> None:
    client = opened("office_head")
    for name, more in (("report", []), ("report_file", ["csv"])):
        assert client.get(reverse(name, args=[cast.offices.semarang, "2026-10", *more])).status_code == 404
    assert client.get(reverse("reports"), {"kantor": cast.offices.semarang}).status_code == 404
    assert client.get(reverse("report_file", args=[cast.offices.kendari, "2026-10", "docx"])).status_code == 404


def test_the_yearly_tables_are_for_the_head_office(opened: Callable[[str], Client], cast: Cast) -> None:
    head = opened("head_office")
    for year in (0, 2025, 99_999):
        assert head.get(reverse("inquiry", args=[year])).status_code == 404
    assert head.get(reverse("inquiry_file", args=[2025, "csv"])).status_code == 404
    make_inquiry(2025, by=None, at=AT)
    told = page(head.get(reverse("inquiry", args=[2025])))
    assert "belum dicatat" in told
    assert "Penerimaan menurut sumber" in told
    assert head.get(reverse("inquiry_file", args=[2025, "csv"])).content.startswith(b"year,table")
    assert head.get(reverse("inquiry_file", args=[2025, "xlsx"])).content.startswith(b"PK")
    assert head.get(reverse("inquiry_file", args=[2025, "pdf"])).status_code == 404
    assert "2025" in page(head.get(reverse("reports")))
    assert opened("regional").get(reverse("inquiry", args=[2025])).status_code == 403
