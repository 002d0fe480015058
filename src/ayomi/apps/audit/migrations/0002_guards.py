"""The role of pages and API, the scope it asks for, and what may never be changed."""

from django.db import migrations

from ayomi.apps.audit.rules import append_only, visible

ROLE = """
DO $$ BEGIN
    CREATE ROLE ayomi_web NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE 'GRANT ayomi_web TO ' || quote_ident(current_user);
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO ayomi_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ayomi_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ayomi_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ayomi_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ayomi_web;
"""

# Nothing set means no scope: a forgotten scope shows nothing.
SCOPE = """
CREATE FUNCTION ayomi_scope() RETURNS text STABLE LANGUAGE sql
    AS $$ SELECT coalesce(nullif(current_setting('ayomi.scope', true), ''), 'none') $$;
CREATE FUNCTION ayomi_offices() RETURNS bigint[] STABLE LANGUAGE sql
    AS $$ SELECT coalesce(nullif(current_setting('ayomi.offices', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION ayomi_organisation() RETURNS bigint STABLE LANGUAGE sql
    AS $$ SELECT nullif(current_setting('ayomi.organisation', true), '')::bigint $$;
CREATE FUNCTION ayomi_person() RETURNS bigint STABLE LANGUAGE sql
    AS $$ SELECT nullif(current_setting('ayomi.person', true), '')::bigint $$;
CREATE FUNCTION ayomi_refuse() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(SCOPE),
        migrations.RunSQL(append_only("audit_event") + append_only("audit_look")),
        # An act may be recorded by anyone; it is read within one's offices.
        migrations.RunSQL(
            f"""
            ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
            CREATE POLICY add ON audit_event FOR INSERT TO ayomi_web WITH CHECK (true);
            CREATE POLICY scope ON audit_event FOR SELECT TO ayomi_web USING ({visible(office="office_id")});
            """
        ),
    ]
