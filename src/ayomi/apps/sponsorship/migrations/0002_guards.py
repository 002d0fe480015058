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


class Migration(migrations.Migration):
    dependencies = [("sponsorship", "0001_initial"), ("audit", "0002_guards"), ("registry", "0002_guards")]
    operations = [migrations.RunSQL(SPANS), migrations.RunSQL(SCOPE)]
