"""The reference of offices, and changes of the network."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ayomi.apps.offices import actions, queries
from ayomi.apps.offices.models import Area, Office, Region
from ayomi.core import places

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    actions.load_reference(by=None, at=AT)


def test_loading_twice_changes_nothing() -> None:
    before = (Region.objects.count(), Office.objects.count(), Area.objects.count())
    actions.load_reference(by=None, at=AT)
    assert (Region.objects.count(), Office.objects.count(), Area.objects.count()) == before
    assert before[1] == len(places.offices())
    assert before[2] == len(places.area_spans())


def test_every_office_but_the_head_leads_up_to_the_head() -> None:
    heads = {queries.path(office.pk)[0].kind for office in Office.objects.all()}
    assert heads == {"head"}


def test_the_database_and_the_reference_name_the_same_office_for_every_regency_of_today() -> None:
    differing = [
        region.code
        for region in places.regions("regency")
        if queries.office(queries.office_serving(region.code, TODAY)).code
        != places.office_serving(region.code, TODAY).code
    ]
    assert differing == []


def test_a_moved_area_is_served_by_the_old_office_until_the_day_before() -> None:
    kolaka, kendari = queries.office_serving("74.01", TODAY), queries.office_serving("74.71", TODAY)
    assert kolaka != kendari
    actions.move_area("74.01", office_id=kendari, since=date(2026, 11, 1), reason="uji", by=None, at=AT)
    assert queries.office_serving("74.01.01", date(2026, 10, 31)) == kolaka
    assert queries.office_serving("74.01.01", date(2026, 11, 1)) == kendari


def test_an_office_closes_only_once_nobody_is_left_without_one() -> None:
    kolaka, kendari = queries.office_serving("74.01", TODAY), queries.office_serving("74.71", TODAY)
    with pytest.raises(actions.StillServing):
        actions.close_office(kolaka, closed=TODAY, reason="uji", by=None, at=AT)
    for area in queries.areas(kolaka, on=TODAY):
        actions.move_area(area.region, office_id=kendari, since=TODAY, reason="uji", by=None, at=AT)
    actions.close_office(kolaka, closed=TODAY, reason="uji", by=None, at=AT)
    assert kolaka not in [each.id for _, each in queries.tree(queries.path(kolaka)[0].id, on=TODAY)]


def test_a_new_office_stands_under_its_parent_from_its_first_day() -> None:
    kendari = queries.office_serving("74.71", TODAY)
    office = actions.open_office(
        code="UJI1", name="KCP Uji", kind="sub_branch", parent_id=kendari, seat="74.01", opened=TODAY, by=None, at=AT
    )
    assert [each.id for each in queries.path(office)][-2:] == [kendari, office]
    assert queries.office(office).timezone == "WITA"
    assert queries.parent_on(office, date(2026, 9, 30)) is None
