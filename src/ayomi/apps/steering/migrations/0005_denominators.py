"""Figures per region from outside, and drawn boundaries: seen by all staff, written for the whole country only."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import ALL

STAFF = "(SELECT ayomi_scope()) IN ('all', 'office')"
SCOPE = "".join(
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
    f"CREATE POLICY look ON {table} FOR SELECT TO ayomi_web USING ({STAFF});"
    f"CREATE POLICY keep ON {table} TO ayomi_web USING ({ALL}) WITH CHECK ({ALL});"
    for table in (
        "steering_denominatorfile", "steering_denominator", "steering_placename", "steering_boundaryfile",
        "steering_boundaryshape",
    )
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0004_read_only"),
        ("audit", "0002_guards"),
        ("steering", "0004_target_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoundaryFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("fingerprint", models.BinaryField(help_text="SHA-256 of the file", max_length=32, unique=True)),
                ("source", models.CharField(max_length=200)),
                ("sheets", models.JSONField(help_text="width and height of each drawing, by its name")),
                ("report", models.JSONField(help_text="what was left out, and which regions have no shape")),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DenominatorFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("fingerprint", models.BinaryField(help_text="SHA-256 of the file", max_length=32)),
                ("content_sealed", models.BinaryField()),
                ("source", models.CharField(max_length=200)),
                ("as_of", models.DateField(help_text="day of figures whose column names none")),
                ("columns", models.JSONField(default=dict, help_text="measures set by hand, by number of the column")),
                (
                    "state",
                    models.CharField(
                        choices=[("preview", "preview"), ("taken", "taken"), ("dropped", "dropped")], max_length=10
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("received_by", models.BigIntegerField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("fingerprint", "as_of"),
                        name="denominator_file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken"), ("taken_at__isnull", False)),
                            models.Q(models.Q(("state", "taken"), _negated=True), ("taken_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="denominator_file_taken",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="province and place without case and signs", max_length=200, unique=True
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
                ("chosen_by", models.BigIntegerField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BoundaryShape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=10)),
                ("path", models.TextField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="steering.boundaryfile"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("file", "sheet", "region"), name="boundary_shape_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Denominator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.IntegerField(help_text="row of the sheet")),
                (
                    "level",
                    models.CharField(
                        choices=[("country", "country"), ("province", "province"), ("regency", "regency")],
                        max_length=10,
                    ),
                ),
                ("written", models.CharField(max_length=160)),
                ("measure", models.CharField(max_length=40)),
                ("as_of", models.DateField()),
                ("value", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("taken", "taken"), ("unmatched", "unmatched"), ("clash", "clash")], max_length=10
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="steering.denominatorfile"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "taken")), fields=["measure", "as_of"], name="denominator_figures"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "taken")),
                        fields=("file", "measure", "as_of", "region"),
                        name="denominator_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="denominator_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken"), _negated=True),
                            models.Q(("level", "country"), ("region__isnull", True)),
                            models.Q(models.Q(("level", "country"), _negated=True), ("region__isnull", False)),
                            _connector="OR",
                        ),
                        name="denominator_has_its_place",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SCOPE),
    ]
