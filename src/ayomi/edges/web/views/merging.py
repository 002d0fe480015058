"""Two records side by side, merged into one person with a reason, or separated again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.access.queries import names
from ayomi.apps.audit.actions import look
from ayomi.apps.membership import queries as membership
from ayomi.apps.offices.queries import region_name
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Person
from ayomi.apps.registry.queries.lists import MergeRow, merge_of
from ayomi.apps.registry.queries.pairs import Proposal, UnknownProposal, pairs, proposal, proposals_waiting
from ayomi.core.identity.masking import spaced
from ayomi.edges.web import formats
from ayomi.edges.web.fields import DatedForm
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.parts import Page
from ayomi.edges.web.roles import may, offered
from ayomi.edges.web.templatetags.ayomi import language

PAIRS: Final = 30
SHORTEST: Final = 8
"""Letters of a reason."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the comparison; `says` puts the difference into words, '' where there is none."""

    label: str
    one: str
    other: str
    says: str


class ReasonForm(DatedForm):
    reason = forms.CharField(
        label=_("Alasan"), min_length=SHORTEST, max_length=300,
        help_text=_("Apa yang dicocokkan, misalnya KTP dan Kartu Keluarga."),
    )  # fmt: skip


class DecisionForm(DatedForm):
    """Agreed, or refused with a reason."""

    putusan = forms.ChoiceField(choices=[("setujui", ""), ("tolak", "")])
    reason = forms.CharField(
        label=_("Alasan bila ditolak"), max_length=300, required=False,
        help_text=_("Dibaca oleh yang mengusulkan."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("putusan") == "tolak" and len(self.cleaned_data.get("reason", "").strip()) < SHORTEST:
            self.add_error("reason", gettext("Tulis mengapa ini bukan satu orang."))
        return self.cleaned_data


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
        ("NIK", spaced(one.nik_mask), spaced(other.nik_mask)),
        (gettext("Lahir"), formats.day(one.born, language()), formats.day(other.born, language())),
        (gettext("Tempat lahir"), one.birth_place, other.birth_place),
        (gettext("Jenis kelamin"), _sex(one), _sex(other)),
        (gettext("Nama ibu"), one.mother_name, other.mother_name),
        (gettext("Telepon"), spaced(one.phone_mask), spaced(other.phone_mask)),
        (gettext("Nomor KK"), spaced(one.kk_mask), spaced(other.kk_mask)),
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
    """Ask for the two records to be read as one person, the first of them kept. Somebody else decides."""
    user: Any = request.user
    kept, merged = _person(person_id), _person(other_id)
    form = ReasonForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            pair = registry.propose_merge(
                kept.id, merged.id, form.cleaned_data["reason"], by=user.pk, at=timezone.now()
            )  # fmt: skip
        except registry.AlreadyMerged:
            messages.warning(request, gettext("Keduanya sudah satu orang."))
        except registry.AlreadyProposed:
            messages.warning(request, gettext("Penggabungan keduanya sudah diusulkan dan menunggu keputusan."))
        else:
            messages.success(request, gettext("Usulan dikirim. Belum ada yang berubah sampai orang lain menyetujui."))
            return redirect("merge_proposal", pair)
        return redirect("person", person_id=kept.id)
    shown = {"form": form, "one": kept, "other": merged, "lines": differences(kept, merged)}
    return render(request, "persons/merge.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_different(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """Note that two records that look alike are two people: nobody is asked about them again."""
    user: Any = request.user
    one, other = _person(person_id), _person(other_id)
    form = ReasonForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            registry.note_different(one.id, other.id, form.cleaned_data["reason"], by=user.pk, at=timezone.now())
        except registry.AlreadyMerged:
            messages.warning(request, gettext("Keduanya sudah satu orang."))
        else:
            messages.success(request, gettext("Tercatat sebagai dua orang yang berbeda."))
        return redirect("duplicates")
    shown = {"form": form, "one": one, "other": other, "lines": differences(one, other)}
    return render(request, "persons/different.html", shown, status=422 if form.errors else 200)


@login_required
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Records of the office that look alike, pair by pair."""
    first, _tilde, second = request.GET.get("after", "").partition("~")
    after = (number_of(first) or 0, number_of(second) or 0)
    found = pairs(offices=cast(Any, request).scope.offices, after=after, limit=PAIRS)
    shown = found[:PAIRS]
    key = f"{shown[-1].one_id}~{shown[-1].other_id}" if len(found) > PAIRS else ""
    return render(request, "persons/duplicates.html", {"page": Page(shown, key), "waiting": proposals_waiting()})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge_proposal(request: HttpRequest, pair_id: int) -> HttpResponse:
    """What was proposed about two records; whoever may decides, never about a proposal of his own."""
    user: Any = request.user
    try:
        found = proposal(pair_id)
    except UnknownProposal:
        raise Http404 from None
    own = found.proposed_by == user.pk
    form = DecisionForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("person", person_id=found.kept_id)
    called = names([each for each in (found.proposed_by, found.decided_by) if each is not None])
    shown: dict[str, Any] = {
        "found": found, "form": form, "own": own, "decides": may(user.role, "merge_proposal", "POST"),
        "may": offered(user.role), "by": called.get(found.proposed_by or 0),
        "decided_by": called.get(found.decided_by or 0),
    }  # fmt: skip
    if found.state == "waiting":
        one, other = _person(found.kept_id), _person(found.merged_id)
        look([one.id, other.id], what="compare", purpose="", by=user.pk, at=timezone.now())
        shown |= {"one": one, "other": other, "lines": differences(one, other)}
    return render(request, "persons/proposal.html", shown, status=422 if form.errors else 200)


def _decided(request: HttpRequest, found: Proposal, form: DecisionForm) -> bool:
    """Whether the decision was taken; what is wrong with it stands in the form otherwise."""
    agreed = form.cleaned_data["putusan"] == "setujui"
    try:
        registry.decide_merge(
            found.proposal_id, agreed=agreed, reason=form.cleaned_data["reason"], by=request.user.pk, at=timezone.now()
        )  # fmt: skip
    except registry.OwnProposal:
        form.add_error(None, gettext("Usulan Anda sendiri diputuskan orang lain."))
        return False
    except (registry.AlreadyDecided, registry.AlreadyMerged):
        messages.warning(request, gettext("Usulan ini sudah diputuskan."))
    else:
        messages.success(
            request,
            gettext("Kedua data kini dibaca sebagai satu orang. Dapat dipisahkan lagi.")
            if agreed
            else gettext("Usulan ditolak. Kedua data tetap dua orang."),
        )
    return True


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
