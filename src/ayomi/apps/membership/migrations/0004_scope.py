"""Days of cover that cannot meet, numbers of members, and scopes that follow merged records."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible
from ayomi.apps.registry.rules import finder

MONTHS = """
CREATE SEQUENCE membership_kpj_number;
ALTER TABLE membership_cover ADD CONSTRAINT cover_within_its_month CHECK (
    extract(day FROM month) = 1 AND month <= since AND since <= until AND until <= month + interval '1 month');
ALTER TABLE membership_projectcover ADD CONSTRAINT projectcover_span CHECK (since <= until);
"""
# Merged records keep their memberships. Whoever sees a membership of a merged record sees the record it is kept under.
KEPT = """
CREATE FUNCTION ayomi_kept() RETURNS bigint[] STABLE LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT array_agg(DISTINCT p.merged_into_id) FROM registry_person p
        JOIN membership_membership m ON m.person_id = p.id
        LEFT JOIN registry_project j ON j.id = m.project_id
        WHERE p.merged_into_id IS NOT NULL
          AND (ayomi_scope() = 'office' AND m.office_id = ANY (ayomi_offices())
            OR ayomi_scope() = 'channel' AND ayomi_organisation() IN (m.organisation_id, j.contractor_id)) $$;
"""
SELF = "((SELECT ayomi_scope()) = 'self' AND {} = ANY ((SELECT ayomi_persons())::bigint[]))"
PERSON = visible(
    office="office_id",
    further=(
        SELF.format("id"),
        "((SELECT ayomi_scope()) = 'office' AND EXISTS (SELECT 1 FROM membership_membership m"
        " WHERE m.person_id = registry_person.id AND m.office_id = ANY ((SELECT ayomi_offices())::bigint[])))",
        "((SELECT ayomi_scope()) = 'channel' AND EXISTS (SELECT 1 FROM membership_membership m"
        " WHERE m.person_id = registry_person.id AND (m.organisation_id = (SELECT ayomi_organisation())"
        " OR EXISTS (SELECT 1 FROM registry_project p WHERE p.id = m.project_id"
        " AND p.contractor_id = (SELECT ayomi_organisation())))))",
        "((SELECT ayomi_scope()) IN ('office', 'channel') AND id = ANY ((SELECT ayomi_kept())::bigint[]))",
    ),
)
MEMBERSHIP = visible(
    office="office_id",
    organisation="coalesce(organisation_id, (SELECT p.contractor_id FROM registry_project p WHERE p.id = project_id))",
    further=(SELF.format("person_id"),),
)
POLICIES = (
    f"ALTER POLICY scope ON registry_person USING ({PERSON}) WITH CHECK ({PERSON});"
    f"ALTER POLICY scope ON membership_membership USING ({MEMBERSHIP}) WITH CHECK ({MEMBERSHIP});"
    + guard("membership_cover", through("membership_membership", "id", "membership_id"))
    + guard(
        "membership_projectcover",
        # A worker sees the cover of the project he works on, not the project's own papers.
        through("registry_project", "id", "project_id")
        + " OR EXISTS (SELECT 1 FROM membership_membership m WHERE m.project_id = membership_projectcover.project_id)",
    )
)


class Migration(migrations.Migration):
    dependencies = [("membership", "0003_cover"), ("registry", "0003_finding")]
    operations = [
        migrations.RunSQL(MONTHS),
        migrations.RunSQL(KEPT),
        migrations.RunSQL(POLICIES),
        migrations.RunSQL(finder("registry_find_persons", "registry_person", PERSON)),
    ]
