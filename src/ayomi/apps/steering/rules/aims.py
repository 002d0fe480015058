"""What a target can be set for: figures that are counted and add up over offices. Pure."""

from __future__ import annotations

from typing import Final

from ayomi.apps.steering.rules.indicators import EVERY_HEADLINE, HEADLINES, Headline, UnknownIndicator

COUNTED: Final = frozenset({"person", "firm", "cooperative", "project", "office", "rupiah", "case"})
LEVELS: Final = frozenset({"held_on_last_day", "owed_on_last_day"})
SUMS: Final = frozenset({"since_new_year"})

AIMS: Final[dict[str, Headline]] = {
    key: each
    for key, each in {**HEADLINES, **EVERY_HEADLINE}.items()
    if each.unit in COUNTED and each.date_rule in LEVELS | SUMS
}
"""By the text that names indicator and segment, in the order in which they are shown."""


def aim(key: str) -> Headline:
    """Raises UnknownIndicator."""
    try:
        return AIMS[key]
    except KeyError:
        raise UnknownIndicator(key) from None


def is_level(key: str) -> bool:
    """Whether the figure is a level that holds on a day, and not a sum that begins anew each year.

    Raises UnknownIndicator.
    """
    return aim(key).date_rule in LEVELS
