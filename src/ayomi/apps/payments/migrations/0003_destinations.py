"""Codes for something other than contributions, and the receipts that came with one."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from ayomi.apps.audit.rules import guard, visible


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_banks_guards"), ("offices", "0001_initial"), ("ledger", "0004_handed_over")]
    operations = [
        migrations.CreateModel(
            name="Destination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="digits", max_length=16, unique=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "receipt",
            "destination",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.destination",
            ),
        ),
        migrations.AddIndex(
            "receipt",
            models.Index(fields=["destination"], condition=Q(destination__isnull=False), name="receipt_destination"),
        ),
        migrations.RunSQL(
            guard("payments_destination", visible(office="office_id"))
            + "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON payments_destination FROM ayomi_web;"
        ),
    ]
