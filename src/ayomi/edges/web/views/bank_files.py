"""Files from the bank: taking them in, what became of each line, and the lines that wait for a person."""

from __future__ import annotations

from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.funding.actions.collecting import collect
from ayomi.apps.payments.actions.files import BankFileOutcome, BankFileRefused, outcome_of, take_bank_file
from ayomi.apps.payments.actions.held import AlreadyDecided, BookedElsewhere, TooEarly, book_held, set_aside
from ayomi.apps.payments.queries import held
from ayomi.core.banking.words import SKIPPED, problem
from ayomi.core.lists.limits import LARGEST_FILE_BYTES
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language, rupiah
from ayomi.edges.web.views.receipts import outcome_words

WAYS: Final = ("catat", "sisihkan")
"""Book the line, or set it aside."""


class BankFileForm(forms.Form):
    use_required_attribute = False
    berkas = forms.FileField(
        label=_("Berkas rekening koran"),
        help_text=_("CSV, XLSX, atau MT940, langsung dari bank. Jangan disimpan ulang di Excel dulu."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.sta,.mt940,.940,.xlsx,.xls,.ods"}),
    )

    def clean_berkas(self) -> Any:
        file = self.cleaned_data["berkas"]
        if file.size > LARGEST_FILE_BYTES:
            raise forms.ValidationError(gettext("Berkas ini terlalu besar. Unduh per bulan dari bank."))
        return file


def bank_file_new(request: HttpRequest) -> HttpResponse:
    """Take in a bank's statement file; its page tells what became of every line."""
    user = cast(Any, request.user)
    form = BankFileForm(request.POST, request.FILES) if request.method == "POST" else BankFileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["berkas"]
        try:
            # Its lines may pay bills of any office: what was booked of the file before must be seen whole.
            with owner_rights():
                outcome = take_bank_file(file.read(), file.name, user.office_id, by=user.pk, at=timezone.now())
                collect(by=user.pk, at=timezone.now())
        except BankFileRefused as refused:
            said = refused.refusal
            form.add_error("berkas", said.message_en if language() == "en" else said.message_id)
        else:
            if not outcome.new:
                messages.info(request, gettext("Berkas ini sudah pernah masuk; tidak ada yang dicatat dua kali."))
            if not outcome.new and not held.bank_file_seen(outcome.bank_file_id):
                # It was another office that sent it first.
                return render(request, "receipts/bank_file.html", _told(outcome))
            return redirect("bank_file", outcome.bank_file_id)
    return render(request, "receipts/bank_file_new.html", {"form": form, "files": held.bank_files(limit=10)})


@require_safe
def bank_file(request: HttpRequest, bank_file_id: int) -> HttpResponse:
    """What became of every line of a bank file, and the lines somebody has to decide about."""
    if not held.bank_file_seen(bank_file_id):
        raise Http404
    lines = [(row, _doubt(row)) for row in held.held_lines(bank_file_id)]
    told = _told(outcome_of(bank_file_id))
    asked = {row.line for row, _words in lines}
    shown = {
        "waiting": [each for each in lines if each[0].state == "waiting"],
        "decided": [each for each in lines if each[0].state != "waiting"],
        "problems": [each for each in told["problems"] if each[0] not in asked],
        "may": offered(cast(Any, request.user).role),
    }
    return render(request, "receipts/bank_file.html", told | shown)


def held_line(request: HttpRequest, held_id: int) -> HttpResponse:
    """Book a line that was held back, or set it aside: shown once more, with the reason."""
    try:
        row = held.held_line(held_id)
    except held.UnknownLine:
        raise Http404 from None
    way = request.POST.get("cara") or request.GET.get("cara", "")
    if way not in WAYS or row.state != "waiting":
        return redirect("bank_file", row.bank_file_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _decide(request, row, way, form.cleaned_data["alasan"])
        return redirect("bank_file", row.bank_file_id)
    shown = {"row": row, "doubt": _doubt(row), "way": way, "form": form}
    return render(request, "receipts/held_line.html", shown, status=422 if form.errors else 200)


def _decide(request: HttpRequest, row: held.HeldRow, way: str, reason: str) -> None:
    user, at = cast(Any, request.user), timezone.now()
    try:
        if way == "sisihkan":
            set_aside(row.held_id, reason, by=user.pk, at=at)
            messages.success(request, gettext("Baris disisihkan. Tidak ada yang dicatat."))
            return
        with owner_rights():
            taken = book_held(row.held_id, reason, by=user.pk, at=at)
            collect(by=user.pk, at=at)
    except AlreadyDecided:
        messages.warning(request, gettext("Baris ini sudah diputuskan orang lain. Tidak dicatat dua kali."))
    except BookedElsewhere:
        messages.warning(request, gettext("Baris ini sudah dicatat dari berkas lain. Sisihkan saja."))
    except TooEarly:
        messages.warning(request, gettext("Tanggal baris ini masih jauh di depan. Catat setelah hari itu."))
    else:
        messages.success(request, f"{rupiah(taken.amount)}. {outcome_words(taken.note)}")


def _doubt(row: held.HeldRow) -> str:
    """Why the line was held back."""
    found = problem(row.why, line=row.line, field="line", written=row.written)
    return found.what_en if language() == "en" else found.what_id


def _told(outcome: BankFileOutcome) -> dict[str, Any]:
    english = language() == "en"
    return {
        "outcome": outcome,
        "notes": [(outcome_words(note), number) for note, number in outcome.notes.items()],
        "skipped": [(SKIPPED[why][english], number) for why, number in outcome.skipped.items()],
        "problems": [
            (each.line, each.what_en if english else each.what_id, each.do_en if english else each.do_id, each.severity)
            for each in outcome.problems
        ],
    }
