"""Scenarios of growth, and offices to be opened: planned, decided by a second person, opened."""

from django.db import models
from django.db.models import F, Q

from ayomi.apps.steering.rules.plans import OPENED_KINDS, OPENING_STATES, STAFF_ROLES


class Scenario(models.Model):
    """Assumptions of a growth plan under a name. What follows from them is reckoned, never stored."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    assumptions = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="scenario_once")]


class Opening(models.Model):
    """An office that shall be opened. `office` plans it; `opened` is the office itself, once it is."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    parent = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in OPENED_KINDS])
    seat = models.ForeignKey("offices.Region", models.PROTECT, related_name="+")
    opens_on = models.DateField()
    purpose = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=[(s, s) for s in OPENING_STATES])
    planned_at = models.DateTimeField()
    planned_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened = models.OneToOneField("offices.Office", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(state__in=["refused", "withdrawn"]), name="opening_code_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(planned_by__isnull=True) | ~Q(decided_by=F("planned_by")),
                name="opening_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="opened", opened__isnull=False, decided_at__isnull=False)
                | (~Q(state="opened") & Q(opened__isnull=True)),
                name="opening_opened_has_office",
            ),
        ]


class OpeningArea(models.Model):
    """A regency that the new office shall serve from its first day."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="+")
    region = models.ForeignKey("offices.Region", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "region"], name="opening_area_once")]


class OpeningStaff(models.Model):
    """Somebody who shall work there, as what."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="+")
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=[(r, r) for r in STAFF_ROLES])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "user"], name="opening_staff_once")]


class OpeningTarget(models.Model):
    """What it shall reach in its first year."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="+")
    indicator = models.CharField(max_length=40)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "indicator"], name="opening_target_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="opening_target_not_negative"),
        ]


class OpeningEvent(models.Model):
    """What became of it, and when. Only added to."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s, s) for s in OPENING_STATES])
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
