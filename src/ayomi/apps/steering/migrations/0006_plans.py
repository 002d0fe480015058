"""Scenarios, offices to be opened, and reports as they were made; each seen within one's offices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ayomi.apps.audit.rules import append_only, guard, through, visible

KEPT = """
CREATE FUNCTION steering_report_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.office_id, OLD.kind, OLD.month, OLD.figures, OLD.made_at)
        IS DISTINCT FROM (NEW.office_id, NEW.kind, NEW.month, NEW.figures, NEW.made_at)
    THEN
        RAISE EXCEPTION 'a report stays as it was made' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON steering_reportrun FOR EACH ROW EXECUTE FUNCTION steering_report_kept();
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON steering_reportrun FROM ayomi_web;
"""

PARTS = ("steering_openingarea", "steering_openingstaff", "steering_openingtarget", "steering_openingevent")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_guards"),
        ("offices", "0004_read_only"),
        ("steering", "0005_denominators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("branch", "branch"), ("sub_branch", "sub_branch")], max_length=12)),
                ("opens_on", models.DateField()),
                ("purpose", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("opened", "opened"),
                        ],
                        max_length=10,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("planned_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "opened",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="steering.opening"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("opened", "opened"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="steering.opening"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningStaff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("membership_officer", "membership_officer"),
                            ("supervisor", "supervisor"),
                            ("office_head", "office_head"),
                            ("finance", "finance"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="steering.opening"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=40)),
                ("amount", models.BigIntegerField()),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="steering.opening"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("monthly", "monthly"), ("inquiry", "inquiry")], max_length=8)),
                ("month", models.DateField()),
                ("figures", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "mail",
                    models.CharField(
                        choices=[("none", "none"), ("sending", "sending"), ("sent", "sent"), ("failed", "failed")],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("mailed_at", models.DateTimeField(null=True)),
                ("mailed_to", models.SmallIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("assumptions", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.BigIntegerField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                fields=("code",),
                name="opening_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("planned_by__isnull", True),
                    models.Q(("decided_by", models.F("planned_by")), _negated=True),
                    _connector="OR",
                ),
                name="opening_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("opened__isnull", False), ("state", "opened")),
                    models.Q(models.Q(("state", "opened"), _negated=True), ("opened__isnull", True)),
                    _connector="OR",
                ),
                name="opening_opened_has_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="openingarea",
            constraint=models.UniqueConstraint(fields=("opening", "region"), name="opening_area_once"),
        ),
        migrations.AddConstraint(
            model_name="openingstaff",
            constraint=models.UniqueConstraint(fields=("opening", "user"), name="opening_staff_once"),
        ),
        migrations.AddConstraint(
            model_name="openingtarget",
            constraint=models.UniqueConstraint(fields=("opening", "indicator"), name="opening_target_once"),
        ),
        migrations.AddConstraint(
            model_name="openingtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="opening_target_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="reportrun",
            index=models.Index(fields=["kind", "month"], name="report_month"),
        ),
        migrations.AddConstraint(
            model_name="reportrun",
            constraint=models.UniqueConstraint(fields=("office", "kind", "month"), name="report_once"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("office", "name"), name="scenario_once"),
        ),
        migrations.RunSQL(guard("steering_scenario", visible(office="office_id"))),
        migrations.RunSQL(guard("steering_opening", visible(office="office_id"))),
        *(migrations.RunSQL(guard(table, through("steering_opening", "id", f"{table}.opening_id"))) for table in PARTS),
        migrations.RunSQL(append_only("steering_openingevent")),
        migrations.RunSQL(guard("steering_reportrun", visible(office="office_id")) + KEPT),
    ]
