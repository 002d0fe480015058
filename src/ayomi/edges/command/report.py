"""`ayomi report`: the monthly report of an office, the yearly tables, and what is due to be made and sent."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from ayomi.apps.steering.actions.report_runs import NotOver, make_due, make_inquiry, make_report
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.periods import Month
from ayomi.edges.command.naming import OFFICE_HELP, NoOffice, named_office
from ayomi.edges.command.naming import month as month_of
from ayomi.edges.documents.papers import Paper
from ayomi.edges.documents.reporting import Kind, NotMade, inquiry_paper, report_paper, sheet
from ayomi.edges.jobs.reports import send_made


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--office", help=OFFICE_HELP)
    parser.add_argument("--month", type=month_of, help="which month, such as 2026-10 (the last that was closed)")
    parser.add_argument("--format", choices=("pdf", "xlsx", "csv"), default="pdf", help="pdf")
    parser.add_argument("--language", choices=("id", "en"), default="id", help="id")
    parser.add_argument("--out", type=Path, help="the file to write (its own name, here; - for standard output)")
    parser.add_argument("--keep", action="store_true", help="keep it as the office's report of that month")
    parser.add_argument("--inquiry", type=int, metavar="YEAR", help="the Social Security Inquiry tables of a year")
    parser.add_argument("--due", action="store_true", help="make the reports still lacking, and send what was not sent")


def run(given: argparse.Namespace) -> int:
    """Exit status 0 when done, 2 when an office is not known or the tables have no such form."""
    now = timezone.now()
    month = given.month or last_closed(timezone.localdate(now))
    if given.due:
        made, sent = make_due(month, by=None, at=now), send_made(month)
        print(f"{month}: {made} reports made, {sent} sent")
        return 0
    try:
        paper = _inquiry(given) if given.inquiry else _monthly(given, month)
    except NoOffice as told:
        print(f"ayomi: {told}", file=sys.stderr)
        return 2
    except NotOver as running:
        print(f"ayomi: {running} is not over; its report would be of half of it", file=sys.stderr)
        return 2
    except NotMade:
        print("ayomi: the yearly tables come as xlsx or csv", file=sys.stderr)
        return 2
    if str(given.out) == "-":
        sys.stdout.buffer.write(paper.content)
    else:
        path = given.out or Path(paper.name)
        path.write_bytes(paper.content)
        print(path)
    return 0


def _monthly(given: argparse.Namespace, month: Month) -> Paper:
    office = named_office(given.office, month)
    now = timezone.now()
    if given.keep:
        make_report(office.id, month, by=None, at=now)
    found, _ = sheet(office.id, month, at=now)
    kind: Kind = given.format
    return report_paper(found, kind, given.language)


def _inquiry(given: argparse.Namespace) -> Paper:
    if given.format == "pdf":
        raise NotMade(given.inquiry)
    make_inquiry(given.inquiry, by=None, at=timezone.now())
    return inquiry_paper(given.inquiry, given.format, given.language)
