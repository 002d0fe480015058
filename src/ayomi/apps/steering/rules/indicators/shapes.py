"""What an indicator is made of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal[
    "person", "firm", "cooperative", "project", "government", "office", "rupiah", "percent", "case", "day"
]  # fmt: skip
DateRule = Literal["held_on_last_day", "in_month", "since_new_year", "owed_on_last_day", "until_last_day"]

ALL: Final = "all"
SEGMENTS: Final = (ALL, "wage_earner", "own_account", "construction", "migrant")
MONEY_SEGMENTS: Final = (ALL, "wage_earner", "own_account", "construction", "migrant")

DIMENSIONS: Final[dict[str, tuple[str, str]]] = {
    "programme": ("Program", "Programme"),
    "channel": ("Wadah", "Channel"),
    "sex": ("Jenis kelamin", "Sex"),
    "age": ("Umur", "Age"),
    "trade": ("Bidang kerja", "Trade"),
    "arrears_age": ("Umur tunggakan", "Age of arrears"),
}
"""What a figure can be split by: (Indonesian, English). A person with two jobs stands under two channels, so the parts
of a split by programme, channel or trade may add up to more than the whole."""


@dataclass(frozen=True, slots=True)
class Family:
    """What a module of indicators is shown under, in the order of `place`: Indonesian, English."""

    place: int
    name_id: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that offices are measured by.

    `measure` is what is counted for the numerator and `over` for the denominator (names of measures, see `MEASURES`);
    `looked_up` says that the denominator is a loaded figure of this measure instead, such as employed people by
    regency. `of`: the one part of the measure that counts, as (dimension, value). `dimensions`: what the figure can be
    split by. `measure` empty: the facts do not exist yet, and no figure is shown rather than nought.

    `statement`: SQL that is asked instead of a kept measure, for what is few: it gives (month, office, amount) for the
    offices with all below them, from `asked (month, last, new_year)` and `under (node_id, office_id, month)`. Such
    figures have no parts and are never restated.
    """

    key: str
    name_id: str
    name_en: str
    unit: Unit
    segments: tuple[str, ...]
    date_rule: DateRule
    numerator_id: str
    numerator_en: str
    source: str
    measure: str
    denominator_id: str = ""
    denominator_en: str = ""
    over: str = ""
    looked_up: str = ""
    of: tuple[str, str] | None = None
    dimensions: tuple[str, ...] = ()
    statement: str = ""

    @property
    def segment(self) -> str:
        """The segment that is meant where none is named."""
        return self.segments[0]

    @property
    def is_kept(self) -> bool:
        """Whether there are facts that it is counted from."""
        return bool(self.measure or self.statement)

    @property
    def is_ratio(self) -> bool:
        """Whether the figure is a share of a denominator, in percent."""
        return self.unit == "percent"


def code_of(indicator: Indicator, segment: str) -> str:
    """One text for an indicator and a segment, such as `workers_covered_own_account`; the indicator's own key where
    the segment is the one that is meant anyway."""
    return indicator.key if segment == indicator.segment else f"{indicator.key}_{segment}"
