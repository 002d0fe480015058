"""Conversations and subscriptions are seen by whoever sees the partner."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through

PARTNER = through("partners_partner", "id", "partner_id")


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_conversations")]
    operations = [
        migrations.RunSQL(guard("partners_conversation", PARTNER) + guard("partners_subscription", PARTNER)),
    ]
