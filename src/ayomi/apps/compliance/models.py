"""Proofs handed out: cards of members and certificates of payers, each with an address that tells the truth now."""

from django.db import models
from django.db.models import Q

KINDS = ("card", "certificate", "project")


class Proof(models.Model):
    """A card belongs to one membership, whose card number it carries; a certificate to a payer.

    Of each there is at most one that was not withdrawn: whoever asks again gets the same address.
    """

    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="card", person__isnull=False, membership__isnull=False, payer__isnull=True)
                | Q(
                    kind__in=["certificate", "project"],
                    person__isnull=True,
                    membership__isnull=True,
                    payer__isnull=False,
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
        ]
