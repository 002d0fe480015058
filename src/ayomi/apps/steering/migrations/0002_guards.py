"""Targets are seen within one's offices."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, visible


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_initial"), ("audit", "0002_guards")]
    operations = [migrations.RunSQL(guard("steering_target", visible(office="office_id")))]
