"""Accounts, and transfers between two of them: an unbalanced entry cannot be written."""

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    code = models.CharField(max_length=60, unique=True, help_text="such as 'receivable/jkk'")
    fund = models.CharField(
        max_length=20, help_text="jkk jkm jht jp jkp jpk fine, or 'collection' for money in transit"
    )
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("asset", "liability", "income")])


class Transfer(models.Model):
    """`amount` rupiah from the credit account to the debit account. Never changed, never deleted."""

    key = models.CharField(max_length=120, unique=True, help_text="chosen by the caller, so that a retry is safe")
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    day = models.DateField(help_text="the day the money counts from")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    payer_id = models.BigIntegerField(null=True)
    bill_id = models.BigIntegerField(null=True)
    receipt_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["bill_id"], condition=Q(bill_id__isnull=False), name="transfer_bill"),
            models.Index(fields=["payer_id"], condition=Q(payer_id__isnull=False), name="transfer_payer"),
            models.Index(fields=["receipt_id"], condition=Q(receipt_id__isnull=False), name="transfer_receipt"),
        ]


class Seal(models.Model):
    """A fingerprint over all transfers up to one of them: a changed row no longer fits its seal."""

    last_transfer_id = models.BigIntegerField(unique=True)
    transfers = models.BigIntegerField()
    fingerprint = models.BinaryField(max_length=32)
    at = models.DateTimeField()
