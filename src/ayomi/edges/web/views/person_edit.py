"""A person's own data corrected, with a reason. Numbers left empty stay as they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.queries import Person
from ayomi.core import places
from ayomi.edges.web.fields import NumberField
from ayomi.edges.web.views.enrolling import PersonForm

NUMBERS = ("nik", "phone", "kk", "account")


class CorrectionForm(PersonForm):
    """As on enrolment, with the account, an address for mail, and why it is corrected."""

    account = NumberField("bank_account", label=_("Rekening"), required=False)
    email = forms.EmailField(label=_("Surel"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Alasan pembetulan"), min_length=5, max_length=200, help_text=_("Misalnya: dicocokkan dengan KTP.")
    )

    def __init__(self, *given: Any, who: Person, **options: Any) -> None:
        super().__init__(*given, **options)
        for name in NUMBERS:
            mask = getattr(who, f"{name}_mask")
            if mask:
                told = gettext("Tercatat %(mask)s. Kosongkan bila tidak berubah.") % {"mask": mask}
                self.fields[name].help_text = told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    user: Any = request.user
    try:
        who = registered.person(person_id)
    except registered.UnknownPerson:
        raise Http404 from None
    plain = {name: getattr(who, name) for name in ("name", "born", "sex", "birth_place", "mother_name", "village",
             "address", "email")}  # fmt: skip
    start = plain | {"region_id": places.region(who.region).name if who.region else ""}
    form = CorrectionForm(request.POST or None, today=timezone.localdate(), initial=start, who=who)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        changes = {name: asked[name] or None for name in plain if (asked[name] or None) != (plain[name] or None)}
        changes |= {name: asked[name] for name in NUMBERS if asked[name]}
        if "region_id" in form.changed_data:
            changes["region_id"] = asked["region_id"]
        try:
            registry.change_person(who.id, changes, reason=asked["reason"], by=user.pk, at=timezone.now())
        except registry.NikInUse as taken:
            form.add_error("nik", gettext("NIK ini sudah tercatat atas data lain. Bandingkan keduanya dulu."))
            return render(request, "persons/edit.html", {"form": form, "person": who, "taken": taken.person_id},
                          status=422)  # fmt: skip
        messages.success(request, gettext("Data diri sudah dibetulkan."))
        return redirect("person", person_id=who.id)
    return render(request, "persons/edit.html", {"form": form, "person": who}, status=422 if form.errors else 200)
