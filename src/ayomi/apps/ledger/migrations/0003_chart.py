"""The accounts themselves."""

from django.db import migrations

from ayomi.apps.ledger.rules import chart


def open_accounts(apps, editor):
    account = apps.get_model("ledger", "Account")
    account.objects.bulk_create(account(code=code, fund=fund, kind=kind) for code, fund, kind in chart())


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunPython(open_accounts)]
