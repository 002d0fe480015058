"""Without the indexes Django makes by itself beside another that begins with the same column."""

from django.db import migrations

from ayomi.apps.audit.rules import drop_indexes

INDEXES = drop_indexes(
    "contributions_bill_code_46fe6e53_like",
    "contributions_bill_office_id_66d0f999",
    "contributions_bill_payer_id_8b17ffbf",
    "contributions_part_bill_id_de829511",
)


class Migration(migrations.Migration):
    dependencies = [("contributions", "0004_supplement")]
    operations = [migrations.RunSQL(INDEXES)]
