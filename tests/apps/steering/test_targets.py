"""Targets are drafted, proposed and decided on by a second person, and nothing of it is ever overwritten."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import PASSWORD, Cast, make_cast, make_users

from ayomi.apps.access.actions import create_user, deactivate
from ayomi.apps.access.queries import offices_below
from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.audit.queries import events
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.actions.targets import Draft
from ayomi.apps.steering.models import Target
from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.rules.course import WrongCourse, even
from ayomi.apps.steering.rules.indicators import UnknownIndicator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
BPU = "workers_covered_own_account"


def draft(office_id: int, amount: int = 1_200, **more: object) -> Draft:
    made = Draft(office_id, 2027, BPU, amount, even(amount), source="Rencana kerja 2027")
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


def proposed(office_id: int, *, by: int, amount: int = 1_200, **more: object) -> int:
    target = actions.draft_targets([draft(office_id, amount, **more)], by=by, at=AT).ids[0]
    actions.propose_targets([target], by=by, at=AT)
    return target


def approved(office_id: int, *, by: int, second: int, amount: int = 1_200, **more: object) -> int:
    target = proposed(office_id, by=by, amount=amount, **more)
    actions.approve_targets([target], by=second, at=LATER)
    return target


def another(cast: Cast, role: str, office_id: int, name: str = "another") -> int:
    return create_user(
        username=name, password=PASSWORD, full_name=name.title(), role=role, office_id=office_id,
        organisation_id=None, person_id=None, language="id", by=None, at=AT,
    )  # fmt: skip


def counting(office_id: int) -> int | None:
    found = queries.in_force([office_id], 2027).get((office_id, BPU))
    return None if found is None else found.amount


def test_only_an_approved_target_counts(cast: Cast, users: dict[str, int]) -> None:
    target = actions.draft_targets([draft(cast.offices.kendari)], by=users["office_head"], at=AT).ids[0]
    assert counting(cast.offices.kendari) is None
    actions.propose_targets([target], by=users["office_head"], at=AT)
    assert counting(cast.offices.kendari) is None
    actions.approve_targets([target], by=users["regional"], at=LATER)
    assert counting(cast.offices.kendari) == 1_200


def test_a_new_figure_needs_a_reason_and_takes_over_only_when_it_is_approved(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    first = approved(o.kendari, by=users["office_head"], second=users["regional"])
    with pytest.raises(actions.ReasonMissing):
        actions.draft_targets([draft(o.kendari, 1_500)], by=users["office_head"], at=AT)
    second = proposed(o.kendari, by=users["office_head"], amount=1_500, reason="Pasar baru dibuka di Konawe")
    assert counting(o.kendari) == 1_200
    actions.approve_targets([second], by=users["regional"], at=LATER)
    assert counting(o.kendari) == 1_500
    told = queries.history(o.kendari, 2027, BPU)
    assert [(row.id, row.revision, row.amount, row.state, row.until) for row in told] == [
        (second, 2, 1_500, "approved", None), (first, 1, 1_200, "approved", LATER),
    ]  # fmt: skip
    assert told[0].reason == "Pasar baru dibuka di Konawe"
    assert (told[0].proposer, told[0].decider) == ("Office Head", "Regional")


def test_what_was_in_force_at_a_moment_is_known_afterwards(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    approved(o.kendari, by=users["office_head"], second=users["regional"])
    revised = proposed(o.kendari, by=users["office_head"], amount=900, reason="Kebakaran pasar")
    actions.approve_targets([revised], by=users["regional"], at=LATER + timedelta(days=1))
    moments = (AT, LATER, LATER + timedelta(hours=23), LATER + timedelta(days=1))
    found = [queries.in_force([o.kendari], 2027, at=at).get((o.kendari, BPU)) for at in moments]
    assert [None if each is None else each.amount for each in found] == [None, 1_200, 1_200, 900]


def test_a_returned_target_comes_back_with_a_reason_and_may_be_drafted_again(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    target = proposed(o.kendari, by=users["office_head"])
    with pytest.raises(actions.ReasonMissing):
        actions.return_targets([target], reason=" ", by=users["regional"], at=LATER)
    actions.return_targets([target], reason="Terlalu rendah", by=users["regional"], at=LATER)
    assert [row.decision for row in queries.returned_to(users["office_head"])] == ["Terlalu rendah"]
    again = actions.draft_targets([draft(o.kendari)], by=users["office_head"], at=LATER).ids
    assert [(row.revision, row.state, row.until) for row in queries.history(o.kendari, 2027, BPU)] == [
        (2, "draft", None), (1, "returned", LATER),
    ]  # fmt: skip
    assert actions.withdraw_targets(again, by=users["office_head"], at=LATER) == 1
    assert queries.standing([o.kendari], 2027) == []


def test_the_same_figures_again_change_nothing(cast: Cast, users: dict[str, int]) -> None:
    once = actions.draft_targets([draft(cast.offices.kendari)], by=users["office_head"], at=AT)
    twice = actions.draft_targets([draft(cast.offices.kendari)], by=users["office_head"], at=LATER)
    assert (twice.ids, twice.same) == ((), once.ids)
    with pytest.raises(ValueError, match="twice"):
        actions.draft_targets([draft(cast.offices.kendari)] * 2, by=users["office_head"], at=LATER)


def test_while_one_waits_to_be_decided_on_no_other_is_drafted(cast: Cast, users: dict[str, int]) -> None:
    target = proposed(cast.offices.kendari, by=users["office_head"])
    with pytest.raises(actions.Waiting) as waiting:
        actions.draft_targets([draft(cast.offices.kendari, 7)], by=users["office_head"], at=AT)
    assert waiting.value.target_id == target


PROPOSES = {
    "office_head": {"kendari", "kolaka"}, "regional": {"regional", "kendari", "kolaka"},
    "head_office": {"head", "regional", "kendari", "kolaka", "semarang"},
}  # fmt: skip
DECIDES = {
    "regional": {"kendari", "kolaka"}, "head_office": {"head", "regional", "kendari", "kolaka", "semarang"},
}  # fmt: skip
ROLES = (
    "office_head", "regional", "head_office", "supervisor", "membership_officer", "finance", "auditor",
    "administrator", "channel_administrator", "worker",
)  # fmt: skip
PLACES = ("head", "regional", "kendari", "kolaka", "semarang")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sets_targets_of_its_own_office_and_below_and_of_no_other(
    cast: Cast, users: dict[str, int], role: str
) -> None:
    may = set()
    for place in PLACES:
        try:
            actions.draft_targets([draft(getattr(cast.offices, place))], by=users[role], at=AT)
        except actions.NotYours:
            continue
        may.add(place)
    assert may == PROPOSES.get(role, set())


@pytest.mark.parametrize("role", ROLES)
def test_a_role_decides_on_targets_below_it_and_the_head_office_on_its_own(
    cast: Cast, users: dict[str, int], role: str
) -> None:
    author = another(cast, "head_office", cast.offices.head)
    may = set()
    for place in PLACES:
        target = proposed(getattr(cast.offices, place), by=author)
        try:
            actions.approve_targets([target], by=users[role], at=LATER)
        except actions.NotYours:
            continue
        may.add(place)
    assert may == DECIDES.get(role, set())


def test_who_was_shut_out_decides_nothing(cast: Cast, users: dict[str, int]) -> None:
    target = proposed(cast.offices.kendari, by=users["office_head"])
    deactivate(users["regional"], reason="pindah", by=None, at=AT)
    with pytest.raises(actions.NotYours):
        actions.approve_targets([target], by=users["regional"], at=LATER)


def test_whoever_wrote_or_proposed_a_target_does_not_decide_on_it(cast: Cast, users: dict[str, int]) -> None:
    own = proposed(cast.offices.kendari, by=users["regional"])
    written = actions.draft_targets([draft(cast.offices.kolaka)], by=users["regional"], at=AT).ids[0]
    actions.propose_targets([written], by=users["office_head"], at=AT)
    for target in (own, written):
        with pytest.raises(actions.SecondPerson):
            actions.approve_targets([target], by=users["regional"], at=LATER)
        with pytest.raises(actions.SecondPerson):
            actions.return_targets([target], reason="x", by=users["regional"], at=LATER)
    assert actions.approve_targets([own, written], by=users["head_office"], at=LATER) == 2


FORGED = (
    "UPDATE steering_target SET state = 'approved', decided_at = now(), decided_by = proposed_by",
    "UPDATE steering_target SET state = 'approved', decided_at = now(), decided_by = NULL",
    "UPDATE steering_target SET amount = amount + 1",
    "UPDATE steering_target SET course[3] = 0",
    "UPDATE steering_target SET reason = 'lain'",
    "UPDATE steering_target SET state = 'draft', proposed_at = NULL, proposed_by = NULL",
    "UPDATE steering_target SET proposed_by = proposed_by + 1",
    "DELETE FROM steering_target",
    "TRUNCATE steering_target CASCADE",
)


@pytest.mark.parametrize("statement", FORGED)
@pytest.mark.parametrize("pages", [True, False], ids=["pages", "owner"])
def test_the_database_itself_refuses_what_would_forge_a_target(
    cast: Cast, users: dict[str, int], statement: str, pages: bool
) -> None:
    proposed(cast.offices.kendari, by=users["office_head"])
    if pages:
        enter_scope("all")
    try:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        leave_scope()


def test_pages_write_drafts_under_a_name_and_nothing_else(cast: Cast, users: dict[str, int]) -> None:
    enter_scope("office", offices=[cast.offices.kendari])
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            actions.set_target(cast.offices.kendari, 2027, BPU, 5, "", by=users["office_head"], at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            actions.draft_targets([draft(cast.offices.regional)], by=users["head_office"], at=AT)
        assert len(actions.draft_targets([draft(cast.offices.kendari)], by=users["office_head"], at=AT).ids) == 1
    finally:
        leave_scope()


def test_what_was_superseded_stands_for_ever(cast: Cast, users: dict[str, int]) -> None:
    approved(cast.offices.kendari, by=users["office_head"], second=users["regional"])
    approved(cast.offices.kendari, by=users["office_head"], second=users["regional"], amount=5, reason="Koreksi")
    with pytest.raises(DatabaseError), transaction.atomic():
        Target.objects.filter(revision=1).update(until=None)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount": -1}, ValueError), ({"year": 1992}, ValueError), ({"year": 2037}, ValueError),
        ({"indicator": "members"}, UnknownIndicator), ({"course": even(1_199)}, WrongCourse),
    ],
)  # fmt: skip
def test_a_draft_that_means_nothing_is_refused(
    cast: Cast, users: dict[str, int], change: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.draft_targets([draft(cast.offices.kendari, **change)], by=users["office_head"], at=AT)
    assert not Target.objects.exists()


def test_an_office_that_is_shut_gets_no_target(cast: Cast, users: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE offices_office SET closed = '2026-06-01' WHERE id = %s", [cast.offices.kolaka])
    with pytest.raises(actions.NotOpen):
        actions.draft_targets([draft(cast.offices.kolaka)], by=users["office_head"], at=AT)


def test_a_queue_holds_what_its_reader_can_decide_on(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    theirs = proposed(o.kendari, by=users["office_head"])
    shared = proposed(o.kolaka, by=users["regional"])
    region = proposed(o.regional, by=users["regional"])

    def queue(role: str, office_id: int) -> list[int]:
        rows = queries.waiting_for(role, offices_below(office_id), own_office=office_id, user_id=users[role])
        return [row.id for row in rows]

    assert queue("regional", o.regional) == [theirs]
    assert sorted(queue("head_office", o.head)) == [theirs, shared, region]
    assert queue("office_head", o.kendari) == []


def test_the_branches_stand_against_the_regions_own_figure(cast: Cast, users: dict[str, int]) -> None:
    o = cast.offices
    approved(o.regional, by=users["regional"], second=users["head_office"], amount=2_000)
    approved(o.kendari, by=users["office_head"], second=users["regional"])
    proposed(o.kendari, by=users["office_head"], amount=1_500, reason="Naik")
    cells = {cell.office.id: cell for cell in queries.cells(o.regional, 2027, [BPU], on=AT.date())}
    region = cells[o.regional]
    assert (region.below.in_force, region.below.planned, region.below.held) == (1_200, 1_500, 1)
    assert (region.difference, region.planned_difference) == (-800, -500)
    assert (cells[o.kolaka].difference, cells[o.kendari].below.in_force) == (None, None)
    assert cells[o.kendari].depth == 1


def test_every_step_is_in_the_log_with_the_figures(cast: Cast, users: dict[str, int]) -> None:
    target = approved(cast.offices.kendari, by=users["office_head"], second=users["regional"])
    noted = events(subject="target", subject_id=target)
    assert [(event.action, event.by) for event in noted] == [
        ("targets_approved", users["regional"]), ("targets_proposed", users["office_head"]),
        ("targets_drafted", users["office_head"]),
    ]  # fmt: skip
    assert noted[0].detail["targets"][0]["amount"] == 1_200


def test_heads_of_the_office_and_above_can_answer_for_a_target(cast: Cast, users: dict[str, int]) -> None:
    assert [user_id for user_id, _ in queries.owners(cast.offices.kolaka)] == [
        users["office_head"], users["regional"], users["head_office"],
    ]  # fmt: skip


def test_what_was_set_before_revisions_is_approved_with_its_source_on_an_even_course(db: None) -> None:
    migration = importlib.import_module("ayomi.apps.steering.migrations.0004_target_revisions")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE old (id int, state text, proposed_at timestamptz, decided_at timestamptz,"
            " recorded_at timestamptz, origin text, amount bigint, course bigint[]) ON COMMIT DROP"
        )
        cursor.execute("INSERT INTO old VALUES (1, 'draft', NULL, NULL, now(), '', 10500, '{}')")
        cursor.execute(migration.KEPT.replace("steering_target", "old"))
        cursor.execute("SELECT state, origin, course, decided_at = recorded_at FROM old")
        assert cursor.fetchone() == ("approved", "loaded", list(even(10_500)), True)


def together(acts: list[Callable[[], object]]) -> list[str]:
    """What became of acts that start at once, each over a connection of its own."""
    gate, became = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        try:
            gate.wait()
            acts[place]()
            became[place] = "done"
        except (actions.MovedOn, DatabaseError) as failure:
            became[place] = type(failure).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds_and_the_other_is_told() -> None:
    cast = make_cast()
    users = make_users(cast)
    second = another(cast, "regional", cast.offices.regional)
    target = proposed(cast.offices.kendari, by=users["office_head"])
    became = together(
        [
            lambda: actions.approve_targets([target], by=users["regional"], at=LATER),
            lambda: actions.approve_targets([target], by=second, at=LATER),
            lambda: actions.return_targets([target], reason="Turunkan", by=users["head_office"], at=LATER),
        ]
    )
    assert became == ["MovedOn", "MovedOn", "done"]
    assert len([row for row in queries.history(cast.offices.kendari, 2027, BPU) if row.decided_at]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_at_once_one_stands_and_the_other_is_its_history() -> None:
    cast = make_cast()
    users = make_users(cast)
    became = together(
        [
            lambda amount=amount: actions.draft_targets(  # type: ignore[misc]  # bound now
                [draft(cast.offices.kendari, amount)], by=users["office_head"], at=AT
            )
            for amount in (100, 200, 300)
        ]
    )
    assert became == ["done"] * 3
    rows = queries.history(cast.offices.kendari, 2027, BPU)
    assert [(row.revision, row.until is None) for row in rows] == [(3, True), (2, False), (1, False)]
