"""Numbers the registry gives, masks in columns, and what a typed text can be looked up as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from ayomi.core.identity.masking import DOT
from ayomi.core.matching.normalise import name_key, organisation_key

Sealed = Literal["nik", "kk", "phone", "account", "npwp"]
REVEALABLE: Final[tuple[Sealed, ...]] = ("nik", "kk", "phone", "account")
PAYER_DIGIT: Final = {"organisation": 1, "project": 2, "person": 3}
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"


def checked(body: pl.Expr, length: int) -> pl.Expr:
    """Texts of `length` digits with the Luhn digit behind them, so that one mistyped digit is noticed."""
    total: pl.Expr = pl.lit(0)
    for position in range(length):
        digit = body.str.slice(position, 1).cast(pl.Int32)
        if (length - position) % 2:
            digit = pl.when(digit > 4).then(digit * 2 - 9).otherwise(digit * 2)
        total = total + digit
    return pl.concat_str(body, ((10 - total % 10) % 10).cast(pl.String))


def is_checked(number: str) -> bool:
    """Whether the last digit of `number` is the Luhn digit of those before it."""
    if len(number) < 2 or not (number.isascii() and number.isdigit()):
        return False
    frame = pl.DataFrame({"body": [number[:-1]]})
    return bool(frame.select(checked(pl.col("body"), len(number) - 1) == number).item())


def numbered(sequence: pl.Series, head: str, width: int) -> pl.Series:
    """`head`, the running numbers in `width` digits (modulo what fits), and a check digit."""
    body = pl.concat_str(pl.lit(head), (pl.col("n") % 10**width).cast(pl.String).str.zfill(width))
    return pl.DataFrame({"n": sequence}).select(checked(body, len(head) + width)).to_series().alias("number")


def npp_of(sequence: int) -> str:
    """An employer number as the agency writes it, two letters and six digits. `sequence` counts from 1."""
    block, digits = divmod(sequence, 1_000_000)
    # From K on, so that numbers from before, which mostly begin with A to J, stay free.
    first, second = divmod(block, len(_LETTERS))
    return f"{_LETTERS[(first + 9) % len(_LETTERS)]}{_LETTERS[second]}{digits:06d}"


def masked_sixteen(digits: pl.Expr) -> pl.Expr:
    """A column of 16-digit numbers masked as `core.identity.mask` does."""
    hidden = DOT * 4
    return pl.concat_str(digits.str.slice(0, 4), pl.lit(f" {hidden} {hidden} "), digits.str.slice(12, 4))


def masked(numbers: pl.Expr) -> pl.Expr:
    """A column of numbers of any length up to 64 masked as `core.identity.mask` does."""
    bare = numbers.str.replace_all(r"[^\p{Alphabetic}\p{N}]", "")
    length = bare.str.len_chars().cast(pl.Int64)
    ends = pl.when(length >= 12).then(4).when(length >= 8).then(2).otherwise(0)
    count = length - 2 * ends
    dots = pl.lit(DOT * 64).str.slice(0, count)
    fours = dots.str.replace_all(r"(.{4})", "$1 ").str.strip_chars_end(" ")
    hidden = pl.when(count % 4 == 0).then(fours).otherwise(dots)
    parts = (bare.str.slice(0, ends), hidden, bare.str.slice(length - ends, ends))
    return pl.concat_str(*parts, separator=" ").str.strip_chars(" ")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a typed text may be: digits of a number, a name, or both. Empty texts where it cannot be one."""

    digits: str
    code: str
    words: tuple[str, ...]
    organisation_words: tuple[str, ...]


def sought(text: str) -> Sought:
    """Read what was typed into the one box for searching."""
    bare = re.sub(r"[\s.\-/']", "", text)
    digits = bare if re.fullmatch(r"\+?[0-9]{6,22}", bare) else ""
    code = bare.upper() if re.fullmatch(r"(?=.*[0-9])[A-Za-z0-9]{3,16}", bare) else ""
    return Sought(digits, code, tuple(name_key(text).split()), tuple(organisation_key(text).split()))


def word_query(words: tuple[str, ...]) -> str:
    """A text-search query: every word, the last one perhaps unfinished. Empty where it would match too much."""
    letters = [re.sub(r"[^a-z0-9]", "", word) for word in words]
    if not letters or max(map(len, letters), default=0) < 2:
        return ""
    return " & ".join([*letters[:-1], f"{letters[-1]}:*"])


def finder(name: str, table: str, condition: str) -> str:
    """A function that finds rows by words with the text index, within the same condition as the table's policy."""
    return (
        f"CREATE FUNCTION {name}(words tsquery, most int) RETURNS SETOF bigint STABLE LANGUAGE sql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $$ SELECT id FROM {table}"
        f" WHERE to_tsvector('simple', name_key) @@ words"
        f" AND ((SELECT current_setting('role')) <> 'ayomi_web' OR {condition}) LIMIT most $$;"
    )
