"""Where each office stood in the tree, through time."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import no_overlap


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(no_overlap("placement_once", "offices_placement", "office_id")),
    ]
