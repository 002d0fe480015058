"""Template tags and filters, loaded in every template. `docs/pages.md` shows how each is used.

Filters follow the language of the page. Parts of pages are inclusion tags over `templates/parts/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from ayomi.core.identity.masking import mask, mask_spoken
from ayomi.core.money import Language, percent_text
from ayomi.core.periods import Month
from ayomi.edges.web import formats, icons, vocabulary
from ayomi.edges.web.parts import Explained, Page, WorkItem
from ayomi.edges.web.statuses import STATUSES

register = template.Library()


def language() -> Language:
    """The language of the page being drawn."""
    return "en" if get_language() == "en" else "id"


# Numbers and money


@register.filter
def rupiah(amount: int | None) -> str:
    return formats.rupiah(amount, language())


@register.filter
def amount(value: int | None) -> str:
    return formats.amount(value, language())


@register.filter
def number(value: int | Decimal | None) -> str:
    return formats.number(value, language())


@register.filter
def signed(value: int | None) -> str:
    return formats.signed(value, language())


@register.filter
def percent(value: int | Decimal | None, places: int = 2) -> str:
    return formats.percent(value, places, language())


@register.filter
def rate(ppm: int) -> str:
    """A rate in parts per million as a percentage: `8900` as `0,89 %`."""
    return percent_text(ppm, language())


# Days and hours


@register.filter
def day(value: date | None) -> str:
    return formats.day(value, language())


@register.filter
def day_short(value: date | None, with_year: str = "") -> str:
    """`20 Nov`; with the argument "year" `20 Nov 2026`."""
    return formats.day_short(value, language(), year=with_year == "year")


@register.filter
def weekday(value: date | None) -> str:
    return formats.weekday(value, language())


@register.filter
def weekday_of(value: datetime, zone: str) -> str:
    """The day of a moment at a place: `Jumat, 20 November 2026`."""
    return formats.weekday(value.astimezone(formats.ZONES[zone]).date(), language())


@register.filter
def month_name(value: Month | date | str | None) -> str:
    return formats.month_name(value, language())


@register.filter
def moment(value: datetime | None, zone: str) -> str:
    """`{{ at|moment:zone }}`; `zone` is in every page: that of the user's office."""
    return formats.moment(value, zone, language())


@register.filter
def clock(value: datetime, zone: str) -> str:
    return formats.clock(value, zone, language())


# Words and marks


@register.filter
def word(code: str, kind: str) -> str:
    """`{{ "own_account"|word:"segment" }}`; the kinds are in `vocabulary.py`."""
    return vocabulary.word(kind, code)


@register.filter
def masked(text: str) -> SafeString:
    """A personal number with its middle hidden, and a wording of it for screen readers."""
    spoken = mask_spoken(text, gettext("disamarkan"))
    return format_html('<span aria-hidden="true">{}</span><span class="sr">{}</span>', mask(text), spoken)


@register.simple_tag
def icon(name: str) -> SafeString:
    return mark_safe(icons.svg(name))  # noqa: S308 - our own drawings


@register.simple_tag
def status(kind: str, state: str, text: str = "") -> SafeString:
    """`{% status "bill" bill.state %}`: icon and word in the tone of that state; `text` replaces the word."""
    found = STATUSES[kind][state]
    return badge(found.tone, found.icon, text or str(found.word))


@register.simple_tag
def badge(tone: str, icon_name: str, text: str) -> SafeString:
    """`{% badge "soga" "clock" text %}` for what is no state of a thing. Tones: maju, soga, tinggal, tenang."""
    if tone not in {"maju", "soga", "tinggal", "tenang"}:
        raise ValueError(f"no tone {tone!r}")
    return format_html('<span class="st {}">{}{}</span>', tone, icon(icon_name), text)


@register.simple_tag
def unsure(why: str = "") -> SafeString:
    """The tag "belum pasti", with the reason for it after the tag."""
    return format_html('<span class="tag">{}</span> {}', gettext("belum pasti"), why)


# Parts of pages


@register.inclusion_tag("parts/progress.html")
def progress(done: int, whole: int, label: str) -> dict[str, Any]:
    """A bar named `label`: `done` of `whole` pieces. The sentence about it stands beside, in the page."""
    share = 100 * done // whole if whole else 0
    return {"done": done, "whole": whole, "label": label, "share": formats.percent(share, 0, language())}


@register.inclusion_tag("parts/explain.html")
def explain(lines: Sequence[Explained], total: int, caption: str) -> dict[str, Any]:
    """The table that opens a sum: part, sum in words, article, amount. Refuses lines that do not add up to `total`."""
    if sum(line.amount for line in lines) != total:
        raise ValueError(f"{caption}: the lines do not add up to {total}")
    return {"lines": lines, "total": total, "caption": caption}


MOST_BACK = 40
"""Pages an address remembers; the one before all of these is the first."""


@register.inclusion_tag("parts/pages.html", takes_context=True)
def pages(context: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """Links to the rows before and after, keeping every other part of the address (`?before=`, `?after=`).

    Lists that are read forwards alone go back by the keys of the pages passed, which the address carries (`?back=`).
    """
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for key in ("after", "before", "back", "lang"):
        query.pop(key, None)
    here, passed = request.GET.get("after", ""), request.GET.getlist("back")[-MOST_BACK:]

    def address(keys: Sequence[str] = (), **key: str) -> str:
        changed = query.copy()
        changed.update({name: value for name, value in key.items() if value})
        if keys:
            changed.setlist("back", list(keys))
        return "?" + changed.urlencode()

    if page.previous:
        previous, following = address(before=page.previous), address(after=page.next)
    else:
        previous = address(passed[:-1], after=passed[-1] if passed else "") if here else ""
        following = address([*passed, here] if here else (), after=page.next)
    return {
        "next": following if page.next else "",
        "previous": previous,
        "shown": len(page.rows),
        "total": page.total,
    }


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, label: str = "", hint: str | None = None) -> dict[str, Any]:
    """One field of a form with its label above, hint below that, and what is wrong with it.

    Label and hint are the form's own unless given; `hint=""` shows none.
    """
    name = bound.auto_id
    hint = str(bound.help_text) if hint is None else hint
    described = " ".join([f"{name}-h"] * bool(hint) + [f"{name}-e"] * bool(bound.errors))
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    # Placeholders vanish while one types: the label stays.
    bound.field.widget.attrs.pop("placeholder", None)
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attributes),
        "label": label or bound.label,
        "hint": hint,
        "tick": getattr(bound.field.widget, "input_type", "") == "checkbox",
        "boxes": isinstance(bound.field.widget, CheckboxSelectMultiple),
        "described": described,
    }


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each mistake a link to its field. Nothing when nothing is wrong."""
    mistakes = [
        (form[name].auto_id if name in form.fields else "", text)
        for name, texts in form.errors.items()
        for text in texts
    ]
    return {"mistakes": mistakes}


@register.inclusion_tag("parts/empty.html")
def empty(text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """What belongs here and the first thing to do, with its one button."""
    return {"text": text, "url": url, "action": action}


@register.inclusion_tag("parts/work_item.html")
def work_item(item: WorkItem) -> dict[str, Any]:
    return {"item": item}


BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser(user_agent: str) -> str:
    """What a device calls itself, in two words: `Chrome, Android`. The first 40 signs of anything else."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (name, system) if part) or user_agent[:40]
