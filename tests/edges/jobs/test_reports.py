"""Reports go out once: to those who answer, when a mail server is configured, and never a second time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from pytest_django import Settings

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.report_runs import make_report, promise_mail
from ayomi.apps.steering.models import ReportRun
from ayomi.apps.steering.queries.reports import inquiry_years
from ayomi.config.mail import Mail, parse
from ayomi.core.periods import Month
from ayomi.edges.documents.papers import Paper
from ayomi.edges.jobs import reports
from tests.cast import Cast

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SEPTEMBER = Month(2026, 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast: Cast, users: dict[str, int], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    """The report of Kendari, whose head has an address; a mail server that keeps its letters."""
    User.objects.filter(pk=users["office_head"]).update(email="kepala@example.id", office_id=cast.offices.kendari)
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Setting a page of type takes a second; that it is the right one is tested where it is set.
    monkeypatch.setattr(reports, "report_paper", lambda found, kind, tongue: Paper(f"a.{kind}", "text/plain", b"x"))
    make_report(cast.offices.kendari, SEPTEMBER, by=None, at=AT)
    return cast.offices.kendari


def test_a_report_is_sent_once_with_its_files(made: int) -> None:
    assert reports.send_made(SEPTEMBER) == 1
    assert reports.send_made(SEPTEMBER) == 0
    (letter,) = mail.outbox
    assert letter.to == ["kepala@example.id"]
    assert "September 2026" in letter.subject
    assert [each[0] for each in letter.attachments] == ["a.pdf", "a.xlsx"]
    assert ReportRun.objects.get(office_id=made).mail == "sent"


def test_what_died_between_promise_and_letter_is_never_sent_again_by_itself(made: int) -> None:
    promise_mail(ReportRun.objects.get(office_id=made).pk)
    assert reports.send_made(SEPTEMBER) == 0
    assert mail.outbox == []
    assert ReportRun.objects.get(office_id=made).mail == "sending"


def test_a_server_that_refuses_is_noted(made: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(reports.EmailMessage, "send", broken)
    assert reports.send_made(SEPTEMBER) == 0
    assert ReportRun.objects.get(office_id=made).mail == "failed"


def test_nothing_is_sent_without_a_server_or_an_address(made: int, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = False
    assert reports.send_made(SEPTEMBER) == 0
    settings.MAIL_CONFIGURED = True
    User.objects.update(email="")
    assert reports.send_made(SEPTEMBER) == 0
    assert ReportRun.objects.get(office_id=made).mail == "none"


@pytest.mark.parametrize(
    ("today", "month"),
    [(date(2026, 11, 19), None), (date(2026, 11, 20), Month(2026, 10)), (date(2027, 1, 31), Month(2026, 12))],
)
def test_reports_are_due_from_the_day_on_which_a_month_is_closed(today: date, month: Month | None) -> None:
    assert reports.month_due(today) == month


def test_what_is_due_is_made_and_in_january_the_yearly_tables_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Month] = []
    monkeypatch.setattr(reports, "make_due", lambda month, **named: asked.append(month))
    reports.make_and_send(datetime(2027, 1, 19, 2, 0, tzinfo=UTC))
    assert asked == []
    reports.make_and_send(datetime(2027, 1, 20, 2, 0, tzinfo=UTC))
    reports.make_and_send(datetime(2027, 1, 20, 3, 0, tzinfo=UTC))
    reports.make_and_send(datetime(2027, 2, 20, 3, 0, tzinfo=UTC))
    assert asked == [Month(2026, 12), Month(2026, 12), Month(2027, 1)]
    assert inquiry_years() == [2026]


@pytest.mark.parametrize(
    ("address", "mail"),
    [
        ("smtp://a%40b:p%3A1@mail.example.id", Mail("mail.example.id", 587, "a@b", "p:1", True, False)),
        ("smtps://mail.example.id", Mail("mail.example.id", 465, "", "", False, True)),
        ("smtp://localhost:2525", Mail("localhost", 2525, "", "", False, False)),
    ],
)
def test_a_mail_server_is_read_from_its_address(address: str, mail: Mail) -> None:
    assert parse(address) == mail


@pytest.mark.parametrize(
    "address", ["mail.example.id", "http://mail.example.id", "smtp://", "smtp://a:b:c/d", "smtp://h:x"]
)
def test_an_address_that_is_none_stops_the_start(address: str) -> None:
    with pytest.raises(SystemExit, match="AYOMI_MAIL"):
        parse(address)


def test_the_address_of_a_head_is_set_by_command(users: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    from ayomi.edges.command import user

    parser = argparse.ArgumentParser()
    user.arguments(parser)
    assert user.run(parser.parse_args(["regional", "--email", "kanwil@example.id"])) == 0
    assert User.objects.get(username="regional").email == "kanwil@example.id"
    assert user.run(parser.parse_args(["regional", "--email", "bukan alamat"])) == 1
    assert user.run(parser.parse_args(["nobody", "--email", "a@example.id"])) == 1
    assert User.objects.get(username="regional").email == "kanwil@example.id"
