"""What can be wrong with a file or with a cell, as values: refusals of a whole file and problems of one row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Severity = Literal["fix", "confirm", "warning"]
"""``fix``: the row waits for the sender. ``confirm``: read so, a person must say yes. ``warning``: the row goes in."""

SPREADSHEET_ID: Final = (
    "Yang diharapkan: berkas CSV, XLSX, XLS atau ODS berisi daftar, satu baris per orang atau per badan."
)
SPREADSHEET_EN: Final = "Expected: a CSV, XLSX, XLS or ODS file holding a list, one row per person or per organisation."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not read further: what it seems to be and what was expected, in both languages."""

    code: str
    what_id: str
    what_en: str
    expected_id: str = SPREADSHEET_ID
    expected_en: str = SPREADSHEET_EN

    @property
    def message_id(self) -> str:
        return f"{self.what_id} {self.expected_id}"

    @property
    def message_en(self) -> str:
        return f"{self.what_en} {self.expected_en}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a whole file that does not stop it (cells cut, a second sheet left aside)."""

    code: str
    text_id: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What a cell parser found wrong. ``facts`` fill the sentences of ``messages``; ``proposal`` can be typed back."""

    code: str
    severity: Severity = "fix"
    facts: Mapping[str, str] = field(default_factory=dict)
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one row, in the words shown to the sender.

    ``row`` is the row number of the sender's own sheet (1 is the first). ``written`` is the cell as the sender wrote
    it, safe to show (control characters gone, cut to a readable length). ``proposal`` is a text that, put in the cell,
    would be read without this problem; None where nothing may be proposed.
    """

    row: int
    field: str
    header: str
    written: str
    code: str
    severity: Severity
    what_id: str
    do_id: str
    what_en: str
    do_en: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the sheet that is no data, and why: a key of ``messages.SKIPPED``."""

    row: int
    why: str
    text: str
