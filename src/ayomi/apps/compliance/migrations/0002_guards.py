"""Who sees which proof. The public page asks for one by its token and nothing else."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

SCOPE = guard(
    "compliance_proof",
    visible(
        office="office_id",
        person="person_id",
        further=(through("registry_payer", "id", "payer_id"), through("registry_person", "id", "person_id")),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial"), ("membership", "0002_guards")]
    operations = [migrations.RunSQL(SCOPE)]
