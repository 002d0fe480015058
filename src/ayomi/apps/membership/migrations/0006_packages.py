"""What migrant workers are insured for once, and the days it covers."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from ayomi.apps.audit.rules import guard, no_overlap, through

SCOPE = guard("membership_package", through("membership_membership", "id", "membership_id"))
SPANS = no_overlap(
    "package_cover_once", "membership_package", "membership_id", since="covered_since", until="covered_until",
    where="covered_since IS NOT NULL",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("membership", "0005_finding")]
    operations = [
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("before", "before"), ("work", "work"), ("extension", "extension")], max_length=10
                    ),
                ),
                (
                    "months",
                    models.SmallIntegerField(
                        help_text="of the contract or its prolongation; before placement, at most"
                    ),
                ),
                ("since", models.DateField(help_text="registration, departure, or the day the contract runs on")),
                ("until", models.DateField()),
                ("destination", models.CharField(blank=True, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.BigIntegerField(null=True)),
                (
                    "withdrawn_at",
                    models.DateTimeField(help_text="not needed after all, before it was billed", null=True),
                ),
                ("paid_on", models.DateField(null=True)),
                ("covered_since", models.DateField(null=True)),
                ("covered_until", models.DateField(null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.membership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["membership", "since"], name="membership__members_8b5d27_idx")],
                "constraints": [
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
                ],
            },
        ),
        migrations.RunSQL(SPANS),
        migrations.RunSQL(SCOPE),
    ]
