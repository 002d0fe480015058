"""What a target can be shared out by: the offices directly below, what each holds, and what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ayomi.apps.offices.queries import Office, tree
from ayomi.apps.steering.queries.reached import levels
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.sharing import NothingToShareBy, ShareRule, share_out
from ayomi.core.periods import Month


@dataclass(frozen=True, slots=True)
class Line:
    """One office below. `reached`: by the end of the month looked at; `weight`: by the rule, None where it is unknown;
    `share`: its part, None where the rule cannot be used."""

    office: Office
    reached: int
    weight: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A target shared out by a rule. `problem`: '' or why the rule cannot be used: 'nobody' below, 'unknown' weights,
    'nothing' to go by."""

    rule: ShareRule
    month: Month
    level: bool
    lines: tuple[Line, ...]
    problem: str


def offices_directly_below(office_id: int, *, on: date) -> tuple[Office, ...]:
    """The offices among which a target is shared: those directly below that are open on the day."""
    return tuple(office for depth, office in tree(office_id, on=on) if depth == 1)


def share_preview(
    office_id: int, key: str, year: int, total: int, rule: ShareRule, *, on: date,
    uncovered: Mapping[int, int] | None = None, capacity: Mapping[int, int] | None = None,
) -> Preview:  # fmt: skip
    """How `total` falls to the offices directly below by a rule.

    `uncovered`: workers not covered yet by office, where they are known; an office that is missing makes the rule
    unusable, for absent is not zero. `capacity`: weights typed by whoever shares out.
    Raises UnknownIndicator, ValueError for a total or weight below zero.
    """
    below = offices_directly_below(office_id, on=on)
    ids = [office.id for office in below]
    reached = levels(ids, key, year, on=on)
    level = is_level(key)
    held = [reached.by_office.get(number, 0) for number in ids]
    weights: list[int | None]
    if rule == "equal":
        weights = [1] * len(ids)
    elif rule == "last_year":
        weights = list(held)
    else:
        given = (uncovered if rule == "uncovered" else capacity) or {}
        weights = [given.get(number) for number in ids]
    shares, problem = _shares(total, rule, weights, held if level else None)
    lines = tuple(
        Line(office, base, weight, share)
        for office, base, weight, share in zip(below, held, weights, shares, strict=True)
    )
    return Preview(rule, reached.month, level, lines, problem)


def _shares(
    total: int, rule: ShareRule, weights: list[int | None], held: list[int] | None
) -> tuple[list[int | None], str]:  # fmt: skip
    known = [weight for weight in weights if weight is not None]
    nothing: list[int | None] = [None] * len(weights)
    if not weights:
        return [], "nobody"
    if len(known) < len(weights):
        return nothing, "unknown"
    try:
        return list(share_out(total, rule, weights=known, held=held)), ""
    except NothingToShareBy:
        return nothing, "nothing"
