"""Targets of offices. Realisation is computed from the facts and never typed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ayomi.apps.steering.rules.course import COURSE_RULES
from ayomi.apps.steering.rules.deciding import STATES

TARGET_ORIGINS = ("typed", "uploaded", "shared", "loaded")


class TargetFile(models.Model):
    """A file of targets as it was sent, and what was found in its rows."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="office of who sent it")
    file_name = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32)
    content = models.BinaryField()
    good = models.IntegerField(help_text="rows that can be kept as drafts")
    bad = models.IntegerField(help_text="rows that go back")
    kept = models.IntegerField(null=True, help_text="targets kept as drafts; null until somebody said so")
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-received_at"], name="target_file_newest")]


class Target(models.Model):
    """One revision of what an office shall reach in a year. The indicator names the segment.

    Figures and course of a revision never change; another figure is another revision. `until` is when the next one
    took its place, or when it was given up; an approved one is in force in [`decided_at`, `until`).
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    indicator = models.CharField(max_length=40)
    revision = models.SmallIntegerField()
    amount = models.BigIntegerField()
    course = ArrayField(models.BigIntegerField(), size=12, help_text="what shall stand by the end of each month")
    course_rule = models.CharField(max_length=10, choices=[(k, k) for k in COURSE_RULES])
    origin = models.CharField(max_length=10, choices=[(k, k) for k in TARGET_ORIGINS])
    source = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    owner_id = models.BigIntegerField(null=True, help_text="access.User who answers for it")
    shared_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(TargetFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(k, k) for k in STATES])
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decision = models.CharField(max_length=200, blank=True, help_text="why it was returned, or a word on approval")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "indicator", "revision"], name="target_revision_once"),
            models.UniqueConstraint(
                fields=["office", "year", "indicator"], condition=Q(state="approved", until__isnull=True),
                name="target_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["office", "year", "indicator"],
                condition=Q(state__in=["draft", "proposed", "returned"], until__isnull=True),
                name="target_at_work_once",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="target_not_negative"),
            models.CheckConstraint(
                condition=Q(course__len=12, course__11=F("amount")), name="target_course_ends_in_it"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("recorded_at")), name="target_span"
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") & Q(proposed_at__isnull=False)
                | Q(state="draft", proposed_at__isnull=True, proposed_by__isnull=True),
                name="target_proposed_is_stamped",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "returned"], decided_at__isnull=False)
                | Q(state__in=["draft", "proposed"], decided_at__isnull=True, decided_by__isnull=True),
                name="target_decided_is_stamped",
            ),
            # Who wrote or proposed it never decides on it. Without names: whoever runs the installation, by command.
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"])
                | Q(proposed_by__isnull=True, decided_by__isnull=True)
                | Q(proposed_by__isnull=False, decided_by__isnull=False)
                & ~Q(decided_by=F("proposed_by"))
                & (Q(recorded_by__isnull=True) | ~Q(decided_by=F("recorded_by"))),
                name="target_decided_by_another",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state"], condition=Q(state="proposed"), name="target_waiting")]
