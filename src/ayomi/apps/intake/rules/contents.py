"""What a row of a list holds, as bytes to be sealed: the sender's cells, what was read, what people said about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from ayomi.core.lists.problems import Problem
from ayomi.core.lists.reading import Cell, as_written

Value = str | int | date


@dataclass(frozen=True, slots=True)
class Contents:
    """One row of a list.

    `cells`: as the sender's file has them. `clean`: by field, only what was read without fault. `answers`: by field,
    what a person typed. `accepted`: codes of questions a person said yes to. `others`: ids of records that may be the
    same person or organisation. `decision`: '' or 'other' (none of them), or the chosen id as text.
    """

    cells: tuple[Cell, ...]
    clean: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    others: tuple[int, ...] = ()
    decision: str = ""

    def answered(self, name: str, text: str) -> Contents:
        """The row with one more cell typed by a person."""
        return replace(self, answers={**self.answers, name: text})

    def to_bytes(self) -> bytes:
        """As JSON; `from_bytes` gives the same again."""
        found: dict[str, Any] = {
            "cells": [_flat(cell) for cell in self.cells],
            "clean": {name: _flat(value) for name, value in self.clean.items()},
        }
        if self.answers:
            found["answers"] = self.answers
        if self.accepted:
            found["accepted"] = self.accepted
        if self.problems:
            found["problems"] = [asdict(problem) for problem in self.problems]
        if self.others:
            found["others"] = self.others
        if self.decision:
            found["decision"] = self.decision
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(text: bytes) -> Contents:
    """The row of `Contents.to_bytes`."""
    found = json.loads(text)
    return Contents(
        cells=tuple(_cell(each) for each in found["cells"]),
        clean={name: _cell(value) for name, value in found["clean"].items()},
        answers=found.get("answers", {}),
        accepted=tuple(found.get("accepted", ())),
        problems=tuple(Problem(**each) for each in found.get("problems", ())),
        others=tuple(found.get("others", ())),
        decision=found.get("decision", ""),
    )


def _flat(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time | timedelta):
        return as_written(value)
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        if "day" in value:
            return date.fromisoformat(value["day"])
        return datetime.fromisoformat(value["moment"])
    return value


def state_of(problems: Iterable[Problem]) -> str:
    """The state that a row's own problems give it: 'fix' as long as one of them holds it up, else 'ready'."""
    return "fix" if any(problem.severity != "warning" for problem in problems) else "ready"


def told(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """What may stand unencrypted of the problems: field, code and severity, never a cell."""
    return [{"field": each.field, "code": each.code, "severity": each.severity} for each in problems]
