"""Targets of an office and those below it, each with its history, and what waits to be decided on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from ayomi.apps.access.queries import offices_below
from ayomi.apps.offices.queries import Office, UnknownOffice, offices_of, path
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.queries.targets import Cell, TargetRow
from ayomi.apps.steering.rules.aims import AIMS, is_level
from ayomi.apps.steering.rules.course import Course
from ayomi.apps.steering.rules.deciding import OPEN_STATES, may_decide, may_propose
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.core.periods import Month
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.target_words import (
    COURSE_NAMES,
    ORIGIN_NAMES,
    Gap,
    amount_words,
    gap,
    gap_sentence,
    indicator_choices,
    indicator_name,
    waiting,
)
from ayomi.edges.web.templatetags.ayomi import number

USUAL: Final = "workers_covered"
LAST_MONTH_OF_PLANNING: Final = 10
"""From this month on the year asked about, where none is named, is the next one."""


def office_asked(request: HttpRequest, given: QueryDict) -> tuple[Office, ...]:
    """The line from the user's own office down to the one asked for; 404 where it is neither hers nor below."""
    own = int(cast(Any, request.user).office_id)
    asked = number_of(given.get("kantor", ""))
    try:
        line = path(own if asked is None else asked)
    except UnknownOffice:
        raise Http404 from None
    ids = [office.id for office in line]
    if own not in ids:
        raise Http404
    return line[ids.index(own) :]


def year_asked(given: QueryDict, day: date) -> int:
    """The year asked for; in the last months of a year its successor, of which targets are then made."""
    asked = number_of(given.get("tahun", ""))
    if asked in actions.years(day):
        return int(cast(int, asked))
    return day.year + (day.month >= LAST_MONTH_OF_PLANNING)


def indicator_asked(given: QueryDict) -> str:
    asked = given.get("indikator", "")
    return asked if asked in AIMS else USUAL


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell with its words. `gap`: as in force; `planned`: once everything at work is approved, where that differs."""

    cell: Cell
    name: str
    key: str
    gap: Gap | None
    planned: Gap | None


def _shown(cell: Cell) -> CellShown:
    held = cell.in_force.amount if cell.in_force else None
    planned = gap(cell.indicator, cell.figure, cell.below.planned)
    now = gap(cell.indicator, held, cell.below.in_force)
    return CellShown(cell, indicator_name(cell.indicator), cell.indicator, now, None if planned == now else planned)


def targets(request: HttpRequest) -> HttpResponse:
    """Every target of one office, and one of them for each office below."""
    user = cast(Any, request.user)
    day = timezone.localdate()
    if request.method == "POST":
        return _propose_drafts(request)
    line = office_asked(request, request.GET)
    year, chosen = year_asked(request.GET, day), indicator_asked(request.GET)
    office = line[-1]
    found = queries.cells(office.id, year, list(AIMS), on=day)
    own = [_shown(cell) for cell in found if cell.depth == 0]
    tree_shown = [_shown(cell) for cell in found if cell.indicator == chosen]
    drafts = [cell.at_work for cell in found if cell.at_work is not None and cell.at_work.state == "draft"]
    top = tree_shown[0].cell if tree_shown else None
    sums = ""
    if top is not None and top.in_force is not None and top.below.in_force is not None:
        sums = gap_sentence(chosen, top.in_force.amount, top.below.in_force)
    return render(
        request,
        "targets/targets.html",
        {
            "office": office, "above": line[:-1], "year": year,
            "years": list(range(day.year + 2, day.year - 4, -1)),
            "own": [each for each in own if each.key in HEADLINES or each.cell.in_force or each.cell.at_work],
            "tree": tree_shown, "chosen": chosen, "chosen_name": indicator_name(chosen),
            "indicators": indicator_choices(), "sums": sums, "drafts": [_told(row) for row in drafts],
            "waiting": len(waiting(user)), "in_force": sum(each.cell.in_force is not None for each in own),
            "proposed": sum(cell.at_work is not None and cell.at_work.state == "proposed" for cell in found),
            "may": offered(user.role), "has_below": len(tree_shown) > 1,
        },
    )  # fmt: skip


def _propose_drafts(request: HttpRequest) -> HttpResponse:
    ids = _chosen(request)
    if not ids:
        messages.warning(request, gettext("Centang dulu draf yang akan diajukan."))
    else:
        try:
            done = actions.propose_targets(ids, by=cast(Any, request.user).pk, at=timezone.now())
        except (actions.NotYours, actions.MovedOn):
            messages.warning(request, gettext("Ada draf yang sudah berubah. Tidak ada yang diajukan; periksa lagi."))
        else:
            said = ngettext("%(n)s sasaran diajukan.", "%(n)s sasaran diajukan.", done) % {"n": number(done)}
            messages.success(request, f"{said} {gettext('Menunggu persetujuan orang kedua.')}")
    return redirect(request.get_full_path())


def _chosen(request: HttpRequest) -> list[int]:
    return [found for text in request.POST.getlist("sasaran") if (found := number_of(text)) is not None]


@dataclass(frozen=True, slots=True)
class Told:
    """A revision with its words."""

    row: TargetRow
    name: str
    origin: str
    course: str
    figure: str
    change: str
    ended: str


def _told(row: TargetRow) -> Told:
    change = ""
    if row.before is not None and row.before != row.amount and not row.in_force:
        change = _change(row)
    return Told(
        row, indicator_name(row.indicator), str(ORIGIN_NAMES[row.origin]), str(COURSE_NAMES[row.course_rule]),
        amount_words(row.indicator, row.amount), change, "",
    )  # fmt: skip


def _change(row: TargetRow) -> str:
    before = cast(int, row.before)
    facts = {"before": amount_words(row.indicator, before), "by": amount_words(row.indicator, abs(row.amount - before))}
    if row.amount > before:
        return gettext("naik %(by)s dari yang berlaku, %(before)s") % facts
    return gettext("turun %(by)s dari yang berlaku, %(before)s") % facts


def target(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target: the revision asked for, what can be done with it, and every revision there was."""
    user = cast(Any, request.user)
    row = queries.revision(target_id)
    if row is None:
        raise Http404
    if request.method == "POST":
        return _act(request, row)
    every = queries.history(row.office_id, row.year, row.indicator)
    above = row.office_id in offices_below(user.office_id)
    strictly = above and row.office_id != user.office_id
    decides = may_decide(user.role, row.office_kind, above=strictly) and user.pk not in (
        row.proposed_by, row.recorded_by,
    )  # fmt: skip
    return render(
        request,
        "targets/target.html",
        {
            "row": row, "told": _told(row), "level": is_level(row.indicator),
            "months": _months(row.year, row.course),
            "history": [_past(each, every) for each in every],
            "decides": decides and row.state == "proposed" and row.until is None,
            "own_hand": row.state == "proposed" and user.pk in (row.proposed_by, row.recorded_by),
            "writes": may_propose(user.role, within=above), "open": row.state in OPEN_STATES and row.until is None,
            "newest": every[0].id if every else row.id,
            "from_above": row.shared_from_id is not None and queries.revision(row.shared_from_id) is not None,
        },
    )  # fmt: skip


def _months(year: int, course: Course) -> list[tuple[Month, int]]:
    return [(Month(year, place + 1), value) for place, value in enumerate(course)]


def _past(row: TargetRow, every: Sequence[TargetRow]) -> Told:
    """A revision in the history, with how it ended."""
    told = _told(row)
    ended = ""
    if row.until is not None:
        replaced = any(other.recorded_at == row.until and other.revision > row.revision for other in every)
        if row.state == "approved" or replaced:
            ended = gettext("diganti revisi berikutnya")
        else:
            ended = gettext("ditarik")
    return Told(told.row, told.name, told.origin, told.course, told.figure, "", ended)


def _act(request: HttpRequest, row: TargetRow) -> HttpResponse:
    """Propose, withdraw, approve or return one revision."""
    done = decide(request, request.POST.get("aksi", ""), [row.id], request.POST.get("alasan", ""))
    if done and request.POST.get("aksi") == "tarik":
        return redirect(list_address(row.office_id, row.year, row.indicator))
    return redirect("target", row.id)


def list_address(office_id: int, year: int, key: str) -> str:
    """The page of the targets of an office."""
    return f"{reverse('targets')}?kantor={office_id}&tahun={year}&indikator={key}"


def decide(request: HttpRequest, act: str, ids: list[int], reason: str) -> bool:
    """Do one act on some revisions and say what came of it; whether it was done."""
    by, at = cast(Any, request.user).pk, timezone.now()
    try:
        if act == "ajukan":
            actions.propose_targets(ids, by=by, at=at)
            said = gettext("Sasaran diajukan. Menunggu persetujuan orang kedua.")
        elif act == "tarik":
            actions.withdraw_targets(ids, by=by, at=at)
            said = gettext("Usulan ditarik. Yang berlaku tetap berlaku.")
        elif act == "setujui":
            done = actions.approve_targets(ids, word=reason[:200], by=by, at=at)
            said = ngettext("%(n)s sasaran berlaku.", "%(n)s sasaran berlaku.", done) % {"n": number(done)}
        elif act == "kembalikan":
            done = actions.return_targets(ids, reason=reason[:200], by=by, at=at)
            said = ngettext("%(n)s usulan dikembalikan.", "%(n)s usulan dikembalikan.", done) % {"n": number(done)}
        else:
            return False
    except actions.ReasonMissing:
        messages.warning(request, gettext("Tulis alasannya dulu; usulan belum dikembalikan."))
    except actions.SecondPerson:
        messages.warning(request, gettext("Yang menulis atau mengajukan tidak memutuskannya. Tidak ada yang berubah."))
    except actions.NotYours:
        messages.warning(request, gettext("Sasaran kantor ini diputuskan kantor di atasnya. Belum ada yang berubah."))
    except actions.MovedOn:
        messages.warning(request, gettext("Usulan ini sudah diputuskan atau ditarik orang lain. Periksa keadaannya."))
    else:
        messages.success(request, said)
        return True
    return False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Proposals for the offices below one, of one indicator and year. `sums`: against the office's own target."""

    title: str
    rows: list[Told]
    sums: str


def target_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the user's decision, in bundles that belong together."""
    user = cast(Any, request.user)
    if request.method == "POST":
        ids = _chosen(request)
        if ids:
            decide(request, request.POST.get("aksi", ""), ids, request.POST.get("alasan", ""))
        else:
            messages.warning(request, gettext("Centang dulu usulan yang Anda putuskan."))
        return redirect("target_queue")
    rows = waiting(user)
    return render(request, "targets/queue.html", {"bundles": _bundles(rows, timezone.localdate()), "count": len(rows)})


def _bundles(rows: Sequence[TargetRow], day: date) -> list[Bundle]:
    """Rows of one indicator and year under one office together. Two queries for each such office and year."""
    offices = offices_of({row.office_id for row in rows})
    parents = offices_of({office.parent_id for office in offices.values() if office.parent_id is not None})
    over: dict[tuple[int | None, int, str], list[TargetRow]] = {}
    for row in rows:
        over.setdefault((offices[row.office_id].parent_id, row.year, row.indicator), []).append(row)
    sums: dict[tuple[int, int], dict[str, Cell]] = {}
    for parent, of_year in {(above, year) for above, year, _ in over if above is not None}:
        found = queries.cells(parent, of_year, list(AIMS), on=day)
        sums[parent, of_year] = {cell.indicator: cell for cell in found if cell.depth == 0}
    bundles = []
    for (above, year, key), together in over.items():
        title, told = f"{indicator_name(key)} {year}", ""
        if above is not None:
            title = gettext("%(title)s, di bawah %(office)s") % {"title": title, "office": parents[above].name}
            told = _sums(sums[above, year].get(key))
        bundles.append(Bundle(title, [_told(row) for row in together], told))
    return bundles


def _sums(cell: Cell | None) -> str:
    if cell is None or cell.figure is None or cell.below.planned is None:
        return ""
    return gap_sentence(cell.indicator, cell.figure, cell.below.planned)
