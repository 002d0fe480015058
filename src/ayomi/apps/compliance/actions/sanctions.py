"""Administrative sanctions, step by step: opened, carried on once the days of law have passed, lifted when cured.

Whoever calls has checked that the user may see the organisation or the case; the acts run with the owner's rights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.compliance.actions.recommendations import NotPossible, recheck
from ayomi.apps.compliance.actions.telling import tell
from ayomi.apps.compliance.models import Authority, SanctionCase, SanctionStep
from ayomi.apps.compliance.queries.sanctions import CaseRow, case
from ayomi.apps.compliance.queries.standing import facts_of, named, snapshot
from ayomi.core.law.licensing import Facts, judge
from ayomi.core.law.penalties import administrative_fine
from ayomi.core.law.sanctions import GROUNDS, Ground, services_on, time_of


class UnknownCase(LookupError):
    """No such case."""


def holds(ground: Ground, facts: Facts) -> bool:
    """Whether the ground is there: nobody enrolled; fewer people or programmes than there must be; money past due."""
    if ground == "unregistered":
        return not facts.members
    if ground == "arrears":
        return facts.overdue_bills > 0
    codes = {each.code for each in judge(replace(facts, stopped=None, warned=None)).findings}
    return bool(codes & {"some_missing", "many_missing", "some_lack", "many_lack"})


def open_case(organisation_id: int, *, ground: Ground, note: str, by: int | None, at: datetime) -> int:
    """The first written warning, if its ground is there. Returns the case.

    Raises ValueError for another ground, NotPossible ('unknown_organisation', 'no_ground', 'already_open').
    """
    if ground not in GROUNDS:
        raise ValueError(f"no ground {ground}")
    day = localdate(at)
    with owner_rights():
        whom = named([organisation_id]).get(organisation_id)
        if whom is None:
            raise NotPossible("unknown_organisation")
        facts = facts_of([organisation_id], day)[organisation_id]
        if not holds(ground, facts):
            raise NotPossible("no_ground")
        if SanctionCase.objects.select_for_update().filter(organisation_id=organisation_id, state="open").exists():
            raise NotPossible("already_open")
        kept = snapshot(facts, whom)
        made = SanctionCase.objects.create(
            organisation_id=organisation_id, office_id=whom.office_id, ground=ground, facts=kept, opened_on=day,
            opened_at=at, opened_by=by,
        )  # fmt: skip
        SanctionStep.objects.create(
            case=made, number=1, step="warning_1", taken_on=day, ends_on=time_of("warning_1", day), note=note,
            facts=kept, taken_at=at, taken_by=by,
        )  # fmt: skip
        _note("sanction_opened", made, by=by, at=at, ground=ground, organisation=organisation_id)
    return int(made.pk)


def _note(action: str, of: SanctionCase, *, by: int | None, at: datetime, reason: str = "", **detail: Any) -> None:
    record(action, subject="sanction", subject_id=of.pk, office_id=of.office_id, by=by, at=at, reason=reason,
           detail=detail)  # fmt: skip


def _held(case_id: int) -> tuple[SanctionCase, CaseRow]:
    """The case, held until the transaction ends, and as it reads with its steps."""
    found = SanctionCase.objects.select_for_update().filter(pk=case_id).first()
    if found is None:
        raise UnknownCase(case_id)
    if found.state != "open":
        raise NotPossible("closed")
    row = case(case_id)
    assert row is not None  # held above
    return found, row


def take_step(
    case_id: int, *, note: str, base: int | None = None, services: Sequence[str] = (), authority_id: int | None = None,
    by: int | None, at: datetime,
) -> str:  # fmt: skip
    """The next step of the case, which its law knows. Returns its name.

    A fine needs `base`, the contributions due in rupiah; a request to stop services names `services` and the licensing
    office. Raises UnknownCase, NotPossible ('closed', 'last_step', 'too_early', 'cured', 'own_step', 'no_base',
    'no_services').
    """
    day = localdate(at)
    with owner_rights():
        held, row = _held(case_id)
        coming = row.next(day)
        if coming is None:
            raise NotPossible("last_step")
        if day < coming.since:
            raise NotPossible("too_early")
        facts = facts_of([held.organisation_id], day)[held.organisation_id]
        if not holds(row.ground, facts):
            raise NotPossible("cured")
        if coming.step in ("fine", "stop_services") and row.steps[-1].taken_by == by:
            raise NotPossible("own_step")
        if coming.step == "fine" and not (base and base > 0):
            raise NotPossible("no_base")
        stops = coming.step == "stop_services"
        if stops and not (services and set(services) <= set(services_on(day)) and authority_id):
            raise NotPossible("no_services")
        SanctionStep.objects.create(
            case=held, number=len(row.steps) + 1, step=coming.step, taken_on=day, ends_on=time_of(coming.step, day),
            note=note, base=base if coming.step == "fine" else None, services=list(services) if stops else [],
            authority_id=authority_id if stops else None,
            facts=snapshot(facts, named([held.organisation_id])[held.organisation_id]), taken_at=at, taken_by=by,
        )  # fmt: skip
        _note("sanction_step", held, by=by, at=at, step=coming.step)
        if stops and authority_id:
            _ask_to_stop(held, authority_id, list(services), at=at)
    if stops:
        # What it was given before falls with the request; found again by the next run if this is cut short here.
        recheck(at=at, organisation_ids=[held.organisation_id])
    return coming.step


def _ask_to_stop(held: SanctionCase, authority_id: int, services: list[str], *, at: datetime) -> None:
    if not Authority.objects.filter(pk=authority_id).exists():
        raise NotPossible("no_services")
    held.stop_authority_id = authority_id
    held.save(update_fields=["stop_authority"])
    tell(authority_id, "services.stop_asked", _told(held) | {"services": services}, at=at)


def _told(held: SanctionCase) -> dict[str, Any]:
    whom = held.facts
    return {
        "case": held.pk,
        "organisation": {name: whom.get(name, "") for name in ("name", "npp", "nib", "nik_koperasi")},
    }


def fine_owed(row: CaseRow, on: date) -> int:
    """What the administrative fine of a case amounts to if it is paid on the day, in rupiah; nought without one."""
    fine, warning = row.step("fine"), row.step("warning_2")
    if fine is None or fine.base is None or warning is None or warning.ends_on is None:
        return 0
    return administrative_fine(fine.base, warning.ends_on, on)


def pay_fine(case_id: int, *, amount: int, paid_on: date, reference: str, by: int | None, at: datetime) -> None:
    """Note that the administrative fine came in, whole. Raises UnknownCase, NotPossible ('closed', 'no_fine',
    'already_paid', 'other_amount', 'in_the_future', 'no_reference')."""
    if paid_on > localdate(at):
        raise NotPossible("in_the_future")
    if not reference.strip():
        raise NotPossible("no_reference")
    with owner_rights():
        held, row = _held(case_id)
        fine = row.step("fine")
        if fine is None or paid_on < fine.taken_on:
            raise NotPossible("no_fine")
        if row.fine_paid is not None:
            raise NotPossible("already_paid")
        if amount != fine_owed(row, paid_on):
            raise NotPossible("other_amount")
        held.fine_paid, held.fine_paid_on, held.fine_reference = amount, paid_on, reference.strip()
        held.save(update_fields=["fine_paid", "fine_paid_on", "fine_reference"])
        _note("sanction_fine_paid", held, by=by, at=at, amount=amount, paid_on=paid_on.isoformat())


def lift(case_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """The sanction ends because what it asked for was done; services that were stopped may be given again.

    Raises UnknownCase, NotPossible ('closed', 'no_reason', 'not_cured', 'fine_open').
    """
    with owner_rights():
        held, row = _held(case_id)
        facts = facts_of([held.organisation_id], localdate(at))[held.organisation_id]
        if holds(row.ground, facts):
            raise NotPossible("not_cured")
        if row.step("fine") is not None and row.fine_paid is None:
            raise NotPossible("fine_open")
        _close(held, "lifted", reason, by=by, at=at)


def revoke(case_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """The sanction should never have been given; somebody else than who opened it says so.

    Raises UnknownCase, NotPossible ('closed', 'no_reason', 'own_step').
    """
    with owner_rights():
        held, row = _held(case_id)
        if row.opened_by is not None and row.opened_by == by:
            raise NotPossible("own_step")
        _close(held, "revoked", reason, by=by, at=at)


def _close(held: SanctionCase, state: str, reason: str, *, by: int | None, at: datetime) -> None:
    if not reason.strip():
        raise NotPossible("no_reason")
    held.state, held.closed_on, held.closed_at, held.closed_by = state, localdate(at), at, by
    held.closed_reason = reason.strip()
    held.save(update_fields=["state", "closed_on", "closed_at", "closed_by", "closed_reason"])
    _note(f"sanction_{state}", held, by=by, at=at, reason=reason.strip())
    if held.stop_authority_id is not None:
        tell(held.stop_authority_id, "services.stop_lifted", _told(held), at=at)
