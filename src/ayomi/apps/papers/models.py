"""Papers people send: photographs and PDFs, kept encrypted, each content once."""

from django.db import models
from django.db.models import Q

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


class Paper(models.Model):
    """One content, known by its keyed digest. Who may see it is decided where it is attached, never here."""

    digest = models.BinaryField(max_length=32, unique=True, help_text="keyed, so that it tells nothing to a stranger")
    media_type = models.CharField(max_length=20, choices=[(each, each) for each in MEDIA_TYPES])
    size = models.IntegerField(help_text="bytes of the content")
    content_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="paper_has_content")]
