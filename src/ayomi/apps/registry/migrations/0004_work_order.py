"""The day of the order to work, from which the registration of a project is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_finding")]
    operations = [
        migrations.AddField(
            "project",
            "work_order",
            models.DateField(null=True, help_text="day of the order to work (SPK), from which registration is due"),
        ),
    ]
