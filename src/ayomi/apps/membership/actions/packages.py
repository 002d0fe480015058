"""Migrant workers: the time before placement, the contract and its prolongation, and the days paid for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.membership.actions.changes import hold_payers_of
from ayomi.apps.membership.models import Package
from ayomi.apps.membership.rules import packages as rules
from ayomi.apps.membership.rules.packages import Kind
from ayomi.core.periods import Span

LONGEST_CONTRACT = 120
"""Months beyond which a contract is a slip of the pen."""


class NotPlaced(Exception):
    """The package cannot be recorded. `code`: 'membership_unknown', 'not_migrant', 'outside_membership',
    'departs_too_soon', 'months_impossible', 'placed_already', 'before_already', 'no_contract', 'contract_over'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Member:
    id: int
    channel: str
    since: date
    until: date | None
    office_id: int


def _member(membership_id: int) -> _Member:
    """The migrant's membership, held for change."""
    hold_payers_of([membership_id])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT segment, id, channel, since, until, office_id FROM membership_membership WHERE id = %s"
            " FOR NO KEY UPDATE",
            [membership_id],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotPlaced("membership_unknown")
    if found[0] != "migrant":
        raise NotPlaced("not_migrant")
    return _Member(*found[1:])


def await_placement(membership_id: int, *, by: int | None, at: datetime) -> int:
    """A worker who goes through an agency and has no contract yet: the package before placement. Returns its number.

    Raises NotPlaced, and NotInForce before the law of migrant workers.
    """
    with transaction.atomic():
        member = _member(membership_id)
        if rules.route_of(member.channel) != "agency" or _live(membership_id):
            raise NotPlaced("before_already")
        months, span = rules.before(max(member.since, at.date()), None)
        return _write(member, "before", months, span, "", by, at)


def place(
    membership_id: int, *, departs: date, months: int, destination: str, by: int | None, at: datetime
) -> list[int]:
    """A contract abroad of `months` from `departs` on. Returns the packages it needs: the one for the work, and before
    it the one before placement where the worker goes through an agency and has none yet.

    Raises NotPlaced, and NotInForce before the law of migrant workers.
    """
    if not 0 < months <= LONGEST_CONTRACT:
        raise NotPlaced("months_impossible")
    with transaction.atomic():
        member = _member(membership_id)
        if departs < max(member.since, at.date()) or (member.until is not None and departs >= member.until):
            raise NotPlaced("outside_membership")
        live = _live(membership_id)
        if any(each.kind != "before" and each.until > departs for each in live):
            raise NotPlaced("placed_already")
        made = []
        if rules.route_of(member.channel) == "agency":
            made += _before(member, live, departs, by, at)
        span = rules.work(departs, months, at.date())
        return [*made, _write(member, "work", months, span, destination.strip(), by, at)]


def _before(member: _Member, live: list[Package], departs: date, by: int | None, at: datetime) -> list[int]:
    """The package before placement: cut to the departure where there is one, made where there is none."""
    begins = max(member.since, at.date())
    open_now = [each for each in live if each.kind == "before" and each.until > begins]
    for each in open_now:
        if departs <= each.since:
            raise NotPlaced("departs_too_soon")
        until = min(each.until, departs)
        Package.objects.filter(pk=each.pk).update(
            until=until,
            covered_since=None if each.covered_since is None else min(each.covered_since, until),
            covered_until=None if each.covered_until is None else min(each.covered_until, until),
        )
    if open_now:
        return []
    if departs <= begins:
        raise NotPlaced("departs_too_soon")
    months, span = rules.before(begins, departs)
    return [_write(member, "before", months, span, "", by, at)]


def prolong(membership_id: int, *, months: int, by: int | None, at: datetime) -> int:
    """The running contract runs on for `months` more. Returns the number of the package.

    Raises NotPlaced, and NotInForce before the law of migrant workers.
    """
    if not 0 < months <= LONGEST_CONTRACT:
        raise NotPlaced("months_impossible")
    with transaction.atomic():
        member = _member(membership_id)
        contract = [each for each in _live(membership_id) if each.kind != "before"]
        if not contract:
            raise NotPlaced("no_contract")
        last = max(contract, key=lambda each: each.until)
        if last.until <= at.date():
            raise NotPlaced("contract_over")
        if member.until is not None and last.until >= member.until:
            raise NotPlaced("outside_membership")
        return _write(member, "extension", months, rules.extension(last.until, months), last.destination, by, at)


def _live(membership_id: int) -> list[Package]:
    return list(
        Package.objects.select_for_update().filter(membership_id=membership_id, withdrawn_at=None).order_by("since")
    )


def _write(member: _Member, kind: Kind, months: int, span: Span, destination: str, by: int | None, at: datetime) -> int:
    if span.until is None:
        raise ValueError("a package ends")
    made = Package.objects.create(
        membership_id=member.id, kind=kind, months=months, since=span.since, until=span.until,
        destination=destination, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    record(
        "package_recorded", subject="membership", subject_id=member.id, office_id=member.office_id, by=by, at=at,
        detail={"kind": kind, "months": months, "since": span.since.isoformat(), "package": made.pk},
    )  # fmt: skip
    return int(made.pk)


def withdraw_packages(package_ids: list[int], *, by: int | None, at: datetime) -> int:
    """Packages that are not needed after all. The caller makes sure that none is on a bill. Returns how many."""
    with transaction.atomic():
        gone = Package.objects.select_for_update().filter(pk__in=package_ids, withdrawn_at=None, paid_on=None)
        members = list(gone.values_list("membership_id", "membership__office_id"))
        count = gone.update(withdrawn_at=at)
        for membership_id, office_id in sorted(set(members)):
            record(
                "packages_withdrawn", subject="membership", subject_id=membership_id, office_id=office_id, by=by, at=at,
                detail={"packages": sorted(package_ids)},
            )  # fmt: skip
    return count


def cover_packages(paid: Mapping[int, date]) -> None:
    """Packages are paid, each on its day: they cover from then on. One paid before stays as first paid."""
    with transaction.atomic():
        for each in Package.objects.select_for_update().filter(pk__in=list(paid), paid_on=None).order_by("pk"):
            since, until = rules.covered(Span(each.since, each.until), paid[each.pk])
            Package.objects.filter(pk=each.pk).update(paid_on=paid[each.pk], covered_since=since, covered_until=until)
