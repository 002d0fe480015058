"""Columns give what single values give."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayomi.core.identity import (
    Kind,
    Refused,
    Sex,
    check_column,
    check_nik_column,
    looks_rounded,
    make_kk,
    make_kpj,
    make_nib,
    make_nik,
    make_npwp,
    make_npwp16,
    make_phone,
    parse_nik,
    parser,
)

AS_OF = date(2026, 11, 21)
REGIONS = ["74.01.04", "91.01.01", "93.01.01", "54.01.01", "32.73.01"]
KINDS: list[Kind] = [
    "nik", "kk", "npwp", "nitku", "nib", "kpj", "npp", "nik_koperasi", "phone", "postcode", "bank_code",
    "bank_account", "payment_code",
]  # fmt: skip

sexes: st.SearchStrategy[Sex] = st.sampled_from(["male", "female"])
births = st.dates(date(1900, 1, 1), date(2030, 1, 1))
niks = st.builds(make_nik, st.sampled_from(REGIONS), births, sexes, st.integers(1, 9999))
kks = st.builds(make_kk, st.sampled_from(REGIONS), births, st.integers(1, 9999))
npwps = st.one_of(
    st.builds(make_npwp, st.integers(1, 99_999_999), st.integers(0, 999), st.integers(0, 9)),
    st.builds(make_npwp16, st.integers(1, 99_999_999), st.integers(0, 999)),
)
others = st.one_of(
    st.builds(make_nib, st.integers(0, 10**11 - 1)),
    st.builds(make_kpj, st.integers(0, 10**9 - 1)),
    st.builds(make_phone, st.integers(0, 10**8 - 1)),
    st.text("0123456789", min_size=0, max_size=23),
    st.from_regex(r"\A08[0-9]{6,12}\Z"),
    st.from_regex(r"\A[0-9]\1{0,17}\Z".replace(r"\1", "0")),
)
identifiers = st.one_of(niks, kks, npwps, others)


@st.composite
def written(draw: st.DrawFn) -> str:
    """An identifier as lists have it: whole, damaged, or parted."""
    text = draw(identifiers)
    how = draw(st.integers(0, 7))
    place = draw(st.integers(0, len(text)))
    return (
        text,
        text,
        f"'{text}",
        f"{text[:place]} {text[place:]}",
        f"{text[:place]}{draw(st.sampled_from('O.-lE,x٧'))}{text[place:]}",
        f"{text}.0",
        text[1:],
        draw(st.text(max_size=12)),
    )[how]


def one(kind: Kind, text: str) -> tuple[str | None, str | None, str | None]:
    try:
        parsed = parser(kind, AS_OF)(text)
    except Refused as refusal:
        return None, refusal.code, None
    return parsed.value, None, ",".join(w.code for w in parsed.warnings) or None


@settings(max_examples=60, deadline=None)
@given(st.lists(written(), max_size=12))
def test_a_column_says_what_each_of_its_values_says_alone(texts: list[str]) -> None:
    for kind in KINDS:
        rows = check_column(kind, pl.Series(texts, dtype=pl.String), as_of=AS_OF).rows()
        assert rows == [one(kind, text) for text in texts], kind


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(niks, st.none() | births, st.none() | sexes), min_size=1, max_size=12))
def test_a_column_compares_birth_dates_and_sexes_as_single_values_do(
    rows: list[tuple[str, date | None, Sex | None]],
) -> None:
    found = check_nik_column(
        pl.Series([row[0] for row in rows]),
        as_of=AS_OF,
        born=pl.Series([row[1] for row in rows], dtype=pl.Date),
        sex=pl.Series([row[2] for row in rows], dtype=pl.String),
    )
    for (text, born, sex), (value, code, warning) in zip(rows, found.rows(), strict=True):
        try:
            alone = {w.code for w in parse_nik(text, as_of=AS_OF, born=born, sex=sex).warnings}
        except Refused as refusal:
            assert (value, code, warning) == (None, refusal.code, None)
        else:
            assert set(warning.split(",") if warning else []) == alone


def test_nulls_are_empty_and_order_is_kept() -> None:
    good = make_nik("74.01.04", date(1988, 2, 21), "female", 4)
    found = check_column("nik", pl.Series([None, good, "x", good, None]), as_of=AS_OF)
    assert found.get_column("code").to_list() == ["empty", None, "not_digits", None, "empty"]
    assert found.columns == ["value", "code", "warning"]


def test_an_empty_column_gives_an_empty_frame() -> None:
    assert check_column("phone", pl.Series([], dtype=pl.String), as_of=AS_OF).shape == (0, 3)


@pytest.mark.parametrize(("endings", "rounded"), [("000001", True), ("0123456789", False), ("0000", False)])
def test_a_rounded_column_is_seen_as_a_whole(endings: str, rounded: bool) -> None:
    assert looks_rounded(pl.Series([f"740104610288000{last}" for last in endings])) is rounded
