"""Lists of questions in columns: read, checked row by row without failing whole, and answered in their order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from ayomi.apps.eligibility.rules.answers import NAMES, asked_for, verdict
from ayomi.apps.eligibility.rules.reading import ASKED, LONGEST, PERSONAL, WORDS
from ayomi.core.identity import check_column
from ayomi.core.law.citation import Words
from ayomi.core.law.credit import products
from ayomi.core.money import LARGEST_SUM

MOST_ROWS: Final = 100_000
LONGEST_LIST: Final = 60_000_000
"""Bytes of a list."""
KINDS: Final[Mapping[str, str]] = {
    "text/csv": "csv", "application/json": "json", "application/x-ndjson": "ndjson",
}  # fmt: skip
"""How a list may be written, by its content type."""
BAD_ROW: Final = "\x00"
"""Stands in a column where a value was of the wrong kind: no text holds it."""
_NEEDED: Final = ("request_id", "consent_id", "purpose", "product", "amount")
ANSWERED: Final = (
    "request_id", "result", "status", "covered", "programmes", "covered_since", "required", "missing", "message",
    "error_field", "error_code",
)  # fmt: skip
"""Columns of the answer to a list."""


class WrongList(Exception):
    """The list cannot be read at all. `code`: bad_list, too_many_rows, unknown_column or no_rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_list(raw: bytes, kind: str) -> pl.DataFrame:
    """The rows of a list, every value a text or null. Raises WrongList."""
    try:
        text = raw.decode("utf-8-sig")
        if kind == "csv":
            return _columns_of_csv(text)
        found = json.loads(text) if kind == "json" else [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError, csv.Error):
        raise WrongList("bad_list") from None
    if not isinstance(found, list):
        raise WrongList("bad_list")
    return _columns_of_objects(found)


def _columns_of_csv(text: str) -> pl.DataFrame:
    head = text[:2_000].partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    try:
        quick = pl.read_csv(
            text.encode(), separator=separator, infer_schema=False, n_rows=MOST_ROWS + 1, glob=False
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        # Rows of another length: read one by one, so that only they are wrong.
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
        return table_of(_names(rows[0] if rows else []), [row for row in rows[1:] if row])
    _check_size(quick.height)
    return _framed(dict(zip(_names(quick.columns), quick.get_columns(), strict=True)), quick.height)


def _names(head: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in head]
    if not names:
        raise WrongList("no_rows")
    if len(set(names)) != len(names) or not set(names) <= set(ASKED):
        raise WrongList("unknown_column")
    return names


def table_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of texts under these names; a row of another length is wrong in every field. Raises WrongList."""
    _check_size(len(rows))
    width = len(names)
    whole = [row if len(row) == width else [BAD_ROW] * width for row in rows]
    return _framed(dict(zip(names, zip(*whole, strict=True), strict=True)), len(rows))


def _columns_of_objects(rows: Sequence[Any]) -> pl.DataFrame:
    _check_size(len(rows))
    known = set(ASKED)
    plain = [row if isinstance(row, dict) and row.keys() <= known else None for row in rows]
    columns = {
        name: [BAD_ROW if row is None else _text(row.get(name), name) for row in plain] for name in ASKED
    }  # fmt: skip
    return _framed(columns, len(rows))


def _text(value: Any, name: str) -> str | None:
    if value is None or isinstance(value, str):
        return value if name != "amount" or value is None else BAD_ROW
    return str(value) if name == "amount" and type(value) is int else BAD_ROW


def _check_size(rows: int) -> None:
    if not rows:
        raise WrongList("no_rows")
    if rows > MOST_ROWS:
        raise WrongList("too_many_rows")


def _framed(columns: Mapping[str, Iterable[str | None] | pl.Series], height: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            name: pl.Series(columns[name], dtype=pl.String).str.strip_chars(" ").replace("", None)
            if name in columns
            else pl.Series([None] * height, dtype=pl.String)
            for name in ASKED
        }
    )


def checked(rows: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """The rows with `place`, canonical `nik` and `nib`, `amount` in rupiah, and the first thing that is wrong with each
    as `error_field` and `error_code` (null where nothing is)."""
    nib = check_column("nib", rows["nib"], as_of=today)
    given = [pl.col(name).is_not_null() for name in ("nik", "nib")]
    digits = pl.col("amount").str.contains(r"^[0-9]{1,15}$")
    amount = pl.when(digits).then(pl.col("amount")).cast(pl.Int64)
    wrong: list[tuple[str, str, pl.Expr]] = [("row", "bad_row", pl.any_horizontal(pl.col(ASKED) == BAD_ROW))]
    wrong += [(name, "missing", pl.col(name).is_null()) for name in _NEEDED]
    wrong += [("nik", "no_number", ~given[0] & ~given[1]), ("nik", "two_numbers", given[0] & given[1])]
    for name in ("request_id", "consent_id", "purpose"):
        wrong += [
            (name, "too_long", pl.col(name).str.len_chars() > LONGEST[name]),
            (name, "unreadable", pl.col(name).str.contains(r"[\p{C}\p{Zl}\p{Zp}]")),
            (name, "personal_number", pl.col(name).str.contains(PERSONAL) if name == "purpose"
             else pl.col(name).str.contains(pl.col("nik_value"), literal=True)),
        ]  # fmt: skip
    wrong += [
        ("product", "unknown_product", ~pl.col("product").is_in(list(products()))),
        ("amount", "not_whole", ~digits), ("amount", "out_of_range", amount > LARGEST_SUM),
        ("nik", "bad_nik", given[0] & pl.col("nik_value").is_null()),
        ("nib", "bad_nib", given[1] & pl.col("nib_value").is_null()),
        ("request_id", "twice", ~pl.col("request_id").is_first_distinct()),
    ]  # fmt: skip
    code: pl.Expr = pl.lit(None, dtype=pl.String)
    for field, name, refused in reversed(wrong):
        code = pl.when(refused.fill_null(False)).then(pl.lit(f"{field}:{name}")).otherwise(code)
    told = rows.with_columns(_nik(today).alias("nik_value"), nib["value"].alias("nib_value")).with_columns(error=code)
    parts = pl.col("error").str.split_exact(":", 1).struct
    return told.with_columns(
        amount=amount, nik=pl.col("nik_value"), nib=pl.col("nib_value"), error_field=parts.field("field_0"),
        error_code=parts.field("field_1"),
    ).drop("nik_value", "nib_value", "error").with_row_index("place")  # fmt: skip


def _nik(today: date) -> pl.Expr:
    """The NIK where it is plainly one: sixteen digits with a day of birth and a serial number. What else a single
    question forgives (such as dots) is not looked through for a hundred thousand."""
    digits = pl.col("nik").str.replace_all(r"[ ']", "")
    day = digits.str.slice(6, 2).cast(pl.Int32, strict=False)
    born = pl.format(
        "{}{}{}", digits.str.slice(10, 2), digits.str.slice(8, 2),
        pl.when(day > 40).then(day - 40).otherwise(day).cast(pl.String).str.zfill(2),
    )  # fmt: skip
    readings = [pl.format(f"{century}{{}}", born).str.to_date("%Y%m%d", strict=False) for century in (19, 20)]
    dated = pl.any_horizontal((each <= today).fill_null(False) for each in readings)
    right = digits.str.contains(r"^[1-9][0-9]{15}$") & dated & (digits.str.slice(12, 4) != "0000")
    return pl.when(right).then(digits)


def error_words(code: str) -> Words:
    """What is wrong with a row, by its code."""
    return WORDS[code]


def answers(rows: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """`rows`: as `checked`, with `status`, `programmes` (a text with commas) and `since` for those that are right.

    Returns the columns of ANSWERED, in the order of the rows.
    """
    above = {product: _above(product, day) for product in products()}
    limits = pl.col("product").replace_strict(above, default=None, return_dtype=pl.Int64)
    rows = rows.with_columns(required=(pl.col("amount") > limits).fill_null(False))
    key = ["status", "programmes", "product", "required", "business"]
    right = rows.with_columns(business=pl.col("nik").is_null()).filter(pl.col("error_code").is_null())
    kinds = right.select(key).unique(maintain_order=True)
    told = pl.DataFrame([_kind(*row, day=day) for row in kinds.iter_rows()], schema=_KIND, orient="row")
    faults = rows["error_code"].drop_nulls().unique().to_list()
    words = {code: error_words(code).id for code in faults}
    joined = rows.with_columns(business=pl.col("nik").is_null()).join(
        pl.concat([kinds, told], how="horizontal"), on=key, how="left", maintain_order="left", nulls_equal=False
    )
    bad = pl.col("error_code").is_not_null()
    right_only = [
        pl.when(bad).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("result", "status", "covered", "programmes", "since", "required", "missing")
    ]
    message = pl.when(bad).then(pl.col("error_code").replace(words)).otherwise(pl.col("message")).alias("message")
    request = pl.when(pl.col("request_id") == BAD_ROW).then(None).otherwise(pl.col("request_id")).alias("request_id")
    return joined.select(
        request, *right_only, message, "error_field", "error_code"
    ).rename({"since": "covered_since"}).select(ANSWERED)  # fmt: skip


_KIND: Final[dict[str, Any]] = {
    "result": pl.String, "covered": pl.Boolean, "missing": pl.String, "message": pl.String,
}  # fmt: skip


def _above(product: str, day: date) -> int | None:
    rule = asked_for(product, 0, day)
    return rule.above if rule else None


def _kind(
    status: Any, programmes: str, product: str, required: bool, business: bool, *, day: date
) -> tuple[str, bool, str, str]:
    named = tuple(name for name in NAMES if name in programmes.split(","))
    found = verdict(status, named, None, product, required, day, business)
    return found.result, found.covered, ",".join(code for code, _ in found.missing), found.words.id


def as_csv(told: pl.DataFrame) -> bytes:
    """The answers as CSV."""
    return told.write_csv(date_format="%Y-%m-%d").encode()


def as_json(told: pl.DataFrame, kind: str) -> bytes:
    """The answers as a list of objects, or as one object a line."""
    lines = told.with_columns(
        pl.col("programmes", "missing").fill_null("").str.split(",").list.eval(pl.element().filter(pl.element() != ""))
    ).write_ndjson()
    return lines.encode() if kind == "ndjson" else b"[" + lines.rstrip("\n").replace("\n", ",\n").encode() + b"]"
