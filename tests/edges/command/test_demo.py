"""The demo world: the same people for the same seed, money that adds up, and a build that survives its own death."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.contrib.auth.password_validation import validate_password
from django.db import connection
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from ayomi.apps.audit.queries import examine
from ayomi.apps.contributions.queries.bills import open_bills
from ayomi.apps.contributions.queries.checks import CHECKS as OF_CONTRIBUTIONS
from ayomi.apps.contributions.queries.packages import recount_packages
from ayomi.apps.ledger.queries import CHECKS as OF_LEDGER
from ayomi.apps.membership.queries import cover_on
from ayomi.apps.membership.queries.checks import CHECKS as OF_MEMBERSHIP
from ayomi.apps.membership.queries.packages import migrant_counts
from ayomi.apps.offices.actions import load_reference
from ayomi.apps.payments.queries import CHECKS as OF_PAYMENTS
from ayomi.core.identity import parse_nik
from ayomi.core.lists import checking, columns, reading, tables
from ayomi.core.periods import Month
from ayomi.edges.command import demo
from ayomi.edges.command.demo import build, organisations, paying, places, samples, stories, users, world
from ayomi.edges.command.demo.draw import Dice, choices, dice, weighted
from ayomi.edges.command.demo.names import CULTURES, PROVINCES
from ayomi.edges.command.demo.people import people

TODAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
SMALL = build.Plan(600, 4, 5, MOMENT)


@example_settings(deadline=None)
@given(st.integers(0, 2**63), st.integers(1, 10**6))
def test_a_row_draws_the_same_wherever_it_stands(row: int, limit: int) -> None:
    alone = Dice(pl.Series([row], dtype=pl.UInt64), 7).below(limit, "x")[0]
    among = Dice(pl.Series([1, row, 5], dtype=pl.UInt64), 7).below(limit, "x")[1]
    assert alone == among
    assert 0 <= alone < limit


def test_words_come_as_often_as_their_weights_say() -> None:
    drawn = dice(0, 40_000, 1).word("often:9 seldom:1", "word")
    assert 0.89 < (drawn == "often").mean() < 0.91
    assert weighted("two_words:3 -:1").at(pl.Series([0, 3], dtype=pl.UInt64)).to_list() == ["two words", ""]
    assert choices(["a", "b"], [1, 0]).at(pl.Series([0], dtype=pl.UInt64)).to_list() == ["a"]


def test_every_province_has_its_people() -> None:
    assert set(PROVINCES) == {regency[:2] for regency in places.regencies().words}
    assert {entry.split(":")[0] for mix in PROVINCES.values() for entry in mix.split()} <= set(CULTURES)


@pytest.fixture(scope="module")
def thousand() -> pl.DataFrame:
    own = dice(0, 3000, 11)
    return people(own, own.word(places.regencies(), "regency"), today=TODAY)


def test_nik_are_sound_unique_and_agree_with_sex_and_birth_but_for_a_few_slips(thousand: pl.DataFrame) -> None:
    niks = thousand.drop_nulls("nik")
    assert niks["nik"].n_unique() == niks.height
    differing = 0
    for nik, born, sex in niks.select("nik", "born", "sex").iter_rows():
        codes = {warning.code for warning in parse_nik(nik, as_of=TODAY, born=born, sex=sex).warnings}
        assert "sex_differs" not in codes
        differing += "birth_date_differs" in codes
    assert 10 < differing < 90


def test_everyone_is_of_working_age(thousand: pl.DataFrame) -> None:
    ages = TODAY.year - thousand["born"].dt.year()
    assert ages.min() >= 17
    assert ages.max() <= 65


def test_names_are_whole_words_of_their_culture(thousand: pl.DataFrame) -> None:
    assert thousand["name"].str.contains(r"^\S+( \S+)*$").all()
    assert not thousand["name"].is_in(["Abdul", "Muh.", "St."]).any()
    balinese = thousand.filter(pl.col("region_id").str.starts_with("51"))["name"]
    assert balinese.str.contains(r"^(I|Ni|Ida|Desak) ").mean() > 0.6


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    def made(seed: int) -> world.World:
        return world.world(800, seed=seed, first=Month(2026, 7), months=4, today=TODAY)

    one, again, other = made(1), made(1), made(2)
    assert one.persons.equals(again.persons)
    assert one.members.equals(again.members)
    assert not one.persons.equals(other.persons)


def test_all_people_have_an_office_and_firms_hold_them_exactly() -> None:
    made = world.world(2000, seed=3, first=Month(2026, 7), months=4, today=TODAY)
    assert made.persons.height == 2000
    assert made.members["office_code"].null_count() == 0
    firms = made.organisations.filter(pl.col("channel") == "firm")
    assert firms["workers"].sum() == made.members.filter(pl.col("segment") == "wage_earner").height
    assert set(firms["risk"]) >= {"very_low", "low", "medium"}


@example_settings(deadline=None)
@given(st.integers(1, 3000))
def test_sizes_hold_exactly_the_people_given(members: int) -> None:
    assert organisations.sized(dice(0, members + 1, 4), organisations.FIRM_SIZES, members, "s").sum() == members


def _bill(number: int, due_on: date, total: int = 100_000) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "bill_id": [number], "code": [f"8{number:012d}"], "segment": ["own_account"], "total": [total],
            "due_on": [due_on], "payer_id": [number], "payer_number": ["1"], "organisation_id": [None],
        },
        schema_overrides={"organisation_id": pl.Int64},
    )  # fmt: skip


def _paid(bill: pl.DataFrame, habit: str, since: date, until: date) -> pl.DataFrame:
    return paying.receipts(
        bill, seed=1, first=date(2026, 1, 1), since=since, until=until, today=TODAY, habits={bill["payer_id"][0]: habit}
    )


@example_settings(deadline=None)
@given(st.integers(1, 5000))
def test_the_punctual_pay_once_and_by_the_due_day(number: int) -> None:
    due_on = date(2026, 6, 15)
    whole = _paid(_bill(number, due_on), "punctual", date(2026, 1, 1), date(2026, 12, 31))
    assert whole["amount"].to_list() == [100_000]
    assert whole["paid_on"][0] <= due_on
    first = _paid(_bill(number, due_on), "punctual", date(2026, 1, 1), date(2026, 6, 10))
    rest = _paid(_bill(number, due_on), "punctual", date(2026, 6, 10), date(2026, 12, 31))
    assert first.height + rest.height == 1


def test_the_firm_three_months_late_has_paid_what_came_before() -> None:
    employer = _bill(9, date(2026, 8, 18)).with_columns(segment=pl.lit("wage_earner"))
    span = (date(2026, 1, 1), date(2026, 12, 31))
    assert _paid(employer, "three_months_late", *span).height == 1
    for due_on in (date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 16)):
        assert _paid(employer.with_columns(due_on=pl.lit(due_on)), "three_months_late", *span).is_empty()


def test_too_little_comes_with_its_rest_later() -> None:
    both = _paid(_bill(4, date(2026, 6, 15)), "too_little", date(2026, 1, 1), date(2026, 12, 31))
    assert sorted(both["amount"]) == [10_000, 90_000]
    assert both["key"].n_unique() == 2


def test_the_workbook_has_nine_rows_for_someones_hand() -> None:
    registered, twins = stories.known_in_workbook()
    cells = samples.sheet_rows(seed=demo.SEED, registered=registered, twins=twins)
    book = reading.read_book(samples.workbook(cells), "Daftar anggota.xlsx")
    assert isinstance(book, reading.Book)
    table = tables.find_table(book)
    assert isinstance(table, tables.Table)
    checked = checking.check_list(table, columns.guess_columns(table), as_of=TODAY, segment="own_account")
    assert isinstance(checked, checking.Checked)
    assert sum(checked.counts.values()) == samples.ROWS == 163
    assert checked.counts["fix"] + checked.counts["confirm"] == 9
    assert {each.why for each in checked.skipped} == {"title", "header", "repeated_header", "total"}
    niks = checked.frame.filter(pl.col("state") == "ready")["nik"]
    assert {each.nik for each in (*registered, *twins)} <= set(niks)


def test_the_password_passes_the_house_rules() -> None:
    validate_password(users.PASSWORD)
    assert len({each.username for each in users.LOGINS}) == len(users.LOGINS)


def _checks_hold() -> None:
    for check in (*OF_MEMBERSHIP, *OF_CONTRIBUTIONS, *OF_LEDGER, *OF_PAYMENTS):
        found = examine(check)
        assert not found.broken, (found.name, found.examples)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.fixture
def apart(settings: object, tmp_path: Path) -> Iterator[Path]:
    settings.DATA_DIRECTORY = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings take any name
    load_reference(by=None, at=MOMENT)
    yield tmp_path


@pytest.mark.django_db
def test_a_build_cut_short_is_finished_and_never_doubled(apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = build._month

    def dies(building: build.Building, number: int) -> int:
        if number == 2:
            raise KeyboardInterrupt
        return whole(building, number)

    monkeypatch.setattr(build, "_month", dies)
    with pytest.raises(KeyboardInterrupt):
        demo._build(SMALL)
    assert not build.finished()
    assert demo.logins() == []
    monkeypatch.setattr(build, "_month", whole)
    finished = demo._build(build.Plan(99_999, 9, 1, MOMENT))
    assert finished is not None
    assert finished.plan == SMALL
    assert {name for name, *_ in finished.took} == {"month-2026-10", "month-2026-11", "abroad", "present"}
    persons = _count("registry_person")
    # Those the regency pays for come on top of the number that was asked for.
    assert 630 <= persons <= 650
    assert demo._build(SMALL) is None
    assert _count("registry_person") == persons
    assert not (apart / "demo" / "building").exists()
    _checks_hold()
    _the_stories_are_told(apart)


def _the_stories_are_told(directory: Path) -> None:
    cast = stories.find()
    assert [name for name, *_ in demo.logins()] == [each.username for each in users.LOGINS]
    assert cover_on(cast.persons["hajar"], date(2026, 10, 12)).status == "covered"
    then = cover_on(cast.persons["hajar"], date(2024, 5, 3))
    (job,) = then.jobs
    assert (then.status, then.programmes) == ("covered", ("jkk", "jkm"))
    assert (job.through, job.paid_by, job.paid_on) == (*["Pemerintah Kabupaten Kolaka"] * 2, date(2024, 5, 1))
    assert cover_on(cast.persons["hajar"], date(2014, 8, 31)).jobs[0].through == "PT Sinar Laut Kolaka"
    assert cover_on(cast.persons["hajar"], date(2016, 1, 1)).jobs == ()
    assert migrant_counts(on=TODAY) == {
        "contract": 1, "unpaid": 1, "coming": 0, "covered": 1, "ending": 1, "over": 0,
    }  # fmt: skip
    assert recount_packages() == (6, [])
    fisher = cover_on(cast.persons["fisher"], date(2026, 10, 12))
    assert (fisher.status, fisher.jobs[0].channel, fisher.programmes) == ("covered", "alone", ("jkk", "jkm", "jht"))
    late = next(payer for payer, habit in cast.habits.items() if habit == "three_months_late")
    # Three months late, and the running month, which is not due yet.
    assert open_bills().filter(pl.col("payer_id") == late).height == 4
    files = {each.name for each in (directory / "demo").iterdir()}
    assert files == {
        "Daftar anggota Koperasi Nelayan Samudra Wolo.xlsx", "Mutasi rekening.csv", "Mutasi rekening.mt940",
        "Usulan pekerja rentan DBHCHT 2024.csv",
    }  # fmt: skip
    statement = (directory / "demo" / "Mutasi rekening.mt940").read_text()
    assert re.search(r"^:61:2611201120C\d+,00NTRFD", statement, re.MULTILINE)


@pytest.mark.django_db
def test_no_demo_is_put_among_the_data_of_others(apart: Path) -> None:
    from ayomi.apps.offices.queries import office_by_code
    from ayomi.apps.registry.actions import record_persons

    record_persons(pl.DataFrame({"name": ["Sitti"]}), office_id=office_by_code("PST").id, by=None, at=MOMENT)
    demo.build_once(600)
    assert _count("registry_person") == 1
    assert demo.logins() == []


@pytest.mark.parametrize("wish", [["--people", "3"], ["--months", "99"], ["--seed", "-1"]])
def test_wishes_that_cannot_be_met_are_said(wish: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    demo.arguments(parser)
    assert demo.run(parser.parse_args(wish)) == 1
    assert "at least 400 people" in capsys.readouterr().err
