"""Money as it arrives. Every receipt is kept, whatever it was good for."""

from django.db import models
from django.db.models import Q

HELD_STATES = ("waiting", "booked", "set_aside")
OUTCOMES = ("matched", "unidentified", "refused")


class BankFile(models.Model):
    fingerprint = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10, choices=[(k, k) for k in ("csv", "mt940", "book")])
    account = models.CharField(max_length=34, blank=True, help_text="the account of ours it is of, digits")
    lines = models.IntegerField()
    skipped = models.JSONField(default=dict, help_text="lines that are no receipts, by reason")
    taken = models.IntegerField(default=0)
    problems = models.JSONField(default=list)
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")


class HeldLine(models.Model):
    """A line of a bank file that can be read and was not booked, because it may be money that was booked before.

    A person decides once: `booked`, with its receipt, or `set_aside`; each with the reason.
    """

    bank_file = models.ForeignKey(BankFile, models.PROTECT, related_name="+")
    line = models.IntegerField()
    key = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    paid_on = models.DateField(help_text="value day")
    code = models.CharField(max_length=40, blank=True)
    sender = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=20, help_text="key of core.banking.words.PROBLEMS")
    written = models.CharField(max_length=80, blank=True, help_text="what it was compared with")
    state = models.CharField(max_length=10, choices=[(s, s) for s in HELD_STATES], default="waiting")
    reason = models.CharField(max_length=300, blank=True)
    receipt = models.OneToOneField("payments.Receipt", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_file", "line"], name="heldline_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="heldline_positive"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True) | ~Q(state="waiting") & ~Q(reason=""),
                name="heldline_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="booked", receipt__isnull=False) | ~Q(state="booked") & Q(receipt__isnull=True),
                name="heldline_booked_by_its_receipt",
            ),
        ]
        indexes = [models.Index(fields=["bank_file"], condition=Q(state="waiting"), name="heldline_waiting")]


class Destination(models.Model):
    """A payment code that stands for something other than contributions, such as a loan's instalments.

    Contexts above ask for such codes and read what came for them; until then the money stands in `credit/handed_over`.
    """

    code = models.CharField(max_length=16, unique=True, help_text="digits")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")


class Receipt(models.Model):
    """Money that came in once. `key` is the caller's: the same key again is the same receipt."""

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=[(k, k) for k in ("hand", "file", "api")])
    amount = models.BigIntegerField()
    paid_on = models.DateField(help_text="value day")
    code_seen = models.CharField(max_length=40, blank=True, help_text="payment code as it came")
    sender = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=14, choices=[(o, o) for o in OUTCOMES])
    note = models.CharField(max_length=30, blank=True, help_text="'already_paid', 'bill_cancelled', 'too_much' ...")
    bill = models.ForeignKey("contributions.Bill", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, null=True, related_name="+")
    destination = models.ForeignKey(Destination, models.PROTECT, null=True, related_name="+")
    bank_file = models.ForeignKey(BankFile, models.PROTECT, null=True, related_name="+")
    bank_line = models.IntegerField(null=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_positive")]
        indexes = [
            models.Index(fields=["payer", "paid_on"]),
            models.Index(fields=["bill"]),
            models.Index(fields=["destination"], condition=Q(destination__isnull=False), name="receipt_destination"),
            models.Index(fields=["outcome"], condition=Q(outcome="unidentified"), name="receipt_unidentified"),
        ]


class Credit(models.Model):
    """Money a payer has with us that no bill has used yet."""

    payer = models.OneToOneField("registry.Payer", models.PROTECT, primary_key=True, related_name="+")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="credit_not_negative")]


class BankDay(models.Model):
    """A file in which a bank says which payments to virtual accounts reached our account, and what it showed."""

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    fingerprint = models.BinaryField(max_length=32)
    name = models.CharField(max_length=200)
    since = models.DateField(help_text="first day the file speaks of")
    until = models.DateField(help_text="the day after the last")
    lines = models.IntegerField()
    matched = models.IntegerField(help_text="lines of payments that had been told")
    untold = models.JSONField(default=list, help_text="payments that reached us and were not told")
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "fingerprint"], name="bank_day_once")]


class BankMessage(models.Model):
    """What a bank's program asked or told, and the answer it got, so that the same message gets the same answer."""

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    service = models.CharField(max_length=8, choices=[(k, k) for k in ("inquiry", "payment")])
    day = models.DateField(help_text="the day it came: an external number is unique within it")
    external_id = models.CharField(max_length=64)
    request_id = models.CharField(max_length=128, help_text="the bank's number of the inquiry or payment")
    inquiry_id = models.CharField(max_length=128, blank=True)
    account = models.CharField(max_length=28, help_text="virtual account with its leading spaces")
    essence = models.BinaryField(max_length=32, help_text="fingerprint of what makes two messages the same")
    reference = models.CharField(max_length=64, blank=True)
    paid_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=7, help_text="responseCode")
    answer_sealed = models.BinaryField()
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    bank_day = models.ForeignKey(BankDay, models.PROTECT, null=True, related_name="+", help_text="file that shows it")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "service", "day", "external_id"], name="bank_message_once"),
            models.UniqueConstraint(
                fields=["partner", "request_id"], condition=Q(receipt__isnull=False), name="bank_payment_once"
            ),
            models.UniqueConstraint(fields=["receipt"], name="bank_message_receipt_once"),
        ]
        indexes = [
            models.Index(fields=["partner", "-at"]),
            models.Index(
                fields=["partner", "account"], condition=Q(receipt__isnull=False), name="bank_payment_account"
            ),
        ]
