"""A file of targets comes back row by row with what is wrong and what to do; its good rows are kept as drafts."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast

from ayomi.apps.steering.actions import target_files as files
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.actions.targets import NotYours
from ayomi.apps.steering.models import Target
from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.rules.course import even
from ayomi.apps.steering.rules.target_cells import Place, Places, read_indicator, read_number, read_year
from ayomi.apps.steering.rules.target_files import Known, ReadFile, read_targets
from ayomi.apps.steering.rules.target_words import WORDS
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, Cell, Sheet, read_book
from ayomi.core.money import grouped

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BPU, PU = "workers_covered_own_account", "workers_covered_wage_earner"
OPENED = date(2014, 1, 1)
PLACES = (
    Place(1, "W11", "Kantor Wilayah Sulawesi dan Maluku", OPENED, None, True),
    Place(2, "C7471", "Kantor Cabang Kendari", OPENED, None, True),
    Place(3, "C7401", "Kantor Cabang Perintis Kolaka", OPENED, None, True),
    Place(4, "C3374", "Kantor Cabang Semarang", OPENED, None, False),
    Place(5, "C7402", "Kantor Cabang Raha", OPENED, date(2025, 7, 1), True),
    Place(6, "C7410", "Kantor Cabang Wakatobi", date(2028, 1, 1), None, True),
    Place(7, "S7471", "Kantor Cabang Pembantu Kendari", OPENED, None, True),
)
HEAD: list[Cell] = ["Kantor", "Indikator", "Tahun", "Sasaran", "Alasan"]


def book(*rows: list[Cell]) -> Book:
    return Book("xlsx", (Sheet("Sasaran", list(rows)),))


def read(*rows: list[Cell], **more: object) -> ReadFile:
    known = Known(PLACES, range(1993, 2037), 2027, AT.date(), {}, **more)  # type: ignore[arg-type]  # fields by name
    found = read_targets(book(*rows), known)
    assert isinstance(found, ReadFile)
    return found


def said(found: ReadFile) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in found.problems]


def row(*cells: Cell) -> list[Cell]:
    return list(cells)


def test_one_target_a_row_is_read_by_code_or_by_name() -> None:
    found = read(
        row("SASARAN 2027"),
        row(),
        HEAD,
        row("C7471", "BPU", 2027, 1200.0, ""),
        row("Cabang Perintis Kolaka", "workers_covered", "2027", "12.500", "Kapal baru"),
        row("kanwil sulawesi dan maluku", "Iuran diterima", 2027.0, "Rp 1.250.000.000,00", ""),
    )
    assert said(found) == []
    assert [(each.row, each.office_id, each.indicator, each.amount) for each in found.targets] == [
        (4, 2, BPU, 1_200), (5, 3, "workers_covered", 12_500), (6, 1, "contributions_received", 1_250_000_000),
    ]  # fmt: skip
    assert found.targets[1].reason == "Kapal baru"


def test_one_office_a_row_with_a_column_for_each_indicator_is_read_with_the_year_of_its_title() -> None:
    found = read(
        row("Sasaran kepesertaan tahun 2028"),
        row("No", "Kantor", "PU", "BPU", "Koperasi"),
        row(1, "C7471", 500, "1.200", ""),
        row(2, "C7401", 80, "", 4),
        row("", "Jumlah", 580, 1200, 4),
    )
    assert said(found) == []
    assert [(each.year, each.office_id, each.indicator, each.amount) for each in found.targets] == [
        (2028, 2, PU, 500), (2028, 2, BPU, 1_200), (2028, 3, PU, 80), (2028, 3, "cooperatives_enrolled", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (row("", "BPU", 2027, 5), "office_missing"),
        (row("Kendary", "BPU", 2027, 5), "office_unknown"),
        (row("C9999", "BPU", 2027, 5), "office_unknown"),
        (row("Kendari", "BPU", 2027, 5), "office_several"),
        (row("C3374", "BPU", 2027, 5), "office_not_yours"),
        (row("C7402", "BPU", 2027, 5), "office_closed"),
        (row("C7410", "BPU", 2027, 5), "office_not_open"),
        (row("C7471", "", 2027, 5), "indicator_missing"),
        (row("C7471", "Kebahagiaan", 2027, 5), "indicator_unknown"),
        (row("C7471", "BPU", 1992, 5), "year_out_of_range"),
        (row("C7471", "BPU", 2999, 5), "year_out_of_range"),
        (row("C7471", "BPU", "dua ribu", 5), "year_unreadable"),
        (row("C7471", "BPU", 2027, ""), "amount_missing"),
        (row("C7471", "BPU", 2027, "89,38 %"), "amount_percent"),
        (row("C7471", "BPU", 2027, 0.8938), "amount_percent"),
        (row("C7471", "BPU", 2027, 25.2), "amount_decimal"),
        (row("C7471", "BPU", 2027, "1,5 juta"), "amount_scaled"),
        (row("C7471", "BPU", 2027, -5), "amount_negative"),
        (row("C7471", "BPU", 2027, 10**16), "amount_large"),
        (row("C7471", "BPU", 2027, "banyak"), "amount_unclear"),
    ],
)  # fmt: skip
def test_a_bad_row_comes_back_with_what_to_do_and_the_good_one_stays(cells: list[Cell], code: str) -> None:
    found = read(HEAD, cells, row("C7401", "BPU", 2027, 7))
    assert said(found) == [(2, code)]
    assert [each.row for each in found.targets] == [3]
    told = found.problems[0]
    assert all((told.what_id, told.do_id, told.what_en, told.do_en))
    assert "{" not in told.what_id + told.do_id + told.what_en + told.do_en


def test_what_was_meant_is_proposed() -> None:
    found = read(HEAD, row("C7471", "BPU", 2027, 25.2), row("Kendary", "PU", 2027, "2 jt"))
    assert [each.proposal for each in found.problems] == ["25200", None, "2000000"]
    assert "C7471" in found.problems[1].do_id


def test_two_figures_for_one_target_come_back_both_and_the_same_figure_once() -> None:
    found = read(
        HEAD,
        row("C7471", "BPU", 2027, 5),
        row("Kantor Cabang Kendari", "Pekerja mandiri (BPU)", 2027, 6),
        row("C7401", "BPU", 2027, 7),
        row("C7401", "BPU", 2027, 7),
    )
    assert said(found) == [(2, "cell_twice"), (3, "cell_twice"), (5, "cell_again")]
    assert [each.row for each in found.targets] == [4]


def test_a_total_that_is_not_the_sum_comes_back_with_its_rows_which_are_kept() -> None:
    found = read(
        HEAD, row("C7471", "BPU", 2027, 700), row("C7401", "BPU", 2027, 500), row("JUMLAH", "", "", 1_500)
    )  # fmt: skip
    assert said(found) == [(2, "within_total"), (3, "within_total"), (4, "total_differs")]
    assert "kurang 300" in found.problems[2].what_id and "300 too few" in found.problems[2].what_en
    assert [each.amount for each in found.targets] == [700, 500]
    assert found.bad_rows == (2, 3, 4)


def test_of_a_total_over_a_row_that_cannot_be_read_nothing_is_said() -> None:
    found = read(HEAD, row("C7471", "BPU", 2027, "?"), row("C7401", "BPU", 2027, 500), row("Total", "", "", 1_500))
    assert said(found) == [(2, "amount_unclear")]


MONTHS: list[Cell] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"]


@pytest.mark.parametrize(
    ("indicator", "months", "course"),
    [
        ("BPU", [*range(1, 13)], (*range(1, 13),)),
        ("Iuran", [1] * 12, (*range(1, 13),)),
        ("BPU", [], ()),
        ("BPU", [1, 2], "course_gaps"),
        ("BPU", [1] * 12, "course_last"),
        ("Iuran", [5, 4, *range(3, 13)], "course_falls"),
    ],
)
def test_months_are_read_as_what_shall_stand_by_their_end(
    indicator: str, months: list[Cell], course: tuple[int, ...] | str
) -> None:
    found = read([*HEAD, *MONTHS], ["C7471", indicator, 2027, 12, "", *months])
    if isinstance(course, str):
        assert said(found) == [(2, course)]
    else:
        assert [each.course for each in found.targets] == [course]


def test_signatures_and_repeated_headings_are_no_rows() -> None:
    found = read(HEAD, row("C7471", "BPU", 2027, 5), HEAD, row("Kendari, 5 Januari 2027"), row("Hj. Marwah"))
    assert (said(found), len(found.targets)) == ([], 1)


@pytest.mark.parametrize("rows", [[], [["Nama", "NIK"], ["Siti", "7401"]], [HEAD]])
def test_a_file_without_targets_says_what_was_expected(rows: list[list[Cell]]) -> None:
    refusal = read_targets(book(*rows), Known(PLACES, range(1993, 2037), None, AT.date(), {}))
    assert isinstance(refusal, Refusal)
    assert refusal.message_id and refusal.message_en


@given(st.integers(0, 10**15), st.sampled_from(["", ".", ",", " "]))
def test_whole_numbers_are_read_however_their_thousands_are_parted(amount: int, point: str) -> None:
    assert read_number(grouped(amount, "en").replace(",", point)).value == amount


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_no_cell_breaks_the_reading_and_nothing_below_zero_is_read(cell: Cell) -> None:
    number = read_number(cell)
    assert number.code in WORDS if number.value is None else number.value >= 0


def test_names_of_indicators_and_segments_are_known_as_people_write_them() -> None:
    assert read_indicator("Pekerja mandiri (BPU)") == read_indicator("tk-lhk") == BPU
    assert read_indicator("Tenaga kerja", "PU") == PU and read_indicator("Iuran", "semua") == "contributions_received"
    assert read_indicator("Koperasi", "PU") is None and read_indicator("collection_rate") is None
    assert [read_year(cell) for cell in ("Tahun 2027", 2027.0, "27", "2026/2027")] == [2027, 2027, None, None]


def test_an_open_office_is_meant_before_one_that_is_shut() -> None:
    shut = Place(8, "R8", "Kantor Wilayah Kendari", OPENED, date(2014, 1, 2), True)
    open_one = Place(2, "C7471", "Kantor Cabang Kendari", OPENED, None, True)
    assert Places((shut, open_one), AT.date()).find("Kendari") == [open_one]


def as_csv(*rows: list[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def as_xlsx(*rows: list[object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Sasaran")
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return target.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("packed", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_good_rows_become_drafts_and_the_corrected_rest_continues(
    cast: Cast, users: dict[str, int], packed: object
) -> None:
    head = users["office_head"]
    sent = packed(["Kantor", "Indikator", "Tahun", "Sasaran"], ["C7471", "BPU", 2027, 1200],
                  ["Kolakka", "BPU", 2027, 300])  # type: ignore[operator]  # one of the two above  # fmt: skip
    number = files.receive_target_file(sent, file_name="Sasaran.csv", year=None, by=head, at=AT)
    assert files.receive_target_file(sent, file_name="Sasaran.csv", year=None, by=head, at=AT) == number
    kept = files.keep_target_file(number, by=head, at=AT)
    assert len(kept.ids) == 1
    with pytest.raises(files.KeptAlready):
        files.keep_target_file(number, by=head, at=AT)
    name, data = files.give_back_target_file(number, language="id", by=head, at=AT)
    assert name.startswith("Sasaran-perlu-diperbaiki.")
    back = read_book(data, name)
    assert isinstance(back, Book)
    rows = back.sheets[0].rows
    assert rows[0][-2:] == ["Yang perlu diperbaiki", "Caranya"] and len(rows) == 2
    assert "Kolakka" in str(rows[1][4])
    code = cast_code(cast.offices.kolaka)
    corrected = packed(rows[0], [code, *rows[1][1:]])  # type: ignore[operator]  # one of the two above
    second = files.receive_target_file(corrected, file_name="Sasaran.csv", year=None, by=head, at=AT)
    assert len(files.keep_target_file(second, by=head, at=AT).ids) == 1
    rows_kept = queries.drafts_of([cast.offices.kendari, cast.offices.kolaka])
    assert sorted(each.amount for each in rows_kept) == [300, 1_200]
    assert {each.origin for each in rows_kept} == {"uploaded"}


def cast_code(office_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM offices_office WHERE id = %s", [office_id])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_another_figure_than_the_one_in_force_needs_a_reason_in_the_file_or_beside_it(
    cast: Cast, users: dict[str, int]
) -> None:
    head, kendari = users["office_head"], cast.offices.kendari
    actions.set_target(kendari, 2027, BPU, 1_000, "Rencana", by=None, at=AT)
    sent = as_csv(["Kantor", "Indikator", "Tahun", "Sasaran"], ["C7471", "BPU", 2027, 1200])
    number = files.receive_target_file(sent, file_name="s.csv", year=None, by=head, at=AT)
    examined = files.examine_target_file(number, by=head, at=AT)
    assert [each.code for each in examined.read.problems] == ["reason_missing"]
    kept = files.keep_target_file(number, reason="Pasar baru", by=head, at=AT)
    assert Target.objects.get(pk=kept.ids[0]).reason == "Pasar baru"


@pytest.mark.django_db
def test_a_target_that_waits_to_be_decided_on_is_not_written_over(cast: Cast, users: dict[str, int]) -> None:
    head, kendari = users["office_head"], cast.offices.kendari
    draft = actions.Draft(kendari, 2027, BPU, 7, even(7))
    actions.propose_targets(actions.draft_targets([draft], by=head, at=AT).ids, by=head, at=AT)
    sent = as_csv(["Kantor", "Indikator", "Tahun", "Sasaran"], ["C7471", "BPU", 2027, 1200])
    number = files.receive_target_file(sent, file_name="s.csv", year=None, by=head, at=AT)
    assert [each.code for each in files.examine_target_file(number, by=head, at=AT).read.problems] == ["waiting"]


@pytest.mark.django_db
def test_what_is_no_list_of_targets_and_who_sets_none_are_refused(cast: Cast, users: dict[str, int]) -> None:
    with pytest.raises(files.Refused) as refusal:
        files.receive_target_file(b"%PDF-1.7 x", file_name="a.pdf", year=None, by=users["office_head"], at=AT)
    assert refusal.value.refusal.message_id
    with pytest.raises(NotYours):
        files.receive_target_file(b"x", file_name="a.csv", year=None, by=users["finance"], at=AT)
    with pytest.raises(files.UnknownFile):
        files.examine_target_file(0, by=users["office_head"], at=AT)
