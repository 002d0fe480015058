"""Two countings at once, one that dies, and changes that commit late."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from ayomi.apps.membership.models import Cover, Membership
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.registry.models import Payer, Person
from ayomi.apps.steering.actions import refresh as counting
from ayomi.apps.steering.actions.refresh import rebuild, refresh
from ayomi.apps.steering.models import Refresh, Tally, TouchedMembership

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MONTH = date(2026, 10, 1)
pytestmark = pytest.mark.django_db(transaction=True)


def member(number: int) -> Membership:
    office = office_by_code("PST").id
    person = Person.objects.create(name="Siti", name_key="siti", office_id=office, recorded_at=AT)
    payer = Payer.objects.create(number=f"{number:016d}", person=person, office_id=office)
    return Membership.objects.create(
        person=person, segment="own_account", channel="alone", payer=payer, office_id=office, kpj=f"{number:011d}",
        since=date(2026, 1, 1), recorded_at=AT,
    )  # fmt: skip


def cover(held: Membership) -> None:
    Cover.objects.create(
        membership=held, month=MONTH, paid_on=MONTH, begins=held.since, regular=True, since=MONTH,
        until=date(2026, 11, 1),
    )  # fmt: skip


def covered() -> int:
    found = Tally.objects.filter(measure="workers_covered", segment="all", dimension="", month=MONTH).first()
    return 0 if found is None else found.amount


def test_two_countings_at_once_take_each_change_once() -> None:
    refresh(at=AT)
    for number in range(1, 4):
        cover(member(number))
    failures: list[BaseException] = []

    def count() -> None:
        try:
            refresh(at=AT)
        except Exception as failure:  # noqa: BLE001 (told by the assertion below)
            failures.append(failure)
        finally:
            connection.close()

    both = [threading.Thread(target=count) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert failures == []
    assert covered() == 3
    assert rebuild(at=AT).changed == 0


def test_a_counting_that_dies_leaves_everything_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(at=AT)
    cover(member(1))
    waiting = TouchedMembership.objects.count()

    class PowerCut(Exception):
        pass

    def dies(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(counting, "_close", dies)
        refresh(at=AT)
    assert (covered(), TouchedMembership.objects.count(), Refresh.objects.count()) == (0, waiting, 1)
    refresh(at=AT)
    assert covered() == 1


def test_what_commits_while_a_counting_runs_is_taken_in_by_the_next() -> None:
    held = member(1)
    refresh(at=AT)
    begun, counted = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            cover(held)
            begun.set()
            counted.wait(30)
        connection.close()

    writing = threading.Thread(target=late)
    writing.start()
    assert begun.wait(30)
    refresh(at=AT)
    assert covered() == 0
    counted.set()
    writing.join()
    refresh(at=AT)
    assert covered() == 1
    assert rebuild(at=AT).changed == 0


def test_what_is_rolled_back_leaves_no_trace() -> None:
    held = member(1)
    refresh(at=AT)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cover(held)
        _ = 1 // 0
    assert TouchedMembership.objects.count() == 0
