"""What people typed is kept while columns change, and rows of one list with one NIK are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_guards")]
    operations = [
        migrations.AddField(
            "upload",
            "entries_sealed",
            models.BinaryField(null=True, help_text="what people typed into rows, kept while columns are changed"),
        ),
        migrations.AddField("row", "nik_hash", models.BinaryField(null=True, max_length=16)),
        migrations.AddIndex(
            "row",
            models.Index(
                fields=["upload", "nik_hash"], condition=models.Q(nik_hash__isnull=False), name="row_same_nik"
            ),
        ),
    ]
