"""What may derive from what, spans that may not meet, and who sees and writes agreements.

An agreement is no secret within the agency: every office reads it. Its own office writes it; an office that sees to a
duty writes what it did; an office that sees an organisation says that it came under the agreement.
"""

from django.db import migrations

from ayomi.apps.audit.rules import no_overlap, visible

LINE = """
CREATE FUNCTION agreements_derive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM agreements_agreement p WHERE p.id = NEW.parent_id
        AND p.kind = CASE NEW.kind WHEN 'pks' THEN 'mou' WHEN 'kso' THEN 'pks' END
    ) THEN
        RAISE EXCEPTION 'a % does not derive from agreement %', NEW.kind, NEW.parent_id USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER derive BEFORE INSERT OR UPDATE OF parent_id, kind ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION agreements_derive();
"""
SPANS = no_overlap("brought_once", "agreements_brought", "agreement_id", "organisation_id")

# Asked past the policies of its two tables, which ask this table in turn.
TOUCHES = """
CREATE FUNCTION agreements_touches(agreement bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agreements_party p
                   WHERE p.agreement_id = agreement AND p.organisation_id = ayomi_organisation())
        OR EXISTS (SELECT 1 FROM agreements_brought b
                   WHERE b.agreement_id = agreement AND b.organisation_id = ayomi_organisation())
$$;
REVOKE ALL ON FUNCTION agreements_touches(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreements_touches(bigint) TO ayomi_web;
"""

INSIDE = "(SELECT ayomi_scope()) IN ('all', 'office')"
OWN = visible(office="office_id")
OWN_ORGANISATION = "(SELECT ayomi_scope()) = 'channel' AND organisation_id = (SELECT ayomi_organisation())"
SEEN = "EXISTS (SELECT 1 FROM agreements_agreement seen WHERE seen.id = agreement_id)"
OF_OWN = f"EXISTS (SELECT 1 FROM agreements_agreement held WHERE held.id = agreement_id AND ({OWN}))"


def policies(table: str, read: str, write: str) -> str:
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY read ON {table} FOR SELECT TO ayomi_web USING ({read});"
        f"CREATE POLICY add ON {table} FOR INSERT TO ayomi_web WITH CHECK ({write});"
        f"CREATE POLICY change ON {table} FOR UPDATE TO ayomi_web USING ({write}) WITH CHECK ({write});"
        f"REVOKE DELETE, TRUNCATE ON {table} FROM ayomi_web;"
    )


SCOPE = (
    policies("agreements_party", f"{INSIDE} OR {OWN_ORGANISATION}", OF_OWN)
    + policies(
        "agreements_brought",
        f"{INSIDE} OR {OWN_ORGANISATION}",
        "EXISTS (SELECT 1 FROM registry_organisation seen WHERE seen.id = organisation_id)",
    )
    + policies(
        "agreements_agreement",
        f"{INSIDE} OR ((SELECT ayomi_scope()) = 'channel' AND agreements_touches(id))",
        OWN,
    )
    + policies("agreements_basis", SEEN, OF_OWN)
    + policies("agreements_reach", SEEN, OF_OWN)
    + policies("agreements_aim", SEEN, OF_OWN)
    + policies("agreements_attachment", SEEN, OF_OWN)
    + policies("agreements_duty", SEEN, OF_OWN)
    + policies(
        "agreements_done",
        "EXISTS (SELECT 1 FROM agreements_duty seen WHERE seen.id = duty_id)",
        f"EXISTS (SELECT 1 FROM agreements_duty held WHERE held.id = duty_id AND ({OWN}))",
    )
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("audit", "0002_guards"), ("registry", "0002_guards")]
    operations = [
        migrations.RunSQL(LINE),
        migrations.RunSQL(SPANS),
        migrations.RunSQL(TOUCHES),
        migrations.RunSQL(SCOPE),
    ]
