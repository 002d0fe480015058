"""Files of targets: sent, looked at row by row, good rows kept as drafts, the others given back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.offices.queries import offices_of
from ayomi.apps.steering.actions import target_files as files
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.rules.target_files import ReadFile, ReadTarget
from ayomi.edges.web.forms import LONGEST_REASON
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.target_words import amount_words, indicator_name
from ayomi.edges.web.templatetags.ayomi import language, number
from ayomi.edges.web.views.targets import year_asked
from ayomi.edges.web.views.upload_pages import attachment

SHOWN = 300


class FileForm(forms.Form):
    """A file of targets."""

    use_required_attribute = False
    berkas = forms.FileField(
        label=_("Berkas sasaran"), help_text=_("CSV, XLSX, XLS, atau ODS, paling besar 8 MB."),
        error_messages={"required": _("Pilih berkasnya dulu.")},
    )  # fmt: skip
    tahun = forms.TypedChoiceField(
        label=_("Tahun"), coerce=int, help_text=_("Dipakai bila berkasnya tidak menyebut tahun.")
    )

    def __init__(self, *given: Any, year: int, **options: Any) -> None:
        super().__init__(*given, **options)
        cast(Any, self.fields["tahun"]).choices = [(each, str(each)) for each in range(year + 2, year - 3, -1)]
        self.fields["tahun"].initial = year


def target_upload(request: HttpRequest) -> HttpResponse:
    """Send a file of targets."""
    year = year_asked(request.GET, timezone.localdate())
    form = FileForm(request.POST or None, request.FILES or None, year=year)
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["berkas"]
        try:
            number_ = files.receive_target_file(
                sent.read(), file_name=sent.name, year=form.cleaned_data["tahun"], by=cast(Any, request.user).pk,
                at=timezone.now(),
            )  # fmt: skip
        except files.Refused as refusal:
            told = refusal.refusal
            refused = told.message_en if language() == "en" else told.message_id
            form.add_error("berkas", refused)
        else:
            answer = redirect("target_file", number_)
            answer["Location"] += f"?tahun={form.cleaned_data['tahun']}"
            return answer
    return render(request, "targets/upload.html", {"form": form})


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be kept, in words."""

    row: int
    office: str
    indicator: str
    year: int
    figure: str
    monthly: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that goes back: each problem with what to do."""

    row: int
    told: tuple[tuple[str, str, str], ...]
    warning: bool


def target_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """What the rows of a file say, and the good ones kept as drafts."""
    by, at = cast(Any, request.user).pk, timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    year, reason = number_of(given.get("tahun", "")), given.get("alasan", "")[:LONGEST_REASON]
    try:
        if request.method == "POST" and request.POST.get("aksi") == "simpan":
            drafted = files.keep_target_file(file_id, year=year, reason=reason, by=by, at=at)
            done = len(drafted.ids) + len(drafted.same)
            said = ngettext("%(n)s sasaran menjadi draf.", "%(n)s sasaran menjadi draf.", done) % {"n": number(done)}
            messages.success(request, f"{said} {gettext('Ajukan bila sudah benar.')}")
            answer = redirect("target_file", file_id)
            answer["Location"] += f"?tahun={year or ''}"
            return answer
        found = files.examine_target_file(file_id, year=year, reason=reason, by=by, at=at)
    except files.UnknownFile:
        raise Http404 from None
    except actions.NotYours:
        raise PermissionDenied from None
    except (files.KeptAlready, actions.Waiting, actions.ReasonMissing):
        messages.warning(request, gettext("Keadaannya berubah sementara Anda memeriksa. Lihat lagi berkasnya."))
        return redirect("target_file", file_id)
    good = _good(found.read)
    return render(
        request,
        "targets/file.html",
        {
            "file": found, "good": good[:SHOWN], "good_count": len(good), "bad": _bad(found.read), "year": year,
            "reason": reason,
            "asks_reason": reason or any(each.code == "reason_missing" for each in found.read.problems),
        },
    )  # fmt: skip


def _good(read: ReadFile) -> list[GoodRow]:
    known = offices_of({each.office_id for each in read.targets})
    return [_good_row(each, known[each.office_id].name) for each in read.targets]


def _good_row(each: ReadTarget, office: str) -> GoodRow:
    return GoodRow(
        each.row, office, indicator_name(each.indicator), each.year, amount_words(each.indicator, each.amount),
        bool(each.course), each.reason,
    )  # fmt: skip


def _bad(read: ReadFile) -> list[BadRow]:
    english = language() == "en"
    rows = []
    for row in read.bad_rows:
        found = [each for each in read.problems if each.row == row]
        held = [each for each in found if each.severity == "fix"] or found
        told = tuple(
            (each.header, each.what_en if english else each.what_id, each.do_en if english else each.do_id)
            for each in held
        )
        rows.append(BadRow(row, told, all(each.severity == "warning" for each in found)))
    return rows


@require_safe
def target_giveback(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows that go back, as the sender's own file."""
    year, reason = number_of(request.GET.get("tahun", "")), request.GET.get("alasan", "")[:LONGEST_REASON]
    try:
        name, data = files.give_back_target_file(
            file_id, year=year, reason=reason, language=language(), by=cast(Any, request.user).pk, at=timezone.now()
        )
    except files.UnknownFile:
        raise Http404 from None
    kind = "text/csv" if name.endswith(".csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = attachment(name)
    return answer
