"""Lists from outside: sent, checked, put right, taken in, given back, undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayomi.apps.contributions.actions.assess import assess
from ayomi.apps.intake import actions
from ayomi.apps.intake.queries import lists
from ayomi.apps.intake.queries.target import ALONE, Target, candidates, recent, target
from ayomi.apps.intake.rules.rights import Right, may, may_send_for
from ayomi.apps.membership.actions import ChangedSince
from ayomi.apps.offices import queries as offices
from ayomi.apps.payments.actions.settle import settle_all
from ayomi.apps.registry import queries as registry
from ayomi.apps.registry.actions import InUse, record_organisations
from ayomi.core.periods import Month
from ayomi.edges.jobs.tasks import ask_to_apply, ask_to_check
from ayomi.edges.web.formats import number as grouped
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views import upload_pages as pages
from ayomi.edges.web.views.upload_forms import NewOrganisation, SendForm, chosen_fields, field_choices, kinds

SMALL_FILE = 400_000
"""Bytes up to which a file is checked while its sender waits; larger ones are left to the worker."""
FEW_ROWS = 1_000
"""Rows up to which a list is taken in while its sender waits."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def with_right(right: Right) -> Callable[[View[P]], View[P]]:
    """Only for roles that may do this with lists; which lists they see is for the database."""

    def wrap(view: View[P]) -> View[P]:

        def checked(request: HttpRequest, /, *given: P.args, **named: P.kwargs) -> HttpResponse:
            user: Any = request.user
            if not may(user.role, right):
                raise PermissionDenied
            return view(request, *given, **named)

        update_wrapper(checked, view)
        return login_required(checked)

    return wrap


def _page(upload_id: int) -> lists.ListPage:
    try:
        return lists.one(upload_id)
    except lists.UnknownList:
        raise Http404 from None


def _may(request: HttpRequest, right: Right) -> bool:
    user: Any = request.user
    return may(user.role, right)


@with_right("look")
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    found = lists.lists(before=number_of(request.GET.get("after", "")))
    rows, more = found[:30], len(found) > 30
    shown = {"page": Page(rows, next=str(rows[-1].id) if more else ""), "may_send": _may(request, "send")}
    return render(request, "uploads/uploads.html", shown | {"working": any(row.working for row in rows)})


def _whom(request: HttpRequest) -> Target | None:
    """For whom the address says the list is; None where it does not say. 404 for somebody out of sight."""
    user: Any = request.user
    if user.role == "channel_administrator":
        return target(user.organisation_id, None)
    text = request.GET.get("untuk", "")
    if text in ("sendiri", "badan"):
        return ALONE
    what, number = text[:1], number_of(text[1:])
    if what not in ("o", "p") or number is None:
        return None
    try:
        return target(number, None) if what == "o" else target(None, number)
    except (registry.UnknownOrganisation, registry.UnknownProject):
        raise Http404 from None


@with_right("send")
@require_http_methods(["GET", "HEAD", "POST"])
def upload_new(request: HttpRequest) -> HttpResponse:
    """For whom, then the file. A list given back may be sent on again with `?lanjut=`."""
    user: Any = request.user
    before = number_of(request.GET.get("lanjut", ""))
    continued = _page(before) if before is not None else None
    whom = target(continued.row.organisation_id, continued.row.project_id) if continued else _whom(request)
    if whom is None:
        return _choose_whom(request)
    if not may_send_for(
        user.role, own_organisation=user.organisation_id, organisation=whom.organisation_id,
        contractor=whom.contractor_id,
    ):  # fmt: skip
        raise PermissionDenied
    about_organisations = request.GET.get("untuk") == "badan"
    form = SendForm(
        request.POST or None, request.FILES or None, today=timezone.localdate(), language=language(),
        segments=whom.segments, organisations=about_organisations, initial=_initial(continued, whom),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _receive(request, form, whom, continued)
    shown = {
        "form": form, "whom": whom, "continued": continued, "organisations": about_organisations, "step": 1,
        "address": f"?{urlencode(request.GET)}",
    }  # fmt: skip
    return render(request, "uploads/send.html", shown)


def _choose_whom(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = candidates(text) if text else recent()
    return render(request, "uploads/whom.html", {"q": text, "found": found, "step": 1})


def _initial(continued: lists.ListPage | None, whom: Target) -> dict[str, Any]:
    if continued is None:
        return {"segmen": whom.segment}
    options = continued.options
    return {
        "segmen": continued.row.segment, "mulai": str(Month.of(continued.starts)), "isi": continued.row.kind,
        "program": ",".join(options.get("programmes", ())), "sektor": options.get("sector", "other"),
        "tanggal_daftar": options.get("own_dates", False),
    }  # fmt: skip


def _receive(
    request: HttpRequest, form: SendForm, whom: Target, continued: lists.ListPage | None
) -> HttpResponse:  # fmt: skip
    user: Any = request.user
    file, at = form.cleaned_data["berkas"], timezone.now()
    segment = "" if form.cleaned_data.get("bentuk") else form.cleaned_data.get("segmen") or whom.segment
    try:
        with transaction.atomic():
            upload_id = actions.receive(
                file.read(), file_name=file.name, organisation_id=whom.organisation_id, project_id=whom.project_id,
                office_id=whom.office_id or user.office_id, segment=segment,
                starts=Month.parse(form.cleaned_data["mulai"]).first_day, options=form.options(segment),
                kind=form.cleaned_data["isi"] or form.data.get("isi", ""),
                continues_id=continued.row.id if continued else None, by=user.pk, at=at,
            )  # fmt: skip
            ask_to_check(upload_id)
    except actions.AlreadySent as before:
        messages.warning(request, gettext("Berkas yang sama sudah pernah dikirim. Ini daftarnya."))
        return redirect("upload", before.upload_id)
    except ValueError:
        form.add_error("berkas", gettext("Berkas ini kosong."))
        return render(request, "uploads/send.html", {"form": form, "whom": whom, "continued": continued, "step": 1})
    if file.size <= SMALL_FILE:
        actions.check(upload_id, at=at)
    return redirect("upload", upload_id)


@with_right("send")
@require_http_methods(["GET", "HEAD", "POST"])
def upload_organisation(request: HttpRequest) -> HttpResponse:
    """An organisation nobody recorded yet, and then its list."""
    user: Any = request.user
    if not may_send_for(user.role, own_organisation=user.organisation_id, organisation=None):
        raise PermissionDenied
    today = timezone.localdate()
    regions = [(area.region, area.name) for area in offices.areas(user.office_id, on=today)]
    form = NewOrganisation(request.POST or None, regions=regions)
    alike: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        alike = [] if request.POST.get("tetap") else form.alike()
        if not alike:
            recorded = record_organisations(
                form.frame(Month.of(today).first_day), office_id=user.office_id, by=user.pk, at=timezone.now()
            )
            return redirect(f"{reverse('upload_new')}?untuk=o{recorded['organisation_id'][0]}")
    return render(request, "uploads/organisation.html", {"form": form, "alike": alike, "step": 1})


@with_right("look")
@require_safe
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Where the list stands: under way, refused, or to be looked through."""
    page = _page(upload_id)
    if page.row.working:
        return render(request, "uploads/working.html", pages.working(page, timezone.now()))
    if page.refusal is not None:
        return render(request, "uploads/refused.html", {"page": page, "said": pages.refusal(page, language())})
    if page.row.state == "columns":
        return redirect("upload_columns", upload_id)
    shown = pages.check_page(page, request.GET, today=timezone.localdate(), language=language())
    shown |= {"may_send": _may(request, "send"), "may_take": _may(request, "take")}
    return render(request, "uploads/check.html", shown)


@with_right("send")
@require_http_methods(["GET", "HEAD", "POST"])
def upload_columns(request: HttpRequest, upload_id: int) -> HttpResponse:
    page, user = _page(upload_id), request.user
    if page.row.state not in ("columns", "checked") or not page.mapping:
        return redirect("upload", upload_id)
    columns = page.mapping["columns"]
    if request.method == "POST":
        kind = request.POST.get("isi", page.row.kind)
        sheet = request.POST.get("lembar", page.sheet)
        try:
            with transaction.atomic():
                actions.change_columns(
                    upload_id, chosen_fields(request.POST, len(columns), kind), kind=kind,
                    segment=page.row.segment, sheet=sheet, by=user.pk, at=timezone.now(),
                )  # fmt: skip
                ask_to_check(upload_id)
        except actions.NotOpen:
            messages.error(request, gettext("Kolom tidak dapat diubah lagi: baris daftar ini sudah didaftarkan."))
            return redirect("upload", upload_id)
        except KeyError:
            raise PermissionDenied from None
        if page.row.rows_total <= FEW_ROWS:
            actions.check(upload_id, at=timezone.now())
        return redirect("upload", upload_id)
    shown = pages.columns_page(page, language())
    shown |= {"kinds": kinds(language()), "choices": field_choices(page.row.kind, language()), "step": 2}
    return render(request, "uploads/columns.html", shown)


@with_right("send")
@require_POST
def upload_rows(request: HttpRequest, upload_id: int) -> HttpResponse:
    """One row put right, or several chosen with their boxes."""
    page = _page(upload_id)
    numbers = [number for each in request.POST.getlist("baris") if (number := number_of(each)) is not None]
    act = request.POST.get("aksi", "")
    if act == "unduh":
        return _file(request, page, numbers or None)
    try:
        said = pages.act_on_rows(upload_id, act, numbers, request.POST, by=request.user.pk, at=timezone.now())
    except actions.NotOpen:
        messages.error(request, gettext("Baris ini sudah berubah sejak halaman dibuka. Tidak ada yang disimpan."))
    except (KeyError, ValueError):
        raise PermissionDenied from None
    else:
        level, words = said
        messages.add_message(request, level, words)
    back = request.POST.get("kembali", "")
    return redirect(reverse("upload", args=[upload_id]) + (f"?{back}" if back else "") + "#baris")


@with_right("take")
@require_POST
def upload_apply(request: HttpRequest, upload_id: int) -> HttpResponse:
    _page(upload_id)
    user, at = request.user, timezone.now()
    try:
        with transaction.atomic():
            count = actions.begin(upload_id, by=user.pk, at=at)
            ask_to_apply(upload_id, by=user.pk)
    except (actions.NothingReady, actions.NotOpen):
        messages.warning(request, gettext("Tidak ada baris yang siap didaftarkan."))
        return redirect("upload", upload_id)
    if count <= FEW_ROWS:
        taken = actions.apply(upload_id, by=user.pk, at=at)
        messages.success(request, pages.taken_words(_page(upload_id), taken))
    return redirect("upload", upload_id)


@with_right("take")
@require_POST
def upload_bill(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The bill of the month for whoever pays for these people."""
    page = _page(upload_id)
    month = pages.month_to_bill(page, timezone.localdate())
    if page.payer_id is None or month is None:
        raise Http404
    at = timezone.now()
    outcome = assess(
        month, scope="payer", scope_id=page.payer_id, final=True, supplement=True, by=request.user.pk, at=at
    )  # fmt: skip
    settle_all(outcome.bills, by=request.user.pk, at=at)
    if not outcome.bills:
        messages.info(request, gettext("Tagihan bulan itu sudah terbit; tidak ada yang perlu ditambah."))
        return redirect("upload", upload_id)
    messages.success(request, pages.billed_words(outcome.total, language()))
    try:
        return redirect(reverse("bill", args=[outcome.bills[0]]))
    except NoReverseMatch:
        return redirect("upload", upload_id)


@with_right("take")
@require_POST
def upload_undo(request: HttpRequest, upload_id: int) -> HttpResponse:
    page = _page(upload_id)
    try:
        actions.undo(upload_id, by=request.user.pk, at=timezone.now())
    except actions.AlreadyBilled as billed:
        messages.error(
            request,
            ngettext(
                "Daftar ini tidak dapat dibatalkan: %(count)s orang sudah ada di tagihan yang terbit.",
                "Daftar ini tidak dapat dibatalkan: %(count)s orang sudah ada di tagihan yang terbit.", billed.members,
            ) % {"count": grouped(billed.members, language())},
        )  # fmt: skip
    except ChangedSince as changed:
        messages.error(
            request,
            ngettext(
                "Daftar ini tidak dapat dibatalkan: kepesertaan %(count)s orang sudah diubah sesudahnya.",
                "Daftar ini tidak dapat dibatalkan: kepesertaan %(count)s orang sudah diubah sesudahnya.",
                len(changed.memberships),
            ) % {"count": grouped(len(changed.memberships), language())},
        )  # fmt: skip
    except InUse:
        messages.error(
            request,
            gettext("Daftar ini tidak dapat dibatalkan: ada badannya yang sudah dipakai atau diubah."),
        )
    except actions.NotUndoable:
        messages.error(request, gettext("Daftar ini tidak dapat dibatalkan."))
    else:
        messages.success(
            request,
            gettext("Daftar dibatalkan. %(count)s baris tidak jadi berlaku; berkasnya tetap ada.")
            % {"count": grouped(page.row.applied, language())},
        )
    return redirect("upload", upload_id)


@with_right("send")
@require_safe
def upload_giveback(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows that wait for the sender, in the sender's own file."""
    return _file(request, _page(upload_id), None)


def _file(request: HttpRequest, page: lists.ListPage, numbers: list[int] | None) -> HttpResponse:
    try:
        name, data = actions.give_back(
            page.row.id, numbers=numbers, language=language(), by=request.user.pk, at=timezone.now()
        )
    except LookupError:
        raise Http404 from None
    kind = "text/csv" if name.endswith(".csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = pages.attachment(name)
    return answer


@with_right("send")
@require_POST
def upload_resume(request: HttpRequest, upload_id: int) -> HttpResponse:
    """A list that stopped is put back into the queue."""
    _page(upload_id)
    work = actions.resume(upload_id)
    if work == "check":
        ask_to_check(upload_id)
    elif work == "apply":
        ask_to_apply(upload_id, by=request.user.pk)
    return redirect("upload", upload_id)
