"""Governments and others who pay for named people out of a yearly budget.

The budget carries what its people have reserved (`committed`), and the database refuses more than there is. A support
is one person's months under one budget; nobody has two at once. Spans are half-open [since, until), whole months.
"""

from django.db import models
from django.db.models import F, Q

SOURCES = ("apbd", "dbhcht", "apbn", "donation")
BUDGET_STATES = ("draft", "approved", "closed")
SUPPORT_STATES = ("proposed", "waiting", "active", "ended", "refused")
END_REASONS = ("died", "moved", "works_elsewhere", "civil_servant", "reached_65", "withdrew", "mistake", "other")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Budget(models.Model):
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+", help_text="who pays")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=8, choices=_words(SOURCES))
    since = models.DateField(help_text="first month that may be paid")
    until = models.DateField(help_text="first month that may not")
    amount = models.BigIntegerField(help_text="rupiah")
    quota = models.IntegerField(help_text="people at once")
    income = models.BigIntegerField(help_text="base of the contribution, rupiah a month")
    jht = models.BooleanField(default=False, help_text="old-age savings too")
    region = models.ForeignKey(
        "offices.Region", models.PROTECT, null=True, related_name="+", help_text="where its people live"
    )
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=_words(BUDGET_STATES), default="draft")
    committed = models.BigIntegerField(default=0, help_text="rupiah reserved for its people")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    asked_amount = models.BigIntegerField(null=True, help_text="rupiah, asked for and not decided on")
    asked_quota = models.IntegerField(null=True)
    asked_reason = models.CharField(max_length=200, blank=True)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="budget_span"),
            models.CheckConstraint(
                condition=Q(asked_amount__isnull=True, asked_quota__isnull=True, asked_at__isnull=True)
                | Q(state="approved", asked_amount__gt=0, asked_quota__gt=0, asked_at__isnull=False)
                & ~Q(asked_reason=""),
                name="budget_change_asked_whole",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, quota__gt=0, income__gt=0), name="budget_amounts_positive"
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("amount")), name="budget_never_exceeded"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(recorded_by__isnull=True) | ~Q(approved_by=F("recorded_by")),
                name="budget_approved_by_another",
            ),
        ]


class Proposal(models.Model):
    """A list of people proposed, as it came, with what became of each row."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32)
    content_sealed = models.BinaryField()
    rows = models.IntegerField()
    passed = models.IntegerField()
    problems = models.JSONField(default=list, help_text="row, name and reasons of whoever did not pass")
    warnings = models.JSONField(default=list, help_text="row, name and doubts of those who passed")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["budget", "fingerprint"], name="proposal_once")]


class Support(models.Model):
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    row = models.IntegerField(help_text="row of the list")
    occupation = models.CharField(max_length=80, blank=True)
    village = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=_words(SUPPORT_STATES), default="proposed")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    reserved = models.BigIntegerField(default=0, help_text="rupiah for its months")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=16, choices=_words(END_REASONS), blank=True)
    note = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["active", "ended"], since__isnull=False, until__isnull=False,
                            membership__isnull=False)
                | ~Q(state__in=["active", "ended"]) & Q(reserved=0),
                name="support_has_months",
            ),
            models.UniqueConstraint(
                fields=["budget", "person"], condition=Q(state__in=["proposed", "waiting", "active"]),
                name="support_open_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["budget", "state"]), models.Index(fields=["person"]),
                   models.Index(fields=["membership"])]  # fmt: skip
