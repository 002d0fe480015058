"""The lines of bills, partitioned by the bill's month, and who sees which bill."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, through, visible

AMOUNTS = (
    "jkk jkm jht_employer jht_worker jp_employer jp_worker jpk relief jkp_government jkp_from_jkk jkp_from_jkm total"
)
LINES = f"""
CREATE TABLE contributions_line (
    bill_month date NOT NULL,
    month date NOT NULL,
    bill_id bigint NOT NULL REFERENCES contributions_bill ON DELETE CASCADE,
    membership_id bigint NOT NULL REFERENCES membership_membership,
    person_id bigint NOT NULL REFERENCES registry_person,
    wage bigint NOT NULL,
    {", ".join(f"{name} bigint NOT NULL" for name in AMOUNTS.split())},
    reason text NOT NULL,
    risk text NOT NULL,
    PRIMARY KEY (bill_month, membership_id, month, bill_id),
    CONSTRAINT line_sum CHECK (total = jkk + jkm + jht_employer + jht_worker + jp_employer + jp_worker + jpk),
    CONSTRAINT line_first_of_month CHECK (extract(day from month) = 1 AND extract(day from bill_month) = 1),
    CONSTRAINT line_not_ahead CHECK (month <= bill_month)
) PARTITION BY RANGE (bill_month);
CREATE INDEX line_bill ON contributions_line (bill_id);
CREATE INDEX line_person ON contributions_line (person_id);
CREATE INDEX line_membership ON contributions_line (membership_id, month);
CREATE FUNCTION contributions_line_month(first date) RETURNS void LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE name text := 'contributions_line_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF contributions_line FOR VALUES FROM (%L) TO (%L)',
            name, first, first + interval '1 month');
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    END IF;
END $$;
"""
# Once final, a bill's lines and parts stand for ever; only a draft may be written, rewritten or dropped.
FINAL = """
CREATE FUNCTION contributions_refuse_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text; number bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.bill_id ELSE NEW.bill_id END;
BEGIN
    SELECT state INTO found FROM contributions_bill WHERE id = number;
    IF found IN ('final', 'paid') THEN
        RAISE EXCEPTION 'bill % is %: its % never changes', number, found, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER final_stands BEFORE UPDATE OR DELETE ON contributions_line
    FOR EACH ROW EXECUTE FUNCTION contributions_refuse_final();
CREATE TRIGGER final_stands BEFORE UPDATE OR DELETE ON contributions_part
    FOR EACH ROW EXECUTE FUNCTION contributions_refuse_final();
CREATE FUNCTION contributions_bill_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.state <> 'draft'
        OR TG_OP = 'UPDATE' AND (OLD.state, NEW.state) NOT IN (
            ('draft', 'draft'), ('draft', 'final'), ('draft', 'cancelled'), ('final', 'final'), ('final', 'paid'),
            ('final', 'cancelled'), ('paid', 'paid'), ('cancelled', 'cancelled'))
        OR TG_OP = 'UPDATE' AND OLD.state <> 'draft' AND (OLD.total, OLD.code, OLD.payer_id, OLD.month)
            IS DISTINCT FROM (NEW.total, NEW.code, NEW.payer_id, NEW.month)
    THEN
        RAISE EXCEPTION 'bill % may not go from % this way', OLD.id, OLD.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER moves BEFORE UPDATE OR DELETE ON contributions_bill
    FOR EACH ROW EXECUTE FUNCTION contributions_bill_moves();
"""
BILL = through("contributions_bill", "id", "bill_id")
SCOPE = (
    guard("contributions_bill", through("registry_payer", "id", "payer_id"))
    + guard("contributions_part", BILL)
    + guard("contributions_projectcharge", BILL)
    + guard("contributions_fine", through("registry_payer", "id", "payer_id"))
    + guard("contributions_line", f"(SELECT ayomi_scope()) = 'self' AND person_id = (SELECT ayomi_person()) OR {BILL}")
    + guard("contributions_assessment", visible(office="office_id"))
)


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial"), ("membership", "0002_guards")]
    operations = [migrations.RunSQL(LINES), migrations.RunSQL(FINAL), migrations.RunSQL(SCOPE)]
