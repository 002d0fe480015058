"""Who is a member, through whom, on what terms, and for which days covered. Spans are half-open [since, until)."""

from django.db import models
from django.db.models import F, Q

SEGMENTS = ("wage_earner", "own_account", "construction", "migrant")
CHANNELS = ("firm", "cooperative", "association", "government", "alone", "project")
SECTORS = ("transport", "other")
PACKAGES = ("before", "work", "extension")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Membership(models.Model):
    """One person's membership in one segment through one channel. A person with several jobs has several."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    segment = models.CharField(max_length=12, choices=_words(SEGMENTS))
    channel = models.CharField(max_length=12, choices=_words(CHANNELS))
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey("registry.Project", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kpj = models.CharField(max_length=11, unique=True)
    occupation = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=10, choices=_words(SECTORS), default="other")
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+", help_text="place of work")
    since = models.DateField()
    until = models.DateField(null=True)
    end_reason = models.CharField(max_length=30, blank=True)
    upload_id = models.BigIntegerField(null=True, help_text="the list it came with (intake)")
    left_upload_id = models.BigIntegerField(null=True, help_text="the list that ended it")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_span"),
            models.CheckConstraint(
                condition=Q(channel="alone", organisation__isnull=True)
                | Q(channel="project", project__isnull=False)
                | Q(organisation__isnull=False),
                name="membership_channel_named",
            ),
        ]
        indexes = [
            models.Index(fields=["person"]),
            models.Index(fields=["payer", "since"]),
            models.Index(fields=["organisation"]),
            models.Index(fields=["office", "segment"]),
            models.Index(fields=["upload_id"], condition=Q(upload_id__isnull=False), name="membership_upload"),
            models.Index(
                fields=["left_upload_id"], condition=Q(left_upload_id__isnull=False), name="membership_left_upload"
            ),
        ]


class Term(models.Model):
    """Wage (or income) and programmes of a membership. A correction supersedes the row; nothing is overwritten."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    wage = models.BigIntegerField(help_text="monthly wage, or the income an own-account worker states, in rupiah")
    jkk = models.BooleanField(default=True)
    jkm = models.BooleanField(default=True)
    jht = models.BooleanField(default=False)
    jp = models.BooleanField(default=False)
    jkp = models.BooleanField(default=False)
    jpk = models.BooleanField(default=False)
    family = models.BooleanField(default=False, help_text="JPK with family")
    reason = models.CharField(max_length=30, help_text="enrolled, wage_change, wage_corrected, programme_added ...")
    upload_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="term_span"),
            models.CheckConstraint(condition=Q(wage__gte=0), name="term_wage_not_negative"),
        ]
        indexes = [
            models.Index(fields=["membership", "since"]),
            models.Index(fields=["upload_id"], condition=Q(upload_id__isnull=False), name="term_upload"),
        ]


class Change(models.Model):
    """A change that reaches back to months already assessed; the next assessment corrects them."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    from_month = models.DateField()
    reason = models.CharField(max_length=30)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    settled_month = models.DateField(null=True, help_text="the bill month whose assessment took it in")

    class Meta:
        indexes = [
            models.Index(fields=["membership"], condition=Q(settled_month__isnull=True), name="change_open"),
        ]


class Cover(models.Model):
    """The days of one month for which a member is covered because its contribution was paid.

    One row per paid month, so that no two can meet. `since` equals `until` where the payment came too late to cover
    any day; `begins` is the day on which the stretch of membership began that the payment belongs to, and `regular`
    says that nothing before it in that stretch is unpaid and nothing was paid on a later day.
    """

    pk = models.CompositePrimaryKey("membership_id", "month")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    paid_on = models.DateField()
    begins = models.DateField()
    regular = models.BooleanField()
    since = models.DateField()
    until = models.DateField()


class ProjectCover(models.Model):
    """Days for which the workers of a construction project are covered, from its first payment to its end."""

    project = models.OneToOneField("registry.Project", models.PROTECT, primary_key=True, related_name="+")
    paid_on = models.DateField()
    since = models.DateField()
    until = models.DateField()


class Package(models.Model):
    """What a migrant worker needs to be insured for once: the time before placement, a contract, its prolongation.

    [since, until) are the days the package is for; [covered_since, covered_until) those it covers, once it is paid.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=_words(PACKAGES))
    months = models.SmallIntegerField(help_text="of the contract or its prolongation; before placement, at most")
    since = models.DateField(help_text="registration, departure, or the day the contract runs on")
    until = models.DateField()
    destination = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True, help_text="not needed after all, before it was billed")
    paid_on = models.DateField(null=True)
    covered_since = models.DateField(null=True)
    covered_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since"), months__gt=0), name="package_span"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, covered_since__isnull=True, covered_until__isnull=True)
                | Q(
                    Q(covered_since__gte=F("paid_on")) | Q(covered_since=F("covered_until")),
                    paid_on__isnull=False,
                    withdrawn_at__isnull=True,
                    covered_since__gte=F("since"),
                    covered_until__lte=F("until"),
                    covered_until__gte=F("covered_since"),
                ),
                name="package_covers_what_is_paid",
            ),
        ]
        indexes = [models.Index(fields=["membership", "since"])]
