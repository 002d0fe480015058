"""Telling partners unasked: a bill of theirs was paid, a worker of theirs is covered from now on.

Theirs are the bills and workers of the organisation whose program the partner is, and those that the partner enrolled.
What was told stands in the deliveries; so nothing is told twice, and what a run that died left out the next one tells.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from ayomi.apps.audit.actions import look, owner_rights
from ayomi.apps.partners.actions.deliveries import Notice, queue_once

LOOKED_BACK: Final = timedelta(days=3)
AT_ONCE: Final = 500

# Bills paid since the hook was set, of whoever the partner speaks for.
_PAID: Final = """
hooks AS (
    SELECT h.partner_id, h.address_id, h.event, greatest(h.since, %(since)s) AS since, p.organisation_id,
           p.name || ': ' || g.purpose AS purpose
    FROM partners_hook h JOIN partners_partner p ON p.id = h.partner_id AND p.active
    JOIN partners_grant g ON g.partner_id = p.id AND g.scope = 'webhooks' AND g.withdrawn_at IS NULL
    WHERE h.ended_at IS NULL AND h.event = %(event)s
), paid AS (
    SELECT h.partner_id, h.address_id, h.purpose, b.id AS bill_id FROM hooks h
    JOIN registry_payer y ON y.organisation_id = h.organisation_id
    JOIN contributions_bill b ON b.payer_id = y.id AND b.state = 'paid' AND b.settled_at >= h.since
    UNION
    SELECT h.partner_id, h.address_id, h.purpose, b.id FROM hooks h
    JOIN eligibility_enrolment e ON e.partner_id = h.partner_id
    JOIN eligibility_enrolmentbill n ON n.enrolment_id = e.id
    JOIN contributions_bill b ON b.id = n.bill_id AND b.state = 'paid' AND b.settled_at >= h.since
)
"""
_BILLS: Final = f"""
WITH {_PAID}
SELECT p.partner_id, p.address_id, 'bill:' || b.id, b.code, b.month, b.total, b.paid_on
FROM paid p JOIN contributions_bill b ON b.id = p.bill_id
WHERE NOT EXISTS (SELECT 1 FROM partners_delivery d WHERE d.address_id = p.address_id AND d.event = %(event)s
                  AND d.about = 'bill:' || b.id)
ORDER BY b.settled_at, b.id LIMIT %(most)s
"""
# Cover begins with the first month that was paid: no month before it covers a day.
_COVERS: Final = f"""
WITH {_PAID}
SELECT p.partner_id, p.address_id, 'cover:' || m.id, p.purpose, m.person_id, m.kpj, b.code, min(c.since), max(c.until)
FROM paid p JOIN contributions_bill b ON b.id = p.bill_id
JOIN contributions_line l ON l.bill_id = b.id AND l.bill_month = b.month
JOIN membership_membership m ON m.id = l.membership_id
JOIN membership_cover c ON c.membership_id = m.id AND c.month = l.month AND c.until > c.since
WHERE NOT EXISTS (SELECT 1 FROM membership_cover e WHERE e.membership_id = m.id AND e.until > e.since
                  AND e.month < (SELECT min(o.month) FROM contributions_line o WHERE o.bill_id = b.id
                                 AND o.bill_month = b.month AND o.membership_id = m.id))
AND NOT EXISTS (SELECT 1 FROM partners_delivery d WHERE d.address_id = p.address_id AND d.event = %(event)s
                AND d.about = 'cover:' || m.id)
GROUP BY p.partner_id, p.address_id, m.id, p.purpose, m.person_id, m.kpj, b.code, b.settled_at, b.id
ORDER BY b.settled_at, b.id, m.id LIMIT %(most)s
"""


def tell_partners(*, at: datetime) -> int:
    """Queue what partners want to be told of and were not. Returns the messages, at most AT_ONCE of each kind."""
    with owner_rights():
        return queue_once([*_bills(at), *_covers(at)], at=at)


def _rows(query: str, event: str, at: datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"event": event, "since": at - LOOKED_BACK, "most": AT_ONCE})
        return list(cursor.fetchall())


def _bills(at: datetime) -> list[Notice]:
    return [
        Notice(
            partner_id, address_id, "bill.paid", about,
            {"bill": code, "month": f"{month:%Y-%m}", "total": total, "paid_on": paid_on.isoformat()},
        )
        for partner_id, address_id, about, code, month, total, paid_on in _rows(_BILLS, "bill.paid", at)
    ]  # fmt: skip


def _covers(at: datetime) -> list[Notice]:
    notices: list[Notice] = []
    told: dict[str, set[int]] = defaultdict(set)
    for partner_id, address_id, about, purpose, person_id, kpj, code, since, until in _rows(_COVERS, "cover.begun", at):
        told[purpose].add(person_id)
        body = {"kpj": kpj, "bill": code, "covered_since": since.isoformat(), "covered_until": until.isoformat()}
        notices.append(Notice(partner_id, address_id, "cover.begun", about, body))
    # Whose cover is told can read to whom, and for what.
    for purpose, people in told.items():
        look(sorted(people), what="subscribed", purpose=purpose[:200], by=None, at=at)
    return notices
