"""What needs a member of staff today, from the facts: a fixed number of queries, however large the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, cast

from babel.dates import format_date
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.agreements import queries as agreements
from ayomi.apps.contributions.queries import bills as bill_queries
from ayomi.apps.contributions.queries import overview
from ayomi.apps.contributions.queries.bills import BillRow, OpenSums
from ayomi.apps.intake.queries.lists import ListRow, lists_at_work, lists_waiting
from ayomi.apps.payments import queries as payment_queries
from ayomi.apps.payments.queries.held import lines_waiting
from ayomi.apps.registry.queries.pairs import proposals_waiting
from ayomi.core.law.penalties import late_fine
from ayomi.core.law.terms import Programme
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.parts import WorkItem
from ayomi.edges.web.roles import may
from ayomi.edges.web.templatetags.ayomi import day_short, language, month_name, number, rupiah

FEW: Final = 5
SOON: Final = timedelta(days=10)
_PAST_EVERY_BILL: Final = 2**62


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one urgency. `count` may be more than are shown; then `more` leads to the rest."""

    key: str
    title: str | Promise
    count: int
    items: Sequence[WorkItem]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a staff home page shows of bills, money and lists."""

    groups: tuple[Group, ...]
    waiting: int
    late: int
    sums: OpenSums
    due: tuple[tuple[BillRow, bool], ...]
    """Bills by due day, each with whether it is past."""
    at_work: tuple[ListRow, ...]
    runs: tuple[overview.RunRow, ...]


def running_fine(bill: BillRow, parts: Sequence[tuple[str, int, date]], day: date) -> int:
    """What the fine of an employer's open bill would be if it were paid on `day`; no other payer is fined. Rupiah."""
    if bill.segment != "wage_earner" or not bill.overdue(day):
        return 0
    month = Month.of(bill.month)
    owed = [(cast(Programme, fund), amount) for fund, amount, _due in parts if fund != "fine" and amount > 0]
    return sum(late_fine("wage_earner", month, amount, day, programme=fund).amount for fund, amount in owed)


def desk(
    role: str, day: date, now: datetime, zone: str, offices: Sequence[int] = (), further: Sequence[WorkItem] = (),
    user: int | None = None,
) -> Desk:  # fmt: skip
    """The desk of one role on one day; `offices` and `user`: whose duties show; `further`: what else is for today.
    Seventeen queries."""
    sums = bill_queries.open_sums(day)
    past = overview.overdue(day, limit=FEW)
    overdue = bill_queries.bills_numbered(past.largest)
    soon = bill_queries.bills(
        shown="open", day=day, after=(day - timedelta(days=1), _PAST_EVERY_BILL), limit=FEW
    )[:FEW]  # fmt: skip
    parts = overview.parts_of([bill.bill_id for bill in overdue])
    unidentified = payment_queries.sums_shown()["unidentified"][0]
    money = payment_queries.receipts(shown="unidentified", limit=3)[:3]
    held = lines_waiting() if may(role, "held_line", "POST") else None
    same = overview.open_bills_of_amounts([row.amount for row in money])
    lists = lists_waiting(limit=FEW)
    late_items = [_overdue(bill, running_fine(bill, parts[bill.bill_id], day), day) for bill in overdue]
    if past.persons_since is not None:
        late_items.append(_alone(past, day))
    dues = agreements.duties_due(day, offices=offices, user=user, ahead=SOON)
    ending = [row for row in agreements.expiring(day) if row.office_id in offices]
    late_items += [_duty(due, day) for due in dues if due.late]
    late = past.bills + (past.persons_since is not None) + sum(due.late for due in dues)
    today_items = [*further, *(_list(row, day, zone) for row in lists)]
    today_items += [_money(role, row, same.get(row.amount, 0), day, zone) for row in money]
    if held:
        today_items.append(_held(held))
    if sums.drafts:
        today_items.append(_drafts(role, sums.drafts))
    near = [bill for bill in soon if bill.due_on <= day + SOON]
    groups = (
        Group("lewat", _("Lewat tenggat"), late, late_items, _to("bills", "?keadaan=lewat")),
        Group(
            "kini", _("Hari ini"), len(further) + len(lists) + unidentified + bool(sums.drafts) + bool(held),
            today_items,
            _to("receipts", "?tampil=cocokkan") if unidentified > len(money) else "",
        ),
        Group(
            "segera", _("Segera"), len(near) + sum(not due.late for due in dues) + len(ending),
            [
                *(_soon(bill, day) for bill in near),
                *(_duty(due, day) for due in dues if not due.late),
                *(_ending(row, day) for row in ending),
            ],
        ),
    )  # fmt: skip
    shown = tuple(group for group in groups if group.items)
    return Desk(
        shown,
        sum(group.count for group in shown),
        late,
        sums,
        tuple((bill, bill.overdue(day)) for bill in (*overdue[:3], *soon[: 6 - len(overdue[:3])])),
        tuple(lists_at_work(limit=FEW)),
        tuple(overview.runs(since=now - timedelta(days=1), limit=3)),
    )


def _to(name: str, query: str = "", *arguments: int) -> str:
    """The address of a page, or an empty text while there is no such page."""
    try:
        return reverse(name, args=arguments) + query
    except NoReverseMatch:
        return ""


def _overdue(bill: BillRow, fine: int, day: date) -> WorkItem:
    days = (day - bill.due_on).days
    told = gettext("%(total)s untuk %(members)s orang.") % {
        "total": rupiah(bill.total), "members": number(bill.members),
    }  # fmt: skip
    if fine:
        told += " " + gettext("Denda berjalan, sekarang %(fine)s.") % {"fine": rupiah(fine)}
    what = gettext("termin %(number)s") % {"number": bill.sequence} if bill.kind == "project" else None
    return WorkItem(
        when=_late(days),
        small=day_short(bill.due_on),
        title=gettext("%(payer)s belum membayar %(what)s")
        % {"payer": bill.payer_name, "what": what or gettext("iuran %(month)s") % {"month": month_name(bill.month)}},
        detail=told,
        url=_to("bill", "", bill.bill_id),
        action=gettext("Lihat tagihan"),
        tone="tinggal",
        icon="late",
    )


def _late(days: int) -> str:
    return ngettext("Lewat %(days)s hari", "Lewat %(days)s hari", days) % {"days": number(days)}


def _alone(past: overview.Overdue, day: date) -> WorkItem:
    """All who pay for themselves and are late, as one thing to do."""
    since = past.persons_since or day
    title = ngettext(
        "%(n)s tagihan peserta mandiri belum dibayar", "%(n)s tagihan peserta mandiri belum dibayar", past.persons_bills
    )
    return WorkItem(
        when=_late((day - since).days),
        small=day_short(since),
        title=title % {"n": number(past.persons_bills)},
        detail=gettext("%(total)s. Tanpa denda; perlindungan berhenti bila terlalu lama tidak dibayar.")
        % {"total": rupiah(past.persons_total)},
        url=_to("bills", "?keadaan=lewat"),
        action=gettext("Lihat tagihan"),
        tone="tinggal",
        icon="late",
    )


def _soon(bill: BillRow, day: date) -> WorkItem:
    days = (bill.due_on - day).days
    return WorkItem(
        when=format_date(bill.due_on, "EEE d MMM", locale=language()),
        small=_ahead(days),
        title=gettext("Tagihan %(payer)s jatuh tempo") % {"payer": bill.payer_name},
        detail=gettext("%(total)s, iuran %(month)s.") % {"total": rupiah(bill.total), "month": month_name(bill.month)},
        url=_to("bill", "", bill.bill_id),
        action=gettext("Lihat tagihan"),
    )


def _duty(due: agreements.Due, day: date) -> WorkItem:
    days = (due.due_on - day).days
    return WorkItem(
        when=_late(-days) if due.late else format_date(due.due_on, "EEE d MMM", locale=language()),
        small=day_short(due.due_on) if due.late else _ahead(days),
        title=due.duty.text,
        detail=gettext("Kewajiban %(party)s dari kerja sama “%(title)s”.")
        % {"party": due.duty.party, "title": due.agreement_title},
        url=_to("agreement", "", due.duty.agreement_id),
        action=gettext("Lihat kewajiban"),
        tone="tinggal" if due.late else "",
        icon="late" if due.late else "",
    )


def _ending(row: agreements.AgreementRow, day: date) -> WorkItem:
    until = row.until or day
    return WorkItem(
        when=format_date(until, "EEE d MMM", locale=language()),
        small=_ahead((until - day).days),
        title=gettext("Kerja sama “%(title)s” berakhir") % {"title": row.title},
        detail=gettext("Belum ada pembaruannya yang ditandatangani."),
        url=_to("agreement", "", row.agreement_id),
        action=gettext("Lihat perjanjian"),
    )


def _ahead(days: int) -> str:
    if not days:
        return gettext("hari ini")
    return ngettext("%(days)s hari lagi", "%(days)s hari lagi", days) % {"days": number(days)}


def _list(row: ListRow, day: date, zone: str) -> WorkItem:
    whom = row.whom or row.file_name
    if row.state == "columns":
        title, detail = gettext("Daftar %(whom)s berhenti: tunjukkan kolomnya"), row.message
        action = gettext("Tunjukkan kolomnya")
    else:
        title, action = gettext("Daftar %(whom)s siap diperiksa"), gettext("Periksa daftar")
        detail = gettext("%(people)s orang: %(counts)s.") % {
            "people": number(row.rows_total),
            "counts": ", ".join(_counts(row)),
        }
    when, small = _came(row.received_at, day, zone)
    return WorkItem(
        when, small, title % {"whom": whom}, detail, _to("upload", "", row.id), action, main=bool(row.ready)
    )


def _counts(row: ListRow) -> list[str]:
    words = (
        ("ready", gettext("%(n)s siap")),
        ("fix", gettext("%(n)s perlu diperbaiki")),
        ("known", gettext("%(n)s sudah terdaftar")),
        ("twin", gettext("%(n)s mungkin ganda")),
        ("applied", gettext("%(n)s sudah masuk")),
    )
    return [word % {"n": number(row.counts[state])} for state, word in words if row.counts.get(state)]


def _came(at: datetime, day: date, zone: str) -> tuple[str, str]:
    """When something came, as a clerk says it: the hour today, "Kemarin", or the day."""
    local = timezone.localtime(at, formats.ZONES[zone])
    hour = formats.clock(at, zone, language()).partition(" ")[0]
    if local.date() == day:
        return hour, gettext("masuk hari ini")
    if local.date() == day - timedelta(days=1):
        return gettext("Kemarin"), hour
    return day_short(local.date()), hour


def _money(role: str, row: payment_queries.ReceiptRow, same: int, day: date, zone: str) -> WorkItem:
    told = [part for part in (row.sender, formats.day(row.paid_on, language())) if part]
    if row.remark:
        told.append(gettext("berita “%(remark)s”") % {"remark": row.remark})
    detail = ", ".join(told) + "."
    if same:
        found = ngettext("Ada %(n)s tagihan yang jumlahnya sama.", "Ada %(n)s tagihan yang jumlahnya sama.", same)
        detail += " " + found % {"n": number(same)}
    why = gettext("tanpa kode bayar") if row.note == "no_code" else gettext("dengan kode yang tidak dikenal")
    when, small = _came(row.received_at, day, zone)
    return WorkItem(
        when,
        small,
        gettext("Uang masuk %(amount)s %(why)s") % {"amount": rupiah(row.amount), "why": why},
        detail,
        _to("receipt", "", row.receipt_id),
        gettext("Cocokkan") if may(role, "receipt_identify", "POST") else gettext("Lihat"),
    )


def to_merge(role: str, user_id: int, day: date, zone: str) -> list[WorkItem]:
    """Proposals to read two records as one person that this user may decide, not having made them. One query."""
    if not may(role, "merge_proposal", "POST"):
        return []
    found = [each for each in proposals_waiting(limit=FEW) if each.proposed_by != user_id]
    items = []
    for each in found:
        when, small = _came(each.proposed_at, day, zone)
        items.append(
            WorkItem(
                when, small,
                gettext("%(one)s dan %(other)s: satu orang?") % {"one": each.kept_name, "other": each.merged_name},
                each.reason, _to("merge_proposal", "", each.proposal_id), gettext("Putuskan"),
            )
        )  # fmt: skip
    return items


def _held(waiting: tuple[int, int]) -> WorkItem:
    """Lines of bank files that somebody has to decide about, as one thing to do."""
    lines, bank_file_id = waiting
    title = ngettext(
        "%(n)s baris berkas bank menunggu keputusan", "%(n)s baris berkas bank menunggu keputusan", lines
    ) % {"n": number(lines)}  # fmt: skip
    return WorkItem(
        gettext("Bank"), "", title, gettext("Mungkin uang yang sudah dicatat, mungkin pembayaran kedua."),
        _to("bank_file", "", bank_file_id), gettext("Putuskan"),
    )  # fmt: skip


def _drafts(role: str, drafts: int) -> WorkItem:
    title = ngettext(
        "%(n)s draf tagihan belum dijadikan final", "%(n)s draf tagihan belum dijadikan final", drafts
    ) % {"n": number(drafts)}  # fmt: skip
    return WorkItem(
        gettext("Draf"),
        "",
        title,
        gettext("Belum dapat dibayar sebelum final."),
        _to("bills", "?keadaan=draf"),
        gettext("Periksa draf") if may(role, "bill_final", "POST") else gettext("Lihat draf"),
    )
