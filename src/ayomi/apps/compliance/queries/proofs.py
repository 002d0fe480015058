"""What a proof says today: to whoever holds the paper, and to the documents that are printed from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.compliance.rules.proofs import (
    PROGRAMMES,
    ProofKind,
    Standing,
    State,
    number_of,
    of_membership,
    of_packages,
    of_payer,
    of_project,
    programmes_in_order,
)
from ayomi.apps.membership.rules.cover import CoverRow
from ayomi.core.periods import Span
from ayomi.core.proof.showing import hinted_name, last_digits
from ayomi.core.proof.tokens import read_token


@dataclass(frozen=True, slots=True)
class Holding:
    """A membership with the days paid for, as it stands on `day`."""

    membership_id: int
    person_id: int
    person_name: str
    kpj: str
    segment: str
    channel: str
    through: str
    """Name of the organisation or project; empty for a person who pays alone."""
    payer_id: int
    office_id: int
    since: date
    until: date | None
    programmes: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class PayerHolding:
    """All memberships under one payer, as they stand on `day`."""

    payer_id: int
    payer_number: str
    name: str
    kind: str
    """'organisation', 'project' or 'person'."""
    number: str
    """NPP of an organisation, number of a project; empty where there is none."""
    office_id: int
    members: int
    """Memberships that stand on the day."""
    covered: int
    """Those of them whose contribution is paid for the day."""
    programmes: tuple[str, ...]
    standing: Standing
    project: ProjectFacts | None


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What a construction project's certificate names. `value`: rupiah without VAT; spans half-open."""

    contractor: str
    owner: str
    place: str
    value: int
    starts: date
    ends: date
    maintenance_until: date | None
    workers_planned: int


@dataclass(frozen=True, slots=True)
class Recommended:
    """What a recommendation says, and to whom it was given. `until`: its last day."""

    organisation: str
    authority: str
    purpose: str
    outcome: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One proof as handed out."""

    proof_id: int
    token: str
    kind: ProofKind
    number: str
    person_id: int | None
    membership_id: int | None
    payer_id: int | None
    decision_id: int | None
    office_id: int
    office_name: str
    office_zone: str
    issued_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The public answer about one proof. Nothing here is a personal number; a person's name is only hinted at.

    Days: `covered_until` is the last covered day, `since` the first day without cover (grace, lapsed) or with it
    (not_yet), `grace_until` the last day of grace. Of an unknown token everything but `state` and `day` is empty.
    """

    state: State
    day: date
    kind: ProofKind | None = None
    number: str = ""
    name: str = ""
    card_digits: str = ""
    through: str = ""
    segment: str = ""
    programmes: tuple[str, ...] = ()
    members: int | None = None
    covered: int | None = None
    covered_until: date | None = None
    since: date | None = None
    grace_until: date | None = None
    issued_on: date | None = None
    withdrawn_on: date | None = None
    office_name: str = ""
    office_zone: str = "WIB"
    project: ProjectFacts | None = None
    recommendation: Recommended | None = None


def verdict(token: str, day: date) -> Verdict:
    """What the proof of `token` (as scanned or typed) is worth on `day`.

    Reaches over all offices: call it in `audit.actions.owner_rights()`. A token that was never given, or cannot be
    one, asks the database the same questions as any other and gives state 'unknown'.
    """
    # Signs outside the alphabet are never given out, so this finds nothing and takes as long as anything else.
    proof = _proof("p.token = %s", read_token(token) or "-")
    held = holdings([proof.membership_id if proof and proof.membership_id else 0], day)
    of_payer = payer_holding(proof.payer_id if proof and proof.payer_id else 0, day)
    given = _recommended(proof.decision_id if proof and proof.decision_id else 0)
    if proof is None:
        return Verdict("unknown", day)
    told = Verdict(
        "lapsed",
        day,
        kind=proof.kind,
        number=proof.number,
        issued_on=localdate(proof.issued_at),
        office_name=proof.office_name,
        office_zone=proof.office_zone,
    )
    if held:
        one = held[0]
        told = replace(
            _dated(told, one.standing), name=hinted_name(one.person_name), card_digits=last_digits(one.kpj),
            through=one.through, segment=one.segment, programmes=one.programmes,
        )  # fmt: skip
    elif of_payer is not None:
        told = replace(
            _dated(told, of_payer.standing), name=_payer_name(of_payer), programmes=of_payer.programmes,
            members=of_payer.members, covered=of_payer.covered, project=of_payer.project,
        )  # fmt: skip
    elif given is not None:
        told = replace(_during(told, given), name=given.organisation, recommendation=given)
    if proof.withdrawn_at is not None and localdate(proof.withdrawn_at) <= day:
        told = replace(told, state="withdrawn", withdrawn_on=localdate(proof.withdrawn_at))
    return told


_RECOMMENDED: Final = """
    SELECT d.facts ->> 'name', a.name, r.purpose, d.outcome, d.since, d.until - 1
    FROM compliance_decision d JOIN compliance_request r ON r.id = d.request_id
    JOIN compliance_authority a ON a.id = r.authority_id WHERE d.id = %s AND d.until IS NOT NULL
"""


def _recommended(decision_id: int) -> Recommended | None:
    found = rows_of(_RECOMMENDED, [decision_id])
    return Recommended(*found[0]) if found else None


def _during(told: Verdict, given: Recommended) -> Verdict:
    """A recommendation holds from its first day to its last, unless it was withdrawn."""
    if told.day < given.since:
        return replace(told, state="not_yet", since=given.since)
    if told.day > given.until:
        return replace(told, state="lapsed", since=date.fromordinal(given.until.toordinal() + 1))
    return replace(told, state="valid", covered_until=given.until)


def _payer_name(payer: PayerHolding) -> str:
    return hinted_name(payer.name) if payer.kind == "person" else payer.name


def _dated(told: Verdict, found: Standing) -> Verdict:
    last_day = None if found.until is None else date.fromordinal(found.until.toordinal() - 1)
    if found.state == "valid":
        return replace(told, state="valid", covered_until=last_day)
    return replace(told, state=found.state, since=found.since, grace_until=last_day)


_PROOF: Final = """
    SELECT p.id, p.token, p.kind, o.code, p.person_id, p.membership_id, p.payer_id, p.decision_id, p.office_id,
           o.name, o.timezone, p.issued_at, p.withdrawn_at, p.withdrawn_reason
    FROM compliance_proof p JOIN offices_office o ON o.id = p.office_id
"""


def _proof(condition: str, value: Any) -> ProofRow | None:
    found = _proofs(condition, value)
    return found[0] if found else None


def _proofs(condition: str, value: Any) -> list[ProofRow]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_PROOF} WHERE {condition} ORDER BY p.id", [value])
        return [_proof_row(row) for row in cursor.fetchall()]


def _proof_row(row: tuple[Any, ...]) -> ProofRow:
    proof_id, token, kind, office_code, *rest = row
    issued_at: datetime = rest[7]
    number = number_of(kind, office_code, localdate(issued_at).year, proof_id)
    return ProofRow(proof_id, token, kind, number, *rest)


def cards_standing(membership_ids: Sequence[int]) -> dict[int, ProofRow]:
    """Membership -> its card that was not withdrawn."""
    found = _proofs("p.kind = 'card' AND p.withdrawn_at IS NULL AND p.membership_id = ANY (%s)", list(membership_ids))
    return {cast(int, proof.membership_id): proof for proof in found}


def certificate_standing(payer_id: int, kind: ProofKind) -> ProofRow | None:
    """The payer's certificate that was not withdrawn."""
    return next(
        (proof for proof in _proofs("p.withdrawn_at IS NULL AND p.payer_id = %s", payer_id) if proof.kind == kind), None
    )


def proof(proof_id: int) -> ProofRow | None:
    """One proof, or None where there is none or it may not be seen."""
    return _proof("p.id = %s", proof_id)


def proofs_of_person(person_ids: Sequence[int]) -> list[ProofRow]:
    """All cards of a person's records, withdrawn ones too, oldest first."""
    return _proofs("p.person_id = ANY (%s)", list(person_ids))


def proofs_of_payer(payer_id: int) -> list[ProofRow]:
    """All certificates of a payer, withdrawn ones too, oldest first."""
    return _proofs("p.payer_id = %s", payer_id)


# The terms shown are those of the day, or the last before it, or the first after it.
_HOLDINGS: Final = f"""
    SELECT m.id, coalesce(k.id, s.id), coalesce(k.name, s.name), m.kpj, m.segment, m.channel,
           coalesce(j.name, o.name, ''), m.payer_id, m.office_id, m.since, m.until,
           {", ".join(f"coalesce(t.{name}, false)" for name in PROGRAMMES)},
           packages.spans, paid.months, w.since, w.until
    FROM membership_membership m JOIN registry_person s ON s.id = m.person_id
    LEFT JOIN registry_person k ON k.id = s.merged_into_id
    LEFT JOIN registry_organisation o ON o.id = m.organisation_id LEFT JOIN registry_project j ON j.id = m.project_id
    LEFT JOIN membership_projectcover w ON w.project_id = m.project_id
    LEFT JOIN LATERAL (
        SELECT * FROM membership_term t WHERE t.membership_id = m.id AND t.superseded_at IS NULL
        ORDER BY t.since <= %(day)s DESC, abs(t.since - %(day)s) LIMIT 1
    ) t ON true
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_array(c.month, c.paid_on, c.begins, c.regular, c.since, c.until) ORDER BY c.month)
            AS months
        FROM membership_cover c WHERE c.membership_id = m.id
    ) paid ON true
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_array(k.covered_since, least(k.covered_until, m.until)) ORDER BY k.covered_since)
            AS spans
        FROM membership_package k WHERE k.membership_id = m.id AND k.covered_since < least(k.covered_until, m.until)
    ) packages ON true
    WHERE m.id = ANY (%(memberships)s) ORDER BY s.name, m.id
"""


def holdings(membership_ids: Sequence[int], day: date) -> list[Holding]:
    """Memberships by name, with what was paid and what that means on `day`."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDINGS, {"memberships": list(membership_ids), "day": day})
        return [_holding(row, day) for row in cursor.fetchall()]


def _holding(row: tuple[Any, ...], day: date) -> Holding:
    plain, chosen, (packages, months, paid_since, paid_until) = row[:11], row[11:-4], row[-4:]
    segment, held_since, held_until = plain[4], plain[9], plain[10]
    if segment == "construction":
        found = of_project((paid_since, paid_until) if paid_since else None, day)
        if found.state == "valid" and held_until is not None and held_until <= day:
            found = Standing("lapsed", held_until)
    elif held_until == held_since:
        # Enrolled and taken back the same day: never held.
        found = Standing("not_yet")
    elif segment == "migrant":
        spans = [(date.fromisoformat(since), date.fromisoformat(until)) for since, until in packages or []]
        found = of_packages(spans, day)
    else:
        found = of_membership(segment, Span(held_since, held_until), _cover_rows(months), day)
    return Holding(*(*plain, programmes_in_order(chosen), found))


def _cover_rows(months: list[list[Any]] | None) -> list[CoverRow]:
    day = date.fromisoformat
    return [
        CoverRow(day(month), day(paid_on), day(begins), regular, day(since), day(until))
        for month, paid_on, begins, regular, since, until in months or []
    ]


def memberships_of_payer(payer_id: int, day: date) -> list[int]:
    """Memberships under a payer that stand on `day`, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id FROM membership_membership m JOIN registry_person s ON s.id = m.person_id"
            " WHERE m.payer_id = %(payer)s AND m.since <= %(day)s AND (m.until IS NULL OR m.until > %(day)s)"
            " ORDER BY s.name, m.id",
            {"payer": payer_id, "day": day},
        )
        return [row[0] for row in cursor.fetchall()]


def current_membership(person_id: int, day: date) -> int | None:
    """The membership whose card a person would show on `day`: one that stands, the latest; else the latest of all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id FROM membership_membership m JOIN registry_person s ON s.id = m.person_id"
            " WHERE coalesce(s.merged_into_id, s.id) = (SELECT coalesce(merged_into_id, id) FROM registry_person"
            " WHERE id = %(person)s) ORDER BY (m.since <= %(day)s AND (m.until IS NULL OR m.until > %(day)s)) DESC,"
            " m.since DESC, m.id DESC LIMIT 1",
            {"person": person_id, "day": day},
        )
        row = cursor.fetchone()
    return row[0] if row else None


_PAYER: Final = """
    SELECT p.id, p.number, coalesce(o.name, j.name, s.name, ''),
           CASE WHEN p.organisation_id IS NOT NULL THEN 'organisation' WHEN p.project_id IS NOT NULL THEN 'project'
                ELSE 'person' END,
           coalesce(o.npp, j.number, ''), p.office_id, j.id, c.name, j.owner_name, coalesce(r.name, ''),
           j.contract_value, j.starts, j.ends, j.maintenance_until, j.workers_planned
    FROM registry_payer p LEFT JOIN registry_organisation o ON o.id = p.organisation_id
    LEFT JOIN registry_project j ON j.id = p.project_id LEFT JOIN registry_organisation c ON c.id = j.contractor_id
    LEFT JOIN offices_region r ON r.code = j.region_id LEFT JOIN registry_person s ON s.id = p.person_id
    WHERE p.id = %(payer)s
"""
_MEMBERS: Final = f"""
    WITH member AS (
        SELECT m.id, m.segment, m.since, m.until,
               m.since <= %(day)s AND (m.until IS NULL OR m.until > %(day)s) AS held
        FROM membership_membership m WHERE m.payer_id = %(payer)s
    ), paid AS (
        SELECT m.id, m.held, c.since, c.until
        FROM member m JOIN membership_cover c ON c.membership_id = m.id AND c.since < c.until
        UNION ALL
        SELECT m.id, m.held, k.covered_since, least(k.covered_until, m.until) FROM member m
        JOIN membership_package k ON k.membership_id = m.id AND k.covered_since < least(k.covered_until, m.until)
    ), chosen AS (
        SELECT {", ".join(f"bool_or(t.{name}) AS {name}" for name in PROGRAMMES)}
        FROM member m JOIN membership_term t ON t.membership_id = m.id AND t.superseded_at IS NULL
            AND t.since <= %(day)s AND (t.until IS NULL OR t.until > %(day)s) WHERE m.held
    )
    SELECT (SELECT count(*) FROM member WHERE held),
           (SELECT count(DISTINCT id) FROM paid WHERE held AND since <= %(day)s AND until > %(day)s),
           (SELECT coalesce(array_agg(DISTINCT segment::text), '{{}}') FROM member WHERE held),
           {", ".join(f"(SELECT coalesce({name}, false) FROM chosen)" for name in PROGRAMMES)},
           (SELECT coalesce(json_agg(DISTINCT jsonb_build_array(since, until)), '[]') FROM paid)
"""
_PROJECT_PAID: Final = """
    SELECT w.since, w.until FROM membership_projectcover w JOIN registry_payer p ON p.project_id = w.project_id
    WHERE p.id = %(payer)s
"""


def payer_holding(payer_id: int, day: date) -> PayerHolding | None:
    """A payer with all memberships under it, as paid for on `day`; None where there is no such payer.

    A construction project is insured whole: it counts by its instalments, whether or not its workers are named.
    """
    asked: dict[str, Any] = {"payer": payer_id, "day": day}
    with connection.cursor() as cursor:
        cursor.execute(_PAYER, asked)
        payer = cursor.fetchone()
        cursor.execute(_MEMBERS, asked)
        members, covered, segments, *chosen, spans = cast(tuple[Any, ...], cursor.fetchone())
        cursor.execute(_PROJECT_PAID, asked)
        project_paid = cursor.fetchone()
    if payer is None:
        return None
    *plain, project_id, contractor, owner, place, value, starts, ends, maintenance_until, planned = payer
    programmes = programmes_in_order(chosen)
    if project_id is None:
        paid = [(date.fromisoformat(one), date.fromisoformat(other)) for one, other in spans]
        found, facts = of_payer(paid, segments=segments, day=day), None
    else:
        found, programmes = of_project(project_paid, day), ("jkk", "jkm")
        facts = ProjectFacts(contractor, owner, place, value, starts, ends, maintenance_until, planned)
    return PayerHolding(*(*plain, members, covered, programmes, found, facts))
