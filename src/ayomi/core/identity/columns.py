"""The same checks over columns of text, for lists of hundreds of thousands of rows.

A value that is plainly right (only digits and separators, right length, right parts) is accepted by expressions over
the whole column; any other goes, once per distinct text, through the single-value function: one answer either way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, Protocol

import polars as pl

from ayomi.core.identity import banking, contact, membership, population, taxpayer
from ayomi.core.identity.population import Sex
from ayomi.core.identity.refusal import Caution, Refused

Kind = Literal[
    "nik", "kk", "npwp", "nitku", "nib", "kpj", "npp", "nik_koperasi", "phone", "postcode", "bank_code", "bank_account",
    "payment_code",
]  # fmt: skip

SCHEMA = {"value": pl.String, "code": pl.String, "warning": pl.String}


class Parsed(Protocol):
    """What every parsed identifier offers."""

    @property
    def value(self) -> str: ...
    @property
    def warnings(self) -> tuple[Caution, ...]: ...


Row = tuple[str | None, str | None, str | None]


def parser(kind: Kind, as_of: date) -> Callable[[str], Parsed]:
    """The single-value function of a kind, with the day bound."""
    table: dict[Kind, Callable[[str], Parsed]] = {
        "nik": lambda text: population.parse_nik(text, as_of=as_of),
        "kk": lambda text: population.parse_kk(text, as_of=as_of),
        "npwp": lambda text: taxpayer.parse_npwp(text, as_of=as_of),
        "nitku": lambda text: taxpayer.parse_nitku(text, as_of=as_of),
        "nib": membership.parse_nib,
        "kpj": membership.parse_kpj,
        "npp": membership.parse_npp,
        "nik_koperasi": membership.parse_nik_koperasi,
        "phone": contact.parse_phone,
        "postcode": contact.parse_postcode,
        "bank_code": banking.parse_bank_code,
        "bank_account": banking.parse_bank_account,
        "payment_code": banking.parse_payment_code,
    }
    return table[kind]


def _one(parse: Callable[[str], Parsed], text: str) -> Row:
    try:
        parsed = parse(text)
    except Refused as refusal:
        return None, refusal.code, None
    return parsed.value, None, ",".join(w.code for w in parsed.warnings) or None


def _plain_digits(length: int) -> pl.Expr:
    """The digits where the text is exactly that many digits, perhaps behind an apostrophe or parted by spaces."""
    bare = pl.col("text").str.replace_all(r"[ ']", "")
    return pl.when(bare.str.contains(rf"^[0-9]{{{length}}}$")).then(bare)


def _dated(digits: pl.Expr, as_of: date, women: int) -> pl.Expr:
    """Whether digits 7-12 read as a day in the 1900s or 2000s, not after `as_of`, not older than anyone alive."""
    day = digits.str.slice(6, 2).cast(pl.Int32)
    day = pl.when(day > women).then(day - women).otherwise(day)
    month, year = digits.str.slice(8, 2).cast(pl.Int32), digits.str.slice(10, 2).cast(pl.Int32)
    in_calendar = day.is_between(1, 28) & month.is_between(1, 12)
    reachable = (1900 + year).is_between(as_of.year - population.OLDEST_AGE + 1, as_of.year - 1) | (
        2000 + year < as_of.year
    )
    return in_calendar & reachable


def _plainly_numbered(as_of: date, women: int) -> pl.Expr:
    """NIK or KK digits where nothing is to be said about them, else null. Days 29-31 are left to the single way."""
    digits = _plain_digits(16)
    known = digits.str.slice(0, 6).is_in(list(population.known_districts()))
    right = known & _dated(digits, as_of, women) & ~digits.str.ends_with("0")
    return pl.when(right).then(digits)


def _luhn(digits: pl.Expr, start: int) -> pl.Expr:
    total: pl.Expr = pl.lit(0)
    for position in range(9):
        value = digits.str.slice(start + position, 1).cast(pl.Int32) * (2 if position % 2 else 1)
        total = total + pl.when(value > 9).then(value - 9).otherwise(value)
    return total % 10 == 0


def _repeats(digits: pl.Expr) -> pl.Expr:
    return digits.str.contains("^(?:" + "|".join(f"{digit}+" for digit in range(10)) + ")$")


def _varied(digits: pl.Expr) -> pl.Expr:
    return pl.when(~_repeats(digits)).then(digits)


def _plainly_right(kind: Kind, as_of: date) -> pl.Expr:
    """The canonical value where the text needs no second look, else null."""
    if kind in ("nik", "kk"):
        return _plainly_numbered(as_of, 40 if kind == "nik" else 99)
    if kind == "npwp":
        digits = _plain_digits(16)
        organisation = digits.str.starts_with("0") & _luhn(digits, 1) & (digits.str.slice(1, 9) != "000000000")
        return pl.when(organisation).then(digits)
    if kind in ("nib", "nik_koperasi"):
        return _varied(_plain_digits(13))
    if kind == "kpj":
        return _varied(_plain_digits(11))
    if kind == "phone":
        mobile = pl.col("text").str.contains(r"^08[1-35-9][0-9]{7,10}$")
        uneven = ~_repeats(pl.col("text").str.slice(3))
        return pl.when(mobile & uneven).then(pl.concat_str(pl.lit("+62"), pl.col("text").str.slice(1)))
    if kind in ("bank_account", "payment_code"):
        digits = pl.col("text").str.replace_all(r"[ ']", "")
        return _varied(pl.when(digits.str.contains(r"^[0-9]{10,16}$")).then(digits))
    return pl.lit(None, dtype=pl.String)


def _by_hand(texts: Sequence[str], parse: Callable[[str], Parsed]) -> pl.DataFrame:
    rows = [(text, *_one(parse, text)) for text in texts]
    return pl.DataFrame(rows, schema={"text": pl.String, **SCHEMA}, orient="row")


def check_column(kind: Kind, texts: pl.Series, *, as_of: date) -> pl.DataFrame:
    """Check a column of text; nulls count as empty.

    Returns a frame of the same height and order: `value` (canonical form, null when refused), `code` (of the refusal,
    null when accepted), `warning` (codes joined by commas, null when none). Words for a code: parse the single value.
    """
    frame = pl.DataFrame({"text": texts.cast(pl.String).fill_null("")})
    frame = frame.with_columns(value=_plainly_right(kind, as_of))
    rest = frame.filter(pl.col("value").is_null()).get_column("text").unique().to_list()
    by_hand = _by_hand(rest, parser(kind, as_of)).rename({"value": "found"})
    joined = frame.join(by_hand, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("value", "found").alias("value"), "code", "warning")


def check_nik_column(
    texts: pl.Series, *, as_of: date, born: pl.Series | None = None, sex: pl.Series | None = None
) -> pl.DataFrame:
    """As `check_column("nik", ...)`, also compared with birth dates (dates) and sexes (`male`/`female`) where given."""
    result = check_column("nik", texts, as_of=as_of)
    height = len(texts)
    frame = result.with_columns(
        born=pl.Series(born, dtype=pl.Date) if born is not None else pl.Series([None] * height, dtype=pl.Date),
        sex=pl.Series(sex, dtype=pl.String) if sex is not None else pl.Series([None] * height, dtype=pl.String),
    )
    day = pl.col("value").str.slice(6, 2).cast(pl.Int32)
    nik_sex = pl.when(day > 40).then(pl.lit("female")).otherwise(pl.lit("male"))
    given = pl.concat_str(
        (pl.col("born").dt.day() + pl.when(day > 40).then(40).otherwise(0)).cast(pl.String).str.zfill(2),
        pl.col("born").dt.strftime("%m%y"),
    )
    born_differs = (
        (given != pl.col("value").str.slice(6, 6))
        | ~pl.col("born").dt.year().is_between(1900, 2099)
        | (pl.col("born") > as_of)
        | _too_old(as_of)
    )
    return frame.select(
        "value",
        "code",
        warning=_append_codes(
            [
                ("birth_date_differs", pl.col("value").is_not_null() & born_differs),
                ("sex_differs", pl.col("value").is_not_null() & (nik_sex != pl.col("sex"))),
            ]
        ),
    )


def _too_old(as_of: date) -> pl.Expr:
    born = pl.col("born")
    before_birthday = (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()) > as_of.month * 100 + as_of.day
    age = as_of.year - born.dt.year() - before_birthday.cast(pl.Int32)
    return age > population.OLDEST_AGE


def _append_codes(extra: list[tuple[str, pl.Expr]]) -> pl.Expr:
    parts = [pl.col("warning"), *(pl.when(when).then(pl.lit(code)) for code, when in extra)]
    joined = pl.concat_str(parts, separator=",", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def looks_rounded(values: pl.Series) -> bool:
    """Whether a column of 16-digit numbers looks rounded by a spreadsheet: at least five, and over half end in 0.

    In good data one in ten does. Such a column is best refused whole, for no row of it can be trusted.
    """
    full = values.drop_nulls().filter(values.drop_nulls().str.contains(r"^[0-9]{16}$"))
    return len(full) >= 5 and int(full.str.ends_with("0").sum()) * 2 > len(full)


__all__ = ["Kind", "Parsed", "Sex", "check_column", "check_nik_column", "looks_rounded", "parser"]
