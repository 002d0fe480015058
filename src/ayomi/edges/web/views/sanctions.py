"""Administrative sanctions: the list, one case with its letters, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.access.queries import names
from ayomi.apps.compliance.actions import sanctions as acts
from ayomi.apps.compliance.actions.recommendations import NotPossible
from ayomi.apps.compliance.queries import recommendations as asked
from ayomi.apps.compliance.queries import sanctions as cases
from ayomi.apps.compliance.queries.sanctions import CaseRow
from ayomi.apps.compliance.queries.standing import facts_of
from ayomi.apps.registry import queries as registered
from ayomi.core.law.sanctions import GROUNDS, doubts, services_on
from ayomi.edges.documents import papers
from ayomi.edges.web.fields import DatedForm, DayField
from ayomi.edges.web.forms import AmountField
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.licensing_words import measures, refused_words
from ayomi.edges.web.roles import HEADS, LICENSING, OFFICE, offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.recommendations import download
from ayomi.edges.web.vocabulary import VOCABULARY

LIMIT: Final = 50
SHOWN: Final = {"berjalan": "open", "selesai": "closed", "semua": "all"}
HEAVY: Final = frozenset({"fine", "stop_services"})
"""Steps that a supervisor or a head gives."""


class OpenForm(DatedForm):
    ground = forms.ChoiceField(label=_("Sebab"), choices=[(each, VOCABULARY["ground"][each]) for each in GROUNDS])
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)


class StepForm(DatedForm):
    """What the next step needs: a fine its base, a request to stop services the services and whom it goes to."""

    base = AmountField(
        label=_("Iuran yang seharusnya dibayar"), help_text=_("Rupiah; denda dihitung dari jumlah ini tiap bulan.")
    )
    services = forms.MultipleChoiceField(label=_("Layanan yang dihentikan"), widget=forms.CheckboxSelectMultiple)
    authority_id = forms.ChoiceField(label=_("Diminta kepada"))
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(self, *given: Any, step: str, **options: Any) -> None:
        super().__init__(*given, **options)
        if step != "fine":
            del self.fields["base"]
        if step != "stop_services":
            del self.fields["services"], self.fields["authority_id"]
            return
        words = VOCABULARY["service"]
        cast(Any, self.fields["services"]).choices = [(each, words[each]) for each in services_on(self.today)]
        cast(Any, self.fields["authority_id"]).choices = [
            (str(each.authority_id), each.name) for each in asked.authorities() if each.until is None
        ]


class FineForm(DatedForm):
    amount = AmountField(label=_("Denda yang dibayar"))
    paid_on = DayField(label=_("Dibayar pada"))
    reference = forms.CharField(label=_("Nomor bukti pembayaran"), max_length=80)


class ClosingForm(DatedForm):
    reason = forms.CharField(label=_("Alasan"), min_length=8, max_length=300)


@require_safe
def sanctions(request: HttpRequest) -> HttpResponse:
    """Cases the user may see, newest first."""
    user, today = cast(Any, request.user), timezone.localdate()
    chosen = request.GET.get("tampil", "berjalan")
    chosen = chosen if chosen in SHOWN else "berjalan"
    rows = cases.cases(shown=SHOWN[chosen], after=after_of(request), limit=LIMIT)
    page = page_of([(row, row.next(today)) for row in rows], LIMIT, lambda pair: ("s", pair[0].case_id))
    return render(
        request,
        "sanctions/list.html",
        {"page": page, "chosen": chosen, "tabs": list(SHOWN), "today_is": today, "may": offered(user.role)},
    )


def _found(case_id: int) -> CaseRow:
    found = cases.case(case_id)
    if found is None:
        raise Http404
    return found


@require_safe
def sanction(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: what for, which steps with their letters, what may come next and from when."""
    user, today = cast(Any, request.user), timezone.localdate()
    row = _found(case_id)
    staff = user.role in OFFICE
    facts = facts_of([row.organisation_id], today)[row.organisation_id] if staff and row.state == "open" else None
    coming = row.next(today) if staff else None
    english = language() == "en"
    known = names([each.taken_by for each in row.steps if each.taken_by is not None]) if staff else {}
    # A licensing office sees what it was asked, not the letters to the organisation.
    steps = [each for each in row.steps if staff or user.role not in LICENSING or each.step == "stop_services"]
    return render(
        request,
        "sanctions/sanction.html",
        {
            "row": row,
            "steps": [(each, known.get(each.taken_by or 0, "")) for each in steps],
            "coming": coming,
            "due": coming is not None and coming.since <= today,
            "heavy": coming is not None and coming.step in HEAVY,
            "may_heavy": user.role in HEADS,
            "cured": facts is not None and not acts.holds(row.ground, facts),
            "facts": facts,
            "owed": acts.fine_owed(row, today) if staff and row.step("fine") and row.fine_paid is None else None,
            "doubts": [each.en if english else each.id for each in doubts(row.ground, row.taken)],
            "staff": staff,
            "may": offered(user.role),
        },
    )  # fmt: skip


def _act(
    request: HttpRequest, form: DatedForm, *, back: tuple[str, int], name: str, title: str, button: str,
    act: Callable[[dict[str, Any]], tuple[int, str]], lede: str = "",
) -> HttpResponse:  # fmt: skip
    """One form: shown, checked, done, and to the case it is about. `act` gives the case and what to say."""
    if request.method == "POST" and form.is_valid():
        try:
            case_id, done = act(form.cleaned_data)
        except NotPossible as refused:
            form.add_error(None, refused_words(refused.code))
        else:
            messages.success(request, done)
            return redirect("sanction", case_id)
    shown = {"form": form, "back": back[0], "back_id": back[1], "name": name, "title": title, "button": button,
             "lede": lede}  # fmt: skip
    return render(request, "sanctions/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_new(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """The first written warning."""
    user, today = cast(Any, request.user), timezone.localdate()
    try:
        whom = registered.organisation(organisation_id)
    except registered.UnknownOrganisation:
        raise Http404 from None

    def act(given: dict[str, Any]) -> tuple[int, str]:
        made = acts.open_case(
            organisation_id, ground=given["ground"], note=given["note"], by=user.pk, at=timezone.now()
        )
        return made, gettext("Teguran pertama diberikan. Cetak suratnya dan sampaikan hari ini.")

    return _act(
        request, OpenForm(request.POST or None, today=today), back=("organisation", organisation_id), name=whom.name,
        title=gettext("Beri teguran tertulis pertama"), button=gettext("Beri teguran"), act=act,
        lede=gettext("Sebabnya diperiksa dengan data hari ini. Jangka waktunya %(days)s hari kerja (PP 86/2013).")
        % {"days": measures(today)["warning"]},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_step(request: HttpRequest, case_id: int) -> HttpResponse:
    """The next step, once its day has come."""
    user, today = cast(Any, request.user), timezone.localdate()
    row = _found(case_id)
    coming = row.next(today)
    if coming is None:
        messages.warning(request, refused_words("closed" if row.state != "open" else "last_step"))
        return redirect("sanction", case_id)
    if coming.step in HEAVY and user.role not in HEADS:
        raise PermissionDenied

    def act(given: dict[str, Any]) -> tuple[int, str]:
        authority = given.get("authority_id")
        acts.take_step(
            case_id, note=given["note"], base=given.get("base"), services=given.get("services") or (),
            authority_id=int(authority) if authority else None, by=user.pk, at=timezone.now(),
        )  # fmt: skip
        return case_id, gettext("Langkah diberikan. Cetak suratnya dan sampaikan hari ini.")

    return _act(
        request, StepForm(request.POST or None, today=today, step=coming.step), back=("sanction", case_id),
        name=row.organisation, title=str(VOCABULARY["sanction_step"][coming.step]), button=gettext("Berikan"), act=act,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_fine(request: HttpRequest, case_id: int) -> HttpResponse:
    """The administrative fine came in."""
    user, today = cast(Any, request.user), timezone.localdate()
    row = _found(case_id)
    owed = acts.fine_owed(row, today)

    def act(given: dict[str, Any]) -> tuple[int, str]:
        acts.pay_fine(
            case_id, amount=given["amount"], paid_on=given["paid_on"], reference=given["reference"], by=user.pk,
            at=timezone.now(),
        )  # fmt: skip
        return case_id, gettext("Denda tercatat lunas.")

    form = FineForm(request.POST or None, today=today, initial={"paid_on": today, "amount": owed or None})
    return _act(
        request, form, back=("sanction", case_id), name=row.organisation, title=gettext("Catat denda dibayar"),
        button=gettext("Catat"), act=act,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_lift(request: HttpRequest, case_id: int) -> HttpResponse:
    """What was asked for was done: the sanction ends."""
    return _close(request, case_id, acts.lift, gettext("Cabut sanksi"), gettext("Sanksi dicabut."))


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_revoke(request: HttpRequest, case_id: int) -> HttpResponse:
    """The sanction should not have been given: it ends."""
    return _close(request, case_id, acts.revoke, gettext("Batalkan sanksi"), gettext("Sanksi dibatalkan."))


def _close(request: HttpRequest, case_id: int, how: Callable[..., None], title: str, done: str) -> HttpResponse:
    user, row = cast(Any, request.user), _found(case_id)

    def act(given: dict[str, Any]) -> tuple[int, str]:
        how(case_id, reason=given["reason"], by=user.pk, at=timezone.now())
        return case_id, done

    form = ClosingForm(request.POST or None, today=timezone.localdate())
    return _act(request, form, back=("sanction", case_id), name=row.organisation, title=title, button=title, act=act)


@require_safe
def sanction_letter(request: HttpRequest, case_id: int, number: int) -> HttpResponse:
    """The letter of one step, as signed PDF."""
    user, row = cast(Any, request.user), _found(case_id)
    step = next((each for each in row.steps if each.number == number), None)
    if step is None or (user.role in LICENSING and step.step != "stop_services"):
        raise Http404
    return download(papers.letter_paper(case_id, number, "en" if get_language() == "en" else "id", at=timezone.now()))
