"""Persons found by words within one's scope, each way of seeing them looked up on its own.

As one condition with OR, a frequent name costs a look at every bearer's memberships. What the function finds still
passes the row-level policy of the query that asks, so it need not be complete in its reasons, only quick.
"""

from django.db import migrations

WORDS = "to_tsvector('simple', p.name_key) @@ words"
SCOPE = "(SELECT ayomi_scope())"
OFFICES = "ANY ((SELECT ayomi_offices())::bigint[])"
NOT_OFFICES = "ALL ((SELECT ayomi_offices())::bigint[])"
MANY = "(SELECT cardinality(ayomi_offices()) > 5)"
MEMBER = "SELECT p.id FROM membership_membership m JOIN registry_person p ON p.id = m.person_id"
WAYS = (
    f"SELECT p.id FROM registry_person p WHERE {WORDS}"
    f" AND ((SELECT current_setting('role')) <> 'ayomi_web' OR {SCOPE} = 'all')",
    f"SELECT p.id FROM registry_person p WHERE {WORDS} AND {SCOPE} = 'office' AND p.office_id = {OFFICES}",
    # Members here whose record stands under another office are few. One office asks its members for the words, a
    # region asks the words for its members.
    f"SELECT p.id FROM (SELECT m.person_id FROM membership_membership m WHERE {SCOPE} = 'office' AND NOT {MANY}"
    f" AND m.office_id = {OFFICES} OFFSET 0) m CROSS JOIN LATERAL (SELECT x.id, x.name_key FROM registry_person x"
    f" WHERE x.id = m.person_id AND x.office_id <> {NOT_OFFICES} OFFSET 0) p WHERE {WORDS}",
    f"SELECT p.id FROM (SELECT x.id FROM registry_person x WHERE {WORDS.replace('p.', 'x.')}"
    f" AND {SCOPE} = 'office' AND {MANY} AND x.office_id <> {NOT_OFFICES} OFFSET 0) p"
    f" WHERE EXISTS (SELECT 1 FROM membership_membership m WHERE m.person_id = p.id AND m.office_id = {OFFICES})",
    f"{MEMBER} WHERE {WORDS} AND {SCOPE} = 'channel' AND m.organisation_id = (SELECT ayomi_organisation())",
    f"{MEMBER} JOIN registry_project j ON j.id = m.project_id WHERE {WORDS} AND {SCOPE} = 'channel'"
    " AND j.contractor_id = (SELECT ayomi_organisation())",
    f"SELECT p.id FROM registry_person p WHERE {WORDS} AND {SCOPE} = 'self'"
    " AND p.id = ANY ((SELECT ayomi_persons())::bigint[])",
    f"SELECT p.id FROM registry_person p WHERE {WORDS} AND {SCOPE} IN ('office', 'channel')"
    " AND p.id = ANY ((SELECT ayomi_kept())::bigint[])",
)
FUNCTION = f"""
CREATE OR REPLACE FUNCTION registry_find_persons(words tsquery, most int) RETURNS SETOF bigint STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT found.id FROM ({" UNION ALL ".join(f"({way})" for way in WAYS)}) found LIMIT most $$;
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0004_scope")]
    operations = [migrations.RunSQL(FUNCTION)]
