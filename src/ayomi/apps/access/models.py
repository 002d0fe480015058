"""Who may sign in, as what, and for which part of the country."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

ROLES = (
    "membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor",
    "channel_administrator", "licensing_officer", "worker", "administrator",
)  # fmt: skip


class User(AbstractUser):
    """A person who signs in. Office staff carry an office; channel administrators and licensing officers their
    organisation; workers a person."""

    full_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=24, choices=[(role, role) for role in ROLES])
    office = models.ForeignKey("offices.Office", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, default="id", choices=[("id", "Indonesia"), ("en", "English")])

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_scope_fits_role",
                condition=Q(
                    role__in=["channel_administrator", "licensing_officer"],
                    organisation__isnull=False,
                    person__isnull=True,
                )
                | Q(role="worker", person__isnull=False, organisation__isnull=True)
                | (
                    ~Q(role__in=["channel_administrator", "licensing_officer", "worker"])
                    & Q(office__isnull=False, organisation__isnull=True, person__isnull=True)
                ),
            )
        ]
