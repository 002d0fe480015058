"""Windows, their dated rules, and the money put into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection

from ayomi.apps.audit.actions import owner_rights, record
from ayomi.apps.funding.models import Budget, Purse, Rule, Window
from ayomi.apps.funding.rules import accounts, tranche_amounts
from ayomi.apps.ledger import actions as ledger
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.funds import profit_share
from ayomi.core.money import LARGEST_SUM, PartsPerMillion, Rupiah, share


class BudgetTooLarge(ValueError):
    """More than the share of the profit that the rule of its day allows; `most` rupiah are left."""

    def __init__(self, most: Rupiah) -> None:
        super().__init__(f"at most {most} rupiah of this profit may go there")
        self.most = most


@dataclass(frozen=True, slots=True)
class NewRule:
    """The fields of `models.Rule`; `tranches` of (share in ppm, condition)."""

    amount_most: Rupiah
    source: str
    rate: PartsPerMillion = 0
    method: str = "flat"
    months_most: int = 36
    grace_most: int = 0
    grace_fee: str = "due"
    order: str = "by_instalment"
    member_months: int = 0
    kinds: Sequence[str] = ()
    small_only: bool = False
    score_least: int = 60
    tranches: Sequence[tuple[PartsPerMillion, str]] = ((1_000_000, ""),)


def open_window(
    *, code: str, name: str, theme: str, returns: bool, since: date, rule: NewRule, by: int | None, at: datetime
) -> int:
    """A window with its first rule, its ledger accounts and an empty purse. Returns its number.

    Raises ValueError for a code that is no short word or tranches that do not add up.
    """
    if not code.isascii() or not code.replace("-", "").isalnum() or not code.islower() or len(code) > 20:
        raise ValueError("the code of a window is a short word in small letters")
    with owner_rights():
        window = Window.objects.create(
            code=code, name=name, theme=theme, returns=returns, recorded_at=at, recorded_by=by
        )
        Purse.objects.create(window=window)
        ledger.open_accounts(accounts(code))
        record("fund_opened", subject="fund", subject_id=window.pk, by=by, at=at, detail={"code": code})
        _write_rule(window.pk, since, rule, by=by, at=at)
    return window.pk


def change_rule(window_id: int, *, since: date, rule: NewRule, by: int | None, at: datetime) -> int:
    """From `since` on another rule holds for new applications; loans keep theirs. Returns the rule's number."""
    with owner_rights():
        Rule.objects.filter(window_id=window_id, until__isnull=True, since__lt=since).update(until=since)
        return _write_rule(window_id, since, rule, by=by, at=at)


def _write_rule(window_id: int, since: date, rule: NewRule, *, by: int | None, at: datetime) -> int:
    tranche_amounts(10**6, [part for part, _ in rule.tranches])
    fields = {**asdict(rule), "kinds": list(rule.kinds), "tranches": [list(each) for each in rule.tranches]}
    made = Rule.objects.create(window_id=window_id, since=since, recorded_at=at, recorded_by=by, **fields)
    record(
        "fund_rule_written", subject="fund", subject_id=window_id, by=by, at=at,
        detail={"rule": made.pk, "since": since.isoformat()},
    )  # fmt: skip
    return made.pk


_BUDGET = """
    SELECT format('fund:%%s:budget:%%s', w.code, b.id) AS key, 'cash/' || w.code AS debit,
           'capital/' || w.code AS credit, b.amount, b.day, NULL::bigint AS payer_id, NULL::bigint AS bill_id,
           NULL::bigint AS receipt_id
    FROM funding_budget b JOIN funding_window w ON w.id = b.window_id WHERE b.id = %s
"""


def put_in(
    window_id: int, *, year: int, amount: Rupiah, day: date, source: str, profit: Rupiah | None = None,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    """Money into a window for a year. Returns the number of the budget row.

    Raises ValueError for no sum, and BudgetTooLarge where a share of `profit` was set by the rule of the day and this
    would be above it, together with what went to windows of that theme for that year before.
    """
    if not 0 < amount <= LARGEST_SUM:
        raise ValueError("a budget is above zero rupiah")
    with owner_rights():
        window = Window.objects.select_for_update().get(pk=window_id)
        if profit is not None:
            _within_share(window, year, amount, day, profit)
        made = Budget.objects.create(
            window=window,
            year=year,
            amount=amount,
            profit=profit,
            day=day,
            source=source,
            recorded_at=at,
            recorded_by=by,
        )
        ledger.post(_BUDGET, [made.pk], by=by, at=at)
        move_purse(window_id, money=amount)
        record(
            "fund_budget", subject="fund", subject_id=window_id, by=by, at=at,
            detail={"year": year, "amount": amount, "source": source},
        )  # fmt: skip
    return made.pk


def _within_share(window: Window, year: int, amount: Rupiah, day: date, profit: Rupiah) -> None:
    try:
        rule = profit_share(day)
    except NotInForce:
        return
    if window.theme not in rule.value:
        return
    # Locked, so that two budgets of the same theme at once cannot both take the rest of the share.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"funding:{window.theme}:{year}"])
        cursor.execute(
            "SELECT coalesce(sum(b.amount), 0)::bigint FROM funding_budget b"
            " JOIN funding_window w ON w.id = b.window_id"
            " WHERE w.theme = %s AND b.year = %s AND b.profit IS NOT NULL",
            [window.theme, year],
        )
        (before,) = cursor.fetchone()
    most = share(profit, rule.value[window.theme]) - before
    if amount > most:
        raise BudgetTooLarge(max(0, most))


def move_purse(window_id: int, *, money: Rupiah = 0, committed: Rupiah = 0) -> bool:
    """Change a window's purse; False where the database refuses because the money is not there.

    Whoever comes second waits for the row and then sees what is left.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE funding_purse SET money = money + %(money)s, committed = committed + %(committed)s"
            " WHERE window_id = %(window)s AND committed + %(committed)s BETWEEN 0 AND money + %(money)s",
            {"money": money, "committed": committed, "window": window_id},
        )
        return bool(cursor.rowcount == 1)
