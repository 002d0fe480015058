"""Reads the parameters of the law from this package's own files. A value without a citation does not load.

Every file under `parameters/` maps a parameter's name to its `name` in two languages and its dated `values`; each
value cites a regulation listed once, with its public address, in `regulations.yaml`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias, TypeVar, cast, get_args

import yaml

from ayomi.core.law.citation import Citation, Confidence, Words
from ayomi.core.law.dated import Dated, Parameter
from ayomi.core.periods import Span

T = TypeVar("T")
Row: TypeAlias = Mapping[str, object]
Parser: TypeAlias = Callable[[object], T]


class LawFileError(ValueError):
    """A file of the law is malformed: something is missing, unknown, uncited or of the wrong kind."""


def text_of(file: str) -> str:
    """The text of one data file beside the parameters."""
    return files("ayomi.core.law").joinpath("parameters", file).read_text(encoding="utf-8")


@cache
def rows_of(file: str) -> Row:
    """The top level of one YAML file of the law, by name."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return mapping(yaml.load(text_of(file), Loader=loader))  # noqa: S506 - the safe loader, in C where there is one


def parameter(file: str, name: str, parse: Parser[T]) -> Parameter[T]:
    """The parameter `name` of `file`, its values read by `parse`. Raises LawFileError naming what is wrong."""
    return cast(Parameter[T], _parameter(file, name, parse))


@cache
def _parameter(file: str, name: str, parse: Parser[object]) -> Parameter[object]:
    rows = rows_of(file)
    if name not in rows:
        raise LawFileError(f"{file}: no parameter {name}")
    try:
        row = only(mapping(rows[name]), required=("name", "values"))
        return Parameter(words(row["name"]), tuple(_dated(mapping(value), parse) for value in sequence(row["values"])))
    except (ValueError, KeyError) as error:
        raise LawFileError(f"{file}: {name}: {error}") from error


def _dated(row: Row, parse: Parser[object]) -> Dated[object]:
    only(row, required=("since", "value", "source", "confidence"), optional=("until", "unsure", "note"))
    until = row.get("until")
    return Dated(
        span=Span(day(row["since"]), None if until is None else day(until)),
        value=parse(row["value"]),
        citation=citation(row["source"]),
        confidence=_confidence(row["confidence"]),
        unsure=words(row["unsure"]) if "unsure" in row else None,
    )


def citation(value: object) -> Citation:
    """A citation from `{regulation, article}`; the link is the regulation's own unless the value names a `link`."""
    row = only(mapping(value), required=("regulation", "article"), optional=("link",))
    regulation, article = string(row["regulation"]), string(row["article"])
    listed = rows_of("regulations.yaml")
    if regulation not in listed:
        raise LawFileError(f"{regulation} is not listed in regulations.yaml")
    link = string(row["link"] if "link" in row else mapping(listed[regulation])["link"])
    if not link.startswith(("https://", "http://")):
        raise LawFileError(f"{regulation}: {link} is no public address")
    return Citation(regulation, article, link)


def _confidence(value: object) -> Confidence:
    if value not in get_args(Confidence):
        raise LawFileError(f"confidence {value!r} is none of {get_args(Confidence)}")
    return cast(Confidence, value)


def only(row: Row, *, required: Sequence[str], optional: Sequence[str] = ()) -> Row:
    """`row` itself, once it is sure that it holds all `required` keys and no unknown ones."""
    missing = [key for key in required if key not in row]
    unknown = [key for key in row if key not in required and key not in optional]
    if missing or unknown:
        raise LawFileError(f"missing {missing}, unknown {unknown}")
    return row


def mapping(value: object) -> Row:
    """`value` as a read-only mapping with text keys, or LawFileError."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise LawFileError(f"expected named values, found {value!r}")
    return MappingProxyType(dict(value))


def sequence(value: object) -> tuple[object, ...]:
    """`value` as a tuple, or LawFileError."""
    if not isinstance(value, list):
        raise LawFileError(f"expected a list, found {value!r}")
    return tuple(value)


def string(value: object) -> str:
    """`value` as text that is not blank, or LawFileError."""
    if not isinstance(value, str) or not value.strip():
        raise LawFileError(f"expected words, found {value!r}")
    return value


def strings(value: object) -> tuple[str, ...]:
    """`value` as a tuple of texts, or LawFileError."""
    return tuple(string(item) for item in sequence(value))


def integer(value: object) -> int:
    """`value` as a whole number of zero or more, or LawFileError: no fraction, no text, no truth value."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise LawFileError(f"expected a whole number of zero or more, found {value!r}")
    return value


def integers(value: object) -> Mapping[str, int]:
    """Whole numbers by name, or LawFileError."""
    return MappingProxyType({key: integer(number) for key, number in mapping(value).items()})


def day(value: object) -> date:
    """`value` as a day, or LawFileError."""
    if type(value) is not date:
        raise LawFileError(f"expected a day, found {value!r}")
    return value


def words(value: object) -> Words:
    """`{id, en}` as Words, or LawFileError."""
    row = only(mapping(value), required=("id", "en"))
    return Words(string(row["id"]), string(row["en"]))
