"""Pages may ask the table and see no row of it, as with every other table that a scope closes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_guards")]
    operations = [migrations.RunSQL("GRANT SELECT ON papers_paper TO ayomi_web;")]
