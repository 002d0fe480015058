"""Regions with their validity, and the tree of offices that serve them."""

from django.db import models
from django.db.models import F, Q


class Region(models.Model):
    """A province, regency or district by its Kemendagri code (`74.01.05`), from when to when it held."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=[(k, k) for k in ("province", "regency", "district")])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField(help_text="last year in which the code was published")
    in_force = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["level", "in_force"])]


class Office(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("head", "regional", "branch", "sub_branch")])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    opened = models.DateField()
    closed = models.DateField(null=True)
    timezone = models.CharField(max_length=4, default="WIB", choices=[(k, k) for k in ("WIB", "WITA", "WIT")])
    source = models.CharField(max_length=200, blank=True)
    illustrative = models.BooleanField(default=False, help_text="our own assignment, not read in a source")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closed__isnull=True) | Q(closed__gt=F("opened")), name="office_span")
        ]


class Area(models.Model):
    """The regency that an office serves itself, half-open [since, until). One office at a time."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)


class Placement(models.Model):
    """Under which office another stood, half-open [since, until). `Office.parent` is the one that holds now."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Office, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
