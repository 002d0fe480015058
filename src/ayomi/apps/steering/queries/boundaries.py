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

    One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.region_id, s.path, s.x, s.y, f.source, (f.sheets -> %s) ->> 0, (f.sheets -> %s) ->> 1"
            " FROM (SELECT * FROM steering_boundaryfile ORDER BY loaded_at DESC, id DESC LIMIT 1) f"
            " JOIN steering_boundaryshape s ON s.file_id = f.id AND s.sheet = %s ORDER BY s.region_id",
            [sheet, sheet, sheet],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return DrawnSheet(int(rows[0][5]), int(rows[0][6]), rows[0][4], tuple(Outline(*row[:4]) for row in rows))


def any_loaded() -> bool:
    """Whether a map can be drawn at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM steering_boundaryfile LIMIT 1")
        return cursor.fetchone() is not None
