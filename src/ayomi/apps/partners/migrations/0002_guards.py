"""Who sees which partner, what is never changed, and what need not survive a crash."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

PARTNER = through("partners_partner", "id", "partner_id")
SCOPE = (
    guard("partners_partner", visible(office="office_id"))
    + guard("partners_grant", PARTNER)
    + guard("partners_key", PARTNER)
    + guard("partners_call", PARTNER)
    + guard("partners_address", PARTNER)
    + guard("partners_delivery", PARTNER)
    # Tokens and counts belong to the interface alone, which reads them as the owner.
    + guard("partners_token", "false")
    + guard("partners_allowance", "false")
)
# A key is what it was when it was issued; only its end, its revocation and its last use become known later.
KEPT = """
CREATE FUNCTION partners_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.partner_id, OLD.use, OLD.algorithm, OLD.key_id, OLD.secret_sealed, OLD.secret_hash,
            OLD.public_pem, OLD.since)
        IS DISTINCT FROM (NEW.partner_id, NEW.use, NEW.algorithm, NEW.key_id, NEW.secret_sealed, NEW.secret_hash,
            NEW.public_pem, NEW.since)
        OR NEW.until > OLD.until OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
    THEN
        RAISE EXCEPTION 'key % stands as it was issued', OLD.key_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON partners_key FOR EACH ROW EXECUTE FUNCTION partners_key_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("registry", "0002_guards")]
    operations = [
        migrations.RunSQL(SCOPE),
        migrations.RunSQL(KEPT),
        migrations.RunSQL("ALTER TABLE partners_allowance SET UNLOGGED"),
    ]
