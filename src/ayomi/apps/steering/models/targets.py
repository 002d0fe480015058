"""Targets of offices. Realisation is computed from the facts and never typed."""

from django.db import models
from django.db.models import Q


class Target(models.Model):
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    indicator = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "indicator"], name="target_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="target_not_negative"),
        ]
