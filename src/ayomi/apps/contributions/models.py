"""Assessments, bills and their lines.

A bill is draft, then final, then paid; a final bill and its lines never change. Money is whole rupiah.
"""

from django.db import models
from django.db.models import Q

STATES = ("draft", "final", "paid", "cancelled")
BILLED_SEGMENTS = ("wage_earner", "own_account", "construction", "migrant")
FUNDS = ("jkk", "jkm", "jht", "jp", "jpk", "pmi", "fine")
"""`pmi`: JKK and JKM of migrant workers, which the law asks for in one undivided sum."""
LINE_REASONS = (
    "regular", "joined_late", "wage_corrected", "left_late", "risk_changed", "programmes_changed", "relief_changed",
)  # fmt: skip


class Assessment(models.Model):
    """One run over a month for a payer, an office or the country; survives the death of its process."""

    month = models.DateField()
    scope = models.CharField(max_length=10, choices=[(k, k) for k in ("payer", "office", "country")])
    scope_id = models.BigIntegerField(null=True)
    supplement = models.BooleanField(default=False, help_text="also payers whose bill of the month is final")
    state = models.CharField(max_length=10, choices=[(k, k) for k in ("waiting", "running", "done", "failed")])
    payers_total = models.IntegerField(default=0)
    payers_done = models.IntegerField(default=0)
    bills = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    message = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    requested_by = models.BigIntegerField(null=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, null=True, related_name="+")


class Bill(models.Model):
    payer = models.ForeignKey("registry.Payer", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    month = models.DateField(help_text="first day of the month in which it is assessed")
    segment = models.CharField(max_length=12, choices=[(s, s) for s in BILLED_SEGMENTS])
    sequence = models.SmallIntegerField(default=0, help_text="0 the monthly bill, then supplements or instalments")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("monthly", "supplement", "project", "package")])
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    code = models.CharField(max_length=16, unique=True, null=True, help_text="payment code, given when final")
    total = models.BigIntegerField(default=0)
    members = models.IntegerField(default=0)
    due_on = models.DateField(help_text="earliest due date of its parts")
    drafted_at = models.DateTimeField()
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True, help_text="value day of the money that completed it")
    settled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "month", "segment", "sequence"],
                condition=~Q(state="cancelled"),
                name="bill_once_a_month",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(code__isnull=False), name="bill_final_has_code"
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid_on__isnull=False), name="bill_paid_has_day"),
        ]
        indexes = [
            models.Index(fields=["payer", "state", "due_on"]),
            models.Index(fields=["office", "month", "state"]),
            models.Index(fields=["due_on", "id"], condition=Q(state="final"), name="bill_open_due"),
            models.Index(
                fields=["office", "due_on"],
                include=["total", "payer"],
                condition=Q(state="final"),
                name="bill_open_office",
            ),
            models.Index(fields=["office"], condition=Q(state="draft"), name="bill_draft_office"),
            models.Index(fields=["due_on", "id"], name="bill_newest"),
            models.Index(fields=["due_on", "id"], condition=Q(state="cancelled"), name="bill_cancelled"),
        ]


class Part(models.Model):
    """What a bill asks for one programme fund."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="+")
    fund = models.CharField(max_length=4, choices=[(f, f) for f in FUNDS])
    amount = models.BigIntegerField()
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "fund"], name="part_once")]


class Line(models.Model):
    """One member's contribution for one month on one bill. Partitioned by the bill's month.

    Amounts are whole rupiah and add up to `total`, except `jkp_*`, which are booked and not billed, and `relief`,
    which says how much the law took off.
    """

    pk = models.CompositePrimaryKey("bill_month", "membership_id", "month", "bill_id")
    bill_month = models.DateField()
    bill = models.ForeignKey(Bill, models.CASCADE, related_name="+")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    month = models.DateField(help_text="the month the contribution is for")
    reason = models.CharField(max_length=20, choices=[(r, r) for r in LINE_REASONS])
    wage = models.BigIntegerField()
    risk = models.CharField(max_length=10, blank=True)
    jkk = models.BigIntegerField()
    jkm = models.BigIntegerField()
    jht_employer = models.BigIntegerField()
    jht_worker = models.BigIntegerField()
    jp_employer = models.BigIntegerField()
    jp_worker = models.BigIntegerField()
    jpk = models.BigIntegerField()
    relief = models.BigIntegerField()
    jkp_government = models.BigIntegerField()
    jkp_from_jkk = models.BigIntegerField()
    jkp_from_jkm = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "contributions_line"


class ProjectCharge(models.Model):
    """What a bill asks for a construction project: one instalment of its contribution."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="+")
    project = models.ForeignKey("registry.Project", models.PROTECT, related_name="+")
    instalment = models.SmallIntegerField()
    jkk = models.BigIntegerField()
    jkm = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "project"], name="project_charge_once")]


class PackageCharge(models.Model):
    """What a bill asks for one package of a migrant worker, by the law of the day `asked_on`."""

    bill = models.ForeignKey(Bill, models.CASCADE, related_name="+")
    package = models.ForeignKey("membership.Package", models.PROTECT, related_name="+")
    membership = models.ForeignKey("membership.Membership", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    asked_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "package"], name="package_charge_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="package_charge_positive"),
        ]


class Fine(models.Model):
    """A late fine: caused by one bill paid late, asked for with a later one."""

    late_bill = models.OneToOneField(Bill, models.PROTECT, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, related_name="+")
    months_late = models.SmallIntegerField()
    amount = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    bill = models.ForeignKey(Bill, models.SET_NULL, null=True, related_name="+", help_text="the bill that asks for it")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fine_positive")]
