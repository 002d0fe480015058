"""The list an organisation was recorded from, so that the list can be undone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_merge_proposals")]
    operations = [
        migrations.AddField(
            "organisation", "upload_id", models.BigIntegerField(null=True, help_text="the list it was recorded from")
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(fields=["upload_id"], condition=Q(upload_id__isnull=False), name="organisation_list"),
        ),
    ]
