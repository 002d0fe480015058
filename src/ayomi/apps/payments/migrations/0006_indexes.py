"""Without the indexes Django makes by itself beside another that begins with the same column."""

from django.db import migrations

from ayomi.apps.audit.rules import drop_indexes

INDEXES = drop_indexes(
    "payments_receipt_key_1541b5eb_like",
    "payments_receipt_bill_id_1a394637",
    "payments_receipt_payer_id_a22ec3ed",
    "payments_receipt_destination_id_3b535c5d",
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_held_lines")]
    operations = [migrations.RunSQL(INDEXES)]
