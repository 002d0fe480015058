"""Targets become revisions: drafted, proposed, decided by a second person, and never overwritten.

What was set before is approved, with its source, on an even course.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from ayomi.apps.audit.rules import guard, visible

KEPT = """
UPDATE steering_target SET state = 'approved', proposed_at = recorded_at, decided_at = recorded_at, origin = 'loaded',
    course = ARRAY(SELECT (2 * amount * month + 12) / 24 FROM generate_series(1, 12) AS month);
"""
# A revision only moves forward; its figures stand as they were written. Pages write drafts under a name, no more.
MOVES = """
CREATE FUNCTION steering_target_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'target % stays, also when another took its place', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF current_setting('role') = 'ayomi_web' AND (TG_OP = 'INSERT' AND (NEW.state <> 'draft'
            OR NEW.recorded_by IS NULL OR NEW.until IS NOT NULL)
        OR NEW.state <> 'draft' AND TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NEW.proposed_by IS NULL)
    THEN
        RAISE EXCEPTION 'targets are drafted and proposed under a name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        OLD.until IS NOT NULL
        OR (OLD.office_id, OLD.year, OLD.indicator, OLD.revision, OLD.amount, OLD.course, OLD.course_rule, OLD.origin,
            OLD.source, OLD.reason, OLD.owner_id, OLD.shared_from_id, OLD.file_id, OLD.recorded_at, OLD.recorded_by)
        IS DISTINCT FROM (NEW.office_id, NEW.year, NEW.indicator, NEW.revision, NEW.amount, NEW.course,
            NEW.course_rule, NEW.origin, NEW.source, NEW.reason, NEW.owner_id, NEW.shared_from_id, NEW.file_id,
            NEW.recorded_at, NEW.recorded_by)
        OR (OLD.state, NEW.state) NOT IN (('draft', 'draft'), ('draft', 'proposed'), ('proposed', 'proposed'),
            ('proposed', 'approved'), ('proposed', 'returned'), ('approved', 'approved'), ('returned', 'returned'))
        OR OLD.state <> 'draft'
            AND (OLD.proposed_at, OLD.proposed_by) IS DISTINCT FROM (NEW.proposed_at, NEW.proposed_by)
        OR OLD.state IN ('approved', 'returned') AND (OLD.decided_at, OLD.decided_by, OLD.decision)
            IS DISTINCT FROM (NEW.decided_at, NEW.decided_by, NEW.decision))
    THEN
        RAISE EXCEPTION 'target % is %: another figure is another revision', OLD.id, OLD.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OR DELETE ON steering_target
    FOR EACH ROW EXECUTE FUNCTION steering_target_moves();
CREATE TRIGGER kept BEFORE TRUNCATE ON steering_target EXECUTE FUNCTION ayomi_refuse();
REVOKE DELETE, TRUNCATE ON steering_target FROM ayomi_web;
"""
FILE = guard("steering_targetfile", visible(office="office_id")) + (
    "REVOKE DELETE, TRUNCATE ON steering_targetfile FROM ayomi_web;"
)


CELL = ["office", "year", "indicator"]
CONSTRAINTS = (
    models.UniqueConstraint(fields=[*CELL, "revision"], name="target_revision_once"),
    models.UniqueConstraint(
        fields=CELL, condition=Q(state="approved", until__isnull=True), name="target_in_force_once"
    ),
    models.UniqueConstraint(
        fields=CELL, condition=Q(state__in=["draft", "proposed", "returned"], until__isnull=True),
        name="target_at_work_once",
    ),
    models.CheckConstraint(condition=Q(course__len=12, course__11=F("amount")), name="target_course_ends_in_it"),
    models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("recorded_at")), name="target_span"),
    models.CheckConstraint(
        condition=~Q(state="draft") & Q(proposed_at__isnull=False)
        | Q(state="draft", proposed_at__isnull=True, proposed_by__isnull=True),
        name="target_proposed_is_stamped",
    ),
    models.CheckConstraint(
        condition=Q(state__in=["approved", "returned"], decided_at__isnull=False)
        | Q(state__in=["draft", "proposed"], decided_at__isnull=True, decided_by__isnull=True),
        name="target_decided_is_stamped",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["approved", "returned"])
        | Q(proposed_by__isnull=True, decided_by__isnull=True)
        | Q(proposed_by__isnull=False, decided_by__isnull=False)
        & ~Q(decided_by=F("proposed_by"))
        & (Q(recorded_by__isnull=True) | ~Q(decided_by=F("recorded_by"))),
        name="target_decided_by_another",
    ),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("steering", "0003_reported"), ("audit", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="TargetFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("content", models.BinaryField()),
                ("good", models.IntegerField(help_text="rows that can be kept as drafts")),
                ("bad", models.IntegerField(help_text="rows that go back")),
                (
                    "kept",
                    models.IntegerField(help_text="targets kept as drafts; null until somebody said so", null=True),
                ),
                ("received_at", models.DateTimeField()),
                ("received_by", models.BigIntegerField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        help_text="office of who sent it", on_delete=django.db.models.deletion.PROTECT,
                        related_name="+", to="offices.office",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["office", "-received_at"], name="target_file_newest")]},
        ),
        migrations.RemoveConstraint(model_name="target", name="target_once"),
        migrations.AddField("target", "revision", models.SmallIntegerField(default=1), preserve_default=False),
        migrations.AddField(
            "target", "course",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=12,
                help_text="what shall stand by the end of each month",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "target", "course_rule",
            models.CharField(
                max_length=10, default="even",
                choices=[("even", "even"), ("last_year", "last_year"), ("typed", "typed")],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "target", "origin",
            models.CharField(
                max_length=10, default="loaded",
                choices=[("typed", "typed"), ("uploaded", "uploaded"), ("shared", "shared"), ("loaded", "loaded")],
            ),
            preserve_default=False,
        ),
        migrations.AddField("target", "reason", models.CharField(blank=True, max_length=200, default=""),
                            preserve_default=False),
        migrations.AddField(
            "target", "owner_id", models.BigIntegerField(help_text="access.User who answers for it", null=True)
        ),
        migrations.AddField(
            "target", "state",
            models.CharField(
                max_length=10, default="draft",
                choices=[("draft", "draft"), ("proposed", "proposed"), ("approved", "approved"),
                         ("returned", "returned")],
            ),
            preserve_default=False,
        ),
        migrations.AddField("target", "proposed_at", models.DateTimeField(null=True)),
        migrations.AddField("target", "proposed_by", models.BigIntegerField(null=True)),
        migrations.AddField("target", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField("target", "decided_by", models.BigIntegerField(null=True)),
        migrations.AddField(
            "target", "decision",
            models.CharField(
                blank=True, max_length=200, default="", help_text="why it was returned, or a word on approval"
            ),
            preserve_default=False,
        ),
        migrations.AddField("target", "until", models.DateTimeField(null=True)),
        migrations.RunSQL(KEPT),
        migrations.AddField(
            "target", "shared_from",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="steering.target"
            ),
        ),
        migrations.AddField(
            "target", "file",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="steering.targetfile"
            ),
        ),
        *(migrations.AddConstraint("target", constraint) for constraint in CONSTRAINTS),
        migrations.AddIndex(
            "target", models.Index(fields=["state"], condition=models.Q(state="proposed"), name="target_waiting")
        ),
        migrations.RunSQL(MOVES),
        migrations.RunSQL(FILE),
    ]  # fmt: skip
