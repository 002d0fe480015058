"""What others count per region, out of their spreadsheets: population, workers, cooperatives, enterprises."""

from django.db import models
from django.db.models import Q

FILE_STATES = ("preview", "taken", "dropped")
FIGURE_STATES = ("taken", "unmatched", "clash")
LEVELS = ("country", "province", "regency")


class DenominatorFile(models.Model):
    """A table as it was sent, with its source; looked through first, then taken over."""

    file_name = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32, help_text="SHA-256 of the file")
    content_sealed = models.BinaryField()
    source = models.CharField(max_length=200)
    as_of = models.DateField(help_text="day of figures whose column names none")
    columns = models.JSONField(default=dict, help_text="measures set by hand, by number of the column")
    state = models.CharField(max_length=10, choices=[(s, s) for s in FILE_STATES])
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "as_of"], condition=~Q(state="dropped"), name="denominator_file_once"
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_at__isnull=False) | (~Q(state="taken") & Q(taken_at__isnull=True)),
                name="denominator_file_taken",
            ),
        ]


class Denominator(models.Model):
    """One figure of one region on one day. What has no certain place is kept too, under the name as written."""

    file = models.ForeignKey(DenominatorFile, models.PROTECT, related_name="+")
    row = models.IntegerField(help_text="row of the sheet")
    level = models.CharField(max_length=10, choices=[(k, k) for k in LEVELS])
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+")
    written = models.CharField(max_length=160)
    measure = models.CharField(max_length=40)
    as_of = models.DateField()
    value = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in FIGURE_STATES])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "measure", "as_of", "region"], condition=Q(state="taken"), nulls_distinct=False,
                name="denominator_once",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="denominator_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(level="country", region__isnull=True)
                | (~Q(level="country") & Q(region__isnull=False)),
                name="denominator_has_its_place",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["measure", "as_of"], condition=Q(state="taken"), name="denominator_figures")]


class PlaceName(models.Model):
    """A name that somebody matched to a region by hand, so that it is known the next time."""

    key = models.CharField(max_length=200, unique=True, help_text="province and place without case and signs")
    region = models.ForeignKey("offices.Region", models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    chosen_by = models.BigIntegerField(null=True)
