"""A card proves one membership: whoever sees the person need not see her other work. One standing proof of each."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from ayomi.apps.audit.rules import guard, through, visible

SCOPE = "DROP POLICY scope ON compliance_proof;" + guard(
    "compliance_proof",
    visible(
        office="office_id",
        person="person_id",
        further=(through("registry_payer", "id", "payer_id"), through("membership_membership", "id", "membership_id")),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("compliance", "0002_guards"), ("membership", "0002_guards")]
    operations = [
        migrations.AddField(
            "proof",
            "membership",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="membership.membership",
            ),
        ),
        migrations.AddField("proof", "withdrawn_by", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "proof",
            models.CheckConstraint(
                condition=Q(kind="card", person__isnull=False, membership__isnull=False, payer__isnull=True)
                | Q(
                    kind__in=["certificate", "project"],
                    person__isnull=True,
                    membership__isnull=True,
                    payer__isnull=False,
                ),
                name="proof_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            "proof",
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="proof_withdrawn_with_reason"
            ),
        ),
        migrations.AddConstraint(
            "proof",
            models.UniqueConstraint(
                fields=["membership"], condition=Q(withdrawn_at__isnull=True, kind="card"), name="proof_card_once"
            ),
        ),
        migrations.AddConstraint(
            "proof",
            models.UniqueConstraint(
                fields=["payer", "kind"],
                condition=Q(withdrawn_at__isnull=True, payer__isnull=False),
                name="proof_payer_once",
            ),
        ),
        migrations.RunSQL(SCOPE),
    ]
