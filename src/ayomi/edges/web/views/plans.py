"""What it takes to grow: assumptions that can be moved, what follows from them, scenarios side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from ayomi.apps.access.queries import offices_below
from ayomi.apps.steering.actions.plans import UnknownScenario, remove_scenario, save_scenario
from ayomi.apps.steering.queries.plans import ScenarioRow, beginning, openings, scenarios, scenarios_by_id
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.money import Language, grouped
from ayomi.core.planning.examples import REGION_II_2013, REPORTED
from ayomi.core.planning.growth import Assumptions, Plan, Step, levers, months_told, plan
from ayomi.core.planning.telling import NAMES, Told, tell, value_text
from ayomi.edges.documents import charts
from ayomi.edges.web.keys import number_of
from ayomi.edges.web.plan_forms import AssumptionsForm, NameForm, typed
from ayomi.edges.web.roles import offered
from ayomi.edges.web.templatetags.ayomi import language

MOST_COMPARED: Final = 4
STROKES: Final[tuple[charts.Stroke, ...]] = ("main", "dash", "way", "need")
EXAMPLE: Final = "2013"


def may_do(request: HttpRequest) -> frozenset[str]:
    """The addresses that whoever is signed in may use."""
    return offered(cast(Any, request.user).role)


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The scenarios of one's office, and the offices on their way."""
    user = cast(Any, request.user)
    waiting = [row for row in openings(offices_below(user.office_id)) if row.state in ("planned", "approved")]
    kept = [(row, plan(row.assumptions)) for row in scenarios(user.office_id)]
    return render(request, "plans/plans.html", {"kept": kept, "waiting": waiting})


@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    """Assumptions, and what follows from them. They stand in the address, so that a plan can be sent to somebody."""
    chosen = _chosen(request)
    moved = "covered" in request.GET
    form = AssumptionsForm(request.GET if moved else None, initial=asdict(chosen) if chosen else {})
    given = chosen
    if moved:
        given = form.assumptions() if form.is_valid() else None
    shown: dict[str, Any] = {"form": form, "example": request.GET.get("contoh") == EXAMPLE, "may": may_do(request)}
    shown["reported"] = [NAMES[name][language() == "en"] for name in asdict(REGION_II_2013) if name in REPORTED]
    if given is not None:
        shown |= _told(given, language()) | {"name_form": NameForm(), "kept": typed(given)}
    return render(request, "plans/growth.html", shown)


def _chosen(request: HttpRequest) -> Assumptions | None:
    """The assumptions that the page begins from: a scenario, the plan of 2013, or what is counted today."""
    named = number_of(request.GET.get("skenario", ""))
    if named is not None:
        found = scenarios_by_id([named])
        if not found:
            raise Http404
        return found[0].assumptions
    if request.GET.get("contoh") == EXAMPLE:
        return REGION_II_2013
    if "covered" in request.GET:
        return None
    today = timezone.localdate()
    return beginning(cast(Any, request.user).office_id, last_closed(today), today)


@dataclass(frozen=True, slots=True)
class MonthTold:
    """One month with how its numbers come about."""

    step: Step
    lines: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class LeverTold:
    """An assumption a tenth better: what it would be, and how many officers fewer it asks for (None: still too few)."""

    name: str
    before: str
    after: str
    officers: int | None
    fewer: int | None


def _told(given: Assumptions, tongue: Language) -> dict[str, Any]:
    made = plan(given)
    steps = made.course.steps
    before = {step.number: steps[step.number - 2] if step.number > 1 else None for step in steps}
    chart = growth_chart(made, tongue)
    heads, rows = charts.rows(chart, tongue, every=3)
    return {
        "plan": made,
        "given": given,
        "months": [MonthTold(step, tell(given, before[step.number], step, tongue)) for step in months_told(steps)],
        "levers": _levers(made, tongue),
        "picture": drawn(chart, tongue),
        "heads": heads,
        "rows": rows,
        "gap": max(given.goal - made.course.covered, 0),
    }


def drawn(chart: charts.Chart, tongue: Language) -> SafeString:
    """The drawing as markup: every text in it was escaped where it was drawn."""
    return mark_safe(charts.svg(chart, tongue))  # noqa: S308 - our own drawing


def growth_chart(made: Plan, tongue: Language) -> charts.Chart:
    """Workers covered month by month, with those who would be needed and with those there are."""
    given, steps = made.assumptions, made.course.steps
    now: list[int | None] = [step.covered for step in made.as_now.steps[: len(steps)]]
    now += [now[-1]] * (len(steps) - len(now))
    lines = [charts.Line(_officers(made.course.officers, tongue), tuple(step.covered for step in steps), "main")]
    if made.to_hire:
        lines.append(charts.Line(_officers(given.officers, tongue), tuple(now), "dash"))
    return charts.Chart(
        gettext("Pekerja terlindungi bulan demi bulan"), gettext("Bulan"),
        tuple(str(step.number) for step in steps), tuple(lines), (gettext("Yang dituju"), given.goal),
    )  # fmt: skip


def _officers(many: int, tongue: Language) -> str:
    return gettext("%(officers)s petugas") % {"officers": grouped(many, tongue)}


def _levers(made: Plan, tongue: Language) -> list[LeverTold]:
    if not made.feasible or not made.to_hire:
        return []
    found = [
        LeverTold(
            NAMES[each.field][tongue == "en"], value_text(each.field, getattr(made.assumptions, each.field), tongue),
            value_text(each.field, each.value, tongue), each.officers,
            None if each.officers is None else made.course.officers - each.officers,
        )
        for each in levers(made.assumptions)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-(each.fewer or 0), each.name))


@require_POST
def scenario_save(request: HttpRequest) -> HttpResponse:
    """Keep the assumptions under a name."""
    user, form, named = cast(Any, request.user), AssumptionsForm(request.POST), NameForm(request.POST)
    if form.is_valid() and named.is_valid():
        made = save_scenario(
            user.office_id, named.cleaned_data["nama"], form.assumptions(), by=user.pk, at=timezone.now()
        )
        messages.success(request, gettext("Skenario %(name)s tersimpan.") % {"name": named.cleaned_data["nama"]})
        return redirect(f"{reverse('growth')}?skenario={made}")
    shown: dict[str, Any] = {"form": form, "name_form": named, "example": False, "reported": [], "may": may_do(request)}
    if form.is_valid():
        shown |= _told(form.assumptions(), language()) | {"kept": typed(form.assumptions())}
    return render(request, "plans/growth.html", shown)


@require_POST
def scenario_remove(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Take a scenario of one's own office away."""
    user = cast(Any, request.user)
    own = {row.id: row for row in scenarios(user.office_id)}
    if scenario_id not in own:
        raise Http404
    try:
        remove_scenario(scenario_id, by=user.pk, at=timezone.now())
    except UnknownScenario:
        raise Http404 from None
    told = gettext("Skenario %(name)s dihapus. Isinya tetap ada di jejak.")
    messages.success(request, told % {"name": own[scenario_id].name})
    return redirect("plans")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Scenarios side by side: what they ask for, and where their assumptions differ."""
    ids = [each for each in (number_of(text) for text in request.GET.getlist("s")) if each is not None]
    rows = scenarios_by_id(list(dict.fromkeys(ids))[:MOST_COMPARED])
    made = [(row, plan(row.assumptions)) for row in rows]
    tongue = language()
    chart = _compared(made) if made else None
    heads, table = charts.rows(chart, tongue, every=3) if chart else ([], [])
    return render(
        request,
        "plans/compare.html",
        {
            "made": made,
            "differing": _differing(rows, tongue),
            "picture": drawn(chart, tongue) if chart else "",
            "heads": heads,
            "rows": table,
            "may": may_do(request),
        },
    )


def _compared(made: list[tuple[ScenarioRow, Plan]]) -> charts.Chart:
    longest = max(len(each.course.steps) for _, each in made)
    lines = []
    for (row, each), stroke in zip(made, STROKES, strict=False):
        points = [step.covered for step in each.course.steps]
        lines.append(charts.Line(row.name, (*points, *[None] * (longest - len(points))), stroke))
    labels = tuple(str(number) for number in range(1, longest + 1))
    return charts.Chart(
        gettext("Pekerja terlindungi bulan demi bulan, tiap skenario"), gettext("Bulan"), labels, tuple(lines)
    )


def _differing(rows: list[ScenarioRow], tongue: Language) -> list[tuple[str, list[str]]]:
    """The assumptions that are not the same in all: name, and the value in each."""
    found = []
    for field in fields(Assumptions):
        values = [getattr(row.assumptions, field.name) for row in rows]
        if len(set(values)) > 1:
            found.append(
                (NAMES[field.name][tongue == "en"], [value_text(field.name, value, tongue) for value in values])
            )
    return found
