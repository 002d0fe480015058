"""A whole country put straight into the tables, to measure the figures of offices at a size no demo is built at.

Everything is drawn by a hash of its number, so two runs of one size are alike. Triggers and foreign keys are off while it
is loaded, and indexes are made afterwards; lines of bills, accounts, lists and looks are left empty, because no figure of
an office reads them. Two kinds of index are left out for good: words of names (no page measured here searches by name)
and the exclusion of overlapping spans (only writing needs it). The last month is not paid yet; `change` pays it.
"""

# ruff: noqa: E501 - rows of the database, written as SQL
from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import psycopg

from ayomi.core.periods import Month

LOADED = (
    "registry_person", "registry_organisation", "registry_project", "registry_payer", "membership_membership",
    "membership_term", "membership_cover", "membership_projectcover", "membership_package", "contributions_bill",
    "contributions_part",
)  # fmt: skip
FIRM, COOPERATIVE, SPONSORED, ALONE, BUILDING = 0.64, 0.91, 0.93, 0.96, 0.99
"""Whoever draws less than the first works at a firm, less than the next joins through a cooperative, and so on; the rest
went abroad."""


@dataclass(frozen=True)
class Country:
    """`people` with memberships over `months` whole months up to `last`; bodies in proportion."""

    people: int
    last: Month
    months: int = 36

    @property
    def first(self) -> Month:
        return self.last.plus(1 - self.months)

    @property
    def firms(self) -> int:
        return max(int(self.people * FIRM) // 40, 20)

    @property
    def cooperatives(self) -> int:
        return max(int(self.people * (COOPERATIVE - FIRM)) // 300, 20)

    @property
    def governments(self) -> int:
        return 60

    @property
    def projects(self) -> int:
        return max(int(self.people * (BUILDING - ALONE)) // 50, 20)


HELPERS = """
CREATE FUNCTION bench_u(n bigint, seed bigint) RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT (hashint8extended(n, seed) & 1073741823) / 1073741824.0::float8 $$;
CREATE FUNCTION bench_n(n bigint, seed bigint, many bigint, lean float8) RETURNS bigint IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT least(floor(power(bench_u(n, seed), lean) * many)::bigint, many - 1) + 1 $$;
CREATE TABLE bench_place AS
SELECT row_number() OVER (ORDER BY hashtext(a.region_id), a.region_id) AS n, a.region_id AS regency, a.office_id
FROM offices_area a JOIN offices_office o ON o.id = a.office_id AND o.kind IN ('branch', 'sub_branch') AND o.closed IS NULL
WHERE a.until IS NULL AND length(a.region_id) = 5;
"""


def build(link: psycopg.Connection[tuple[object, ...]], of: Country) -> None:
    """Fill the tables. `link`: the superuser's, in autocommit."""
    run = link.execute
    run("SET session_replication_role = replica")
    run("SET maintenance_work_mem = '512MB'")
    run("SET synchronous_commit = off")
    run(HELPERS)
    with _without_indexes(link):
        for statement in (*_bodies(of), *_people(of), *_memberships(of), *_covers(of), *_bills(of)):
            run(statement)
    for table in LOADED:
        for (column,) in run(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_identity = 'YES'", [table]
        ).fetchall():
            run(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 1)) FROM {table}"
            )
    run("RESET session_replication_role")
    for table in LOADED:
        run(f"VACUUM (ANALYZE) {table}")


@contextmanager
def _without_indexes(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[None]:
    """The loaded tables without what slows loading down; afterwards everything but words and exclusions is back."""
    kept: list[str] = []
    for table in LOADED:
        for name, kind, definition in link.execute(
            "SELECT conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'x') ORDER BY contype = 'p' DESC", [table],
        ).fetchall():  # fmt: skip
            if kind != "x":
                kept.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            link.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
        for name, definition, words in link.execute(
            "SELECT indexname, indexdef, indexdef LIKE '%%USING gin%%' OR indexdef LIKE '%%varchar_pattern_ops%%'"
            " FROM pg_indexes WHERE tablename = %s", [table],
        ).fetchall():  # fmt: skip
            if not words:
                kept.append(str(definition))
            link.execute(f'DROP INDEX "{name}"')
    yield
    for statement in kept:
        link.execute(statement)


def _bodies(of: Country) -> Iterator[str]:
    firms, cooperatives, governments = of.firms, of.cooperatives, of.governments
    every = firms + cooperatives + governments
    yield f"""
INSERT INTO registry_organisation (id, kind, name, name_key, nib, nik_koperasi, npwp_mask, phone, email, address, office_id,
    government_payer, recorded_at, region_id)
SELECT i, k.kind, k.kind || ' ' || i, k.kind || ' ' || i, '', '', '', '', '', '', p.office_id, false, '{of.first}-01', p.regency
FROM generate_series(1, {every}) i
JOIN bench_place p ON p.n = bench_n(i, 11, (SELECT count(*) FROM bench_place), 1.7)
CROSS JOIN LATERAL (SELECT CASE WHEN i <= {firms} THEN 'firm' WHEN i <= {firms + cooperatives} THEN 'cooperative'
    ELSE 'government' END AS kind) k"""
    yield """
INSERT INTO registry_payer (id, number, organisation_id, office_id)
SELECT id, lpad(id::text, 16, '0'), id, office_id FROM registry_organisation"""
    yield f"""
INSERT INTO registry_project (id, number, name, name_key, owner_name, contractor_id, contract_value, vat, registered, starts,
    ends, instalments, workers_planned, recorded_at, office_id, region_id)
SELECT i, 'P' || i, 'Proyek ' || i, 'proyek ' || i, '', o.id, 1000000000, 0, d.day, d.day, d.day + 240, 1, 50, d.day, o.office_id,
    o.region_id
FROM generate_series(1, {of.projects}) i JOIN registry_organisation o ON o.id = bench_n(i, 12, {firms}, 1)
CROSS JOIN LATERAL (SELECT '{of.first}-05'::date + floor(bench_u(i, 13) * {of.months * 30 - 60})::int AS day) d"""
    yield f"""
INSERT INTO registry_payer (id, number, project_id, office_id)
SELECT {every} + id, lpad(({every} + id)::text, 16, '0'), id, office_id FROM registry_project"""
    yield """
INSERT INTO membership_projectcover (project_id, paid_on, since, until)
SELECT id, starts, starts, ends FROM registry_project WHERE bench_u(id, 14) < 0.95"""


# What a person is a member through, drawn once: kind, the body (or project), whether there is a second job.
def _drawn(of: Country) -> str:
    firms, cooperatives = of.firms, of.cooperatives
    return f"""
SELECT i, CASE WHEN d.at < {FIRM} THEN 'firm' WHEN d.at < {COOPERATIVE} THEN 'cooperative' WHEN d.at < {SPONSORED} THEN 'government'
           WHEN d.at < {ALONE} THEN 'alone' WHEN d.at < {BUILDING} THEN 'project' ELSE 'abroad' END AS kind,
       CASE WHEN d.at < {FIRM} THEN bench_n(i, 2, {firms}, 1.5)
            WHEN d.at < {COOPERATIVE} THEN {firms} + bench_n(i, 2, {cooperatives}, 1.3)
            WHEN d.at < {SPONSORED} THEN {firms + cooperatives} + bench_n(i, 2, {of.governments}, 1) END AS body,
       CASE WHEN d.at >= {ALONE} AND d.at < {BUILDING} THEN bench_n(i, 2, {of.projects}, 1) END AS project,
       d.at < {FIRM} AND bench_u(i, 3) < 0.04 AS second
FROM generate_series(1, {of.people}::bigint) i CROSS JOIN LATERAL (SELECT bench_u(i, 1) AS at) d"""


def _people(of: Country) -> Iterator[str]:
    span = of.months * 30
    yield f"CREATE UNLOGGED TABLE bench_drawn AS {_drawn(of)}"
    yield "ANALYZE bench_drawn"
    yield f"""
INSERT INTO registry_person (id, name, name_key, born, birth_place, sex, nik_hash, nik_mask, kk_mask, phone_hash, phone_mask,
    account_mask, email, mother_name, address, village, warnings, recorded_at, office_id, region_id)
SELECT d.i, n.name, lower(n.name), CASE WHEN bench_u(d.i, 21) < 0.98 THEN date '1961-01-01' + (bench_u(d.i, 22) * 16500)::int END,
       '', CASE WHEN bench_u(d.i, 23) < 0.43 THEN 'female' WHEN bench_u(d.i, 23) < 0.99 THEN 'male' ELSE '' END,
       CASE WHEN bench_u(d.i, 24) < 0.97 THEN decode(md5(d.i::text), 'hex') END, '7401********' || lpad((d.i % 10000)::text, 4, '0'), '',
       CASE WHEN bench_u(d.i, 25) < 0.6 THEN decode(md5('p' || d.i), 'hex') END, '', '', '', '', '', '',
       CASE WHEN bench_u(d.i, 26) < 0.02 THEN '["nik_birth_date"]'::jsonb ELSE '[]'::jsonb END,
       '{of.first}-01'::timestamptz + (CASE WHEN bench_u(d.i, 5) < 0.55 THEN 0 ELSE bench_u(d.i, 27) * {span - 40} END)::int * interval '1 day',
       coalesce(o.office_id, j.office_id, p.office_id), CASE WHEN bench_u(d.i, 28) < 0.9 THEN coalesce(o.region_id, j.region_id, p.regency) ELSE p.regency END
FROM bench_drawn d LEFT JOIN registry_organisation o ON o.id = d.body LEFT JOIN registry_project j ON j.id = d.project
JOIN bench_place p ON p.n = bench_n(d.i, 29, (SELECT count(*) FROM bench_place), 1.7)
CROSS JOIN LATERAL (SELECT (ARRAY['Siti', 'La Ode', 'Wa', 'Agus', 'Dewi', 'Budi', 'Nur', 'Made', 'Tri', 'Yohanes'])[1 + d.i % 10]
    || ' ' || (ARRAY['Rahim', 'Hajar', 'Wahyuni', 'Santoso', 'Lestari', 'Simanjuntak', 'Putra'])[1 + d.i / 10 % 7] || ' ' || d.i AS name) n"""
    every = of.firms + of.cooperatives + of.governments + of.projects
    yield f"""
INSERT INTO registry_payer (id, number, person_id, office_id)
SELECT {every} + i, lpad(({every} + i)::text, 16, '0'), i, p.office_id FROM bench_drawn d JOIN registry_person p ON p.id = d.i
WHERE d.kind IN ('alone', 'abroad')"""


def _memberships(of: Country) -> Iterator[str]:
    bodies = of.firms + of.cooperatives + of.governments
    span = of.months * 30
    columns = (
        "id, person_id, segment, channel, organisation_id, project_id, payer_id, office_id, kpj, occupation, sector, region_id,"
        " since, until, end_reason, recorded_at"
    )
    yield f"""
INSERT INTO membership_membership ({columns})
SELECT d.i, d.i, CASE d.kind WHEN 'firm' THEN 'wage_earner' WHEN 'project' THEN 'construction' WHEN 'abroad' THEN 'migrant' ELSE 'own_account' END,
       CASE d.kind WHEN 'abroad' THEN 'alone' ELSE d.kind END, d.body, d.project,
       coalesce(d.body, {bodies} + d.project, {bodies + of.projects} + d.i), p.office_id, lpad(d.i::text, 11, '0'), '',
       CASE WHEN bench_u(d.i, 31) < 0.1 THEN 'transport' ELSE 'other' END, CASE WHEN bench_u(d.i, 32) < 0.3 THEN p.region_id END,
       s.since, CASE WHEN l.until > s.since AND l.until <= '{of.last}-01' THEN l.until END, '', s.since
FROM bench_drawn d JOIN registry_person p ON p.id = d.i LEFT JOIN registry_project j ON j.id = d.project
CROSS JOIN LATERAL (SELECT CASE WHEN d.kind = 'project' THEN j.starts WHEN d.kind <> 'abroad' AND bench_u(d.i, 5) < 0.55 THEN '{of.first}-01'::date - (bench_u(d.i, 6) * 1500)::int
    ELSE '{of.first}-01'::date + (bench_u(d.i, 27) * {span - 40})::int END AS since) s
CROSS JOIN LATERAL (SELECT CASE WHEN bench_u(d.i, 33) < 0.18 THEN '{of.first}-01'::date + (bench_u(d.i, 34) * {span})::int END AS until) l"""
    yield f"""
INSERT INTO membership_membership ({columns})
SELECT {of.people} + d.i, d.i, 'own_account', 'cooperative', o.id, NULL, o.id, o.office_id, lpad(({of.people} + d.i)::text, 11, '0'), '', 'other', NULL,
       '{of.first}-01'::date + (bench_u(d.i, 35) * {span - 40})::int, NULL, '', '{of.first}-01'
FROM bench_drawn d JOIN registry_organisation o ON o.id = {of.firms} + bench_n(d.i, 36, {of.cooperatives}, 1.3) WHERE d.second"""
    # One in seven had another wage, and other programmes, at first.
    term = "membership_id, since, until, wage, jkk, jkm, jht, jp, jkp, jpk, family, reason, recorded_at"
    yield f"""
INSERT INTO membership_term (id, {term})
SELECT row_number() OVER (), m.id, t.since, t.until, 3000000, true, true, t.now AND m.segment = 'wage_earner', m.segment = 'wage_earner', m.segment = 'wage_earner',
       false, false, CASE WHEN t.since = m.since THEN 'enrolled' ELSE 'programme_added' END, m.recorded_at
FROM membership_membership m CROSS JOIN LATERAL (SELECT CASE WHEN bench_u(m.id, 41) < 0.15 THEN
    '{of.first}-01'::date + floor(bench_u(m.id, 42) * {of.months})::int * interval '1 month' END AS day) x
CROSS JOIN LATERAL (
    SELECT m.since, NULL::date AS until, true AS now WHERE x.day IS NULL OR x.day <= m.since
    UNION ALL SELECT m.since, x.day::date, false WHERE x.day > m.since
    UNION ALL SELECT x.day::date, NULL, true WHERE x.day > m.since) t"""
    yield """
INSERT INTO membership_package (id, membership_id, kind, months, since, until, destination, recorded_at, paid_on, covered_since, covered_until)
SELECT id, id, 'work', 24, since, since + interval '24 months', '', since, since, since, since + interval '24 months'
FROM membership_membership WHERE segment = 'migrant'"""
    yield "ANALYZE membership_membership"


PAYING = "(c.habit < 0.75 OR c.habit < 0.92 AND bench_u({0}.id * 64 + {1}, 52) < 0.88 OR c.habit >= 0.92 AND {1} < bench_u({0}.id, 53) * 36)"
"""Three in four always pay; the next leave months out; the others stop one day."""


def _covers(of: Country) -> Iterator[str]:
    # Month after month, as they would come.
    for number in range(of.months - 1):
        month = of.first.plus(number)
        yield f"""
INSERT INTO membership_cover (membership_id, month, paid_on, begins, regular, since, until)
SELECT m.id, '{month}-01', '{month}-20', m.since, true, greatest(m.since, '{month}-01'), least(coalesce(m.until, '{month.plus(1)}-01'), '{month.plus(1)}-01')
FROM membership_membership m CROSS JOIN LATERAL (SELECT bench_u(m.id, 51) AS habit) c
WHERE m.segment IN ('wage_earner', 'own_account') AND m.since < '{month.plus(1)}-01' AND (m.until IS NULL OR m.until > '{month}-01')
  AND {PAYING.format("m", number)}"""


def _bills(of: Country) -> Iterator[str]:
    yield "CREATE SEQUENCE bench_bill CACHE 1000"
    for number in range(of.months):
        month = of.first.plus(number)
        due = f"'{month.plus(1)}-15'::date"
        yield f"""
INSERT INTO contributions_bill (id, payer_id, office_id, month, segment, sequence, kind, state, code, total, members, due_on, drafted_at, finalised_at,
    paid_on, settled_at, cancelled_reason)
SELECT b.id, b.payer, b.office_id, '{month}-01', b.segment, 0, 'monthly', CASE WHEN s.paid_on IS NULL THEN 'final' ELSE 'paid' END, b.id::text, b.total, 1, {due},
       '{month}-25', '{month}-25', s.paid_on, s.paid_on, ''
FROM (
    SELECT nextval('bench_bill') AS id, p.id AS payer, p.office_id, CASE WHEN o.kind = 'firm' THEN 'wage_earner' WHEN p.project_id IS NOT NULL THEN 'construction'
           ELSE 'own_account' END AS segment, CASE WHEN p.person_id IS NOT NULL THEN 16800 ELSE 1000000 + 1000 * (p.id % 9000) END AS total
    FROM registry_payer p LEFT JOIN registry_organisation o ON o.id = p.organisation_id LEFT JOIN bench_drawn d ON d.i = p.person_id
    WHERE (p.project_id IS NULL OR bench_u(p.id, 61) * {of.months} BETWEEN {number} AND {number + 1}) AND coalesce(d.kind, '') <> 'abroad'
) b CROSS JOIN LATERAL (SELECT CASE WHEN u.u < 0.8 THEN {due} - (u.u * 20)::int WHEN u.u < 0.96 THEN {due} + ((u.u - 0.8) * 600)::int END AS day
    FROM (SELECT bench_u(b.id, 62) AS u) u) x
CROSS JOIN LATERAL (SELECT CASE WHEN x.day <= {_day(of.last)} THEN x.day END AS paid_on) s"""
    yield """
INSERT INTO contributions_part (id, bill_id, fund, amount, due_on)
SELECT row_number() OVER (), b.id, f.fund, b.total * f.part / 100, b.due_on FROM contributions_bill b
JOIN (VALUES ('wage_earner', 'jkk', 5), ('wage_earner', 'jkm', 5), ('wage_earner', 'jht', 60), ('wage_earner', 'jp', 30),
    ('own_account', 'jkk', 60), ('own_account', 'jkm', 40), ('construction', 'jkk', 70), ('construction', 'jkm', 30)) AS f (segment, fund, part)
    ON f.segment = b.segment"""
    yield "ANALYZE contributions_bill"


def _day(month: Month) -> str:
    return f"'{month.last_day}'::date"


def change(link: psycopg.Connection[tuple[object, ...]], of: Country, rows: int, *, skip: int = 0) -> tuple[int, float]:
    """One month's changes: its cover, bills paid, people who come, move and leave, cover taken back.

    `rows`: about how many rows change; `skip`: how many a call before changed, which are left alone. Returns the rows
    changed, and the seconds that writing them took, triggers and all.
    """
    started, written = time.perf_counter(), 0
    for statement in _changes(of, rows, skip):
        written += max(link.execute(statement).rowcount, 0)
    return written, time.perf_counter() - started


def _changes(of: Country, rows: int, skip: int) -> Iterator[str]:
    last, following = of.last, of.last.plus(1)

    def some(percent: int) -> str:
        """So many of a table `m` in an order of their own, without those taken before."""
        return f"ORDER BY hashint8extended(m.id, 71) LIMIT {rows * percent // 100} OFFSET {skip * percent // 100}"

    yield f"""
INSERT INTO membership_cover (membership_id, month, paid_on, begins, regular, since, until)
SELECT m.id, '{last}-01', '{last}-20', m.since, true, greatest(m.since, '{last}-01'), '{following}-01' FROM membership_membership m
WHERE m.segment IN ('wage_earner', 'own_account') AND m.since < '{following}-01' AND (m.until IS NULL OR m.until = {_day(last)}) {some(90)}"""
    yield f"""
UPDATE contributions_bill SET state = 'paid', paid_on = {_day(last)}, settled_at = now()
WHERE id IN (SELECT id FROM contributions_bill m WHERE state = 'final' ORDER BY hashint8extended(m.id, 71) LIMIT {rows * 4 // 100})"""
    yield f"""
UPDATE membership_membership SET until = {_day(last)}, end_reason = 'left'
WHERE id IN (SELECT id FROM membership_membership m WHERE until IS NULL AND since < '{last}-01' ORDER BY hashint8extended(m.id, 72) LIMIT {rows * 2 // 100})"""
    yield f"""
UPDATE membership_cover c SET until = c.since FROM (
    SELECT id FROM membership_membership m WHERE until IS NULL AND segment = 'wage_earner' {some(1)}) m
WHERE c.membership_id = m.id AND c.month = '{last.plus(-4)}-01' AND c.until > c.since"""
    yield f"""
UPDATE registry_person SET region_id = (SELECT regency FROM bench_place WHERE n = 1 + registry_person.id % 400)
WHERE id IN (SELECT id FROM registry_person m {some(1)})"""
    yield f"""
INSERT INTO registry_person (name, name_key, born, birth_place, sex, nik_mask, kk_mask, phone_mask, account_mask, email, mother_name, address, village,
    warnings, recorded_at, office_id, region_id)
SELECT 'Baru ' || i, 'baru ' || i, '1999-05-05', '', 'female', '', '', '', '', '', '', '', '', '[]', {_day(last)}, p.office_id, p.regency
FROM generate_series(1, {rows * 2 // 100}) i JOIN bench_place p ON p.n = 1 + i % 400"""


def today_of(country: Country) -> date:
    """The day on which all of it is looked at: in the month after the last."""
    return country.last.plus(1).first_day
