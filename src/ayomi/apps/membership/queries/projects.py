"""For which days the workers of a project are covered."""

from __future__ import annotations

from datetime import date

from django.db import connection


def project_cover(project_id: int) -> tuple[date, date, date] | None:
    """since, until (half-open) and the day of the first payment; None before it, or where it may not be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT since, until, paid_on FROM membership_projectcover WHERE project_id = %s", [project_id])
        found = cursor.fetchone()
    return (found[0], found[1], found[2]) if found else None
