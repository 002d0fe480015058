"""Banks that must not lend to whoever is not covered: what they asked, what they were told, whom they enrolled.

A question carries no foreign keys: it is a note of what happened, written hundreds of times a second. The number asked
about stands as its keyed hash alone.
"""

from django.db import models
from django.db.models import Q

RESULTS = ("eligible", "voluntary", "enrol_first")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Check(models.Model):
    """One question about a person or an organisation, and its answer: the same question gets the same answer."""

    partner_id = models.BigIntegerField()
    request_id = models.CharField(max_length=64, help_text="the bank's number of the question")
    essence = models.BinaryField(max_length=32, help_text="fingerprint of what was asked")
    nik_hash = models.BinaryField(max_length=16, null=True)
    person_id = models.BigIntegerField(null=True, help_text="registry.Person; null: nobody known, or an organisation")
    organisation_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True, help_text="serves the regency the number was given out in")
    product = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    purpose = models.CharField(max_length=80)
    consent_id = models.CharField(max_length=64, help_text="the bank's number of the customer's consent")
    result = models.CharField(max_length=11, choices=_words(RESULTS))
    offer = models.CharField(max_length=24, unique=True, null=True, help_text="code of the offer of enrolment")
    answer = models.TextField(help_text="as it was given")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner_id", "request_id"], name="check_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="check_amount_not_negative"),
        ]
        indexes = [
            models.Index(fields=["at"], name="check_by_time"),
            models.Index(fields=["office_id", "-at"], condition=Q(offer__isnull=False), name="check_offered"),
        ]


class Batch(models.Model):
    """A list of questions and its answers, kept for whoever sends it again."""

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=64)
    essence = models.BinaryField(max_length=32)
    rows = models.IntegerField()
    refused = models.IntegerField(help_text="rows that could not be answered")
    answers = models.BinaryField(help_text="compressed")
    asked_by = models.BigIntegerField(null=True, help_text="access.User, where it came through the page")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "request_id"], name="batch_once")]
        indexes = [models.Index(fields=["at"], name="batch_by_time")]


class Enrolment(models.Model):
    """A debtor enrolled by a bank on the spot: one dialogue from person to paid months, under the bank's number."""

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=64)
    essence = models.BinaryField(max_length=32)
    code = models.CharField(max_length=24, unique=True, help_text="by which the bank speaks of it")
    offer = models.CharField(max_length=24, unique=True, null=True, help_text="the offer that was taken")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    product = models.CharField(max_length=40, blank=True)
    fresh = models.BooleanField(help_text="false: was a member already and is only asked to pay")
    consent_id = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "request_id"], name="enrolment_once")]
        indexes = [models.Index(fields=["office", "-at"]), models.Index(fields=["partner", "-at"])]


class EnrolmentBill(models.Model):
    """A bill that an enrolment asks for."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    bill = models.ForeignKey("contributions.Bill", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "bill"], name="enrolment_bill_once")]
