"""The figures of reports for other programs: by month, office and indicator, within one's offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.report_runs import make_inquiry
from ayomi.apps.steering.actions.reported import load_reported_figures
from tests.cast import Cast

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november", "cache_table")]


@pytest.fixture
def opened(users: dict[str, int]) -> Callable[[str], Client]:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=users[role]), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_the_figures_of_a_report_are_exact_text(opened: Callable[[str], Client]) -> None:
    load_reported_figures(by=None, at=AT)
    asked = {"office": "R5", "month": "2011-09", "indicator": "workers_covered"}
    rows = opened("head_office").get("/api/v1/report", asked).json()
    assert {(row["segment"], row["percent"]) for row in rows} == {
        ("own_account", "89.38"), ("wage_earner", "84.89"), ("construction", "93.98")
    }  # fmt: skip
    answer = opened("head_office").get("/api/v1/report", asked | {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().count("\r\n") == 4


def test_an_office_elsewhere_and_a_month_to_come_are_refused(opened: Callable[[str], Client], cast: Cast) -> None:
    client = opened("office_head")
    assert client.get("/api/v1/report").status_code == 200
    assert client.get("/api/v1/report", {"office": "PST"}).status_code == 404
    assert client.get("/api/v1/report", {"office": "NONE"}).status_code == 404
    assert client.get("/api/v1/report", {"month": "2027-01"}).status_code == 400
    assert client.get("/api/v1/report", {"month": "x"}).status_code == 400
    assert Client().get("/api/v1/report").status_code == 401
    assert opened("worker").get("/api/v1/report").status_code == 403


def test_the_yearly_tables_are_given_to_the_head_office(opened: Callable[[str], Client]) -> None:
    head = opened("head_office")
    assert head.get("/api/v1/inquiry", {"year": 2025}).status_code == 404
    make_inquiry(2025, by=None, at=AT)
    rows = head.get("/api/v1/inquiry", {"year": 2025}).json()
    assert {row["table"] for row in rows} == {"receipts", "expenditure", "protected", "beneficiaries"}
    assert head.get("/api/v1/inquiry", {"year": 2025, "format": "csv"}).content.startswith(b"year,table")
    assert opened("regional").get("/api/v1/inquiry", {"year": 2025}).status_code == 403
