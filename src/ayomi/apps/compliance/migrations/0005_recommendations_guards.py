"""Who sees what was asked, answered and sanctioned; what is never changed; a sanction only after the days of the law.

Pages write nothing here themselves; the acts do, once the right was checked.
"""

from django.db import migrations

from ayomi.apps.audit.rules import append_only, guard, through, visible

INSIDE = "(SELECT ayomi_scope()) IN ('all', 'office', 'channel')"


def asked_by_authority(column: str) -> str:
    """The row is seen by the licensing office that `column` names."""
    return (
        "((SELECT ayomi_scope()) = 'channel' AND EXISTS (SELECT 1 FROM compliance_authority seen"
        f" WHERE seen.id = {column} AND seen.organisation_id = (SELECT ayomi_organisation())))"
    )


SCOPE = (
    guard("compliance_authority", INSIDE)
    + guard(
        "compliance_request",
        visible(office="office_id", organisation="organisation_id", further=(asked_by_authority("authority_id"),)),
    )
    + guard("compliance_decision", through("compliance_request", "id", "request_id"))
    + guard(
        "compliance_sanctioncase",
        visible(office="office_id", organisation="organisation_id", further=(asked_by_authority("stop_authority_id"),)),
    )
    + guard("compliance_sanctionstep", through("compliance_sanctioncase", "id", "case_id"))
    + "DROP POLICY scope ON compliance_proof;"
    + guard(
        "compliance_proof",
        visible(
            office="office_id",
            person="person_id",
            further=(
                through("registry_payer", "id", "payer_id"),
                through("membership_membership", "id", "membership_id"),
                through("compliance_decision", "id", "decision_id"),
            ),
        ),
    )
)
WRITTEN_BY_ACTS = "".join(
    f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON compliance_{table} FROM ayomi_web;"
    for table in ("authority", "request", "decision", "sanctioncase", "sanctionstep")
)

UNCHANGED = """
CREATE FUNCTION compliance_request_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.authority_id, OLD.partner_id, OLD.key, OLD.fingerprint, OLD.purpose, OLD.note, OLD.number_kind,
            OLD.number, OLD.name, OLD.asked_at, OLD.asked_by)
        IS DISTINCT FROM (NEW.authority_id, NEW.partner_id, NEW.key, NEW.fingerprint, NEW.purpose, NEW.note,
            NEW.number_kind, NEW.number, NEW.name, NEW.asked_at, NEW.asked_by)
    THEN
        RAISE EXCEPTION 'what was asked is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON compliance_request
    FOR EACH ROW EXECUTE FUNCTION compliance_request_kept();

CREATE FUNCTION compliance_decision_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.request_id, OLD.number, OLD.facts, OLD.findings, OLD.rule_since, OLD.rule_outcome, OLD.ceiling,
            OLD.outcome, OLD.deviates, OLD.reason, OLD.since, OLD.until, OLD.proposed_at, OLD.proposed_by)
        IS DISTINCT FROM (NEW.request_id, NEW.number, NEW.facts, NEW.findings, NEW.rule_since, NEW.rule_outcome,
            NEW.ceiling, NEW.outcome, NEW.deviates, NEW.reason, NEW.since, NEW.until, NEW.proposed_at, NEW.proposed_by)
        OR NOT (OLD.version = NEW.version OR (OLD.version, NEW.version)
            IN (('proposed', 'standing'), ('proposed', 'returned'), ('standing', 'replaced')))
        OR (OLD.decided_at IS NOT NULL AND (OLD.decided_at, OLD.decided_by, OLD.second_reason)
            IS DISTINCT FROM (NEW.decided_at, NEW.decided_by, NEW.second_reason))
        OR (OLD.lapse IS NOT NULL AND OLD.lapse IS DISTINCT FROM NEW.lapse)
    THEN
        RAISE EXCEPTION 'what was decided is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON compliance_decision
    FOR EACH ROW EXECUTE FUNCTION compliance_decision_kept();

CREATE FUNCTION compliance_case_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'open'
        OR (OLD.organisation_id, OLD.office_id, OLD.ground, OLD.facts, OLD.opened_on, OLD.opened_at, OLD.opened_by)
        IS DISTINCT FROM (NEW.organisation_id, NEW.office_id, NEW.ground, NEW.facts, NEW.opened_on, NEW.opened_at,
            NEW.opened_by)
    THEN
        RAISE EXCEPTION 'a closed case of sanctions is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON compliance_sanctioncase
    FOR EACH ROW EXECUTE FUNCTION compliance_case_kept();
"""

# The days themselves are counted by the rule (working days); here it is only held that they have passed.
IN_ORDER = """
CREATE FUNCTION compliance_step_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last compliance_sanctionstep;
BEGIN
    PERFORM 1 FROM compliance_sanctioncase WHERE id = NEW.case_id AND state = 'open' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a closed case has no further step' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT * INTO last FROM compliance_sanctionstep WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1;
    IF NOT FOUND THEN
        IF NEW.step <> 'warning_1' OR NEW.number <> 1 THEN
            RAISE EXCEPTION 'sanctions begin with the first warning' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF NEW.number <> last.number + 1 OR (last.step, NEW.step) NOT IN (('warning_1', 'warning_2'),
            ('warning_2', 'fine'), ('warning_2', 'stop_services'), ('fine', 'stop_services'))
        OR last.ends_on IS NULL OR NEW.taken_on <= last.ends_on
    THEN
        RAISE EXCEPTION 'the time given by the step before has not passed'
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NEW.step IN ('fine', 'stop_services') AND NEW.taken_by = last.taken_by THEN
        RAISE EXCEPTION 'this step needs another person' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON compliance_sanctionstep
    FOR EACH ROW EXECUTE FUNCTION compliance_step_in_order();
"""


class Migration(migrations.Migration):
    dependencies = [("compliance", "0004_recommendations"), ("audit", "0002_guards"), ("registry", "0002_guards")]
    operations = [
        migrations.RunSQL(SCOPE),
        migrations.RunSQL(WRITTEN_BY_ACTS),
        migrations.RunSQL(UNCHANGED),
        migrations.RunSQL(append_only("compliance_sanctionstep")),
        migrations.RunSQL(IN_ORDER),
    ]
