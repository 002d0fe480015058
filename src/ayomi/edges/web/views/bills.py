"""Bills: the list, one bill with every rupiah explained, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.contributions.actions.finalise import NotDraft, cancel, finalise
from ayomi.apps.contributions.queries import bills as queries
from ayomi.apps.contributions.queries import overview
from ayomi.apps.contributions.queries.bills import BillRow, FineRow, LineRow
from ayomi.apps.contributions.queries.packages import PackageCharge, package_charges
from ayomi.apps.ledger.queries import transfers_of_bill
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.apps.payments.queries import ReceiptRow, credit_of, credits_of, receipts
from ayomi.apps.registry.queries import project
from ayomi.core.law.penalties import late_fine
from ayomi.core.periods import Month
from ayomi.edges.documents.words import code_groups
from ayomi.edges.web.explaining import OpenedLine, explained_package, explained_project, laws, open_line
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.parts import Explained, Page
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.worklist import running_fine

ROWS: Final = 50
SEES_LEDGER: Final = frozenset({"finance", "auditor"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a list: the word in the address, what it shows, its label, and how many there are."""

    name: str
    shown: str
    label: str | Promise
    tone: str
    icon: str
    sums: overview.TabSum | None = None


TABS: Final = (
    Tab("terbuka", "open", _("Belum dibayar"), "soga", "clock"),
    Tab("lewat", "overdue", _("Lewat tempo"), "tinggal", "late"),
    Tab("draf", "draft", _("Draf"), "tenang", "file"),
    Tab("lunas", "paid", _("Lunas"), "maju", "check"),
    Tab("semua", "all", _("Semua"), "tenang", "open"),
)


def state_of(bill: BillRow, day: date) -> str:
    """The state as it is shown: a final bill past its due day is overdue."""
    return "overdue" if bill.overdue(day) else bill.state


def month_asked(request: HttpRequest) -> date | None:
    """The month in the address (`?bulan=2026-10`), None for every month and for what is none."""
    try:
        return Month.parse(request.GET.get("bulan", "")).first_day
    except ValueError:
        return None


@require_safe
def bills(request: HttpRequest) -> HttpResponse:
    """Bills by state, narrowed by month and by payer or payment code, one page at a time."""
    day = timezone.localdate()
    month, text = month_asked(request), request.GET.get("cari", "").strip()[:160]
    sums = overview.sums_by_tab(day, month=month, text=text)
    asked = next((tab for tab in TABS if tab.name == request.GET.get("keadaan")), TABS[0])
    found = queries.bills(shown=asked.shown, day=day, month=month, text=text, after=_after(request), limit=ROWS)
    rows = found[:ROWS]
    last = f"{rows[-1].due_on.isoformat()}.{rows[-1].bill_id}" if len(found) > ROWS else ""
    credits = credits_of([row.payer_id for row in rows if row.state == "final" and row.total > 0])
    return render(
        request,
        "bills/bills.html",
        {
            "tabs": [Tab(tab.name, tab.shown, tab.label, tab.tone, tab.icon, sums[tab.shown]) for tab in TABS],
            "tab": asked,
            "open": sums["open"],
            "overdue": sums["overdue"],
            "page": Page([(row, state_of(row, day), credits.get(row.payer_id, 0)) for row in rows], last),
            "months": overview.months_billed(),
            "month": month,
            "text": text,
            "may": offered(cast(Any, request.user).role),
        },
    )


def _after(request: HttpRequest) -> tuple[date, int] | None:
    day, _dot, number = request.GET.get("after", "").partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def found_bill(bill_id: int) -> BillRow:
    """The bill as the user may see it; a page not found for any other."""
    found = queries.bill(bill_id)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the table, with its address and, where it is opened, its explanation."""

    row: LineRow
    key: str
    opened: OpenedLine | None = None


@dataclass(frozen=True, slots=True)
class FineShown:
    row: FineRow
    law: str
    rate: int


@dataclass(frozen=True, slots=True)
class ChargeShown:
    """One instalment of a project's contribution, and the whole contribution explained."""

    row: queries.ChargeRow
    lines: tuple[Explained, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class PackagesShown:
    """What a bill asks for one migrant worker, each package explained."""

    row: PackageCharge
    lines: tuple[Explained, ...]
    whole: int


def _packages(bill_id: int) -> list[PackagesShown]:
    by_member: dict[int, list[PackageCharge]] = {}
    for charge in package_charges(bill_id):
        by_member.setdefault(charge.membership_id, []).append(charge)
    return [
        PackagesShown(
            rows[-1],
            tuple(explained_package(row.kind, row.months, row.asked_on, language()) for row in rows),
            sum(row.amount for row in rows),
        )
        for rows in by_member.values()
    ]


@require_safe
def bill(request: HttpRequest, bill_id: int) -> HttpResponse:
    """One bill: what is owed until when, what is missing, and where each rupiah comes from."""
    found = found_bill(bill_id)
    day, role = timezone.localdate(), cast(Any, request.user).role
    credit = credit_of(found.payer_id) if found.state == "final" else 0
    paid_by = receipts(bill_id=bill_id, limit=ROWS) if found.state != "draft" else []
    parts = queries.parts(bill_id)
    return render(
        request,
        "bills/bill.html",
        {
            "bill": found,
            "state": state_of(found, day),
            "credit": min(credit, max(found.total, 0)),
            "missing": max(found.total - credit, 0),
            "code": code_groups(found.code) if found.code else "",
            "parts": parts,
            "fines": [FineShown(row, *_fine_rule(row)) for row in queries.fines(bill_id)],
            "running_fine": running_fine(found, [(part.fund, part.amount, part.due_on) for part in parts], day),
            "charges": [_charge(row) for row in queries.charges(bill_id)] if found.kind == "project" else [],
            "packages": _packages(bill_id) if found.kind == "package" else [],
            "cancelled_reason": overview.cancelled_reason(bill_id) if found.state == "cancelled" else "",
            "receipts": paid_by,
            "from_credit": _from_credit(found, paid_by),
            "transfers": transfers_of_bill(bill_id) if role in SEES_LEDGER else None,
            "may": offered(role),
            **_lines_shown(request, found),
        },
    )


def _from_credit(bill: BillRow, paid_by: list[ReceiptRow]) -> int:
    """Rupiah of a paid bill that came out of credit rather than with its own payment code."""
    return max(bill.total - sum(row.amount for row in paid_by), 0) if bill.state == "paid" else 0


def _fine_rule(row: FineRow) -> tuple[str, int]:
    fine = late_fine("wage_earner", Month.of(row.late_month), 0, row.late_paid_on or row.late_month)
    return laws((fine.citation,), language()), fine.rate


def _charge(row: queries.ChargeRow) -> ChargeShown:
    site = project(row.project_id)
    lines = explained_project(site.contract_value, site.wages, site.registered, language())
    return ChargeShown(row, lines, sum(line.amount for line in lines))


def _lines_shown(request: HttpRequest, bill: BillRow) -> dict[str, Any]:
    """The lines of the month by name, the corrections apart, and the one line that the address opens."""
    asked = _line_asked(request)
    after = _line_after(request)
    found = overview.lines_apart(bill.bill_id, corrections=False, after=after, limit=ROWS)
    rows, last = found[:ROWS], ""
    if len(found) > ROWS:
        last = f"{rows[-1].membership_id}.{rows[-1].month.isoformat()}.{rows[-1].name}"
    corrections = overview.lines_apart(bill.bill_id, corrections=True, limit=200)
    opened = None
    if asked is not None:
        opened = next((row for row in (*rows, *corrections) if (row.membership_id, row.month) == asked), None)
        if opened is None:
            opened = overview.line_of(bill.bill_id, *asked)
            if opened is None:
                raise Http404
            rows = [opened, *rows] if opened.reason == "regular" else rows
            corrections = corrections if opened.reason == "regular" else [opened, *corrections]
    shown = {id(opened): _opened(bill, opened)} if opened is not None else {}

    def lines(some: list[LineRow]) -> list[LineShown]:
        return [LineShown(row, f"{row.membership_id}.{Month.of(row.month)}", shown.get(id(row))) for row in some]

    return {
        "page": Page(lines(rows), last),
        "corrections": lines(corrections[:200]),
        "correction_sum": overview.correction_sum(bill.bill_id) if corrections else None,
        "opened": asked is not None,
    }


def _line_asked(request: HttpRequest) -> tuple[int, date] | None:
    member, _dot, month = request.GET.get("baris", "").partition(".")
    if not member:
        return None
    try:
        return int(member), Month.parse(month).first_day
    except ValueError:
        raise Http404 from None


def _line_after(request: HttpRequest) -> tuple[str, int, date] | None:
    parts = request.GET.get("after", "").split(".", 2)
    try:
        return parts[2], int(parts[0]), date.fromisoformat(parts[1])
    except (IndexError, ValueError):
        return None


def _opened(bill: BillRow, line: LineRow) -> OpenedLine:
    before = None
    if line.reason not in {"regular", "joined_late"}:
        before = overview.billed_before(bill.bill_id, line.membership_id, line.month)
    return open_line(line, cast(Any, bill.segment), language(), before=before)


def bill_final(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Ask, then make a draft final: it gets its payment code and stands for ever."""
    found = found_bill(bill_id)
    if request.method == "POST":
        at = timezone.now()
        try:
            finalise([bill_id], by=request.user.pk, at=at)
        except NotDraft:
            messages.warning(request, gettext("Tagihan ini sudah bukan draf. Tidak ada yang berubah."))
            return redirect("bill", bill_id)
        paid = settle_all([bill_id], by=request.user.pk, at=at)
        messages.success(
            request,
            gettext("Tagihan final dan langsung lunas dari titipan.")
            if paid
            else gettext("Tagihan final. Kode bayarnya ada di bawah."),
        )
        return redirect("bill", bill_id)
    if found.state != "draft":
        return redirect("bill", bill_id)
    return render(request, "bills/final.html", {"bill": found})


def bill_cancel(request: HttpRequest, bill_id: int) -> HttpResponse:
    """Cancel a bill that nobody paid, with a reason."""
    found = found_bill(bill_id)
    if found.state not in {"draft", "final"}:
        messages.warning(request, gettext("Tagihan yang sudah lunas atau batal tidak dapat dibatalkan."))
        return redirect("bill", bill_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel(bill_id, reason=form.cleaned_data["alasan"], by=request.user.pk, at=timezone.now())
        except NotDraft:
            messages.warning(request, gettext("Tagihan yang sudah lunas atau batal tidak dapat dibatalkan."))
        else:
            messages.success(request, gettext("Tagihan dibatalkan. Iurannya ditagih lagi pada perhitungan berikutnya."))
        return redirect("bill", bill_id)
    return render(request, "bills/cancel.html", {"bill": found, "form": form})
