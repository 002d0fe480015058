"""Who sees what banks asked: the office that serves the person, whoever the question was about, and the country."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

SCOPE = (
    guard("eligibility_check", visible(office="office_id", person="person_id"))
    + guard("eligibility_batch", visible())
    + guard("eligibility_enrolment", visible(office="office_id", person="person_id"))
    + guard("eligibility_enrolmentbill", through("eligibility_enrolment", "id", "enrolment_id"))
    + "REVOKE UPDATE, DELETE, TRUNCATE ON eligibility_check, eligibility_batch, eligibility_enrolment,"
    " eligibility_enrolmentbill FROM ayomi_web;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0001_initial"),
        ("membership", "0007_granted_by_name"),
        ("audit", "0002_guards"),
        ("registry", "0002_guards"),
    ]
    operations = [migrations.RunSQL(SCOPE)]
