"""Accounts for the fund of migrant workers, where the chart was opened before it had one."""

from django.db import migrations

from ayomi.apps.ledger.rules import chart


def open_missing(apps, editor):
    account = apps.get_model("ledger", "Account")
    for code, fund, kind in chart():
        account.objects.get_or_create(code=code, defaults={"fund": fund, "kind": kind})


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_handed_over")]
    operations = [migrations.RunPython(open_missing)]
