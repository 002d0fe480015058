"""The one box for searching, member numbers included."""

from __future__ import annotations

from django.db import connection

from ayomi.apps.registry import queries as registry
from ayomi.apps.registry.queries import Hit
from ayomi.apps.registry.rules import sought


def search(text: str, *, limit: int = 20) -> list[Hit]:
    """As `registry.queries.search`, and persons by KPJ. The page adds payment codes."""
    found = registry.search(text, limit=limit)
    digits = sought(text).digits
    if len(digits) == 11:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 'person', p.id, p.name, m.segment, m.kpj FROM membership_membership m"
                " JOIN registry_person r ON r.id = m.person_id"
                " JOIN registry_person p ON p.id = coalesce(r.merged_into_id, r.id) WHERE m.kpj = %s",
                [digits],
            )
            found = [Hit(*row) for row in cursor.fetchall()] + found
    return found
