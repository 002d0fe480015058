"""Two records held to be one person: proposed by one, decided by another, and then standing."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from ayomi.apps.audit.rules import guard, through

KEPT = """
CREATE FUNCTION registry_mergeproposal_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR (OLD.kept_id, OLD.merged_id, OLD.reason, OLD.proposed_by)
        IS DISTINCT FROM (NEW.kept_id, NEW.merged_id, NEW.reason, NEW.proposed_by)
    THEN
        RAISE EXCEPTION 'proposal % stands as it was made', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON registry_mergeproposal
    FOR EACH ROW EXECUTE FUNCTION registry_mergeproposal_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_work_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="MergeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("different", "different"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("proposed_by", models.BigIntegerField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_reason", models.CharField(blank=True, max_length=300)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "merge",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.merge"
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True), name="proposal_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state__in", ("waiting", "different"))),
                            models.Q(("decided_at__isnull", False), ("state__in", ("approved", "refused"))),
                            _connector="OR",
                        ),
                        name="proposal_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merge__isnull", False), ("state", "approved")),
                            models.Q(models.Q(("state", "approved"), _negated=True), ("merge__isnull", True)),
                            _connector="OR",
                        ),
                        name="proposal_approved_by_its_merge",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("kept", "merged"),
                        django.db.models.functions.comparison.Greatest("kept", "merged"),
                        condition=models.Q(("state", "waiting")),
                        name="proposal_waits_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard("registry_mergeproposal", through("registry_person", "id", "kept_id"))),
        migrations.RunSQL(KEPT),
    ]
