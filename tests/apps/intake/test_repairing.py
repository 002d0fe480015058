"""Rows put right one by one: each is checked again by itself, and rows of one NIK are told apart anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.intake.rules.columns import without_numbers
from ayomi.apps.intake.rules.contents import Contents, from_bytes
from ayomi.apps.intake.rules.rights import RIGHTS, may, may_send_for
from ayomi.core.lists.problems import Problem
from tests.apps.intake.lists import AT, HEADINGS, checked, codes, line, people, states, table
from tests.cast import SITTI_BORN, SITTI_NIK, Cast

db = pytest.mark.django_db


@db
def test_a_typed_nik_makes_the_row_ready(cast: Cast) -> None:
    rows = people(2)
    right, rows[0][1] = str(rows[0][1]), "7,40102E+15"
    upload_id = checked(cast, table(*rows))
    assert actions.answer(upload_id, 2, "nik", f" {right} ", by=None, at=AT) == "ready"
    assert line(upload_id, 2).contents.answers == {"nik": right}


@db
def test_a_wrong_answer_is_kept_and_told(cast: Cast) -> None:
    rows = people(1)
    rows[0][1] = "7,40102E+15"
    upload_id = checked(cast, table(*rows))
    assert actions.answer(upload_id, 2, "nik", "74010212", by=None, at=AT) == "fix"
    assert codes(upload_id, 2) == {"length"}
    assert line(upload_id, 2).contents.answers == {"nik": "74010212"}


@db
def test_a_member_typed_into_a_row_is_known(cast: Cast) -> None:
    upload_id = checked(cast, table(["Wa Ode Sitti Hajar", "", f"{SITTI_BORN:%d-%m-%Y}", "1.000.000"]))
    assert actions.answer(upload_id, 2, "nik", SITTI_NIK, by=None, at=AT) == "known"


@db
def test_other_cells_stay_as_their_column_was_read(cast: Cast) -> None:
    # The column writes the month first; one row alone could not tell.
    rows = [[name, nik, "", wage] for name, nik, _, wage in people(6)]
    born = [date(1970 + serial % 25, 1 + serial % 12, 1 + serial % 28) for serial in range(500, 506)]
    for row, day in zip(rows, born, strict=True):
        row[2] = f"{day:%m/%d/%Y}"
    rows[0][3] = "1.1jt"
    upload_id = checked(cast, table(*rows))
    before = line(upload_id, 2).contents.clean["birth_date"]
    assert actions.answer(upload_id, 2, "wage", "1100000", by=None, at=AT) == "ready"
    assert line(upload_id, 2).contents.clean["birth_date"] == before


@db
def test_a_rounded_number_is_not_forgiven_when_another_cell_is_put_right(cast: Cast) -> None:
    from tests.core.lists.untidy import xlsx

    rows = [[f"Nelayan {name}", float(f"74010212{day:02d}9000{place}0"), f"{day}-12-1990", "900000"]
            for place, (name, day) in enumerate((("Aab", 10), ("Aac", 11), ("Aad", 12), ("Aae", 13)))]  # fmt: skip
    rows[0][0] = ""
    upload_id = checked(cast, xlsx({"Daftar": [list(HEADINGS), *rows]}), file_name="bulat.xlsx")
    assert "number_rounded" in codes(upload_id, 2)
    assert actions.answer(upload_id, 2, "name", "Nelayan Aab", by=None, at=AT) == "fix"
    assert "number_rounded" in codes(upload_id, 2)


@db
def test_two_rows_of_one_nik_are_told_apart_when_one_is_corrected(cast: Cast) -> None:
    rows = people(3)
    right, rows[2][1] = str(rows[2][1]), rows[0][1]
    rows[2][2] = ""
    upload_id = checked(cast, table(*rows))
    assert states(upload_id) == {"ready": 2, "fix": 1}
    assert codes(upload_id, 2) == {"duplicate_nik_first"}
    assert actions.answer(upload_id, 4, "nik", right, by=None, at=AT) == "ready"
    assert codes(upload_id, 2) == set()


@db
def test_leaving_one_of_two_out_frees_the_other(cast: Cast) -> None:
    rows = people(2)
    rows[1][1], rows[1][2] = rows[0][1], ""
    upload_id = checked(cast, table(*rows))
    actions.leave_out(upload_id, [2], by=None, at=AT)
    assert states(upload_id) == {"left_out": 1, "ready": 1}
    actions.restore(upload_id, [2], by=None, at=AT)
    assert states(upload_id) == {"ready": 1, "fix": 1}


@db
def test_a_nik_typed_twice_waits(cast: Cast) -> None:
    rows = people(2)
    first, rows[1][1], rows[1][2] = str(rows[0][1]), "7,40102E+15", ""
    upload_id = checked(cast, table(*rows))
    assert actions.answer(upload_id, 3, "nik", first, by=None, at=AT) == "fix"
    assert "duplicate_nik" in codes(upload_id, 3)


@db
def test_a_question_may_be_answered_with_yes(cast: Cast) -> None:
    rows = people(2)
    rows[1][0], rows[1][1], rows[1][2] = rows[0][0], "", rows[0][2]
    upload_id = checked(cast, table(*[[*row, "Kolaka"] for row in rows], headings=(*HEADINGS, "Tempat lahir")))
    assert "duplicate_person" in codes(upload_id, 3)
    assert actions.accept(upload_id, 3, "duplicate_person", by=None, at=AT) == "ready"


@db
def test_proposals_are_used_for_all_rows_chosen(cast: Cast) -> None:
    rows = people(3)
    rows[0][3], rows[1][3] = "1.1jt", "900rb"
    upload_id = checked(cast, table(*rows))
    assert states(upload_id) == {"fix": 2, "ready": 1}
    assert actions.use_proposals(upload_id, [2, 3], by=None, at=AT) == 2
    assert states(upload_id) == {"ready": 3}
    assert line(upload_id, 2).contents.clean["wage"] == 1_100_000


@db
def test_rows_that_were_taken_in_are_closed(cast: Cast) -> None:
    upload_id = checked(cast, table(*people(1)))
    actions.begin(upload_id, by=None, at=AT)
    with pytest.raises(actions.NotOpen):
        actions.leave_out(upload_id, [2], by=None, at=AT)
    actions.apply(upload_id, by=None, at=AT)
    with pytest.raises(actions.NotOpen):
        actions.answer(upload_id, 2, "wage", "5", by=None, at=AT)
    with pytest.raises(actions.NotOpen):
        actions.change_columns(upload_id, {}, kind="members_new", segment="own_account", by=None, at=AT)
    assert lists.one(upload_id).row.state == "applied"


CELLS = st.one_of(
    st.text(max_size=20), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(), st.datetimes(),
)  # fmt: skip


@given(st.lists(CELLS, max_size=6), st.dictionaries(st.sampled_from(["name", "nik", "wage"]), st.text(max_size=9)))
def test_what_a_row_holds_comes_back_as_it_was(cells: list[object], answers: dict[str, str]) -> None:
    problem = Problem(3, "nik", "No. KTP", "74", "length", "fix", "a", "b", "c", "d", None)
    held = Contents(tuple(cells), {"birth_date": date(1990, 1, 2), "wage": 5}, answers, ("x",), (problem,), (7,), "7")  # type: ignore[arg-type]  # cells of any kind
    again = from_bytes(held.to_bytes())
    assert again == held
    assert [type(cell) for cell in again.cells] == [type(cell) for cell in cells]


@given(st.text("0123456789", min_size=9, max_size=20), st.text(" .-", min_size=1, max_size=1))
def test_no_long_number_passes_unmasked(digits: str, sign: str) -> None:
    assert digits not in without_numbers(f"a {digits} b")
    assert digits not in without_numbers(sign.join(digits)).replace(sign, "")


def test_dates_are_no_personal_numbers() -> None:
    assert without_numbers("12-08-1990, 12/08/1990, 19900812") == "12-08-1990, 12/08/1990, 19900812"


def test_a_role_without_a_line_has_no_right() -> None:
    assert not may("worker", "look")
    assert all("look" in rights for rights in RIGHTS.values())


@pytest.mark.parametrize(
    ("organisation", "contractor", "allowed"), [(5, None, True), (6, None, False), (None, 5, True), (None, None, False)]
)
def test_a_channel_sends_for_itself_only(organisation: int | None, contractor: int | None, allowed: bool) -> None:
    told = may_send_for(
        "channel_administrator", own_organisation=5, organisation=organisation, contractor=contractor
    )  # fmt: skip
    assert told is allowed


@db
def test_a_row_that_is_not_there_is_not_open(cast: Cast) -> None:
    upload_id = checked(cast, table(*people(1)))
    with pytest.raises(actions.NotOpen):
        actions.answer(upload_id, 99, "wage", "5", by=None, at=AT + timedelta(days=1))
