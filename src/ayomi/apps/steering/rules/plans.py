"""Scenarios as they are kept, and what may become of an office that shall be opened. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Final, Literal

from ayomi.core.planning.growth import Assumptions

OpeningState = Literal["planned", "approved", "refused", "withdrawn", "opened"]
OPENING_STATES: Final = ("planned", "approved", "refused", "withdrawn", "opened")
OPENED_KINDS: Final = ("branch", "sub_branch")
STAFF_ROLES: Final = ("membership_officer", "supervisor", "office_head", "finance")
"""Roles of people who move to a new office."""

FOLLOWS: Final[dict[OpeningState, frozenset[OpeningState]]] = {
    "planned": frozenset({"approved", "refused", "withdrawn"}),
    "approved": frozenset({"opened", "withdrawn"}),
    "refused": frozenset(),
    "withdrawn": frozenset(),
    "opened": frozenset(),
}
"""What may follow each state of an opening."""


class WrongState(Exception):
    """The opening is not in a state from which this follows."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"{state} cannot become {wanted}")
        self.state, self.wanted = state, wanted


def follow(state: str, wanted: OpeningState) -> None:
    """Raises WrongState unless `wanted` may follow `state`."""
    if wanted not in FOLLOWS.get(state, frozenset()):  # type: ignore[call-overload]  # any text is asked about
        raise WrongState(state, wanted)


def kept(given: Assumptions) -> dict[str, int]:
    """Assumptions as they are stored."""
    return asdict(given)


def read(stored: Mapping[str, int]) -> Assumptions:
    """Assumptions as they were stored. Raises KeyError for one that is missing, UnusableAssumption out of bounds."""
    return Assumptions(**{field.name: int(stored[field.name]) for field in fields(Assumptions)})
