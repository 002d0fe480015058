"""What licensing offices ask and are told: the list, one question with its answer, asking, and the rule itself."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from ayomi.apps.access.queries import names
from ayomi.apps.compliance.actions import NothingToProve
from ayomi.apps.compliance.actions import recommendations as acts
from ayomi.apps.compliance.actions.recommendations import KeyReused, NotPossible, Question
from ayomi.apps.compliance.queries import recommendations as asked
from ayomi.apps.compliance.queries.recommendations import DecisionRow, RequestRow
from ayomi.core.law.licensing import Finding
from ayomi.core.law.licensing_words import cure, reason
from ayomi.core.law.sanctions import services_on
from ayomi.edges.documents import papers
from ayomi.edges.web.keys import after_of, page_of
from ayomi.edges.web.lawbook import chapters
from ayomi.edges.web.licensing_words import measures, refused_words
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.views.recommendation_forms import AskForm

LIMIT: Final = 50
SHOWN: Final = {
    "semua": "all", "menunggu": "waiting", "berlaku": "standing", "ditolak": "refused",
    "dicabut": "withdrawn",
}  # fmt: skip
"""The words of the address for what is shown."""


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Questions that the user may see, newest first."""
    user, today = cast(Any, request.user), timezone.localdate()
    chosen = request.GET.get("tampil", "semua")
    chosen = chosen if chosen in SHOWN else "semua"
    rows = asked.requests(shown=SHOWN[chosen], day=today, after=after_of(request), limit=LIMIT)
    counts = asked.counts(today)
    page = page_of([(row, row.standing(today)) for row in rows], LIMIT, lambda pair: ("r", pair[0].request_id))
    return render(
        request,
        "recommendations/list.html",
        {
            "page": page,
            "chosen": chosen,
            "tabs": [(word, counts[key]) for word, key in SHOWN.items()],
            "counts": counts,
            "may": offered(user.role),
        },
    )


def found_or_404(request_id: int) -> RequestRow:
    """The question, if the user may see it."""
    found = asked.request(request_id)
    if found is None:
        raise Http404
    return found


def explained(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Findings in words: criterion, effect, reason and cure."""
    english = language() == "en"
    return [
        {
            "criterion": each.criterion,
            "effect": each.effect,
            "reason": reason(each).en if english else reason(each).id,
            "cure": cure(each).en if english else cure(each).id,
        }
        for each in findings
    ]


@require_safe
def recommendation(request: HttpRequest, request_id: int) -> HttpResponse:
    """One question: the answer, what was checked, what to do, and how it came about."""
    user, today = cast(Any, request.user), timezone.localdate()
    row, history = found_or_404(request_id), asked.decisions(request_id)
    standing = next((each for each in history if each.version == "standing"), None)
    proposed = next((each for each in history if each.version == "proposed"), None)
    staff = user.role in _STAFF
    people = {each for one in history for each in (one.proposed_by, one.decided_by)} | {row.asked_by}
    known = names([each for each in people if each is not None]) if staff else {}
    return render(
        request,
        "recommendations/recommendation.html",
        {
            "row": row,
            "state": row.standing(today),
            "late": row.outcome == "" and row.due_on < today,
            "standing": standing,
            "findings": explained(standing.findings) if standing else [],
            "fell": explained(standing.lapse) if standing else [],
            "last_day": _last_day(standing),
            "proposed": proposed,
            "proposed_findings": explained(proposed.findings) if proposed else [],
            "own": proposed is not None and proposed.proposed_by == user.pk,
            "history": [(each, known.get(each.proposed_by or 0, ""), known.get(each.decided_by or 0, ""))
                        for each in history],
            "asker": known.get(row.asked_by or 0, ""),
            "staff": staff,
            "may": offered(user.role),
        },
    )  # fmt: skip


_STAFF: Final = frozenset(
    {"membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor"}
)


def _last_day(decision: DecisionRow | None) -> Any:
    until = decision.until if decision else None
    return until.fromordinal(until.toordinal() - 1) if until else None


@require_safe
def recommendation_pdf(request: HttpRequest, request_id: int) -> HttpResponse:
    """The recommendation that stands, as signed PDF."""
    found_or_404(request_id)
    try:
        paper = papers.recommendation_paper(request_id, "en" if get_language() == "en" else "id", at=timezone.now())
    except NothingToProve:
        raise Http404 from None
    return download(paper)


def download(paper: papers.Paper) -> HttpResponse:
    """A paper to look at or keep; nothing of it stays on the way."""
    answer = HttpResponse(paper.content, content_type=paper.kind)
    answer["Content-Disposition"] = f'inline; filename="{paper.name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_new(request: HttpRequest) -> HttpResponse:
    """A licensing office asks; where the rule is clear the answer is there at once."""
    user, today = cast(Any, request.user), timezone.localdate()
    authority = asked.authority_of(user.organisation_id, today)
    start = {name: request.GET.get(word, "") for word, name in (("menurut", "number_kind"), ("nomor", "number"))}
    form = AskForm(request.POST or None, today=today, initial={key: text for key, text in start.items() if text})
    if request.method == "POST" and authority is not None and form.is_valid():
        given = form.cleaned_data
        question = Question(
            purpose=given["purpose"], number_kind=given["number_kind"], number=given["number"], name=given["name"],
            region=given["region_id"], stated=given["stated"], note=given["note"],
        )  # fmt: skip
        try:
            made = acts.ask(authority.authority_id, str(given["key"]), question, by=user.pk, at=timezone.now())
        except NotPossible as refused:
            form.add_error(None, refused_words(refused.code))
        except KeyReused:
            form.add_error(None, gettext("Formulir ini sudah dikirim dengan isi lain. Buka lagi halamannya."))
        else:
            if (row := asked.request(made)) and row.outcome == "":
                words = gettext("Permintaan diterima. Petugas menjawab paling lambat hari kerja berikutnya.")
                messages.success(request, words)
            return redirect("recommendation", made)
    shown = {"form": form, "authority": authority}
    return render(request, "recommendations/ask.html", shown, status=422 if form.errors else 200)


@require_safe
def licensing_rule(request: HttpRequest) -> HttpResponse:
    """The rule by which recommendations are given, with its measures, dates and sources. Open to everyone."""
    today, files = timezone.localdate(), ("licensing.yaml", "sanctions.yaml")
    return render(
        request,
        "recommendations/rule.html",
        {
            "measures": measures(today),
            "chapters": chapters(language(), files=files),
            "services": services_on(today),
        },
    )
