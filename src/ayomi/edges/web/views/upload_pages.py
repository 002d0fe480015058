"""What the pages of a list show, put together from what is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from django.contrib.messages import constants
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.core.lists.messages import SKIPPED
from ayomi.core.lists.words import LABELS
from ayomi.core.money import Language
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page, Tone
from ayomi.edges.web.views import upload_rows as rows

ROWS_ON_A_PAGE: Final = 50
ROWS_NAMED: Final = 12
BILLED_BY_MONTH: Final = ("wage_earner", "own_account")


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    count: int
    tone: Tone
    icon: str
    label: str | Promise
    current: bool
    part: str
    """Class of its piece of the share bar."""


TABS: Final[tuple[tuple[str, tuple[str, ...], Tone, str, str | Promise, str], ...]] = (
    ("didaftarkan", ("applied",), "maju", "check", _("Didaftarkan"), "s-ok"),
    ("siap", ("ready",), "maju", "check", _("Siap"), "s-ok"),
    ("perbaiki", ("fix",), "tinggal", "late", _("Perlu diperbaiki"), "s-fix"),
    ("terdaftar", ("known",), "tenang", "person", _("Sudah terdaftar"), "s-known"),
    ("ganda", ("twin",), "soga", "twin", _("Mungkin ganda"), "s-dup"),
    ("dikeluarkan", ("left_out", "undone"), "tenang", "dash", _("Dikeluarkan"), ""),
)
"""Name in the address, states, how it looks and reads, its piece of the share bar."""
HEADINGS: Final[dict[str, str | Promise]] = {
    "members_new": _("Periksa daftar peserta baru"),
    "members_continuing": _("Periksa daftar peserta lanjutan"),
    "members_leaving": _("Periksa daftar peserta keluar"),
    "wage_changes": _("Periksa daftar perubahan upah"),
    "organisations": _("Periksa daftar badan dan wadah"),
}
TITLES: Final[dict[str, str | Promise]] = {
    "members_new": _("Daftar peserta baru"),
    "members_continuing": _("Daftar peserta lanjutan"),
    "members_leaving": _("Daftar peserta keluar"),
    "wage_changes": _("Daftar perubahan upah"),
    "organisations": _("Daftar badan dan wadah"),
}


def working(page: lists.ListPage, now: datetime) -> dict[str, Any]:
    """A list under way: how far, how long still, and whether it stopped."""
    row = page.row
    left = None
    if row.rows_done and row.rows_total > row.rows_done:
        spent = (now - row.changed_at).total_seconds()
        left = max(1, round(spent * (row.rows_total - row.rows_done) / row.rows_done))
    step = 4 if row.state == "applying" else 3 if row.state == "checking" else 2
    return {"page": page, "row": row, "left": _left(left), "stopped": bool(row.message), "step": step}


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 90:
        return gettext("kira-kira %(seconds)s detik lagi") % {"seconds": seconds}
    return gettext("kira-kira %(minutes)s menit lagi") % {"minutes": round(seconds / 60)}


def refusal(page: lists.ListPage, language: Language) -> dict[str, str]:
    """What the file seems to be and what was expected, in the language of the page."""
    said = page.refusal or {}
    return {"what": said[f"what_{language}"], "expected": said[f"expected_{language}"]}


def columns_page(page: lists.ListPage, language: Language) -> dict[str, Any]:
    """The columns as recognised, those in doubt first to be looked at."""
    have = {column["field"] for column in page.mapping["columns"] if column["field"]}
    place = 1 if language == "en" else 0
    missing = [
        f" {gettext('atau')} ".join(LABELS[name][place] for name in group)
        for group in _needed(page.row.kind) if not have & set(group)
    ]  # fmt: skip
    return {"page": page, "row": page.row, "columns": _columns(page, language), "missing": missing,
            "sheets": page.reading.get("sheets", []), "other_sheets": page.reading.get("others", [])}  # fmt: skip


def _needed(kind: str) -> tuple[tuple[str, ...], ...]:
    people = ("nik", "member_number", "birth_date")
    return {
        "organisations": (("organisation_name",),),
        "members_new": (("name", "name_first"), ("nik", "birth_date", "birth_place_and_date")),
        "members_leaving": (people, ("end_date",)),
        "wage_changes": (people, ("wage",)),
    }.get(kind, (people,))


def _columns(page: lists.ListPage, language: Language) -> list[dict[str, Any]]:
    place = 1 if language == "en" else 0
    return [
        {
            "index": column["index"], "header": column["header"], "field": column["field"] or "",
            "label": LABELS[column["field"]][place] if column["field"] else "",
            "samples": ", ".join(column["samples"]), "reasons": ", ".join(column[f"reasons_{language}"]),
            "doubtful": bool(column["field"]) and column["confidence"] < 60 and not column["by_hand"],
        }
        for column in page.mapping["columns"]
    ]  # fmt: skip


def check_page(page: lists.ListPage, asked: Mapping[str, str], *, today: date, language: Language) -> dict[str, Any]:
    """The page on which a list is looked through: tabs with their counts, the rows of one of them, what was tidied."""
    counts = page.row.counts
    name = asked.get("tampil", "")
    chosen = next((tab for tab in TABS if tab[0] == name), None) or _first_tab(counts)
    tabs = [
        Tab(tab[0], sum(counts.get(state, 0) for state in tab[1]), tab[2], tab[3], tab[4], tab[0] == chosen[0], tab[5])
        for tab in TABS
    ]
    always = {"perbaiki", "terdaftar", "ganda", "didaftarkan" if page.row.applied else "siap"}
    written = (number_of(each) for each in asked.get("baris", "").split(","))
    numbers = tuple(number for number in written if number is not None)
    every = tuple(state for tab in TABS for state in tab[1])
    lines, keys = _lines(page.row.id, every if numbers else chosen[1], numbers, asked)
    shown: dict[str, Any] = {
        "page": page, "row": page.row, "tabs": [tab for tab in tabs if tab.count or tab.name in always],
        "tab": chosen[0], "share": _share(tabs), "total": sum(counts.values()), "compared": numbers,
        "title": TITLES[page.row.kind], "heading": HEADINGS[page.row.kind], "work": rows.WORK,
        "organisations": page.row.kind == "organisations", "step": 4 if page.row.applied else 3,
        "columns": _columns(page, language), "tidied": _tidied(page, language),
        "skipped": _skipped(page, language), "notes": _notes(page), "remarks": _remarks(page, language),
        "back": f"tampil={chosen[0]}", "bill_month": month_to_bill(page, today), "waiting_only": chosen[0] in WAITING,
    }  # fmt: skip
    if chosen[0] in WAITING and not numbers:
        others = rows.others_of(lines, organisations=page.row.kind == "organisations", language=language)
        shown["rows"] = Page([rows.repair(line, others, language) for line in lines], next=keys[0], previous=keys[1])
    else:
        shown["rows"] = Page([rows.shown(line, language) for line in lines], next=keys[0], previous=keys[1])
    shown["billed"] = lists.billed(page.row.id) if page.row.applied else 0
    return shown


WAITING: Final = ("perbaiki", "ganda")


def _lines(
    upload_id: int, states: tuple[str, ...], numbers: tuple[int, ...], asked: Mapping[str, str]
) -> tuple[list[lists.Line], tuple[str, str]]:
    """The rows of one page, and the keys of the pages after and before it."""
    after, before = number_of(asked.get("after", "")), number_of(asked.get("before", ""))
    found = lists.lines(
        upload_id, states, numbers=numbers, after=after or 0, before=before, limit=ROWS_ON_A_PAGE
    )  # fmt: skip
    more = len(found) > ROWS_ON_A_PAGE
    shown = (found[-ROWS_ON_A_PAGE:] if before is not None else found[:ROWS_ON_A_PAGE]) if more else found
    earlier = more if before is not None else bool(after)
    later = before is not None or more
    next_key = str(shown[-1].number) if shown and later else ""
    return shown, (next_key, str(shown[0].number) if shown and earlier else "")


def _first_tab(counts: Mapping[str, int]) -> tuple[Any, ...]:
    """What needs somebody comes first, then what can be done."""
    for name in ("perbaiki", "ganda", "siap", "didaftarkan", "terdaftar"):
        tab = next(tab for tab in TABS if tab[0] == name)
        if any(counts.get(state) for state in tab[1]):
            return tab
    return TABS[1]


def _share(tabs: Sequence[Tab]) -> dict[str, Any]:
    """The pieces of the bar of a thousand units, gaps of 3 between them, no piece thinner than 4."""
    parts = [tab for tab in tabs if tab.count and tab.part]
    whole = sum(tab.count for tab in parts)
    room = 1000 - 3 * (len(parts) - 1)
    pieces, at = [], 0
    for tab in parts:
        width = max(4, round(room * tab.count / whole))
        pieces.append({"part": tab.part, "at": at, "width": width})
        at += width + 3
    words = ", ".join(f"{tab.count} {str(tab.label).lower()}" for tab in parts)
    return {"pieces": pieces, "label": words, "whole": max(1000, at - 3)}


def _tidied(page: lists.ListPage, language: Language) -> list[dict[str, Any]]:
    return [
        {"label": label_en if language == "en" else label_id, "count": count, "rows": _some(numbers, count)}
        for _code, label_id, label_en, count, numbers in page.reading.get("tidied", [])
    ]


def _some(numbers: Sequence[int], count: int) -> str:
    text = ", ".join(str(number) for number in numbers[:ROWS_NAMED])
    return f"{text}, …" if count > ROWS_NAMED else text


def _skipped(page: lists.ListPage, language: Language) -> dict[str, Any]:
    """How many rows are no data, and which, by what they are."""
    kinds: dict[str, list[int]] = {}
    for number, why, _text in page.reading.get("skipped", []):
        kinds.setdefault(why, []).append(number)
    place = 1 if language == "en" else 0
    words = [f"{SKIPPED[why][place]} ({_some(numbers, len(numbers))})" for why, numbers in kinds.items()]
    return {"count": page.reading.get("skipped_count", 0), "words": ", ".join(words)}


NOTES: Final[dict[str, str | Promise]] = {
    "birth_date_differs": _("orang tanggal lahirnya berbeda dari NIK"),
    "sex_differs": _("orang jenis kelaminnya berbeda dari NIK"),
    "nik_missing_born": _("orang belum ada NIK-nya; dikenali dari nama dan tanggal lahir"),
    "duplicate_nik_first": _("orang NIK-nya juga dipakai baris lain"),
}


def _notes(page: lists.ListPage) -> list[dict[str, Any]]:
    """Warnings that hold nobody up, with how many rows each concerns."""
    found = page.reading.get("warnings", {})
    return [{"count": found[code], "words": words} for code, words in NOTES.items() if found.get(code)]


def _remarks(page: lists.ListPage, language: Language) -> list[str]:
    said = [text_en if language == "en" else text_id for _code, text_id, text_en in page.reading.get("remarks", [])]
    for sheet, count in page.reading.get("others", []):
        said.append(
            gettext("Lembar “%(sheet)s” (%(count)s baris) tidak dibaca.")
            % {"sheet": sheet, "count": formats.number(count, language)}
        )
    return said


def month_to_bill(page: lists.ListPage, today: date) -> Month | None:
    """The month to bill after a list was taken in: its first, or this one if that is past; None: no such bill."""
    if not page.row.applied or page.payer_id is None or page.row.segment not in BILLED_BY_MONTH:
        return None
    first = Month.of(page.starts)
    return max(first, Month.of(today))


def act_on_rows(
    upload_id: int, act: str, numbers: Sequence[int], posted: Mapping[str, str], *, by: int | None, at: datetime
) -> tuple[int, str]:
    """Do what a button asks; returns the message's level and words. Raises KeyError for what no button asks."""
    field, text, code = posted.get("kolom", ""), posted.get("nilai", ""), posted.get("kode", "")
    if act == "keluarkan":
        return _counted(actions.leave_out(upload_id, numbers, by=by, at=at), _out)
    if act == "kembalikan":
        return _counted(actions.restore(upload_id, numbers, by=by, at=at), _in_again)
    if act == "usulan":
        return _counted(actions.use_proposals(upload_id, numbers, by=by, at=at), _used)
    (number,) = numbers
    if act == "simpan":
        state = actions.answer(upload_id, number, field, text, by=by, at=at)
    elif act == "pakai":
        state = actions.answer(upload_id, number, field, posted.get("usul", ""), by=by, at=at)
    elif act == "kosongkan":
        state = actions.answer(upload_id, number, field, "", by=by, at=at)
    elif act == "benar":
        state = actions.accept(upload_id, number, code, by=by, at=at)
    elif act.startswith("sama-"):
        state = actions.decide(upload_id, number, act.removeprefix("sama-"), by=by, at=at)
    elif act == "lain":
        state = actions.decide(upload_id, number, "other", by=by, at=at)
    else:
        raise KeyError(act)
    return _became(number, state)


def _became(number: int, state: str) -> tuple[int, str]:
    if state == "ready":
        return constants.SUCCESS, gettext("Baris %(row)s siap didaftarkan.") % {"row": number}
    if state == "known":
        return constants.INFO, gettext("Baris %(row)s sudah terdaftar.") % {"row": number}
    return constants.WARNING, gettext("Baris %(row)s disimpan, tetapi masih ada yang perlu diperbaiki.") % {
        "row": number
    }


def _counted(count: int, words: Any) -> tuple[int, str]:
    return (constants.SUCCESS if count else constants.WARNING), words(count)


def _out(count: int) -> str:
    return ngettext("%(count)s baris dikeluarkan dari daftar.", "%(count)s baris dikeluarkan dari daftar.", count) % {
        "count": count
    }


def _in_again(count: int) -> str:
    return ngettext("%(count)s baris dimasukkan lagi.", "%(count)s baris dimasukkan lagi.", count) % {"count": count}


def _used(count: int) -> str:
    return ngettext("Usulan dipakai di %(count)s baris.", "Usulan dipakai di %(count)s baris.", count) % {
        "count": count
    }


def taken_words(page: lists.ListPage, taken: int) -> str:
    """What became of the good rows, and what is left."""
    named = {
        "members_leaving": ngettext("%(count)s orang dicatat keluar.", "%(count)s orang dicatat keluar.", taken),
        "wage_changes": ngettext("Upah %(count)s orang diubah.", "Upah %(count)s orang diubah.", taken),
        "organisations": ngettext("%(count)s badan dicatat.", "%(count)s badan dicatat.", taken),
    }
    words = named.get(page.row.kind) or ngettext("%(count)s orang terdaftar.", "%(count)s orang terdaftar.", taken)
    said = words % {"count": taken}
    if page.row.waiting:
        left = ngettext(
            "%(count)s baris masih menunggu perbaikan.", "%(count)s baris masih menunggu perbaikan.", page.row.waiting
        )
        said += " " + left % {"count": page.row.waiting}
    return said


def billed_words(total: int, language: Language) -> str:
    """The bill has been made."""
    return gettext("Tagihan %(total)s terbit.") % {"total": formats.rupiah(total, language)}


def attachment(name: str) -> str:
    """The header that has a browser save a file under this name."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
