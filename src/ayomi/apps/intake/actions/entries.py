"""What people typed into the rows of a list, gathered before its columns change and put back after."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.conf import settings

from ayomi.apps.intake.actions.material import open_contents
from ayomi.apps.intake.models import Row, Upload
from ayomi.core.sealing import seal, unseal

FIELD = "entries"


@dataclass(frozen=True, slots=True)
class Kept:
    """By sheet row. `answers`: (row, field) -> text; `decisions`: row -> '' , 'other' or an id as text."""

    answers: dict[tuple[int, str], str] = field(default_factory=dict)
    accepted: frozenset[tuple[int, str]] = frozenset()
    left_out: frozenset[int] = frozenset()
    decisions: dict[int, str] = field(default_factory=dict)

    def answers_of(self, row: int) -> dict[str, str]:
        """The answers of one row, by field."""
        return {name: text for (number, name), text in self.answers.items() if number == row} if self.answers else {}

    def accepted_of(self, row: int) -> tuple[str, ...]:
        """The codes a person said yes to in one row."""
        return tuple(code for number, code in self.accepted if number == row) if self.accepted else ()


def kept(upload: Upload) -> Kept:
    """What was gathered by `gather`, or nothing."""
    if upload.entries_sealed is None:
        return Kept()
    found = json.loads(unseal(bytes(upload.entries_sealed), field=FIELD, key=settings.SEALING_KEY))
    return Kept(
        {(row, name): text for row, name, text in found["answers"]},
        frozenset((row, code) for row, code in found["accepted"]),
        frozenset(found["left_out"]),
        dict(found["decisions"]),
    )


def gather(upload: Upload) -> bytes:
    """All that was typed, sealed. Read row by row only where something was typed or left out."""
    found: dict[str, list[object]] = {"answers": [], "accepted": [], "left_out": [], "decisions": []}
    for number, state, sealed in (
        Row.objects.filter(upload_id=upload.pk).values_list("number", "state", "values_sealed").iterator(5_000)
    ):
        if state == "left_out":
            found["left_out"].append(number)
        contents = open_contents(sealed)
        found["answers"] += [[number, name, text] for name, text in contents.answers.items()]
        found["accepted"] += [[number, code] for code in contents.accepted]
        if contents.decision:
            found["decisions"].append([number, contents.decision])
    return seal(json.dumps(found).encode(), field=FIELD, key=settings.SEALING_KEY)
