"""The group that coverage stands against: loaded figures of the regencies that an office serves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from ayomi.apps.steering.queries.denominators import figures as loaded
from ayomi.core.periods import Month

_SERVED = """
SELECT DISTINCT l.node_id, a.region_id FROM steering_lineage l JOIN offices_area a ON a.office_id = l.office_id
JOIN offices_office o ON o.id = l.office_id AND o.kind IN ('branch', 'sub_branch')
WHERE l.node_id = ANY (%(offices)s) AND l.since <= %(number)s AND l.until > %(number)s
  AND a.since <= %(last)s AND (a.until IS NULL OR a.until > %(last)s) AND length(a.region_id) = 5
"""


def reference_group(offices: Sequence[int], measure: str, month: Month) -> dict[int, int]:
    """Office -> the sum of `measure` over the regencies that it and the offices below it serve at the end of the month.

    An office with a regency that has no figure is left out: what is absent is not nought. Two statements.
    """
    known = loaded(measure, month.last_day)
    if not known:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _SERVED,
            {"offices": list(offices), "number": month.year * 12 + month.number - 1, "last": month.last_day},
        )
        served: dict[int, list[str]] = {}
        for office, region in cursor.fetchall():
            served.setdefault(office, []).append(region)
    return {
        office: sum(known[region].value for region in regions)
        for office, regions in served.items()
        if all(region in known for region in regions)
    }
