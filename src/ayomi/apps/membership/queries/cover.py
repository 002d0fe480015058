"""One answer to "was she covered on that day?", over all her memberships and all records that are her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.membership.queries.packages import covered_spans
from ayomi.apps.membership.rules.cover import (
    CoverRow,
    Standing,
    Status,
    joined,
    meaning,
    met,
    package_standing,
    source,
    standing,
)
from ayomi.apps.membership.rules.programmes import PROGRAMMES
from ayomi.apps.registry.queries import person
from ayomi.core.law.citation import Citation, Words

_ORDER: dict[Status, int] = {"covered": 0, "grace": 1, "not_covered": 2}


@dataclass(frozen=True, slots=True)
class Job:
    """How one membership stood on the day. `programmes` are those it had chosen; whether they cover says `status`.

    `since`, `until`: the span of paid days around the day when covered; otherwise `until` is the first day after the
    last paid day. `paid_on`: value day of the payment that covers the day. `arrears`: whole months unpaid before.
    """

    membership_id: int
    kpj: str
    segment: str
    channel: str
    through: str
    """Name of the organisation or project; empty when alone."""
    organisation_id: int | None
    project_id: int | None
    payer_id: int
    payer_number: str
    paid_by: str
    """Name of whoever pays."""
    programmes: tuple[str, ...]
    wage: int
    status: Status
    why: str
    meaning: Words
    source: Citation
    since: date | None
    until: date | None
    paid_on: date | None
    arrears: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a person was covered on a day. `status` is the best of her jobs; `programmes` those of its jobs."""

    person_id: int
    name: str
    day: date
    status: Status
    programmes: tuple[str, ...]
    jobs: tuple[Job, ...]
    """Every membership that held on the day, the best covered first; empty when there was none."""

    @property
    def covered(self) -> bool:
        """Whether benefits are due: paid for, or within the grace of the law (see each job's `meaning`)."""
        return self.status != "not_covered"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of a membership, half-open, for the timeline. `kind`: 'covered', or 'uncovered' (a gap)."""

    since: date
    until: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class Memberships:
    """One membership as the timeline shows it: its span, its stretches of cover and gaps in order, its terms."""

    membership_id: int
    kpj: str
    segment: str
    channel: str
    through: str
    since: date
    until: date | None
    end_reason: str
    stretches: tuple[Stretch, ...]
    terms: tuple[tuple[date, date | None, int, tuple[str, ...], str], ...]
    """since, until, wage, programmes, reason"""


_HEAD = """
SELECT m.id, m.kpj, m.segment, m.channel, coalesce(j.name, o.name, ''), m.organisation_id, m.project_id, m.payer_id,
       coalesce(p.number, ''), coalesce(po.name, pc.name, pp.name, ''), m.since, m.until, m.end_reason,
       pj.since, pj.until, pj.paid_on
FROM membership_membership m
LEFT JOIN registry_organisation o ON o.id = m.organisation_id
LEFT JOIN registry_project j ON j.id = m.project_id
LEFT JOIN registry_payer p ON p.id = m.payer_id
LEFT JOIN registry_organisation po ON po.id = p.organisation_id
LEFT JOIN registry_project pq ON pq.id = p.project_id LEFT JOIN registry_organisation pc ON pc.id = pq.contractor_id
LEFT JOIN registry_person pp ON pp.id = p.person_id
LEFT JOIN membership_projectcover pj ON pj.project_id = m.project_id
WHERE m.person_id = ANY (%s) AND (m.until IS NULL OR m.until > m.since)
"""
_FLAGS = ", ".join(f"t.{name}" for name in PROGRAMMES)


def _cover_rows(membership_ids: list[int]) -> dict[int, list[CoverRow]]:
    found: dict[int, list[CoverRow]] = {each: [] for each in membership_ids}
    for membership_id, *row in rows_of(
        "SELECT membership_id, month, paid_on, begins, regular, since, until FROM membership_cover"
        " WHERE membership_id = ANY (%s) ORDER BY membership_id, month",
        [membership_ids],
    ):
        found[membership_id].append(CoverRow(*row))
    return found


def _chosen(flags: Sequence[bool]) -> tuple[str, ...]:
    return tuple(name for name, chosen in zip(PROGRAMMES, flags, strict=True) if chosen)


def _project_standing(since: date | None, until: date | None, paid_on: date | None, day: date) -> Standing:
    if since is not None and until is not None and since <= day < until:
        return Standing("covered", "paid", since, until, paid_on, 0)
    return Standing("not_covered", "project_unpaid", None, until if until and until <= day else None, None, 0)


def _project_spans(
    since: date, until: date | None, first: date | None, last: date | None
) -> tuple[tuple[date, date], ...]:  # fmt: skip
    if first is None or last is None:
        return ()
    both = (max(first, since), last if until is None else min(last, until))
    return (both,) if both[0] < both[1] else ()


def cover_on(person_id: int, day: date) -> Answer:
    """Whether the person was covered on `day`, for what, through whom, paid by whom, by which article.

    Answers from what is known now: a bill paid later may since have covered the day. Raises
    `registry.queries.UnknownPerson` for a person who cannot be seen from here.
    """
    who = person(person_id)
    heads = rows_of(
        _HEAD + " AND m.since <= %s AND (m.until IS NULL OR m.until > %s)", [[who.id, *who.merged], day, day]
    )
    ids = [head[0] for head in heads]
    cover = _cover_rows(ids)
    terms = {
        membership_id: (wage, _chosen(flags))
        for membership_id, wage, *flags in rows_of(
            f"SELECT t.membership_id, t.wage, {_FLAGS} FROM membership_term t WHERE t.membership_id = ANY (%s)"
            " AND t.superseded_at IS NULL AND t.since <= %s AND (t.until IS NULL OR t.until > %s)",
            [ids, day, day],
        )
    }
    packages = covered_spans([head[0] for head in heads if head[2] == "migrant"])
    jobs = [_job(head, cover, packages, terms, day) for head in heads]
    jobs.sort(key=lambda job: (_ORDER[job.status], job.membership_id))
    status: Status = jobs[0].status if jobs else "not_covered"
    had = {name for job in jobs if job.status == status != "not_covered" for name in job.programmes}
    return Answer(who.id, who.name, day, status, tuple(name for name in PROGRAMMES if name in had), tuple(jobs))


def _job(
    head: tuple[Any, ...], cover: dict[int, list[CoverRow]], packages: dict[int, list[tuple[date, date, date]]],
    terms: dict[int, tuple[int, tuple[str, ...]]], day: date,
) -> Job:  # fmt: skip
    membership_id, kpj, segment, channel, through, organisation_id, project_id, payer_id, number, paid_by = head[:10]
    since, until = head[10:12]
    if segment == "construction":
        stood = _project_standing(head[13], head[14], head[15], day)
    elif segment == "migrant":
        stood = package_standing(packages[membership_id], day)
    else:
        stood = standing(segment, since, until, cover[membership_id], day)
    wage, programmes = terms.get(membership_id, (0, ()))
    return Job(
        membership_id, kpj, segment, channel, through, organisation_id, project_id, payer_id, number, paid_by,
        programmes, wage, stood.status, stood.why, meaning(segment, stood.why), source(segment, stood.why),
        stood.since, stood.until, stood.paid_on, stood.arrears,
    )  # fmt: skip


def timeline(person_id: int) -> tuple[Memberships, ...]:
    """All memberships of the person and of the records merged into her, oldest first, each with cover and gaps.

    Raises `registry.queries.UnknownPerson`.
    """
    who = person(person_id)
    heads = rows_of(_HEAD + " ORDER BY m.since, m.id", [[who.id, *who.merged]])
    ids = [head[0] for head in heads]
    cover, terms = _cover_rows(ids), _terms(ids)
    packages = covered_spans([head[0] for head in heads if head[2] == "migrant"])
    told = []
    for head in heads:
        since, until = head[10:12]
        if head[2] == "construction":
            spans = _project_spans(since, until, head[13], head[14])
        elif head[2] == "migrant":
            spans = met([span[:2] for span in packages[head[0]]])
        else:
            spans = joined(cover[head[0]])
        told.append(
            Memberships(
                head[0], head[1], head[2], head[3], head[4], since, until, head[12],
                _with_gaps(since, until, spans), tuple(terms.get(head[0], ())),
            )
        )  # fmt: skip
    return tuple(told)


def _terms(ids: list[int]) -> dict[int, list[tuple[date, date | None, int, tuple[str, ...], str]]]:
    found: dict[int, list[tuple[date, date | None, int, tuple[str, ...], str]]] = {}
    for membership_id, since, until, wage, reason, *flags in rows_of(
        f"SELECT t.membership_id, t.since, t.until, t.wage, t.reason, {_FLAGS} FROM membership_term t"
        " WHERE t.membership_id = ANY (%s) AND t.superseded_at IS NULL ORDER BY t.since",
        [ids],
    ):
        found.setdefault(membership_id, []).append((since, until, wage, _chosen(flags), reason))
    return found


def _with_gaps(
    since: date, until: date | None, spans: Sequence[tuple[date, date]]
) -> tuple[Stretch, ...]:  # fmt: skip
    stretches, at = [], since
    for first, last in spans:
        if at < first:
            stretches.append(Stretch(at, first, "uncovered"))
        stretches.append(Stretch(first, last, "covered"))
        at = last
    if until is None or at < until:
        stretches.append(Stretch(at, until, "uncovered"))
    return tuple(stretches)
