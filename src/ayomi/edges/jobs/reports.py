"""The reports of the month before, made once it is closed and sent once to those who answer for the office."""

from __future__ import annotations

from datetime import date, datetime
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from ayomi.apps.steering.actions.report_runs import (
    mail_failed,
    mail_went,
    make_due,
    make_inquiry,
    promise_mail,
)
from ayomi.apps.steering.queries.reports import RunRow, heads, unmailed
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.periods import Month, month_text
from ayomi.edges.documents.reporting import report_paper, sheet

DECEMBER: Final = 12


def make_and_send(now: datetime) -> None:
    """Make what is lacking and send what was not sent; what was made or promised is never made or promised again."""
    month = month_due(timezone.localdate(now))
    if month is None:
        return
    make_due(month, by=None, at=now)
    if month.number == DECEMBER:
        make_inquiry(month.year, by=None, at=now)
    send_made(month)


def month_due(today: date) -> Month | None:
    """The month whose reports are due on a day; None before the day on which it is closed."""
    month = Month.of(today).plus(-1)
    return month if month == last_closed(today) else None


def send_made(month: Month) -> int:
    """Send the reports of a month that were made and not sent, to those whose address is known; returns how many.

    Nothing is sent while no mail server is configured. A report is promised before it leaves: whoever dies in between
    leaves it promised, and it is never sent a second time.
    """
    if not settings.MAIL_CONFIGURED:
        return 0
    return sum(_send(run) for run in unmailed(month))


def _send(run: RunRow) -> bool:
    addresses = heads(run.office_id)
    if not addresses or not promise_mail(run.id):
        return False
    found, _ = sheet(run.office_id, run.month, at=run.made_at)
    month = month_text(run.month, "id")
    letter = EmailMessage(
        subject=f"Laporan {month}, {run.office_name}",
        body=(
            f"Laporan {run.office_name} untuk {month} terlampir.\n\nAngka dan artinya ada di dalam berkas;"
            f" rinciannya di {settings.PUBLIC_URL}/laporan/.\n"
        ),
        to=addresses,
    )
    for kind in ("pdf", "xlsx"):
        paper = report_paper(found, kind, "id")
        letter.attach(paper.name, paper.content, paper.kind)
    try:
        letter.send()
    except (SMTPException, OSError):
        mail_failed(run.id, at=timezone.now())
        return False
    mail_went(run.id, heads=len(addresses), at=timezone.now())
    return True
