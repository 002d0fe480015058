"""Who sees which list."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

SCOPE = (
    guard("intake_upload", visible(office="office_id", organisation="organisation_id"))
    + guard("intake_row", through("intake_upload", "id", "upload_id"))
    + guard(
        "intake_memory",
        visible(further=("organisation_id IS NULL", through("registry_organisation", "id", "organisation_id"))),
    )
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("payments", "0002_guards")]
    operations = [migrations.RunSQL(SCOPE)]
