"""Writing down agreements, their duties and aims, and what was done about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from ayomi.apps.agreements.models import (
    Agreement,
    Aim,
    Attachment,
    Basis,
    Brought,
    Done,
    Duty,
    Party,
    Reach,
)
from ayomi.apps.agreements.rules import MEASURES, PARENT, STEP, Kind, Measure, Repeats, due_days
from ayomi.apps.audit.actions import record
from ayomi.apps.papers.actions import keep_paper


class NotPossible(Exception):
    """The act does not fit the agreement as it stands. `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownAgreement(LookupError):
    """No such agreement, or none that may be written to from here."""


@dataclass(frozen=True, slots=True)
class NewParty:
    name: str
    organisation_id: int | None = None
    signatory: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class NewBasis:
    regulation: str
    dated: date | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is written on the paper. `until` is the first day on which it no longer holds."""

    kind: Kind
    title: str
    since: date
    until: date | None = None
    number: str = ""
    place: str = ""
    signed_on: date | None = None
    parent_id: int | None = None
    renews_id: int | None = None
    source: str = ""
    parties: Sequence[NewParty] = ()
    bases: Sequence[NewBasis] = ()
    reach: Sequence[int] = field(default_factory=tuple)


def _note(action: str, agreement: Agreement, *, by: int | None, at: datetime, **more: object) -> None:
    record(
        action, subject="agreement", subject_id=agreement.pk, office_id=agreement.office_id, by=by, at=at,
        detail={key: value for key, value in more.items() if value is not None},
    )  # fmt: skip


def _held(agreement_id: int) -> Agreement:
    found = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if found is None:
        raise UnknownAgreement(agreement_id)
    return found


def _seen(agreement_id: int) -> Agreement:
    found = Agreement.objects.filter(pk=agreement_id).first()
    if found is None:
        raise UnknownAgreement(agreement_id)
    return found


def write_agreement(new: NewAgreement, *, office_id: int, by: int | None, at: datetime) -> int:
    """A draft with its parties, legal basis and offices. Returns its number.

    Raises NotPossible: 'two_parties' (fewer than two), 'wrong_parent' (a PKS derives from a MoU, a KSO from a PKS, a
    MoU from none), 'other_kind' (renews one of another kind), 'before_parent' (begins before what it derives from).
    """
    if len({party.name.casefold() for party in new.parties}) < 2:
        raise NotPossible("two_parties")
    with transaction.atomic():
        parent = Agreement.objects.filter(pk=new.parent_id).first() if new.parent_id is not None else None
        if (parent.kind if parent else None) != PARENT[new.kind]:
            raise NotPossible("wrong_parent")
        if parent is not None and new.since < parent.since:
            raise NotPossible("before_parent")
        if new.renews_id is not None and not Agreement.objects.filter(pk=new.renews_id, kind=new.kind).exists():
            raise NotPossible("other_kind")
        made = Agreement.objects.create(
            kind=new.kind, number=new.number, title=new.title, parent=parent, renews_id=new.renews_id,
            signed_on=new.signed_on, place=new.place, since=new.since, until=new.until, office_id=office_id,
            source=new.source, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        Party.objects.bulk_create(
            Party(agreement=made, organisation_id=each.organisation_id, name=each.name, signatory=each.signatory,
                  position=each.position) for each in new.parties
        )  # fmt: skip
        Basis.objects.bulk_create(
            Basis(agreement=made, regulation=each.regulation, dated=each.dated, article=each.article)
            for each in new.bases
        )
        Reach.objects.bulk_create(Reach(agreement=made, office_id=each) for each in new.reach or (office_id,))
        _note("agreement_written", made, by=by, at=at, kind=new.kind, title=new.title)
    return int(made.pk)


def sign_agreement(agreement_id: int, *, signed_on: date, place: str, by: int | None, at: datetime) -> None:
    """From draft to signed. Raises NotPossible ('not_a_draft', 'parent_not_signed', 'in_the_future')."""
    with transaction.atomic():
        held = _held(agreement_id)
        if held.state != "draft":
            raise NotPossible("not_a_draft")
        if signed_on > localdate(at):
            raise NotPossible("in_the_future")
        if (
            held.parent_id is not None
            and not Agreement.objects.filter(
                pk=held.parent_id, state__in=("signed", "ended"), signed_on__lte=signed_on
            ).exists()
        ):
            raise NotPossible("parent_not_signed")
        held.state, held.signed_on, held.place = "signed", signed_on, place
        held.save(update_fields=["state", "signed_on", "place"])
        _note("agreement_signed", held, by=by, at=at, signed_on=signed_on.isoformat(), place=place)


def end_agreement(agreement_id: int, *, ended_on: date, reason: str, by: int | None, at: datetime) -> None:
    """Give up a signed agreement before its time. Raises NotPossible ('not_signed', 'no_reason', 'outside')."""
    if not reason.strip():
        raise NotPossible("no_reason")
    with transaction.atomic():
        held = _held(agreement_id)
        if held.state != "signed":
            raise NotPossible("not_signed")
        if ended_on < held.since or (held.until is not None and ended_on >= held.until):
            raise NotPossible("outside")
        held.state, held.ended_on, held.end_reason = "ended", ended_on, reason.strip()[:200]
        held.save(update_fields=["state", "ended_on", "end_reason"])
        _note("agreement_ended", held, by=by, at=at, ended_on=ended_on.isoformat(), reason=reason)


def add_duty(
    agreement_id: int, *, text: str, party_id: int, office_id: int, owner: int | None, first_due: date,
    repeats: Repeats, by: int | None, at: datetime,
) -> int:  # fmt: skip
    """A duty of one party, which an office sees to. Raises NotPossible ('other_party', 'outside', 'ended')."""
    if repeats not in STEP:
        raise ValueError(f"no such repetition: {repeats}")
    with transaction.atomic():
        held = _held(agreement_id)
        if held.state == "ended":
            raise NotPossible("ended")
        if not Party.objects.filter(pk=party_id, agreement=held).exists():
            raise NotPossible("other_party")
        if first_due < held.since or (held.until is not None and first_due >= held.until):
            raise NotPossible("outside")
        made = Duty.objects.create(
            agreement=held, text=text, party_id=party_id, office_id=office_id, owner=owner, first_due=first_due,
            repeats=repeats, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        _note("duty_added", held, by=by, at=at, duty=made.pk, text=text)
    return int(made.pk)


def fulfil_duty(
    duty_id: int, *, due_on: date, done_on: date, proof: str, content: bytes | None = None, by: int | None, at: datetime
) -> None:
    """A duty done for one of its days, with proof in words and, where there is one, a paper. Doing it twice is once.

    Raises NotPossible ('not_due', 'no_proof', 'in_the_future'), UnknownAgreement and `core.papers.NotAPaper`.
    """
    if not proof.strip():
        raise NotPossible("no_proof")
    if done_on > localdate(at):
        raise NotPossible("in_the_future")
    with transaction.atomic():
        duty = Duty.objects.filter(pk=duty_id).first()
        if duty is None:
            raise UnknownAgreement(duty_id)
        held = _seen(duty.agreement_id)
        days = due_days(duty.first_due, duty.repeats, last=due_on, until=held.until)  # type: ignore[arg-type]  # a choice
        if due_on not in days:
            raise NotPossible("not_due")
        kept = keep_paper(content, office_id=held.office_id, by=by, at=at) if content else None
        _, new = Done.objects.get_or_create(
            duty=duty, due_on=due_on,
            defaults={
                "done_on": done_on, "proof": proof.strip()[:300], "paper_id": kept.paper_id if kept else None,
                "recorded_at": at, "recorded_by": by,
            },
        )  # fmt: skip
        if new:
            _note("duty_done", held, by=by, at=at, duty=duty_id, due_on=due_on.isoformat())


def set_aim(agreement_id: int, *, measure: Measure, amount: int, by_day: date, by: int | None, at: datetime) -> None:
    """What the agreement shall bring by a day; setting it again replaces the amount, with a trace.

    `amount`: people, organisations or rupiah, above zero. Raises ValueError, NotPossible ('ended').
    """
    if measure not in MEASURES or amount <= 0:
        raise ValueError(f"no such aim: {measure} {amount}")
    with transaction.atomic():
        held = _held(agreement_id)
        if held.state == "ended":
            raise NotPossible("ended")
        before = Aim.objects.filter(agreement=held, measure=measure, by_day=by_day).first()
        if before is not None and before.amount == amount:
            return
        Aim.objects.update_or_create(agreement=held, measure=measure, by_day=by_day, defaults={"amount": amount})
        _note(
            "aim_set", held, by=by, at=at, measure=measure, amount=amount, by_day=by_day.isoformat(),
            before=before.amount if before else None,
        )  # fmt: skip


def bring_organisations(
    agreement_id: int, organisation_ids: Sequence[int], *, since: date, by: int | None, at: datetime
) -> int:
    """Organisations that come under the agreement from a day on; those that stand under it are left. Returns the new.

    Raises NotPossible ('not_signed', 'outside').
    """
    with transaction.atomic():
        held = _seen(agreement_id)
        if held.state != "signed":
            raise NotPossible("not_signed")
        if since < held.since or (held.until is not None and since >= held.until):
            raise NotPossible("outside")
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO agreements_brought (agreement_id, organisation_id, since, recorded_at, recorded_by)"
                " SELECT %s, o.id, %s, %s, %s FROM registry_organisation o WHERE o.id = ANY (%s) AND NOT EXISTS ("
                " SELECT 1 FROM agreements_brought b WHERE b.agreement_id = %s AND b.organisation_id = o.id"
                " AND (b.until IS NULL OR b.until > %s)) RETURNING id",
                [held.pk, since, at, by, list(organisation_ids), held.pk, since],
            )
            made = len(cursor.fetchall())
        if made:
            _note("organisations_brought", held, by=by, at=at, organisations=made, since=since.isoformat())
    return made


def release_organisation(agreement_id: int, organisation_id: int, *, until: date, by: int | None, at: datetime) -> None:
    """The organisation no longer stands under the agreement from `until` on. Raises NotPossible ('not_brought')."""
    with transaction.atomic():
        held = _seen(agreement_id)
        changed = Brought.objects.filter(
            agreement=held, organisation_id=organisation_id, until__isnull=True, since__lt=until
        ).update(until=until)
        if not changed:
            raise NotPossible("not_brought")
        _note("organisation_released", held, by=by, at=at, organisation=organisation_id, until=until.isoformat())


def attach_paper(agreement_id: int, content: bytes, *, name: str, by: int | None, at: datetime) -> int:
    """A scanned paper. The same content twice is one attachment. Raises `core.papers.NotAPaper`."""
    with transaction.atomic():
        held = _held(agreement_id)
        kept = keep_paper(content, office_id=held.office_id, by=by, at=at)
        made, new = Attachment.objects.get_or_create(
            agreement=held, paper_id=kept.paper_id,
            defaults={
                "name": name[:120], "media_type": kept.media_type, "size": kept.size, "recorded_at": at,
                "recorded_by": by,
            },
        )  # fmt: skip
        if new:
            _note("paper_attached", held, by=by, at=at, name=name[:120])
    return int(made.pk)
