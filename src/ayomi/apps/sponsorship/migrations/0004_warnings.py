"""Doubts about those who passed are kept beside the reasons of those who did not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0003_changes")]
    operations = [
        migrations.AddField(
            "proposal", "warnings", models.JSONField(default=list, help_text="row, name and doubts of those who passed")
        )
    ]
