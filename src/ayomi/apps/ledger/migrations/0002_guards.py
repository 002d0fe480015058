"""Transfers and seals are never changed. Who sees a transfer is said where payers are known (registry)."""

from django.db import migrations

from ayomi.apps.audit.rules import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0002_guards")]
    operations = [
        migrations.RunSQL(
            append_only("ledger_transfer")
            + append_only("ledger_seal")
            + "REVOKE INSERT, UPDATE, DELETE ON ledger_account, ledger_transfer, ledger_seal FROM ayomi_web;"
        ),
    ]
