"""Scenarios are kept under a name; offices are planned, decided by a second person, and opened whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast

from ayomi.apps.access.models import User
from ayomi.apps.access.queries import offices_below
from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.audit.queries import details_of
from ayomi.apps.offices.queries import areas, office_by_code, office_serving, parent_on, tree
from ayomi.apps.steering.actions.openings import (
    NewOffice,
    SamePerson,
    Unfit,
    UnknownOpening,
    decide,
    open_planned,
    plan_opening,
    withdraw,
)
from ayomi.apps.steering.actions.plans import UnknownScenario, remove_scenario, save_scenario
from ayomi.apps.steering.models import Opening, OpeningEvent
from ayomi.apps.steering.queries import plans
from ayomi.apps.steering.queries.goals import goals
from ayomi.apps.steering.rules.plans import FOLLOWS, WrongState
from ayomi.core.periods import Month
from ayomi.core.planning.examples import REGION_II_2013
from ayomi.core.planning.sharing_out import Branch

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2027, 1, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture
def new(cast: Cast, users: dict[str, int]) -> NewOffice:
    # Bombana is served by some office of the region today.
    return NewOffice(
        parent_id=cast.offices.kendari, code="P7406", name="Kantor Cabang Perintis Bombana", kind="sub_branch",
        seat="74.06", opens_on=DAY, purpose="Nelayan dan penambang di Bombana jauh dari Kendari.", regions=("74.06",),
        staff=((users["membership_officer"], "membership_officer"),), targets=(("workers_covered", 1200),),
    )  # fmt: skip


def planned(cast: Cast, new: NewOffice, by: int | None = 1) -> int:
    return plan_opening(cast.offices.regional, new, by=by, at=AT)


def test_a_scenario_is_kept_by_its_name_and_replaced_with_a_trace(cast: Cast) -> None:
    office = cast.offices.regional
    first = save_scenario(office, "  Rencana   2013 ", REGION_II_2013, by=None, at=AT)
    again = save_scenario(office, "Rencana 2013", replace(REGION_II_2013, months=48), by=None, at=AT)
    assert first == again
    (row,) = plans.scenarios(office)
    assert (row.name, row.assumptions.months) == ("Rencana 2013", 48)
    assert [each["before"] and each["before"]["months"] for each in details_of("scenario_saved")] == [None, 36]
    remove_scenario(first, by=None, at=AT)
    assert plans.scenarios(office) == []
    with pytest.raises(UnknownScenario):
        remove_scenario(first, by=None, at=AT)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_scenario_needs_a_name(cast: Cast, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        save_scenario(cast.offices.head, name, REGION_II_2013, by=None, at=AT)


def test_scenarios_are_given_in_the_order_asked_for(cast: Cast) -> None:
    ids = [save_scenario(cast.offices.head, name, REGION_II_2013, by=None, at=AT) for name in "ab"]
    assert [row.id for row in plans.scenarios_by_id([ids[1], 0, ids[0]])] == [ids[1], ids[0]]


def test_an_office_is_planned_approved_and_opened_with_area_staff_and_targets(
    cast: Cast, users: dict[str, int], new: NewOffice
) -> None:
    before = office_serving("74.06", DAY)
    opening = planned(cast, new)
    assert office_serving("74.06", DAY) == before
    decide(opening, approve=True, note="", by=users["head_office"], at=AT)
    made = open_planned(opening, opened_on=DAY, by=users["head_office"], at=AT)
    assert office_by_code("P7406").id == made
    above = parent_on(made, DAY)
    assert above is not None
    assert above.id == cast.offices.kendari
    assert made in {office.id for _, office in tree(cast.offices.regional, on=DAY)}
    assert made not in {office.id for _, office in tree(cast.offices.regional, on=date(2027, 1, 3))}
    assert [area.region for area in areas(made, on=DAY)] == ["74.06"]
    assert office_serving("74.06", DAY) == made
    assert office_serving("74.06", date(2027, 1, 3)) == before
    assert User.objects.get(pk=users["membership_officer"]).office_id == made
    assert goals([made], 2027)[made, "workers_covered", "all"].amount == 1200
    assert made in offices_below(cast.offices.regional)
    row, more = plans.opening(opening), plans.opening_more(opening)
    assert row is not None
    assert (row.state, row.opened_id, row.opened_on, row.serves) == ("opened", made, DAY, ("Kabupaten Bombana",))
    assert [state for state, *_ in more.history] == ["planned", "approved", "opened"]
    assert more.targets == (("workers_covered", 1200),)
    assert [each.code for each in plans.offices_opened(cast.offices.regional, 2027)] == ["P7406"]


def test_whoever_plans_does_not_decide(cast: Cast, users: dict[str, int], new: NewOffice) -> None:
    opening = planned(cast, new, by=users["regional"])
    with pytest.raises(SamePerson):
        decide(opening, approve=True, note="", by=users["regional"], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening).update(state="approved", decided_at=AT, decided_by=users["regional"])


@pytest.mark.parametrize("state", sorted(FOLLOWS))
def test_only_what_may_follow_a_state_follows_it(cast: Cast, new: NewOffice, state: str) -> None:
    opening = planned(cast, new, by=None)
    reach = {
        "planned": lambda: None,
        "approved": lambda: decide(opening, approve=True, note="", by=None, at=AT),
        "refused": lambda: decide(opening, approve=False, note="terlalu dekat", by=None, at=AT),
        "withdrawn": lambda: withdraw(opening, note="", by=None, at=AT),
        "opened": lambda: open_planned(opening, opened_on=DAY, by=None, at=AT),
    }
    if state == "opened":
        reach["approved"]()
    reach[state]()
    for wanted in sorted(FOLLOWS):
        if wanted != "planned" and wanted not in FOLLOWS[state]:  # type: ignore[index]  # the keys are its states
            with pytest.raises(WrongState):
                reach[wanted]()


def test_a_refused_plan_leaves_its_code_free(cast: Cast, new: NewOffice) -> None:
    first = planned(cast, new)
    with pytest.raises(Unfit) as refused:
        planned(cast, new)
    assert (refused.value.field, refused.value.why) == ("code", "taken")
    decide(first, approve=False, note="belum", by=2, at=AT)
    planned(cast, new)


def test_a_plan_that_cannot_stand_is_refused_by_its_field(cast: Cast, users: dict[str, int], new: NewOffice) -> None:
    cases = {
        ("parent", "elsewhere"): replace(new, parent_id=cast.offices.semarang),
        ("regions", "empty"): replace(new, regions=()),
        ("regions", "elsewhere"): replace(new, regions=("33.74",)),
        ("regions", "not_regency"): replace(new, regions=("74",)),
        ("opens_on", "too_early"): replace(new, opens_on=date(1995, 1, 1)),
        ("staff", "nobody"): replace(new, staff=((users["channel_administrator"], "supervisor"),)),
        ("targets", "negative"): replace(new, targets=(("workers_covered", -1),)),
        ("code", "taken"): replace(new, code="PST"),
        ("purpose", "empty"): replace(new, purpose=" "),
        ("name", "empty"): replace(new, name=" "),
    }
    for told, wrong in cases.items():
        with pytest.raises(Unfit) as refused:
            planned(cast, wrong)
        assert (refused.value.field, refused.value.why) == told
    assert Opening.objects.count() == 0


def test_an_opening_happens_whole_or_not_at_all(cast: Cast, new: NewOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = planned(cast, new)
    decide(opening, approve=True, note="", by=2, at=AT)

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("died")

    monkeypatch.setattr("ayomi.apps.steering.actions.openings.set_target", broken)
    before = office_serving("74.06", DAY)
    with pytest.raises(RuntimeError), transaction.atomic():
        open_planned(opening, opened_on=DAY, by=2, at=AT)
    assert office_serving("74.06", DAY) == before
    assert Opening.objects.get(pk=opening).state == "approved"


def test_an_area_given_away_since_is_noticed_on_the_day(cast: Cast, new: NewOffice) -> None:
    opening = planned(cast, new)
    decide(opening, approve=True, note="", by=2, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offices_area SET office_id = %s WHERE region_id = '74.06' AND until IS NULL",
            [cast.offices.semarang],
        )
    with pytest.raises(Unfit) as refused:
        open_planned(opening, opened_on=DAY, by=2, at=AT)
    assert (refused.value.field, refused.value.why) == ("regions", "elsewhere")


def test_the_history_of_an_opening_is_never_changed(cast: Cast, new: NewOffice) -> None:
    opening = planned(cast, new)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningEvent.objects.filter(opening_id=opening).delete()


def test_an_opening_nobody_knows_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownOpening):
        withdraw(999, note="", by=None, at=AT)


def test_plans_are_seen_within_ones_offices(cast: Cast, new: NewOffice) -> None:
    opening = planned(cast, new)
    save_scenario(cast.offices.regional, "a", REGION_II_2013, by=None, at=AT)
    for offices, sees in ((offices_below(cast.offices.regional), True), ((cast.offices.semarang,), False)):
        enter_scope("office", offices=offices)
        try:
            assert (plans.opening(opening) is not None) is sees
            assert bool(plans.scenarios(cast.offices.regional)) is sees
            assert bool(plans.opening_more(opening).history) is sees
        finally:
            leave_scope()


def test_the_six_sub_branches_of_2013_are_shown_as_opened() -> None:
    region_two = office_by_code("R2").id
    found = {each.name: each for each in plans.offices_opened(region_two, 2013)}
    assert set(found) == {
        f"Kantor Cabang Perintis {place}"
        for place in ("Banyuasin", "Musi Rawas", "Rengat", "Tanjung Balai Karimun", "Pangkal Pinang", "Kalianda")
    }
    assert all("2013" in each.source and not each.illustrative and each.serves for each in found.values())
    assert 2013 in plans.years_opened(region_two)


def test_a_plan_begins_from_what_is_counted(cast: Cast, users: dict[str, int]) -> None:
    given = plans.beginning(cast.offices.regional, Month(2026, 8), date(2026, 9, 1))
    offices, officers = plans.staffed([cast.offices.regional], date(2026, 9, 1))[cast.offices.regional]
    assert (given.offices, given.officers) == (offices, max(officers, 1))
    assert offices > 1
    assert officers >= 1
    rows = plans.branches_now(cast.offices.regional, Month(2026, 8), date(2026, 9, 1))
    assert cast.offices.kendari in {row.id for row in rows}
    assert cast.offices.semarang not in {row.id for row in rows}


def test_a_draft_of_targets_is_an_amount_for_each_office(cast: Cast) -> None:
    drafted, shares = plans.draft_of_targets(
        300, (Branch(cast.offices.kendari, 0, 200, None, 1, 1), Branch(cast.offices.semarang, 0, 400, None, 1, 2))
    )
    assert drafted == {cast.offices.kendari: 100, cast.offices.semarang: 200}
    assert [share.key for share in shares] == [cast.offices.kendari, cast.offices.semarang]
