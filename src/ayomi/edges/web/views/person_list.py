"""Members as a list: narrowed, counted by how they stand, read page by page."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.apps.membership.queries.people import STATES, Narrowed, PersonRow, State, person_counts, person_rows
from ayomi.apps.offices.queries import search_regions
from ayomi.apps.registry import queries as registered
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.roles import offered
from ayomi.edges.web.vocabulary import VOCABULARY

LIMIT = 50


def choices(kind: str, any_word: str) -> list[tuple[str, Any]]:
    """The words of a kind for a select, with one for "any" first."""
    return [("", any_word), *VOCABULARY[kind].items()]


class Filter(forms.Form):
    """What narrows the list. Everything may be left out."""

    use_required_attribute = False

    nama = forms.CharField(label=_("Nama"), required=False, max_length=120)
    segmen = forms.ChoiceField(label=_("Segmen"), required=False)
    saluran = forms.ChoiceField(label=_("Saluran"), required=False)
    wilayah = forms.CharField(label=_("Wilayah"), required=False, max_length=80)
    badan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    proyek = forms.IntegerField(required=False, widget=forms.HiddenInput)
    keadaan = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        cast(forms.ChoiceField, self.fields["segmen"]).choices = choices("segment", gettext("Semua segmen"))
        cast(forms.ChoiceField, self.fields["saluran"]).choices = choices("channel", gettext("Semua saluran"))
        cast(forms.ChoiceField, self.fields["keadaan"]).choices = [("", ""), *((state, state) for state in STATES)]

    def clean_wilayah(self) -> str:
        text = self.cleaned_data["wilayah"].strip()
        if not text:
            return ""
        found = search_regions(text, limit=1)
        if not found:
            raise forms.ValidationError(gettext("Wilayah ini tidak ditemukan. Tulis nama kabupaten atau kecamatannya."))
        return found[0].code


@login_required
@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """Members that the user may see, by name."""
    user: Any = request.user
    form, today = Filter(request.GET), timezone.localdate()
    shown: dict[str, Any] = {"form": form, "may": offered(user.role), "states": STATES}
    if form.is_valid():
        asked = form.cleaned_data
        narrowed = Narrowed(
            asked["segmen"], asked["saluran"], asked["badan"], asked["proyek"], asked["wilayah"], asked["nama"]
        )
        state = cast("State | None", asked["keadaan"] or None)
        counts = person_counts(narrowed, on=today)
        rows = person_rows(narrowed, on=today, state=state, after=after_of(request), limit=LIMIT)
        held = counts["covered"] + counts["grace"] + counts["waiting"] + counts["lapsed"]
        shown |= {
            "page": page_of(rows, LIMIT, _key, counts[state] if state else held),
            "state": state or "",
            "counts": counts,
            "held": held,
            "narrowed": narrowed != Narrowed(),
            "organisation": _named(asked["badan"]),
            "tabs": _tabs(request, counts, held),
        }
    return render(request, "persons/list.html", shown)


def _key(row: PersonRow) -> tuple[str, int]:
    return row.member.name_key, row.member.membership_id


def _named(organisation_id: int | None) -> registered.Organisation | None:
    if organisation_id is None:
        return None
    try:
        return registered.organisation(organisation_id)
    except registered.UnknownOrganisation:
        return None


def _tabs(request: HttpRequest, counts: dict[State, int], held: int) -> list[tuple[str, str, int]]:
    """State, address, how many: the tabs above the list."""
    found = []
    for state, count in [("", held), *counts.items()]:
        query = request.GET.copy()
        for name in ("after", "back", "keadaan"):
            query.pop(name, None)
        if state:
            query["keadaan"] = state
        found.append((state, f"?{query.urlencode()}", count))
    return found
