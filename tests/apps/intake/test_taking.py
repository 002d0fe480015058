"""Good rows taken in: once each, whatever dies in between, and undone as long as nothing is billed."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import connection

import ayomi.apps.intake.actions.taking as taking
from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.registry.actions import InUse, add_contact, change_organisation, payer_for_organisations
from ayomi.core.lists.columns import guess_columns
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table
from ayomi.core.periods import Month
from tests.apps.intake.lists import AT, STARTS, checked, codes, line, people, states, table, take, taken
from tests.cast import Cast, enrol
from tests.cast import people as people_recorded
from tests.core.lists.untidy import untidy_workbook

pytestmark = pytest.mark.django_db


def memberships(upload_id: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.person_id, m.channel, m.segment, m.since, m.until, t.wage, t.jkk, t.jkm, t.jht"
            " FROM membership_membership m JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL"
            " WHERE m.upload_id = %s ORDER BY m.id",
            [upload_id],
        )
        return list(cursor.fetchall())


def of_person(person_id: int | None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.until, t.wage, m.end_reason FROM membership_membership m LEFT JOIN membership_term t"
            " ON t.membership_id = m.id AND t.superseded_at IS NULL AND t.until IS NULL WHERE m.person_id = %s",
            [person_id],
        )
        return list(cursor.fetchall())


def test_one_click_takes_the_good_rows_and_leaves_the_others(cast: Cast) -> None:
    book = untidy_workbook()
    upload_id = taken(cast, book.data, file_name="daftar.xlsx")
    assert states(upload_id) == {"applied": len(book.good_rows), "fix": len(book.codes)}
    found = memberships(upload_id)
    assert len(found) == len(book.good_rows)
    assert {row[1:5] for row in found} == {("cooperative", "own_account", STARTS, None)}
    assert {row[6:] for row in found} == {(True, True, False)}


def test_rows_corrected_after_the_first_taking_can_be_taken_too(cast: Cast) -> None:
    rows = people(3)
    good, rows[1][1] = str(rows[1][1]), "7,40102E+15"
    upload_id = taken(cast, table(*rows))
    assert actions.answer(upload_id, 3, "nik", good, by=None, at=AT) == "ready"
    assert take(upload_id) == 1
    assert states(upload_id) == {"applied": 3}
    assert len(memberships(upload_id)) == 3


def test_nothing_ready_is_said_so(cast: Cast) -> None:
    upload_id = taken(cast, table(*people(1)))
    with pytest.raises(actions.NothingReady):
        actions.begin(upload_id, by=None, at=AT)


def test_a_row_the_law_refuses_comes_back_with_its_reason(cast: Cast) -> None:
    rows = [[*row, "JKK JKM JP"] for row in people(2)]
    rows[1][4] = "JKK JKM"
    headings = ("Nama", "NIK", "Tanggal lahir", "Penghasilan", "Program")
    upload_id = taken(cast, table(*rows, headings=headings))
    assert states(upload_id) == {"applied": 1, "fix": 1}
    assert codes(upload_id, 2) == {"programme_not_allowed"}


def test_a_list_without_income_takes_the_one_chosen_for_all(cast: Cast) -> None:
    rows = [row[:3] for row in people(2)]
    upload_id = taken(cast, table(*rows, headings=("Nama", "NIK", "Tanggal lahir")), options={"income": 1_500_000})
    assert {row[5] for row in memberships(upload_id)} == {1_500_000}


def test_an_earlier_start_in_the_list_holds_only_where_it_was_asked_for(cast: Cast) -> None:
    headings = ("Nama", "NIK", "Tanggal lahir", "Penghasilan", "Tanggal mulai")
    upload_id = taken(cast, table(*[[*row, "03-05-2019"] for row in people(2)], headings=headings))
    assert {row[3] for row in memberships(upload_id)} == {STARTS}
    assert codes(upload_id, 2) == {"start_earlier"}
    own = taken(
        cast, table(*[[*row, "03-05-2019"] for row in people(2, first=800)], headings=headings),
        options={"own_dates": True, "programmes": ["jkk", "jkm"]},
    )  # fmt: skip
    assert {row[3] for row in memberships(own)} == {date(2019, 5, 3)}


@pytest.mark.parametrize("step", ["record_persons", "enrol", "_write_outcome", "_finish"])
def test_a_taking_that_dies_at_any_step_neither_loses_nor_doubles(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(taking, "ROWS_AT_ONCE", 2)
    upload_id = checked(cast, table(*people(5)))
    actions.begin(upload_id, by=None, at=AT)
    true_step, calls = getattr(taking, step), []

    def dies_after(*given: object, **named: object) -> object:
        calls.append(step)
        done = true_step(*given, **named)
        if len(calls) in (2, 4) or (step == "_finish" and len(calls) == 1):
            raise RuntimeError("the process died")
        return done

    monkeypatch.setattr(taking, step, dies_after)
    deaths = 0
    while lists.one(upload_id).row.state == "applying":
        try:
            actions.apply(upload_id, by=None, at=AT)
        except RuntimeError:
            deaths += 1
    assert deaths >= 1 or step == "_finish"
    assert states(upload_id) == {"applied": 5}
    assert len(memberships(upload_id)) == 5
    assert actions.apply(upload_id, by=None, at=AT) == 0


def test_a_list_is_undone_as_if_it_had_never_been_taken_in(cast: Cast) -> None:
    upload_id = taken(cast, table(*people(3)))
    assert actions.undo(upload_id, by=None, at=AT) == 3
    assert lists.one(upload_id).row.state == "undone"
    assert states(upload_id) == {"undone": 3}
    assert all(row[3] == row[4] for row in memberships(upload_id))


def test_the_same_people_can_be_taken_in_again_after_undoing(cast: Cast) -> None:
    rows = people(3)
    actions.undo(taken(cast, table(*rows)), by=None, at=AT)
    again = taken(cast, table(*rows))
    assert states(again) == {"applied": 3}


def test_a_billed_list_stays(cast: Cast) -> None:
    upload_id = taken(cast, table(*people(3)))
    payer = int(payer_for_organisations([cast.cooperative])["payer_id"][0])
    assess(Month.of(STARTS), scope="payer", scope_id=payer, final=True, by=None, at=AT)
    with pytest.raises(actions.AlreadyBilled) as billed:
        actions.undo(upload_id, by=None, at=AT)
    assert billed.value.members == 3
    assert all(row[4] is None for row in memberships(upload_id))


def test_leavers_are_found_by_nik_and_leave_after_their_last_day(cast: Cast) -> None:
    rows = people(2)
    came = taken(cast, table(*rows))
    leavers = [[row[0], row[1], "31-12-2026", "mengundurkan diri"] for row in rows]
    leavers.append(["Orang Lain", people(1, first=990)[0][1], "31-12-2026", "pensiun"])
    upload_id = checked(cast, table(*leavers, headings=("Nama", "NIK", "Tanggal berhenti", "Sebab berhenti")),
                        kind="members_leaving")  # fmt: skip
    assert states(upload_id) == {"ready": 2, "fix": 1}
    assert codes(upload_id, 4) == {"not_found"}
    take(upload_id)
    person = line(came, 2).person_id
    assert of_person(person) == [(date(2027, 1, 1), 1_200_000, "resigned")]
    actions.undo(upload_id, by=None, at=AT)
    assert of_person(person) == [(None, 1_200_000, "")]


def test_wages_change_from_the_chosen_month_and_an_unchanged_one_is_known(cast: Cast) -> None:
    rows = people(2)
    came = taken(cast, table(*rows))
    asked = [[rows[0][0], rows[0][1], "2.500.000"], [rows[1][0], rows[1][1], "1.200.000"]]
    upload_id = checked(cast, table(*asked, headings=("Nama", "NIK", "Upah baru")), kind="wage_changes",
                        starts=date(2027, 1, 1))  # fmt: skip
    assert states(upload_id) == {"ready": 1, "known": 1}
    take(upload_id)
    assert [row[1] for row in of_person(line(came, 2).person_id)] == [2_500_000]


def test_members_with_a_number_go_on_through_another_channel(cast: Cast) -> None:
    came = taken(cast, table(*people(1)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kpj FROM membership_membership WHERE upload_id = %s", [came])
        number = cursor.fetchone()[0]
    rows = [["Nelayan Faa", number, "4.000.000"], ["Orang Lain", "99999999990", "4.000.000"]]
    upload_id = checked(
        cast, table(*rows, headings=("Nama", "Nomor KPJ", "Upah")), kind="members_continuing",
        organisation_id=cast.firm, segment="wage_earner", options={},
    )  # fmt: skip
    assert codes(upload_id, 3) >= {"member_number_unknown"}
    assert states(upload_id) == {"ready": 1, "fix": 1}
    assert take(upload_id) == 1
    assert line(upload_id, 2).person_id == line(came, 2).person_id


def test_organisations_are_recorded_once_and_known_ones_left_alone(cast: Cast) -> None:
    rows = [
        ["Koperasi Tani Mekar", "1234567890123", "Kolaka"],
        ["Koperasi Nelayan Samudra Wolo", "0220001234567", "Kolaka"],
    ]
    content = table(*rows, headings=("Nama Koperasi", "NIB", "Kabupaten"))
    upload_id = checked(cast, content, kind="organisations", organisation_id=None,
                        options={"organisation_kind": "cooperative"})  # fmt: skip
    assert states(upload_id) == {"ready": 1, "known": 1}
    assert take(upload_id) == 1
    assert line(upload_id, 2).organisation_id not in (None, cast.cooperative)


def organisations_of(upload_id: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM registry_organisation WHERE upload_id = %s ORDER BY id", [upload_id])
        return [row[0] for row in cursor.fetchall()]


def cooperatives(cast: Cast, *names: str) -> int:
    rows = [[name, f"12345678901{number:02}", "Kolaka"] for number, name in enumerate(names, 10)]
    upload_id = checked(
        cast, table(*rows, headings=("Nama Koperasi", "NIB", "Kabupaten")), kind="organisations", organisation_id=None,
        options={"organisation_kind": "cooperative"},
    )  # fmt: skip
    take(upload_id)
    return upload_id


def test_a_list_of_organisations_is_undone_as_long_as_nothing_rests_on_them(cast: Cast) -> None:
    upload_id = cooperatives(cast, "Koperasi Tani Mekar", "Koperasi Tani Subur")
    assert organisations_of(upload_id) == ["Koperasi Tani Mekar", "Koperasi Tani Subur"]
    assert actions.undo(upload_id, by=None, at=AT) == 2
    assert organisations_of(upload_id) == [] and states(upload_id) == {"undone": 2}
    with pytest.raises(actions.NotUndoable):
        actions.undo(upload_id, by=None, at=AT)
    assert states(cooperatives(cast, "Koperasi Tani Mekar")) == {"applied": 1}, "the same list can come again"


@pytest.mark.parametrize("rests", ["contact", "change", "payer"])
def test_a_list_of_organisations_stays_once_something_rests_on_one(cast: Cast, rests: str) -> None:
    upload_id = cooperatives(cast, "Koperasi Tani Mekar", "Koperasi Tani Subur")
    one = line(upload_id, 2).organisation_id
    assert one is not None
    if rests == "contact":
        add_contact(one, name="Sahrul", duty="ketua", phone="", email="", since=STARTS, by=None, at=AT)
    elif rests == "change":
        change_organisation(one, {"address": "Jalan Pemuda 4"}, reason="alamat", by=None, at=AT)
    else:
        enrol(people_recorded(1, district="74.01.01", office_id=cast.offices.kolaka, first=880, word="Petani"),
              segment="own_account", channel="cooperative", organisation_id=one, office_id=cast.offices.kolaka,
              since=STARTS, wage=1_000_000)  # fmt: skip
    with pytest.raises(InUse):
        actions.undo(upload_id, by=None, at=AT)
    assert len(organisations_of(upload_id)) == 2 and states(upload_id) == {"applied": 2}


def test_the_file_given_back_holds_the_bad_rows_and_continues_when_sent_again(cast: Cast) -> None:
    book = untidy_workbook()
    first = taken(cast, book.data, file_name="daftar.xlsx")
    name, data = actions.give_back(first, language="id", by=None, at=AT)
    assert name == "daftar-perlu-diperbaiki.xlsx"
    returned = read_book(data, name)
    assert isinstance(returned, Book)
    sheet = find_table(returned)
    assert isinstance(sheet, Table)
    assert sheet.height == len(book.codes)
    assert guess_columns(sheet).fingerprint == lists.one(first).mapping["fingerprint"]
    again = checked(cast, data, file_name=name)
    assert lists.one(again).continues_id == first
    assert lists.one(first).continued_by == again


def test_rows_that_came_back_corrected_wait_no_longer_in_the_first_list(cast: Cast) -> None:
    rows = people(4)
    right = str(rows[1][1])
    rows[1][1], rows[2][2] = "7,40102E+15", "31-02-1988"
    first = taken(cast, table(*rows))
    assert states(first) == {"applied": 2, "fix": 2}
    _, data = actions.give_back(first, language="id", by=None, at=AT)
    corrected = data.replace(b"7,40102E+15", right.encode()).replace(b'"7,40102E+15"', right.encode())
    second = taken(cast, corrected, file_name="kembali.csv")
    assert lists.one(second).continues_id == first
    assert states(second) == {"applied": 1, "fix": 1}
    assert states(first) == {"applied": 2, "fix": 1, "left_out": 1}


def test_a_row_that_dies_with_the_batch_leaves_no_person_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload_id = checked(cast, table(*people(2)))
    actions.begin(upload_id, by=None, at=AT)

    def dies(*given: object, **named: object) -> pl.DataFrame:
        raise RuntimeError("the process died")

    def persons() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_person")
            return int(cursor.fetchone()[0])

    before = persons()
    monkeypatch.setattr(taking, "enrol", dies)
    with pytest.raises(RuntimeError):
        actions.apply(upload_id, by=None, at=AT)
    assert persons() == before
    assert states(upload_id) == {"ready": 2}


def test_workers_of_a_project_are_taken_in_without_a_wage(cast: Cast) -> None:
    rows = [row[:3] for row in people(2)]
    upload_id = taken(
        cast, table(*rows, headings=("Nama", "NIK", "Tanggal lahir")), organisation_id=None, project_id=cast.project,
        segment="construction", options={},
    )  # fmt: skip
    assert states(upload_id) == {"applied": 2}
    assert {(row[1], row[5], row[8]) for row in memberships(upload_id)} == {("project", 0, False)}


def test_people_alone_each_get_a_payer_of_their_own(cast: Cast) -> None:
    upload_id = taken(cast, table(*people(2)), organisation_id=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT payer_id) FROM membership_membership WHERE upload_id = %s", [upload_id])
        assert cursor.fetchone()[0] == 2
