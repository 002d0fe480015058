"""Changes to a membership: wage, programmes, channel, leaving. What reaches back says first what it will set off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

import polars as pl
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.membership import actions as membership
from ayomi.apps.membership import queries
from ayomi.apps.membership.queries import MemberRow
from ayomi.apps.membership.rules.programmes import PROGRAMMES, Segment, allowed
from ayomi.apps.registry import queries as registered
from ayomi.core.money import rupiah_text
from ayomi.core.periods import Month
from ayomi.edges.web import formats
from ayomi.edges.web.fields import DatedForm, DayField, MonthField, RupiahField, month_choices
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.change_words import code_words
from ayomi.edges.web.views.enrolling import CHANNEL_OF_KIND
from ayomi.edges.web.views.person_words import END_REASONS

MONTHS_BACK, MONTHS_AHEAD = 36, 3
LEAVING = ("resigned", "dismissed", "retired", "disabled", "died", "transferred", "left_country", "stopped")


@login_required
@require_safe
def person_change(request: HttpRequest, person_id: int) -> HttpResponse:
    """What can be changed: every membership that holds, with its changes, and a further one."""
    user, today = cast(Any, request.user), timezone.localdate()
    try:
        who = registered.person(person_id)
        held = [one for one in queries.timeline(person_id) if one.until is None or one.until > today]
    except registered.UnknownPerson:
        raise Http404 from None
    return render(request, "persons/change.html", {"person": who, "held": held, "may": offered(user.role)})


class Change(DatedForm):
    """One change of one membership. `effect`: what it sets off besides itself; `apply`: a code where it is refused."""

    def __init__(self, *given: Any, row: MemberRow, **options: Any) -> None:
        self.row = row
        super().__init__(*given, **options)
        if "since" in self.fields and isinstance(self.fields["since"], MonthField):
            here = Month.of(self.today)
            first = max(Month.of(self.row.since), here.plus(-MONTHS_BACK))
            last = here.plus(MONTHS_AHEAD)
            if self.row.until is not None:
                last = min(last, Month.of(self.row.until))
            self.fields["since"].choices = month_choices(first, last)
            self.fields["since"].initial = str(max(first, min(here.plus(1), last)))

    @property
    def begins(self) -> date:
        """The day from which the change holds: within the first month, the day the membership began."""
        since: date = self.cleaned_data["since"]
        return max(since, self.row.since)

    def effect(self) -> str:
        """That months already counted will be counted again; '' where nothing reaches back."""
        behind = Month.of(self.today).months_since(Month.of(self.begins))
        if behind <= 0:
            return ""
        told = ngettext(
            "Perubahan ini berlaku mundur dari %(month)s: %(count)s bulan dihitung ulang. Tagihan yang sudah ada tidak"
            " berubah; selisihnya, kurang atau lebih, masuk tagihan berikutnya dengan alasannya.",
            "Perubahan ini berlaku mundur dari %(month)s: %(count)s bulan dihitung ulang. Tagihan yang sudah ada tidak"
            " berubah; selisihnya, kurang atau lebih, masuk tagihan berikutnya dengan alasannya.",
            behind,
        )
        return told % {"month": formats.month_name(Month.of(self.begins), language()), "count": behind}

    def apply(self, *, by: int, at: datetime) -> str | None:
        raise NotImplementedError

    def done(self) -> str:
        raise NotImplementedError


class WageForm(Change):
    wage = RupiahField(label=_("Upah atau penghasilan sebulan yang baru"), help_text=_("Dalam rupiah."))
    since = MonthField(label=_("Berlaku mulai"), help_text=_("Bulan lalu boleh, sebagai koreksi."))

    def apply(self, *, by: int, at: datetime) -> str | None:
        frame = pl.DataFrame(
            {"membership_id": [self.row.membership_id], "since": [self.begins], "wage": [self.cleaned_data["wage"]]}
        )
        return _code(membership.change_wages(frame, upload_id=None, by=by, at=at))

    def done(self) -> str:
        return gettext("Upah dicatat %(wage)s mulai %(month)s.") % {
            "wage": rupiah_text(self.cleaned_data["wage"], language()),
            "month": formats.month_name(Month.of(self.begins), language()),
        }


class ProgrammesForm(Change):
    depends = frozenset({"programmes"})

    since = MonthField(label=_("Berlaku mulai"))
    programmes = forms.MultipleChoiceField(
        label=_("Program yang diikuti"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        can = allowed(cast(Segment, self.row.segment), self.today)
        self.free = tuple(name for name in PROGRAMMES if name in can and name not in ("jkk", "jkm"))
        field = cast(forms.MultipleChoiceField, self.fields["programmes"])
        field.label = gettext("Selain JKK dan JKM, yang selalu ikut")
        field.choices = [(name, name.upper()) for name in self.free]
        field.initial = [name for name in self.row.programmes if name in self.free]

    @property
    def added(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["programmes"]) - frozenset(self.row.programmes)

    @property
    def dropped(self) -> frozenset[str]:
        return frozenset(self.row.programmes) & frozenset(self.free) - frozenset(self.cleaned_data["programmes"])

    def apply(self, *, by: int, at: datetime) -> str | None:
        if not self.added and not self.dropped:
            return "unchanged"
        ids, since = [self.row.membership_id], self.begins
        code = None
        if self.added:
            code = _code(membership.add_programmes(ids, self.added, since=since, by=by, at=at))
        if code is None and self.dropped:
            code = _code(membership.drop_programmes(ids, self.dropped, since=since, by=by, at=at))
        return code

    def done(self) -> str:
        return gettext("Program dicatat mulai %(month)s.") % {
            "month": formats.month_name(Month.of(self.begins), language())
        }


class LeaveForm(Change):
    last_day = DayField(label=_("Hari terakhir sebagai peserta"))
    reason = forms.ChoiceField(label=_("Sebab berhenti"), choices=[(code, END_REASONS[code]) for code in LEAVING])

    @property
    def until(self) -> date:
        last: date = self.cleaned_data["last_day"]
        return date.fromordinal(last.toordinal() + 1)

    @property
    def begins(self) -> date:
        return self.until

    def apply(self, *, by: int, at: datetime) -> str | None:
        frame = pl.DataFrame(
            {
                "membership_id": [self.row.membership_id], "until": [self.until],
                "reason": [self.cleaned_data["reason"]],
            }
        )  # fmt: skip
        return _code(membership.leave(frame, upload_id=None, by=by, at=at))

    def done(self) -> str:
        return gettext("Kepesertaan berakhir sesudah %(day)s.") % {
            "day": formats.day(self.cleaned_data["last_day"], language())
        }


class ChannelForm(Change):
    depends = frozenset({"through"})

    to = forms.ChoiceField(
        label=_("Pindah ke"), choices=[("wadah", _("Koperasi, asosiasi, atau badan lain")), ("sendiri", _("Sendiri"))]
    )
    through = forms.CharField(
        label=_("NPP atau nama badan"), max_length=160, required=False, help_text=_("Kosongkan bila membayar sendiri.")
    )
    on = DayField(label=_("Mulai tanggal"))

    @property
    def begins(self) -> date:
        return cast(date, self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        self.target: registered.Organisation | None = None
        if asked.get("to") != "wadah":
            if self.row.segment in ("wage_earner", "construction"):
                self.add_error("to", gettext("Penerima upah dan pekerja proyek tidak dapat membayar sendiri."))
            return asked
        hits = [hit for hit in registered.search(asked.get("through", ""), limit=5) if hit.kind == "organisation"]
        if len(hits) != 1 or hits[0].id is None:
            told = gettext("Ada beberapa yang cocok. Tulis NPP-nya.") if hits else gettext("Badan ini tidak ditemukan.")
            self.add_error("through", told)
            return asked
        self.target = registered.organisation(hits[0].id)
        if self.row.segment == "own_account" and self.target.kind not in CHANNEL_OF_KIND:
            self.add_error("through", gettext("Pekerja mandiri tidak didaftarkan lewat badan usaha."))
        return asked

    def apply(self, *, by: int, at: datetime) -> str | None:
        target = self.target
        told = membership.change_channel(
            self.row.membership_id, on=self.begins, segment=cast(Segment, self.row.segment),
            channel=CHANNEL_OF_KIND.get(target.kind, "firm") if target else "alone",
            organisation_id=target.id if target else None, office_id=target.office_id if target else self.row.office_id,
            by=by, at=at,
        )  # fmt: skip
        return _code(told)

    def done(self) -> str:
        return gettext("Kepesertaan diteruskan lewat %(name)s mulai %(day)s.") % {
            "name": self.target.name if self.target else gettext("pembayaran sendiri"),
            "day": formats.day(self.begins, language()),
        }


def _code(told: pl.DataFrame) -> str | None:
    return cast("str | None", told["code"][0])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_wage(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _changed(request, membership_id, WageForm, gettext("Ubah upah atau penghasilan"), gettext("Simpan upah"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_programmes(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _changed(request, membership_id, ProgrammesForm, gettext("Ubah program"), gettext("Simpan program"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _changed(request, membership_id, LeaveForm, gettext("Akhiri kepesertaan"), gettext("Akhiri kepesertaan"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_channel(request: HttpRequest, membership_id: int) -> HttpResponse:
    return _changed(request, membership_id, ChannelForm, gettext("Pindah saluran"), gettext("Pindahkan"))


def _changed(
    request: HttpRequest, membership_id: int, kind: type[Change], title: str, button: str
) -> HttpResponse:  # fmt: skip
    """Ask, say what it sets off, do."""
    today = timezone.localdate()
    try:
        row = queries.membership(membership_id, on=today)
    except queries.UnknownMembership:
        raise Http404 from None
    form = kind(request.POST or None, row=row, today=today)
    effect, read = "", ""
    if request.method == "POST" and form.is_valid():
        effect = form.effect()
        if effect and request.POST.get("dibaca") != form.begins.isoformat():
            read = form.begins.isoformat()
        else:
            code = form.apply(by=cast(Any, request.user).pk, at=timezone.now())
            if code is None:
                messages.success(request, form.done())
                return redirect("person", person_id=row.person_id)
            form.add_error(None, code_words(code))
            effect = ""
    shown = {"form": form, "row": row, "title": title, "button": button, "effect": effect, "read": read}
    return render(request, "persons/member.html", shown, status=422 if form.errors else 200)
