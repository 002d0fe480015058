"""Telling a licensing office what changed: the programs it runs get a message, its people see it on their page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.partners.actions.deliveries import announce


def tell(authority_id: int, event: str, body: Mapping[str, Any], *, at: datetime) -> int:
    """Queue `event` for every active partner of the licensing office that holds the grant 'licensing'.

    Call it in the transaction of the act it tells of, with the owner's rights. Returns how many messages were queued.
    """
    partners = rows_of(
        "SELECT p.id FROM compliance_authority a JOIN partners_partner p ON p.organisation_id = a.organisation_id"
        " JOIN partners_grant g ON g.partner_id = p.id AND g.scope = 'licensing' AND g.withdrawn_at IS NULL"
        " WHERE a.id = %s AND p.active ORDER BY p.id",
        [authority_id],
    )
    return sum(len(announce(number, event=event, body=body, at=at)) for (number,) in partners)
