"""Reports are made once for an office and a month, stay as they were made, and say what was restated since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast

from ayomi.apps.access.models import User
from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.membership.models import Cover, Membership
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.actions.report_runs import (
    NotOver,
    mail_failed,
    mail_went,
    make_due,
    make_inquiry,
    make_report,
    promise_mail,
)
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.models import ReportRun
from ayomi.apps.steering.queries import reports
from ayomi.apps.steering.queries.inquiry import KINDS, SCHEMES, SOURCES, tables
from ayomi.apps.steering.rules.reports import Line, Report, Restated, kept, read
from ayomi.core.periods import Month

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SEPTEMBER = Month(2026, 9)
pytestmark = pytest.mark.django_db


def covered(membership_id: int, month: Month = SEPTEMBER) -> None:
    held = Membership.objects.get(pk=membership_id)
    Cover.objects.create(
        membership=held, month=month.first_day, paid_on=month.first_day, begins=held.since, regular=True,
        since=month.first_day, until=month.plus(1).first_day,
    )  # fmt: skip
    refresh(at=AT)


def test_region_five_of_september_2011_shows_the_figures_of_the_reports_exactly() -> None:
    load_reported_figures(by=None, at=AT)
    report = reports.monthly(office_by_code("R5").id, Month(2011, 9))
    found = {(line.indicator, line.segment): line for line in report.reported}
    percents = {key: line.percent for key, line in found.items() if line.percent is not None}
    assert percents[("firms_enrolled", "wage_earner")] == Decimal("73.17")
    assert percents[("workers_covered", "wage_earner")] == Decimal("84.89")
    assert percents[("workers_covered", "own_account")] == Decimal("89.38")
    assert percents[("workers_covered", "construction")] == Decimal("93.98")
    assert found[("claims_paid_amount", "wage_earner_and_construction")].amount == 340_600_000_000
    assert found[("claims_paid_cases", "own_account")].amount == 1132
    assert found[("projects_enrolled", "construction")].amount is None
    assert found[("projects_enrolled", "construction")].target == 8464
    assert found[("welfare_revolving_disbursed", "all")].as_of == date(2011, 7, 31)
    assert report.computed == ()


def test_region_two_of_april_2013_shows_the_figures_of_the_reports_exactly() -> None:
    load_reported_figures(by=None, at=AT)
    report = reports.monthly(office_by_code("R2").id, Month(2013, 4))
    found = {(line.indicator, line.segment): line for line in report.reported}
    assert found[("workers_covered", "own_account")].percent == Decimal("178.32")
    assert (found[("workers_covered", "all")].amount, found[("workers_covered", "all")].target) == (109_000, 909_000)
    assert found[("sponsored_contributions", "own_account")].amount == 35_000_000_000
    assert found[("offices_opened", "all")].amount == 6
    assert found[("sponsored_contributions", "own_account")].note == "about"


def test_a_report_stands_beside_target_and_last_year(cast: Cast) -> None:
    covered(cast.sitti_member)
    set_target(cast.offices.kolaka, 2026, "workers_covered_own_account", 4, "rencana", by=None, at=AT)
    report = reports.monthly(cast.offices.kolaka, SEPTEMBER)
    line = next(
        each for each in report.computed if (each.indicator, each.segment) == ("workers_covered", "own_account")
    )
    assert (line.amount, line.target, line.percent, line.last_year) == (1, 4, Decimal("25.00"), None)
    assert report.course[-1] == (SEPTEMBER, 1)
    assert report.course[0] == (Month(2025, 9), None)


def test_a_report_is_made_once_and_stays_as_it_was(cast: Cast) -> None:
    covered(cast.sitti_member)
    assert make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    covered(cast.rahim_member)
    assert not make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    found = reports.stored(cast.offices.kolaka, SEPTEMBER)
    assert found is not None
    run, report = found
    assert (run.month, run.made_at, run.mail) == (SEPTEMBER, AT, "none")
    assert report.course[-1] == (SEPTEMBER, 1)
    for change in (lambda: ReportRun.objects.update(figures={}), lambda: ReportRun.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_figure_that_is_another_today_is_restated_in_the_next_report(cast: Cast) -> None:
    covered(cast.sitti_member)
    make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    covered(cast.rahim_member)
    told = reports.monthly(cast.offices.kolaka, SEPTEMBER.plus(1)).restated
    assert Restated(SEPTEMBER, "workers_covered", "all", Decimal(1), Decimal(2)) in told
    assert all(each.month == SEPTEMBER for each in told)


def test_what_is_due_is_made_for_every_open_office_and_never_again(cast: Cast) -> None:
    many = len(reports.lacking(SEPTEMBER))
    assert many > 100
    kept_before = make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    assert kept_before
    shown = reports.lacking(SEPTEMBER)
    assert len(shown) == many - 1
    for office_id in shown[3:]:
        ReportRun.objects.create(office_id=office_id, kind="monthly", month=SEPTEMBER.first_day, figures={}, made_at=AT)
    assert make_due(SEPTEMBER, by=None, at=AT) == 3
    assert make_due(SEPTEMBER, by=None, at=AT) == 0


def test_a_closed_office_is_owed_no_report() -> None:
    assert office_by_code("R5").id not in reports.lacking(SEPTEMBER)
    assert office_by_code("R5").id in reports.lacking(Month(2011, 9))


def test_a_report_is_promised_to_one_sender_only(cast: Cast) -> None:
    make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    (run,) = reports.unmailed(SEPTEMBER)
    assert promise_mail(run.id)
    assert not promise_mail(run.id)
    assert reports.unmailed(SEPTEMBER) == []
    mail_went(run.id, heads=2, at=AT)
    mail_failed(run.id, at=AT)
    (shown,) = reports.runs(cast.offices.kolaka)
    assert (shown.mail, shown.mailed_to, shown.mailed_at) == ("sent", 2, AT)


def test_heads_are_those_who_answer_for_the_office_and_have_an_address(cast: Cast, users: dict[str, int]) -> None:
    User.objects.filter(pk=users["office_head"]).update(email="kepala@example.id", office_id=cast.offices.kendari)
    User.objects.filter(pk=users["finance"]).update(email="keuangan@example.id", office_id=cast.offices.kendari)
    User.objects.filter(pk=users["regional"]).update(email="kanwil@example.id")
    assert reports.heads(cast.offices.kendari) == ["kepala@example.id"]
    assert reports.heads(cast.offices.regional) == ["kanwil@example.id"]
    User.objects.filter(pk=users["office_head"]).update(is_active=False)
    assert reports.heads(cast.offices.kendari) == []


def test_reports_are_seen_within_ones_offices_and_written_by_nobody_there(cast: Cast) -> None:
    make_report(cast.offices.kolaka, SEPTEMBER, by=None, at=AT)
    for offices, sees in (((cast.offices.kolaka,), True), ((cast.offices.semarang,), False)):
        enter_scope("office", offices=offices)
        try:
            assert bool(reports.runs(cast.offices.kolaka)) is sees
            assert (reports.stored(cast.offices.kolaka, SEPTEMBER) is not None) is sees
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                make_report(cast.offices.kolaka, SEPTEMBER.plus(-1), by=None, at=AT)
        finally:
            leave_scope()


def test_a_report_reads_back_as_it_was_kept() -> None:
    line = Line(
        "workers_covered", "all", "person", Decimal(5), None, None, Decimal("2.50"), Decimal(4), "computed", "facts",
        date(2026, 9, 30), "",
    )  # fmt: skip
    report = Report(
        SEPTEMBER, (line, replace(line, origin="reported", note="about")),
        (Restated(Month(2026, 8), "workers_covered", "all", Decimal(1), Decimal(2)),),
        ((Month(2026, 8), None), (SEPTEMBER, 5)),
    )  # fmt: skip
    assert read(kept(report)) == report
    assert (report.computed, report.reported[0].note) == ((line,), "about")


def test_the_yearly_tables_say_what_was_paid_by_whom_and_who_is_protected(cast: Cast) -> None:
    from tests.edges.web.money_world import make_money

    make_money(cast)
    found = tables(2026)
    with_money = {
        (scheme, source): amount
        for scheme, row in found["receipts"].items()
        for source, amount in row.items()
        if amount
    }
    assert with_money
    assert {scheme for scheme, _ in with_money} <= set(SCHEMES)
    assert all(amount > 0 for amount in with_money.values())
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(p.amount), 0)::bigint FROM contributions_part p JOIN contributions_bill b"
            " ON b.id = p.bill_id WHERE b.state = 'paid' AND p.fund <> 'fine' AND extract(year FROM b.paid_on) = 2026"
        )
        paid = cursor.fetchone()[0]
    inside = {("jkp", "government"), ("jkp", "transfers_in")}
    assert sum(amount for key, amount in with_money.items() if key not in inside) == paid
    assert found["as_of"] is not None


def test_what_is_not_recorded_is_none_and_never_nought(cast: Cast) -> None:
    covered(cast.sitti_member)
    found = tables(2026)
    assert all(row["property_income"] is None for row in found["receipts"].values())
    assert all(value is None for row in found["beneficiaries"].values() for value in row.values())
    assert all(row["cash_benefits"] is None for row in found["expenditure"].values())
    assert found["protected"]["jkk"] == {"female": 1, "male": 0}
    assert set(found["receipts"]["jkk"]) == set(SOURCES)
    assert set(found["expenditure"]["jkk"]) == set(KINDS)
    empty = tables(1999)
    assert empty["protected"]["jkk"] == {"female": None, "male": None}
    assert empty["receipts"]["jkk"]["employers"] is None
    assert empty["fines"] is None


def test_what_is_not_over_is_not_kept(cast: Cast) -> None:
    with pytest.raises(NotOver):
        make_report(cast.offices.kolaka, Month(2026, 11), by=None, at=AT)
    with pytest.raises(NotOver):
        make_inquiry(2026, by=None, at=AT)
    assert ReportRun.objects.count() == 0


def test_the_yearly_tables_are_made_once() -> None:
    assert make_inquiry(2025, by=None, at=AT)
    assert not make_inquiry(2025, by=None, at=AT)
    assert reports.inquiry_years() == [2025]
    found = reports.inquiry_stored(2025)
    assert found is not None
    assert (found[0], found[1]["year"]) == (AT, 2025)
    assert reports.inquiry_stored(2024) is None
