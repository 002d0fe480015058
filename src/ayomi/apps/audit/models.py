"""What was done and what was looked at. Rows are only ever added; the database refuses anything else."""

from django.db import models


class Event(models.Model):
    """One act: who changed what, from what to what, and why."""

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField(null=True, help_text="access.User, or null for the system itself")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, help_text="what kind of thing, such as 'organisation'")
    subject_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id", "at"])]


class Look(models.Model):
    """One look at a person's data, for the answer to 'who looked at my data?'."""

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField()
    what = models.CharField(max_length=40, help_text="'page', 'nik', 'phone', 'export' ...")
    purpose = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "at"])]


class Examination(models.Model):
    """One run of all checks over the stored data, and what each found."""

    requested_at = models.DateTimeField()
    requested_by = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True, help_text="why it stopped, where it did")
    findings = models.JSONField(default=list)
