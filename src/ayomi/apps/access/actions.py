"""Users made, given another role, shut out, and their passwords."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from ayomi.apps.access.models import ROLES, User
from ayomi.apps.audit.actions import record


class UnknownUser(LookupError):
    """No such user."""


def create_user(
    *, username: str, password: str, full_name: str, role: str, office_id: int | None, organisation_id: int | None,
    person_id: int | None, language: str, by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A user with one role, and what that role is for: office staff an office, a channel administrator an
    organisation, a worker a person. Returns the id.

    Raises ValueError for another role, `django.core.exceptions.ValidationError` for a weak password, and
    `django.db.IntegrityError` for a taken username or a scope that does not fit the role.
    """
    if role not in ROLES:
        raise ValueError(f"no role {role}")
    user = User(
        username=username, full_name=full_name, role=role, office_id=office_id, organisation_id=organisation_id,
        person_id=person_id, language=language, date_joined=at,
    )  # fmt: skip
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        record(
            "user_created", subject="user", subject_id=user.pk, office_id=office_id, by=by, at=at,
            detail={"username": username, "role": role},
        )  # fmt: skip
    return user.pk


def _held(user_id: int) -> User:
    found = User.objects.select_for_update().filter(pk=user_id).first()
    if found is None:
        raise UnknownUser(user_id)
    return found


def change_role(
    user_id: int, *, role: str, office_id: int | None, organisation_id: int | None, person_id: int | None, reason: str,
    by: int | None, at: datetime,
) -> None:  # fmt: skip
    """Another role or place. Raises `UnknownUser`, ValueError, `django.db.IntegrityError` as `create_user`."""
    if role not in ROLES:
        raise ValueError(f"no role {role}")
    with transaction.atomic():
        user = _held(user_id)
        before = {"role": user.role, "office": user.office_id, "organisation": user.organisation_id}
        user.role, user.office_id, user.organisation_id = role, office_id, organisation_id
        user.person_id = person_id
        user.save()
        record(
            "user_role_changed", subject="user", subject_id=user_id, office_id=office_id, by=by, at=at, reason=reason,
            detail={"before": before, "after": {"role": role, "office": office_id, "organisation": organisation_id}},
        )  # fmt: skip


def deactivate(user_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """The user may no longer sign in; whatever session is still open sees nothing. Raises `UnknownUser`."""
    with transaction.atomic():
        user = _held(user_id)
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(
            "user_deactivated", subject="user", subject_id=user_id, office_id=user.office_id, by=by, at=at,
            reason=reason,
        )  # fmt: skip


def change_password(user_id: int, password: str, *, by: int | None, at: datetime) -> None:
    """A new password; open sessions elsewhere end. Raises `UnknownUser`, `ValidationError` for a weak one."""
    with transaction.atomic():
        user = _held(user_id)
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        record("password_changed", subject="user", subject_id=user_id, office_id=user.office_id, by=by, at=at)


def change_email(user_id: int, email: str, *, by: int | None, at: datetime) -> None:
    """Where letters to this user go; an empty text for nowhere. Raises `UnknownUser`, `ValidationError` for what is no
    address."""
    if email:
        validate_email(email)
    with transaction.atomic():
        user = _held(user_id)
        user.email = email
        user.save(update_fields=["email"])
        record("email_changed", subject="user", subject_id=user_id, office_id=user.office_id, by=by, at=at)


def change_language(user_id: int, language: str, *, by: int | None, at: datetime) -> None:
    """'id' or 'en'. Raises `UnknownUser`, ValueError."""
    if language not in ("id", "en"):
        raise ValueError(f"no language {language}")
    with transaction.atomic():
        user = _held(user_id)
        user.language = language
        user.save(update_fields=["language"])
        record("language_changed", subject="user", subject_id=user_id, office_id=user.office_id, by=by, at=at)
