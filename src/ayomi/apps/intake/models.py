"""Lists that come from outside: the file, its columns, its rows, and what became of each."""

from typing import Any

from django.db import models

LIST_KINDS = ("members_new", "members_continuing", "members_leaving", "wage_changes", "organisations")
LIST_STATES = (
    "received", "reading", "refused", "columns", "checking", "checked", "applying", "applied", "undone", "failed",
)  # fmt: skip
ROW_STATES = ("ready", "fix", "known", "twin", "left_out", "applied", "undone")


class Upload(models.Model):
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey("registry.Project", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k, k) for k in LIST_KINDS], blank=True)
    segment = models.CharField(max_length=12, blank=True)
    starts = models.DateField(help_text="day from which new memberships count where the list names none")
    options = models.JSONField(default=dict, help_text="programmes, sector, income where the list has none")
    file_name = models.CharField(max_length=200)
    file_size = models.IntegerField()
    fingerprint = models.BinaryField(max_length=32)
    content_sealed = models.BinaryField()
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict)
    reading = models.JSONField(default=dict, help_text="what was found: header, skipped rows, what was tidied")
    refusal = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in LIST_STATES])
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    message = models.TextField(blank=True)
    entries_sealed = models.BinaryField(
        null=True, help_text="what people typed into rows, kept while columns are changed"
    )
    continues = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "-received_at"])]

    def whom(self) -> dict[str, Any]:
        """For whom the list is, as a condition for lists."""
        return {**self.sender(), "project_id": self.project_id, "office_id": self.office_id}

    def sender(self) -> dict[str, Any]:
        """Whose columns these are, as a condition for what is remembered."""
        return {"organisation_id": self.organisation_id, "office_id": None if self.organisation_id else self.office_id}


class Row(models.Model):
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="+")
    number = models.IntegerField(help_text="row of the sheet, as the sender sees it")
    state = models.CharField(max_length=10, choices=[(s, s) for s in ROW_STATES])
    name = models.CharField(max_length=160, blank=True)
    values_sealed = models.BinaryField(help_text="the clean values, JSON, encrypted")
    problems = models.JSONField(default=list)
    nik_hash = models.BinaryField(null=True, max_length=16)
    person_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="row_once")]
        indexes = [
            models.Index(fields=["upload", "state", "number"]),
            models.Index(
                fields=["upload", "nik_hash"], condition=models.Q(nik_hash__isnull=False), name="row_same_nik"
            ),
        ]


class Memory(models.Model):
    """Columns as a sender corrected them, by the fingerprint of the headers."""

    organisation = models.ForeignKey("registry.Organisation", models.CASCADE, null=True, related_name="+")
    office = models.ForeignKey(
        "offices.Office", models.CASCADE, null=True, related_name="+", help_text="of lists that no organisation sends"
    )
    headers = models.CharField(max_length=64)
    mapping = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "office", "headers"], nulls_distinct=False, name="memory_once"
            )
        ]
