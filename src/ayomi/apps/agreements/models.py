"""Agreements with governments, national bodies, banks and others: what was promised, by whom, until when.

A cooperation agreement (PKS) derives from a memorandum (MoU), an operational cooperation (KSO) from a PKS; the
database refuses any other line. Spans are half-open [since, until).
"""

from django.db import models
from django.db.models import F, Q

KINDS = ("mou", "pks", "kso")
STATES = ("draft", "signed", "ended")
MEASURES = ("workers", "cooperatives", "firms", "contributions", "workshops")
REPEATS = ("once", "monthly", "quarterly", "yearly")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Agreement(models.Model):
    kind = models.CharField(max_length=3, choices=_words(KINDS))
    number = models.CharField(max_length=120, blank=True, help_text="as written on the paper")
    title = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="it derives from")
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="the one before it")
    state = models.CharField(max_length=6, choices=_words(STATES), default="draft")
    signed_on = models.DateField(null=True)
    place = models.CharField(max_length=80, blank=True, help_text="where it was signed")
    since = models.DateField()
    until = models.DateField(null=True, help_text="first day on which it no longer holds")
    ended_on = models.DateField(null=True, help_text="given up before its time")
    end_reason = models.CharField(max_length=200, blank=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="whose agreement it is")
    source = models.CharField(max_length=200, blank=True, help_text="where its facts come from, if not from its paper")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="agreement_span"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(signed_on__isnull=False), name="agreement_signed_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(state="ended") & Q(ended_on__isnull=True),
                name="agreement_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="mou", parent__isnull=True) | Q(kind__in=["pks", "kso"], parent__isnull=False),
                name="agreement_derives",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agreement_not_from_itself"),
        ]
        indexes = [models.Index(fields=["parent"]), models.Index(fields=["office"])]


class Party(models.Model):
    """Who signed. The agency itself is a party too. An organisation on record is linked, others stand by name."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    signatory = models.CharField(max_length=120, blank=True)
    position = models.CharField(max_length=120, blank=True, help_text="of the signatory")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "name"], name="party_once")]


class Basis(models.Model):
    """A regulation the agreement stands on."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    regulation = models.CharField(max_length=160)
    dated = models.DateField(null=True)
    article = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "regulation", "article"], name="basis_once")]


class Reach(models.Model):
    """An office in which it is carried out, with all offices below it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "office"], name="reach_once")]


class Duty(models.Model):
    """Something one party promised, once or again and again, with an office (and perhaps a person) that sees to it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", help_text="who promised it")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="which office sees to it")
    owner = models.BigIntegerField(null=True, help_text="user who sees to it")
    first_due = models.DateField()
    repeats = models.CharField(max_length=9, choices=_words(REPEATS), default="once")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)


class Done(models.Model):
    """A duty fulfilled for one of its days, with proof."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField()
    proof = models.CharField(max_length=300)
    paper = models.ForeignKey("papers.Paper", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "due_on"], name="duty_done_once")]


class Aim(models.Model):
    """What an agreement shall bring by a day. What it has brought is counted from the facts, never typed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=13, choices=_words(MEASURES))
    amount = models.BigIntegerField()
    by_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "measure", "by_day"], name="aim_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="aim_positive"),
        ]


class Brought(models.Model):
    """An organisation that came, or whose people came, under the agreement, from a day until a day."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="brought_span")
        ]
        indexes = [models.Index(fields=["organisation"])]


class Attachment(models.Model):
    """A scanned paper of an agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    paper = models.ForeignKey("papers.Paper", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20)
    size = models.IntegerField(help_text="bytes")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "paper"], name="attachment_once")]
