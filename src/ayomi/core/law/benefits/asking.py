"""Reads what benefit questions ask beyond plain fields, and writes benefits and figures as answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeAlias

from ayomi.core.law.benefits.paying import Benefit, Figure, Payment
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.lines import said
from ayomi.core.law.request import Fields
from ayomi.core.money import LARGEST_WAGE, PartsPerMillion

Answer: TypeAlias = dict[str, object]
Asked: TypeAlias = Callable[[Fields], Answer]
ALWAYS = ("kind", "programme", "case")
MOST_MONTHS = 1200
MOST_YEARS = 100
LONGEST_LIST = 1200
PLACES = 6


def only(fields: Fields, *names: str) -> None:
    """Nothing, if no field but `names` and the three that choose the question was given. Raises BadRequest."""
    fields.only(*ALWAYS, *names)


def expected(name: str, indonesian: str, english: str) -> BadRequest:
    """The refusal of a value of the wrong kind."""
    return BadRequest(Words(f"{name}: seharusnya {indonesian}.", f"{name}: expected {english}."))


def number(value: object, name: str, least: int, most: int) -> Fraction:
    """A number, or a decimal string, from `least` to `most` with at most six places, exactly."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _number_expected(name, least, most)
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        raise _number_expected(name, least, most) from None
    if not exact.is_finite() or not least <= exact <= most or exact != round(exact, PLACES):
        raise _number_expected(name, least, most)
    return Fraction(exact)


def _number_expected(name: str, least: int, most: int) -> BadRequest:
    return expected(name, f"angka {least} sampai {most}", f"a number from {least} to {most}")


def decimal(fields: Fields, name: str, most: int, least: int = 0) -> Fraction:
    """A number of the field `name`, exactly."""
    return number(fields.required(name), name, least, most)


def rate(value: object, name: str, most: int = 1000, least: int = 0) -> PartsPerMillion:
    """A percentage with at most four places as parts per million."""
    exact = number(value, name, least, most) * 10_000
    if exact.denominator != 1:
        raise expected(name, "persen dengan paling banyak empat desimal", "a percentage with at most four places")
    return int(exact)


def percentage(fields: Fields, name: str, most: int = 1000, least: int = 0) -> PartsPerMillion:
    """The field `name` in percent as parts per million."""
    return rate(fields.required(name), name, most, least)


def items(fields: Fields, name: str, *, least: int = 1) -> Sequence[object]:
    """A list of at least `least` and at most 1,200 values."""
    value = fields.required(name)
    if not isinstance(value, list) or not least <= len(value) <= LONGEST_LIST:
        raise expected(name, f"daftar dengan {least} sampai {LONGEST_LIST} isi", f"a list of {least} to {LONGEST_LIST}")
    return value


def rows(fields: Fields, name: str, *names: str) -> list[Fields]:
    """A list of objects that hold exactly `names`, as fields."""
    found = []
    for value in items(fields, name):
        row = Fields({"row": value}).inner("row")
        row.only(*names)
        found.append(row)
    return found


def wholes(fields: Fields, name: str, most: int, least: int = 0) -> list[int]:
    """A list of whole numbers."""
    return [Fields({name: value}).whole(name, most, least) for value in items(fields, name)]


def wage(fields: Fields, name: str = "wage") -> int:
    """A monthly wage in rupiah, above zero."""
    return fields.whole(name, LARGEST_WAGE, 1)


def day_or_none(fields: Fields, name: str) -> date | None:
    """The day of the field `name`, None where it was not given."""
    return fields.day(name) if fields.has(name) else None


def truth(fields: Fields, name: str, usual: bool) -> bool:
    """The truth of the field `name`, `usual` where it was not given."""
    return fields.truth(name) if fields.has(name) else usual


def benefit_answer(found: Benefit) -> Answer:
    """Lines, total, further figures, and why."""
    cited = [citation for payment in found.payments for citation in payment.citations]
    doubts = (*found.unsure, *(doubt for payment in found.payments for doubt in payment.unsure))
    return {
        "lines": [line(payment) for payment in found.payments],
        "total": found.total,
        **found.figures,
        **sources(cited),
        **said(found.explain, doubts),
    }


def line(payment: Payment) -> Answer:
    """One item as it is answered; `payer` only where it is not the agency."""
    answer: Answer = {
        "item": payment.item,
        "amount": payment.amount,
        "recipient": payment.recipient,
        "when": payment.when,
        "rule": payment.rule,
    }
    if payment.base is not None:
        answer["base"] = payment.base
    if payment.payer != "agency":
        answer["payer"] = payment.payer
    return answer | sources(payment.citations) | said(payment.explain, payment.unsure)


def figure_answer(found: Figure) -> Answer:
    """Figures by name, and why."""
    return {**found.figures, **sources(found.citations), **said(found.explain, found.unsure)}


def sources(citations: Iterable[Citation]) -> Answer:
    """Regulations with their articles, and where they can be read; nothing where none is cited."""
    listed = tuple(dict.fromkeys(citations))
    if not listed:
        return {}
    return {
        "source": "; ".join(dict.fromkeys(each.text for each in listed)),
        "links": list(dict.fromkeys(each.link for each in listed)),
    }
