"""Reads the fields of a question, refusing what is unknown, missing or of the wrong kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.terms import Name, one_of
from ayomi.core.periods import Month, parse_day

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one question by name. Every reader raises BadRequest naming the field and what was expected."""

    given: Mapping[str, object]

    def only(self, *names: str) -> None:
        """Nothing, if no field but `names` was given."""
        unknown = sorted(name for name in self.given if name not in names)
        if unknown:
            listed = ", ".join(unknown)
            raise BadRequest(
                Words(
                    f"Isian tidak dikenal: {listed}. Yang dikenal: {', '.join(names)}.",
                    f"Unknown fields: {listed}. Known fields: {', '.join(names)}.",
                )
            )

    def has(self, name: str) -> bool:
        return name in self.given

    def required(self, name: str) -> object:
        """The value of `name`."""
        if name not in self.given:
            raise BadRequest(Words(f"Isian {name} belum ada.", f"The field {name} is missing."))
        return self.given[name]

    def whole(self, name: str, most: int, least: int = 0) -> int:
        """A whole number from `least` to `most`; no fraction, no text, no truth value."""
        value = self.required(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _expected(name, f"bilangan bulat {least} sampai {most}", f"a whole number from {least} to {most}")
        return value

    def truth(self, name: str) -> bool:
        """True or false."""
        value = self.required(name)
        if not isinstance(value, bool):
            raise _expected(name, "true atau false", "true or false")
        return value

    def text(self, name: str) -> str:
        """Words, not blank, at most 500 characters."""
        value = self.required(name)
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
            raise _expected(name, f"tulisan paling banyak {LONGEST_TEXT} huruf", f"up to {LONGEST_TEXT} characters")
        return value

    def choice(self, name: str, names: tuple[Name, ...]) -> Name:
        """One of `names`."""
        return one_of(self.required(name), names, name)

    def choices(self, name: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
        """A list of different ones of `names`, at least one, in the order of `names`."""
        value = self.required(name)
        if not isinstance(value, list) or not value:
            raise _expected(name, f"daftar dari {', '.join(names)}", f"a list out of {', '.join(names)}")
        chosen = [one_of(item, names, name) for item in value]
        if len(set(chosen)) != len(chosen):
            raise _expected(name, "daftar tanpa ulangan", "a list without repetition")
        return tuple(item for item in names if item in chosen)

    def month(self, name: str) -> Month:
        """A month written YYYY-MM, from 1900 to 2199."""
        value = self.required(name)
        try:
            month = Month.parse(value) if isinstance(value, str) else None
        except ValueError:
            month = None
        if month is None or not FIRST_YEAR <= month.year <= LAST_YEAR:
            raise _expected(name, "bulan seperti 2024-06", "a month such as 2024-06")
        return month

    def day(self, name: str) -> date:
        """A day written YYYY-MM-DD, from 1900 to 2199."""
        value = self.required(name)
        try:
            day = parse_day(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _expected(name, "tanggal seperti 2024-06-15", "a date such as 2024-06-15")
        return day

    def inner(self, name: str) -> "Fields":
        """The fields of the object `name`; none when it was not given."""
        value = self.given.get(name, {})
        if not isinstance(value, Mapping):
            raise _expected(name, "objek dengan isian bernama", "an object with named fields")
        return Fields(value)


def _expected(name: str, indonesian: str, english: str) -> BadRequest:
    return BadRequest(Words(f"{name}: seharusnya {indonesian}.", f"{name}: expected {english}."))
