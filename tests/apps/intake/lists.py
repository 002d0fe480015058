"""Lists made and brought through their steps, as a person would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.core.identity import make_nik
from tests.cast import Cast
from tests.core.lists.untidy import csv_bytes

AT = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
STARTS = date(2026, 12, 1)
HEADINGS = ("Nama", "NIK", "Tanggal lahir", "Penghasilan")


def received(cast: Cast, content: bytes, **more: Any) -> int:
    """A list of the cooperative, received and not yet checked."""
    given: dict[str, Any] = {
        "file_name": "anggota.csv", "organisation_id": cast.cooperative, "project_id": None,
        "office_id": cast.offices.kolaka, "segment": "own_account", "starts": STARTS,
        "options": {"programmes": ["jkk", "jkm"], "sector": "other"}, "by": None, "at": AT,
    }  # fmt: skip
    return actions.receive(content, **(given | more))


def checked(cast: Cast, content: bytes, **more: Any) -> int:
    """A list received and checked."""
    upload_id = received(cast, content, **more)
    actions.check(upload_id, at=AT)
    return upload_id


def taken(cast: Cast, content: bytes, **more: Any) -> int:
    """A list whose good rows were taken in."""
    upload_id = checked(cast, content, **more)
    take(upload_id)
    return upload_id


def take(upload_id: int) -> int:
    """The good rows of a list taken in."""
    actions.begin(upload_id, by=None, at=AT)
    return actions.apply(upload_id, by=None, at=AT)


def table(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    """Separated text of these rows below their headings."""
    return csv_bytes([headings, *rows])


def people(count: int, *, first: int = 500) -> list[list[object]]:
    """Rows of people nobody has on record yet."""
    found: list[list[object]] = []
    for serial in range(first, first + count):
        born = date(1970 + serial % 25, 1 + serial % 12, 1 + serial % 28)
        found.append(
            [f"Nelayan {letters(serial)}", make_nik("74.01.02", born, "male", serial), f"{born:%d-%m-%Y}", "1.200.000"]
        )
    return found


def letters(number: int) -> str:
    """A word for a number, so that names differ and hold no digit."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def states(upload_id: int) -> dict[str, int]:
    """Rows by state."""
    return dict(lists.one(upload_id).row.counts)


def line(upload_id: int, number: int) -> lists.Line:
    """One row of a list, whatever its state."""
    every = ("ready", "fix", "known", "twin", "left_out", "applied", "undone")
    return lists.lines(upload_id, every, numbers=(number,))[0]


def codes(upload_id: int, number: int) -> set[str]:
    """The codes of what is said of a row."""
    return {problem.code for problem in line(upload_id, number).contents.problems}
