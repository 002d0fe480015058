"""Pages read regions and offices, and never write them: scopes are drawn from this tree."""

from django.db import migrations

READ_ONLY = (
    "REVOKE INSERT, UPDATE, DELETE ON offices_office, offices_placement, offices_region, offices_area FROM ayomi_web;"
)


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_placement"), ("audit", "0002_guards")]
    operations = [migrations.RunSQL(READ_ONLY)]
