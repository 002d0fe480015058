"""Persons: written once, found by hash, merged and separated, revealed with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import connection

from ayomi.apps.audit.models import Event, Look
from ayomi.apps.offices import actions as offices
from ayomi.apps.offices.queries import office_serving
from ayomi.apps.registry import actions, queries
from ayomi.apps.registry.models import Person
from ayomi.apps.registry.rules import is_checked, masked_sixteen, npp_of, numbered
from ayomi.core.identity import make_nik, mask
from ayomi.core.identity.taxpayer import luhn_digit
from ayomi.core.matching.normalise import name_key

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
BORN = date(1988, 2, 21)
NIK = make_nik("74.01.01", BORN, "female", 4)
PHONE = "+6281234567890"


@pytest.fixture
def office(db: None) -> int:
    offices.load_reference(by=None, at=AT)
    return office_serving("74.01", date(2026, 10, 1))


def people(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows),
        schema={
            "name": pl.String, "born": pl.Date, "sex": pl.String, "nik": pl.String, "phone": pl.String,
            "account": pl.String,
        },
    )  # fmt: skip


def sitti(**changes: object) -> dict[str, object]:
    return {"name": "Wa Ode Sitti Hajar", "born": BORN, "sex": "female", "nik": NIK, "phone": PHONE} | changes


def record(*rows: dict[str, object], office_id: int) -> pl.DataFrame:
    return actions.record_persons(people(*rows), office_id=office_id, by=None, at=AT)


def test_a_nik_is_written_once_within_a_list_and_over_lists(office: int) -> None:
    first = record(sitti(), sitti(name="SITTI HAJAR"), office_id=office)
    second = record(sitti(), office_id=office)
    assert first["found"].to_list() == ["new", "known"]
    assert second["found"].to_list() == ["known"]
    assert {*first["person_id"], *second["person_id"]} == {first["person_id"][0]}
    assert Person.objects.count() == 1


def test_rows_without_nik_are_each_new_and_keep_their_place_in_the_list(office: int) -> None:
    result = record(
        sitti(nik=None, name="Ani"),
        sitti(),
        sitti(nik=None, name="Budi"),
        sitti(nik=None, name="Ani"),
        office_id=office,
    )
    names = dict(Person.objects.values_list("pk", "name"))
    assert [names[i] for i in result["person_id"]] == ["Ani", "Wa Ode Sitti Hajar", "Budi", "Ani"]
    assert result["found"].to_list() == ["new"] * 4
    assert result["person_id"].n_unique() == 4


def test_no_personal_number_stands_readable_in_the_database(office: int) -> None:
    record(sitti(account="1234567890"), office_id=office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM registry_person p")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row_to_json(e)::text, '') FROM audit_event e")
        stored += cursor.fetchone()[0]
    for number in (NIK, "81234567890", "1234567890"):
        assert number not in stored
        assert number.encode().hex() not in stored


def test_masks_in_columns_are_those_of_single_numbers(office: int) -> None:
    assert pl.DataFrame({"n": [NIK]}).select(masked_sixteen(pl.col("n"))).item() == mask(NIK)
    person = queries.person(record(sitti(), office_id=office)["person_id"][0])
    assert (person.nik_mask, person.phone_mask) == (mask(NIK), mask(PHONE))


def test_a_birth_date_that_differs_from_the_nik_is_a_warning_and_no_refusal(office: int) -> None:
    person = queries.person(record(sitti(born=date(1988, 2, 22)), office_id=office)["person_id"][0])
    assert person.warnings == ("birth_date_differs",)


def test_twins_are_told_with_the_reason(office: int) -> None:
    known = record(sitti(), office_id=office)["person_id"][0]
    near = NIK[:-1] + "7"
    sought = pl.DataFrame(
        {
            "row": [1, 2, 3, 4, 5],
            "name_key": [
                name_key("WA ODE SITI HAJAR, S.Pd"), name_key("Wa Ode Siti Hadjar K"),
                name_key("Sitti Other"), name_key("Wa Ode Sitti Hajar"), name_key("Nurhayati"),
            ],
            "born": [BORN, BORN, BORN, None, BORN],
            "phone": [None, None, None, PHONE, None],
            "nik": [None, near, near, None, near],
        }
    )  # fmt: skip
    found = queries.twins(sought)
    assert found.select("row", "person_id", "why").rows() == [
        (1, known, "name_and_birth"),
        (2, known, "nik_one_digit"),
        (4, known, "name_and_phone"),
    ]


def test_merged_records_lead_to_the_one_kept_until_they_are_separated(office: int) -> None:
    other_nik = make_nik("74.01.01", BORN, "female", 5)
    third_nik = make_nik("74.01.01", BORN, "female", 6)
    a, b, c = record(sitti(), sitti(nik=other_nik), sitti(nik=third_nik), office_id=office)["person_id"]
    inner = actions.merge(b, a, "kartu lama", by=None, at=AT)
    outer = actions.merge(c, b, "orang yang sama", by=None, at=AT)
    assert queries.known_by_nik(pl.Series([NIK, other_nik, third_nik]))["person_id"].to_list() == [c, c, c]
    assert queries.person(a).id == c
    assert queries.person(c).merged == (a, b)
    with pytest.raises(actions.AlreadyMerged):
        actions.merge(a, c, "lagi", by=None, at=AT)
    actions.separate(outer, "ternyata kembar", by=None, at=AT)
    assert (queries.person(a).id, queries.person(b).id, queries.person(c).merged) == (b, b, ())
    actions.separate(inner, "ternyata kembar", by=None, at=AT)
    assert queries.person(a).id == a
    with pytest.raises(actions.AlreadySeparated):
        actions.separate(inner, "lagi", by=None, at=AT)


def test_revealing_needs_a_purpose_and_is_noted(office: int) -> None:
    person = record(sitti(), office_id=office)["person_id"][0]
    with pytest.raises(actions.PurposeMissing):
        actions.reveal(person, "nik", "  ", by=7, at=AT)
    assert Look.objects.count() == 0
    assert actions.reveal(person, "nik", "mencocokkan KTP di loket", by=7, at=AT) == NIK
    look = Look.objects.get()
    assert (look.person_id, look.by, look.what, look.purpose) == (person, 7, "nik", "mencocokkan KTP di loket")


def test_a_changed_nik_is_found_under_its_new_number_and_logged_masked(office: int) -> None:
    new_nik = make_nik("74.01.01", BORN, "female", 9)
    person = record(sitti(), office_id=office)["person_id"][0]
    actions.change_person(person, {"nik": new_nik, "name": "Sitti Hajar"}, reason="salah ketik", by=None, at=AT)
    assert queries.known_by_nik(pl.Series([NIK, new_nik])).rows() == [(new_nik, person)]
    detail = Event.objects.get(action="person_changed").detail
    assert detail["nik"] == [mask(NIK), mask(new_nik)]
    assert detail["name"] == ["Wa Ode Sitti Hajar", "Sitti Hajar"]


def test_a_nik_of_someone_else_is_refused_on_change(office: int) -> None:
    other_nik = make_nik("74.01.01", BORN, "female", 5)
    one, other = record(sitti(), sitti(nik=other_nik), office_id=office)["person_id"]
    with pytest.raises(actions.NikInUse) as refusal:
        actions.change_person(one, {"nik": other_nik}, reason="salah ketik", by=None, at=AT)
    assert refusal.value.person_id == other
    assert queries.known_by_nik(pl.Series([NIK]))["person_id"].to_list() == [one]


def test_numbers_given_carry_the_luhn_digit() -> None:
    given = numbered(pl.Series([1, 7, 12_345_678]), "26", 8)
    assert [number[-1] for number in given] == [str(luhn_digit(number[:-1])) for number in given]
    assert all(is_checked(number) for number in given)
    assert not is_checked(given[0][:-1] + str((int(given[0][-1]) + 1) % 10))


def test_employer_numbers_do_not_repeat_over_a_block() -> None:
    numbers = [npp_of(n) for n in (1, 2, 999_999, 1_000_000, 1_000_001, 25_000_000)]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 8 for number in numbers)
