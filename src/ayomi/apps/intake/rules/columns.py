"""The columns of a list as they are stored: without personal numbers, and ready to be used again."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, Final

from ayomi.core.identity import mask
from ayomi.core.lists.columns import ColumnGuess, Mapping

# Eight digits may be a date; no personal number is that short.
_LONG: Final = re.compile(r"\d(?:[ .\-]?\d){8,}")


def without_numbers(text: str) -> str:
    """The text with every run of nine digits or more masked."""
    return _LONG.sub(lambda found: mask(found.group()), text)


def to_stored(mapping: Mapping) -> dict[str, Any]:
    """The mapping as JSON, its samples masked."""
    columns = []
    for column in mapping.columns:
        found = asdict(column)
        found["samples"] = [without_numbers(sample) for sample in column.samples]
        columns.append(found)
    return {
        "columns": columns, "kind": mapping.kind, "kind_confidence": mapping.kind_confidence,
        "kind_reasons_id": list(mapping.kind_reasons_id), "kind_reasons_en": list(mapping.kind_reasons_en),
        "fingerprint": mapping.fingerprint,
    }  # fmt: skip


def from_stored(found: dict[str, Any]) -> Mapping:
    """The mapping of `to_stored`."""
    columns = tuple(
        ColumnGuess(
            column["index"], column["header"], column["field"], column["confidence"], tuple(column["reasons_id"]),
            tuple(column["reasons_en"]), tuple(column["samples"]), column["by_hand"],
        )
        for column in found["columns"]
    )  # fmt: skip
    return Mapping(
        columns, found["kind"], found["kind_confidence"], tuple(found["kind_reasons_id"]),
        tuple(found["kind_reasons_en"]), found["fingerprint"],
    )  # fmt: skip
