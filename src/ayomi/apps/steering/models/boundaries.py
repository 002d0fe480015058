"""Boundaries that somebody loaded, drawn once and kept as lines. The file itself is never part of the program."""

from django.db import models


class BoundaryFile(models.Model):
    """An official file of boundaries. The one loaded last is drawn."""

    file_name = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the file")
    source = models.CharField(max_length=200)
    sheets = models.JSONField(help_text="width and height of each drawing, by its name")
    report = models.JSONField(help_text="what was left out, and which regions have no shape")
    loaded_at = models.DateTimeField()
    loaded_by = models.BigIntegerField(null=True)


class BoundaryShape(models.Model):
    """One region in one drawing. `sheet`: `provinces`, `regencies`, or the code of a province drawn large."""

    file = models.ForeignKey(BoundaryFile, models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=10)
    region = models.ForeignKey("offices.Region", models.PROTECT, related_name="+")
    path = models.TextField()
    x = models.IntegerField()
    y = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "sheet", "region"], name="boundary_shape_once")]
