"""Figures from outside: looked through first, taken over whole, put right by hand once and for all, nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.apps.steering.regional_tables import KOPDES, MERGED, STEPPED, xlsx

from ayomi.apps.audit.actions import enter_scope, leave_scope
from ayomi.apps.audit.models import Event
from ayomi.apps.steering.actions import denominators as actions
from ayomi.apps.steering.models import Denominator
from ayomi.apps.steering.queries import denominators as queries
from ayomi.core import places
from ayomi.core.lists.reading import Cell

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
JUNE, TODAY = date(2026, 6, 2), date(2026, 11, 20)
SOURCE = "simkopdes.go.id"
pytestmark = pytest.mark.django_db


def receive(rows: list[list[Cell]], *, as_of: date = JUNE, source: str = SOURCE) -> int:
    return actions.receive(xlsx(rows), file_name="kopdes.xlsx", source=source, as_of=as_of, by=7, at=AT)


def load(rows: list[list[Cell]], *, as_of: date = JUNE, source: str = SOURCE) -> int:
    file_id = receive(rows, as_of=as_of, source=source)
    actions.take(file_id, by=7, at=AT)
    return file_id


def test_nothing_counts_before_a_table_is_taken_over() -> None:
    file_id = receive(KOPDES)
    assert queries.figures("kopdes", TODAY) == {}
    taken = actions.take(file_id, by=7, at=AT)
    assert (taken.figures, taken.unmatched, taken.clashes) == (18, 6, 0)
    known = queries.figures("kopdes", TODAY)
    assert {code: each.value for code, each in known.items()} == {"74.01": 135, "74.71": 65, "33.74": 177}
    assert (known["74.01"].as_of, known["74.01"].source) == (JUNE, SOURCE)


def test_what_has_no_certain_place_is_kept_under_its_name() -> None:
    load(KOPDES)
    waiting = Denominator.objects.filter(state="unmatched", measure="kopdes").get()
    assert (waiting.written, waiting.value, waiting.region_id) == ("KAB. KOLAKA TIMURR, SULAWESI TENGGARA", 117, None)


def test_a_place_matched_by_hand_counts_at_once_and_is_known_the_next_time() -> None:
    file_id = load(KOPDES)
    assert actions.choose_places(file_id, {4: "74.11"}, by=7, at=AT) == 1
    assert queries.figures("kopdes", TODAY)["74.11"].value == 117
    assert not Denominator.objects.filter(state="unmatched").exists()
    later = [*KOPDES[:3], [*KOPDES[3][:2], 120.0, *KOPDES[3][3:]]]
    load(later, as_of=date(2026, 9, 1))
    assert queries.figures("kopdes", TODAY)["74.11"].value == 120


def test_only_a_row_that_waits_is_matched_and_only_to_a_regency_of_today() -> None:
    file_id = receive(KOPDES)
    with pytest.raises(KeyError):
        actions.choose_places(file_id, {2: "74.11"}, by=7, at=AT)
    for code in ("74", "74.01.01", "99.99"):
        with pytest.raises(places.UnknownRegion):
            actions.choose_places(file_id, {4: code}, by=7, at=AT)


def test_the_newest_figure_holds_and_an_older_day_still_sees_the_older() -> None:
    load(KOPDES)
    load([KOPDES[0], [*KOPDES[1][:2], 140.0, *KOPDES[1][3:]], KOPDES[2]], as_of=date(2026, 10, 1))
    assert queries.figures("kopdes", TODAY)["74.01"].value == 140
    assert queries.figures("kopdes", date(2026, 7, 1))["74.01"].value == 135
    assert queries.figures("kopdes", date(2026, 6, 1)) == {}


def test_a_province_is_added_up_only_where_every_regency_has_a_figure() -> None:
    bali = places.regions("regency", within="51")
    heading: list[Cell] = ["Provinsi", "Kabupaten", "Koperasi aktif"]
    rows: list[list[Cell]] = [heading, *(["Bali", each.name, 10.0] for each in bali[1:])]
    load(rows)
    assert "51" not in queries.figures("cooperatives_active", TODAY)
    load([*rows, ["Bali", bali[0].name, 5.0]], as_of=date(2026, 7, 1))
    whole = queries.figures("cooperatives_active", TODAY)["51"]
    assert (whole.value, whole.parts) == (85, (9, 9))


def test_a_figure_of_a_province_is_never_shared_out_to_its_regencies() -> None:
    load([["Provinsi", "Koperasi aktif"], ["Bali", 4_000.0], ["Aceh", 3_000.0]])
    assert set(queries.figures("cooperatives_active", TODAY)) == {"51", "11"}


def test_the_population_of_the_packaged_reference_holds_until_a_newer_one_is_loaded() -> None:
    kolaka = queries.figures("population", TODAY)["74.01"]
    assert (kolaka.source, kolaka.as_of) == (queries.REGISTRY_SOURCE, queries.REGISTRY_DAY)
    load(STEPPED, source="Uji")
    simeulue = queries.figures("population", TODAY)["11.09"]
    assert (simeulue.value, simeulue.as_of) == (96_000, date(2025, 12, 31))
    assert queries.figures("population", TODAY)["74.01"] == kolaka


def test_years_stand_side_by_side() -> None:
    load(MERGED, source="Sakernas")
    years = queries.by_years(["workers_employed"])
    assert {year: each.value for year, each in years[("workers_employed", "93.01")].items()} == {
        2024: 110_500,
        2025: 112_750,
    }
    assert {year: each.value for year, each in years[("workers_employed", "")].items()} == {2024: 1_700_000}


def test_the_same_file_for_the_same_day_comes_in_once() -> None:
    file_id = receive(KOPDES)
    with pytest.raises(actions.SentBefore) as before:
        receive(KOPDES)
    assert before.value.file_id == file_id
    actions.drop(file_id, by=7, at=AT)
    assert receive(KOPDES) != file_id


def test_a_table_taken_back_counts_no_more_and_says_why() -> None:
    file_id = load(KOPDES)
    with pytest.raises(ValueError, match="reason"):
        actions.withdraw(file_id, reason=" ", by=7, at=AT)
    actions.withdraw(file_id, reason="salah berkas", by=7, at=AT)
    assert queries.figures("kopdes", TODAY) == {}
    assert Event.objects.filter(action="denominators_withdrawn", reason="salah berkas", by=7).count() == 1
    with pytest.raises(actions.NotOpen):
        actions.take(file_id, by=7, at=AT)


def test_rows_that_wait_are_given_back_as_they_came_with_the_reason() -> None:
    name, data = queries.given_back(load(KOPDES), "id")
    lines = data.decode("utf-8-sig").splitlines()
    assert name == "kopdes-kembali.csv"
    assert len(lines) == 2
    assert lines[1].startswith("SULAWESI TENGGARA;KAB. KOLAKA TIMURR;117;80")
    assert lines[1].endswith("Kabupaten Kolaka") or "Mungkin: Kabupaten Kolaka Timur" in lines[1]


def test_a_name_that_would_run_as_a_formula_is_given_back_harmless() -> None:
    evil: list[list[Cell]] = [
        KOPDES[0],
        KOPDES[1],
        KOPDES[2],
        ["SULAWESI TENGGARA", "=cmd|' /C calc'!A0", *KOPDES[3][2:]],
    ]
    file = "\r\n".join(";".join(str(cell) for cell in row) for row in evil).encode()
    file_id = actions.receive(file, file_name="x.csv", source=SOURCE, as_of=JUNE, by=None, at=AT)
    assert b";'=cmd" in queries.given_back(file_id, "id")[1]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"Nama;NIK\r\nSitti;1\r\n", b"PK\x03\x04rusak"])
def test_a_file_that_is_no_table_of_regions_is_refused_and_not_kept(content: bytes) -> None:
    with pytest.raises(actions.TableRefused) as refused:
        actions.receive(content, file_name="x", source=SOURCE, as_of=JUNE, by=None, at=AT)
    assert refused.value.refusal.message_id
    assert queries.tables() == []


def test_a_figure_needs_a_source_and_a_day_within_reach() -> None:
    with pytest.raises(ValueError, match="source"):
        receive(KOPDES, source="  ")
    with pytest.raises(ValueError, match="2100"):
        receive(KOPDES, as_of=date(2100, 1, 1))


def test_a_table_without_any_measure_cannot_be_taken_over() -> None:
    file_id = receive([["Provinsi", "Nilai ekspor"], ["Bali", 4.0], ["Aceh", 3.0]])
    with pytest.raises(actions.NothingToTake):
        actions.take(file_id, by=7, at=AT)
    actions.set_columns(file_id, {1: "msme"}, by=7, at=AT)
    assert actions.take(file_id, by=7, at=AT).figures == 2


def test_the_database_holds_one_figure_per_place_measure_day_and_table() -> None:
    load(KOPDES)
    one = Denominator.objects.filter(state="taken").first()
    assert one is not None
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_staff_read_figures_and_only_the_country_writes_them() -> None:
    file_id = load(KOPDES)
    enter_scope("office", offices=[1])
    try:
        assert len(queries.figures("kopdes", TODAY)) == 3
        with pytest.raises(ProgrammingError), transaction.atomic():
            receive(MERGED)
        enter_scope("channel", organisation=1)
        assert queries.figures("kopdes", TODAY) == {}
        enter_scope("all")
        actions.choose_places(file_id, {4: "74.11"}, by=7, at=AT)
    finally:
        leave_scope()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM steering_placename")
        assert cursor.fetchone()[0] == 1
