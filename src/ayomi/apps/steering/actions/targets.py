"""Setting targets: drafted, proposed, approved or returned by a second person. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Q

from ayomi.apps.access.queries import UserRow, offices_below, user
from ayomi.apps.audit.actions import record
from ayomi.apps.offices.queries import Office, UnknownOffice, offices_of
from ayomi.apps.steering.models import Target
from ayomi.apps.steering.rules import deciding
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import Course, CourseRule, checked, even
from ayomi.core.money import LARGEST_SUM

FIRST_YEAR: Final = 1993
"""The first year of the law that this house knows."""
YEARS_AHEAD: Final = 10


class NotYours(Exception):
    """The user may not set, or not decide on, targets of this office: `office_id`."""

    def __init__(self, office_id: int) -> None:
        super().__init__(f"no right over targets of office {office_id}")
        self.office_id = office_id


class SecondPerson(Exception):
    """Whoever wrote or proposed a target does not decide on it."""


class MovedOn(Exception):
    """The revision is not, or no longer, where this act finds it: somebody was quicker."""


class Waiting(Exception):
    """A proposal of this office waits to be decided on: `target_id`. It must be withdrawn or decided on first."""

    def __init__(self, target_id: int) -> None:
        super().__init__(f"target {target_id} waits to be decided on")
        self.target_id = target_id


class ReasonMissing(Exception):
    """Another figure than the one in force needs a reason."""


class NotOpen(Exception):
    """The office is shut, or not open yet, in that year: `office_id`."""

    def __init__(self, office_id: int) -> None:
        super().__init__(f"office {office_id} is not open")
        self.office_id = office_id


@dataclass(frozen=True, slots=True)
class Draft:
    """A target to be written down. `course`: what shall stand by the end of each month, twelve values."""

    office_id: int
    year: int
    indicator: str
    amount: int
    course: Course
    course_rule: CourseRule = "even"
    origin: str = "typed"
    source: str = ""
    reason: str = ""
    owner_id: int | None = None
    shared_from_id: int | None = None
    file_id: int | None = None

    @property
    def cell(self) -> tuple[int, int, str]:
        return self.office_id, self.year, self.indicator


@dataclass(frozen=True, slots=True)
class Drafted:
    """`ids`: revisions written; `same`: those that stood there with the same figures already."""

    ids: tuple[int, ...]
    same: tuple[int, ...]


def years(at: date) -> range:
    """The years for which targets are kept."""
    return range(FIRST_YEAR, at.year + YEARS_AHEAD + 1)


def is_open(office: Office, year: int, on: date) -> bool:
    """Whether an office can be given a target for `year`: open in it, and not shut by the day `on`."""
    shut = office.closed is not None and (office.closed <= date(year, 1, 1) or office.closed <= on)
    return not shut and office.opened <= date(year, 12, 31)


def draft_targets(drafts: Sequence[Draft], *, by: int, at: datetime) -> Drafted:
    """Write targets down as drafts. A draft or returned revision of the same target gives way and stays in its history.

    The same figures again change nothing. Raises NotYours, NotOpen, Waiting, ReasonMissing, UnknownIndicator,
    `offices.queries.UnknownOffice`, `course.WrongCourse`, and ValueError for an amount or year out of range or a target
    named twice.
    """
    if len({draft.cell for draft in drafts}) < len(drafts):
        raise ValueError("a target is named twice")
    for draft in drafts:
        _examine(draft, at)
    _require_open(drafts, at)
    require_scope(user(by), [draft.office_id for draft in drafts])
    with transaction.atomic():
        _hold([draft.office_id for draft in drafts])
        current = _current(drafts)
        written, same = [], []
        for draft in drafts:
            held = [each for each in current.get(draft.cell, []) if each.until is None]
            standing = next((each for each in held if _says(each, draft)), None)
            if standing is not None:
                same.append(standing.pk)
                continue
            _require_free(held, draft)
            written.append(_revision(draft, current.get(draft.cell, []), by, at))
        _give_way([each.pk for draft in drafts for each in current.get(draft.cell, [])], written, at)
        ids = tuple(each.pk for each in Target.objects.bulk_create(written))
        if ids:
            _note("targets_drafted", written, by=by, at=at)
    return Drafted(ids, tuple(same))


def _examine(draft: Draft, at: datetime) -> None:
    level = is_level(draft.indicator)
    if not 0 <= draft.amount <= LARGEST_SUM:
        raise ValueError("a target is zero or more, and no larger than any sum")
    if draft.year not in years(at.date()):
        raise ValueError(f"a target for the year {draft.year} is not kept")
    checked(draft.course, draft.amount, level=level)


def _require_open(drafts: Sequence[Draft], at: datetime) -> None:
    known = offices_of({draft.office_id for draft in drafts})
    for draft in drafts:
        if draft.office_id not in known:
            raise UnknownOffice(draft.office_id)
        if not is_open(known[draft.office_id], draft.year, at.date()):
            raise NotOpen(draft.office_id)


def require_scope(who: UserRow | None, office_ids: Sequence[int]) -> None:
    """Whoever writes or proposes is head of the office or of one above it. Raises NotYours."""
    own = frozenset(offices_below(who.office_id)) if who is not None and who.is_active and who.office_id else ()
    for office_id in office_ids:
        if who is None or not deciding.may_propose(who.role, within=office_id in own):
            raise NotYours(office_id)


def _hold(office_ids: Sequence[int]) -> None:
    """Acts on the targets of an office come one after the other; taken in one order, so that none waits in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('steering_target'), office) FROM (SELECT DISTINCT office::int"
            " FROM unnest(%s::bigint[]) AS office ORDER BY 1) AS each",
            [list(office_ids)],
        )


def _current(drafts: Sequence[Draft]) -> dict[tuple[int, int, str], list[Target]]:
    """Every revision of the targets to be written, in force, at work or long gone."""
    found: dict[tuple[int, int, str], list[Target]] = {}
    cells = Q(pk__in=[])
    for year, indicator in {(draft.year, draft.indicator) for draft in drafts}:
        offices = [draft.office_id for draft in drafts if (draft.year, draft.indicator) == (year, indicator)]
        cells |= Q(year=year, indicator=indicator, office_id__in=offices)
    for each in Target.objects.filter(cells).order_by("revision"):
        found.setdefault((each.office_id, each.year, each.indicator), []).append(each)
    return found


def _says(standing: Target, draft: Draft) -> bool:
    if standing.state == "returned":
        return False
    return (standing.amount, tuple(standing.course)) == (draft.amount, draft.course)


def _require_free(held: Sequence[Target], draft: Draft) -> None:
    for each in held:
        if each.state == "proposed":
            raise Waiting(each.pk)
        if each.state == "approved" and not draft.reason.strip():
            raise ReasonMissing(draft.cell)


def _revision(draft: Draft, before: Sequence[Target], by: int | None, at: datetime, state: str = "draft") -> Target:
    return Target(
        office_id=draft.office_id, year=draft.year, indicator=draft.indicator, amount=draft.amount,
        course=list(draft.course), course_rule=draft.course_rule, origin=draft.origin, source=draft.source,
        reason=draft.reason.strip(), owner_id=draft.owner_id, shared_from_id=draft.shared_from_id,
        file_id=draft.file_id, revision=max((each.revision for each in before), default=0) + 1, state=state,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip


def _give_way(ids: Sequence[int], written: Sequence[Target], at: datetime) -> None:
    cells = {(each.office_id, each.year, each.indicator) for each in written}
    gone = [
        each.pk
        for each in Target.objects.filter(pk__in=ids, until=None, state__in=("draft", "returned"))
        if (each.office_id, each.year, each.indicator) in cells
    ]
    Target.objects.filter(pk__in=gone).update(until=at)


def propose_targets(target_ids: Sequence[int], *, by: int, at: datetime) -> int:
    """Hand drafts to whoever decides on them; returns how many. Raises NotYours, MovedOn."""
    with transaction.atomic():
        rows = _taken(target_ids, "draft")
        require_scope(user(by), [row.office_id for row in rows])
        Target.objects.filter(pk__in=target_ids).update(state="proposed", proposed_at=at, proposed_by=by)
        _note("targets_proposed", rows, by=by, at=at)
    return len(rows)


def approve_targets(target_ids: Sequence[int], *, word: str = "", by: int, at: datetime) -> int:
    """Put proposals in force; what was in force until now ends. Returns how many.

    Raises SecondPerson for whoever wrote or proposed one of them, NotYours, and MovedOn where one no longer waits.
    """
    with transaction.atomic():
        rows = _taken(target_ids, "proposed")
        _require_decider(rows, by)
        cells = Q(pk__in=[])
        for row in rows:
            cells |= Q(office_id=row.office_id, year=row.year, indicator=row.indicator)
        Target.objects.filter(cells, state="approved", until=None).update(until=at)
        Target.objects.filter(pk__in=target_ids).update(
            state="approved", decided_at=at, decided_by=by, decision=word.strip()
        )
        _note("targets_approved", rows, by=by, at=at, reason=word)
    return len(rows)


def return_targets(target_ids: Sequence[int], *, reason: str, by: int, at: datetime) -> int:
    """Give proposals back with a reason; what is in force stays so. Raises as `approve_targets`, and ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        rows = _taken(target_ids, "proposed")
        _require_decider(rows, by)
        Target.objects.filter(pk__in=target_ids).update(
            state="returned", decided_at=at, decided_by=by, decision=reason.strip()
        )
        _note("targets_returned", rows, by=by, at=at, reason=reason)
    return len(rows)


def withdraw_targets(target_ids: Sequence[int], *, by: int, at: datetime) -> int:
    """Give up what is not in force yet: drafts, proposals, returned ones. Raises NotYours, MovedOn."""
    with transaction.atomic():
        rows = _taken(target_ids, *deciding.OPEN_STATES)
        require_scope(user(by), [row.office_id for row in rows])
        Target.objects.filter(pk__in=target_ids).update(until=at)
        _note("targets_withdrawn", rows, by=by, at=at)
    return len(rows)


def _taken(target_ids: Sequence[int], *states: str) -> list[Target]:
    """The revisions held against everyone else, all of them in one of `states`. Raises MovedOn."""
    offices = list(Target.objects.filter(pk__in=target_ids).values_list("office_id", flat=True))
    _hold(offices)
    rows = list(Target.objects.select_for_update().filter(pk__in=target_ids).order_by("pk"))
    if not rows or len(rows) < len(set(target_ids)):
        raise MovedOn
    if any(row.state not in states or row.until is not None for row in rows):
        raise MovedOn
    return rows


def _require_decider(rows: Sequence[Target], by: int) -> None:
    who = user(by)
    if who is None or not who.is_active or who.office_id is None:
        raise NotYours(rows[0].office_id)
    below = set(offices_below(who.office_id)) - {who.office_id}
    kinds = {found.id: found.kind for found in offices_of({row.office_id for row in rows}).values()}
    for row in rows:
        own_head = kinds[row.office_id] == "head" and row.office_id == who.office_id
        if not deciding.may_decide(who.role, kinds[row.office_id], above=row.office_id in below) or (
            kinds[row.office_id] == "head" and not own_head
        ):
            raise NotYours(row.office_id)
        if by in (row.proposed_by, row.recorded_by):
            raise SecondPerson


def _note(action: str, rows: Sequence[Target], *, by: int | None, at: datetime, reason: str = "") -> None:
    """One event for what was done in one go, at the office of its first target."""
    first = rows[0]
    record(
        action, subject="target", subject_id=first.pk, office_id=first.office_id, by=by, at=at, reason=reason,
        detail={
            "targets": [
                {"office": row.office_id, "year": row.year, "indicator": row.indicator, "amount": row.amount,
                 "revision": row.revision}
                for row in rows
            ],
        },
    )  # fmt: skip


def set_target(
    office_id: int, year: int, indicator: str, amount: int, source: str, *, by: int | None, at: datetime,
    course: Course = (), course_rule: CourseRule = "even", reason: str = "",
) -> None:  # fmt: skip
    """Put a target in force at once, evenly from zero unless a course is given: for whoever runs the installation.

    On pages the database refuses it; there a second person decides. Setting it again is another revision.
    Raises UnknownIndicator, `course.WrongCourse`, and ValueError for an amount or year out of range.
    """
    draft = Draft(
        office_id, year, indicator, amount, course or even(amount), course_rule, "loaded", source,
        reason,
    )  # fmt: skip
    _examine(draft, at)
    with transaction.atomic():
        _hold([office_id])
        cell = Target.objects.filter(office_id=office_id, year=year, indicator=indicator)
        before = cell.filter(state="approved", until=None).first()
        if before is not None and _says(before, draft) and before.source == source:
            return
        cell.filter(state="approved", until=None).update(until=at)
        number = cell.aggregate(last=Max("revision"))["last"] or 0
        row = _revision(draft, (), by, at, "approved")
        row.revision, row.proposed_at, row.decided_at = number + 1, at, at
        row.save(force_insert=True)
        record(
            "target_set", subject="target", subject_id=row.pk, office_id=office_id, by=by, at=at, reason=reason,
            detail={
                "year": year, "indicator": indicator, "amount": amount, "source": source,
                "before": None if before is None else before.amount,
            },
        )  # fmt: skip
