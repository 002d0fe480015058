"""What changed since it was last counted, noted in the transaction of the change; and who reads what was counted.

Each trigger runs once per statement over all its rows. Whatever commits late is noted when it commits, so nothing is
missed; whatever is rolled back leaves no note.
"""

from django.db import migrations

from ayomi.apps.audit.rules import guard, visible

MONTHS = """
CREATE FUNCTION steering_month(day date) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT (extract(year FROM day) * 12 + extract(month FROM day))::int - 1 $$;
CREATE FUNCTION steering_first(month int) RETURNS date IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT make_date(greatest(month, 12) / 12, greatest(month, 12) % 12 + 1, 1) $$;
"""
EVER = 120_000
"""The month after the last one that is ever counted."""
NOTE = "INSERT INTO steering_touchedmembership (membership_id, since, until) "
OTHER = "INSERT INTO steering_touched (kind, subject_id) "


def feed(table: str, event: str, body: str) -> str:
    """Run `body` after each statement of this kind; the rows are `gone` as they were and `came` as they became."""
    seen = {
        "INSERT": "NEW TABLE AS came",
        "DELETE": "OLD TABLE AS gone",
        "UPDATE": "OLD TABLE AS gone NEW TABLE AS came",
    }
    name = f"steering_{table}_{event.lower()}"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $$ BEGIN {body} RETURN NULL; END $$;"
        f"CREATE TRIGGER steering_feed_{event.lower()} AFTER {event} ON {table} REFERENCING {seen[event]}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
    )


# Cover counts when it holds on the last day of its month.
HELD = "({0}.until = ({0}.month + interval '1 month')::date AND {0}.since < {0}.until)"
COVER = (
    feed(
        "membership_cover", "INSERT",
        f"{NOTE} SELECT c.membership_id, steering_month(c.month), steering_month(c.month) + 1 FROM came c"
        f" WHERE {HELD.format('c')};",
    )
    + feed(
        "membership_cover", "UPDATE",
        f"{NOTE} SELECT c.membership_id, steering_month(c.month), steering_month(c.month) + 1 FROM came c"
        " LEFT JOIN gone g ON g.membership_id = c.membership_id AND g.month = c.month"
        f" WHERE {HELD.format('c')} IS DISTINCT FROM {HELD.format('g')};",
    )
    + feed(
        "membership_cover", "DELETE",
        f"{NOTE} SELECT g.membership_id, steering_month(g.month), steering_month(g.month) + 1 FROM gone g"
        f" WHERE {HELD.format('g')};",
    )
)  # fmt: skip
# All but the span of a membership concerns every month of it. An end that moves concerns the months between, the last
# one before them, and the one after.
SAME = " AND ".join(
    f"g.{name} IS NOT DISTINCT FROM c.{name}"
    for name in (
        "person_id", "segment", "channel", "organisation_id", "project_id", "office_id", "region_id", "sector", "since",
    )
)  # fmt: skip
END = "coalesce(steering_month({}.until), " + str(EVER - 2) + ")"
MEMBERSHIP = (
    feed(
        "membership_membership", "INSERT",
        f"{NOTE} SELECT c.id, 0, {EVER} FROM came c WHERE c.project_id IS NOT NULL;",
    )
    + feed(
        "membership_membership", "UPDATE",
        f"{NOTE} SELECT c.id, CASE WHEN {SAME} THEN least({END.format('g')}, {END.format('c')}) - 2 ELSE 0 END,"
        f" CASE WHEN {SAME} THEN greatest({END.format('g')}, {END.format('c')}) + 2 ELSE {EVER} END"
        f" FROM came c JOIN gone g ON g.id = c.id WHERE NOT ({SAME} AND g.until IS NOT DISTINCT FROM c.until);",
    )
    + feed("membership_membership", "DELETE", f"{NOTE} SELECT g.id, 0, {EVER} FROM gone g;")
)  # fmt: skip
TERM_MONTHS = "steering_month({0}.since), coalesce(steering_month({0}.until) + 1, " + str(EVER) + ")"
TERM = (
    # The term with which a membership begins comes before anything is paid for it.
    feed(
        "membership_term", "INSERT",
        f"{NOTE} SELECT c.membership_id, {TERM_MONTHS.format('c')} FROM came c WHERE c.reason <> 'enrolled';",
    )
    + feed(
        "membership_term", "UPDATE",
        f"{NOTE} SELECT g.membership_id, {TERM_MONTHS.format('g')} FROM gone g;"
        f"{NOTE} SELECT c.membership_id, {TERM_MONTHS.format('c')} FROM came c JOIN gone g ON g.id = c.id"
        " WHERE (g.since, g.until) IS DISTINCT FROM (c.since, c.until);",
    )
    + feed(
        "membership_term", "DELETE", f"{NOTE} SELECT g.membership_id, {TERM_MONTHS.format('g')} FROM gone g;"
    )
)  # fmt: skip

PACKAGE_MONTHS = "steering_month({0}.covered_since), steering_month({0}.covered_until)"
PACKAGE = (
    feed(
        "membership_package",
        "INSERT",
        f"{NOTE} SELECT c.membership_id, {PACKAGE_MONTHS.format('c')} FROM came c WHERE c.covered_since IS NOT NULL;",
    )
    + feed(
        "membership_package",
        "UPDATE",
        f"{NOTE} SELECT g.membership_id, {PACKAGE_MONTHS.format('g')} FROM gone g WHERE g.covered_since IS NOT NULL;"
        f"{NOTE} SELECT c.membership_id, {PACKAGE_MONTHS.format('c')} FROM came c WHERE c.covered_since IS NOT NULL;",
    )
    + feed(
        "membership_package",
        "DELETE",
        f"{NOTE} SELECT g.membership_id, {PACKAGE_MONTHS.format('g')} FROM gone g WHERE g.covered_since IS NOT NULL;",
    )
)

MEASURES = (
    "('records', {0}.merged_into_id IS NULL), ('records_merged', {0}.merged_into_id IS NOT NULL),"
    " ('records_with_nik', {0}.merged_into_id IS NULL AND {0}.nik_hash IS NOT NULL),"
    " ('records_with_contact', {0}.merged_into_id IS NULL AND ({0}.phone_hash IS NOT NULL OR {0}.email <> '')),"
    " ('records_in_doubt', {0}.merged_into_id IS NULL AND {0}.warnings <> '[]'::jsonb)"
)
MADE = "date_trunc('month', {0}.recorded_at AT TIME ZONE 'Asia/Jakarta')::date"


def records(rows: str, sign: str) -> str:
    """What these rows of persons add to the counts of records."""
    return (
        f"SELECT x.office_id, v.measure, {MADE.format('x')} AS month, {sign}1 AS amount FROM {rows} x"
        f" CROSS JOIN LATERAL (VALUES {MEASURES.format('x')}) v (measure, counts) WHERE v.counts"
    )


def added_up(*parts: str) -> str:
    return (
        "INSERT INTO steering_touchedrecord (office_id, measure, month, amount) SELECT office_id, measure, month,"
        f" sum(amount) FROM ({' UNION ALL '.join(parts)}) parts GROUP BY 1, 2, 3 HAVING sum(amount) <> 0;"
    )


PERSON = (
    feed("registry_person", "INSERT", added_up(records("came", "")))
    + feed(
        "registry_person", "UPDATE",
        added_up(records("gone", "-"), records("came", ""))
        + f"{OTHER} SELECT 'person', c.id FROM came c JOIN gone g ON g.id = c.id WHERE (g.sex, g.born, g.region_id,"
        " g.merged_into_id) IS DISTINCT FROM (c.sex, c.born, c.region_id, c.merged_into_id);",
    )
    + feed("registry_person", "DELETE", added_up(records("gone", "-")))
)  # fmt: skip

OPEN = "state IN ('final', 'paid')"


def bills(rows: str, sign: int) -> str:
    """What these rows of bills say that counts."""
    return (
        f"SELECT x.id, {sign}, x.office_id, CASE WHEN x.state = 'paid' THEN x.paid_on END AS paid_on,"
        " coalesce(x.segment = 'own_account' AND o.kind = 'government', false) AS sponsored"
        f" FROM {rows} x LEFT JOIN registry_payer p ON p.id = x.payer_id"
        f" LEFT JOIN registry_organisation o ON o.id = p.organisation_id WHERE x.{OPEN}"
    )


MONEY = "INSERT INTO steering_touchedbill (bill_id, sign, office_id, paid_on, sponsored) "
MOVED = (
    "(SELECT {0}.* FROM gone g JOIN came c ON c.id = g.id"
    + " WHERE (g.state, g.paid_on, g.office_id, g.segment, g.payer_id) IS DISTINCT FROM"
    + " (c.state, c.paid_on, c.office_id, c.segment, c.payer_id))"
)
BILL = (
    feed("contributions_bill", "INSERT", f"{MONEY} {bills('came', 1)};")
    + feed(
        "contributions_bill", "UPDATE",
        f"{MONEY} {bills(MOVED.format('g'), -1)}; {MONEY} {bills(MOVED.format('c'), 1)};",
    )
    + feed("contributions_bill", "DELETE", f"{MONEY} {bills('gone', -1)};")
)  # fmt: skip
SPONSORED = (
    "SELECT b.id, {sign}, b.office_id, CASE WHEN b.state = 'paid' THEN b.paid_on END, x.kind = 'government'"
    " FROM {rows} x JOIN registry_payer p ON p.organisation_id = x.id JOIN contributions_bill b ON b.payer_id = p.id"
    " WHERE b.segment = 'own_account' AND b." + OPEN
)
KIND = "(SELECT {0}.* FROM gone g JOIN came c ON c.id = g.id WHERE (g.kind = 'government') <> (c.kind = 'government'))"
ORGANISATION = feed(
    "registry_organisation", "UPDATE",
    f"{OTHER} SELECT 'organisation', c.id FROM came c JOIN gone g ON g.id = c.id"
    " WHERE (g.kind, g.office_id, g.region_id) IS DISTINCT FROM (c.kind, c.office_id, c.region_id);"
    f"{MONEY} {SPONSORED.format(sign=-1, rows=KIND.format('g'))};"
    f"{MONEY} {SPONSORED.format(sign=1, rows=KIND.format('c'))};",
)  # fmt: skip
PROJECT = (
    "".join(
        feed("membership_projectcover", event, f"{OTHER} SELECT 'project', x.project_id FROM {rows} x;")
        for event, rows in (("INSERT", "came"), ("UPDATE", "came"), ("DELETE", "gone"))
    )
    + feed(
        "registry_project", "UPDATE",
        f"{OTHER} SELECT 'project', c.id FROM came c JOIN gone g ON g.id = c.id WHERE g.office_id <> c.office_id;",
    )
)  # fmt: skip
TREE = "".join(
    feed(table, event, f"{OTHER} SELECT 'tree', 0 FROM {rows} x LIMIT 1;")
    for table in ("offices_office", "offices_placement")
    for event, rows in (("INSERT", "came"), ("UPDATE", "came"), ("DELETE", "gone"))
)

COUNTED = (
    "steering_tally",
    "steering_closedtally",
    "steering_presence",
    "steering_bodypresence",
    "steering_projectcount",
)
OURS = (
    "steering_owntally", "steering_touchedmembership", "steering_touched", "steering_touchedbill",
    "steering_touchedrecord",
)  # fmt: skip
# A regency is seen by whoever sees an office that serves it today.
SERVED = (
    "((SELECT ayomi_scope()) = 'office' AND regency IN (SELECT a.region_id FROM offices_area a"
    " WHERE a.until IS NULL AND a.office_id = ANY ((SELECT ayomi_offices())::bigint[])))"
)
RIGHTS = (
    "".join(guard(table, visible(office="office_id")) for table in COUNTED)
    + guard("steering_regencytally", visible(further=(SERVED,)))
    + "".join(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;" for table in OURS)
    + f"REVOKE INSERT, UPDATE, DELETE ON {', '.join((*OURS, *COUNTED))}, steering_regencytally, steering_lineage,"
    + " steering_closing, steering_refresh FROM ayomi_web;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("steering", "0007_tallies"),
        ("membership", "0006_packages"),
        ("contributions", "0003_packages"),
        ("registry", "0003_finding"),
        ("offices", "0004_read_only"),
    ]
    operations = [
        migrations.RunSQL(MONTHS),
        migrations.RunSQL(COVER + MEMBERSHIP + TERM + PACKAGE),
        migrations.RunSQL(PERSON + BILL + ORGANISATION + PROJECT + TREE),
        migrations.RunSQL(RIGHTS),
    ]
