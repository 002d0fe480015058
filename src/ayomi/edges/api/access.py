"""Who may call which operation of the interface for programs: one table, kept by the check of each operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

OFFICE: Final = frozenset(
    {"membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor"}
)
PEOPLE: Final = OFFICE | {"channel_administrator", "worker"}
PUBLIC: Final = None

ACCESS: Final[Mapping[str, frozenset[str] | None]] = {
    "quote": PUBLIC,
    "proof": PUBLIC,
    "health": PUBLIC,
    "openapi": PUBLIC,
    "person_cover": PEOPLE,
    "targets": OFFICE,
}
"""Roles by operation; PUBLIC also for strangers. Which rows one sees is decided by the database."""


def declared(operation: str) -> Callable[[HttpRequest], Any]:
    """The check of an operation that is not public: the signed-in user, None for a stranger.

    Raises PermissionDenied for a role that the table does not name, KeyError for an operation not in it.
    """
    roles = ACCESS[operation]
    if roles is None:
        raise ValueError(f"{operation} is public and needs no check")

    def check(request: HttpRequest) -> Any:
        user: Any = request.user
        if not user.is_authenticated:
            return None
        if user.role not in roles:
            raise PermissionDenied
        return user

    return check
