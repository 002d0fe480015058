"""What views hand to the shared parts of pages. Each shape is drawn by one template under `templates/parts/`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Tone: TypeAlias = Literal["maju", "soga", "tinggal", "tenang"]
"""The four tones of a status: well or done, waiting or uncertain, late or wrong, quiet."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a sum: what it is, how it was worked out, on the word of which article. Money in whole rupiah."""

    part: str
    sum: str
    law: str
    amount: int
    link: str = ""
    unsure: str = ""
    """Why the rule is not certain, in the reader's language; empty when it is certain."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that waits for the user: when, what and why, and the one action."""

    when: str
    small: str
    title: str
    detail: str
    url: str
    action: str
    tone: Tone | Literal[""] = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a long list that is read by key: `next` and `previous` are keys, empty where the list ends."""

    rows: Sequence[Any]
    next: str = ""
    previous: str = ""
    total: int | None = None
