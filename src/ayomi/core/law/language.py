"""The words the formulas of contributions are written in: over whole columns, or over the facts of one person.

A formula is written once, as a function of a `Language`. With columns (`columns.COLUMNS`) it answers for a country;
with `OneRow` it answers for one person out of plain numbers, in microseconds and without loading columns at all.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

if TYPE_CHECKING:
    import narwhals as nw

Fact: TypeAlias = int | bool | str | date | None
"""What one cell can hold; None is a fact that was not given."""


class Language(Protocol):
    """What a formula may say beside the operators `* + - // > >= == & | ~` and `is_in`, `fill_null`."""

    def column(self, name: str) -> "nw.Expr":
        """The values of a column."""

    def number(self, value: int) -> "nw.Expr":
        """The same whole number in every row."""

    def truth(self, *, value: bool) -> "nw.Expr":
        """The same truth value in every row."""

    def whole(self, values: "nw.Expr") -> "nw.Expr":
        """The values as 64-bit whole numbers."""

    def choose(self, condition: "nw.Expr", met: "nw.Expr", unmet: "nw.Expr") -> "nw.Expr":
        """`met` where the condition holds; `unmet` where it does not or is not known."""

    def month_count(self, days: "nw.Expr") -> "nw.Expr":
        """The months from year 0 to each day's month."""


class OneRow:
    """The language over one row of plain values: what `row` does not name is a mistake, not an absent fact."""

    def __init__(self, row: Mapping[str, Fact]) -> None:
        self._row = row

    def column(self, name: str) -> "nw.Expr":
        return _as_column(Cell(self._row[name]))

    def number(self, value: int) -> "nw.Expr":
        return _as_column(Cell(value))

    def truth(self, *, value: bool) -> "nw.Expr":
        return _as_column(Cell(value))

    def whole(self, values: "nw.Expr") -> "nw.Expr":
        return values

    def choose(self, condition: "nw.Expr", met: "nw.Expr", unmet: "nw.Expr") -> "nw.Expr":
        return met if value_of(condition) else unmet

    def month_count(self, days: "nw.Expr") -> "nw.Expr":
        day = value_of(days)
        return _as_column(Cell(day.year * 12 + day.month if isinstance(day, date) else None))


def value_of(cell: "nw.Expr") -> Fact:
    """The value that a formula over `OneRow` came to."""
    return cast("Cell", cell).value


def _as_column(cell: "Cell") -> "nw.Expr":
    # A formula sees columns; one cell answers to the same operators.
    return cast("nw.Expr", cell)


class Cell:
    """One value under the operators of a column: what is not known makes the outcome unknown, as in a column."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("value",)

    def __init__(self, value: Fact) -> None:
        self.value = value

    def __add__(self, other: object) -> "Cell":
        return self._with(other, "__add__")

    def __sub__(self, other: object) -> "Cell":
        return self._with(other, "__sub__")

    def __rsub__(self, other: int) -> "Cell":
        return Cell(other).__sub__(self)

    def __mul__(self, other: object) -> "Cell":
        return self._with(other, "__mul__")

    def __floordiv__(self, other: object) -> "Cell":
        return self._with(other, "__floordiv__")

    def __gt__(self, other: object) -> "Cell":
        return self._with(other, "__gt__")

    def __ge__(self, other: object) -> "Cell":
        return self._with(other, "__ge__")

    def __eq__(self, other: object) -> "Cell":  # type: ignore[override]
        return self._with(other, "__eq__")

    def __and__(self, other: object) -> "Cell":
        sides = (self.value, _plain(other))
        return Cell(False if False in sides else None if None in sides else True)

    def __or__(self, other: object) -> "Cell":
        sides = (self.value, _plain(other))
        return Cell(True if True in sides else None if None in sides else False)

    def __invert__(self) -> "Cell":
        return Cell(None if self.value is None else not self.value)

    def is_in(self, values: Collection[object]) -> "Cell":
        return Cell(None if self.value is None else self.value in values)

    def fill_null(self, value: Fact) -> "Cell":
        return Cell(value) if self.value is None else self

    def _with(self, other: object, operator: str) -> "Cell":
        right = _plain(other)
        if self.value is None or right is None:
            return Cell(None)
        outcome = getattr(self.value, operator)(right)
        if outcome is NotImplemented:
            raise TypeError(f"{operator} of {self.value!r} and {right!r}")
        return Cell(outcome)


def _plain(other: object) -> object:
    return other.value if isinstance(other, Cell) else other
