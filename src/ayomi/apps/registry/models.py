"""Persons, organisations, construction projects, and who pays.

Personal numbers stand encrypted (`*_sealed`), are found through a keyed hash (`*_hash`) and shown masked (`*_mask`).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

PROPOSAL_STATES = ("waiting", "approved", "refused", "different")
ORGANISATION_KINDS = (
    "firm", "cooperative", "association", "micro_enterprise", "government", "bank", "training_provider",
    "health_provider",
)  # fmt: skip
SIZES = ("micro", "small", "medium", "large")
RISKS = ("very_low", "low", "medium", "high", "very_high")


def _words(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Person(models.Model):
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, help_text="the name folded for search and comparison")
    born = models.DateField(null=True)
    birth_place = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=6, blank=True, choices=_words(("female", "male")))
    nik_sealed = models.BinaryField(null=True)
    nik_hash = models.BinaryField(null=True, max_length=16)
    nik_mask = models.CharField(max_length=24, blank=True)
    kk_sealed = models.BinaryField(null=True)
    kk_mask = models.CharField(max_length=24, blank=True)
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True, max_length=16)
    phone_mask = models.CharField(max_length=24, blank=True)
    account_sealed = models.BinaryField(null=True)
    account_mask = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    mother_name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    village = models.CharField(max_length=80, blank=True)
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    warnings = models.JSONField(default=list, help_text="codes of what does not quite agree, such as 'nik_birth_date'")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nik_hash"],
                condition=Q(merged_into__isnull=True, nik_hash__isnull=False),
                name="person_nik_once",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"]),
            models.Index(fields=["office", "name_key"]),
            models.Index(fields=["phone_hash"]),
            models.Index(fields=["nik_hash"]),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
        ]


class Merge(models.Model):
    """Two records found to be one person. Undone by closing the row, never by deleting it."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_once")
        ]


class MergeProposal(models.Model):
    """Two records that one person holds to be one, which another decides about; or holds to be two ('different')."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=_words(PROPOSAL_STATES), default="waiting")
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.CharField(max_length=300, blank=True)
    merge = models.OneToOneField(Merge, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="proposal_of_two"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "different"), decided_at__isnull=True)
                | Q(state__in=("approved", "refused"), decided_at__isnull=False),
                name="proposal_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", merge__isnull=False) | ~Q(state="approved") & Q(merge__isnull=True),
                name="proposal_approved_by_its_merge",
            ),
            models.UniqueConstraint(
                Least("kept", "merged"), Greatest("kept", "merged"), condition=Q(state="waiting"),
                name="proposal_waits_once",
            ),
        ]  # fmt: skip


class Organisation(models.Model):
    kind = models.CharField(max_length=20, choices=_words(ORGANISATION_KINDS))
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    npp = models.CharField(max_length=16, unique=True, null=True, help_text="the agency's registration number")
    nib = models.CharField(max_length=13, blank=True)
    nik_koperasi = models.CharField(max_length=20, blank=True)
    npwp_sealed = models.BinaryField(null=True)
    npwp_hash = models.BinaryField(null=True, max_length=16)
    npwp_mask = models.CharField(max_length=24, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    government_payer = models.BooleanField(default=False, help_text="pays from APBN or APBD")
    upload_id = models.BigIntegerField(null=True, help_text="the list it was recorded from")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_key", "id"]),
            models.Index(fields=["office", "kind"]),
            models.Index(fields=["nib"], condition=~Q(nib=""), name="organisation_nib"),
            models.Index(fields=["upload_id"], condition=Q(upload_id__isnull=False), name="organisation_list"),
        ]


class OrganisationTerm(models.Model):
    """What the law asks of a firm, from when to when: its size, activity and risk class."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    since = models.DateField(help_text="first day of a month")
    until = models.DateField(null=True)
    size = models.CharField(max_length=6, choices=_words(SIZES))
    activity = models.CharField(max_length=120, blank=True)
    risk = models.CharField(max_length=10, choices=_words(RISKS))
    industry = models.CharField(max_length=30, blank=True, help_text="word of a relief's industry list")
    reason = models.CharField(max_length=200, blank=True)
    superseded_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)


class Site(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    nitku = models.CharField(max_length=22, blank=True)
    address = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey("offices.Region", models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)


class Contact(models.Model):
    """A person who acts for an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    duty = models.CharField(max_length=60, help_text="chair, treasurer, personnel ...")
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)


class Project(models.Model):
    """A construction project, insured as a whole by its contract value or its wages."""

    number = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    contractor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=160, blank=True, help_text="who gave the order")
    contract_value = models.BigIntegerField(help_text="rupiah, without VAT")
    vat = models.BigIntegerField(default=0)
    wages = models.BigIntegerField(null=True, help_text="total wages in rupiah where known")
    registered = models.DateField()
    work_order = models.DateField(null=True, help_text="day of the order to work (SPK), from which registration is due")
    starts = models.DateField()
    ends = models.DateField(help_text="day after the last working day")
    maintenance_until = models.DateField(null=True)
    instalments = models.SmallIntegerField(default=1)
    workers_planned = models.IntegerField(default=0)
    region = models.ForeignKey("offices.Region", models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(contract_value__gt=0), name="project_value_positive"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="project_span"),
        ]


class Subcontractor(models.Model):
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    work = models.CharField(max_length=160)
    value = models.BigIntegerField(default=0)


class Payer(models.Model):
    """Whoever gets a bill: an organisation, a construction project, or a person alone."""

    number = models.CharField(max_length=16, unique=True, help_text="standing payment number, digits")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, project__isnull=True, person__isnull=True)
                | Q(organisation__isnull=True, project__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, project__isnull=True, person__isnull=False),
                name="payer_is_one_thing",
            ),
            models.UniqueConstraint(fields=["organisation"], name="payer_organisation_once"),
            models.UniqueConstraint(fields=["project"], name="payer_project_once"),
            models.UniqueConstraint(fields=["person"], name="payer_person_once"),
        ]
