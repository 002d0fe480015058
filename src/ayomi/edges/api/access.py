"""Who may call which operation of the interface for programs: one table, kept by the check of each operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ayomi.edges.api.partners import authenticate_partner
from ayomi.edges.api.quick import admitted


@dataclass(frozen=True, slots=True)
class Granted:
    """An operation for partners that hold a grant of `scope`. See `apps.partners.rules.SCOPES`."""

    scope: str


@dataclass(frozen=True, slots=True)
class Quick(Granted):
    """The same for an operation on the quick way, see `edges.api.quick`."""


OFFICE: Final = frozenset(
    {"membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor"}
)
PEOPLE: Final = OFFICE | {"channel_administrator", "worker"}
HEAD_OFFICE: Final = frozenset({"head_office"})
PUBLIC: Final = None

ACCESS: Final[Mapping[str, frozenset[str] | Granted | None]] = {
    "quote": PUBLIC,
    "proof": PUBLIC,
    "health": PUBLIC,
    "openapi": PUBLIC,
    "person_cover": PEOPLE,
    "targets": OFFICE,
    "report": OFFICE,
    "inquiry": HEAD_OFFICE,
    "webhooks": Granted("webhooks"),
    "webhooks_set": Granted("webhooks"),
    "eligibility": Quick("eligibility"),
    "eligibility_batch": Quick("eligibility"),
    "eligibility_enrolment": Quick("enrolment"),
    "eligibility_enrolment_state": Quick("enrolment"),
    "eligibility_payment": Quick("enrolment"),
    "recommendation_ask": Granted("licensing"),
    "recommendation_list": Granted("licensing"),
    "recommendation_state": Granted("licensing"),
    "recommendation_document": Granted("licensing"),
}
"""Roles by operation, or the grant a partner needs; PUBLIC also for strangers. Which rows a user sees is decided by the
database."""


class SignedIn:
    """A check that lets a person's session in."""

    openapi_security_schema: ClassVar[dict[str, str]] = {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
    }

    def __init__(self, check: Callable[[HttpRequest], Any]) -> None:
        self.check = check

    def __call__(self, request: HttpRequest) -> Any:
        return self.check(request)


class PartnerSecret(SignedIn):
    """A check that lets the secret or token of a partner in."""

    openapi_security_schema: ClassVar[dict[str, str]] = {"type": "http", "scheme": "bearer"}


def declared(operation: str) -> SignedIn:
    """The check of an operation that is not public: the signed-in user or the calling partner, None for a stranger.

    Its result is `request.auth`. Raises PermissionDenied for a role that the table does not name, RefusedCall for a
    partner that may not, KeyError for an operation not in the table.
    """
    roles = ACCESS[operation]
    if roles is None:
        raise ValueError(f"{operation} is public and needs no check")
    if isinstance(roles, Granted):
        scope, check_in = roles.scope, admitted if isinstance(roles, Quick) else authenticate_partner
        return PartnerSecret(lambda request: check_in(request, scope, operation=operation))

    def check(request: HttpRequest) -> Any:
        user: Any = request.user
        if not user.is_authenticated:
            return None
        if user.role not in roles:
            raise PermissionDenied
        return user

    return SignedIn(check)
