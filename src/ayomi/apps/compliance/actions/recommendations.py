"""A licensing office asks; the rule answers at once, or a person does; what lapsed is withdrawn and told.

Every act here reaches over offices (a licensing office may not see the register) and runs with the owner's rights, once
the caller has checked that the user may see the question. One transaction each: asked again under the same key, a
question that died half way is simply asked anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from django.db import connection
from django.utils.timezone import localdate

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.audit.queries import rows_of
from ayomi.apps.compliance.actions.proofs import new_token, withdraw_proof
from ayomi.apps.compliance.actions.telling import tell
from ayomi.apps.compliance.models import Authority, Decision, Request
from ayomi.apps.compliance.queries.standing import Named, facts_of, matching, named, snapshot
from ayomi.apps.compliance.rules.licensing import (
    AUTHORITIES,
    LONGEST_KEY,
    NUMBERS,
    PURPOSES,
    fingerprint,
    read_findings,
    stored_findings,
    within,
)
from ayomi.apps.offices.queries import office_serving
from ayomi.core.law.licensing import (
    Facts,
    Finding,
    Judgment,
    Outcome,
    answer_by,
    deviates,
    judge,
    lapsed,
    rule_on,
    valid_until,
)

REPLACED: Final = "Diganti putusan yang lebih baru"
CHUNK: Final = 5_000


class NotPossible(Exception):
    """The act does not fit the question or the decision as it stands. `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class KeyReused(Exception):
    """Something else was asked under this key before."""


class UnknownRequest(LookupError):
    """No such question."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a licensing office asks. `number_kind` 'name' needs name and region, the others a canonical `number`."""

    purpose: str
    number_kind: str
    number: str = ""
    name: str = ""
    region: str | None = None
    stated: int | None = None
    note: str = ""

    def check(self) -> None:
        """ValueError unless it can be asked."""
        by_name = self.number_kind == "name"
        if (
            self.purpose not in PURPOSES
            or self.number_kind not in NUMBERS
            or (self.stated is not None and self.stated < 1)
        ):
            raise ValueError("a question has a purpose, a kind of number, and a count above nought")
        if (by_name and not (self.name.strip() and self.region)) or (not by_name and not self.number):
            raise ValueError("an organisation is asked about by a number, or by its name and place")


def record_authority(
    organisation_id: int, *, kind: str, region: str | None, office_id: int, since: date, by: int | None, at: datetime
) -> int:
    """A government body that may ask for recommendations on organisations in `region` (None: in the whole country).

    Raises NotPossible ('not_government', 'already_authority'), ValueError for another kind.
    """
    if kind not in AUTHORITIES:
        raise ValueError(f"no kind of licensing office: {kind}")
    with owner_rights():
        whom = named([organisation_id]).get(organisation_id)
        if whom is None or whom.kind != "government":
            raise NotPossible("not_government")
        if Authority.objects.filter(organisation_id=organisation_id).exists():
            raise NotPossible("already_authority")
        made = Authority.objects.create(
            organisation_id=organisation_id, name=whom.name, kind=kind, region_id=region, office_id=office_id,
            since=since, recorded_at=at, recorded_by=by,
        )  # fmt: skip
        record("authority_recorded", subject="authority", subject_id=made.pk, by=by, at=at, office_id=office_id,
               detail={"organisation": organisation_id, "region": region})  # fmt: skip
    return int(made.pk)


def ask(
    authority_id: int, key: str, question: Question, *, partner_id: int | None = None, by: int | None, at: datetime
) -> int:
    """Ask about an organisation under the asker's own `key`; answered at once where the rule is clear, else it waits.

    Returns the number of the question, the same for the same key. Raises ValueError for a question that cannot be,
    KeyReused, NotPossible ('not_an_authority', 'outside_area'), NotInForce before the rule began.
    """
    question.check()
    if not 1 <= len(key) <= LONGEST_KEY:
        raise ValueError(f"a key has 1 to {LONGEST_KEY} signs")
    given, day = fingerprint(**asdict(question)), localdate(at)
    with owner_rights():
        known = _asked_before(authority_id, key, given)
        if known is not None:
            return known
        authority = _authority(authority_id, day)
        candidates = matching(question.number_kind, question.number, name=question.name, region=question.region)
        here = [each for each in candidates if within(authority.region_id, each.region)]
        if (candidates and not here) or (question.region and not within(authority.region_id, question.region)):
            raise NotPossible("outside_area")
        whom = here[0] if len(here) == 1 else None
        made = _insert(authority, key, given, question, whom, partner_id=partner_id, by=by, at=at)
        if made is None:
            return cast(int, _asked_before(authority_id, key, given))
        asked = _held(made)
        record("recommendation_asked", subject="recommendation", subject_id=made, by=by, at=at,
               office_id=asked.office_id, detail={"authority": authority_id, "purpose": question.purpose,
               "organisation": asked.organisation_id, "partner": partner_id})  # fmt: skip
        _answer_by_rule(asked, at=at, namesakes=len(here))
    return made


def _asked_before(authority_id: int, key: str, given: bytes) -> int | None:
    found = rows_of(
        "SELECT id, fingerprint FROM compliance_request WHERE authority_id = %s AND key = %s", [authority_id, key]
    )
    if not found:
        return None
    if bytes(found[0][1]) != given:
        raise KeyReused(key)
    return int(found[0][0])


def _authority(authority_id: int, day: date) -> Authority:
    found = Authority.objects.filter(pk=authority_id, since__lte=day).first()
    if found is None or (found.until is not None and found.until <= day):
        raise NotPossible("not_an_authority")
    return found


_INSERT: Final = """
    INSERT INTO compliance_request (authority_id, partner_id, key, fingerprint, purpose, note, number_kind, number,
        name, region_id, stated, organisation_id, found, office_id, state, due_on, asked_at, asked_by)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting', %s, %s, %s)
    ON CONFLICT (authority_id, key) DO NOTHING RETURNING id
"""


def _insert(
    authority: Authority, key: str, given: bytes, question: Question, whom: Named | None, *, partner_id: int | None,
    by: int | None, at: datetime,
) -> int | None:  # fmt: skip
    """The new question; None where somebody asked the same in the same moment."""
    day = localdate(at)
    place = question.region or authority.region_id
    office_id = whom.office_id if whom else office_serving(place, day) if place else authority.office_id
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [authority.pk, partner_id, key, given, question.purpose, question.note, question.number_kind,
             question.number, question.name, question.region, question.stated,
             whom.organisation_id if whom else None, whom.name if whom else "", office_id, answer_by(day), at, by],
        )  # fmt: skip
        made = cursor.fetchone()
    return int(made[0]) if made else None


def _held(request_id: int) -> Request:
    """The question, held until the transaction ends."""
    found = Request.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise UnknownRequest(request_id)
    return found


def _weigh(asked: Request, day: date, namesakes: int = 0) -> tuple[Facts, Judgment, dict[str, Any]]:
    """The facts of the day, what the rule says of them, and the snapshot to keep."""
    if asked.organisation_id is None:
        facts = Facts(day=day, known=namesakes > 1, namesakes=namesakes, stated=asked.stated)
        return facts, judge(facts), snapshot(facts, None, name=asked.name or asked.number)
    stated = {asked.organisation_id: asked.stated} if asked.stated is not None else {}
    facts = facts_of([asked.organisation_id], day, stated=stated)[asked.organisation_id]
    return facts, judge(facts), snapshot(facts, named([asked.organisation_id])[asked.organisation_id])


def _answer_by_rule(asked: Request, *, at: datetime, namesakes: int) -> bool:
    """Let the rule answer; False where a person must."""
    day = localdate(at)
    _, judgment, kept = _weigh(asked, day, namesakes)
    if judgment.outcome == "unclear":
        return False
    made = _write(asked, judgment, kept, judgment.outcome, months=None, reason="", by=None, at=at, stands=True)
    _stand(asked, made, at=at)
    return True


def _write(
    asked: Request, judgment: Judgment, kept: dict[str, Any], outcome: Outcome, *, months: int | None, reason: str,
    by: int | None, at: datetime, stands: bool,
) -> Decision:  # fmt: skip
    day = localdate(at)
    number = Decision.objects.filter(request=asked).count() + 1
    if stands:
        _replace_standing(asked, at=at, by=by)
    return Decision.objects.create(
        request=asked, number=number, facts=kept, findings=stored_findings(judgment.findings),
        rule_since=rule_on(day).since, rule_outcome=judgment.outcome, ceiling=judgment.ceiling, outcome=outcome,
        deviates=deviates(judgment, outcome), reason=reason, since=day,
        until=valid_until(outcome, day, months=months), version="standing" if stands else "proposed", proposed_at=at,
        proposed_by=by, decided_at=at if stands else None, decided_by=by if stands else None,
    )  # fmt: skip


def _replace_standing(asked: Request, *, at: datetime, by: int | None) -> None:
    """The decision that stood gives way; a recommendation it gave is withdrawn."""
    before = Decision.objects.filter(request=asked, version="standing").first()
    if before is None:
        return
    Decision.objects.filter(pk=before.pk).update(version="replaced")
    for proof_id in _standing_proofs(before.pk):
        withdraw_proof(proof_id, reason=REPLACED, by=by, at=at)


def _standing_proofs(decision_id: int) -> list[int]:
    return [row[0] for row in rows_of(
        "SELECT id FROM compliance_proof WHERE decision_id = %s AND withdrawn_at IS NULL", [decision_id]
    )]  # fmt: skip


def _stand(asked: Request, made: Decision, *, at: datetime) -> None:
    """The question is answered; what gives a recommendation gets its public address. The asker is told."""
    asked.state = "answered"
    asked.save(update_fields=["state"])
    if made.outcome != "refused":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO compliance_proof (token, kind, decision_id, office_id, issued_at, issued_by,"
                " withdrawn_reason) VALUES (%s, 'recommendation', %s, %s, %s, %s, '')",
                [new_token(), made.pk, asked.office_id, at, made.decided_by],
            )
    record("recommendation_decided", subject="recommendation", subject_id=asked.pk, by=made.decided_by, at=at,
           office_id=asked.office_id, reason=made.reason,
           detail={"outcome": made.outcome, "rule": made.rule_outcome, "deviates": made.deviates})  # fmt: skip
    tell(asked.authority_id, "recommendation.decided", _told(asked, outcome=made.outcome, until=made.until), at=at)


def _told(asked: Request, **more: object) -> dict[str, Any]:
    return {"id": asked.pk, "key": asked.key} | {
        name: value.isoformat() if isinstance(value, date) else value for name, value in more.items()
    }


def preview(request_id: int, day: date) -> Judgment:
    """What the rule says of a question today, before anybody decides. Raises UnknownRequest."""
    with owner_rights():
        asked = Request.objects.filter(pk=request_id).first()
        if asked is None:
            raise UnknownRequest(request_id)
        return _weigh(asked, day, namesakes=2 if asked.state == "waiting" else 0)[1]


def complete(
    request_id: int, *, organisation_id: int | None = None, stated: int | None = None, by: int | None, at: datetime
) -> str:
    """Add what was missing (which organisation, how many people) to a question that waits, and let the rule answer.

    Returns its state. Raises UnknownRequest, NotPossible ('not_waiting', 'unknown_organisation', 'outside_area').
    """
    with owner_rights():
        asked = _held(request_id)
        if asked.state != "waiting":
            raise NotPossible("not_waiting")
        if organisation_id is not None:
            whom = named([organisation_id]).get(organisation_id)
            if whom is None:
                raise NotPossible("unknown_organisation")
            if not within(Authority.objects.get(pk=asked.authority_id).region_id, whom.region):
                raise NotPossible("outside_area")
            asked.organisation_id, asked.found, asked.office_id = organisation_id, whom.name, whom.office_id
        asked.stated = stated if stated is not None else asked.stated
        asked.save(update_fields=["organisation", "found", "office", "stated"])
        record("recommendation_completed", subject="recommendation", subject_id=request_id, by=by, at=at,
               office_id=asked.office_id, detail={"organisation": organisation_id, "stated": stated})  # fmt: skip
        _answer_by_rule(asked, at=at, namesakes=0 if asked.organisation_id else 2)
    return asked.state


def decide(request_id: int, *, outcome: Outcome, months: int | None, reason: str, by: int | None, at: datetime) -> bool:
    """A person answers, or answers anew. True where it stands; False where it departs from the rule and waits for a
    second person. `months`: shorter than the rule gives, None for all of them.

    Raises UnknownRequest, NotPossible ('no_reason', 'proposal_waits', 'not_enrolled', 'too_long').
    """
    if not reason.strip():
        raise NotPossible("no_reason")
    with owner_rights():
        asked, day = _held(request_id), localdate(at)
        if asked.state == "proposed":
            raise NotPossible("proposal_waits")
        if asked.organisation_id is None and outcome != "refused":
            raise NotPossible("not_enrolled")
        try:
            valid_until(outcome, day, months=months)
        except ValueError:
            raise NotPossible("too_long") from None
        _, judgment, kept = _weigh(asked, day, namesakes=2 if asked.state == "waiting" else 0)
        stands = not deviates(judgment, outcome)
        made = _write(asked, judgment, kept, outcome, months=months, reason=reason.strip(), by=by, at=at, stands=stands)
        if stands:
            _stand(asked, made, at=at)
        else:
            asked.state = "proposed"
            asked.save(update_fields=["state"])
            record("recommendation_proposed", subject="recommendation", subject_id=request_id, by=by, at=at,
                   office_id=asked.office_id, reason=reason.strip(),
                   detail={"outcome": outcome, "rule": judgment.outcome})  # fmt: skip
    return stands


def second(decision_id: int, *, approve: bool, reason: str, by: int | None, at: datetime) -> None:
    """A second person lets a decision that departs from the rule stand, or returns it.

    Raises UnknownRequest, NotPossible ('not_proposed', 'own_request', 'no_reason', 'too_late').
    """
    if not reason.strip():
        raise NotPossible("no_reason")
    with owner_rights():
        found = rows_of("SELECT request_id FROM compliance_decision WHERE id = %s", [decision_id])
        if not found:
            raise UnknownRequest(decision_id)
        asked = _held(found[0][0])
        made = Decision.objects.select_for_update().get(pk=decision_id)
        if made.version != "proposed":
            raise NotPossible("not_proposed")
        if made.proposed_by == by:
            raise NotPossible("own_request")
        if approve and made.until is not None and made.until <= localdate(at):
            raise NotPossible("too_late")
        if approve:
            _replace_standing(asked, at=at, by=by)
        made.version, made.decided_at, made.decided_by = "standing" if approve else "returned", at, by
        made.second_reason = reason.strip()
        made.save(update_fields=["version", "decided_at", "decided_by", "second_reason"])
        if approve:
            _stand(asked, made, at=at)
            return
        asked.state = "answered" if Decision.objects.filter(request=asked, version="standing").exists() else "waiting"
        asked.save(update_fields=["state"])
        record("recommendation_returned", subject="recommendation", subject_id=asked.pk, by=by, at=at,
               office_id=asked.office_id, reason=reason.strip())  # fmt: skip


def withdraw(request_id: int, *, reason: str, by: int | None, at: datetime) -> None:
    """A person takes the recommendation back, and the office that relied on it is told.

    Raises UnknownRequest, NotPossible ('no_reason', 'nothing_stands').
    """
    if not reason.strip():
        raise NotPossible("no_reason")
    with owner_rights():
        asked = _held(request_id)
        standing = Decision.objects.filter(request=asked, version="standing").first()
        proofs = _standing_proofs(standing.pk) if standing else []
        if not proofs:
            raise NotPossible("nothing_stands")
        withdraw_proof(proofs[0], reason=reason.strip()[:200], by=by, at=at)
        record("recommendation_withdrawn", subject="recommendation", subject_id=request_id, by=by, at=at,
               office_id=asked.office_id, reason=reason.strip())  # fmt: skip
        tell(
            asked.authority_id, "recommendation.withdrawn", _told(asked, withdrawn_on=localdate(at), reasons=[]), at=at
        )


_STANDING: Final = """
    SELECT p.id, d.id, r.id, r.organisation_id, (d.facts ->> 'stated')::int, d.findings
    FROM compliance_proof p JOIN compliance_decision d ON d.id = p.decision_id
    JOIN compliance_request r ON r.id = d.request_id
    WHERE p.kind = 'recommendation' AND p.withdrawn_at IS NULL AND d.until > %(day)s AND p.id > %(after)s
        AND (%(whom)s::bigint[] IS NULL OR r.organisation_id = ANY (%(whom)s)) ORDER BY p.id LIMIT %(limit)s
"""


def recheck(*, at: datetime, organisation_ids: Sequence[int] | None = None) -> int:
    """Withdraw every recommendation whose facts lapsed: something refuses now that did not when it was given.

    `organisation_ids`: only these. Returns how many fell. Each falls in a transaction of its own, so a run that was cut
    short is simply run again.
    """
    day, last, fallen = localdate(at), 0, 0
    while True:
        with owner_rights():
            whom = None if organisation_ids is None else list(organisation_ids)
            rows = rows_of(_STANDING, {"day": day, "after": last, "whom": whom, "limit": CHUNK})
            facts = facts_of(sorted({row[3] for row in rows}), day) if rows else {}
        for proof_id, decision_id, request_id, organisation_id, stated, findings in rows:
            kept = read_findings(json.loads(findings) if isinstance(findings, str) else findings)
            then = frozenset(each.code for each in kept if each.effect == "refuses")
            fell = lapsed(then, judge(replace(facts[organisation_id], stated=stated)))
            if fell:
                _fall(request_id, decision_id, proof_id, fell, at=at)
                fallen += 1
        if len(rows) < CHUNK:
            return fallen
        last = rows[-1][0]


LAPSED: Final = "Tidak lagi memenuhi syarat"


def _fall(request_id: int, decision_id: int, proof_id: int, fell: Sequence[Finding], *, at: datetime) -> None:
    with owner_rights():
        asked = _held(request_id)
        if proof_id not in _standing_proofs(decision_id):
            return
        codes = [each.code for each in fell]
        withdraw_proof(proof_id, reason=f"{LAPSED}: {', '.join(codes)}", by=None, at=at)
        Decision.objects.filter(pk=decision_id, lapse__isnull=True).update(lapse=stored_findings(fell))
        record("recommendation_lapsed", subject="recommendation", subject_id=request_id, by=None, at=at,
               office_id=asked.office_id, detail={"reasons": codes})  # fmt: skip
        tell(asked.authority_id, "recommendation.withdrawn", _told(asked, withdrawn_on=localdate(at), reasons=codes),
             at=at)  # fmt: skip
