"""A change of a budget is asked for by one person and decided on by another."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0002_guards")]
    operations = [
        migrations.AddField(
            "budget",
            "asked_amount",
            models.BigIntegerField(null=True, help_text="rupiah, asked for and not decided on"),
        ),
        migrations.AddField("budget", "asked_quota", models.IntegerField(null=True)),
        migrations.AddField("budget", "asked_reason", models.CharField(max_length=200, blank=True, default="")),
        migrations.AlterField("budget", "asked_reason", models.CharField(max_length=200, blank=True)),
        migrations.AddField("budget", "asked_by", models.BigIntegerField(null=True)),
        migrations.AddField("budget", "asked_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "budget",
            models.CheckConstraint(
                condition=Q(asked_amount__isnull=True, asked_quota__isnull=True, asked_at__isnull=True)
                | Q(state="approved", asked_amount__gt=0, asked_quota__gt=0, asked_at__isnull=False)
                & ~Q(asked_reason=""),
                name="budget_change_asked_whole",
            ),
        ),
    ]
