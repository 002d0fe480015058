"""How far a revolving fund goes: the assumptions as a form, the course as a picture and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ayomi.core.law.funds import CLASSES, LoanClass
from ayomi.core.money import WHOLE, half_up
from ayomi.core.planning.revolving import (
    USUAL_CLASSES,
    USUAL_DELAY,
    USUAL_RETURNED,
    Band,
    Course,
    Plan,
    UnusablePlan,
    project,
    with_more_loss,
)
from ayomi.edges.web.fields import RupiahField
from ayomi.edges.web.views.funding_forms import PercentField, SumField

LEFT, RIGHT, TOP, BOTTOM = 62, 388, 14, 236
SEED: Final = 2006
START: Final[dict[str, Any]] = {
    "start": 7_500_000_000, "yearly": 2_500_000_000, "years": 20, "loan": 25_000_000, "months": 24, "grace": 3,
    "rate": "6", "per_month": 200, "cost_per_loan": 500_000, "cost_per_year": 250_000_000, "target": 10_000,
    "macet": "4",
}  # fmt: skip
"""The pilot of 300 workshops, and a hundred more out of new money each year."""


class PlanForm(forms.Form):
    use_required_attribute = False
    start = SumField(label=_("Modal awal"))
    yearly = SumField(label=_("Uang baru tiap tahun"))
    years = forms.IntegerField(label=_("Selama berapa tahun"), min_value=0, max_value=100)
    loan = RupiahField(label=_("Besar satu pinjaman"))
    months = forms.IntegerField(label=_("Lama pinjaman, bulan"), min_value=1, max_value=120)
    grace = forms.IntegerField(label=_("Masa tenggang, bulan"), min_value=0, max_value=119)
    rate = PercentField(label=_("Jasa administrasi setahun, persen"))
    macet = PercentField(label=_("Pinjaman yang macet, persen"))
    per_month = forms.IntegerField(label=_("Paling banyak pinjaman sebulan"), min_value=1, max_value=100_000)
    cost_per_loan = SumField(label=_("Biaya tiap pinjaman"))
    cost_per_year = SumField(label=_("Biaya tetap setahun"))
    target = forms.IntegerField(label=_("Sasaran banyaknya pinjaman"), min_value=1, max_value=1_000_000)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if "months" in asked and "grace" in asked and asked["grace"] >= asked["months"]:
            self.add_error("grace", gettext("Masa tenggang harus lebih pendek dari lama pinjaman."))
        if "macet" in asked and asked["macet"] > WHOLE // 2:
            self.add_error("macet", gettext("Paling banyak 50 persen."))
        if not self.errors:
            try:
                plan_of(asked)
            except UnusablePlan as refused:
                self.add_error(refused.field, gettext("Di luar batas yang dapat dihitung."))
        return asked


def plan_of(asked: dict[str, Any]) -> Plan:
    """The plan of a clean form; what is not macet is shared among the other classes as usual."""
    rest = WHOLE - asked["macet"]
    whole = sum(USUAL_CLASSES[name] for name in CLASSES if name != "macet")
    classes: dict[LoanClass, int] = {name: USUAL_CLASSES[name] * rest // whole for name in CLASSES}
    classes["macet"] = asked["macet"]
    classes["lancar"] += WHOLE - sum(classes.values())
    own = {each.name for each in fields(Plan)}
    given = {name: value for name, value in asked.items() if name in own}
    return Plan(**given, classes=classes, returned=dict(USUAL_RETURNED), delay=dict(USUAL_DELAY))


@dataclass(frozen=True, slots=True)
class Picture:
    """Paths of the drawing: the range as one shape, the middle as a line, the target as a height, and ticks."""

    area: str
    line: str
    goal: str
    ticks: Sequence[tuple[str, str, int]]
    years: Sequence[tuple[str, int]]


def picture(band: Band, target: int, months: int) -> Picture:
    """The number of loans through the months up to `months`, with the target across."""
    highest = max(target, band.high[months - 1], 1)

    def at(month: int, value: int) -> str:
        x = LEFT + half_up((RIGHT - LEFT) * month * 10, months) / 10
        y = BOTTOM - half_up((BOTTOM - TOP) * value * 10, highest) / 10
        return f"{x:.1f} {y:.1f}"

    steps = sorted({*range(0, months, max(1, months // 40)), months - 1})
    upper = [at(month + 1, band.high[month]) for month in steps]
    lower = [at(month + 1, band.low[month]) for month in reversed(steps)]
    ticks = []
    for part in range(5):
        value = highest * part // 4
        y = float(at(0, value).split()[1])
        ticks.append((f"{y:.1f}", f"{y + 4:.1f}", value))
    each = max(1, months // 12 // 6)
    years = [(at(year * 12, 0).split()[0], year) for year in range(0, months // 12 + 1, each)]
    line = "M" + " L".join(at(month + 1, band.middle[month]) for month in steps)
    return Picture("M" + " L".join([*upper, *lower]) + "Z", line, at(0, target).split()[1], ticks, years)


@dataclass(frozen=True, slots=True)
class YearRow:
    year: int
    loans: tuple[int, int, int]
    balance: int
    lent: int


def by_year(course: Course, months: int) -> list[YearRow]:
    """The end of each year: loans in a bad, middling and good draw; money at hand and lent in the middling one."""
    found = []
    for month in range(11, months, 12):
        loans = (course.loans.low[month], course.loans.middle[month], course.loans.high[month])
        found.append(YearRow(month // 12 + 1, loans, course.balance.middle[month], course.lent.middle[month]))
    return found


@login_required
@require_safe
def fund_plan(request: HttpRequest) -> HttpResponse:
    """The planner. Without anything asked it answers for the pilot on its way to ten thousand workshops."""
    form = PlanForm(request.GET if "start" in request.GET else {**START})
    shown: dict[str, Any] = {"form": form}
    if form.is_valid():
        plan = plan_of(form.cleaned_data)
        course, worse = project(plan, seed=SEED), project(with_more_loss(plan), seed=SEED)
        end = min(plan.horizon, -(-(course.reached[2] or plan.horizon) // 12) * 12)
        late = worse.reached[1] - course.reached[1] if worse.reached[1] and course.reached[1] else None
        shown |= {
            "plan": plan, "course": course, "worse": worse, "later": late,
            "less": worse.lost - course.lost, "picture": picture(course.loans, plan.target, end),
            "rows": by_year(course, end), "turns": f"{course.turns // 100},{course.turns % 100:02d}",
        }  # fmt: skip
    return render(request, "funding/plan.html", shown, status=200 if form.is_valid() else 422)
