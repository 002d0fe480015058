"""Who sees which receipt. A receipt keeps what came for ever; only what it was good for may become known later."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

KEPT = """
CREATE FUNCTION payments_receipt_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.key, OLD.amount, OLD.paid_on, OLD.code_seen, OLD.channel)
        IS DISTINCT FROM (NEW.key, NEW.amount, NEW.paid_on, NEW.code_seen, NEW.channel)
        OR OLD.payer_id IS NOT NULL AND OLD.payer_id IS DISTINCT FROM NEW.payer_id
    THEN
        RAISE EXCEPTION 'receipt % stands as it came', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON payments_receipt
    FOR EACH ROW EXECUTE FUNCTION payments_receipt_kept();
"""
SCOPE = (
    guard("payments_bankfile", visible(office="office_id"))
    + guard("payments_receipt", visible(office="office_id", further=(through("registry_payer", "id", "payer_id"),)))
    + guard("payments_credit", through("registry_payer", "id", "payer_id"))
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("contributions", "0002_lines")]
    operations = [migrations.RunSQL(KEPT), migrations.RunSQL(SCOPE)]
