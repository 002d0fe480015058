"""A target shared out over the offices below, so that nothing is lost in rounding. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

ShareRule = Literal["equal", "last_year", "uncovered", "capacity"]
SHARE_RULES: Final = ("equal", "last_year", "uncovered", "capacity")


class NothingToShareBy(ValueError):
    """No office has anything the rule could go by."""


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in proportion to `weights`, by largest remainder: the parts add up exactly.

    Of equal remainders the earlier office gets the one left over. Who weighs more never gets less.
    Raises NothingToShareBy where all weights are zero, ValueError for a negative total or weight.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("what is shared and its weights are zero or more")
    whole = sum(weights)
    if not whole:
        raise NothingToShareBy
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    # Weighing more counts before standing earlier, so that equal remainders never turn the order round.
    order = sorted(range(len(weights)), key=lambda place: (-remainders[place], -weights[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def share_out(total: int, rule: ShareRule, *, weights: Sequence[int], held: Sequence[int] | None) -> list[int]:
    """The target of each office below. `held`: what each holds already, for a level; None for a sum.

    A level grows from where it stands: each office keeps what it holds and the growth alone is shared by the weights.
    Shared by last year, or where the target lies below what is held, every office has the same percentage of growth.
    Raises NothingToShareBy.
    """
    if held is None or rule == "last_year":
        return shared(total, weights)
    growth = total - sum(held)
    if growth < 0:
        return shared(total, held)
    return [base + more for base, more in zip(held, shared(growth, weights), strict=True)]
