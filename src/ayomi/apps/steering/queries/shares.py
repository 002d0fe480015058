"""What a target can be shared out by: the offices directly below, what each holds, and what it weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from ayomi.apps.offices.queries import Office, tree
from ayomi.apps.steering.queries.denominators import figures
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


EMPLOYED: Final = "workers_employed"
"""The figure of others that covered workers are held against: people who work, by regency."""


def uncovered(office_ids: Sequence[int], year: int, *, on: date) -> dict[int, int]:
    """Workers not covered yet by office: people who work in the regencies that it and those below it serve, less those
    covered. An office is missing where one of its regencies has no figure, or none is served."""
    known = figures(EMPLOYED, on)
    regencies: dict[int, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, {"ids": list(office_ids), "on": on})
        for office_id, region in cursor.fetchall():
            regencies.setdefault(office_id, set()).add(region)
    covered = levels(list(office_ids), "workers_covered", year, on=on).by_office
    return {
        office_id: max(sum(known[region].value for region in served) - covered.get(office_id, 0), 0)
        for office_id, served in regencies.items()
        if served <= known.keys()
    }


_SERVED: Final = """
WITH RECURSIVE under AS (
    SELECT id AS node, id AS office FROM offices_office WHERE id = ANY (%(ids)s)
    UNION SELECT u.node, o.id FROM under u JOIN offices_office o ON o.parent_id = u.office
)
SELECT u.node, a.region_id FROM under u JOIN offices_area a ON a.office_id = u.office
JOIN offices_region r ON r.code = a.region_id AND r.level = 'regency'
WHERE a.since <= %(on)s AND (a.until IS NULL OR a.until > %(on)s)
"""


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
