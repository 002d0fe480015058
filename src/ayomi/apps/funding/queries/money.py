"""Where the money of each window stands on a day, what came and went by month, and what the loans are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.audit.rules import Check
from ayomi.core.law.funds import CLASSES, LoanClass, collectability_score, disbursement_score
from ayomi.core.money import PartsPerMillion, Rupiah


@dataclass(frozen=True, slots=True)
class WindowRow:
    window_id: int
    code: str
    name: str
    theme: str
    returns: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A window's rule; the fields of `models.Rule`. `until` None while it holds."""

    rule_id: int
    window_id: int
    since: date
    until: date | None
    amount_most: Rupiah
    rate: PartsPerMillion
    method: str
    months_most: int
    grace_most: int
    grace_fee: str
    member_months: int
    kinds: tuple[str, ...]
    small_only: bool
    score_least: int
    tranches: tuple[tuple[int, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Position:
    """A window's money on a day, from the ledger. `money` at hand, `committed` promised and not yet paid out,
    `available` what may still be promised; `outstanding` principal out; `owed` kept for borrowers who paid too much."""

    window: WindowRow
    put_in: Rupiah
    paid_out: Rupiah
    repaid: Rupiah
    fees: Rupiah
    money: Rupiah
    committed: Rupiah
    outstanding: Rupiah
    owed: Rupiah

    @property
    def available(self) -> Rupiah:
        return self.money - self.committed


def windows() -> list[WindowRow]:
    """All windows by theme and name."""
    return [
        WindowRow(*row)
        for row in rows_of("SELECT id, code, name, theme, returns FROM funding_window ORDER BY theme, name, id", [])
    ]


def rules(window_id: int) -> list[RuleRow]:
    """The rules of a window, the newest first."""
    found = rows_of(
        "SELECT id, window_id, since, until, amount_most, rate, method, months_most, grace_most, grace_fee,"
        " member_months, (SELECT coalesce(array_agg(k), '{}') FROM jsonb_array_elements_text(kinds) k), small_only,"
        " score_least, (SELECT array_agg(t->>0) FROM jsonb_array_elements(tranches) t),"
        " (SELECT array_agg(t->>1) FROM jsonb_array_elements(tranches) t), source"
        " FROM funding_rule WHERE window_id = %s ORDER BY since DESC",
        [window_id],
    )
    return [
        RuleRow(*(*row[:11], tuple(row[11]), row[12], row[13],
                  tuple((int(part), condition) for part, condition in zip(row[14], row[15], strict=True)), row[16]))
        for row in found
    ]  # fmt: skip


_POSITION: Final = """
WITH moves AS (
    SELECT a.fund AS code, split_part(a.code, '/', 1) AS account, t.key,
           CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END AS amount
    FROM ledger_account a JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id)
    WHERE a.fund IN (SELECT code FROM funding_window) AND t.day <= %(day)s
), sums AS (
    SELECT code,
        coalesce(-sum(amount) FILTER (WHERE account = 'capital' AND starts_with(key, 'fund:')), 0) AS put_in,
        coalesce(-sum(amount) FILTER (WHERE account = 'cash' AND starts_with(key, 'fund-tranche:')), 0) AS paid_out,
        coalesce(-sum(amount) FILTER (WHERE account = 'loans' AND NOT starts_with(key, 'fund-tranche:')), 0) AS repaid,
        coalesce(-sum(amount) FILTER (WHERE account = 'fees'), 0) AS fees,
        coalesce(sum(amount) FILTER (WHERE account = 'cash'), 0) AS cash,
        coalesce(sum(amount) FILTER (WHERE account = 'loans'), 0) AS outstanding,
        coalesce(-sum(amount) FILTER (WHERE account = 'owed'), 0) AS owed
    FROM moves GROUP BY 1
), promised AS (
    SELECT a.window_id, sum(a.approved) - coalesce(sum((SELECT sum(t.amount) FROM funding_tranche t
        WHERE t.application_id = a.id AND t.paid_on <= %(day)s)), 0) AS amount
    FROM funding_application a WHERE a.approved > 0 AND a.decided_on <= %(day)s GROUP BY 1
)
SELECT w.id, w.code, w.name, w.theme, w.returns, coalesce(s.put_in, 0)::bigint, coalesce(s.paid_out, 0)::bigint,
       coalesce(s.repaid, 0)::bigint, coalesce(s.fees, 0)::bigint, coalesce(s.cash - s.owed, 0)::bigint,
       coalesce(p.amount, 0)::bigint, coalesce(s.outstanding, 0)::bigint, coalesce(s.owed, 0)::bigint
FROM funding_window w LEFT JOIN sums s ON s.code = w.code LEFT JOIN promised p ON p.window_id = w.id
ORDER BY w.theme, w.name, w.id
"""


def positions(day: date) -> list[Position]:
    """Every window's money at the end of a day. For whoever may see the ledger whole (owner's rights)."""
    return [Position(WindowRow(*row[:5]), *row[5:]) for row in rows_of(_POSITION, {"day": day})]


@dataclass(frozen=True, slots=True)
class Quality:
    """Loans by class: (class, loans, outstanding, set aside); the ministry's two measures with their scores."""

    classes: tuple[tuple[LoanClass, int, Rupiah, Rupiah], ...]
    overdue: Rupiah
    collectability: tuple[PartsPerMillion, int]
    disbursement: tuple[PartsPerMillion, int]


def quality(day: date, standing: Sequence[Position]) -> Quality:
    """What the loans one may see are worth, as they were last aged, and how much of what was available went out.

    Raises NotInForce before June 2002.
    """
    found = {
        row[0]: row
        for row in rows_of(
            "SELECT loan_class, count(*), sum(principal - principal_paid)::bigint, sum(provision)::bigint,"
            " sum(overdue)::bigint FROM funding_loan WHERE state = 'running' GROUP BY 1",
            [],
        )
    }
    classes = tuple((name, *(found[name][1:4] if name in found else (0, 0, 0))) for name in CLASSES)
    out = sum(each.paid_out for each in standing)
    at_hand = sum(each.put_in + each.repaid + each.fees for each in standing)
    outstanding = {name: amount for name, _, amount, _ in classes}
    return Quality(
        classes, sum(row[4] for row in found.values()), collectability_score(outstanding, day),
        disbursement_score(out, at_hand, day),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One month: paid out and come back; for months to come what the schedules ask."""

    month: date
    out: Rupiah
    back: Rupiah
    expected: Rupiah


def flow(since: date, until: date) -> list[FlowRow]:
    """Money by month from the month of `since` to that of `until`, past and to come, of what one may see."""
    found = rows_of(
        """
        WITH months AS (
            SELECT generate_series(date_trunc('month', %(since)s::date), %(until)s::date, '1 month')::date AS m
        ),
        out AS (SELECT date_trunc('month', t.paid_on)::date AS m, sum(t.amount) AS amount
                FROM funding_tranche t GROUP BY 1),
        back AS (SELECT date_trunc('month', p.day)::date AS m, sum(p.amount) AS amount
                 FROM funding_posting p GROUP BY 1),
        due AS (SELECT date_trunc('month', i.due)::date AS m, sum(i.principal + i.fee) AS amount
                FROM funding_instalment i GROUP BY 1)
        SELECT m, coalesce(out.amount, 0)::bigint, coalesce(back.amount, 0)::bigint, coalesce(due.amount, 0)::bigint
        FROM months LEFT JOIN out USING (m) LEFT JOIN back USING (m) LEFT JOIN due USING (m) ORDER BY m
        """,
        {"since": since, "until": until},
    )
    return [FlowRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What is out at one office."""

    office_id: int
    office: str
    loans: int
    outstanding: Rupiah
    overdue: Rupiah


def concentration() -> list[PlaceRow]:
    """Running loans one may see by office, the largest sum first."""
    return [
        PlaceRow(*row)
        for row in rows_of(
            "SELECT l.office_id, coalesce(f.name, ''), count(*), sum(l.principal - l.principal_paid)::bigint,"
            " sum(l.overdue)::bigint FROM funding_loan l LEFT JOIN offices_office f ON f.id = l.office_id"
            " WHERE l.state = 'running' GROUP BY 1, 2 ORDER BY 4 DESC, 2",
            [],
        )
    ]


def loans_begun(day: date, themes: Sequence[str]) -> int:
    """How many loans of these themes had been paid out by the end of a day."""
    found = rows_of(
        "SELECT count(*) FROM funding_loan l JOIN funding_window w ON w.id = l.window_id"
        " WHERE l.paid_out <= %s AND w.theme = ANY (%s)",
        [day, list(themes)],
    )
    return int(found[0][0])


CHECKS: Final = (
    Check(
        "purse_is_in_the_ledger",
        "Uang tiap dana bergulir dan hibah sama dengan buku besar.",
        "The money of each fund is what the ledger says.",
        """
        SELECT s.window_id FROM funding_purse s JOIN funding_window w ON w.id = s.window_id WHERE s.money <> coalesce((
            SELECT sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END) FROM ledger_account a
            JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id)
            WHERE a.code IN ('cash/' || w.code, 'owed/' || w.code)), 0)
        """,
        "SELECT count(*) FROM funding_purse",
    ),
    Check(
        "promises_are_kept_free",
        "Uang yang dijanjikan sama dengan persetujuan yang belum dibayarkan.",
        "What is promised is what was approved and not yet paid out.",
        """
        SELECT s.window_id FROM funding_purse s WHERE s.committed <> coalesce((
            SELECT sum(a.approved) FROM funding_application a WHERE a.window_id = s.window_id), 0) - coalesce((
            SELECT sum(t.amount) FROM funding_tranche t JOIN funding_application a ON a.id = t.application_id
            WHERE a.window_id = s.window_id AND t.paid_on IS NOT NULL), 0)
        """,
        "SELECT count(*) FROM funding_purse",
    ),
    Check(
        "loan_is_its_instalments",
        "Pokok tiap pinjaman sama dengan jumlah angsurannya, dan yang dibayar sama dengan postingnya.",
        "Each loan's principal is the sum of its instalments, and what is paid is what was posted.",
        """
        SELECT l.id FROM funding_loan l
        JOIN (SELECT loan_id, sum(principal) AS whole, sum(principal_paid) AS principal, sum(fee_paid) AS fee
              FROM funding_instalment GROUP BY 1) i ON i.loan_id = l.id
        LEFT JOIN (SELECT loan_id, sum(principal) AS principal, sum(fee) AS fee, sum(credit) AS credit
                   FROM funding_posting GROUP BY 1) p ON p.loan_id = l.id
        WHERE (l.principal, l.principal_paid, l.fee_paid) <> (i.whole, i.principal, i.fee)
           OR (l.principal_paid, l.fee_paid, l.credit)
              <> (coalesce(p.principal, 0), coalesce(p.fee, 0), coalesce(p.credit, 0))
        """,
        "SELECT count(*) FROM funding_loan",
    ),
    Check(
        "loans_are_in_the_ledger",
        "Pokok yang beredar pada tiap dana sama dengan buku besar.",
        "The principal outstanding of each fund is what the ledger says.",
        """
        SELECT w.id FROM funding_window w WHERE coalesce((
            SELECT sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount END) FROM ledger_account a
            JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id) WHERE a.code = 'loans/' || w.code), 0)
        <> coalesce((SELECT sum(l.principal - l.principal_paid) FROM funding_loan l WHERE l.window_id = w.id), 0)
         + coalesce((SELECT sum(t.amount) FROM funding_tranche t JOIN funding_application a ON a.id = t.application_id
            WHERE a.window_id = w.id AND w.returns AND a.state = 'agreed' AND t.paid_on IS NOT NULL), 0)
        """,
        "SELECT count(*) FROM funding_window",
    ),
)
