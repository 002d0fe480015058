"""Who may propose a target, and who approves it. Pure."""

from __future__ import annotations

from typing import Final, Literal

State = Literal["draft", "proposed", "approved", "returned"]
STATES: Final = ("draft", "proposed", "approved", "returned")
OPEN_STATES: Final = ("draft", "proposed", "returned")
"""States of a revision that is still worked on; beside it another one may be in force."""

PROPOSERS: Final = frozenset({"office_head", "regional", "head_office"})
DECIDERS: Final = frozenset({"regional", "head_office"})
_ABOVE: Final = {
    "sub_branch": frozenset({"regional", "head_office"}),
    "branch": frozenset({"regional", "head_office"}),
    "regional": frozenset({"head_office"}),
    "head": frozenset({"head_office"}),
}
"""The roles that decide on targets of each kind of office."""


def may_propose(role: str, *, within: bool) -> bool:
    """Whether the role sets targets of an office. `within`: it is the user's own office or lies below it."""
    return within and role in PROPOSERS


def may_decide(role: str, kind: str, *, above: bool) -> bool:
    """Whether the role decides on targets of an office of this kind.

    `above`: the user's office stands above it. The country's own targets are decided at the head office itself.
    """
    return role in _ABOVE[kind] and (above or kind == "head")


def decides_on(role: str) -> tuple[str, ...]:
    """The kinds of offices whose targets the role decides on."""
    return tuple(kind for kind, roles in _ABOVE.items() if role in roles)
