"""Columns remembered for lists that no organisation sends belong to the office that corrected them."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import through, visible

CONDITION = visible(
    further=(
        "(organisation_id IS NULL AND (SELECT ayomi_scope()) = 'office'"
        " AND office_id = ANY ((SELECT ayomi_offices())::bigint[]))",
        f"(organisation_id IS NOT NULL AND {through('registry_organisation', 'id', 'organisation_id')})",
    )
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_entries"), ("offices", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("memory", "memory_once"),
        migrations.AddField(
            "memory",
            "office",
            models.ForeignKey(
                help_text="of lists that no organisation sends",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="offices.office",
            ),
        ),
        # Nobody can say whose they were.
        migrations.RunSQL("DELETE FROM intake_memory WHERE organisation_id IS NULL"),
        migrations.AddConstraint(
            "memory",
            models.UniqueConstraint(
                fields=["organisation", "office", "headers"], name="memory_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(f"ALTER POLICY scope ON intake_memory USING ({CONDITION}) WITH CHECK ({CONDITION});"),
    ]
