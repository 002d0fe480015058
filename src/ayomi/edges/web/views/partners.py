"""Partners: whose programs call us, with which keys, for what; what they called, and what waits to be sent to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.audit.queries import details_of, events
from ayomi.apps.compliance.queries.standing import matching
from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.queries import partners as shown
from ayomi.apps.partners.rules import EVENTS, KEY_USES, KINDS, REPEATS, SCOPES, SECRET_USES
from ayomi.apps.payments.actions.bank_days import NothingToCompare, book_untold, take_bank_day
from ayomi.apps.payments.actions.files import BankFileRefused
from ayomi.apps.payments.queries.banks import Trial, bank_days, to_try
from ayomi.core.lists.limits import LARGEST_FILE_BYTES
from ayomi.edges.web.forms import ReasonForm
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.trails import told
from ayomi.edges.web.vocabulary import VOCABULARY

DAY: Final = timedelta(days=1)


def _choices(kind: str, codes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(code, VOCABULARY[kind][code]) for code in codes]


def _found(partner_id: int) -> shown.PartnerRow:
    found = shown.partner(partner_id, since=timezone.now() - DAY)
    if found is None:
        raise Http404
    return found


def _by(request: HttpRequest) -> int:
    return int(cast(Any, request.user).pk)


@require_safe
def partners_list(request: HttpRequest) -> HttpResponse:
    """All partners, with their calls of the last day."""
    found = shown.partners(since=timezone.now() - DAY)
    context = {"partners": found, "may": offered(cast(Any, request.user).role)}
    return render(request, "partners/partners.html", context)


@require_safe
def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """One partner: how it calls, with what, and what it may."""
    found, now = _found(partner_id), timezone.now()
    context = {
        "partner": found,
        "may": offered(cast(Any, request.user).role),
        "operations": shown.operations(partner_id, since=now - DAY),
        # Whoever tries a program out wants to see what went well too.
        "calls": shown.calls(partner_id, refused=not found.sandbox, limit=20),
        "to_try": _to_try(found),
        "base": request.build_absolute_uri("/").rstrip("/"),
        "keys": [(each, each.holds(now)) for each in shown.keys(partner_id)],
        "grants": shown.grants(partner_id),
        "addresses": shown.addresses(partner_id),
        "deliveries": shown.deliveries(partner_id),
        "bank_days": bank_days(partner_id, limit=10) if found.service_id else [],
        "events": told(events(subject="partner", subject_id=partner_id, limit=10)[:10], cast(Any, request.user).role),
    }
    return render(request, "partners/partner.html", context)


def _to_try(found: shown.PartnerRow) -> list[Trial]:
    """A sandbox partner exists beside invented people only, whose bills anybody may see and pay."""
    if not (found.sandbox and found.service_id):
        return []
    with owner_rights():
        return to_try(found.service_id)


class PartnerForm(forms.Form):
    use_required_attribute = False
    nama = forms.CharField(label=_("Nama"), max_length=160)
    kode = forms.CharField(
        label=_("Kode"),
        help_text=_("Huruf besar, angka, dan tanda hubung, misalnya BANK-SULTRA. Dipakai di tiap pesannya."),
        max_length=20,
    )
    jenis = forms.ChoiceField(label=_("Jenis"))
    layanan = forms.CharField(
        label=_("Nomor layanan rekening virtual"),
        help_text=_("Sampai delapan angka di depan nomor rekening virtual. Hanya untuk bank."),
        max_length=8,
        required=False,
    )
    npp = forms.CharField(
        label=_("NPP badannya"),
        help_text=_("Bila programnya milik badan yang tercatat di sini: koperasi, perusahaan, atau lembaga perizinan."),
        max_length=40,
        required=False,
    )
    batas = forms.IntegerField(label=_("Panggilan per menit"), min_value=1, max_value=1_000_000, initial=600)
    ulang = forms.ChoiceField(label=_("Pesan yang dikirim ulang dijawab"))
    uji = forms.BooleanField(
        label=_("Hanya untuk uji coba"),
        help_text=_("Bekerja dengan orang-orang contoh; boleh menerima pesan di mesin ini sendiri."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["jenis"]).choices = _choices("partner", KINDS)
        if not details_of("demo_begun"):
            del self.fields["uji"]
        cast(Any, self.fields["ulang"]).choices = _choices("partner_repeats", REPEATS)
        self.organisation_id: int | None = None

    def clean_npp(self) -> str:
        npp = str(self.cleaned_data["npp"]).strip().upper()
        if npp:
            found = matching("npp", npp)
            if not found:
                raise forms.ValidationError(gettext("Tidak ada badan dengan NPP ini."))
            self.organisation_id = found[0].organisation_id
        return npp


def partner_new(request: HttpRequest) -> HttpResponse:
    """Register a partner. Keys and grants follow."""
    with owner_rights():
        form = PartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = partners.register_partner(
                    code=given["kode"], name=given["nama"], kind=given["jenis"],
                    office_id=cast(Any, request.user).office_id, organisation_id=form.organisation_id,
                    service_id=given["layanan"] or None,
                    repeats=given["ulang"], calls_a_minute=given["batas"],
                    sandbox=given.get("uji", False), by=_by(request), at=timezone.now(),
                )  # fmt: skip
        except ValueError:
            form.add_error("kode", gettext("Kode atau nomor layanan tidak sesuai bentuknya."))
        except IntegrityError:
            form.add_error("kode", gettext("Kode atau nomor layanan ini sudah dipakai mitra lain."))
        else:
            messages.success(request, gettext("Mitra didaftarkan. Terbitkan kuncinya, lalu beri izin."))
            return redirect("partner", made)
    return _form(request, form, gettext("Daftarkan mitra"))


def _form(
    request: HttpRequest, form: forms.Form, title: str, *, found: shown.PartnerRow | None = None, lede: str = "",
    upload: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "title": title, "partner": found, "lede": lede, "upload": upload}
    return render(request, "partners/form.html", context)


class KeyForm(forms.Form):
    use_required_attribute = False
    guna = forms.ChoiceField(label=_("Untuk apa"))
    pem = forms.CharField(
        label=_("Kunci publik atau sertifikat mitra"),
        help_text=_("Teks PEM. Hanya untuk kunci token dan kunci pesan; rahasia dibuat di sini."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        max_length=20_000,
    )
    nama = forms.RegexField(r"^[\w.-]{1,40}$", label=_("Nama kunci dari mitra"), required=False, max_length=40)
    hari = forms.IntegerField(label=_("Berlaku berapa hari"), min_value=1, max_value=1_096, initial=365)
    tumpang = forms.IntegerField(label=_("Kunci lama masih berlaku berapa hari"), min_value=0, max_value=365, initial=7)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["guna"]).choices = _choices("key_use", KEY_USES)


def partner_key(request: HttpRequest, partner_id: int) -> HttpResponse:
    """A new key. A secret is shown this once."""
    found = _found(partner_id)
    form = KeyForm(request.POST if request.method == "POST" else None)
    lede = gettext("Kunci lama tetap berlaku selama tumpang tindih, supaya pergantian tidak menghentikan layanan.")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        life, overlap = timedelta(days=given["hari"]), timedelta(days=given["tumpang"])
        try:
            with transaction.atomic():
                if given["guna"] in SECRET_USES:
                    issued = keys.issue_secret(
                        partner_id, use=given["guna"], life=life, overlap=overlap, by=_by(request), at=timezone.now()
                    )
                else:
                    issued = keys.take_public_key(
                        partner_id, use=given["guna"], pem=given["pem"], key_id=given["nama"], life=life,
                        overlap=overlap, by=_by(request), at=timezone.now(),
                    )  # fmt: skip
        except keys.WrongKey:
            form.add_error(
                "pem", gettext("Bukan kunci yang dapat dipakai: RSA 2048 bit atau lebih, dan belum kedaluwarsa.")
            )
        except IntegrityError:
            form.add_error("nama", gettext("Nama kunci ini sudah dipakai."))
        else:
            if not issued.secret:
                messages.success(request, gettext("Kunci %(name)s diterima.") % {"name": issued.key_id})
                return redirect("partner", partner_id)
            return render(request, "partners/secret.html", {"partner": found, "issued": issued})
    return _form(request, form, gettext("Kunci baru"), found=found, lede=lede)


def partner_key_revoke(request: HttpRequest, partner_id: int, key_number: int) -> HttpResponse:
    """Refuse a key from now on."""
    found = _found(partner_id)
    key = next((each for each in shown.keys(partner_id) if each.number == key_number), None)
    if key is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["alasan"]
        keys.revoke(partner_id, key_number, reason=reason, by=_by(request), at=timezone.now())
        messages.success(request, gettext("Kunci %(name)s dicabut.") % {"name": key.key_id})
        return redirect("partner", partner_id)
    lede = gettext("Panggilan dengan kunci ini, dan semua token yang didapat dengannya, langsung ditolak.")
    return _form(request, form, gettext("Cabut kunci"), found=found, lede=lede)


class GrantForm(forms.Form):
    use_required_attribute = False
    izin = forms.ChoiceField(label=_("Izin"))
    tujuan = forms.CharField(
        label=_("Tujuan dan dasar hukum"),
        help_text=_("Dibaca oleh orang yang datanya dilihat. Kosongkan untuk mencabut izin."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["izin"]).choices = _choices("partner_scope", SCOPES)


def partner_grant(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Let a partner ask something, for a purpose, or no longer."""
    found = _found(partner_id)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        scope, purpose = form.cleaned_data["izin"], form.cleaned_data["tujuan"].strip()
        if purpose:
            partners.grant(partner_id, scope=scope, purpose=purpose, by=_by(request), at=timezone.now())
            messages.success(request, gettext("Izin diberikan."))
        else:
            partners.withdraw(partner_id, scope=scope, reason="", by=_by(request), at=timezone.now())
            messages.success(request, gettext("Izin dicabut."))
        return redirect("partner", partner_id)
    return _form(request, form, gettext("Atur izin"), found=found)


class AddressForm(forms.Form):
    use_required_attribute = False
    alamat = forms.CharField(
        label=_("Alamat"),
        help_text=_("Dimulai dengan https://. Pesan hanya dikirim ke alamat ini dan yang di bawahnya."),
        max_length=300,
    )
    peristiwa = forms.MultipleChoiceField(
        label=_("Yang diberitahukan di sana"),
        help_text=_("Alamat yang sudah terdaftar dapat ditulis lagi untuk mengubah pilihannya."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["peristiwa"]).choices = _choices("partner_event", EVENTS)


def partner_address(request: HttpRequest, partner_id: int) -> HttpResponse:
    """An address messages may go to."""
    found = _found(partner_id)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        uri = form.cleaned_data["alamat"].strip()
        try:
            with transaction.atomic():
                made = partners.register_address(partner_id, uri, by=_by(request), at=timezone.now())
                chosen = form.cleaned_data["peristiwa"]
                partners.set_hooks(partner_id, made, chosen, by=_by(request), at=timezone.now())
        except ValueError:
            form.add_error("alamat", gettext("Alamat ini tidak boleh dituju: harus https dan di luar jaringan kita."))
        else:
            messages.success(request, gettext("Alamat didaftarkan."))
            return redirect("partner", partner_id)
    return _form(request, form, gettext("Daftarkan alamat"), found=found)


@require_POST
def partner_address_remove(request: HttpRequest, partner_id: int, address_id: int) -> HttpResponse:
    """Send nothing there any more."""
    _found(partner_id)
    partners.remove_address(partner_id, address_id, by=_by(request), at=timezone.now())
    messages.success(request, gettext("Alamat dihapus; tidak ada lagi yang dikirim ke sana."))
    return redirect("partner", partner_id)


class LimitsForm(forms.Form):
    use_required_attribute = False
    batas = PartnerForm.base_fields["batas"]
    ulang = forms.ChoiceField(label=_("Pesan yang dikirim ulang dijawab"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(Any, self.fields["ulang"]).choices = _choices("partner_repeats", REPEATS)


def partner_limits(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Other limits."""
    found = _found(partner_id)
    start = {"batas": found.calls_a_minute, "ulang": found.repeats}
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        partners.change_limits(
            partner_id, calls_a_minute=given["batas"], repeats=given["ulang"], by=_by(request), at=timezone.now()
        )
        messages.success(request, gettext("Batas diubah."))
        return redirect("partner", partner_id)
    return _form(request, form, gettext("Ubah batas"), found=found)


def partner_switch(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Suspend a partner, or let it call again."""
    found = _found(partner_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = partners.suspend if found.active else partners.resume
        act(partner_id, reason=form.cleaned_data["alasan"], by=_by(request), at=timezone.now())
        messages.success(request, gettext("Mitra ditutup sementara.") if found.active else gettext("Mitra dibuka."))
        return redirect("partner", partner_id)
    if found.active:
        lede = gettext("Semua panggilannya langsung ditolak sampai dibuka kembali.")
        return _form(request, form, gettext("Tutup sementara"), found=found, lede=lede)
    return _form(request, form, gettext("Buka kembali"), found=found)


class DayForm(forms.Form):
    use_required_attribute = False
    berkas = forms.FileField(
        label=_("Berkas harian bank"), help_text=_("Mutasi rekening penampung: CSV, XLSX, atau MT940, satu hari penuh.")
    )


def partner_bank_day(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Compare a bank's day file with what it told."""
    found = _found(partner_id)
    form = DayForm(request.POST, request.FILES) if request.method == "POST" else DayForm()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["berkas"]
        if sent.size > LARGEST_FILE_BYTES:
            form.add_error("berkas", gettext("Berkas ini terlalu besar."))
        else:
            try:
                take_bank_day(
                    partner_id, sent.read(), sent.name, service_id=found.service_id or "", office_id=found.office_id,
                    by=_by(request), at=timezone.now(),
                )  # fmt: skip
            except BankFileRefused as refused:
                refusal = refused.refusal
                form.add_error("berkas", refusal.message_en if language() == "en" else refusal.message_id)
            except NothingToCompare:
                form.add_error("berkas", gettext("Tidak ada uang masuk di berkas ini."))
            else:
                messages.success(request, gettext("Berkas dibandingkan dengan yang diberitahukan bank."))
                return redirect("partner", partner_id)
    lede = gettext("Tidak ada yang dicatat: berkas ini hanya dibandingkan dengan pembayaran yang diberitahukan bank.")
    return _form(request, form, gettext("Bandingkan berkas harian"), found=found, lede=lede, upload=True)


@require_POST
def partner_bank_day_book(request: HttpRequest, partner_id: int, bank_day_id: int) -> HttpResponse:
    """Book what came and was not told."""
    found = _found(partner_id)
    number = book_untold(
        partner_id, bank_day_id, office_id=found.office_id, by=_by(request), at=timezone.now()
    )  # fmt: skip
    messages.success(request, gettext("%(number)s kiriman dicatat.") % {"number": number})
    return redirect("partner", partner_id)
