"""People taken on as far as money and places go, replaced, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection, transaction

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.audit.queries import copy_out
from ayomi.apps.membership.actions import enrol, leave
from ayomi.apps.sponsorship.actions.budgets import OPEN, NotPossible, UnknownBudget, hold, most_people, note_of
from ayomi.apps.sponsorship.models import END_REASONS, Budget, Support
from ayomi.apps.sponsorship.rules import span_cost
from ayomi.core.periods import Month


@dataclass(frozen=True, slots=True)
class TakenOn:
    """What an approval brought: people supported now, those who wait, and those refused (support -> code)."""

    active: int
    waiting: int
    refused: dict[int, str]


def take_on(
    budget_id: int, support_ids: Sequence[int] | None, *, since: Month, months: int, by: int | None, at: datetime
) -> TakenOn:
    """Approve proposed and waiting people for `months` months, in the order they were proposed, as far as money and
    places go; the others wait. `support_ids` None: all of them. Each becomes a member through the payer.

    Budget and quota hold whatever happens at once: the budget's row is held, and the database checks it again.
    Raises NotPossible ('not_approved', 'closed', 'outside', 'own_request' for who proposed them).
    """
    with transaction.atomic():
        held = hold(budget_id)
        if held.state != "approved":
            raise NotPossible("closed" if held.state == "closed" else "not_approved")
        first, until = since.first_day, since.plus(months).first_day
        if months < 1 or first < held.since or until > held.until:
            raise NotPossible("outside")
        queue = _queue(held, support_ids)
        if by is not None and (queue["proposed_by"] == by).any():
            raise NotPossible("own_request")
        cost = span_cost(first, until, income=held.income, jht=held.jht)
        places = held.quota - most_people(held, first, until)
        fit = max(min(places, (held.amount - held.committed) // cost), 0)
        taken, refused = _enrol(held, queue, fit, first, until, cost, by=by, at=at)
        rest = queue["support_id"][taken + len(refused) :]
        _wait(rest, by, at)
        held.committed += cost * taken
        held.save(update_fields=["committed"])
        note_of("people_taken_on", held, by=by, at=at, active=taken, waiting=rest.len(), refused=len(refused),
              since=first.isoformat(), months=months)  # fmt: skip
    return TakenOn(taken, rest.len(), refused)


def _queue(budget: Budget, support_ids: Sequence[int] | None) -> pl.DataFrame:
    """support_id, person_id, occupation, region_id, proposed_by of those proposed and waiting, in their order.

    The budget was seen and is held; where a person lives may be known only to an office that cannot be seen.
    """
    with owner_rights():
        return copy_out(
            "SELECT s.id, s.person_id, s.occupation, p.region_id, r.recorded_by FROM sponsorship_support s"
            " JOIN registry_person p ON p.id = s.person_id JOIN sponsorship_proposal r ON r.id = s.proposal_id"
            " WHERE s.budget_id = %(budget)s AND s.state = ANY (%(open)s)"
            " AND (%(all)s OR s.id = ANY (%(ids)s::bigint[])) ORDER BY s.id",
            {"budget": budget.pk, "open": list(OPEN), "all": support_ids is None, "ids": list(support_ids or ())},
            schema={"support_id": pl.Int64, "person_id": pl.Int64, "occupation": pl.String, "region_id": pl.String,
                    "proposed_by": pl.Int64},
        )  # fmt: skip


def _enrol(
    budget: Budget, queue: pl.DataFrame, fit: int, since: date, until: date, cost: int, *, by: int | None, at: datetime
) -> tuple[int, dict[int, str]]:
    """Members made of the first who fit; whoever cannot be a member leaves the place to the next.

    Returns how many were taken and who was refused, all of them the first of the queue.
    """
    taken, place = 0, 0
    refused: dict[int, str] = {}
    while taken < fit and place < queue.height:
        batch = queue[place : place + fit - taken]
        place += batch.height
        frame = batch.drop("proposed_by").with_columns(
            since=pl.lit(since), wage=pl.lit(budget.income), jkk=pl.lit(True), jkm=pl.lit(True), jht=pl.lit(budget.jht)
        )
        told = enrol(
            frame, segment="own_account", channel="government", organisation_id=budget.organisation_id,
            project_id=None, office_id=budget.office_id, upload_id=None, by=by, at=at,
        )  # fmt: skip
        good = told.filter(pl.col("membership_id").is_not_null())
        # The end is known from the beginning, so that no month beyond the support can ever be billed.
        leave(
            good.select("membership_id").with_columns(until=pl.lit(until), reason=pl.lit("support_ended")),
            upload_id=None, by=by, at=at,
        )  # fmt: skip
        _activate(good, since, until, cost, by, at)
        bad = told.filter(pl.col("membership_id").is_null())
        _refuse(bad, by, at)
        refused |= dict(bad.select("support_id", "code").iter_rows())
        taken += good.height
    return taken, refused


def _wait(support_ids: pl.Series, by: int | None, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sponsorship_support SET state = 'waiting', decided_at = %s, decided_by = %s"
            " WHERE id = ANY (%s::bigint[])",
            [at, by, support_ids.to_list()],
        )


def _activate(good: pl.DataFrame, since: date, until: date, cost: int, by: int | None, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sponsorship_support s SET state = 'active', since = %s, until = %s, reserved = %s,"
            " membership_id = x.membership_id, decided_at = %s, decided_by = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS x (support_id, membership_id) WHERE s.id = x.support_id",
            [since, until, cost, at, by, good["support_id"].to_list(), good["membership_id"].to_list()],
        )


def _refuse(bad: pl.DataFrame, by: int | None, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sponsorship_support s SET state = 'refused', note = x.code, decided_at = %s, decided_by = %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS x (support_id, code) WHERE s.id = x.support_id",
            [at, by, bad["support_id"].to_list(), bad["code"].to_list()],
        )


def end_support(support_id: int, *, until: Month, reason: str, note: str = "", by: int | None, at: datetime) -> None:
    """One person's support ends before its time; months from `until` on are free again.

    Raises NotPossible ('not_active', 'outside', 'no_reason'): a month that is billed already is not given back here.
    """
    if reason not in END_REASONS or (reason == "other" and not note.strip()):
        raise NotPossible("no_reason")
    with transaction.atomic():
        found = Support.objects.filter(pk=support_id).first()
        if found is None:
            raise UnknownBudget(support_id)
        held = hold(found.budget_id)
        found = Support.objects.select_for_update().get(pk=support_id)
        if found.state != "active" or found.since is None or found.until is None:
            raise NotPossible("not_active")
        day = until.first_day
        if not found.since <= day < found.until or day < _after_billed(found):
            raise NotPossible("outside")
        kept = span_cost(found.since, day, income=held.income, jht=held.jht) if day > found.since else 0
        _end_membership(found, day, by=by, at=at)
        held.committed -= found.reserved - kept
        held.save(update_fields=["committed"])
        found.state, found.until, found.reserved = "ended", day, kept
        found.end_reason, found.note, found.decided_at, found.decided_by = reason, note.strip()[:200], at, by
        found.save()
        note_of("support_ended", held, by=by, at=at, support=support_id, until=day.isoformat(), reason=reason)


def _after_billed(support: Support) -> date:
    """The first month of a support that no final bill has asked for yet."""
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(l.month) FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id"
            " WHERE l.membership_id = %s AND b.state IN ('final', 'paid')",
            [support.membership_id],
        )
        found = cursor.fetchone()
    assert support.since is not None
    return Month.of(found[0]).plus(1).first_day if found and found[0] else support.since


def _end_membership(support: Support, day: date, *, by: int | None, at: datetime) -> None:
    with owner_rights():
        told = leave(
            pl.DataFrame({"membership_id": [support.membership_id], "until": [day], "reason": ["support_ended"]}),
            upload_id=None, shorten=True, by=by, at=at,
        )  # fmt: skip
    if told["code"][0] is not None:
        raise NotPossible("outside")


def replace_person(
    support_id: int, with_support_id: int, *, on: Month, reason: str, note: str = "", by: int | None, at: datetime
) -> TakenOn:
    """One person goes and another of the same budget takes the place, in one act. See `end_support` and `take_on`.

    Raises NotPossible, also where the other one cannot be taken on ('not_taken'): then nothing has changed.
    """
    with transaction.atomic():
        going = Support.objects.filter(pk=support_id).first()
        if going is None or going.until is None:
            raise NotPossible("not_active")
        left = Month.of(going.until).months_since(on)
        end_support(support_id, until=on, reason=reason, note=note, by=by, at=at)
        told = take_on(going.budget_id, [with_support_id], since=on, months=left, by=by, at=at)
        if told.active != 1:
            raise NotPossible("not_taken")
        Support.objects.filter(pk=with_support_id).update(replaces_id=support_id)
    return told


def withdraw_proposal(support_id: int, *, note: str, by: int | None, at: datetime) -> None:
    """Somebody proposed or waiting is taken off the list, with a reason.

    Raises NotPossible ('not_open', 'no_reason').
    """
    if not note.strip():
        raise NotPossible("no_reason")
    with transaction.atomic():
        found = Support.objects.filter(pk=support_id).first()
        if found is None:
            raise UnknownBudget(support_id)
        # Held, so that nobody takes the person on at the same moment.
        held = hold(found.budget_id)
        changed = Support.objects.filter(pk=support_id, state__in=OPEN).update(
            state="refused", note=note.strip()[:200], decided_at=at, decided_by=by
        )
        if not changed:
            raise NotPossible("not_open")
        note_of("proposal_withdrawn", held, by=by, at=at, support=support_id, reason=note.strip()[:200])
