"""A value of the law from one day until another, and the row of them that makes up a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ayomi.core.law.citation import Citation, Confidence, Words
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import Span, day_text

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """`value` is the law on every day of `span`, on the word of `citation`."""

    span: Span
    value: T
    citation: Citation
    confidence: Confidence
    unsure: Words | None

    def __post_init__(self) -> None:
        if (self.confidence == "uncertain") != (self.unsure is not None):
            raise ValueError(f"{self.citation.text}: an uncertain value, and only it, says what is unsure")


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """One fact of the law through time. Values are in order and never overlap; gaps are days without law."""

    name: Words
    values: tuple[Dated[T], ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"{self.name.en}: a parameter needs at least one dated value")
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if earlier.span.until is None or earlier.span.until > later.span.since:
                raise ValueError(f"{self.name.en}: values overlap on {later.span.since}")

    def find(self, day: date) -> Dated[T] | None:
        """The value in force on `day`, or None."""
        return next((value for value in self.values if day in value.span), None)

    def on(self, day: date) -> Dated[T]:
        """The value in force on `day`. Raises NotInForce outside its dates."""
        found = self.find(day)
        if found is None:
            raise NotInForce(
                Words(
                    f"{self.name.id} tidak berlaku pada {day_text(day, 'id')}. {_in_force(self.values, 'id')}",
                    f"{self.name.en} is not in force on {day_text(day, 'en')}. {_in_force(self.values, 'en')}",
                )
            )
        return found


def _in_force(values: Sequence[Dated[T]], language: str) -> str:
    first, last = values[0].span.since, values[-1].span.until
    if language == "id":
        end = f" sampai sebelum {day_text(last, 'id')}" if last else ""
        return f"Aturannya ada sejak {day_text(first, 'id')}{end}."
    end = f" until before {day_text(last, 'en')}" if last else ""
    return f"The rule exists from {day_text(first, 'en')}{end}."
