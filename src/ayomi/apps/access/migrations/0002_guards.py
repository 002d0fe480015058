"""What a user is may only be decided by whoever sees the country: on pages the database itself asks."""

from django.db import migrations

# Signing in and choosing a password or language happen in every scope; becoming somebody else in none but this.
DECIDED = """
CREATE FUNCTION access_user_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('role') = 'ayomi_web' AND ayomi_scope() <> 'all' AND (TG_OP <> 'UPDATE'
        OR (OLD.username, OLD.role, OLD.office_id, OLD.organisation_id, OLD.person_id, OLD.is_active, OLD.is_staff,
            OLD.is_superuser)
        IS DISTINCT FROM (NEW.username, NEW.role, NEW.office_id, NEW.organisation_id, NEW.person_id, NEW.is_active,
            NEW.is_staff, NEW.is_superuser))
    THEN
        RAISE EXCEPTION 'users are decided on by administrators' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER decided BEFORE INSERT OR UPDATE OR DELETE ON access_user
    FOR EACH ROW EXECUTE FUNCTION access_user_decided();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("audit", "0002_guards")]
    operations = [migrations.RunSQL(DECIDED)]
