"""Answers what a benefit is: each programme and case has one function, imported when it is first asked."""

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from ayomi.core.law.request import Fields

Answer: TypeAlias = dict[str, object]

COVERS, SAVINGS = "asked_covers", "asked_savings"
ANY = {"deadline": (SAVINGS, "deadline"), "late_payment": (SAVINGS, "late_payment")}
CASES: dict[str, dict[str, tuple[str, str]]] = {
    "jkm": {"death": (COVERS, "death_jkm"), **ANY},
    "jkk": {
        "death": (COVERS, "death_jkk"),
        "total_disability": (COVERS, "total_disability"),
        "partial_disability": (COVERS, "partial_disability"),
        "temporary_disability": (COVERS, "temporary_disability"),
        "transport": (COVERS, "transport"),
        "home_care": (COVERS, "home_care"),
        "shortfall": (COVERS, "shortfall"),
        **ANY,
    },
    "jht": {
        "tax": (SAVINGS, "tax"),
        "partial": (SAVINGS, "partial"),
        "payable_from": (SAVINGS, "payable_from"),
        "balance": (SAVINGS, "balance"),
        **ANY,
    },
    "jp": {
        "pension": (SAVINGS, "monthly_pension"),
        "weighted_wage": (SAVINGS, "weighted_wage"),
        "survivors": (SAVINGS, "survivors"),
        "age": (SAVINGS, "age"),
        "indexation": (SAVINGS, "indexation"),
        "refund": (SAVINGS, "refund"),
        **ANY,
    },
    "jkp": {"cash": (SAVINGS, "cash"), **ANY},
    "scholarship": {"total": (SAVINGS, "scholarship_total"), "year": (SAVINGS, "scholarship_year"), **ANY},
}
"""Module and function by programme and case."""


def benefit(fields: Fields) -> Answer:
    """The answer to a `benefit` question. Raises BadRequest, NotInForce, NotEligible."""
    programme = fields.choice("programme", tuple(CASES))
    case = fields.choice("case", tuple(CASES[programme]))
    module, name = CASES[programme][case]
    answerer = cast(Callable[[Fields], Answer], getattr(import_module(f"ayomi.core.law.benefits.{module}"), name))
    return answerer(fields)
