"""Pages reach no paper by themselves: only through what it is attached to. What was kept is never changed."""

from django.db import migrations

CLOSED = """
ALTER TABLE papers_paper ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON papers_paper FROM ayomi_web;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON papers_paper FOR EACH ROW EXECUTE FUNCTION ayomi_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("audit", "0002_guards")]
    operations = [migrations.RunSQL(CLOSED)]
