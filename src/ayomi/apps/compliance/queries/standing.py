"""How organisations stand with their duties on a day: who is a member, what is overdue, what lacks, what sanctions.

For any number of organisations in a fixed number of queries. Reaches over all offices where the caller does: a
licensing office is answered in `audit.actions.owner_rights()`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.compliance.rules.licensing import stored_facts
from ayomi.core.law.benefits.pension import age_on
from ayomi.core.law.licensing import Facts, rule_on
from ayomi.core.law.terms import Programme
from ayomi.core.matching.normalise import organisation_key
from ayomi.core.periods import add_months

PRESCRIBABLE: Final[tuple[Programme, ...]] = ("jkk", "jkm", "jht", "jp")


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as an answer names it."""

    organisation_id: int
    name: str
    kind: str
    npp: str
    nib: str
    nik_koperasi: str
    region: str | None
    region_name: str
    office_id: int


_MEMBERS: Final = """
    SELECT m.organisation_id, count(DISTINCT m.person_id),
           count(*) FILTER (WHERE m.segment = 'wage_earner'),
           count(*) FILTER (WHERE m.segment = 'wage_earner' AND NOT coalesce(t.jkk, false)),
           count(*) FILTER (WHERE m.segment = 'wage_earner' AND NOT coalesce(t.jkm, false)),
           count(*) FILTER (WHERE m.segment = 'wage_earner' AND NOT coalesce(t.jht, false)),
           count(*) FILTER (WHERE m.segment = 'wage_earner' AND NOT coalesce(t.jp, false)
                            AND coalesce(p.born > %(pensioners)s, true))
    FROM membership_membership m JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL AND t.since <= %(day)s
        AND (t.until IS NULL OR t.until > %(day)s)
    WHERE m.organisation_id = ANY (%(asked)s) AND m.segment IN ('wage_earner', 'own_account') AND m.since <= %(day)s
        AND (m.until IS NULL OR m.until > %(day)s)
    GROUP BY m.organisation_id
"""
# Bills of an organisation itself and of the construction projects it carries out.
_BILLS: Final = """
    WITH payer AS (
        SELECT id, organisation_id AS whose FROM registry_payer WHERE organisation_id = ANY (%(asked)s)
        UNION ALL
        SELECT p.id, j.contractor_id FROM registry_project j JOIN registry_payer p ON p.project_id = j.id
        WHERE j.contractor_id = ANY (%(asked)s)
    )
    SELECT y.whose, bool_or(b.state = 'paid'), count(*) FILTER (WHERE b.state = 'final' AND b.due_on < %(day)s),
           coalesce(sum(b.total) FILTER (WHERE b.state = 'final' AND b.due_on < %(day)s), 0)::bigint,
           min(b.due_on) FILTER (WHERE b.state = 'final' AND b.due_on < %(day)s)
    FROM payer y JOIN contributions_bill b ON b.payer_id = y.id WHERE b.state IN ('final', 'paid') AND b.total > 0
    GROUP BY y.whose
"""
_SIZES: Final = """
    SELECT organisation_id, size FROM registry_organisationterm WHERE organisation_id = ANY (%(asked)s)
        AND superseded_at IS NULL AND since <= %(day)s AND (until IS NULL OR until > %(day)s)
"""
_SANCTIONS: Final = """
    SELECT c.organisation_id, c.opened_on, s.taken_on FROM compliance_sanctioncase c
    LEFT JOIN compliance_sanctionstep s ON s.case_id = c.id AND s.step = 'stop_services'
    WHERE c.organisation_id = ANY (%(asked)s) AND c.state = 'open' AND c.opened_on <= %(day)s
"""
# What was stated with one question is used for the next, for some months.
_STATED: Final = """
    SELECT DISTINCT ON (organisation_id) organisation_id, stated FROM compliance_request
    WHERE organisation_id = ANY (%(asked)s) AND stated IS NOT NULL AND asked_at::date >= %(stated_since)s
    ORDER BY organisation_id, asked_at DESC, id DESC
"""


def facts_of(
    organisation_ids: Sequence[int], day: date, *, stated: Mapping[int, int] = MappingProxyType({})
) -> dict[int, Facts]:
    """The facts of each organisation on `day`, in five queries. `stated`: counts that go before those stated earlier.

    Raises NotInForce before the licensing rule began (2021-03-25).
    """
    asked: dict[str, Any] = {
        "asked": list(organisation_ids), "day": day, "pensioners": add_months(day, -12 * age_on(day)),
        "stated_since": add_months(day, -rule_on(day).statement_months),
    }  # fmt: skip
    members = {row[0]: row[1:] for row in rows_of(_MEMBERS, asked)}
    bills = {row[0]: row[1:] for row in rows_of(_BILLS, asked)}
    sizes = dict(rows_of(_SIZES, asked))
    sanctions = {row[0]: row[1:] for row in rows_of(_SANCTIONS, asked)}
    known = dict(rows_of(_STATED, asked)) | dict(stated)
    found = {}
    for each in organisation_ids:
        people, wage_earners, *lacking = members.get(each, (0, 0, 0, 0, 0, 0))
        ever_paid, overdue, total, since = bills.get(each, (False, 0, 0, None))
        opened, stopped = sanctions.get(each, (None, None))
        found[each] = Facts(
            day=day, members=people, wage_earners=wage_earners, stated=known.get(each), size=sizes.get(each),
            lacking=MappingProxyType(dict(zip(PRESCRIBABLE, lacking, strict=True))), ever_paid=bool(ever_paid),
            overdue_bills=overdue, overdue_total=total, overdue_since=since, warned=opened, stopped=stopped,
        )  # fmt: skip
    return found


_NAMED: Final = """
    SELECT o.id, o.name, o.kind, coalesce(o.npp, ''), o.nib, o.nik_koperasi, o.region_id, coalesce(r.name, ''),
           o.office_id
    FROM registry_organisation o LEFT JOIN offices_region r ON r.code = left(o.region_id, 5)
"""
_BY_NUMBER: Final = {
    "npp": "o.npp = %s",
    "nib": "o.nib = %s AND o.nib <> ''",
    "nik_koperasi": "o.nik_koperasi = %s AND o.nik_koperasi <> ''",
}  # fmt: skip
MOST_NAMESAKES: Final = 20


def matching(number_kind: str, number: str, *, name: str = "", region: str | None = None) -> list[Named]:
    """Organisations with this number, or with this folded name in the regency of `region`; at most MOST_NAMESAKES."""
    if number_kind in _BY_NUMBER:
        rows = rows_of(f"{_NAMED} WHERE {_BY_NUMBER[number_kind]} ORDER BY o.id LIMIT {MOST_NAMESAKES}", [number])
    else:
        rows = rows_of(
            f"{_NAMED} WHERE o.name_key = %s AND left(o.region_id, 5) = left(%s, 5) ORDER BY o.id"
            f" LIMIT {MOST_NAMESAKES}",
            [organisation_key(name), region],
        )
    return [Named(*row) for row in rows]


def named(organisation_ids: Sequence[int]) -> dict[int, Named]:
    """Organisations by their ids."""
    rows = rows_of(f"{_NAMED} WHERE o.id = ANY (%s)", [list(organisation_ids)])
    return {row[0]: Named(*row) for row in rows}


def snapshot(facts: Facts, whom: Named | None, *, name: str = "") -> dict[str, Any]:
    """The facts as they are kept with a decision or a step: with the organisation's name and numbers, and no person."""
    if whom is None:
        return stored_facts(facts, organisation_id=None, name=name)
    return stored_facts(
        facts, organisation_id=whom.organisation_id, name=whom.name, kind=whom.kind, npp=whom.npp, nib=whom.nib,
        nik_koperasi=whom.nik_koperasi, region_name=whom.region_name,
    )  # fmt: skip
