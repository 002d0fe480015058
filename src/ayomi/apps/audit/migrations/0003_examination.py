"""Runs of all checks, kept with what each found: numbers of rows only, nobody's data."""

from django.db import migrations, models

from ayomi.apps.audit.rules import guard


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Examination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requested_at", models.DateTimeField()),
                ("requested_by", models.BigIntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("message", models.TextField(blank=True, help_text="why it stopped, where it did")),
                ("findings", models.JSONField(default=list)),
            ],
        ),
        # The checks concern the whole country; who may open their page is decided by its table of roles.
        migrations.RunSQL(guard("audit_examination", "(SELECT ayomi_scope()) <> 'none'")),
    ]
