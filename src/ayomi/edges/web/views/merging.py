"""Two records side by side, merged into one person with a reason, or separated again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.audit.actions import look
from ayomi.apps.membership import queries as membership
from ayomi.apps.offices.queries import region_name
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Person
from ayomi.apps.registry.queries.lists import MergeRow, merge_of
from ayomi.edges.web import formats
from ayomi.edges.web.fields import DatedForm
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the comparison; `says` puts the difference into words, '' where there is none."""

    label: str
    one: str
    other: str
    says: str


class ReasonForm(DatedForm):
    reason = forms.CharField(
        label=_("Alasan"), min_length=8, max_length=300,
        help_text=_("Apa yang dicocokkan, misalnya KTP dan Kartu Keluarga."),
    )  # fmt: skip


@login_required
@require_safe
def person_compare(request: HttpRequest, person_id: int) -> HttpResponse:
    """Look for the other record, then see both side by side."""
    user: Any = request.user
    one = _person(person_id)
    other_id, text = request.GET.get("dengan", ""), request.GET.get("cari", "").strip()
    shown: dict[str, Any] = {"one": one, "may": offered(user.role), "text": text}
    other_number = number_of(other_id)
    if other_number is not None:
        other = _person(other_number)
        if other.id == one.id:
            messages.warning(request, gettext("Keduanya sudah satu orang."))
            return redirect("person", person_id=one.id)
        look([one.id, other.id], what="compare", purpose="", by=user.pk, at=timezone.now())
        shown |= {"other": other, "lines": differences(one, other)}
    else:
        found = membership.search(text or one.name, limit=20)
        shown["hits"] = [hit for hit in found if hit.kind == "person" and hit.id != one.id and hit.id not in one.merged]
    return render(request, "persons/compare.html", shown)


def differences(one: Person, other: Person) -> list[Difference]:
    """What two records say, line by line, with the difference in words."""
    pairs = [
        (gettext("Nama"), one.name, other.name),
        ("NIK", one.nik_mask, other.nik_mask),
        (gettext("Lahir"), formats.day(one.born, language()), formats.day(other.born, language())),
        (gettext("Tempat lahir"), one.birth_place, other.birth_place),
        (gettext("Jenis kelamin"), _sex(one), _sex(other)),
        (gettext("Nama ibu"), one.mother_name, other.mother_name),
        (gettext("Telepon"), one.phone_mask, other.phone_mask),
        (gettext("Nomor KK"), one.kk_mask, other.kk_mask),
        (gettext("Tempat tinggal"), _place(one), _place(other)),
        (gettext("Kepesertaan"), _memberships(one), _memberships(other)),
    ]
    return [Difference(label, a or "–", b or "–", _says(a, b)) for label, a, b in pairs if a or b]


def _says(one: str, other: str) -> str:
    blank = formats.BLANK
    if one in ("", blank) or other in ("", blank):
        return "" if one == other else gettext("hanya tercatat di salah satu")
    return "" if one == other else gettext("berbeda")


def _sex(who: Person) -> str:
    return {"female": gettext("Perempuan"), "male": gettext("Laki-laki")}.get(who.sex, "")


def _place(who: Person) -> str:
    return ", ".join(part for part in (who.village, region_name(who.region) if who.region else "") if part)


def _memberships(who: Person) -> str:
    held = membership.timeline(who.id)
    return "; ".join(f"{one.through or gettext('sendiri')}, KPJ {one.kpj}" for one in held)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """The first record stays, the other is read with it from now on. Nothing is moved or lost."""
    user: Any = request.user
    kept, merged = _person(person_id), _person(other_id)
    form = ReasonForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            registry.merge(kept.id, merged.id, form.cleaned_data["reason"], by=user.pk, at=timezone.now())
        except registry.AlreadyMerged:
            messages.warning(request, gettext("Keduanya sudah satu orang."))
        else:
            messages.success(request, gettext("Kedua data kini dibaca sebagai satu orang. Dapat dipisahkan lagi."))
        return redirect("person", person_id=kept.id)
    lines = differences(kept, merged)
    shown = {"form": form, "one": kept, "other": merged, "lines": lines}
    return render(request, "persons/merge.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_separate(request: HttpRequest, merge_id: int) -> HttpResponse:
    """The merged record stands on its own again."""
    user: Any = request.user
    merge = _merge(merge_id)
    form = ReasonForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            registry.separate(merge_id, form.cleaned_data["reason"], by=user.pk, at=timezone.now())
        except registry.AlreadySeparated:
            messages.warning(request, gettext("Data ini sudah dipisahkan."))
        except registry.NikInUse:
            form.add_error(None, gettext("NIK data ini sudah dipakai data lain. Gabungkan keduanya dulu."))
        else:
            messages.success(request, gettext("Data dipisahkan lagi menjadi orang tersendiri."))
        if not form.errors:
            return redirect("person", person_id=merge.merged_id)
    return render(request, "persons/separate.html", {"form": form, "merge": merge}, status=422 if form.errors else 200)


def _merge(merge_id: int) -> MergeRow:
    found = merge_of(merge_id)
    if found is None:
        raise Http404
    return found


def _person(person_id: int) -> Person:
    try:
        return registered.person(person_id)
    except registered.UnknownPerson:
        raise Http404 from None
