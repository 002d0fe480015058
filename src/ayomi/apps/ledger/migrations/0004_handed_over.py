"""An account for money that came for something other than contributions, in books opened before there was one."""

from django.db import migrations

from ayomi.apps.ledger.rules import HANDED_OVER


def open_account(apps, editor):
    account = apps.get_model("ledger", "Account")
    account.objects.get_or_create(code=HANDED_OVER, defaults={"fund": "collection", "kind": "liability"})


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_chart")]
    operations = [migrations.RunPython(open_account)]
