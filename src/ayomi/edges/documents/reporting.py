"""Reports ready to hand over, as they were made or reckoned now: what pages, API, jobs and the command call."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from django.utils import timezone

from ayomi.apps.offices.queries import office
from ayomi.apps.steering.queries.reports import inquiry_stored, monthly, stored
from ayomi.core.money import Language
from ayomi.core.periods import Month, month_text
from ayomi.edges.documents.inquiry import inquiry_csv, inquiry_xlsx
from ayomi.edges.documents.papers import PDF, XLSX, Paper
from ayomi.edges.documents.reports import Sheet, report_csv, report_pdf, report_xlsx
from ayomi.edges.documents.signing import installation_signer, sign

Kind = Literal["pdf", "xlsx", "csv"]
CSV: Final = "text/csv; charset=utf-8"


class NotMade(LookupError):
    """The tables of that year were not made yet."""


def sheet(office_id: int, month: Month, *, at: datetime) -> tuple[Sheet, bool]:
    """The report of an office: as it was made, or out of what is known now. Also whether it is one that was made.

    Raises `offices.queries.UnknownOffice`.
    """
    of = office(office_id)
    found = stored(office_id, month)
    if found is not None:
        run, report = found
        return Sheet(of, report, run.made_at), True
    return Sheet(of, monthly(office_id, month), at), False


def report_paper(found: Sheet, kind: Kind, language: Language) -> Paper:
    """A report as a file; the PDF is signed. Raises signing.NoSigner."""
    name = f"laporan-{found.office.code.lower()}-{found.report.month}.{kind}"
    if kind == "csv":
        return Paper(name, CSV, report_csv(found))
    if kind == "xlsx":
        return Paper(name, XLSX, report_xlsx(found, language))
    signer = installation_signer(timezone.now())
    # A report may be older than the certificate, which is made when something is first signed.
    at = max(found.made_at, signer.since)
    title = f"Laporan {month_text(found.report.month, language)}"
    made = report_pdf(found, language, signer=signer.name)
    return Paper(name, PDF, sign(made, signer, reason=title, location=found.office.name, at=at))


def inquiry_paper(year: int, kind: Literal["xlsx", "csv"], language: Language) -> Paper:
    """The yearly tables as a file. Raises NotMade."""
    found = inquiry_stored(year)
    if found is None:
        raise NotMade(year)
    made_at, tables = found
    name = f"social-security-inquiry-{year}.{kind}"
    if kind == "csv":
        return Paper(name, CSV, inquiry_csv(tables))
    return Paper(name, XLSX, inquiry_xlsx(tables, language, made_at=made_at))
