"""Realisation is counted from cover and money, once for each person, and rolled up the tree of offices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.audit.models import Event
from ayomi.apps.contributions.models import Bill, Part
from ayomi.apps.membership.models import Cover, Membership, ProjectCover
from ayomi.apps.offices import actions as offices
from ayomi.apps.offices.models import Office, Placement, Region
from ayomi.apps.offices.queries import UnknownOffice, office_by_code
from ayomi.apps.registry.models import Organisation, Payer, Person, Project
from ayomi.apps.steering.actions import reported as loading
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.models import ReportedFigure, Target
from ayomi.apps.steering.queries import figures as queries
from ayomi.apps.steering.queries.levels import levels
from ayomi.apps.steering.queries.reported import SeveralOffices, find_office, reported
from ayomi.apps.steering.rules.indicators import HEADLINES, UnknownIndicator, name_of
from ayomi.apps.steering.rules.standing import percent_text
from ayomi.core.periods import Month

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OCTOBER = Month(2026, 10)
pytestmark = pytest.mark.django_db
numbers = count(1)


def office(code: str, kind: str, parent: int | None = None) -> int:
    return Office.objects.create(code=code, name=code, kind=kind, parent_id=parent, opened=date(2014, 1, 1)).pk


@pytest.fixture
def head() -> int:
    return office("H", "head")


@pytest.fixture
def branches(head: int) -> tuple[int, int]:
    region = office("W", "regional", head)
    return office("A", "branch", region), office("B", "branch", region)


def person(at: int) -> Person:
    return Person.objects.create(name="Siti", name_key="siti", office_id=at, recorded_at=AT)


def organisation(at: int, kind: str = "firm") -> Organisation:
    return Organisation.objects.create(kind=kind, name="CV", name_key="cv", office_id=at, recorded_at=AT)


def payer(**of: object) -> Payer:
    return Payer.objects.create(number=f"{next(numbers):012d}", **of)


def member(
    at: int, segment: str = "own_account", *, who: Person | None = None, through: Organisation | None = None,
    site: Project | None = None, paid: Month | None = OCTOBER, until: date | None = None,
) -> Membership:  # fmt: skip
    """A member, covered for the whole of month `paid`."""
    who = who or person(at)
    channel = "project" if site else "alone" if through is None else through.kind
    owner = payer(organisation=organisation(at), office_id=at)
    held = Membership.objects.create(
        person=who, segment=segment, channel=channel, organisation=through, project=site, payer=owner, office_id=at,
        kpj=f"{next(numbers):011d}", since=date(2026, 1, 1), until=until, recorded_at=AT,
    )  # fmt: skip
    if paid and not site:
        cover(held, paid)
    return held


def cover(held: Membership, month: Month, *, until: date | None = None) -> None:
    Cover.objects.create(
        membership=held, month=month.first_day, paid_on=month.first_day, begins=held.since, regular=True,
        since=month.first_day, until=until or month.plus(1).first_day,
    )  # fmt: skip


def project(at: int, paid_on: date, until: date) -> Project:
    Region.objects.get_or_create(
        code="74",
        defaults={"name": "Uji", "level": "province", "first_year": 2016, "last_year": 2026, "in_force": True},
    )
    site = Project.objects.create(
        number=f"P{next(numbers)}", name="Jembatan", name_key="jembatan", contractor=organisation(at),
        contract_value=10**9, registered=date(2026, 1, 5), starts=date(2026, 1, 5), ends=until, region_id="74",
        office_id=at, recorded_at=AT,
    )  # fmt: skip
    ProjectCover.objects.create(project=site, paid_on=paid_on, since=paid_on, until=until)
    return site


def realisation(offices: Sequence[int] | None, month: Month) -> dict[tuple[int, str], int]:
    """(office, headline) -> what is kept, brought up to date."""
    refresh(at=AT)
    asked = list(Office.objects.values_list("pk", flat=True)) if offices is None else list(offices)
    found = levels(asked, [month])
    return {
        (office, key): amount
        for office in asked
        for key, each in HEADLINES.items()
        if (amount := found.get((month.first_day, office, each.of.measure, each.segment, "", ""), 0))
    }


def reached(at: int, indicator: str, month: Month = OCTOBER) -> int:
    return realisation([at], month).get((at, indicator), 0)


def test_who_has_not_paid_for_the_month_does_not_count(branches: tuple[int, int]) -> None:
    member(branches[0])
    member(branches[0], paid=None)
    member(branches[0], paid=OCTOBER.plus(-1))
    assert reached(branches[0], "workers_covered_own_account") == 1
    assert reached(branches[0], "workers_covered_own_account", OCTOBER.plus(-1)) == 1
    assert reached(branches[0], "workers_covered_own_account", OCTOBER.plus(1)) == 0


def test_only_cover_that_holds_on_the_last_day_counts(branches: tuple[int, int]) -> None:
    cover(member(branches[0], paid=None), OCTOBER, until=date(2026, 10, 31))
    member(branches[0], until=date(2026, 10, 31))
    member(branches[0], until=date(2026, 11, 1))
    assert reached(branches[0], "workers_covered") == 1


def test_one_person_with_two_jobs_counts_once_at_each_office_and_once_above(
    head: int, branches: tuple[int, int]
) -> None:
    first, second = branches
    busy = person(first)
    member(first, "wage_earner", who=busy, through=organisation(first))
    member(second, "wage_earner", who=busy, through=organisation(second))
    member(second, "own_account", who=busy)
    member(second, "own_account")
    found = realisation(None, OCTOBER)
    assert [found[at, "workers_covered_wage_earner"] for at in (first, second, head)] == [1, 1, 1]
    assert [found[at, "workers_covered"] for at in (first, second, head)] == [1, 2, 2]


def test_records_found_to_be_one_person_count_as_one(branches: tuple[int, int]) -> None:
    kept, double = person(branches[0]), person(branches[0])
    member(branches[0], who=kept)
    member(branches[0], who=double)
    assert reached(branches[0], "workers_covered") == 2
    Person.objects.filter(pk=double.pk).update(merged_into=kept)
    assert reached(branches[0], "workers_covered") == 1


def test_construction_workers_are_covered_through_their_projects_instalments(branches: tuple[int, int]) -> None:
    paid = project(branches[0], date(2026, 3, 1), date(2027, 1, 1))
    over = project(branches[0], date(2026, 2, 1), date(2026, 9, 1))
    member(branches[0], "construction", site=paid)
    member(branches[0], "construction", site=paid, until=date(2026, 6, 1))
    member(branches[0], "construction", site=over)
    assert reached(branches[0], "workers_covered_construction") == 1
    assert reached(branches[0], "workers_covered") == 1
    assert reached(branches[0], "projects_enrolled") == 2
    assert reached(branches[0], "projects_enrolled", Month(2026, 2)) == 1
    assert reached(branches[0], "projects_enrolled", Month(2027, 1)) == 0


def test_firms_and_cooperatives_count_once_through_any_covered_member(head: int, branches: tuple[int, int]) -> None:
    first, second = branches
    firm, idle, cooperative = organisation(first), organisation(first), organisation(second, "cooperative")
    member(first, "wage_earner", through=firm)
    member(first, "wage_earner", through=firm)
    member(first, "wage_earner", through=idle, paid=None)
    member(second, "own_account", through=cooperative)
    found = realisation([head], OCTOBER)
    assert (found[head, "firms_enrolled"], found[head, "cooperatives_enrolled"]) == (1, 1)
    assert reached(second, "firms_enrolled") == 0


def test_contributions_are_counted_by_the_day_of_the_money_and_without_fines(
    head: int, branches: tuple[int, int]
) -> None:
    owner = payer(organisation=organisation(branches[0]), office_id=branches[0])
    for sequence, paid_on in enumerate((date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 1), date(2025, 12, 31))):
        bill = Bill.objects.create(
            payer=owner, office_id=branches[0], month=date(2026, 9, 1), segment="own_account", sequence=sequence,
            kind="monthly", state="paid", code=f"c{sequence}", total=17_000, due_on=paid_on, drafted_at=AT,
            paid_on=paid_on,
        )  # fmt: skip
        Part.objects.create(bill=bill, fund="jkk", amount=16_800, due_on=paid_on)
        Part.objects.create(bill=bill, fund="fine", amount=200, due_on=paid_on)
    assert reached(head, "contributions_received") == 2 * 16_800


def test_an_office_counts_where_it_stood_in_that_month(head: int, branches: tuple[int, int]) -> None:
    first, second = branches
    moved = office("K", "sub_branch", second)
    Placement.objects.create(office_id=moved, parent_id=first, since=date(2015, 1, 1), until=date(2026, 10, 31))
    Placement.objects.create(office_id=moved, parent_id=second, since=date(2026, 10, 31))
    held = member(moved, paid=OCTOBER)
    cover(held, OCTOBER.plus(-1))
    assert [reached(at, "workers_covered", OCTOBER.plus(-1)) for at in (first, second, head)] == [1, 0, 1]
    assert [reached(at, "workers_covered") for at in (first, second, head)] == [0, 1, 1]


def test_the_home_page_shows_the_last_closed_month_against_the_targets_of_its_year(branches: tuple[int, int]) -> None:
    member(branches[0])
    refresh(at=AT)
    actions.set_target(branches[0], 2026, "workers_covered_own_account", 12, "Rencana 2026", by=3, at=AT)
    rows = {row.indicator.key: row for row in queries.progress(branches[0], date(2026, 11, 20))}
    own = rows["workers_covered_own_account"]
    assert (own.month, own.standing.realised, own.standing.target, own.target_source) == (
        OCTOBER, 1, 12, "Rencana 2026",
    )  # fmt: skip
    assert own.standing.against_path == -9
    assert rows["firms_enrolled"].standing.stand == "no_target"
    assert queries.progress(branches[0], date(2026, 11, 19))[0].month == OCTOBER.plus(-1)
    assert queries.progress(branches[0], date(2026, 1, 20))[0].month == Month(2025, 12)


def test_a_table_shows_an_office_with_those_below_as_deep_as_asked(head: int, branches: tuple[int, int]) -> None:
    assert [(row.office_code, row.depth) for row in queries.table(head, 2026, 10)[::8]] == [("H", 0), ("W", 1)]
    deeper = queries.table(head, 2026, 10, depth=9)[::8]
    assert [(row.office_code, row.depth) for row in deeper] == [("H", 0), ("W", 1), ("A", 2), ("B", 2)]
    assert {row.office_code for row in queries.table(branches[0], 2026, 10)} == {"A"}


def test_the_table_of_the_country_starts_at_the_head_office(head: int, branches: tuple[int, int]) -> None:
    member(branches[0])
    refresh(at=AT)
    rows = [row for row in queries.table(None, 2026, 10, depth=0) if row.office_id == head]
    assert [(row.depth, row.standing.realised) for row in rows if row.indicator.key == "workers_covered"] == [(0, 1)]


def test_more_offices_and_people_ask_no_more_of_the_database(head: int, branches: tuple[int, int]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.table(None, 2026, 10, depth=9)
        return len(captured)

    few = asked()
    for place in range(20):
        member(office(f"X{place}", "branch", head))
    refresh(at=AT)
    assert asked() == few == 3


def test_a_branch_counts_only_what_it_may_see(branches: tuple[int, int]) -> None:
    member(branches[0])
    member(branches[1])
    refresh(at=AT)
    enter_scope("office", offices=[branches[0]])
    try:
        found = levels(branches, [OCTOBER])
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE steering_tally SET amount = 5")
    finally:
        leave_scope()
    assert {key[1] for key in found} == {branches[0]}
    assert found[OCTOBER.first_day, branches[0], "workers_covered", "all", "", ""] == 1


def test_a_target_set_again_is_replaced_and_the_log_keeps_what_it_was(head: int) -> None:
    for amount in (100, 100, 120):
        actions.set_target(head, 2026, "firms_enrolled", amount, "Rencana", by=3, at=AT)
    assert list(Target.objects.filter(until=None).values_list("amount", "recorded_by")) == [(120, 3)]
    details = Event.objects.filter(action="target_set").order_by("pk").values_list("detail", flat=True)
    assert [(each["before"], each["amount"]) for each in details] == [(None, 100), (100, 120)]


@pytest.mark.parametrize(
    ("year", "indicator", "amount", "refusal"),
    [
        (2026, "members", 1, UnknownIndicator),
        (2026, "firms_enrolled", -1, ValueError),
        (1992, "firms_enrolled", 1, ValueError),
    ],
)
def test_a_target_that_means_nothing_is_refused(
    head: int, year: int, indicator: str, amount: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.set_target(head, year, indicator, amount, "", by=3, at=AT)
    assert not Target.objects.exists()


@pytest.fixture
def reports() -> None:
    offices.load_reference(by=None, at=AT)
    loading.load_reported_figures(by=None, at=AT)


@pytest.mark.usefixtures("reports")
def test_the_figures_of_the_reports_are_loaded_once_and_give_their_percentages() -> None:
    assert ReportedFigure.objects.count() == 29
    assert loading.load_reported_figures(by=None, at=AT) == 0
    figures = {(each.segment, each.indicator): each for each in reported(office_by_code("R5").id, year=2011)}
    written = {key: percent_text(each.percent, "id") for key, each in figures.items() if each.percent is not None}
    assert written == {
        ("construction", "workers_covered"): "93,98 %",
        ("own_account", "workers_covered"): "89,38 %",
        ("wage_earner", "firms_enrolled"): "73,17 %",
        ("wage_earner", "workers_covered"): "84,89 %",
    }
    assert figures["construction", "projects_enrolled"].realised is None
    assert figures["wage_earner_and_construction", "claims_paid_amount"].realised == 340_600_000_000


@pytest.mark.usefixtures("reports")
def test_every_reported_figure_has_a_name_and_a_source() -> None:
    every = reported()
    assert all(each.name("id") and each.name("en") and each.source for each in every)
    assert name_of("workers_covered", "id") == "Pekerja terlindungi"


@pytest.mark.usefixtures("reports")
def test_reported_figures_never_enter_what_is_computed() -> None:
    assert realisation(None, Month(2011, 9)) == {}


@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("R5", "R5"), ("r5", "R5"), ("Kanwil V Jawa Tengah dan DIY", "R5"), ("kanwil v  jawa tengah dan diy", "R5"),
        ("Kanwil II Sumbagsel-Riau", "R2"), ("sumbagsel-riau", "R2"), ("PST", "PST"), ("Kantor Pusat", "PST"),
        ("Kantor Wilayah V", "R5"), ("Region V", "R5"), ("region 5", "R5"), ("KANWIL-V", "R5"), ("Wilayah II", "R2"),
        ("Region V (Central Java and DIY)", "R5"), ("head office", "PST"),
    ],
)  # fmt: skip
def test_an_office_is_found_by_code_by_name_as_reports_write_it_and_by_a_part_of_it(text: str, code: str) -> None:
    assert find_office(text).code == code


@pytest.mark.usefixtures("reports")
def test_a_name_that_fits_no_office_or_several_is_refused() -> None:
    with pytest.raises(UnknownOffice):
        find_office("Kanwil Atlantis")
    with pytest.raises(UnknownOffice):
        find_office("  ")
    with pytest.raises(SeveralOffices) as refused:
        find_office("kanwil")
    assert len(refused.value.names) > 1


def _shown(office: str, month: Month) -> dict[tuple[str, str], tuple[object, object, str | None, str, str]]:
    return {
        (row.figure.segment, row.figure.indicator): (
            row.figure.amount, row.target, row.percent and percent_text(row.percent, "en"), row.figure.source,
            row.figure.as_of.isoformat(),
        )
        for row in queries.shown(find_office(office).id, month)
    }  # fmt: skip


@pytest.mark.usefixtures("reports")
def test_region_five_in_september_2011_is_as_the_report_says() -> None:
    day = ("2011 report", "2011-09-30")
    assert _shown("Kanwil V Jawa Tengah dan DIY", Month(2011, 9)) == {
        ("construction", "workers_covered"): (665_591, 708_221, "93.98%", *day),
        ("construction", "projects_enrolled"): (None, 8_464, None, *day),
        ("own_account", "workers_covered"): (22_524, 25_200, "89.38%", *day),
        ("wage_earner", "firms_enrolled"): (1_653, 2_259, "73.17%", *day),
        ("wage_earner", "workers_covered"): (184_521, 217_373, "84.89%", *day),
        ("wage_earner_and_construction", "claims_paid_amount"): (340_600_000_000, None, None, *day),
        ("wage_earner_and_construction", "claims_paid_cases"): (78_383, None, None, *day),
        ("own_account", "claims_paid_amount"): (2_400_000_000, None, None, *day),
        ("own_account", "claims_paid_cases"): (1_132, None, None, *day),
        ("all", "welfare_revolving_disbursed"): (3_300_000_000, None, None, "2011 report", "2011-07-31"),
        ("all", "welfare_grants_disbursed"): (2_800_000_000, None, None, "2011 report", "2011-07-31"),
        ("all", "partnership_and_community_disbursed"): (1_300_000_000, None, None, *day),
    }


@pytest.mark.usefixtures("reports")
def test_region_two_in_april_2013_is_as_the_report_says() -> None:
    day = ("2013 report", "2013-04-24")
    assert _shown("Kanwil II Sumbagsel-Riau", Month(2013, 4)) == {
        ("own_account", "workers_covered"): (51_999, 29_160, "178.32%", *day),
        ("own_account", "sponsored_contributions"): (35_000_000_000, None, None, *day),
        ("own_account", "sponsoring_governments"): (7, None, None, *day),
        ("all", "workers_covered"): (109_000, 909_000, "11.99%", *day),
        ("all", "offices_opened"): (6, 6, "100.00%", *day),
    }


@pytest.mark.usefixtures("reports")
def test_a_report_is_not_told_before_its_day() -> None:
    assert set(_shown("R5", Month(2011, 8))) == {
        ("all", "welfare_revolving_disbursed"), ("all", "welfare_grants_disbursed")
    }  # fmt: skip
    assert _shown("R5", Month(2012, 9)) == {}


def test_months_before_the_first_fact_have_no_figures_and_later_ones_have_noughts(branches: tuple[int, int]) -> None:
    assert queries.figures(branches, OCTOBER) == []
    member(branches[0])
    refresh(at=AT)
    found = queries.figures(branches, OCTOBER, history=2, indicators=["workers_covered"], parts=False)
    assert {each.month for each in found} == {OCTOBER}
    assert {(each.office_id, each.segment): each.amount for each in found if each.segment != "migrant"} == {
        (branches[0], "all"): 1, (branches[0], "own_account"): 1, (branches[0], "wage_earner"): 0,
        (branches[0], "construction"): 0, (branches[1], "all"): 0, (branches[1], "own_account"): 0,
        (branches[1], "wage_earner"): 0, (branches[1], "construction"): 0,
    }  # fmt: skip
