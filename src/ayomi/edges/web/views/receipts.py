"""Money that came in: the list, one receipt, recording by hand, and finding out whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.contributions.queries import bills as bill_queries
from ayomi.apps.contributions.queries import overview
from ayomi.apps.funding.actions.collecting import collect
from ayomi.apps.payments import queries
from ayomi.apps.payments.actions.receive import LONGEST, KeyConflict, identify, take_receipt
from ayomi.apps.payments.rules import OUTCOME_WORDS
from ayomi.edges.documents.words import code_groups
from ayomi.edges.web.forms import AmountField, DayField, ReasonForm
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language, rupiah

ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    shown: str
    label: str | Promise
    tone: str
    icon: str
    number: int = 0
    total: int = 0


TABS: Final = (
    Tab("semua", "all", _("Semua"), "tenang", "open"),
    Tab("cocokkan", "unidentified", _("Perlu dicocokkan"), "tinggal", "late"),
    Tab("titipan", "credit", _("Menjadi titipan"), "soga", "clock"),
)


def outcome_words(note: str) -> str:
    return OUTCOME_WORDS[note][1 if language() == "en" else 0]


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Receipts, the newest first."""
    sums = queries.sums_shown()
    asked = next((tab for tab in TABS if tab.name == request.GET.get("tampil")), TABS[0])
    found = queries.receipts(shown=asked.shown, after=number_of(request.GET.get("after", "")), limit=ROWS)
    rows = found[:ROWS]
    return render(
        request,
        "receipts/receipts.html",
        {
            "tabs": [Tab(tab.name, tab.shown, tab.label, tab.tone, tab.icon, *sums[tab.shown]) for tab in TABS],
            "tab": asked,
            "waiting": sums["unidentified"],
            "page": Page(rows, str(rows[-1].receipt_id) if len(found) > ROWS else ""),
            "may": offered(cast(Any, request.user).role),
        },
    )


def _found(receipt_id: int) -> queries.ReceiptRow:
    found = queries.receipt(receipt_id)
    if found is None:
        raise Http404
    return found


@require_safe
def receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: what came, what it was good for; where nobody knows whose it is, who it may be from."""
    found = _found(receipt_id)
    role = cast(Any, request.user).role
    shown: dict[str, Any] = {"receipt": found, "words": outcome_words(found.note), "may": offered(role)}
    if found.outcome == "unidentified":
        text = request.GET.get("cari", "").strip()[:160]
        same = queries.bills_of_the_same_amount(found.amount)
        shown |= {
            "proposals": bill_queries.bills_numbered(same) if same else [],
            "text": text,
            "payers": overview.find_payers(text) if text else None,
        }
    elif found.bill_id is not None:
        shown["bill"] = bill_queries.bill(found.bill_id)
    return render(request, "receipts/receipt.html", shown)


def receipt_identify(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Say whose an unidentified receipt is, with the reason: asked once more before it becomes credit."""
    found = _found(receipt_id)
    payer = number_of(request.POST.get("pembayar") or request.GET.get("pembayar", ""))
    name = overview.payer_name(payer) if payer is not None else None
    if payer is None or name is None or found.outcome != "unidentified":
        return redirect("receipt", receipt_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            paid = identify(
                receipt_id, payer_id=payer, reason=form.cleaned_data["alasan"], by=request.user.pk,
                at=timezone.now(),
            )  # fmt: skip
        except KeyConflict:
            messages.warning(request, gettext("Uang ini sudah dicocokkan orang lain. Tidak dicatat dua kali."))
            return redirect("receipt", receipt_id)
        told = {"amount": rupiah(found.amount), "payer": name}
        messages.success(
            request,
            gettext("%(amount)s dicocokkan dengan %(payer)s dan melunasi tagihannya.") % told
            if paid
            else gettext("%(amount)s menjadi titipan %(payer)s.") % told,
        )
        return redirect("receipt", receipt_id)
    return render(request, "receipts/identify.html", {"receipt": found, "payer": payer, "name": name, "form": form})


class HandForm(forms.Form):
    """Money recorded by hand. The key is drawn with the form, so that sending it twice books it once."""

    use_required_attribute = False
    jumlah = AmountField(label=_("Jumlah (rupiah)"))
    hari = DayField(label=_("Hari uang masuk"), help_text=_("Tanggal di rekening, bukan tanggal mencatat."))
    kode = forms.CharField(
        label=_("Kode bayar"),
        help_text=_("Atau nomor tetap pembayar. Spasi tidak masalah; kosongkan bila tidak ada."),
        required=False,
        max_length=LONGEST["code"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    pengirim = forms.CharField(label=_("Pengirim"), required=False, max_length=LONGEST["sender"])
    berita = forms.CharField(label=_("Berita"), required=False, max_length=LONGEST["remark"])
    kunci = forms.RegexField(r"^hand-[0-9a-f-]{36}$", widget=forms.HiddenInput())

    def clean_hari(self) -> Any:
        day = self.cleaned_data["hari"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("Hari ini belum tiba. Catat setelah uangnya masuk."))
        return day


def receipt_new(request: HttpRequest) -> HttpResponse:
    """Record money by hand: for a bill, for a payer's number, or with no code at all."""
    user = cast(Any, request.user)
    if request.method == "POST":
        form = HandForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                taken = take_receipt(
                    key=given["kunci"], amount=given["jumlah"], paid_on=given["hari"], code=given["kode"],
                    channel="hand", sender=given["pengirim"], remark=given["berita"], office_id=user.office_id,
                    by=user.pk, at=timezone.now(),
                )  # fmt: skip
                collect(by=user.pk, at=timezone.now())
            except KeyConflict:
                form.add_error(None, gettext("Isian ini sudah dikirim dengan jumlah lain. Buka halaman ini lagi."))
            else:
                messages.success(request, f"{rupiah(taken.amount)}. {outcome_words(taken.note)}")
                return redirect("receipt", taken.receipt_id)
        return render(request, "receipts/new.html", {"form": form})
    start: dict[str, Any] = {"hari": timezone.localdate(), "kunci": f"hand-{uuid4()}"}
    bill = None
    asked = number_of(request.GET.get("tagihan", ""))
    if asked is not None:
        bill = bill_queries.bill(asked)
        if bill is None:
            raise Http404
        missing = max(bill.total - queries.credit_of(bill.payer_id), 0)
        start |= {"kode": code_groups(bill.code or ""), "jumlah": missing or ""}
    return render(request, "receipts/new.html", {"form": HandForm(initial=start), "bill": bill})
