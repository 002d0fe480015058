"""Users as an administrator keeps them: made, given another role, shut out, given a new password."""

from __future__ import annotations

from typing import Any, Final, cast

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ayomi.apps.access import actions
from ayomi.apps.access.queries import ORGANISATION_ROLES, UserRow
from ayomi.apps.access.queries import user as one_user
from ayomi.apps.access.queries import users as all_users
from ayomi.apps.audit.queries import events
from ayomi.apps.offices.queries import path, tree
from ayomi.apps.registry.queries import Hit, search
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.roles import EVERYONE
from ayomi.edges.web.trails import told
from ayomi.edges.web.vocabulary import VOCABULARY

MOST: Final = 200
PERSON_ROLE = "worker"


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Users by name, narrowed by role."""
    text, role = request.GET.get("cari", "").strip()[:80], request.GET.get("peran", "")
    found = all_users(role=role if role in EVERYONE else None, text=text, limit=MOST + 1)
    shown = {
        "users": found[:MOST],
        "more": len(found) > MOST,
        "text": text,
        "role": role,
        "roles": list(VOCABULARY["role"].items()),
    }
    return render(request, "users/users.html", shown)


def _found(user_id: int) -> UserRow:
    found = one_user(user_id)
    if found is None:
        raise Http404
    return found


@require_safe
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """One user: role and place, devices signed in, and what was done to the account."""
    found = _found(user_id)
    shown = {
        "user_shown": found,
        "sessions": list(UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at")),
        "events": told(events(subject="user", subject_id=user_id, limit=20)[:20], cast(Any, request.user).role),
        "itself": user_id == request.user.pk,
    }
    return render(request, "users/user.html", shown)


class PlaceForm(forms.Form):
    """A role and what it is for: an office, an organisation or a person."""

    use_required_attribute = False
    peran = forms.ChoiceField(label=_("Peran"))
    kantor = forms.ChoiceField(label=_("Kantor"), help_text=_("Untuk petugas kantor."), required=False)
    untuk = forms.CharField(
        label=_("Badan atau orang"),
        help_text=_(
            "Untuk pengurus badan dan lembaga perizinan: NPP, NIB, atau nama. "
            "Untuk pekerja: NIK, nomor telepon, atau nama."
        ),
        required=False,
        max_length=160,
    )

    def __init__(self, *args: Any, office_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["peran"]).choices = [("", gettext("Pilih peran")), *VOCABULARY["role"].items()]
        head = path(office_id)[0]
        cast(Any, self.fields["kantor"]).choices = [
            ("", gettext("Pilih kantor")),
            *((str(each.id), "\u2003" * depth + each.name) for depth, each in tree(head.id, on=timezone.localdate())),
        ]

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        role = given.get("peran")
        given |= {"office_id": None, "organisation_id": None, "person_id": None}
        if role in ORGANISATION_ROLES:
            given["organisation_id"] = self._one("organisation", given.get("untuk", ""))
        elif role == PERSON_ROLE:
            given["person_id"] = self._one("person", given.get("untuk", ""))
        elif role:
            if not given.get("kantor"):
                self.add_error("kantor", gettext("Pilih kantor tempatnya bekerja."))
            else:
                given["office_id"] = int(given["kantor"])
        return given

    def _one(self, kind: str, text: str) -> int | None:
        found: list[Hit] = [hit for hit in search(text, limit=6) if hit.kind == kind] if text.strip() else []
        if len(found) == 1:
            return found[0].id
        if not found:
            self.add_error("untuk", gettext("Tidak ditemukan. Tulis nomornya, atau sebagian nama."))
        else:
            several = "; ".join(f"{hit.title} ({hit.number})" for hit in found[:5])
            words = gettext("Ada beberapa yang cocok: %(several)s. Tulis nomornya.")
            self.add_error("untuk", words % {"several": several})
        return None


class NewUserForm(PlaceForm):
    """An account for one person."""

    nama = forms.CharField(label=_("Nama lengkap"), max_length=120)
    pengguna = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("Nama pengguna"),
        help_text=_("Huruf, angka, titik. Dipakai saat masuk."),
        max_length=60,
        error_messages={"invalid": _("Hanya huruf, angka, dan . @ + - _")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sandi = forms.CharField(
        label=_("Kata sandi pertama"),
        help_text=_("Paling sedikit 12 huruf atau angka. Serahkan langsung kepada orangnya."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        strip=False,
    )
    bahasa = forms.ChoiceField(label=_("Bahasa"), choices=[("id", "Indonesia"), ("en", "English")], initial="id")


def user_new(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    by = cast(Any, request.user)
    form = NewUserForm(request.POST if request.method == "POST" else None, office_id=by.office_id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = actions.create_user(
                    username=given["pengguna"], password=given["sandi"], full_name=given["nama"], role=given["peran"],
                    office_id=given["office_id"], organisation_id=given["organisation_id"],
                    person_id=given["person_id"], language=given["bahasa"], by=by.pk, at=timezone.now(),
                )  # fmt: skip
        except ValidationError as weak:
            form.add_error("sandi", weak)
        except IntegrityError:
            form.add_error("pengguna", gettext("Nama pengguna ini sudah dipakai. Pilih yang lain."))
        else:
            messages.success(request, gettext("Akun %(name)s sudah dibuat.") % {"name": given["nama"]})
            return redirect("user", made)
    return render(request, "users/new.html", {"form": form})


class RoleForm(PlaceForm):
    alasan = ReasonForm.base_fields["alasan"]


def user_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Another role or place, with the reason."""
    found, by = _found(user_id), cast(Any, request.user)
    if user_id == by.pk:
        messages.warning(request, gettext("Peran sendiri diganti oleh pengelola lain."))
        return redirect("user", user_id)
    start = {"peran": found.role, "kantor": str(found.office_id or "")}
    form = RoleForm(request.POST if request.method == "POST" else None, initial=start, office_id=by.office_id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.change_role(
            user_id, role=given["peran"], office_id=given["office_id"], organisation_id=given["organisation_id"],
            person_id=given["person_id"], reason=given["alasan"], by=by.pk, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Peran sudah diganti. Berlaku pada halaman berikutnya yang dibuka."))
        return redirect("user", user_id)
    return render(request, "users/role.html", {"form": form, "user_shown": found})


class PasswordForm(forms.Form):
    use_required_attribute = False
    sandi = NewUserForm.base_fields["sandi"]


def user_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password, to be handed over in person; sessions elsewhere end."""
    found = _found(user_id)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(user_id, form.cleaned_data["sandi"], by=request.user.pk, at=timezone.now())
        except ValidationError as weak:
            form.add_error("sandi", weak)
        else:
            _end_sessions(user_id, but=request.session.session_key)
            messages.success(request, gettext("Kata sandi diganti. Semua perangkatnya sudah dikeluarkan."))
            return redirect("user", user_id)
    return render(request, "users/password.html", {"form": form, "user_shown": found})


def user_deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Shut a user out, with the reason."""
    found = _found(user_id)
    if user_id == request.user.pk:
        messages.warning(request, gettext("Akun sendiri dinonaktifkan oleh pengelola lain."))
        return redirect("user", user_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.deactivate(user_id, reason=form.cleaned_data["alasan"], by=request.user.pk, at=timezone.now())
        _end_sessions(user_id)
        messages.success(request, gettext("Akun dinonaktifkan dan semua perangkatnya dikeluarkan."))
        return redirect("user", user_id)
    return render(request, "users/deactivate.html", {"form": form, "user_shown": found})


@require_POST
def user_sessions_end(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign a user out everywhere."""
    _found(user_id)
    _end_sessions(user_id, but=request.session.session_key)
    messages.success(request, gettext("Semua perangkat lain sudah dikeluarkan."))
    return redirect("user", user_id)


def _end_sessions(user_id: int, *, but: str | None = None) -> None:
    for session in UserSession.objects.filter(user_id=user_id):
        if session.session_key != but:
            session.end()
