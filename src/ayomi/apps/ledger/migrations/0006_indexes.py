"""Without the index for keys that begin alike, which nothing asks for."""

from django.db import migrations

from ayomi.apps.audit.rules import drop_indexes

INDEXES = drop_indexes("ledger_transfer_key_451b4b01_like")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_migrants")]
    operations = [migrations.RunSQL(INDEXES)]
