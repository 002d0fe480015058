"""Functions that look past the policies may be called by the role of pages and by no one else."""

from django.db import migrations

FUNCTIONS = (
    "ayomi_kept()", "ayomi_persons()", "registry_find_organisations(tsquery, int)",
    "registry_find_persons(tsquery, int)", "registry_find_projects(tsquery, int)",
)  # fmt: skip
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {each} TO ayomi_web;" for each in FUNCTIONS
)


class Migration(migrations.Migration):
    dependencies = [("membership", "0006_packages"), ("registry", "0003_finding")]
    operations = [migrations.RunSQL(GRANTS)]
