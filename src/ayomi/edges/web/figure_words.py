"""Figures of offices, their parts and how they changed, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from ayomi.apps.steering.queries.figures import Figure
from ayomi.apps.steering.rules.standing import percent, percent_text
from ayomi.edges.web import formats, vocabulary
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.templatetags.figures import amount_in

MOST_GROWTH: Final = 10
"""Figures that grew to more than this many times those of a year before are told without a percentage."""


def figure_text(figure: Figure | None, *, amount: int | None = None) -> str:
    """`1.653`, `Rp8,62 M`, `89,38 %`; a dash for what is not known. `amount`: another numerator or amount of it."""
    if figure is None or not figure.known:
        return formats.BLANK
    if figure.numerator is not None:
        share = percent(figure.numerator if amount is None else amount, figure.denominator or 1)
        return percent_text(share, language())
    return amount_in(int(figure.amount or 0) if amount is None else amount, figure.unit)


def change_words(now: Figure | None, before: Figure | None) -> str:
    """How much more or less than a year before, in percent; empty where that says nothing."""
    if now is None or before is None or now.amount is None:
        return ""
    return change_text(int(now.amount), int(before.amount or 0))


def change_text(now: int, before: int) -> str:
    """`+12,50 %`; empty where nothing stood before, or so little that a percentage only bewilders."""
    if before <= 0 or now > before * MOST_GROWTH:
        return ""
    change = percent(now - before, before)
    return f"{'+' if change > 0 else ''}{percent_text(change, language())}"


def part_words(dimension: str, value: str) -> str:
    """A part of a figure: a programme, a channel, a band of age."""
    if value == "unknown":
        return _("tidak tercatat")
    if dimension in ("programme", "channel"):
        return str(vocabulary.VOCABULARY[dimension].get(value, value))
    if dimension == "sex":
        return {"female": _("Perempuan"), "male": _("Laki-laki")}.get(value, value)
    if dimension == "trade":
        return {"transport": _("Angkutan atau kurir"), "other": _("Selain angkutan")}.get(value, value)
    if dimension == "age":
        return _("%(band)s tahun") % {"band": value}
    if dimension == "arrears_age":
        return _("%(band)s bulan") % {"band": value}
    return value
