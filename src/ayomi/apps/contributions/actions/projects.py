"""Billing construction projects: one contribution, in instalments, by contract value or wages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.contributions.actions.finalise import finalise
from ayomi.apps.contributions.models import Bill, Part, ProjectCharge
from ayomi.apps.membership.actions.cover import cover_project
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry.queries import Project, project
from ayomi.core.law import construction
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import Month


def bill_project(project_id: int, *, by: int | None, at: datetime) -> list[int]:
    """Make the instalment bills of a project, all final, and return their numbers in order of payment.

    A project billed already answers the same bills again. Raises NotInForce for projects registered before July 2015,
    whose one amount for JKK and JKM together belonged to a fund that no longer exists.
    """
    with owner_rights():
        site = project(project_id)
        payer = int(registry.payer_for_projects([project_id])["payer_id"][0])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM registry_payer WHERE id = %s FOR NO KEY UPDATE", [payer])
            cursor.execute(
                "SELECT b.id FROM contributions_bill b JOIN contributions_projectcharge c ON c.bill_id = b.id"
                " WHERE c.project_id = %s AND b.state <> 'cancelled' ORDER BY b.sequence",
                [project_id],
            )
            existing = [row[0] for row in cursor.fetchall()]
        if existing:
            return existing
        bills = [
            _instalment(site, payer, number, jkk, jkm, at)
            for number, (jkk, jkm) in enumerate(instalments(site), start=1)
        ]
        finalise(bills, by=by, at=at)
    return bills


def instalments(site: Project) -> list[tuple[int, int]]:
    """JKK and JKM (rupiah) of each instalment. The sums follow the law's plan; JKM takes what rounding leaves."""
    if site.wages is not None:
        amounts = construction.by_wages(site.wages, site.registered)
    else:
        amounts = construction.by_value(site.contract_value, site.registered)
    by_programme = {amount.programme: amount.amount for amount in amounts}
    if set(by_programme) != {"jkk", "jkm"}:
        raise NotInForce(
            Words(
                "Proyek yang didaftarkan sebelum Juli 2015 tidak dapat ditagih di sini.",
                "Projects registered before July 2015 cannot be billed here.",
            )
        )
    whole = construction.instalments(sum(by_programme.values()), site.instalments, site.registered).amounts
    jkk = construction.instalments(by_programme["jkk"], site.instalments, site.registered).amounts
    return [(part, total - part) for part, total in zip(jkk, whole, strict=True)]


def due_days(site: Project) -> list[date]:
    """Days on which the instalments fall due: the first when work begins, the others spread evenly before the end.

    The law asks only that all is paid before the project ends; the even spread is the house's own rule.
    """
    length = (site.ends - site.starts).days
    return [site.starts + timedelta(days=length * number // site.instalments) for number in range(site.instalments)]


def _instalment(site: Project, payer: int, number: int, jkk: int, jkm: int, at: datetime) -> int:
    due_on = due_days(site)[number - 1]
    bill = Bill.objects.create(
        payer_id=payer, office_id=site.office_id, month=Month.of(site.registered).first_day, segment="construction",
        sequence=number, kind="project", state="draft", total=jkk + jkm, members=site.workers_planned, due_on=due_on,
        drafted_at=at,
    )  # fmt: skip
    amounts = {"jkk": jkk, "jkm": jkm}
    Part.objects.bulk_create(
        Part(bill=bill, fund=fund, amount=amount, due_on=due_on) for fund, amount in amounts.items() if amount
    )
    ProjectCharge.objects.create(bill=bill, project_id=site.id, instalment=number, jkk=jkk, jkm=jkm)
    return int(bill.pk)


def cover_projects(bills: Sequence[int], *, by: int | None, at: datetime) -> None:
    """Cover the workers of projects of which these bills were paid: the first payment covers until the work's end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.project_id, min(b.paid_on) FROM contributions_projectcharge c JOIN contributions_bill b"
            " ON b.id = c.bill_id WHERE c.bill_id = ANY (%s) AND b.state = 'paid' GROUP BY 1 ORDER BY 1",
            [list(bills)],
        )
        paid = cursor.fetchall()
    for project_id, paid_on in paid:
        cover_project(project_id, paid_on, by=by, at=at)
