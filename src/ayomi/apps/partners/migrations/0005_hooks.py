"""What a partner wants to be told of, and at which of its addresses."""

import django.db.models.deletion
from django.db import migrations, models

from ayomi.apps.audit.rules import guard, through


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0004_conversations_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("bill.paid", "bill.paid"),
                            ("cover.begun", "cover.begun"),
                            ("recommendation.decided", "recommendation.decided"),
                            ("recommendation.withdrawn", "recommendation.withdrawn"),
                            ("services.stop_asked", "services.stop_asked"),
                            ("services.stop_lifted", "services.stop_lifted"),
                        ],
                        max_length=40,
                    ),
                ),
                ("since", models.DateTimeField(help_text="what happened before is not told")),
                ("set_by", models.BigIntegerField(help_text="access.User; null: the partner's own program", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="about",
            field=models.CharField(blank=True, help_text="what it tells of, told once to an address", max_length=60),
        ),
        migrations.AlterField(
            model_name="grant",
            name="scope",
            field=models.CharField(
                choices=[
                    ("virtual_account", "virtual_account"),
                    ("register_search", "register_search"),
                    ("register_subscribe", "register_subscribe"),
                    ("enrolled", "enrolled"),
                    ("eligibility", "eligibility"),
                    ("enrolment", "enrolment"),
                    ("licensing", "licensing"),
                    ("webhooks", "webhooks"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about", ""), _negated=True),
                fields=("address", "event", "about"),
                name="delivery_once",
            ),
        ),
        migrations.AddField(
            model_name="hook",
            name="address",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.address"
            ),
        ),
        migrations.AddField(
            model_name="hook",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner"
            ),
        ),
        migrations.AddIndex(
            model_name="hook",
            index=models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["partner"], name="hook_open"),
        ),
        migrations.AddConstraint(
            model_name="hook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("address", "event"), name="hook_once"
            ),
        ),
        migrations.RunSQL(guard("partners_hook", through("partners_partner", "id", "partner_id"))),
    ]
