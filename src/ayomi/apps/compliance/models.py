"""Proofs handed out, each with an address that tells the truth now; what licensing offices ask; sanctions."""

from django.db import models
from django.db.models import F, Q

from ayomi.apps.compliance.rules.licensing import (
    AUTHORITIES,
    NUMBERS,
    OUTCOMES,
    PURPOSES,
    REQUEST_STATES,
    RULE_OUTCOMES,
    VERSIONS,
)
from ayomi.apps.compliance.rules.sanctions import CASE_STATES, GROUNDS, STEPS

KINDS = ("card", "certificate", "project", "recommendation")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Proof(models.Model):
    """A card belongs to one membership, whose card number it carries; a certificate to a payer; a recommendation to
    the decision that gave it.

    Of each there is at most one that was not withdrawn: whoever asks again gets the same address.
    """

    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=[(k, k) for k in KINDS])
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="card",
                    person__isnull=False,
                    membership__isnull=False,
                    payer__isnull=True,
                    decision__isnull=True,
                )
                | Q(
                    kind__in=["certificate", "project"],
                    person__isnull=True,
                    membership__isnull=True,
                    payer__isnull=False,
                    decision__isnull=True,
                )
                | Q(
                    kind="recommendation",
                    person__isnull=True,
                    membership__isnull=True,
                    payer__isnull=True,
                    decision__isnull=False,
                ),
                name="proof_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="proof_withdrawn_with_reason"
            ),
            models.UniqueConstraint(
                fields=["membership"], condition=Q(withdrawn_at__isnull=True, kind="card"), name="proof_card_once"
            ),
            models.UniqueConstraint(
                fields=["payer", "kind"],
                condition=Q(withdrawn_at__isnull=True, payer__isnull=False),
                name="proof_payer_once",
            ),
            models.UniqueConstraint(fields=["decision"], name="proof_decision_once"),
        ]


class Authority(models.Model):
    """A licensing office that may ask for recommendations, for organisations in its area."""

    organisation = models.OneToOneField("registry.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="of the organisation, for whoever may not see its row")
    kind = models.CharField(max_length=20, choices=_words(AUTHORITIES))
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+", help_text="null: all")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="who looks after it")
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="authority_span")
        ]


class Request(models.Model):
    """What a licensing office asked, once under its own key, about whom, and where that stands."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=64, help_text="the asker's own number for it")
    fingerprint = models.BinaryField(max_length=32, help_text="of what was asked under the key")
    purpose = models.CharField(max_length=16, choices=_words(PURPOSES))
    note = models.CharField(max_length=200, blank=True)
    number_kind = models.CharField(max_length=16, choices=_words(NUMBERS))
    number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=160, blank=True)
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+")
    stated = models.IntegerField(null=True, help_text="workers and members it has in all, as stated")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    found = models.CharField(max_length=160, blank=True, help_text="name of that organisation")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", help_text="which answers")
    state = models.CharField(max_length=10, choices=_words(REQUEST_STATES))
    due_on = models.DateField(help_text="last day for an answer")
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="request_once"),
            models.CheckConstraint(condition=Q(stated__isnull=True) | Q(stated__gt=0), name="request_stated_positive"),
            models.CheckConstraint(condition=~Q(key=""), name="request_has_key"),
        ]
        indexes = [
            models.Index(fields=["office", "state", "due_on"]),
            models.Index(fields=["authority", "-asked_at"]),
            models.Index(fields=["organisation", "-asked_at"]),
        ]


class Decision(models.Model):
    """An answer, with the facts as they were and what the rule said of them. Kept for ever; a later one replaces it.

    Whoever departs from the rule only proposes: a second person decides, and the database holds to that.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    facts = models.JSONField(help_text="of the organisation on that day, nothing about persons")
    findings = models.JSONField(help_text="what each criterion said")
    rule_since = models.DateField(help_text="the newest day on which a measure of the rule changed")
    rule_outcome = models.CharField(max_length=8, choices=_words(RULE_OUTCOMES))
    ceiling = models.CharField(max_length=8, choices=_words(OUTCOMES))
    outcome = models.CharField(max_length=8, choices=_words(OUTCOMES))
    deviates = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, help_text="first day on which it no longer holds")
    version = models.CharField(max_length=9, choices=_words(VERSIONS))
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True, help_text="null: the rule")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True, help_text="null: the rule")
    second_reason = models.CharField(max_length=300, blank=True)
    lapse = models.JSONField(null=True, help_text="what made it fall")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="decision_number"),
            models.UniqueConstraint(fields=["request"], condition=Q(version="standing"), name="decision_stands_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(version="proposed"), name="decision_proposed_once"),
            models.CheckConstraint(
                condition=Q(outcome="refused", until__isnull=True)
                | (~Q(outcome="refused") & Q(until__isnull=False, until__gt=F("since"))),
                name="decision_span",
            ),
            models.CheckConstraint(
                condition=Q(deviates=False)
                | Q(version__in=["proposed", "returned"])
                | (Q(proposed_by__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="decision_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(version="proposed", decided_at__isnull=True)
                | (~Q(version="proposed") & Q(decided_at__isnull=False)),
                name="decision_decided",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, deviates=False) | ~Q(reason=""),
                name="decision_by_a_person_says_why",
            ),
        ]


class SanctionCase(models.Model):
    """Administrative sanctions on one organisation for one ground, from the first warning until lifted."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=_words(GROUNDS))
    facts = models.JSONField(help_text="of the organisation when it was opened")
    state = models.CharField(max_length=8, choices=_words(CASE_STATES), default="open")
    stop_authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", help_text="which was asked to stop services"
    )
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    fine_paid = models.BigIntegerField(null=True, help_text="rupiah of the administrative fine that were paid")
    fine_paid_on = models.DateField(null=True)
    fine_reference = models.CharField(max_length=80, blank=True)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="open"), name="case_open_once"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True, closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False, closed_at__isnull=False) & ~Q(closed_reason="")),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(fine_paid__isnull=True, fine_paid_on__isnull=True)
                | (Q(fine_paid__gt=0, fine_paid_on__isnull=False) & ~Q(fine_reference="")),
                name="case_fine_paid_whole",
            ),
        ]
        indexes = [models.Index(fields=["office", "state"]), models.Index(fields=["organisation", "-opened_on"])]


class SanctionStep(models.Model):
    """One step of a case, given by a person, with its letter; never changed, each only after the days of law."""

    case = models.ForeignKey(SanctionCase, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    step = models.CharField(max_length=13, choices=_words(STEPS))
    taken_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="last day of the time it gives")
    note = models.CharField(max_length=300, blank=True)
    base = models.BigIntegerField(null=True, help_text="contributions due in rupiah, of which the fine is counted")
    services = models.JSONField(default=list, help_text="public services that shall be stopped")
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(help_text="of the organisation on that day")
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="step_number"),
            models.UniqueConstraint(fields=["case", "step"], name="step_once"),
            models.CheckConstraint(
                condition=Q(step="fine", base__gt=0) | (~Q(step="fine") & Q(base__isnull=True)), name="step_fine_base"
            ),
            models.CheckConstraint(
                condition=Q(step="stop_services", authority__isnull=False, ends_on__isnull=True)
                | (~Q(step="stop_services") & Q(authority__isnull=True, ends_on__isnull=False)),
                name="step_stop_names_who",
            ),
        ]
