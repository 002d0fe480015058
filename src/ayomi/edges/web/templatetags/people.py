"""Filters for spans of days, which are told in whole months wherever they are whole months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from babel.dates import format_date
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ayomi.apps.registry.queries import Hit
from ayomi.core.identity.masking import DOT, spaced
from ayomi.edges.web import formats, vocabulary
from ayomi.edges.web.templatetags.ayomi import language

register = template.Library()


class Channelled(Protocol):
    """A membership, or a piece of one. `through`: name of the organisation or project, '' where it is not seen."""

    @property
    def through(self) -> str: ...

    @property
    def channel(self) -> str: ...


@register.filter
def from_day(value: date) -> str:
    """The first day of a span: `Maret 2021` where it is the first of a month, else `12 Maret 2021`."""
    return formats.month_name(value, language()) if value.day == 1 else formats.day(value, language())


@register.filter
def to_day(value: date) -> str:
    """The last day of a span: `Juni 2019` where it is the last of a month, else `12 Juni 2019`."""
    whole = (value + timedelta(days=1)).day == 1
    return formats.month_name(value, language()) if whole else formats.day(value, language())


@register.filter
def month_short(value: date) -> str:
    """`Sep 26`, for the axis of a drawing."""
    return format_date(value, "MMM yy", locale=language())


@register.filter
def as_masked(mask: str) -> SafeString:
    """A number that is stored masked, with a wording of it for screen readers: `7401, disamarkan, 0004`."""
    shown = [part for part in mask.replace(DOT, " ").split() if part]
    spoken = f", {gettext('disamarkan')}, ".join(shown) or gettext("disamarkan")
    return format_html(
        '<span class="nowrap" aria-hidden="true">{}</span><span class="sr">{}</span>', spaced(mask), spoken
    )


@register.filter
def through(held: Channelled) -> str:
    """Through whom: the name, or, where whoever reads may not see it, what kind it is; `Sendiri` for those alone."""
    if held.through:
        return held.through
    return gettext("Sendiri") if held.channel in ("alone", "") else vocabulary.word("channel", held.channel)


@register.filter
def subtitle(hit: Hit) -> str:
    """What stands under a thing that was found, with its day or its kind in words."""
    head, comma, rest = hit.subtitle.partition(", ")
    for kind in ("organisation", "segment"):
        if head in vocabulary.VOCABULARY[kind]:
            head = vocabulary.word(kind, head)
    if len(head) == 10 and head[4] == "-":
        head = formats.day(date.fromisoformat(head), language())
    return f"{head}{comma}{rest}"
