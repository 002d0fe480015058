"""Who sees what banks told; a payment that was told and booked stands as it came."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through

PARTNER = through("partners_partner", "id", "partner_id")
SCOPE = guard("payments_bankday", PARTNER) + guard("payments_bankmessage", PARTNER)
# What the bank said never changes; its answer and receipt are filled in once, and a day file may show it later.
KEPT = """
CREATE FUNCTION payments_bankmessage_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.receipt_id IS NOT NULL
        OR TG_OP = 'UPDATE' AND ((OLD.partner_id, OLD.service, OLD.day, OLD.external_id, OLD.request_id, OLD.account,
            OLD.essence) IS DISTINCT FROM (NEW.partner_id, NEW.service, NEW.day, NEW.external_id, NEW.request_id,
            NEW.account, NEW.essence)
        OR OLD.code <> '' AND (OLD.code, OLD.answer_sealed, OLD.receipt_id)
            IS DISTINCT FROM (NEW.code, NEW.answer_sealed, NEW.receipt_id))
    THEN
        RAISE EXCEPTION 'message % stands as it came', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON payments_bankmessage
    FOR EACH ROW EXECUTE FUNCTION payments_bankmessage_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_banks"), ("partners", "0002_guards")]
    operations = [migrations.RunSQL(SCOPE), migrations.RunSQL(KEPT)]
