"""Lines of bank files that wait for a person; once decided they stand."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import guard, through

KEPT = """
CREATE FUNCTION payments_heldline_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR (OLD.bank_file_id, OLD.line, OLD.key, OLD.amount, OLD.paid_on)
        IS DISTINCT FROM (NEW.bank_file_id, NEW.line, NEW.key, NEW.amount, NEW.paid_on)
    THEN
        RAISE EXCEPTION 'held line % stands as it came', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON payments_heldline
    FOR EACH ROW EXECUTE FUNCTION payments_heldline_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_destinations"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankfile",
            name="account",
            field=models.CharField(blank=True, help_text="the account of ours it is of, digits", max_length=34),
        ),
        migrations.AddField(
            model_name="bankfile",
            name="skipped",
            field=models.JSONField(default=dict, help_text="lines that are no receipts, by reason"),
        ),
        migrations.AlterField(
            model_name="bankfile",
            name="format",
            field=models.CharField(choices=[("csv", "csv"), ("mt940", "mt940"), ("book", "book")], max_length=10),
        ),
        migrations.CreateModel(
            name="HeldLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.IntegerField()),
                ("key", models.CharField(max_length=120)),
                ("amount", models.BigIntegerField()),
                ("paid_on", models.DateField(help_text="value day")),
                ("code", models.CharField(blank=True, max_length=40)),
                ("sender", models.CharField(blank=True, max_length=160)),
                ("remark", models.CharField(blank=True, max_length=200)),
                ("written", models.CharField(blank=True, help_text="what it was compared with", max_length=80)),
                ("why", models.CharField(help_text="key of core.banking.words.PROBLEMS", max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("booked", "booked"), ("set_aside", "set_aside")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                (
                    "bank_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.bankfile"
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.receipt"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["bank_file"], name="heldline_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("bank_file", "line"), name="heldline_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="heldline_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="heldline_decided_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt__isnull", False), ("state", "booked")),
                            models.Q(models.Q(("state", "booked"), _negated=True), ("receipt__isnull", True)),
                            _connector="OR",
                        ),
                        name="heldline_booked_by_its_receipt",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard("payments_heldline", through("payments_bankfile", "id", "bank_file_id"))),
        migrations.RunSQL(KEPT),
    ]
