"""The drawn map, where somebody loaded boundaries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from ayomi.core.places.drawing import Outline


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """One drawing. `width` and `height` in its own units; `source`: who publishes the boundaries."""

    width: int
    height: int
    source: str
    outlines: tuple[Outline, ...]


def drawing(sheet: str) -> DrawnSheet | None:
    """A drawing of the file loaded last: `provinces`, `regencies`, or the code of a province. None where there is none.

    Two statements at most.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, source, sheets FROM steering_boundaryfile ORDER BY loaded_at DESC, id DESC LIMIT 1")
        file = cursor.fetchone()
        if file is None:
            return None
        cursor.execute(
            "SELECT region_id, path, x, y, (SELECT (sheets -> %s) ->> 0 FROM steering_boundaryfile WHERE id = %s),"
            " (SELECT (sheets -> %s) ->> 1 FROM steering_boundaryfile WHERE id = %s)"
            " FROM steering_boundaryshape WHERE file_id = %s AND sheet = %s ORDER BY region_id",
            [sheet, file[0], sheet, file[0], file[0], sheet],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return DrawnSheet(int(rows[0][4]), int(rows[0][5]), file[1], tuple(Outline(*row[:4]) for row in rows))
