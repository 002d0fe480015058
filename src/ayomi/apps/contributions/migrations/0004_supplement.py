"""An assessment may ask for supplements: what changed since a bill of the month became final."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0003_packages")]
    operations = [
        migrations.AddField(
            "assessment",
            "supplement",
            models.BooleanField(default=False, help_text="also payers whose bill of the month is final"),
        ),
    ]
