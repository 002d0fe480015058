"""What the registers know of applicants on a day: membership, cover, bills, other loans. One statement for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from ayomi.apps.funding.rules import OPEN, OrganisationFacts, PersonFacts

_ORGANISATION = """
SELECT o.kind,
       coalesce((SELECT t.size FROM registry_organisationterm t WHERE t.organisation_id = o.id
                 AND t.superseded_at IS NULL AND t.since <= %(on)s AND (t.until IS NULL OR t.until > %(on)s)), ''),
       (SELECT count(*) FROM membership_membership m WHERE m.organisation_id = o.id AND m.since <= %(on)s
        AND (m.until IS NULL OR m.until > %(on)s)),
       (SELECT count(*) FROM contributions_bill b JOIN registry_payer p ON p.id = b.payer_id
        WHERE p.organisation_id = o.id AND b.state = 'final' AND b.due_on < %(on)s AND b.total > 0),
       (SELECT count(*) FROM funding_loan l WHERE l.organisation_id = o.id AND l.state = 'running'
        AND l.oldest_due < %(on)s)
FROM registry_organisation o WHERE o.id = %(id)s
"""

# An employer pays for a month in the next one: the month before covers until then. Three months of grace are no cover.
_PERSONS = """
SELECT p.id,
       (SELECT min(m.since) FROM membership_membership m WHERE m.person_id = p.id AND m.since <= %(on)s
        AND (m.until IS NULL OR m.until > %(on)s)),
       EXISTS (SELECT 1 FROM membership_membership m JOIN membership_cover c ON c.membership_id = m.id
               WHERE m.person_id = p.id AND c.since < c.until AND (m.until IS NULL OR m.until > %(on)s)
               AND c.month >= date_trunc('month', %(on)s::date)
                   - CASE WHEN m.segment = 'wage_earner' THEN interval '1 month' ELSE interval '0' END),
       (SELECT count(*) FROM funding_loan l WHERE l.person_id = p.id AND l.state = 'running'),
       (SELECT count(*) FROM funding_item i JOIN funding_application a ON a.id = i.application_id
        WHERE i.person_id = p.id AND a.state = ANY (%(open)s) AND a.id IS DISTINCT FROM %(own)s)
FROM registry_person p WHERE p.id = ANY (%(ids)s)
"""


def organisation_facts(organisation_id: int, on: date) -> OrganisationFacts:
    """Facts of one organisation on a day. Raises LookupError for one that is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_ORGANISATION, {"id": organisation_id, "on": on})
        found = cursor.fetchone()
    if found is None:
        raise LookupError(f"organisation {organisation_id}")
    return OrganisationFacts(*found)


def person_facts(person_ids: Sequence[int], on: date, *, own: int | None = None) -> dict[int, PersonFacts]:
    """Facts of persons on a day by their number; `own`: the application that does not count as another one."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, {"ids": list(person_ids), "on": on, "open": list(OPEN), "own": own})
        return {row[0]: PersonFacts(*row[1:]) for row in cursor.fetchall()}
