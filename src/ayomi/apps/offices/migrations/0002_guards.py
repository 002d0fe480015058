"""One office at a time serves a regency."""

from django.db import migrations

from ayomi.apps.audit.rules import no_overlap


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [
        migrations.RunSQL(
            no_overlap("area_served_once", "offices_area", "(replace(region_id, '.', '')::bigint)")
            + "ALTER TABLE offices_area ADD CONSTRAINT area_span CHECK (until IS NULL OR until > since);"
        ),
    ]
