"""One question about the law in, one answer out: the shapes of `ayomi quote`.

Each kind of question has one function, imported when it is first asked, so that a cheap question starts quickly.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TypeAlias, cast

from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest, LawError
from ayomi.core.law.request import Fields

Answer: TypeAlias = dict[str, object]
Answerer: TypeAlias = Callable[[Fields], Answer]

KINDS: dict[str, tuple[str, str]] = {
    "contribution": ("quote_contribution", "contribution"),
    "due_date": ("quote_payment", "due"),
    "penalty": ("quote_payment", "penalty"),
    "risk_class": ("quote_risk", "risk_class"),
    "benefit": ("quote_benefit", "benefit"),
    "collectability": ("quote_funds", "collectability"),
    "housing_cap": ("quote_funds", "housing_cap"),
    "credit_gate": ("quote_funds", "credit_gate"),
    "agent_fee": ("quote_funds", "agent_fee"),
}
"""Module and function that answer each kind."""


def answer(request: object) -> Answer:
    """The answer to `request`, or `{"error": {"code", "message", "message_en"}}`; never raises for a bad question."""
    try:
        return _answer(request)
    except LawError as error:
        return failure(error)


def failure(error: LawError) -> Answer:
    """The answer that says why there is none."""
    return {"error": {"code": error.code, "message": error.words.id, "message_en": error.words.en}}


def not_json() -> Answer:
    """The answer to a line that is not one JSON object."""
    return failure(BadRequest(Words("Baris ini bukan objek JSON.", "This line is not a JSON object.")))


def given_twice(name: str) -> Answer:
    """The answer to a line that names one field twice, so that it cannot be known which value is meant."""
    return failure(
        BadRequest(Words(f"Isian {name} tertulis dua kali; tulis satu kali.", f"The field {name} is given twice."))
    )


def _answer(request: object) -> Answer:
    if not isinstance(request, Mapping):
        return not_json()
    fields = Fields(request)
    module, name = KINDS[fields.choice("kind", tuple(KINDS))]
    return cast(Answerer, getattr(import_module(f"ayomi.core.law.{module}"), name))(fields)
