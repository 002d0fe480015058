"""People become members through a firm, a cooperative, a project or alone."""

from __future__ import annotations

import threading
from datetime import date

import polars as pl
import pytest
from django.db import connection

from ayomi.apps.membership.models import Change, Membership, Term
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry.models import Payer, Person
from ayomi.apps.registry.rules import is_checked
from tests import cast as people
from tests.cast import AT, TODAY, Cast, Offices
from tests.cast_fixtures import cast, emptied

__all__ = ["cast", "emptied"]


def test_each_member_has_a_number_a_first_term_and_a_note_for_the_assessment(cast: Cast) -> None:
    members = Membership.objects.filter(organisation_id=cast.firm)
    assert members.count() == 4
    assert all(len(m.kpj) == 11 and is_checked(m.kpj) for m in members)
    assert Membership.objects.values("kpj").distinct().count() == Membership.objects.count()
    term = Term.objects.get(membership_id=cast.worker_members[0])
    # A large firm must have them all, and who has them all and is under 54 is in JKP too.
    assert (term.jkk, term.jkm, term.jht, term.jp, term.jkp, term.jpk) == (True, True, True, True, True, False)
    change = Change.objects.get(membership_id=cast.worker_members[0])
    assert (change.reason, change.from_month, change.settled_month) == ("joined", TODAY, None)


def test_own_account_members_have_jkk_and_jkm_until_they_choose_more(cast: Cast) -> None:
    term = Term.objects.get(membership_id=cast.sitti_member)
    assert (term.jkk, term.jkm, term.jht, term.jp, term.jkp) == (True, True, False, False, False)


def test_everyone_who_pays_alone_is_a_payer_of_her_own(cast: Cast) -> None:
    payers = Payer.objects.filter(person__isnull=False)
    assert set(payers.values_list("person_id", flat=True)) == {cast.rahim, cast.sri}
    assert all(is_checked(payer.number) for payer in Payer.objects.all())
    assert (
        Membership.objects.get(pk=cast.sitti_member).payer_id == Payer.objects.get(organisation_id=cast.cooperative).pk
    )


def test_enrolling_again_refuses_the_row_and_takes_the_rest(cast: Cast) -> None:
    newcomer = people.people(1, district="74.01.01", office_id=cast.offices.kolaka, first=300)
    again = people.enrol(
        (*cast.workers, *newcomer, *newcomer, 999_999_999), segment="wage_earner", channel="firm",
        organisation_id=cast.firm, office_id=cast.offices.kolaka,
    )  # fmt: skip
    assert again["code"].to_list() == ["already_member"] * 4 + [None, "twice_in_list", "person_unknown"]
    assert again["membership_id"].is_not_null().sum() == 1


def test_own_account_has_at_most_two_jobs(cast: Cast) -> None:
    o = cast.offices
    second = people.enrol((cast.sitti,), segment="own_account", channel="alone", office_id=o.kolaka)
    association = people.organisation("association", "Paguyuban Pasar Kolaka", office_id=o.kolaka, region="74.01")
    third = people.enrol(
        (cast.sitti,), segment="own_account", channel="association", organisation_id=association, office_id=o.kolaka
    )
    assert second["code"].to_list() == [None]
    assert third["code"].to_list() == ["too_many_jobs"]


def test_a_merged_record_counts_as_the_person_it_belongs_to(cast: Cast) -> None:
    o = cast.offices
    double = people.person("Sitti Hajar", people.SITTI_BORN, "female", None, office_id=o.kolaka, region="74.01")
    registry.merge(cast.sitti, double, "kartu lama", by=None, at=AT)
    again = people.enrol(
        (double,), segment="own_account", channel="cooperative", organisation_id=cast.cooperative, office_id=o.kolaka
    )
    assert again["code"].to_list() == ["already_member"]


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2011, 9, 1), None),
        (date(2011, 9, 2), "too_young"),
        (date(1961, 9, 2), None),
        (date(1961, 9, 1), "too_old"),
    ],
)
def test_own_account_is_for_people_from_15_and_under_65(db: None, born: date, code: str | None) -> None:
    o = people.make_offices()
    person = people.person("Uji Umur", born, "male", None, office_id=o.kolaka, region="74.01")
    enrolled = people.enrol((person,), segment="own_account", channel="alone", office_id=o.kolaka)
    assert enrolled["code"].to_list() == [code]


def test_a_wage_earner_of_54_is_enrolled_without_jkp_and_refused_when_jkp_is_asked_for(cast: Cast) -> None:
    o = cast.offices
    person = people.person("Uji Tua", date(1972, 9, 1), "male", None, office_id=o.kolaka, region="74.01")
    asked = people.enrol(
        (person,), segment="wage_earner", channel="firm", organisation_id=cast.firm, office_id=o.kolaka, jkp=True
    )
    assert asked["code"].to_list() == ["jkp_over_age"]
    plain = people.enrol(
        (person,), segment="wage_earner", channel="firm", organisation_id=cast.firm, office_id=o.kolaka
    )
    assert Term.objects.get(membership_id=plain["membership_id"][0]).jkp is False


def test_programmes_the_segment_cannot_have_are_refused_and_those_it_must_have_are_asked_for(cast: Cast) -> None:
    o = cast.offices
    newcomer = people.people(1, district="74.01.01", office_id=o.kolaka, first=400)
    pension = people.enrol(newcomer, segment="own_account", channel="alone", office_id=o.kolaka, jp=True)
    without = people.enrol(
        newcomer, segment="wage_earner", channel="firm", organisation_id=cast.firm, office_id=o.kolaka, jht=False
    )
    assert pension["code"].to_list() == ["programme_not_allowed"]
    assert without["code"].to_list() == ["programme_missing"]


def test_a_worker_cannot_join_a_project_that_is_over(cast: Cast) -> None:
    newcomer = people.people(1, district="74.01.01", office_id=cast.offices.kolaka, first=500)
    late = people.enrol(
        newcomer, segment="construction", channel="project", project_id=cast.project, office_id=cast.offices.kolaka,
        since=date(2027, 9, 1),
    )  # fmt: skip
    assert late["code"].to_list() == ["outside_project"]


def test_two_lists_with_the_same_person_at_once_make_one_person_and_one_membership(
    emptied: None, transactional_db: None
) -> None:
    o: Offices = people.make_offices()
    cooperative = people.organisation("cooperative", "Koperasi Uji", office_id=o.kolaka, region="74.01")
    frame = pl.DataFrame(
        [{"name": "Wa Ode Sitti Hajar", "born": people.SITTI_BORN, "sex": "female", "nik": people.SITTI_NIK}]
    )
    start = threading.Barrier(2)
    codes: list[str | None] = []

    def one_list() -> None:
        try:
            start.wait(timeout=20)
            found = registry.record_persons(frame, office_id=o.kolaka, by=None, at=AT)
            enrolled = people.enrol(
                tuple(found["person_id"]), segment="own_account", channel="cooperative",
                organisation_id=cooperative, office_id=o.kolaka,
            )  # fmt: skip
            codes.append(enrolled["code"][0])
        finally:
            connection.close()

    threads = [threading.Thread(target=one_list) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Person.objects.count() == 1
    assert Membership.objects.count() == 1
    assert sorted(codes, key=str) == [None, "already_member"]


def test_a_row_lost_to_another_list_is_refused_by_the_database_itself(cast: Cast) -> None:
    member = Membership.objects.get(pk=cast.rahim_member)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO membership_membership (person_id, segment, channel, payer_id, office_id, kpj, occupation,"
            " sector, since, end_reason, recorded_at) SELECT person_id, segment, channel, payer_id, office_id,"
            " '99999999999', '', 'other', since, '', recorded_at FROM membership_membership WHERE id = %s"
            " ON CONFLICT DO NOTHING",
            [member.pk],
        )
        assert cursor.rowcount == 0
