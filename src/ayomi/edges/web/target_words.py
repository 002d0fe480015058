"""Targets in words: names of indicators, sums against the office's own figure, what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.queries.targets import TargetRow
from ayomi.apps.steering.rules.aims import AIMS, aim
from ayomi.apps.steering.rules.deciding import DECIDERS, PROPOSERS
from ayomi.edges.web.parts import WorkItem
from ayomi.edges.web.templatetags.ayomi import day_short, language, number, rupiah

RULE_NAMES: Final[dict[str, str | Promise]] = {
    "equal": _("Rata"),
    "last_year": _("Menurut realisasi tahun lalu"),
    "uncovered": _("Menurut pekerja yang belum terlindungi"),
    "capacity": _("Menurut bobot yang diketik"),
}
COURSE_NAMES: Final[dict[str, str | Promise]] = {
    "even": _("Rata tiap bulan"),
    "last_year": _("Seperti jalannya tahun lalu"),
    "typed": _("Diketik"),
}
ORIGIN_NAMES: Final[dict[str, str | Promise]] = {
    "typed": _("diketik"),
    "uploaded": _("dari berkas"),
    "shared": _("dibagi dari kantor di atasnya"),
    "loaded": _("dimuat pengelola"),
}


def indicator_name(key: str) -> str:
    """The name of what a target is set for, in the language of the page."""
    named = aim(key)
    return named.name_en if language() == "en" else named.name_id


def indicator_choices() -> list[tuple[str, str]]:
    return [(key, indicator_name(key)) for key in AIMS]


def amount_words(key: str, value: int) -> str:
    """A figure with its unit: `1.200 orang`, `Rp1.250.000`."""
    unit = aim(key).unit
    if unit == "rupiah":
        return rupiah(value)
    words: dict[str, str] = {
        "person": gettext("orang"), "firm": gettext("badan usaha"), "cooperative": gettext("koperasi"),
        "project": gettext("proyek"), "case": gettext("kasus"),
    }  # fmt: skip
    return f"{number(value)} {words[unit]}"


@dataclass(frozen=True, slots=True)
class Gap:
    """The offices below together against the office's own figure. `tone`, `icon`: how it looks; `words`: in full."""

    value: int
    tone: str
    icon: str
    words: str


def gap(key: str, own: int | None, below: int | None) -> Gap | None:
    """The difference in number and words; None where one of both is missing."""
    if own is None or below is None:
        return None
    value = below - own
    if value == 0:
        return Gap(0, "maju", "check", gettext("pas"))
    told = amount_words(key, abs(value))
    if value < 0:
        return Gap(value, "tinggal", "down", gettext("kurang %(amount)s") % {"amount": told})
    return Gap(value, "soga", "up", gettext("lebih %(amount)s") % {"amount": told})


def gap_sentence(key: str, own: int, below: int) -> str:
    """The same as one sentence."""
    found = gap(key, own, below)
    facts = {"below": amount_words(key, below), "own": amount_words(key, own), "gap": found.words if found else ""}
    if found is not None and found.value == 0:
        return gettext("Kantor di bawahnya bersama-sama %(below)s, sama dengan sasaran kantor ini.") % facts
    return gettext("Kantor di bawahnya bersama-sama %(below)s, %(gap)s dari sasaran kantor ini (%(own)s).") % facts


def waiting(user: Any) -> list[TargetRow]:
    """Proposals that this user can decide on."""
    if user.role not in DECIDERS or user.office_id is None:
        return []
    return queries.waiting_for(user.role, None, own_office=user.office_id, user_id=user.pk)


def work_items(user: Any, day: date) -> list[WorkItem]:
    """What targets ask of the user today: to decide on proposals, to look at what came back."""
    items = [_to_decide(rows, day)] if (rows := waiting(user)) else []
    if user.role in PROPOSERS and user.office_id is not None:
        items += [_returned(row) for row in queries.returned_to(user.pk)[:3]]
    return items


def _to_decide(rows: Sequence[TargetRow], day: date) -> WorkItem:
    title = ngettext(
        "%(n)s usulan sasaran menunggu persetujuan Anda", "%(n)s usulan sasaran menunggu persetujuan Anda", len(rows)
    ) % {"n": number(len(rows))}  # fmt: skip
    offices = list(dict.fromkeys(row.office_name for row in rows))
    named = ", ".join(offices[:3])
    if len(offices) > 3:
        named = gettext("%(named)s dan %(n)s kantor lain") % {"named": named, "n": number(len(offices) - 3)}
    since = rows[0].proposed_at
    return WorkItem(
        when=gettext("Sasaran"),
        small=gettext("sejak %(day)s") % {"day": day_short(since.date())} if since and since.date() != day else "",
        title=title,
        detail=gettext("%(offices)s, diajukan %(who)s.") % {"offices": named, "who": rows[0].proposer},
        url=reverse("target_queue"),
        action=gettext("Periksa usulan"),
        main=True,
    )


def _returned(row: TargetRow) -> WorkItem:
    return WorkItem(
        when=gettext("Sasaran"),
        small=day_short(row.decided_at.date()) if row.decided_at else "",
        title=gettext("Sasaran %(indicator)s %(office)s dikembalikan")
        % {"indicator": indicator_name(row.indicator), "office": row.office_name},
        detail=gettext("%(who)s: “%(why)s”") % {"who": row.decider, "why": row.decision},
        url=reverse("target", args=[row.id]),
        action=gettext("Perbaiki"),
    )
