"""Numbers the registry gives, indexes for finding, and the records that make up one person."""

from django.db import migrations

from ayomi.apps.audit.rules import visible
from ayomi.apps.registry.rules import finder

SEQUENCES = """
CREATE SEQUENCE registry_npp_number;
CREATE SEQUENCE registry_payer_number;
CREATE SEQUENCE registry_project_number;
"""
WORDS = """
CREATE INDEX person_words ON registry_person USING gin (to_tsvector('simple', name_key));
CREATE INDEX organisation_words ON registry_organisation USING gin (to_tsvector('simple', name_key));
CREATE INDEX project_words ON registry_project USING gin (to_tsvector('simple', name_key));
CREATE INDEX person_born_first_word ON registry_person (born, split_part(name_key, ' ', 1));
CREATE INDEX organisation_npwp ON registry_organisation (npwp_hash) WHERE npwp_hash IS NOT NULL;
"""
# A worker may have signed in on any of the records that are one person: all of them are oneself.
ONESELF = """
CREATE FUNCTION ayomi_persons() RETURNS bigint[] STABLE LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT array_agg(p.id) FROM registry_person p JOIN registry_person me ON me.id = ayomi_person()
        AND (p.id = coalesce(me.merged_into_id, me.id) OR p.merged_into_id = coalesce(me.merged_into_id, me.id)) $$;
"""
PAYER = visible(
    office="office_id",
    organisation="coalesce(organisation_id, (SELECT p.contractor_id FROM registry_project p WHERE p.id = project_id))",
    further=("((SELECT ayomi_scope()) = 'self' AND person_id = ANY ((SELECT ayomi_persons())::bigint[]))",),
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_guards")]
    operations = [
        migrations.RunSQL(SEQUENCES),
        migrations.RunSQL(WORDS),
        migrations.RunSQL(ONESELF),
        migrations.RunSQL(f"ALTER POLICY scope ON registry_payer USING ({PAYER}) WITH CHECK ({PAYER});"),
        migrations.RunSQL(
            finder(
                "registry_find_organisations", "registry_organisation", visible(office="office_id", organisation="id")
            )
            + finder(
                "registry_find_projects", "registry_project", visible(office="office_id", organisation="contractor_id")
            )
        ),
    ]
