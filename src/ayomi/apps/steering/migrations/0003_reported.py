"""Figures of public reports, beside what is computed."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import guard, visible


class Migration(migrations.Migration):
    dependencies = [("steering", "0002_guards"), ("offices", "0003_placement")]
    operations = [
        migrations.CreateModel(
            name="ReportedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_as_written", models.CharField(max_length=80)),
                ("as_of", models.DateField()),
                (
                    "segment",
                    models.CharField(
                        help_text="as the report groups: a segment, 'all', 'cooperative' ...", max_length=40
                    ),
                ),
                ("indicator", models.CharField(max_length=40)),
                ("unit", models.CharField(max_length=20)),
                ("realised", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("target", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "as_of", "segment", "indicator", "source"), name="reported_figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("realised__isnull", False), ("target__isnull", False), _connector="OR"),
                        name="reported_figure_says_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard("steering_reportedfigure", visible(office="office_id"))),
    ]
