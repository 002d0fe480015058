"""Reports of offices as they were made: once for an office, a month and a kind, and never changed."""

from django.db import models

KINDS = ("monthly", "inquiry")
MAIL_STATES = ("none", "sending", "sent", "failed")


class ReportRun(models.Model):
    """The figures of a report as they stood when it was made; PDF and spreadsheet are drawn from them.

    `month`: its first day; for the yearly inquiry January of its year. `mail`: 'sending' that stays means that the
    process died between the promise and the deed; it is not sent again by itself, for it may have gone out.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    month = models.DateField()
    figures = models.JSONField()
    made_at = models.DateTimeField()
    mail = models.CharField(max_length=8, choices=[(s, s) for s in MAIL_STATES], default="none")
    mailed_at = models.DateTimeField(null=True)
    mailed_to = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "month"], name="report_once")]
        indexes = [models.Index(fields=["kind", "month"], name="report_month")]
