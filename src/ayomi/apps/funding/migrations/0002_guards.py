"""Rules of a window may not meet; postings and budgets stand; who sees which application and loan.

Windows and their rules are no secret: whoever may apply reads them. Pages write nothing here themselves; the acts do,
once the right was checked.
"""

from django.db import migrations

from ayomi.apps.audit.rules import append_only, guard, no_overlap, through, visible

SPANS = no_overlap("rule_once", "funding_rule", "window_id")
KNOWN = "(SELECT ayomi_scope()) IN ('all', 'office', 'channel', 'self')"
INSIDE = "(SELECT ayomi_scope()) IN ('all', 'office')"
APPLICATION = through("funding_application", "id", "application_id")
LOAN = through("funding_loan", "id", "loan_id")
SCOPE = (
    guard("funding_window", KNOWN)
    + guard("funding_rule", KNOWN)
    + guard("funding_budget", INSIDE)
    + guard("funding_purse", INSIDE)
    + guard("funding_collection", INSIDE)
    + guard("funding_application", visible(office="office_id", organisation="organisation_id"))
    + guard("funding_item", APPLICATION)
    + guard("funding_survey", f"{INSIDE} AND {APPLICATION}")
    + guard("funding_tranche", APPLICATION)
    + guard("funding_loan", visible(office="office_id", organisation="organisation_id", person="person_id"))
    + guard("funding_instalment", LOAN)
    + guard("funding_posting", LOAN)
)
TABLES = (
    "window", "rule", "budget", "purse", "collection", "application", "item", "survey", "tranche", "loan", "instalment",
    "posting",
)  # fmt: skip
WRITTEN_BY_ACTS = "".join(
    f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON funding_{table} FROM ayomi_web;" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0001_initial"), ("registry", "0002_guards"), ("payments", "0003_destinations"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(SPANS),
        migrations.RunSQL(append_only("funding_posting") + append_only("funding_budget")),
        migrations.RunSQL(SCOPE),
        migrations.RunSQL(WRITTEN_BY_ACTS),
    ]
