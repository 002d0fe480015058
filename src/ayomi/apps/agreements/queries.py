"""Agreements as a tree, what falls due, and what each has brought, counted from the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from ayomi.apps.agreements.rules import NOTICE, Kind, Measure, Repeats, Standing, due_days, standing
from ayomi.apps.audit.queries import rows_of
from ayomi.core.periods import Month


class UnknownAgreement(LookupError):
    """No such agreement, or none that may be seen from here."""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement in the tree. `depth`: 0 for one that derives from none. `parties`: their names without our own."""

    agreement_id: int
    parent_id: int | None
    renews_id: int | None
    depth: int
    kind: Kind
    number: str
    title: str
    state: str
    standing: Standing
    signed_on: date | None
    place: str
    since: date
    until: date | None
    ended_on: date | None
    end_reason: str
    office_id: int
    office_name: str
    source: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    party_id: int
    organisation_id: int | None
    name: str
    signatory: str
    position: str


@dataclass(frozen=True, slots=True)
class Basis:
    regulation: str
    dated: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty. `owner`: full name of the user who sees to it; empty where only the office does."""

    duty_id: int
    agreement_id: int
    text: str
    party: str
    office_id: int
    office_name: str
    owner_id: int | None
    owner: str
    first_due: date
    repeats: Repeats


@dataclass(frozen=True, slots=True)
class Due:
    """A duty on one of its days, not yet done. `late`: the day has passed."""

    duty: Duty
    agreement_title: str
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class DoneRow:
    duty_id: int
    text: str
    due_on: date
    done_on: date
    proof: str
    paper_id: int | None


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim with what came under the agreement and all that derive from it. `reached` None: not counted yet."""

    measure: Measure
    amount: int
    by_day: date
    reached: int | None


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """An organisation that came under the agreement, with its people covered in the month asked for."""

    agreement_id: int
    organisation_id: int
    name: str
    kind: str
    since: date
    until: date | None
    covered: int


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    attachment_id: int
    paper_id: int
    name: str
    media_type: str
    size: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement with everything that hangs on it."""

    row: AgreementRow
    line: tuple[AgreementRow, ...]
    """What it derives from, the memorandum first."""
    renewals: tuple[tuple[bool, AgreementRow], ...]
    """What it or one above it renews (True), the oldest first, or is renewed by (False)."""
    below: tuple[AgreementRow, ...]
    parties: tuple[Party, ...]
    bases: tuple[Basis, ...]
    reach: tuple[tuple[int, str], ...]
    duties: tuple[Duty, ...]
    done: tuple[DoneRow, ...]
    attachments: tuple[AttachmentRow, ...]


_TREE: Final = """
WITH RECURSIVE tree AS (
    SELECT a.id, 0 AS depth, ARRAY[(a.since - date '1900-01-01')::bigint, a.id] AS line FROM agreements_agreement a
    WHERE a.parent_id IS NULL
    UNION ALL
    SELECT a.id, t.depth + 1, t.line || ARRAY[(a.since - date '1900-01-01')::bigint, a.id]
    FROM agreements_agreement a JOIN tree t ON a.parent_id = t.id
)
SELECT a.id, a.parent_id, a.renews_id, t.depth, a.kind, a.number, a.title, a.state, a.signed_on, a.place, a.since,
       a.until, a.ended_on, a.end_reason, a.office_id, o.name, a.source,
       ARRAY(SELECT p.name::text FROM agreements_party p WHERE p.agreement_id = a.id ORDER BY p.id)
FROM tree t JOIN agreements_agreement a ON a.id = t.id JOIN offices_office o ON o.id = a.office_id
ORDER BY t.line
"""


def agreements(day: date) -> list[AgreementRow]:
    """All agreements, each before those that derive from it, as they stand on `day`. One statement."""
    return [_agreement_row(row, day) for row in rows_of(_TREE, {})]


def _agreement_row(row: tuple[Any, ...], day: date) -> AgreementRow:
    first, rest = row[:8], row[8:]
    stands = standing(first[7], rest[2], rest[3], rest[4], day)
    return AgreementRow(*(*first, stands, *rest[:-1], tuple(rest[-1])))


def agreement(agreement_id: int, day: date) -> Agreement:
    """One agreement as it stands on `day`. Seven statements. Raises UnknownAgreement."""
    known = {row.agreement_id: row for row in agreements(day)}
    if agreement_id not in known:
        raise UnknownAgreement(agreement_id)
    row = known[agreement_id]
    line: list[AgreementRow] = []
    above = row.parent_id
    while above is not None:
        line.insert(0, known[above])
        above = known[above].parent_id
    under = _below(agreement_id, list(known.values()))
    chain = [each for of in (*line, row) for each in _renewals(of, known)]
    asked = {"id": agreement_id}
    return Agreement(
        row,
        tuple(line),
        tuple(chain),
        tuple(under),
        tuple(
            Party(*each)
            for each in rows_of(
                "SELECT id, organisation_id, name, signatory, position FROM agreements_party"
                " WHERE agreement_id = %(id)s ORDER BY id",
                asked,
            )
        ),
        tuple(
            Basis(*each)
            for each in rows_of(
                "SELECT regulation, dated, article FROM agreements_basis WHERE agreement_id = %(id)s ORDER BY id", asked
            )
        ),
        tuple(
            (each[0], each[1])
            for each in rows_of(
                "SELECT o.id, o.name FROM agreements_reach r JOIN offices_office o ON o.id = r.office_id"
                " WHERE r.agreement_id = %(id)s ORDER BY o.code",
                asked,
            )
        ),
        tuple(
            Duty(*each)
            for each in rows_of(
                f"SELECT {_DUTY} FROM {_DUTIES} WHERE d.agreement_id = %(id)s ORDER BY d.first_due, d.id", asked
            )
        ),
        tuple(
            DoneRow(*each)
            for each in rows_of(
                "SELECT d.id, d.text, x.due_on, x.done_on, x.proof, x.paper_id FROM agreements_done x JOIN"
                " agreements_duty d ON d.id = x.duty_id WHERE d.agreement_id = %(id)s ORDER BY x.due_on DESC, d.id",
                asked,
            )
        ),
        tuple(
            AttachmentRow(*each)
            for each in rows_of(
                "SELECT id, paper_id, name, media_type, size, recorded_at FROM agreements_attachment"
                " WHERE agreement_id = %(id)s ORDER BY id",
                asked,
            )
        ),
    )


def _renewals(row: AgreementRow, known: Mapping[int, AgreementRow]) -> list[tuple[bool, AgreementRow]]:
    """What `row` renews (True) and what renews it (False). None can renew itself: it renews one on record."""
    chain: list[tuple[bool, AgreementRow]] = []
    earlier = row.renews_id
    while earlier is not None:
        chain.insert(0, (True, known[earlier]))
        earlier = known[earlier].renews_id
    later = {each.renews_id: each for each in known.values() if each.renews_id is not None}
    following = later.get(row.agreement_id)
    while following is not None:
        chain.append((False, following))
        following = later.get(following.agreement_id)
    return chain


def _below(agreement_id: int, rows: Sequence[AgreementRow]) -> list[AgreementRow]:
    inside, found = {agreement_id}, []
    for row in rows:
        if row.parent_id in inside:
            inside.add(row.agreement_id)
            found.append(row)
    return found


_DUTY: Final = (
    "d.id, d.agreement_id, d.text, p.name, d.office_id, o.name, d.owner, coalesce(u.full_name, ''), d.first_due,"
    " d.repeats"
)
_DUTIES: Final = (
    "agreements_duty d JOIN agreements_party p ON p.id = d.party_id JOIN offices_office o ON o.id = d.office_id"
    " LEFT JOIN access_user u ON u.id = d.owner"
)


def duties_due(
    day: date, *, offices: Sequence[int] | None = None, user: int | None = None, ahead: timedelta = timedelta(days=31)
) -> list[Due]:
    """Duties of signed agreements that are overdue or fall due within `ahead`, the oldest first.

    `offices`: only what these offices see to. `user`: as they come to this user of those offices: her own, wherever
    they are seen to; those nobody owns; and those of somebody else once they are late. One statement.
    """
    found = []
    for *plain, title, until, done in rows_of(
        f"SELECT {_DUTY}, a.title, a.until, ARRAY(SELECT x.due_on FROM agreements_done x WHERE x.duty_id = d.id)"
        f" FROM {_DUTIES} JOIN agreements_agreement a ON a.id = d.agreement_id"
        " WHERE a.state = 'signed' AND d.first_due <= %(last)s"
        " AND (%(offices)s::bigint[] IS NULL OR d.office_id = ANY (%(offices)s) OR d.owner = %(user)s::bigint)",
        {"last": day + ahead, "user": user, "offices": None if offices is None else list(offices)},
    ):
        duty = Duty(*plain)
        found += [
            Due(duty, title, due_on, due_on < day)
            for due_on in due_days(duty.first_due, duty.repeats, last=day + ahead, until=until)
            if due_on not in done and (user is None or duty.owner_id is None or duty.owner_id == user or due_on < day)
        ]
    return sorted(found, key=lambda due: (due.due_on, due.duty.duty_id))


def expiring(day: date) -> list[AgreementRow]:
    """Signed agreements that end within ninety days and have no successor on record, the soonest first."""
    rows = agreements(day)
    renewed = {row.renews_id for row in rows if row.renews_id is not None and row.state != "draft"}
    soon = [row for row in rows if row.standing == "expiring" and row.agreement_id not in renewed]
    return sorted(soon, key=lambda row: row.until or day + NOTICE)


# Who counts: covered by the organisation's channel in the month, while the organisation stands under the agreement.
_COVERED: Final = """
WITH RECURSIVE under AS (
    SELECT id FROM agreements_agreement WHERE id = %(id)s
    UNION SELECT a.id FROM agreements_agreement a JOIN under u ON a.parent_id = u.id
), brought AS (
    SELECT b.agreement_id, b.organisation_id, b.since, b.until FROM agreements_brought b JOIN under u
    ON u.id = b.agreement_id
), covered AS (
    SELECT DISTINCT b.agreement_id, b.organisation_id, coalesce(s.merged_into_id, s.id) AS person_id
    FROM brought b JOIN membership_membership m ON m.organisation_id = b.organisation_id
    JOIN membership_cover c ON c.membership_id = m.id AND c.month = %(first)s
    JOIN registry_person s ON s.id = m.person_id
    WHERE b.since <= %(last)s AND (b.until IS NULL OR b.until > %(last)s)
      AND c.since <= %(last)s AND c.until > %(last)s AND (m.until IS NULL OR m.until > %(last)s)
)
"""


def brought(agreement_id: int, month: Month) -> list[BroughtRow]:
    """Organisations under the agreement and all that derive from it, with their people covered at the month's end."""
    return [
        BroughtRow(*row)
        for row in rows_of(
            _COVERED + "SELECT b.agreement_id, o.id, o.name, o.kind, b.since, b.until, (SELECT count(*) FROM covered c"
            " WHERE c.organisation_id = b.organisation_id AND c.agreement_id = b.agreement_id)"
            " FROM brought b JOIN registry_organisation o ON o.id = b.organisation_id ORDER BY o.name_key, o.id",
            {"id": agreement_id, "first": month.first_day, "last": month.last_day},
        )
    ]


def aims(agreement_id: int, month: Month) -> list[Aim]:
    """The aims with what was reached by the end of `month`: one person, one organisation, one rupiah counts once.

    Contributions are those of bills paid since the organisation came under the agreement, without fines. Two
    statements. Workshops are counted once funds keep them.
    """
    asked = {"id": agreement_id, "first": month.first_day, "last": month.last_day}
    workers, cooperatives, firms, contributions = rows_of(
        _COVERED + "SELECT (SELECT count(DISTINCT person_id) FROM covered),"
        " (SELECT count(DISTINCT o.id) FROM covered c JOIN registry_organisation o ON o.id = c.organisation_id"
        "  WHERE o.kind = 'cooperative'),"
        " (SELECT count(DISTINCT o.id) FROM covered c JOIN registry_organisation o ON o.id = c.organisation_id"
        "  WHERE o.kind = 'firm'),"
        " (SELECT coalesce(sum(p.amount), 0)::bigint FROM contributions_part p"
        "  WHERE p.fund <> 'fine' AND p.bill_id IN ("
        "  SELECT l.id FROM contributions_bill l JOIN registry_payer y ON y.id = l.payer_id"
        "  JOIN brought b ON b.organisation_id = y.organisation_id"
        "  WHERE l.state = 'paid' AND l.paid_on >= b.since AND l.paid_on <= %(last)s"
        "  AND (b.until IS NULL OR l.paid_on < b.until)))",
        asked,
    )[0]
    reached: dict[str, int | None] = {
        "workers": workers, "cooperatives": cooperatives, "firms": firms, "contributions": contributions,
        "workshops": None,
    }  # fmt: skip
    return [
        Aim(measure, amount, by_day, reached[measure])
        for measure, amount, by_day in rows_of(
            "SELECT measure, amount, by_day FROM agreements_aim WHERE agreement_id = %(id)s ORDER BY by_day, measure",
            asked,
        )
    ]


def agreements_of_organisation(organisation_id: int, day: date) -> list[AgreementRow]:
    """Agreements an organisation signed or came under, as they stand on `day`."""
    ids = {
        row[0]
        for row in rows_of(
            "SELECT agreement_id FROM agreements_party WHERE organisation_id = %(id)s"
            " UNION SELECT agreement_id FROM agreements_brought WHERE organisation_id = %(id)s",
            {"id": organisation_id},
        )
    }
    return [row for row in agreements(day) if row.agreement_id in ids] if ids else []
