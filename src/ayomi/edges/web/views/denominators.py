"""Figures from outside: the tables that were loaded, a table looked through, put right, and taken over."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.steering.actions import denominators as actions
from ayomi.apps.steering.queries import denominators as queries
from ayomi.apps.steering.queries.reported import reported
from ayomi.apps.steering.rules.measures import MEASURES
from ayomi.core import places
from ayomi.core.lists.limits import MEBIBYTE
from ayomi.edges.web.fields import DatedForm, DayField
from ayomi.edges.web.formats import number as grouped
from ayomi.edges.web.roles import may
from ayomi.edges.web.templatetags.ayomi import language

SHOWN: Final = 100
HISTORIC: Final = ("enterprises_existing", "enterprises_listed", "cooperatives_active", "cooperatives_enrolled")


class TableForm(DatedForm):
    """A spreadsheet, who publishes it, and of which day it is."""

    berkas = forms.FileField(
        label=_("Berkas tabel"), help_text=_("CSV, XLSX, XLS, atau ODS: satu baris per kabupaten, kota, atau provinsi.")
    )
    sumber = forms.CharField(
        label=_("Sumber"), max_length=200,
        help_text=_("Siapa yang menerbitkan, judul, dan alamatnya bila ada. Contoh: BPS, Sakernas Agustus 2025."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    tanggal = DayField(
        label=_("Angka per tanggal"), past_only=True,
        help_text=_("Berlaku untuk kolom yang judulnya tidak menyebut tahun. Contoh: 31-12-2025."),
    )  # fmt: skip


def _page(file_id: int) -> queries.TablePage:
    try:
        found = queries.table(file_id)
    except queries.UnknownTable:
        raise Http404 from None
    return found


def _may(request: HttpRequest) -> bool:
    user: Any = request.user
    return may(user.role, "denominator_new", "POST")


@require_safe
def denominators(request: HttpRequest) -> HttpResponse:
    """Every source with its day, and what reports said long ago."""
    on = timezone.localdate()
    # What public reports say of the country is no secret of the office they name.
    with owner_rights():
        told = reported()
    known = queries.measures_known(on)
    whole = len(places.regions("regency"))
    have = [(MEASURES[key].name(language()), *known[key], key) for key in MEASURES if key in known]
    return render(
        request, "denominators/list.html",
        {
            "tables": [
                (row, [(MEASURES[key].name(language()), count) for key, count in row.measures])
                for row in queries.tables()
            ],
            "known": have, "whole": whole, "may_send": _may(request),
            "historic": [
                (each, each.name(language()), each.segment)
                for each in told
                if each.indicator in HISTORIC and each.segment in ("msme", "cooperative")
            ],
            "registry": (queries.REGISTRY_SOURCE, queries.REGISTRY_DAY),
        },
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def denominator_new(request: HttpRequest) -> HttpResponse:
    form = TableForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["berkas"]
        if file.size > actions.LARGEST_BYTES:
            size = actions.LARGEST_BYTES // MEBIBYTE
            form.add_error("berkas", gettext("Berkas ini lebih dari %(size)s MB.") % {"size": size})
        else:
            try:
                file_id = actions.receive(
                    file.read(), file_name=file.name, source=form.cleaned_data["sumber"],
                    as_of=form.cleaned_data["tanggal"], by=request.user.pk, at=timezone.now(),
                )  # fmt: skip
            except actions.TableRefused as refused:
                said = refused.refusal
                form.add_error("berkas", said.message_en if language() == "en" else said.message_id)
            except actions.SentBefore as before:
                messages.warning(request, gettext("Berkas yang sama sudah pernah dikirim. Ini tabelnya."))
                return redirect("denominator", before.file_id)
            except ValueError:
                form.add_error("tanggal", gettext("Tanggal ini di luar yang dapat disimpan."))
            else:
                return redirect("denominator", file_id)
    return render(request, "denominators/new.html", {"form": form})


@require_safe
def denominator(request: HttpRequest, file_id: int) -> HttpResponse:
    """What a table holds, what does not hold in it, and what is missing."""
    page = _page(file_id)
    found, reading = page.findings, page.reading
    choices = [(key, each.name(language())) for key, each in MEASURES.items()]
    waiting = [
        (row, [(code, places.region(code).name) for code in row.match.nearest]) for row in reading.unmatched[:SHOWN]
    ]
    clashes = [
        (each, places.region(each.region).name if each.region else "Indonesia", MEASURES[each.measure].name(language()))
        for each in found.clashes
    ]
    wrong_sums = [
        (each, places.region(each.region).name if each.region else gettext("Seluruh tabel"), each.counted - each.stated)
        for each in found.sums
        if not each.agrees
    ]
    shown = {
        "page": page, "row": page.row, "columns": reading.values, "choices": choices, "waiting": waiting,
        "waiting_count": len(reading.unmatched), "clashes": clashes, "wrong_sums": wrong_sums[:SHOWN],
        "right_sums": sum(each.agrees for each in found.sums), "unread": found.unread[:SHOWN],
        "unread_count": len(found.unread), "absent": [places.region(code) for code in found.absent],
        "ready": found.count("taken"), "matched": sum(row.match.how != "none" for row in reading.rows),
        "all_rows": len(reading.rows), "may_send": _may(request), "notes": reading.notes[:20],
        "names": {key: each.name(language()) for key, each in MEASURES.items()},
        "elsewhere": [(each.code, each.name) for each in places.regions("regency")] if waiting else [],
        "sample": _sample(page),
    }  # fmt: skip
    return render(request, "denominators/table.html", shown)


def _sample(page: queries.TablePage) -> dict[int, list[str]]:
    """The first figures of each column, so that one sees what it holds."""
    found: dict[int, list[str]] = {}
    for place, column in enumerate(page.reading.values):
        cells = [row.figures[place] for row in page.reading.rows[:3]]
        found[column.index] = [
            grouped(cell.value, language()) if cell.value is not None else cell.fault or "–" for cell in cells
        ]
    return found


@require_POST
def denominator_columns(request: HttpRequest, file_id: int) -> HttpResponse:
    page = _page(file_id)
    chosen = {column.index: request.POST.get(f"kolom-{column.index}", "") for column in page.reading.values}
    try:
        actions.set_columns(
            file_id, {index: key if key in MEASURES else "" for index, key in chosen.items()},
            by=request.user.pk, at=timezone.now(),
        )  # fmt: skip
    except actions.NotOpen:
        messages.error(request, gettext("Tabel ini sudah berlaku; kolomnya tidak dapat diubah lagi."))
    else:
        messages.success(request, gettext("Arti kolom disimpan."))
    return redirect("denominator", file_id)


@require_POST
def denominator_places(request: HttpRequest, file_id: int) -> HttpResponse:
    """Places chosen by hand: one of the nearest, or any other."""
    page = _page(file_id)
    chosen: dict[int, str] = {}
    for row in page.reading.unmatched:
        code = request.POST.get(f"lain-{row.number}", "") or request.POST.get(f"tempat-{row.number}", "")
        if code:
            chosen[row.number] = code
    try:
        count = actions.choose_places(file_id, chosen, by=request.user.pk, at=timezone.now())
    except (places.UnknownRegion, KeyError, actions.NotOpen):
        messages.error(request, gettext("Pilihan ini sudah tidak berlaku. Tidak ada yang disimpan."))
        return redirect("denominator", file_id)
    messages.success(
        request,
        ngettext(
            "%(count)s wilayah dicocokkan. Pilihan ini diingat untuk tabel berikutnya.",
            "%(count)s wilayah dicocokkan. Pilihan ini diingat untuk tabel berikutnya.", count,
        ) % {"count": grouped(count, language())},
    )  # fmt: skip
    return redirect("denominator", file_id)


@require_POST
def denominator_take(request: HttpRequest, file_id: int) -> HttpResponse:
    _page(file_id)
    try:
        taken = actions.take(file_id, by=request.user.pk, at=timezone.now())
    except actions.NotOpen:
        messages.warning(request, gettext("Tabel ini sudah berlaku atau disisihkan."))
    except actions.NothingToTake:
        messages.error(request, gettext("Belum ada yang dapat dipakai: tunjukkan dulu arti kolomnya."))
    else:
        messages.success(
            request,
            gettext("%(figures)s angka berlaku mulai sekarang; %(waiting)s menunggu.")
            % {
                "figures": grouped(taken.figures, language()),
                "waiting": grouped(taken.unmatched + taken.clashes, language()),
            },
        )
    return redirect("denominator", file_id)


@require_POST
def denominator_drop(request: HttpRequest, file_id: int) -> HttpResponse:
    """Set a table aside, or take one back with its reason."""
    page, at = _page(file_id), timezone.now()
    try:
        if page.row.state == "taken":
            actions.withdraw(file_id, reason=request.POST.get("alasan", "")[:200], by=request.user.pk, at=at)
        else:
            actions.drop(file_id, by=request.user.pk, at=at)
    except actions.NotOpen:
        messages.warning(request, gettext("Tabel ini sudah disisihkan."))
    except ValueError:
        messages.error(request, gettext("Sebutkan alasannya. Tidak ada yang berubah."))
        return redirect("denominator", file_id)
    else:
        messages.success(request, gettext("Tabel disisihkan; angkanya tidak berlaku. Berkasnya tetap ada."))
    return redirect("denominators")


@require_safe
def denominator_returned(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows that wait, as they were sent, with what is wrong."""
    try:
        name, data = queries.given_back(file_id, language())
    except queries.UnknownTable:
        raise Http404 from None
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    safe = "".join(sign for sign in name if sign.isalnum() or sign in "-_.") or "kembali.csv"
    answer["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer
