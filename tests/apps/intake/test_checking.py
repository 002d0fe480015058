"""Lists checked against themselves and against what the database knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from tests.apps.intake.lists import AT, checked, codes, line, people, received, states, table, take
from tests.cast import RAHIM_BORN, RAHIM_NIK, SITTI_BORN, SITTI_NIK, Cast
from tests.core.lists.untidy import untidy_workbook

pytestmark = pytest.mark.django_db


def test_an_untidy_workbook_is_read_to_the_page_that_shows_what_is_ready(cast: Cast) -> None:
    book = untidy_workbook()
    upload_id = checked(cast, book.data, file_name="daftar-anggota-wolo-nov.xlsx")
    page = lists.one(upload_id)
    assert page.row.state == "checked"
    assert page.row.kind == "members_new"
    assert page.row.counts == {"ready": len(book.good_rows), "fix": len(book.codes)}
    assert {number: codes(upload_id, number) >= {code} for number, code in book.codes.items()} == dict.fromkeys(
        book.codes, True
    )
    assert {row: why for row, why, _ in page.reading["skipped"]} == book.skipped


def test_no_personal_number_of_a_row_stands_unencrypted(cast: Cast) -> None:
    rows = people(3)
    rows[1][1] = "740102521188000"
    upload_id = checked(cast, table(*rows))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(u)::text || coalesce(string_agg(row_to_json(r)::text, ''), '') FROM intake_upload u"
            " LEFT JOIN intake_row r ON r.upload_id = u.id WHERE u.id = %s GROUP BY u.*",
            [upload_id],
        )
        stored = cursor.fetchone()[0]
    assert all(str(row[1]) not in stored for row in rows)
    assert str(rows[1][1]) == line(upload_id, 3).contents.cells[1]


def test_a_member_is_known_and_not_asked_for_again(cast: Cast) -> None:
    upload_id = checked(cast, table(["Wa Ode Sitti Hajar", SITTI_NIK, f"{SITTI_BORN:%d-%m-%Y}", "1.000.000"]))
    assert states(upload_id) == {"known": 1}
    assert codes(upload_id, 2) == {"already_member"}


def test_a_member_elsewhere_is_ready_and_led_to_the_record_that_exists(cast: Cast) -> None:
    upload_id = checked(cast, table(["La Ode Rahim", RAHIM_NIK, f"{RAHIM_BORN:%d-%m-%Y}", "1.000.000"]))
    assert states(upload_id) == {"ready": 1}
    assert line(upload_id, 2).person_id == cast.rahim


def test_a_nik_of_somebody_else_waits_for_a_decision(cast: Cast) -> None:
    upload_id = checked(cast, table(["Budi Hartono", RAHIM_NIK, f"{RAHIM_BORN:%d-%m-%Y}", "1.000.000"]))
    assert states(upload_id) == {"twin": 1}
    assert codes(upload_id, 2) == {"nik_of_another"}
    assert line(upload_id, 2).contents.others == (cast.rahim,)


def test_a_nik_one_digit_off_may_be_a_twin(cast: Cast) -> None:
    near = RAHIM_NIK[:-1] + ("2" if RAHIM_NIK[-1] != "2" else "3")
    upload_id = checked(cast, table(["La Ode Rahim", near, f"{RAHIM_BORN:%d-%m-%Y}", "1.000.000"]))
    assert states(upload_id) == {"twin": 1}
    assert actions.decide(upload_id, 2, str(cast.rahim), by=None, at=AT) == "ready"
    assert line(upload_id, 2).person_id == cast.rahim


def test_a_twin_that_is_another_person_is_recorded_anew(cast: Cast) -> None:
    near = RAHIM_NIK[:-1] + ("2" if RAHIM_NIK[-1] != "2" else "3")
    upload_id = checked(cast, table(["La Ode Rahim", near, f"{RAHIM_BORN:%d-%m-%Y}", "1.000.000"]))
    assert actions.decide(upload_id, 2, "other", by=None, at=AT) == "ready"
    assert take(upload_id) == 1
    assert line(upload_id, 2).person_id not in (None, cast.rahim)


def test_a_decision_for_someone_who_was_not_offered_is_refused(cast: Cast) -> None:
    near = RAHIM_NIK[:-1] + ("2" if RAHIM_NIK[-1] != "2" else "3")
    upload_id = checked(cast, table(["La Ode Rahim", near, f"{RAHIM_BORN:%d-%m-%Y}", "1.000.000"]))
    with pytest.raises(ValueError, match="not offered"):
        actions.decide(upload_id, 2, str(cast.sri), by=None, at=AT)


def test_the_same_file_sent_twice_leads_to_the_first(cast: Cast) -> None:
    content = table(*people(2))
    first = received(cast, content)
    with pytest.raises(actions.AlreadySent) as again:
        received(cast, content)
    assert again.value.upload_id == first


def test_a_summary_is_refused_with_what_it_is(cast: Cast) -> None:
    rows = [[f"Kabupaten {name}", 120 + place, 80] for place, name in enumerate(("Kolaka", "Konawe", "Muna", "Buton"))]
    upload_id = checked(cast, table(*rows, headings=("Kabupaten/Kota", "Jumlah koperasi", "Jumlah anggota")))
    page = lists.one(upload_id)
    assert page.row.state == "refused"
    assert page.refusal is not None and page.refusal["code"] == "summary_table"


def test_a_list_whose_needed_column_is_missing_asks_for_it_and_goes_on(cast: Cast) -> None:
    rows = [[row[0], row[3]] for row in people(3)]
    upload_id = checked(cast, table(*rows, headings=("Nama", "Penghasilan")))
    assert lists.one(upload_id).row.state == "columns"
    upload_id = checked(cast, table(*people(3), headings=("Nama", "Catatan A", "Catatan B", "Penghasilan")))
    page = lists.one(upload_id)
    fields = {column["index"]: column["field"] for column in page.mapping["columns"]} | {1: "nik", 2: "birth_date"}
    actions.change_columns(
        upload_id, fields, kind="members_new", segment="own_account", by=None, at=AT
    ) if page.row.state in ("columns", "checked") else None
    actions.check(upload_id, at=AT)
    assert states(upload_id) == {"ready": 3}


def test_columns_corrected_by_hand_are_remembered_for_the_sender(cast: Cast) -> None:
    headings = ("Nama", "NIK", "Tanggal lahir", "Penghasilan", "Kode A")
    upload_id = checked(cast, table(*[[*row, "Wolo"] for row in people(3)], headings=headings))
    actions.change_columns(upload_id, {4: "village"}, kind="members_new", segment="own_account", by=None, at=AT)
    actions.check(upload_id, at=AT)
    later = checked(cast, table(*[[*row, "Wolo"] for row in people(3, first=700)], headings=headings))
    column = lists.one(later).mapping["columns"][4]
    assert (column["field"], column["by_hand"]) == ("village", True)
    elsewhere = checked(cast, table(*[[*row, "Wolo"] for row in people(3, first=800)], headings=headings),
                        organisation_id=None)  # fmt: skip
    assert lists.one(elsewhere).mapping["columns"][4]["by_hand"] is False


def test_what_was_typed_outlives_a_change_of_columns(cast: Cast) -> None:
    rows = people(3)
    rows[0][1], rows[1][3] = "7,40102E+15", "serabutan"
    upload_id = checked(cast, table(*rows))
    actions.answer(upload_id, 2, "nik", str(people(1, first=900)[0][1]), by=None, at=AT)
    actions.leave_out(upload_id, [4], by=None, at=AT)
    before = line(upload_id, 2).contents.answers
    actions.change_columns(upload_id, {3: None}, kind="members_new", segment="own_account", by=None, at=AT)
    actions.check(upload_id, at=AT)
    assert line(upload_id, 2).contents.answers == before
    assert line(upload_id, 4).state == "left_out"


def test_a_check_that_died_between_two_sets_of_rows_goes_on_without_doubles(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ayomi.apps.intake.actions.checking.ROWS_AT_ONCE", 2)
    upload_id = received(cast, table(*people(5)))
    import ayomi.apps.intake.actions.checking as checking

    true_write, calls = checking.write_rows, []

    def dies(*given: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("the process died")
        true_write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "write_rows", dies)
    with pytest.raises(RuntimeError):
        actions.check(upload_id, at=AT)
    assert lists.one(upload_id).row.message == "RuntimeError"
    assert lists.one(upload_id).row.rows_done == 2
    assert actions.check(upload_id, at=AT + timedelta(minutes=1)) == "checked"
    assert states(upload_id) == {"ready": 5}
