"""From the request to the signed agreement. Every step names who took it; the decision takes two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.funding.actions.windows import move_purse
from ayomi.apps.funding.models import Application, Item, Rule, Survey, Tranche
from ayomi.apps.funding.queries.facts import organisation_facts, person_facts
from ayomi.apps.funding.rules import (
    OPEN,
    Limits,
    organisation_obstacles,
    person_obstacles,
    score_of,
    tranche_amounts,
)
from ayomi.core.money import Rupiah


class NotPossible(Exception):
    """A step that cannot be taken; `code` says why, in `rules` and on the page as a sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class NewItem:
    """One borrower: `person_id` None where the organisation itself borrows."""

    name: str
    amount: Rupiah
    person_id: int | None = None


def apply(
    window_id: int, organisation_id: int, items: Sequence[NewItem], *, office_id: int, purpose: str, months: int,
    grace: int, on: date, by: int | None, at: datetime,
) -> int:  # fmt: skip
    """Ask for money from a window, for one borrower or many in one list. Returns the application's number.

    Nothing is refused here for want of membership: what is missing stands on the application with its cure, and can be
    checked again. Raises NotPossible: no_rule, nobody, twice, months, grace, amount.
    """
    with owner_rights():
        rule = _rule_on(window_id, on)
        persons = [item.person_id for item in items if item.person_id is not None]
        wrong = {
            "nobody": not items,
            "twice": len(set(persons)) != len(persons),
            "months": not 1 <= months <= rule.months_most,
            "grace": not 0 <= grace <= min(rule.grace_most, months - 1),
            "amount": any(item.amount <= 0 for item in items),
        }
        if code := next((code for code, is_so in wrong.items() if is_so), None):
            raise NotPossible(code)
        made = Application.objects.create(
            window_id=window_id, rule=rule, organisation_id=organisation_id, office_id=office_id, purpose=purpose,
            months=months, grace=grace, checked_on=on, submitted_at=at, submitted_by=by,
        )  # fmt: skip
        Item.objects.bulk_create(
            Item(application=made, person_id=item.person_id, name=item.name, amount=item.amount) for item in items
        )
        _check(made, on)
        _note(made, "fund_applied", by=by, at=at, detail={"items": len(items)})
    return made.pk


def _rule_on(window_id: int, on: date) -> Rule:
    found = Rule.objects.filter(window_id=window_id, since__lte=on).order_by("-since").first()
    if found is None or (found.until is not None and found.until <= on):
        raise NotPossible("no_rule")
    return found


def check_again(application_id: int, *, on: date, by: int | None, at: datetime) -> None:
    """Look at membership and contributions once more. Raises NotPossible (decided) once there is a decision."""
    with owner_rights():
        asked = _held(application_id, "submitted", "surveyed", "proposed", otherwise="decided")
        _check(asked, on)
        _note(asked, "fund_checked", by=by, at=at)


def _check(asked: Application, on: date) -> None:
    rule = asked.rule
    limits = Limits(rule.amount_most, rule.member_months, tuple(rule.kinds), rule.small_only)
    asked.obstacles = organisation_obstacles(limits, organisation_facts(asked.organisation_id, on))
    asked.checked_on = on
    asked.save(update_fields=["obstacles", "checked_on"])
    items = list(Item.objects.filter(application=asked))
    facts = person_facts([item.person_id for item in items if item.person_id is not None], on, own=asked.pk)
    for item in items:
        if item.person_id is None:
            item.obstacles = ["too_much"] if item.amount > rule.amount_most else []
        else:
            item.obstacles = person_obstacles(limits, facts[item.person_id], item.amount, on)
    Item.objects.bulk_update(items, ["obstacles"])


def survey(
    application_id: int, *, visited_on: date, scores: Mapping[str, int], note: str, by: int | None, at: datetime
) -> int:
    """Keep what a visit found; returns the score of a hundred. Raises NotPossible (not_waiting), ValueError."""
    score = score_of(scores)
    with owner_rights():
        asked = _held(application_id, "submitted", "surveyed", otherwise="not_waiting")
        Survey.objects.update_or_create(
            application=asked,
            defaults={
                "visited_on": visited_on, "scores": dict(scores), "note": note, "recorded_at": at, "recorded_by": by,
            },
        )  # fmt: skip
        asked.state, asked.score = "surveyed", score
        asked.save(update_fields=["state", "score"])
        _note(asked, "fund_surveyed", by=by, at=at, detail={"score": score})
    return score


def propose(application_id: int, *, reason: str, by: int, at: datetime) -> None:
    """Bring a surveyed application before the committee. Raises NotPossible: not_surveyed, score, nobody, obstacles."""
    with owner_rights():
        asked = _held(application_id, "surveyed", otherwise="not_surveyed")
        if (asked.score or 0) < asked.rule.score_least:
            raise NotPossible("score")
        if asked.obstacles:
            raise NotPossible("obstacles")
        if not _eligible(asked):
            raise NotPossible("nobody")
        asked.state, asked.proposed_by, asked.proposed_at, asked.proposal = "proposed", by, at, reason
        asked.save(update_fields=["state", "proposed_by", "proposed_at", "proposal"])
        _note(asked, "fund_proposed", by=by, at=at, reason=reason)


def _eligible(asked: Application) -> Rupiah:
    """What those ask for in whose way nothing stands."""
    found = Item.objects.filter(application=asked, obstacles=[]).aggregate(whole=Sum("amount"))["whole"]
    return int(found or 0)


def decide(application_id: int, *, approve: bool, reason: str, on: date, by: int, at: datetime) -> None:
    """The committee's word, by another person than who proposed it. What is approved is promised out of the purse.

    Checks membership once more first. Raises NotPossible: not_proposed, same_person, obstacles, nobody, no_money.
    """
    with owner_rights():
        asked = _held(application_id, "proposed", otherwise="not_proposed")
        if asked.proposed_by == by:
            raise NotPossible("same_person")
        if approve:
            _check(asked, on)
            if asked.obstacles:
                raise NotPossible("obstacles")
            asked.approved = _eligible(asked)
            if not asked.approved:
                raise NotPossible("nobody")
            if not move_purse(asked.window_id, committed=asked.approved):
                raise NotPossible("no_money")
            shares = asked.rule.tranches
            amounts = tranche_amounts(asked.approved, [part for part, _ in shares])
            Tranche.objects.bulk_create(
                Tranche(application=asked, number=number, amount=amount, condition=condition)
                for number, (amount, (_, condition)) in enumerate(zip(amounts, shares, strict=True), start=1)
            )
        asked.state = "approved" if approve else "refused"
        asked.decided_by, asked.decided_at, asked.decided_on, asked.decision = by, at, on, reason
        asked.save()
        _note(
            asked, "fund_approved" if approve else "fund_refused", by=by, at=at, reason=reason,
            detail={"amount": asked.approved},
        )  # fmt: skip


def agree(application_id: int, *, signed_on: date, by: int | None, at: datetime) -> None:
    """The agreement is signed. Raises NotPossible (not_approved, too_early)."""
    with owner_rights():
        asked = _held(application_id, "approved", otherwise="not_approved")
        if asked.decided_on is None or signed_on < asked.decided_on:
            raise NotPossible("too_early")
        asked.state, asked.agreed_on, asked.agreed_by = "agreed", signed_on, by
        asked.save(update_fields=["state", "agreed_on", "agreed_by"])
        _note(asked, "fund_agreed", by=by, at=at)


def withdraw(application_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """Give an application up before any money went out; what was promised is free again.

    Raises NotPossible (paid_out, not_open).
    """
    with owner_rights():
        asked = _held(application_id, *OPEN, otherwise="not_open")
        if Tranche.objects.filter(application=asked, paid_on__isnull=False).exists():
            raise NotPossible("paid_out")
        if asked.approved:
            move_purse(asked.window_id, committed=-asked.approved)
            asked.approved = 0
        asked.state, asked.decision = "withdrawn", reason
        asked.save(update_fields=["state", "decision", "approved"])
        _note(asked, "fund_withdrawn", by=by, at=at, reason=reason)


def _held(application_id: int, *states: str, otherwise: str) -> Application:
    """The application, locked until the transaction ends; NotPossible (`otherwise`) when it is in no such state."""
    asked = Application.objects.select_for_update(of=("self",)).select_related("rule").get(pk=application_id)
    if asked.state not in states:
        raise NotPossible(otherwise)
    return asked


def _note(
    asked: Application, action: str, *, by: int | None, at: datetime, reason: str = "",
    detail: dict[str, object] | None = None,
) -> None:  # fmt: skip
    record(
        action, subject="application", subject_id=asked.pk, by=by, at=at, office_id=asked.office_id, reason=reason,
        detail=detail,
    )  # fmt: skip
