"""Spans that may not meet, and who sees which person, organisation, project and payer."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, no_overlap, through, visible

SPANS = no_overlap(
    "organisation_term_once", "registry_organisationterm", "organisation_id", where="superseded_at IS NULL"
)
ORGANISATION = through("registry_organisation", "id", "organisation_id")
SCOPE = (
    guard("registry_organisation", visible(office="office_id", organisation="id"))
    + guard("registry_organisationterm", ORGANISATION)
    + guard("registry_site", ORGANISATION)
    + guard("registry_contact", ORGANISATION)
    + guard("registry_project", visible(office="office_id", organisation="contractor_id"))
    + guard("registry_subcontractor", through("registry_project", "id", "project_id"))
    + guard(
        "registry_payer",
        visible(
            office="office_id",
            organisation="coalesce(organisation_id,"
            " (SELECT p.contractor_id FROM registry_project p WHERE p.id = project_id))",
            person="person_id",
        ),
    )
    + guard("registry_merge", through("registry_person", "id", "kept_id"))
)
LOOKS = """
ALTER TABLE audit_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON audit_look FOR INSERT TO ayomi_web WITH CHECK (true);
CREATE POLICY scope ON audit_look FOR SELECT TO ayomi_web
    USING (EXISTS (SELECT 1 FROM registry_person seen WHERE seen.id = person_id));
ALTER TABLE ledger_transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON ledger_transfer FOR SELECT TO ayomi_web
    USING ((SELECT ayomi_scope()) = 'all' OR EXISTS (SELECT 1 FROM registry_payer seen WHERE seen.id = payer_id));
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_guards"), ("ledger", "0002_guards")]
    operations = [migrations.RunSQL(SPANS), migrations.RunSQL(SCOPE), migrations.RunSQL(LOOKS)]
