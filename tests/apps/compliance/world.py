"""A small world for proofs: a cooperative of fishers in Kolaka, a firm, a bridge, and what was paid for them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from ayomi.apps.contributions.models import Bill, Part
from ayomi.apps.membership.models import Cover, Membership, ProjectCover, Term
from ayomi.apps.offices.models import Office, Region
from ayomi.apps.registry.models import Organisation, Payer, Person, Project
from ayomi.core.periods import add_months

NIK = "7401012102880004"
NOW = datetime(2026, 11, 20, 9, 14, tzinfo=ZoneInfo("Asia/Makassar"))
TODAY = date(2026, 11, 20)


def office() -> Office:
    return Office.objects.create(
        code="T802", name="KCP Kolaka", kind="sub_branch", opened=date(2013, 1, 1), timezone="WITA"
    )


def cooperative(at: Office) -> Payer:
    organisation = Organisation.objects.create(
        kind="cooperative", name="Koperasi Nelayan Samudra Wolo", name_key="NELAYAN SAMUDRA WOLO", npp="KA000123",
        office=at, recorded_at=NOW,
    )  # fmt: skip
    return Payer.objects.create(number="1000000017", organisation=organisation, office=at)


def bridge(at: Office) -> Payer:
    builder = Organisation.objects.create(
        kind="firm", name="PT Karya Beton Utama", name_key="KARYA BETON UTAMA", office=at, recorded_at=NOW
    )
    known = {"name": "Kota Semarang", "level": "regency", "first_year": 2016, "last_year": 2025, "in_force": True}
    region, _ = Region.objects.get_or_create(code="33.74", defaults=known)
    site = Project.objects.create(
        number="2600000011", name="Jembatan Kali Semarang", name_key="JEMBATAN KALI SEMARANG", contractor=builder,
        owner_name="Dinas Pekerjaan Umum", contract_value=4_250_000_000, registered=date(2026, 5, 20),
        starts=date(2026, 6, 1), ends=date(2027, 2, 1), workers_planned=84, region=region, office=at, recorded_at=NOW,
    )  # fmt: skip
    return Payer.objects.create(number="2000000015", project=site, office=at)


def member(payer: Payer, name: str = "Sitti Hasnawati", *, kpj: str = "26010000123", segment: str = "own_account",
           since: date = date(2026, 3, 1), until: date | None = None) -> Membership:  # fmt: skip
    person = Person.objects.create(
        name=name, name_key=name.upper(), nik_mask="7401 •••• •••• 0004", office=payer.office, recorded_at=NOW
    )
    one = Membership.objects.create(
        person=person, segment=segment, channel="project" if payer.project_id else "cooperative",
        organisation=payer.organisation, project=payer.project, payer=payer, office=payer.office, kpj=kpj,
        since=since, until=until, recorded_at=NOW,
    )  # fmt: skip
    Term.objects.create(
        membership=one, since=since, wage=1_500_000, jkk=True, jkm=True, reason="enrolled", recorded_at=NOW
    )
    return one


def paid(one: Membership, *months: date) -> None:
    """Months paid on their tenth day; the first stretch begins with the membership."""
    for month in months:
        until = add_months(month, 1)
        Cover.objects.create(
            membership=one, month=month, paid_on=month.replace(day=10), begins=one.since, regular=True, since=month,
            until=min(until, one.until or until),
        )  # fmt: skip


def months(first: date, count: int) -> list[date]:
    return [add_months(first, ahead) for ahead in range(count)]


def project_paid(payer: Payer, since: date, until: date) -> None:
    ProjectCover.objects.create(project=payer.project, paid_on=since, since=since, until=until)


def final_bill(payer: Payer, members: list[Membership]) -> Bill:
    month = date(2026, 10, 1)
    amounts = {"jkk": 5_000, "jkm": 3_400}
    bill = Bill.objects.create(
        payer=payer, office=payer.office, month=month, segment="own_account", kind="monthly", state="draft",
        total=8_400 * len(members), members=len(members), due_on=date(2026, 11, 16), drafted_at=NOW,
    )  # fmt: skip
    for fund, amount in amounts.items():
        Part.objects.create(bill=bill, fund=fund, amount=amount * len(members), due_on=date(2026, 11, 16))
    with connection.cursor() as cursor:
        cursor.execute("SELECT contributions_line_month(%s)", [month])
        for one in members:
            cursor.execute(
                "INSERT INTO contributions_line (bill_month, month, bill_id, membership_id, person_id, wage, jkk, jkm,"
                " jht_employer, jht_worker, jp_employer, jp_worker, jpk, relief, jkp_government, jkp_from_jkk,"
                " jkp_from_jkm, total, reason, risk)"
                " VALUES (%s, %s, %s, %s, %s, 1500000, 5000, 3400, 0, 0, 0, 0, 0, 8400, 0, 0, 0, 8400, 'regular', '')",
                [month, month, bill.pk, one.pk, one.person_id],
            )
    bill.state, bill.code, bill.finalised_at = "final", "8000000012308", NOW
    bill.save()
    return bill
