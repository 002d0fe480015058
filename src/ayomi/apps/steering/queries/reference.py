"""The group that coverage stands against: loaded figures of the regencies that an office serves."""

from __future__ import annotations

from collections.abc import Sequence

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.queries.denominators import figures_by_day
from ayomi.core.periods import Month

_SERVED = """
WITH asked AS (SELECT * FROM unnest(%(numbers)s::int[], %(lasts)s::date[]) AS x (number, last))
SELECT DISTINCT q.number, l.node_id, a.region_id FROM asked q
JOIN steering_lineage l ON l.since <= q.number AND l.until > q.number AND l.node_id = ANY (%(offices)s)
JOIN offices_area a ON a.office_id = l.office_id AND a.since <= q.last AND (a.until IS NULL OR a.until > q.last)
    AND length(a.region_id) = 5
JOIN offices_office o ON o.id = l.office_id AND o.kind IN ('branch', 'sub_branch')
"""


def reference_groups(
    offices: Sequence[int], measure: str, months: Sequence[Month]
) -> dict[Month, dict[int, int]]:  # fmt: skip
    """Month -> office -> the sum of `measure` over the regencies that it and the offices below it serve at its end.

    An office with a regency that has no figure is left out: what is absent is not nought. Two statements, however many
    months.
    """
    known = figures_by_day(measure, [each.last_day for each in months])
    if not any(known.values()):
        return {each: {} for each in months}
    served: dict[int, dict[int, list[str]]] = {}
    for number, office, region in rows_of(
        _SERVED,
        {
            "offices": list(offices), "numbers": [_number(each) for each in months],
            "lasts": [each.last_day for each in months],
        },
    ):  # fmt: skip
        served.setdefault(number, {}).setdefault(office, []).append(region)
    return {
        each: {
            office: sum(known[each.last_day][region].value for region in regions)
            for office, regions in served.get(_number(each), {}).items()
            if all(region in known[each.last_day] for region in regions)
        }
        for each in months
    }


def _number(month: Month) -> int:
    return month.year * 12 + month.number - 1
