"""Nobody is supported twice at once, and who sees budgets and their people: their offices, and whoever pays."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, no_overlap, through, visible

SPANS = no_overlap(
    "support_once", "sponsorship_support", "person_id", where="state IN ('active', 'ended') AND since < until"
)
BUDGET = through("sponsorship_budget", "id", "budget_id")
SCOPE = (
    guard("sponsorship_budget", visible(office="office_id", organisation="organisation_id"))
    + guard("sponsorship_proposal", BUDGET)
    + guard("sponsorship_support", BUDGET)
    + "REVOKE DELETE, TRUNCATE ON sponsorship_budget, sponsorship_proposal, sponsorship_support FROM ayomi_web;"
)

# Whoever pays sees the people it proposed before they are members through it.
PEOPLE = """
CREATE POLICY sponsored ON registry_person FOR SELECT TO ayomi_web USING (
    (SELECT ayomi_scope()) = 'channel' AND EXISTS (
        SELECT 1 FROM sponsorship_support s JOIN sponsorship_budget b ON b.id = s.budget_id
        WHERE s.person_id = registry_person.id AND s.state <> 'refused'
        AND b.organisation_id = (SELECT ayomi_organisation())
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0001_initial"), ("audit", "0002_guards"), ("registry", "0002_guards")]
    operations = [migrations.RunSQL(SPANS), migrations.RunSQL(SCOPE), migrations.RunSQL(PEOPLE)]
