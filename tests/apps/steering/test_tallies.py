"""What is kept equals what a count from nothing gives, after whatever happened and in whatever order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.contributions.models import Bill, Part
from ayomi.apps.membership.models import Cover, Membership, Package, ProjectCover, Term
from ayomi.apps.offices.models import Office, Placement, Region
from ayomi.apps.registry.models import Organisation, Payer, Person, Project
from ayomi.apps.steering.actions.refresh import rebuild, refresh
from ayomi.apps.steering.models import Closing, Tally
from ayomi.apps.steering.queries.figures import by_regency, figures
from ayomi.apps.steering.queries.names import NoNames, behind
from ayomi.apps.steering.queries.recount import differing
from ayomi.apps.steering.rules.counting import age_band, age_band_sql
from ayomi.apps.steering.rules.indicators import UnknownIndicator
from ayomi.core.periods import Month

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FIRST = Month(2026, 1)
MONTHS = [FIRST.plus(number) for number in range(10)]
MONEY = "contributions_", "collection_"
pytestmark = pytest.mark.django_db

TABLES = {
    "steering_tally": "office_id, measure, month, segment, dimension, value",
    "steering_owntally": "office_id, measure, month, segment, dimension, value",
    "steering_regencytally": "measure, month, segment, regency",
    "steering_presence": "membership_id, since, until, person_id, office_id, organisation_id, regency, segment,"
    " channel, trade, sex, born, programmes, leaves",
    "steering_bodypresence": "organisation_id, since, until, office_id, kind, regency",
    "steering_projectcount": "project_id, office_id, month",
    "steering_lineage": "office_id, node_id, since, until",
}


def kept() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            amount = ", amount" if "tally" in table else ""
            cursor.execute(f"SELECT {columns}{amount} FROM {table} ORDER BY {columns}")
            found[table] = list(cursor.fetchall())
    return found


class Life:
    """A small country in which anything may happen, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.number = 0
        for code in ("74", "74.01", "74.02"):
            Region.objects.get_or_create(
                code=code, defaults={"name": code, "level": "regency" if "." in code else "province",
                                     "first_year": 2016, "last_year": 2026, "in_force": True},
            )  # fmt: skip
        self.head = self.office("head", None)
        self.regions = [self.office("regional", self.head) for _ in range(2)]
        self.offices = [self.office("branch", self.draw.choice(self.regions)) for _ in range(4)]
        self.persons = [self.person() for _ in range(6)]
        self.bodies = [self.body(kind) for kind in ("firm", "firm", "cooperative", "government")]
        self.projects = [self.project() for _ in range(2)]
        self.members: list[Membership] = []
        self.bills: list[Bill] = []
        for _ in range(8):
            self.join()
            self.pay()

    def next(self) -> int:
        self.number += 1
        return self.number

    def office(self, kind: str, parent: int | None) -> int:
        return Office.objects.create(
            code=f"Z{self.next()}", name=kind, kind=kind, parent_id=parent, opened=date(2014, 1, 1)
        ).pk

    def person(self) -> Person:
        return Person.objects.create(
            name="Siti", name_key="siti", office_id=self.draw.choice(self.offices), recorded_at=AT,
            born=self.draw.choice([None, date(1990, 6, 15), date(2001, 3, 31), date(1961, 9, 1)]),
            sex=self.draw.choice(["", "female", "male"]), region_id=self.draw.choice([None, "74.01", "74.02"]),
            nik_hash=self.draw.randbytes(16) if self.draw.random() < 0.5 else None,
        )  # fmt: skip

    def body(self, kind: str) -> Organisation:
        return Organisation.objects.create(
            kind=kind, name="CV", name_key="cv", office_id=self.draw.choice(self.offices), recorded_at=AT,
            region_id=self.draw.choice([None, "74.01", "74.02"]),
        )  # fmt: skip

    def project(self) -> Project:
        return Project.objects.create(
            number=f"P{self.next()}", name="Jembatan", name_key="jembatan", contractor=self.bodies[0],
            contract_value=10**9, registered=date(2026, 1, 5), starts=date(2026, 1, 5), ends=date(2026, 9, 5),
            region_id="74.01", office_id=self.draw.choice(self.offices), recorded_at=AT,
        )  # fmt: skip

    def day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self.draw.randrange(300))

    def any_month(self) -> Month:
        return self.draw.choice(MONTHS)

    def happen(self) -> None:
        """One thing, of any kind."""
        kinds = [
            self.join, self.join, *[self.pay] * 9, self.leave, self.come_back, self.cut,
            self.programmes, self.move, self.merge, self.part, self.correct, self.new_person, self.bill, self.bill,
            self.settle, self.cancel, self.cover_project, self.move_project, self.move_body, self.reorganise,
            *[self.package] * 3,
        ]  # fmt: skip
        self.draw.choice(kinds)()

    def join(self) -> None:
        person = self.draw.choice(self.persons)
        segment = self.draw.choice(["wage_earner", "own_account", "own_account", "construction", "migrant"])
        project = self.draw.choice(self.projects) if segment == "construction" else None
        body = None if project else self.draw.choice([None, *self.bodies])
        if segment == "wage_earner" and body is None:
            body = self.bodies[0]
        payer = Payer.objects.create(
            number=f"{self.next():016d}", person=self.person(), office_id=self.draw.choice(self.offices)
        )
        since = self.day()
        taken = Membership.objects.filter(person=person, organisation=body, project=project)
        if taken.exists():
            return
        held = Membership.objects.create(
            person=person, segment=segment, channel="project" if project else body.kind if body else "alone",
            organisation=body, project=project, payer=payer, office_id=self.draw.choice(self.offices),
            kpj=f"{self.next():011d}", since=since, recorded_at=AT, region_id=self.draw.choice([None, "74.01"]),
            sector=self.draw.choice(["transport", "other"]),
        )  # fmt: skip
        Term.objects.create(
            membership=held, since=since, wage=1, jht=self.draw.random() < 0.5, reason="enrolled", recorded_at=AT
        )
        self.members.append(held)

    def held(self) -> Membership | None:
        return self.draw.choice(self.members) if self.members else None

    def pay(self) -> None:
        held = self.held()
        if held is None or held.segment in ("construction", "migrant"):
            return
        first = self.any_month()
        for month in [first.plus(number) for number in range(self.draw.randrange(1, 5))]:
            whole = self.draw.random() < 0.9
            Cover.objects.filter(membership=held, month=month.first_day).delete()
            Cover.objects.create(
                membership=held, month=month.first_day, paid_on=month.first_day, begins=held.since, regular=True,
                since=month.first_day, until=month.plus(1).first_day if whole else month.last_day,
            )  # fmt: skip

    def package(self) -> None:
        held = self.held()
        if held is not None and held.segment == "migrant":
            since = self.day()
            Package.objects.filter(membership=held).delete()
            made = Package.objects.create(
                membership=held,
                kind="work",
                months=3,
                since=since,
                until=since + timedelta(days=90),
                recorded_at=AT,
            )
            if self.draw.random() < 0.7:
                Package.objects.filter(pk=made.pk).update(
                    paid_on=since, covered_since=since, covered_until=since + timedelta(days=80)
                )

    def leave(self) -> None:
        if held := self.held():
            held.until = max(self.day(), held.since)
            held.save()

    def come_back(self) -> None:
        if held := self.held():
            held.until = None
            held.save()

    def cut(self) -> None:
        if held := self.held():
            for each in Cover.objects.filter(membership=held)[: self.draw.randrange(3)]:
                Cover.objects.filter(membership=held, month=each.month).update(until=each.since)

    def programmes(self) -> None:
        held = self.held()
        term = Term.objects.filter(membership=held, superseded_at__isnull=True).order_by("-since").first()
        if held is None or term is None or term.since >= (day := self.day()):
            return
        Term.objects.filter(pk=term.pk).update(superseded_at=AT)
        for since, until, jp in ((term.since, day, term.jp), (day, None, not term.jp)):
            Term.objects.create(
                membership=held, since=since, until=until, wage=1, jht=term.jht, jp=jp, reason="programme_added",
                recorded_at=AT,
            )  # fmt: skip

    def move(self) -> None:
        if held := self.held():
            held.office_id = self.draw.choice(self.offices)
            held.save()

    def merge(self) -> None:
        kept, double = self.draw.sample(self.persons, 2)
        Person.objects.filter(pk=double.pk, merged_into=None).exclude(
            pk__in=Person.objects.filter(merged_into__isnull=False).values("merged_into")
        ).update(merged_into=Person.objects.get(pk=kept.pk).merged_into_id or kept.pk)

    def part(self) -> None:
        Person.objects.filter(pk=self.draw.choice(self.persons).pk).update(merged_into=None)

    def correct(self) -> None:
        person = self.draw.choice(self.persons)
        Person.objects.filter(pk=person.pk).update(
            sex=self.draw.choice(["female", "male"]), born=self.draw.choice([None, date(1962, 2, 2)]),
            email=self.draw.choice(["", "siti@contoh.id"]), region_id=self.draw.choice([None, "74.02"]),
        )  # fmt: skip

    def new_person(self) -> None:
        self.persons.append(self.person())

    def bill(self) -> None:
        payer = Payer.objects.filter(number=f"B{len(self.bills)}").first() or Payer.objects.create(
            number=f"B{self.next()}", office_id=self.draw.choice(self.offices), person=self.person()
        )
        if self.draw.random() < 0.3:
            government = self.bodies[3]
            payer, _ = Payer.objects.get_or_create(
                organisation=government, defaults={"number": f"G{self.next()}", "office_id": government.office_id}
            )
        month, segment = self.any_month(), self.draw.choice(["wage_earner", "own_account"])
        days = [month.plus(self.draw.randrange(2)).day(15) for _ in range(3)]
        made = Bill.objects.create(
            payer=payer, office_id=payer.office_id, month=month.first_day, segment=segment, sequence=self.next(),
            kind="monthly", state="draft", total=100, due_on=min(days), drafted_at=AT,
        )  # fmt: skip
        for (fund, amount), due in zip((("jkk", 60), ("jkm", 40), ("fine", 7)), days, strict=True):
            Part.objects.create(bill=made, fund=fund, amount=amount * self.draw.randrange(1, 9), due_on=due)
        if self.draw.random() < 0.8:
            Bill.objects.filter(pk=made.pk).update(state="final", code=f"c{made.pk}")
        self.bills.append(made)

    def settle(self) -> None:
        if self.bills:
            chosen = self.draw.choice(self.bills)
            Bill.objects.filter(pk=chosen.pk, state="final").update(state="paid", paid_on=self.day())

    def cancel(self) -> None:
        if self.bills:
            Bill.objects.filter(pk=self.draw.choice(self.bills).pk, state__in=["draft", "final"]).update(
                state="cancelled"
            )

    def cover_project(self) -> None:
        project, paid_on = self.draw.choice(self.projects), self.day()
        ProjectCover.objects.update_or_create(
            project=project, defaults={"paid_on": paid_on, "since": paid_on, "until": paid_on + timedelta(days=150)}
        )

    def move_project(self) -> None:
        Project.objects.filter(pk=self.draw.choice(self.projects).pk).update(office_id=self.draw.choice(self.offices))

    def move_body(self) -> None:
        body = self.draw.choice(self.bodies)
        Organisation.objects.filter(pk=body.pk).update(
            office_id=self.draw.choice(self.offices), kind=self.draw.choice([body.kind, "firm", "government"])
        )

    def reorganise(self) -> None:
        moved, day = self.draw.choice(self.offices), self.day()
        parent = self.draw.choice(self.regions)
        Placement.objects.filter(office_id=moved).delete()
        Placement.objects.create(office_id=moved, parent_id=self.regions[0], since=date(2014, 1, 1), until=day)
        Placement.objects.create(office_id=moved, parent_id=parent, since=day)
        Office.objects.filter(pk=moved).update(parent_id=parent)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_kept_figures_equal_those_counted_from_nothing(seed: int) -> None:
    life = Life(seed)
    refresh(at=AT)
    for _ in range(10):
        for _ in range(life.draw.randrange(1, 5)):
            life.happen()
        refresh(at=AT)
        found = kept()
        done = rebuild(at=AT)
        assert kept() == found
        assert done.changed == 0
    compared = [differing(month) for month in MONTHS]
    assert [offices for _, offices in compared] == [[]] * len(MONTHS)
    assert sum(size for size, _ in compared) > 10


def everyone(life: Life, month: Month, key: str, segment: str, dimension: str = "", value: str = "") -> list[int]:
    return [row.key for row in behind(life.head, month, key, segment, dimension, value, limit=500)]


@pytest.mark.parametrize("seed", range(20, 22))
def test_behind_each_figure_stand_as_many_names_as_it_counts(seed: int) -> None:
    life = Life(seed)
    for _ in range(40):
        life.happen()
    refresh(at=AT)
    compared = 0
    for month in MONTHS:
        for figure in figures([life.head], month):
            named = (figure.indicator, figure.segment, figure.dimension, figure.value)
            try:
                rows = behind(life.head, month, *named, limit=500)
            except NoNames:
                continue
            said = figure.amount if figure.numerator is None else figure.numerator
            told = sum(row.amount or 0 for row in rows) if figure.indicator.startswith(MONEY) else len(rows)
            assert (named, month, told) == (named, month, said)
            compared += bool(said)
    assert compared > 100


def test_names_go_by_pages(life_of_many: Life) -> None:
    life, month = life_of_many, MONTHS[2]
    whole = everyone(life, month, "workers_covered", "all")
    first = behind(life.head, month, "workers_covered", "all", limit=2)
    second = behind(life.head, month, "workers_covered", "all", after=first[1].key, limit=2)
    assert len(whole) > 3
    assert [row.key for row in [*first[:2], *second[:2]]] == whole[:4]


def test_names_are_those_that_the_reader_may_see(life_of_many: Life) -> None:
    life, month = life_of_many, MONTHS[2]
    whole = everyone(life, month, "workers_covered", "all")
    office = life.offices[0]
    enter_scope("office", offices=[office])
    try:
        seen = everyone(life, month, "workers_covered", "all")
        known = {each.office_id for each in figures([life.head, office], month) if each.amount}
        assert known <= {office}
    finally:
        leave_scope()
    assert set(seen) < set(whole)


@pytest.fixture
def life_of_many() -> Life:
    life = Life(4)
    for person in [life.person() for _ in range(9)]:
        life.persons = [person]
        life.join()
    for held in life.members:
        Cover.objects.filter(membership=held).delete()
        if held.segment != "construction":
            Membership.objects.filter(pk=held.pk).update(since=MONTHS[0].first_day, until=None)
            Cover.objects.create(
                membership=held, month=MONTHS[2].first_day, paid_on=MONTHS[2].first_day, begins=held.since,
                regular=True, since=MONTHS[2].first_day, until=MONTHS[3].first_day,
            )  # fmt: skip
    refresh(at=AT)
    return life


def test_people_come_stay_lapse_and_leave_as_their_cover_does() -> None:
    life = Life(7)
    Cover.objects.all().delete()
    for each in life.members:
        Membership.objects.filter(pk=each.pk).update(until=each.since)
    ProjectCover.objects.all().delete()
    life.persons, life.members = [life.person(), life.person()], []
    for person in life.persons:
        held = Membership.objects.create(
            person=person, segment="own_account", channel="alone", office_id=life.offices[0],
            payer=Payer.objects.create(number=f"{life.next()}", person=person, office_id=life.offices[0]),
            kpj=f"{life.next():011d}", since=MONTHS[0].first_day, recorded_at=AT,
        )  # fmt: skip
        life.members.append(held)
        for month in MONTHS[1:5]:
            Cover.objects.create(
                membership=held, month=month.first_day, paid_on=month.first_day, begins=held.since, regular=True,
                since=month.first_day, until=month.plus(1).first_day,
            )  # fmt: skip
    Membership.objects.filter(pk=life.members[0].pk).update(until=MONTHS[5].first_day)
    refresh(at=AT)

    def stands(key: str) -> list[int]:
        return [
            int(each.amount)
            for month in MONTHS
            for each in figures([life.head], month, indicators=[key], parts=False)
            if each.segment == "own_account" and each.amount is not None
        ]

    # Before the first covered month nothing is known.
    assert stands("workers_covered") == [2, 2, 2, 2, 0, 0, 0, 0, 0]
    assert stands("workers_new") == [2, 0, 0, 0, 0, 0, 0, 0, 0]
    assert stands("workers_left") == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert stands("workers_lapsed") == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    after = {
        each.indicator: (each.numerator, each.denominator)
        for month in (MONTHS[4], MONTHS[7])
        for each in figures([life.head], month, indicators=["persistence_3", "persistence_6"], parts=False)
        if each.segment == "all" and each.denominator
    }
    assert after == {"persistence_3": (2, 2), "persistence_6": (0, 2)}


def test_what_changes_after_its_month_was_closed_is_restated() -> None:
    life = Life(8)
    refresh(at=AT)
    month = MONTHS[8]
    held = next(each for each in life.members if each.segment != "construction")
    Membership.objects.filter(pk=held.pk).update(since=MONTHS[0].first_day, until=None)
    Cover.objects.filter(membership=held).delete()
    refresh(at=AT)

    def figure(at_month: Month) -> tuple[object, int | None, bool]:
        (found,) = [
            each
            for each in figures([life.head], at_month, indicators=["workers_covered"], parts=False)
            if each.segment == "all"
        ]
        return found.amount, found.reported_as, found.restated

    before, reported, _ = figure(month)
    assert reported is not None
    Cover.objects.create(
        membership=held, month=month.first_day, paid_on=month.first_day, begins=held.since, regular=True,
        since=month.first_day, until=month.plus(1).first_day,
    )  # fmt: skip
    refresh(at=AT)
    assert figure(month) == (int(str(before)) + 1, reported, True)
    assert figure(Month(2026, 11))[1:] == (None, False)


def test_a_month_is_closed_on_the_twentieth_of_the_next_and_only_once() -> None:
    life = Life(9)
    life.pay()
    refresh(at=datetime(2026, 4, 19, 2, tzinfo=UTC))
    closed = set(Closing.objects.values_list("month", flat=True))
    refresh(at=datetime(2026, 4, 20, 2, tzinfo=UTC))
    assert set(Closing.objects.values_list("month", flat=True)) - closed == {date(2026, 3, 1)}
    refresh(at=datetime(2026, 4, 21, 2, tzinfo=UTC))
    assert Closing.objects.filter(month=date(2026, 3, 1)).get().closed_on == date(2026, 4, 20)


def test_a_figure_that_someone_altered_is_found_and_put_right() -> None:
    life = Life(10)
    refresh(at=AT)
    month = Tally.objects.filter(measure="workers_covered", segment="all", dimension="").order_by("month")[0].month
    good = kept()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE steering_tally SET amount = amount + 1 WHERE office_id = %s AND month = %s AND measure ="
            " 'workers_covered' AND dimension = '' AND segment = 'all'",
            [life.head, month],
        )
    assert differing(Month.of(month))[1] == [life.head]
    assert rebuild(at=AT).changed == 1
    assert kept() == good


def test_figures_by_regency_count_each_person_once_in_each() -> None:
    life = Life(11)
    for _ in range(30):
        life.happen()
    refresh(at=AT)
    found = by_regency("workers_covered", MONTHS[9], history=9)
    assert found and {each.regency for each in found} <= {"74.01", "74.02"}
    with pytest.raises(UnknownIndicator):
        by_regency("collection_rate", MONTHS[9])


def test_bands_of_age_in_the_database_are_those_of_the_rules() -> None:
    with connection.cursor() as cursor:
        for born in (None, 24_000, 24_100, 23_400, 23_500, 23_640):
            for month in (24_311, 24_312):
                cursor.execute(f"SELECT {age_band_sql('x.born', 'x.month')} FROM (SELECT %s::int, %s) x (born, month)",
                               [born, month])  # fmt: skip
                assert cursor.fetchone()[0] == age_band(born, month)
