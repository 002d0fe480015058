"""Realisation as it is kept: what was counted, what was counted for whom, and what waits to be counted again.

None of this is a fact. All of it can be made anew from the facts of the other contexts, to the last digit. Months
within are whole numbers, year * 12 + month - 1, so that spans of months are half-open [since, until).
"""

from django.db import models


class Counted(models.Model):
    """A number by office, measure, month and part. `segment` 'all' is everyone, an empty `dimension` the whole."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=40)
    month = models.DateField(help_text="first day of the month")
    segment = models.CharField(max_length=12)
    dimension = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(Counted):
    """An office with all below it, as the tree stood on the last day of the month; each person once."""

    pk = models.CompositePrimaryKey("office_id", "measure", "month", "segment", "dimension", "value")

    class Meta:
        indexes = [models.Index(fields=["month"], name="tally_month")]


class OwnTally(Counted):
    """An office without those below it, of measures that simply add up: money, projects, records."""

    pk = models.CompositePrimaryKey("office_id", "measure", "month", "segment", "dimension", "value")


class ClosedTally(Counted):
    """The figure as it stood when its month was closed. It is never changed."""

    pk = models.CompositePrimaryKey("office_id", "measure", "month", "segment", "dimension", "value")


class RegencyTally(models.Model):
    """The same by the regency in which people live, or work where that is not known; of bodies and projects, where they
    are. An empty regency is that of all whose place is not known."""

    pk = models.CompositePrimaryKey("measure", "month", "segment", "regency")
    measure = models.CharField(max_length=40)
    month = models.DateField()
    segment = models.CharField(max_length=12)
    regency = models.CharField(max_length=5)
    amount = models.BigIntegerField()


class Closing(models.Model):
    """A month whose figures were taken down as they stood that day."""

    month = models.DateField(primary_key=True)
    closed_on = models.DateField()


class Refresh(models.Model):
    """One bringing up to date. `waiting`: changes it took in; `changed`: tallies that came out different."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ("refresh", "rebuild")])
    waiting = models.BigIntegerField()
    changed = models.BigIntegerField()
    first_month = models.DateField(null=True, help_text="the first month that the facts speak of")


class Lineage(models.Model):
    """In which months an office counted for a node: itself, or one of those above it."""

    pk = models.CompositePrimaryKey("node_id", "office_id", "since")
    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="+", db_index=False)
    node = models.ForeignKey("offices.Office", models.CASCADE, related_name="+", db_index=False)
    since = models.IntegerField()
    until = models.IntegerField()


class Presence(models.Model):
    """Months at whose end a membership was covered, with all that was counted of it.

    `person_id` is the record that the person is kept under; `born` the month of birth; `programmes` one bit each in the
    order JKK, JKM, JHT, JP, JKP, JPK; `leaves`: at the end of the month after, the membership no longer stands.
    """

    pk = models.CompositePrimaryKey("membership_id", "since")
    membership_id = models.BigIntegerField()
    since = models.IntegerField()
    until = models.IntegerField()
    person_id = models.BigIntegerField()
    office_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    regency = models.CharField(max_length=5, blank=True)
    segment = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    trade = models.CharField(max_length=10)
    sex = models.CharField(max_length=6, blank=True)
    born = models.IntegerField(null=True)
    programmes = models.SmallIntegerField()
    leaves = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id"]),
            models.Index(fields=["office_id", "person_id"]),
            models.Index(
                fields=["organisation_id"], condition=models.Q(organisation_id__isnull=False), name="presence_body"
            ),
        ]


class BodyPresence(models.Model):
    """Months at whose end a firm or a cooperative had somebody covered."""

    pk = models.CompositePrimaryKey("organisation_id", "since")
    organisation_id = models.BigIntegerField()
    since = models.IntegerField()
    until = models.IntegerField()
    office_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=20)
    regency = models.CharField(max_length=5, blank=True)


class ProjectCount(models.Model):
    """A construction project, counted in the month in which its first instalment was paid."""

    project_id = models.BigIntegerField(primary_key=True)
    office_id = models.BigIntegerField()
    month = models.IntegerField()
    regency = models.CharField(max_length=5, blank=True, default="")


class TouchedMembership(models.Model):
    """A membership whose cover may have changed in some months. Triggers write it, in the transaction of the change."""

    membership_id = models.BigIntegerField()
    since = models.IntegerField()
    until = models.IntegerField()


class Touched(models.Model):
    """Something else that changed: a person, a project, an organisation, or the tree of offices."""

    kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()


class TouchedBill(models.Model):
    """A bill before and after a change, of what counts. Sums of these differences do not depend on their order."""

    bill_id = models.BigIntegerField()
    sign = models.SmallIntegerField(help_text="-1 as it was, 1 as it became")
    office_id = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    sponsored = models.BooleanField()


class TouchedRecord(models.Model):
    """Records of persons that came or changed, already added up."""

    office_id = models.BigIntegerField()
    measure = models.CharField(max_length=40)
    month = models.DateField()
    amount = models.BigIntegerField()
