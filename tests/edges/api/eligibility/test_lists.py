"""Lists of questions: answered row by row in their order, never failing whole, each look noted, the same again."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.apps.access.queries import looks
from ayomi.apps.eligibility.rules import lists
from ayomi.core.identity import Refused, parse_nik
from ayomi.core.periods import Month
from tests.cast import RAHIM_NIK, SITTI_NIK, Cast
from tests.edges.api.eligibility.bank import NEW_NIK, Bank, question
from tests.edges.api.eligibility.test_questions import count
from tests.edges.web.paying import bill_and_pay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
COLUMNS = ("request_id", "nik", "nib", "consent_id", "product", "amount", "purpose")


def as_csv(rows: list[dict[str, Any]], separator: str = ",") -> bytes:
    out = io.StringIO()
    sheet = csv.DictWriter(out, COLUMNS, delimiter=separator)
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode()


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def rows(bank: Bank) -> list[dict[str, Any]]:
    return [
        question(nik=SITTI_NIK), question(), question(nik=RAHIM_NIK, product="kur_mikro"),
        question(nik=None, nib="9120001234567"), question(nik="123"), question(amount=-5), question(product="x"),
    ]  # fmt: skip


def test_each_row_gets_what_a_single_question_gets_and_bad_rows_their_reason(bank: Bank, cast: Cast) -> None:
    bill_and_pay(Month(2026, 10), pays="Nelayan")
    asked = rows(bank)
    told = read(bank.say("/batches/L-1", as_csv(asked), kind="text/csv").content)
    assert [row["request_id"] for row in told] == [row["request_id"] for row in asked]
    for place, row in enumerate(told[:4]):
        single = bank.ask(**asked[place] | {"request_id": f"s-{place}", "nik": asked[place].get("nik")})
        assert (row["result"], row["status"]) == (single["result"], single["status"])
        assert row["programmes"] == ",".join(single["programmes"])
        assert row["covered_since"] == (single["covered_since"] or "")
        assert row["missing"] == ",".join(each["code"] for each in single["missing"])
    assert [(row["error_field"], row["error_code"]) for row in told[4:]] == [
        ("nik", "bad_nik"), ("amount", "not_whole"), ("product", "unknown_product"),
    ]  # fmt: skip
    assert all(row["message"] and not row["result"] for row in told[4:])


def test_csv_objects_and_lines_say_the_same(bank: Bank, cast: Cast) -> None:
    asked = rows(bank)
    listed = bank.say("/batches/L-1", json.dumps(asked).encode()).json()
    lines = bank.say("/batches/L-2", "\n".join(map(json.dumps, asked)).encode(), kind="application/x-ndjson").content
    assert [json.loads(line) for line in lines.decode().splitlines()] == listed
    told = read(bank.say("/batches/L-3", as_csv(asked, ";"), kind="text/csv").content)
    assert [row["message"] for row in told] == [row["message"] for row in listed]


def test_everybody_asked_about_can_read_it_and_the_same_list_is_one_look(bank: Bank, cast: Cast) -> None:
    body = as_csv([question(nik=SITTI_NIK), question(nik=RAHIM_NIK), question()])
    first = bank.say("/batches/L-1", body, kind="text/csv").content
    assert bank.say("/batches/L-1", body, kind="text/csv").content == first
    for person in (cast.sitti, cast.rahim):
        assert [row.purpose for row in looks(person)] == [
            "Bank X: KUR kecil, KUR usaha ikan (persetujuan PERSETUJUAN-7)"
        ]
    other = bank.say("/batches/L-1", body + b"\n", kind="text/csv")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "request_id_used")


@pytest.mark.parametrize(
    ("raw", "kind", "status", "code"),
    [
        (b"\n", "text/csv", 400, "no_rows"),
        (b"request_id,nik\n", "text/csv", 400, "no_rows"),
        (b"request_id,gaji\na,1\n", "text/csv", 400, "unknown_column"),
        (b"\xff\xfe\x00", "text/csv", 400, "bad_list"),
        (b"{}", "application/json", 400, "bad_list"),
        (b"[1", "application/json", 400, "bad_list"),
        (b"[" * 100_000, "application/json", 400, "bad_list"),
        (b"[]", "application/json", 400, "no_rows"),
        (b"x", "application/pdf", 415, "not_list"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_whole(bank: Bank, raw: bytes, kind: str, status: int, code: str) -> None:
    answer = bank.say("/batches/L-1", raw, kind=kind)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert count("eligibility_batch") == 0


def test_too_many_rows_and_too_many_bytes_are_refused(bank: Bank) -> None:
    many = b"request_id\n" + b"a\n" * (lists.MOST_ROWS + 1)
    assert bank.say("/batches/L-1", many, kind="text/csv").status_code == 413
    huge = bank.http.post(
        "/api/v1/eligibility/batches/L-2", b"x", content_type="text/csv", CONTENT_LENGTH="100000000",
        headers={"Authorization": f"Bearer {bank.secret}"},
    )  # fmt: skip
    assert huge.status_code == 413


def test_rows_of_another_length_and_strange_values_are_wrong_alone(bank: Bank) -> None:
    good = as_csv([question()])
    told = read(bank.say("/batches/L-1", good + b"a,b,c,d,e,f,g,h,i\n", kind="text/csv").content)
    assert [row["error_code"] for row in told] == ["", "bad_row"]
    strange: list[Any] = [question(), 5, None, {"x": 1}, question(nik=5), question(amount=True), question(amount="7")]
    answered = bank.say("/batches/L-2", strange).json()
    assert [row["error_code"] for row in answered] == [None] + ["bad_row"] * 6


def test_a_number_twice_in_a_list_is_answered_once(bank: Bank) -> None:
    one = question()
    told = read(bank.say("/batches/L-1", as_csv([one, one]), kind="text/csv").content)
    assert [row["error_code"] for row in told] == ["", "twice"]


DIGITS = st.text("0123456789", min_size=15, max_size=17)
SHAPED = st.builds(
    "{:06d}{:02d}{:02d}{:02d}{:04d}".format, st.integers(0, 999_999), st.integers(0, 75), st.integers(0, 13),
    st.integers(0, 99), st.integers(0, 9_999),
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(DIGITS | SHAPED | st.just(NEW_NIK), min_size=30, max_size=60))
def test_a_number_is_taken_from_a_list_where_it_is_taken_alone(niks: list[str]) -> None:
    base = {name: [value] * len(niks) for name, value in question(nik=None).items()}
    base |= {"nik": niks, "request_id": [f"r{n}" for n in range(len(niks))], "amount": ["1"] * len(niks)}
    frame = pl.DataFrame(base).with_columns(nib=pl.lit(None, dtype=pl.String))
    told = lists.checked(frame.select(lists.ASKED), today=TODAY)
    for nik, value, code in zip(niks, told["nik"], told["error_code"], strict=True):
        try:
            assert value == parse_nik(nik, as_of=TODAY).value
        except Refused:
            assert (value, code) == (None, "bad_nik")
