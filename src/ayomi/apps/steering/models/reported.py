"""Figures of public reports, with their source."""

from django.db import models
from django.db.models import Q


class ReportedFigure(models.Model):
    """A figure that a public report gives for an office. It stands beside the computed ones and never among them."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    office_as_written = models.CharField(max_length=80)
    as_of = models.DateField()
    segment = models.CharField(max_length=40, help_text="as the report groups: a segment, 'all', 'cooperative' ...")
    indicator = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    realised = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "as_of", "segment", "indicator", "source"], name="reported_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(realised__isnull=False) | Q(target__isnull=False), name="reported_figure_says_something"
            ),
        ]
