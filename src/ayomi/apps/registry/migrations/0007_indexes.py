"""Without the indexes Django makes by itself beside another that begins with the same column."""

from django.db import migrations

from ayomi.apps.audit.rules import drop_indexes

INDEXES = drop_indexes(
    "registry_person_merged_into_id_729f6004",
    "registry_person_office_id_894a1e4f",
    "registry_person_region_id_4af1f9cf_like",
    "registry_payer_number_c9b331d1_like",
    "registry_payer_organisation_id_c81d2118",
    "registry_payer_person_id_61d6c312",
    "registry_payer_project_id_45379eed",
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_recorded_from")]
    operations = [migrations.RunSQL(INDEXES)]
