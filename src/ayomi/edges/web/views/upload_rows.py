"""How a row that waits is shown: what stands there, what is wrong, and the one or two ways to put it right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from ayomi.apps.intake.queries.lists import Line
from ayomi.apps.registry import queries as registry
from ayomi.core.identity import mask
from ayomi.core.lists.problems import Problem
from ayomi.core.lists.words import LABELS
from ayomi.core.money import Language
from ayomi.edges.web import formats

ONLY_OUT = frozenset({"age_over", "duplicate_row", "twice_in_list", "too_old", "left_already", "occupation_none"})
"""Questions for which nothing can be typed: the row is left out, or its file corrected."""
NOT_PREFILLED = frozenset(
    {"number_damaged", "number_rounded", "number_inexact", "formula", "error_value", "nik_masked"}
)
WORK = (
    "Nelayan", "Petani", "Pedagang", "Buruh angkut", "Buruh tani", "Tukang kayu", "Tukang batu", "Penjahit", "Ojek",
    "Sopir", "Kurir", "Peternak", "Pembudidaya ikan", "Montir", "Asisten rumah tangga", "Pemulung",
)  # fmt: skip
GONE = frozenset({"name_missing", "not_found", "not_member_here", "member_number_unknown"})
"""What cannot always be put right here: such a row may also be left out."""
NUMBERS = frozenset({"nik", "family_card", "npwp", "nib", "phone", "member_number", "bank_account", "postcode"})
PERSONAL = frozenset({"nik", "family_card", "npwp", "member_number", "bank_account"})
CAUSES = {
    "resigned": "mengundurkan diri", "dismissed": "PHK", "retired": "pensiun", "died": "meninggal",
    "transferred": "mutasi", "disabled": "cacat total tetap", "left_country": "ke luar negeri",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """A record a row may be the same as; `name` is empty where it may not be seen from here."""

    id: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One row as it is shown among those that wait.

    `control`: what is offered: 'text', 'select', 'work' (a text with suggestions), 'accept', 'out', 'twin' or ''
    (nothing). `use`: the button that takes the proposal, '' for none; `clear`: whether the cell may be left empty.
    """

    number: int
    name: str
    heading: str
    written: str
    what: str
    do: str
    field: str
    code: str
    control: str
    value: str
    use: str
    proposal: str
    clear: bool
    out: bool
    compare: int | None
    mode: str
    choices: Sequence[tuple[str, str]]
    more: int
    others: Sequence[Other]


@dataclass(frozen=True, slots=True)
class Shown:
    """One row among those that wait for nobody: its name, a few values, and what was noted."""

    number: int
    name: str
    values: Mapping[str, str]
    notes: Sequence[str]
    person_id: int | None


def repair(line: Line, others: Mapping[int, Other], language: Language) -> Repair:
    """The first thing that holds a row up, and how it can be put right."""
    holding = [problem for problem in line.contents.problems if problem.severity != "warning"]
    # What is broken comes before what is asked.
    first = next((problem for problem in holding if problem.severity == "fix"), holding[0])
    english = language == "en"
    twin = first.code in ("possible_twin", "nik_of_another", "organisation_twin")
    control = "twin" if twin else _control(first)
    offered = not twin and control not in ("out",) and first.proposal is not None
    written = first.written
    if first.field in PERSONAL and first.code in ("duplicate_nik", "duplicate_member_number"):
        written = mask(written)
    return Repair(
        number=line.number, name=line.name, heading=_label(first, language), written=written,
        what=first.what_en if english else first.what_id, do=_here(first) or (first.do_en if english else first.do_id),
        field=_typed_field(first), code=first.code, control=control,
        value="" if control == "work" else _prefilled(first),
        use=_use(first, language) if offered else "", proposal=first.proposal or "" if offered else "",
        clear=first.code == "phone_optional" or first.field in ("email", "sex"),
        out=control in ("out", "accept") or first.code.startswith("duplicate")  or first.code in GONE,
        compare=_other_row(first), mode="numeric" if first.field in NUMBERS or first.field == "wage" else "",
        choices=_choices(first, language), more=len(holding) - 1,
        others=tuple(others.get(each, Other(each, "", "")) for each in line.contents.others) if twin else (),
    )  # fmt: skip


def _here(problem: Problem) -> str:
    """What to do on this page, where it differs from what to do in the file."""
    if problem.field == "nik" and problem.code in NOT_PREFILLED:
        return gettext("Ketik 16 angka dari KTP.")
    if problem.field in NUMBERS and problem.code in NOT_PREFILLED:
        return gettext("Ketik ulang dari dokumen aslinya.")
    return ""


def _typed_field(problem: Problem) -> str:
    # Findings about who somebody is are answered by a number.
    return "nik" if problem.code in ("not_found", "not_member_here", "identity_missing") else problem.field


def _label(problem: Problem, language: Language) -> str:
    return LABELS[_typed_field(problem)][1 if language == "en" else 0]


def _control(problem: Problem) -> str:
    if problem.code in ONLY_OUT:
        return "out"
    if problem.severity == "confirm" and problem.proposal is None:
        return "accept"
    if problem.field == "occupation":
        return "work"
    return "select" if problem.field in ("sex", "leave_cause") else "text"


def _choices(problem: Problem, language: Language) -> Sequence[tuple[str, str]]:
    if problem.field == "sex":
        return (("L", gettext("Laki-laki")), ("P", gettext("Perempuan")))
    if problem.field == "leave_cause":
        return tuple((words, words) for words in CAUSES.values())
    return ()


def _prefilled(problem: Problem) -> str:
    if problem.code in NOT_PREFILLED or problem.code.startswith("duplicate") or len(problem.written) > 60:
        return ""
    return problem.written


def _use(problem: Problem, language: Language) -> str:
    """The button that takes the proposal, as a clerk would say it."""
    proposal = problem.proposal or ""
    try:
        shown = date.fromisoformat(proposal).strftime("%d-%m-%Y")
    except ValueError:
        shown = proposal
    if problem.field in ("wage", "programmes") and problem.severity == "confirm":
        return gettext("Benar")
    return gettext("Pakai %(proposal)s") % {"proposal": shown}


def _other_row(problem: Problem) -> int | None:
    """The row this one is to be compared with, named in its words."""
    if not problem.code.startswith("duplicate"):
        return None
    found = re.search(r"\bbaris (\d+)", problem.what_id)
    return int(found[1]) if found else None


def others_of(lines: Sequence[Line], *, organisations: bool, language: Language) -> dict[int, Other]:
    """The records these rows may be the same as, as far as they may be seen from here."""
    found: dict[int, Other] = {}
    for number in {each for line in lines for each in line.contents.others}:
        try:
            if organisations:
                there = registry.organisation(number)
                found[number] = Other(number, there.name, there.npp or "")
            else:
                person = registry.person(number)
                born = formats.day(person.born, language)
                found[number] = Other(number, person.name, f"{born}, {person.nik_mask}" if person.nik_mask else born)
        except (registry.UnknownPerson, registry.UnknownOrganisation):
            found[number] = Other(number, "", "")
    return found


def shown(line: Line, language: Language) -> Shown:
    """A row with its numbers masked and what was noted about it."""
    clean = line.contents.clean
    values: dict[str, str] = {}
    for name, value in clean.items():
        values[name] = _value(name, value, language)
    notes = [each.what_en if language == "en" else each.what_id for each in line.contents.problems]
    return Shown(line.number, line.name, values, notes, line.person_id)


def _value(name: str, value: Any, language: Language) -> str:
    if name in PERSONAL or name == "phone":
        return mask(str(value))
    if name in ("wage", "wage_before"):
        return formats.rupiah(int(value), language)
    return formats.day(value, language) if isinstance(value, date) else str(value)
