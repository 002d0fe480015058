"""An office from the plan to its first day: planned by a region, decided by another person, opened with area and staff.

Until it is opened nothing moves. On opening the office, its area, its people and its first targets come in one
transaction; pages do this with the owner's rights, after the right was checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ayomi.apps.access.actions import change_role
from ayomi.apps.access.queries import offices_below, users_of
from ayomi.apps.audit.actions import record
from ayomi.apps.offices.actions import move_area, open_office
from ayomi.apps.offices.queries import UnknownOffice, area_now, office, office_by_code
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.models import Opening, OpeningArea, OpeningEvent, OpeningStaff, OpeningTarget
from ayomi.apps.steering.rules.indicators import headline
from ayomi.apps.steering.rules.plans import OPENED_KINDS, STAFF_ROLES, OpeningState, follow
from ayomi.core import places


class UnknownOpening(LookupError):
    """No such opening, or none that may be seen from here."""


class SamePerson(Exception):
    """Whoever plans an office does not decide on it."""


class Unfit(ValueError):
    """A plan that cannot stand. `field`: code, parent, regions, staff, targets, opens_on or purpose; `why`: a code
    (taken, elsewhere, not_regency, nobody, negative, too_early, empty)."""

    def __init__(self, field: str, why: str, what: str = "") -> None:
        super().__init__(f"{field}: {why} {what}".strip())
        self.field, self.why, self.what = field, why, what


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What is planned. `regions`: codes of the regencies it shall serve; `staff`: user id and role of each who shall
    work there; `targets`: amounts by the text of an indicator for its first year."""

    parent_id: int
    code: str
    name: str
    kind: str
    seat: str
    opens_on: date
    purpose: str
    regions: tuple[str, ...]
    staff: tuple[tuple[int, str], ...] = ()
    targets: tuple[tuple[str, int], ...] = ()


def plan_opening(office_id: int, new: NewOffice, *, by: int | None, at: datetime) -> int:
    """Plan an office below `office_id`. Returns the id of the opening.

    Raises `Unfit`, `places.UnknownRegion`, UnknownIndicator.
    """
    _fits(office_id, new)
    with transaction.atomic():
        made = Opening.objects.create(
            office_id=office_id, parent_id=new.parent_id, code=new.code, name=new.name, kind=new.kind,
            seat_id=places.region(new.seat).code, opens_on=new.opens_on, purpose=new.purpose, state="planned",
            planned_at=at, planned_by=by,
        )  # fmt: skip
        OpeningArea.objects.bulk_create([OpeningArea(opening=made, region_id=region) for region in new.regions])
        OpeningStaff.objects.bulk_create(
            [OpeningStaff(opening=made, user_id=one, role=role) for one, role in new.staff]
        )
        OpeningTarget.objects.bulk_create(
            [OpeningTarget(opening=made, indicator=headline(key).key, amount=amount) for key, amount in new.targets]
        )
        _note(made, "planned", by=by, at=at)
    return made.pk


def _fits(office_id: int, new: NewOffice) -> None:
    under = set(offices_below(office_id))
    if new.parent_id not in under:
        raise Unfit("parent", "elsewhere")
    if new.kind not in OPENED_KINDS or not new.name.strip() or not new.purpose.strip():
        raise Unfit("purpose" if new.name.strip() else "name", "empty")
    if _known(new.code) or Opening.objects.filter(code=new.code, state__in=["planned", "approved"]).exists():
        raise Unfit("code", "taken", new.code)
    if not new.regions:
        raise Unfit("regions", "empty")
    serving = area_now(new.regions)
    for region in new.regions:
        if places.region(region).level != "regency":
            raise Unfit("regions", "not_regency", region)
        office_now, since = serving.get(region, (None, None))
        if office_now is not None and office_now not in under:
            raise Unfit("regions", "elsewhere", region)
        if since is not None and new.opens_on <= since:
            raise Unfit("opens_on", "too_early", region)
    places_of = {row.id: row.office_id for row in users_of(sorted(under))}
    for one, role in new.staff:
        if one not in places_of or role not in STAFF_ROLES:
            raise Unfit("staff", "nobody", str(one))
    for key, amount in new.targets:
        headline(key)
        if amount < 0:
            raise Unfit("targets", "negative", key)


def _known(code: str) -> bool:
    try:
        office_by_code(code)
    except UnknownOffice:
        return False
    return True


def _held(opening_id: int) -> Opening:
    found = Opening.objects.select_for_update().filter(pk=opening_id).first()
    if found is None:
        raise UnknownOpening(opening_id)
    return found


def _note(held: Opening, state: OpeningState, *, by: int | None, at: datetime, note: str = "") -> None:
    OpeningEvent.objects.create(opening=held, state=state, at=at, by=by, note=note)
    record(
        f"opening_{state}", subject="opening", subject_id=held.pk, office_id=held.office_id, by=by, at=at, reason=note,
        detail={"code": held.code, "name": held.name},
    )  # fmt: skip


def decide(opening_id: int, *, approve: bool, note: str, by: int | None, at: datetime) -> None:
    """Approve a planned office or refuse it. Raises UnknownOpening, `WrongState`, SamePerson."""
    state: OpeningState = "approved" if approve else "refused"
    with transaction.atomic():
        held = _held(opening_id)
        follow(held.state, state)
        if by is not None and held.planned_by == by:
            raise SamePerson(opening_id)
        held.state, held.decided_at, held.decided_by = state, at, by
        held.save(update_fields=["state", "decided_at", "decided_by"])
        _note(held, state, by=by, at=at, note=note)


def withdraw(opening_id: int, *, note: str, by: int | None, at: datetime) -> None:
    """Take back a plan that was not opened. Raises UnknownOpening, `WrongState`."""
    with transaction.atomic():
        held = _held(opening_id)
        follow(held.state, "withdrawn")
        held.state = "withdrawn"
        held.save(update_fields=["state"])
        _note(held, "withdrawn", by=by, at=at, note=note)


def open_planned(opening_id: int, *, opened_on: date, by: int | None, at: datetime) -> int:
    """Open an approved office on its first day, with its area, staff and first targets. Returns the office's id.

    Raises UnknownOpening, `WrongState`, and `Unfit` where area or code were given away since it was planned.
    """
    with transaction.atomic():
        held = _held(opening_id)
        follow(held.state, "opened")
        regions = _regions_of(held, opened_on)
        made = open_office(
            code=held.code, name=held.name, kind=held.kind, parent_id=held.parent_id, seat=held.seat_id,
            opened=opened_on, source=f"opening {held.pk}", by=by, at=at,
        )  # fmt: skip
        for region in regions:
            move_area(region, office_id=made, since=opened_on, reason=held.purpose[:200], by=by, at=at)
        for staff in OpeningStaff.objects.filter(opening=held).order_by("pk"):
            change_role(
                staff.user_id, role=staff.role, office_id=made, organisation_id=None, person_id=None,
                reason=held.purpose[:200], by=by, at=at,
            )  # fmt: skip
        for first in OpeningTarget.objects.filter(opening=held).order_by("pk"):
            set_target(made, opened_on.year, first.indicator, first.amount, f"opening {held.pk}", by=by, at=at)
        held.state, held.opened_id, held.opened_at = "opened", made, at
        held.save(update_fields=["state", "opened", "opened_at"])
        _note(held, "opened", by=by, at=at)
    return made


def _regions_of(held: Opening, opened_on: date) -> Sequence[str]:
    regions = list(OpeningArea.objects.filter(opening=held).order_by("region_id").values_list("region_id", flat=True))
    under = set(offices_below(held.office_id))
    if _known(held.code):
        raise Unfit("code", "taken", held.code)
    if opened_on < office(held.parent_id).opened:
        raise Unfit("opens_on", "too_early", held.code)
    for region, (office_now, since) in area_now(regions).items():
        if office_now not in under:
            raise Unfit("regions", "elsewhere", region)
        if opened_on <= since:
            raise Unfit("opens_on", "too_early", region)
    return regions
