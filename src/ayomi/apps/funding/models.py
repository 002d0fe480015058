"""Money put to work: windows with dated rules and budgets, applications, loans that come back and grants that do not.

A window's money stands in the ledger; its purse holds the same sum for a lock and a limit, so that no more is promised
than is there. Spans are half-open [since, until). Money is whole rupiah, rates are parts per million.
"""

from django.db import models
from django.db.models import F, Q

THEMES = ("welfare_revolving", "welfare_grant", "partnership", "community", "programme")
APPLICATION_STATES = ("submitted", "surveyed", "proposed", "approved", "refused", "agreed", "paid", "withdrawn")
LOAN_STATES = ("running", "closed")
LOAN_CLASSES = ("lancar", "kurang_lancar", "diragukan", "macet")
METHODS = ("flat", "declining", "annuity", "yearly")
GRACE_FEES = ("due", "waived", "deferred")
ORDERS = ("by_instalment", "fees_first")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Window(models.Model):
    """One use of the money, with a balance of its own."""

    code = models.CharField(max_length=20, unique=True, help_text="short name, part of its ledger accounts")
    name = models.CharField(max_length=120)
    theme = models.CharField(max_length=18, choices=_words(THEMES))
    returns = models.BooleanField(help_text="loans that come back; otherwise grants")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)


class Rule(models.Model):
    """Who may have how much, how, from when to when. A loan keeps the rule it was made under."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    amount_most = models.BigIntegerField(help_text="rupiah for one borrower")
    rate = models.IntegerField(default=0, help_text="fee a year, ppm")
    method = models.CharField(max_length=9, choices=_words(METHODS), default="flat")
    months_most = models.SmallIntegerField(default=36)
    grace_most = models.SmallIntegerField(default=0)
    grace_fee = models.CharField(max_length=8, choices=_words(GRACE_FEES), default="due")
    order = models.CharField(max_length=13, choices=_words(ORDERS), default="by_instalment")
    member_months = models.SmallIntegerField(default=0, help_text="months of membership a borrower must have")
    kinds = models.JSONField(default=list, help_text="kinds of organisations that may apply; empty: any")
    small_only = models.BooleanField(default=False, help_text="only micro and small enterprises")
    score_least = models.SmallIntegerField(default=60, help_text="of a hundred, on the survey's sheet")
    tranches = models.JSONField(help_text="[[share in ppm, condition], ...]; shares sum to one whole")
    source = models.CharField(max_length=200, help_text="the decision or regulation it stands on")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="rule_span"),
            models.CheckConstraint(condition=Q(amount_most__gt=0, rate__gte=0), name="rule_amounts"),
            models.CheckConstraint(
                condition=Q(grace_most__gte=0) & Q(months_most__gt=F("grace_most")), name="rule_months"
            ),
        ]


class Budget(models.Model):
    """Money put into a window for a year, out of profit or otherwise."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    amount = models.BigIntegerField()
    profit = models.BigIntegerField(null=True, help_text="the profit it is a share of, where it is")
    day = models.DateField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="budget_positive")]


class Purse(models.Model):
    """What a window has at hand, and how much of it is promised. The database refuses to promise more."""

    window = models.OneToOneField(Window, models.PROTECT, primary_key=True, related_name="+")
    money = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(committed__gte=0), name="purse_committed_not_negative"),
            models.CheckConstraint(condition=Q(committed__lte=F("money")), name="purse_promises_what_it_has"),
        ]


class Application(models.Model):
    """One request: of an organisation for its people in one list, or for itself."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    months = models.SmallIntegerField()
    grace = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=_words(APPLICATION_STATES), default="submitted")
    obstacles = models.JSONField(default=list, help_text="what the organisation itself lacks: codes of rules.OBSTACLES")
    checked_on = models.DateField()
    submitted_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    score = models.SmallIntegerField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposal = models.CharField(max_length=300, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    approved = models.BigIntegerField(default=0, help_text="rupiah promised")
    agreed_on = models.DateField(null=True)
    agreed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="application_four_eyes",
            ),
            models.CheckConstraint(condition=Q(approved__gte=0), name="application_approved_not_negative"),
        ]
        indexes = [models.Index(fields=["office", "state"]), models.Index(fields=["organisation"])]


class Item(models.Model):
    """One borrower of an application (or the organisation itself, with no person), with what it asks for."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, help_text="of the workshop or the borrower")
    amount = models.BigIntegerField()
    obstacles = models.JSONField(default=list, help_text="codes of rules.OBSTACLES")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="item_positive"),
            models.UniqueConstraint(fields=["application", "person"], name="item_person_once"),
        ]
        indexes = [models.Index(fields=["person"])]


class Survey(models.Model):
    """A visit before the decision, with the sheet of scores."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="+")
    visited_on = models.DateField()
    scores = models.JSONField(help_text="criterion -> 1 to 5")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)


class Tranche(models.Model):
    """A part of what was approved, paid out once its condition is met."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    amount = models.BigIntegerField()
    condition = models.CharField(max_length=200, blank=True)
    met_on = models.DateField(null=True)
    met_by = models.BigIntegerField(null=True)
    met_note = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField(null=True)
    paid_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="tranche_once"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(met_on__isnull=False), name="tranche_paid_when_met"
            ),
        ]


class Loan(models.Model):
    """A loan paid out. Its terms never change; what was paid is counted from its postings."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    code = models.CharField(max_length=16, unique=True, null=True, help_text="payment code")
    principal = models.BigIntegerField()
    rate = models.IntegerField()
    months = models.SmallIntegerField()
    grace = models.SmallIntegerField()
    method = models.CharField(max_length=9, choices=_words(METHODS))
    grace_fee = models.CharField(max_length=8, choices=_words(GRACE_FEES))
    order = models.CharField(max_length=13, choices=_words(ORDERS))
    paid_out = models.DateField()
    first_due = models.DateField()
    state = models.CharField(max_length=7, choices=_words(LOAN_STATES), default="running")
    principal_paid = models.BigIntegerField(default=0)
    fee_paid = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0, help_text="paid and not owed: kept for the borrower")
    postings = models.IntegerField(default=0)
    last_day = models.DateField(null=True, help_text="day of the latest posting")
    next_number = models.SmallIntegerField(default=1, help_text="oldest instalment that is open")
    oldest_due = models.DateField(null=True, help_text="its due day; null when nothing is left")
    days_late = models.IntegerField(default=0)
    overdue = models.BigIntegerField(default=0)
    loan_class = models.CharField(max_length=13, choices=_words(LOAN_CLASSES), default="lancar")
    provision = models.BigIntegerField(default=0)
    aged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_paid__gte=0, fee_paid__gte=0, credit__gte=0)
                & Q(principal_paid__lte=F("principal")),
                name="loan_amounts",
            )
        ]
        indexes = [
            models.Index(fields=["office", "loan_class"]),
            models.Index(fields=["organisation"]),
            models.Index(fields=["person"]),
            models.Index(fields=["oldest_due"], condition=Q(state="running"), name="loan_running"),
        ]


class Instalment(models.Model):
    """One row of a loan's schedule and what of it is paid."""

    pk = models.CompositePrimaryKey("loan_id", "number")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="+", db_index=False)
    number = models.SmallIntegerField()
    due = models.DateField()
    principal = models.BigIntegerField()
    fee = models.BigIntegerField()
    principal_paid = models.BigIntegerField(default=0)
    fee_paid = models.BigIntegerField(default=0)
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_paid__gte=0, fee_paid__gte=0)
                & Q(principal_paid__lte=F("principal"))
                & Q(fee_paid__lte=F("fee")),
                name="instalment_amounts",
            )
        ]
        indexes = [models.Index(fields=["due"], condition=Q(settled_on__isnull=True), name="instalment_open")]


class Collection(models.Model):
    """One taking in of instalments; the ledger holds its sums by window and day."""

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)


class Posting(models.Model):
    """A payment of a loan and what it moved when it was booked. Never changed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="+")
    number = models.IntegerField()
    day = models.DateField(help_text="the day the money came")
    amount = models.BigIntegerField()
    receipt = models.OneToOneField("payments.Receipt", models.PROTECT, related_name="+")
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="+")
    principal = models.BigIntegerField(help_text="by which it changed the principal paid; less than zero is possible")
    fee = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="posting_once"),
            models.CheckConstraint(
                condition=Q(amount=F("principal") + F("fee") + F("credit")), name="posting_counts_every_rupiah"
            ),
        ]
