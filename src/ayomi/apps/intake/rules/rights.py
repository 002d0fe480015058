"""Who may do what with a list. The database decides whose lists are seen; this table decides what may be done."""

from __future__ import annotations

from typing import Final, Literal

Right = Literal["look", "send", "take"]
"""`look`: see lists; `send`: upload, correct, give back; `take`: enrol the good rows, undo, ask for the bill."""

RIGHTS: Final[dict[str, frozenset[Right]]] = {
    "membership_officer": frozenset({"look", "send", "take"}),
    "supervisor": frozenset({"look", "send", "take"}),
    "office_head": frozenset({"look", "send"}),
    "regional": frozenset({"look"}),
    "head_office": frozenset({"look"}),
    "finance": frozenset({"look"}),
    "auditor": frozenset({"look"}),
    "channel_administrator": frozenset({"look", "send", "take"}),
}
"""A channel administrator's lists are those of the own organisation; every other role's those of the office."""


def may(role: str, right: Right) -> bool:
    """Whether a role has a right. A role that is not in the table has none."""
    return right in RIGHTS.get(role, frozenset())


def may_send_for(
    role: str, *, own_organisation: int | None, organisation: int | None, contractor: int | None = None
) -> bool:
    """Whether a role may send a list for an organisation (None: for people alone), or for a project of `contractor`."""
    if not may(role, "send"):
        return False
    if role != "channel_administrator":
        return True
    return own_organisation is not None and own_organisation in (organisation, contractor)
