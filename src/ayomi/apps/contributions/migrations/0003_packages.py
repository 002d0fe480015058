"""Bills for the packages of migrant workers."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import guard, through

BILL = through("contributions_bill", "id", "bill_id")
SCOPE = guard(
    "contributions_packagecharge", f"(SELECT ayomi_scope()) = 'self' AND person_id = (SELECT ayomi_person()) OR {BILL}"
)
FINAL = (
    "CREATE TRIGGER final_stands BEFORE UPDATE OR DELETE ON contributions_packagecharge"
    " FOR EACH ROW EXECUTE FUNCTION contributions_refuse_final();"
)
KINDS = ("monthly", "supplement", "project", "package")
FUNDS = ("jkk", "jkm", "jht", "jp", "jpk", "pmi", "fine")


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0002_lines"),
        ("ledger", "0005_migrants"),
        ("membership", "0006_packages"),
        ("registry", "0003_finding"),
    ]
    operations = [
        migrations.AlterField(
            "bill", "kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12)
        ),
        migrations.AlterField("part", "fund", models.CharField(choices=[(fund, fund) for fund in FUNDS], max_length=4)),
        migrations.CreateModel(
            name="PackageCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField()),
                ("amount", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contributions.bill"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.membership"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="membership.package"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bill", "package"), name="package_charge_once"),
                    models.CheckConstraint(condition=models.Q(amount__gt=0), name="package_charge_positive"),
                ],
            },
        ),
        migrations.RunSQL(FINAL),
        migrations.RunSQL(SCOPE),
    ]
