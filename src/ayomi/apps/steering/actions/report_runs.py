"""Making reports, once for an office and a month, and noting how they went out by e-mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.offices.queries import head_office
from ayomi.apps.steering.models import ReportRun
from ayomi.apps.steering.queries.inquiry import tables
from ayomi.apps.steering.queries.reports import lacking, monthly
from ayomi.apps.steering.rules.reports import kept
from ayomi.core.periods import Month


class NotOver(ValueError):
    """The month or year has not ended: a report that stays as it was made would be of half of it."""


def make_report(office_id: int, month: Month, *, by: int | None, at: datetime) -> bool:
    """Make and keep the report of an office for a month. False where it was made already: it is never made twice.

    Raises NotOver.
    """
    if month.last_day >= at.date():
        raise NotOver(str(month))
    return _keep(office_id, "monthly", month.first_day, kept(monthly(office_id, month)), by=by, at=at)


def make_due(month: Month, *, by: int | None, at: datetime) -> int:
    """The reports of a month that are still lacking, each kept before the next is begun; returns how many."""
    return sum(make_report(office_id, month, by=by, at=at) for office_id in lacking(month))


def make_inquiry(year: int, *, by: int | None, at: datetime) -> bool:
    """Make and keep the yearly tables of the Social Security Inquiry. False where they were made already.

    Raises NotOver, and `offices.queries.UnknownOffice` while the reference was not loaded.
    """
    if year >= at.year:
        raise NotOver(str(year))
    return _keep(head_office().id, "inquiry", date(year, 1, 1), tables(year), by=by, at=at)


def _keep(office_id: int, kind: str, first: date, figures: dict[str, Any], *, by: int | None, at: datetime) -> bool:
    with transaction.atomic():
        _, made = ReportRun.objects.get_or_create(
            office_id=office_id, kind=kind, month=first, defaults={"figures": figures, "made_at": at}
        )
        if made:
            record(
                "report_made", subject="office", subject_id=office_id, office_id=office_id, by=by, at=at,
                detail={"kind": kind, "month": first.isoformat()},
            )  # fmt: skip
    return made


def promise_mail(run_id: int) -> bool:
    """Promise to send a report; True for the one caller who may. Committed before anything leaves the house, so that a
    process that dies in between leaves a promise and never a second letter."""
    return bool(ReportRun.objects.filter(pk=run_id, mail="none").update(mail="sending"))


def mail_went(run_id: int, *, heads: int, at: datetime) -> None:
    """Note that a promised report was handed to the mail server, to so many heads."""
    ReportRun.objects.filter(pk=run_id, mail="sending").update(mail="sent", mailed_at=at, mailed_to=heads)


def mail_failed(run_id: int, *, at: datetime) -> None:
    """Note that the mail server refused it."""
    ReportRun.objects.filter(pk=run_id, mail="sending").update(mail="failed", mailed_at=at)
