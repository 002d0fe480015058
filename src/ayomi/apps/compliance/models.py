"""Proofs handed out: cards of members and certificates of payers, each with an address that tells the truth now."""

from django.db import models


class Proof(models.Model):
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("card", "certificate", "project")])
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("registry.Payer", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
