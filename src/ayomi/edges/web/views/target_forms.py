"""One target written down, and a target shared out to the offices below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.offices.queries import Office
from ayomi.apps.steering.actions import targets as actions
from ayomi.apps.steering.actions.target_shares import NothingToShare, share_target
from ayomi.apps.steering.queries import targets as queries
from ayomi.apps.steering.queries.reached import course_of_last_year, levels
from ayomi.apps.steering.queries.shares import Preview, offices_directly_below, share_preview, uncovered
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import Course, CourseRule, NoCourse, WrongCourse, checked, even, like_last_year
from ayomi.apps.steering.rules.sharing import SHARE_RULES, ShareRule
from ayomi.apps.steering.rules.target_cells import read_number
from ayomi.core.periods import Month
from ayomi.edges.web.forms import LONGEST_REASON
from ayomi.edges.web.target_words import (
    COURSE_NAMES,
    RULE_NAMES,
    Gap,
    amount_words,
    gap,
    indicator_choices,
    indicator_name,
)
from ayomi.edges.web.templatetags.ayomi import month_name, number
from ayomi.edges.web.views.targets import indicator_asked, list_address, office_asked, year_asked


class FigureField(forms.CharField):
    """A whole number as people type it; what is wrong with it is said in the words that files of targets get."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), max_length=40, **options
        )

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        read = read_number(text)
        if read.value is None:
            raise forms.ValidationError(_not_read(read.code))
        return read.value


def _not_read(code: str) -> str:
    words: dict[str, str] = {
        "amount_percent": gettext("Ini persen; tulis jumlahnya, misalnya 25.200."),
        "amount_decimal": gettext("Ini bukan bilangan bulat. Tulis angkanya lengkap, misalnya 25.200."),
        "amount_scaled": gettext("Tulis angkanya lengkap, misalnya 1.500.000."),
        "amount_negative": gettext("Sasaran nol atau lebih."),
        "amount_large": gettext("Angka ini terlalu besar. Periksa jumlah nolnya."),
    }
    return words.get(code, gettext("Tulis angkanya saja, misalnya 25.200."))


class TargetForm(forms.Form):
    """A target of one office."""

    use_required_attribute = False
    indikator = forms.ChoiceField(label=_("Indikator"))
    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    sasaran = FigureField(
        label=_("Sasaran setahun"), error_messages={"required": _("Isi sasarannya. Kosong bukan nol.")}
    )
    jalur = forms.ChoiceField(label=_("Jalur bulanan"), choices=list(COURSE_NAMES.items()))
    dasar = forms.CharField(
        label=_("Dasar"), required=False, max_length=200, help_text=_("Dokumen asalnya, misalnya RKAT 2027."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    alasan = forms.CharField(
        label=_("Alasan"), required=False, max_length=LONGEST_REASON,
        help_text=_("Perlu bila mengganti sasaran yang berlaku. Tersimpan di riwayat."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    penanggung_jawab = forms.TypedChoiceField(label=_("Penanggung jawab"), coerce=int, empty_value=None, required=False)

    def __init__(self, *given: Any, day: date, owners: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        fields = cast(dict[str, Any], self.fields)
        fields["indikator"].choices = indicator_choices()
        fields["tahun"].choices = [(year, str(year)) for year in range(day.year + 3, day.year - 2, -1)]
        fields["penanggung_jawab"].choices = [("", gettext("Belum ditentukan")), *owners]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the course: its field, what is proposed, and what stood a year before (None: not known)."""

    month: Month
    name: str
    value: str
    before: int | None


def target_new(request: HttpRequest) -> HttpResponse:
    """Write a target down, see its course, keep it as a draft or hand it on."""
    user, at, day = cast(Any, request.user), timezone.now(), timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET
    office = office_asked(request, given)[-1]
    owners = queries.owners(office.id)
    form = TargetForm(
        request.POST if request.method == "POST" else None, day=day, owners=owners,
        initial=_initial(office, given, day, owners) if request.method == "GET" else None,
    )  # fmt: skip
    rows: list[MonthRow] = []
    sentence = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        before = course_of_last_year(office.id, told["indikator"], told["tahun"], on=day)
        course = _course(form, request, office, before, day)
        rows = _month_rows(told["tahun"], course, before, request)
        sentence = _start_sentence(office, told["indikator"], told["tahun"], day)
        if course and not form.errors and request.POST.get("aksi") != "hitung":
            answer = _write(request, form, office, course, user.pk, at)
            if answer is not None:
                return answer
    elif request.method == "POST":
        rows = _month_rows(year_asked(request.POST, day), (), (), request)
    return render(
        request,
        "targets/new.html",
        {"form": form, "office": office, "months": rows, "counted": bool(rows), "sentence": sentence,
         "standing": _standing(office, given, day)},
    )  # fmt: skip


def _initial(office: Office, given: Mapping[str, Any], day: date, owners: list[tuple[int, str]]) -> dict[str, Any]:
    key, year = indicator_asked(cast(Any, given)), year_asked(cast(Any, given), day)
    rows = {row.state: row for row in queries.standing([office.id], year, key)}
    row = rows.get("returned") or rows.get("draft") or rows.get("approved")
    initial: dict[str, Any] = {
        "indikator": key, "tahun": year, "jalur": "even", "penanggung_jawab": owners[0][0] if owners else "",
    }  # fmt: skip
    if row is not None:
        initial |= {
            "sasaran": number(row.amount), "dasar": row.source,
            "alasan": row.reason if row.state != "approved" else "",
            "penanggung_jawab": row.owner_id or initial["penanggung_jawab"],
        }  # fmt: skip
    return initial


def _standing(office: Office, given: Mapping[str, Any], day: date) -> str:
    """What is in force, in words."""
    key, year = indicator_asked(cast(Any, given)), year_asked(cast(Any, given), day)
    found = queries.in_force([office.id], year).get((office.id, key))
    if found is None:
        return gettext("Belum ada sasaran yang berlaku untuk %(indicator)s %(year)s.") % {
            "indicator": indicator_name(key), "year": year,
        }  # fmt: skip
    return gettext("Yang berlaku untuk %(indicator)s %(year)s: %(amount)s.") % {
        "indicator": indicator_name(key), "year": year, "amount": amount_words(key, found.amount),
    }  # fmt: skip


def _start_sentence(office: Office, key: str, year: int, day: date) -> str:
    """Where the course begins: a level from what is held, a sum from nothing."""
    if not is_level(key):
        return gettext("Dihitung sejak 1 Januari, jadi jalurnya mulai dari nol.")
    reached = levels([office.id], key, year, on=day)
    return gettext("Jalurnya mulai dari yang sudah ada, %(amount)s pada akhir %(month)s.") % {
        "amount": amount_words(key, reached.by_office.get(office.id, 0)), "month": month_name(reached.month),
    }  # fmt: skip


def _course(form: TargetForm, request: HttpRequest, office: Office, before: tuple[int, ...], day: date) -> Course:
    """The course asked for; empty where it cannot be had, which the form then says."""
    told = form.cleaned_data
    key, year, amount = told["indikator"], told["tahun"], told["sasaran"]
    rule = cast(CourseRule, told["jalur"])
    start = levels([office.id], key, year, on=day).by_office.get(office.id, 0) if is_level(key) else 0
    if rule == "even":
        return even(amount, start=start)
    if rule == "last_year":
        try:
            return like_last_year(amount, before, start=start)
        except NoCourse:
            form.add_error("jalur", gettext("Jalan tahun lalu belum diketahui, atau naik turun. Pilih yang lain."))
            return ()
    typed = [read_number(request.POST.get(f"bulan-{month}", "")).value for month in range(1, 13)]
    values = [value for value in typed if value is not None]
    try:
        return checked(values, amount, level=is_level(key))
    except WrongCourse as wrong:
        form.add_error("jalur", _wrong_course(wrong.code, amount))
        return ()


def _wrong_course(code: str, amount: int) -> str:
    words: dict[str, str] = {
        "twelve": gettext("Isi kedua belas bulan dengan angka."),
        "negative": gettext("Tiap bulan nol atau lebih."),
        "last": gettext("Desember sama dengan sasaran setahun, %(amount)s.") % {"amount": number(amount)},
        "falls": gettext("Tiap bulan adalah jumlah sampai akhir bulan itu, jadi tidak pernah turun."),
    }
    return words[code]


def _month_rows(year: int, course: Course, before: tuple[int, ...], request: HttpRequest) -> list[MonthRow]:
    return [
        MonthRow(
            Month(year, place), f"bulan-{place}",
            number(course[place - 1]) if course else request.POST.get(f"bulan-{place}", "")[:40],
            before[place] if before else None,
        )
        for place in range(1, 13)
    ]  # fmt: skip


def _write(
    request: HttpRequest, form: TargetForm, office: Office, course: Course, by: int, at: Any
) -> HttpResponse | None:  # fmt: skip
    told = form.cleaned_data
    draft = actions.Draft(
        office.id, told["tahun"], told["indikator"], told["sasaran"], course, told["jalur"], "typed", told["dasar"],
        told["alasan"], told["penanggung_jawab"],
    )  # fmt: skip
    try:
        drafted = actions.draft_targets([draft], by=by, at=at)
    except actions.ReasonMissing:
        form.add_error("alasan", gettext("Isi alasannya: angka ini mengganti sasaran yang berlaku."))
        return None
    except actions.Waiting:
        form.add_error(None, gettext("Usulan untuk sasaran ini sedang menunggu persetujuan. Tarik dulu usulannya."))
        return None
    except actions.NotOpen:
        form.add_error(None, gettext("Kantor ini tidak buka pada tahun itu."))
        return None
    except actions.NotYours:
        raise PermissionDenied from None
    if not drafted.ids:
        messages.info(request, gettext("Angkanya sama dengan yang sudah ada. Tidak ada yang berubah."))
    target_id = (drafted.ids or drafted.same)[0]
    if request.POST.get("aksi") == "ajukan" and (row := queries.revision(target_id)) and row.state == "draft":
        actions.propose_targets([target_id], by=by, at=at)
        messages.success(request, gettext("Sasaran diajukan. Menunggu persetujuan orang kedua."))
    elif drafted.ids:
        messages.success(request, gettext("Sasaran disimpan sebagai draf. Ajukan bila sudah benar."))
    return redirect("target", target_id)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One office of a share-out. `part`, `weight`: as the fields show them; `wrong`: what is wrong with the part."""

    office: Office
    reached: int
    part: str
    weight: str
    held: int | None
    wrong: str


def target_share(request: HttpRequest) -> HttpResponse:
    """A target shared out by a rule, its parts corrected by hand, then proposed."""
    user, at, day = cast(Any, request.user), timezone.now(), timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET
    office = office_asked(request, given)[-1]
    key, year = indicator_asked(given), year_asked(given, day)
    asked = given.get("aturan", "")
    rule: ShareRule = cast(ShareRule, asked if asked in SHARE_RULES else "equal")
    own = next((row for row in queries.standing([office.id], year, key) if row.state != "returned"), None)
    context: dict[str, Any] = {
        "office": office, "key": key, "name": indicator_name(key), "year": year, "rule": rule, "own": own,
        "rules": [(each, RULE_NAMES[each]) for each in SHARE_RULES], "indicators": indicator_choices(),
        "years": list(range(day.year + 2, day.year - 2, -1)),
    }  # fmt: skip
    if own is None:
        return render(request, "targets/share.html", context)
    capacity = _typed(given, "bobot-")
    found = share_preview(
        office.id, key, year, own.amount, rule, on=day, capacity=capacity if rule == "capacity" else None,
        uncovered=_uncovered(office, year, day) if rule == "uncovered" else None,
    )  # fmt: skip
    by_hand = request.method == "POST" and request.POST.get("aksi") in ("hitung", "ajukan")
    rows = _share_rows(found, given, by_hand=by_hand, year=year, key=key)
    parts = {row.office.id: read.value for row in rows if (read := read_number(row.part)).value is not None}
    whole = sum(value for value in parts.values() if value is not None)
    reason = given.get("alasan", "")[:LONGEST_REASON].strip()
    context |= {
        "preview": found, "rows": rows, "sum": whole, "gap": gap(key, own.amount, whole) or Gap(0, "", "", ""),
        "own_words": amount_words(key, own.amount), "sum_words": amount_words(key, whole), "reason": reason,
        "typed": rule == "capacity", "missing": "",
    }  # fmt: skip
    if request.method == "POST" and request.POST.get("aksi") == "ajukan":
        answer = _propose_parts(request, office, year, key, rule, rows, reason, user.pk, at)
        if isinstance(answer, HttpResponse):
            return answer
        context["missing"] = answer
    return render(request, "targets/share.html", context)


def _uncovered(office: Office, year: int, day: date) -> dict[int, int]:
    return uncovered([each.id for each in offices_directly_below(office.id, on=day)], year, on=day)


def _typed(given: Mapping[str, str], prefix: str) -> dict[int, int]:
    """Numbers typed into the fields of offices."""
    found = {}
    for name in given:
        office, value = name.removeprefix(prefix), read_number(given[name]).value
        if name.startswith(prefix) and office.isdigit() and len(office) < 19 and value is not None:
            found[int(office)] = value
    return found


def _share_rows(found: Preview, given: Mapping[str, str], *, by_hand: bool, year: int, key: str) -> list[ShareRow]:
    held = queries.in_force([line.office.id for line in found.lines], year)
    rows = []
    for line in found.lines:
        part = "" if line.share is None else number(line.share)
        if by_hand:
            part = given.get(f"bagian-{line.office.id}", "")[:40]
        read = read_number(part)
        current = held.get((line.office.id, key))
        weight = given.get(f"bobot-{line.office.id}", "")[:40] if found.rule == "capacity" else number(line.weight)
        rows.append(
            ShareRow(
                line.office, line.reached, part, weight, current.amount if current else None,
                _not_read(read.code) if by_hand and read.value is None else "",
            )
        )  # fmt: skip
    return rows


def _propose_parts(
    request: HttpRequest, office: Office, year: int, key: str, rule: ShareRule, rows: list[ShareRow], reason: str,
    by: int, at: Any,
) -> HttpResponse | str:  # fmt: skip
    """The answer once the parts are proposed, or what is still missing."""
    if any(row.wrong for row in rows):
        return gettext("Perbaiki dulu bagian yang belum terbaca.")
    if not reason:
        return gettext("Tulis alasan pembagiannya; tersimpan di riwayat tiap kantor.")
    parts = {row.office.id: cast(int, read_number(row.part).value) for row in rows}
    source = gettext("Pembagian %(office)s") % {"office": office.name}
    try:
        shared = share_target(office.id, year, key, parts, rule=rule, reason=reason, source=source, by=by, at=at)
    except actions.Waiting as waiting:
        row = queries.revision(waiting.target_id)
        said = gettext("Usulan %(office)s sedang menunggu persetujuan. Tarik dulu, atau tunggu keputusannya.")
        return said % {"office": row.office_name if row else ""}
    except actions.NotOpen:
        return gettext("Salah satu kantor tidak buka pada tahun itu.")
    except (NothingToShare, actions.ReasonMissing):
        return gettext("Sasaran kantor ini berubah sementara Anda mengisi. Periksa lagi.")
    except actions.NotYours:
        raise PermissionDenied from None
    done = len(shared.proposed)
    if done:
        said = ngettext("%(n)s sasaran diajukan.", "%(n)s sasaran diajukan.", done) % {"n": number(done)}
        messages.success(request, f"{said} {gettext('Menunggu persetujuan orang kedua.')}")
    else:
        messages.info(request, gettext("Semua bagian sama dengan yang sudah ada. Tidak ada yang berubah."))
    return redirect(list_address(office.id, year, key))
