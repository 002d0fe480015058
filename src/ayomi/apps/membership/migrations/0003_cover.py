"""One row of cover for each paid month, the cover of projects, and the list that ended a membership."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0002_guards"), ("registry", "0003_finding")]
    operations = [
        migrations.DeleteModel("Cover"),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("month", models.DateField()),
                ("paid_on", models.DateField()),
                ("begins", models.DateField()),
                ("regular", models.BooleanField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "membership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="membership.membership",
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "membership_id", "month", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProjectCover",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="registry.project",
                    ),
                ),
                ("paid_on", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="membership",
            name="left_upload_id",
            field=models.BigIntegerField(help_text="the list that ended it", null=True),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("left_upload_id__isnull", False)),
                fields=["left_upload_id"],
                name="membership_left_upload",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                condition=models.Q(("upload_id__isnull", False)), fields=["upload_id"], name="term_upload"
            ),
        ),
    ]
