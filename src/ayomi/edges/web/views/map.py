"""The map: the country as tiles or drawn, a province with its regencies, and town beside country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.steering.queries.boundaries import DrawnSheet, any_loaded, drawing
from ayomi.apps.steering.queries.denominators import measures_known
from ayomi.apps.steering.queries.growth import town_and_country
from ayomi.apps.steering.queries.places import Serving, picture, serving
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.apps.steering.rules.themes import THEMES, Theme, limits_of
from ayomi.core import places
from ayomi.core.periods import Month, months_between
from ayomi.core.places.tiles import tiles
from ayomi.edges.web import mapping
from ayomi.edges.web.growing import growth_page
from ayomi.edges.web.templatetags.ayomi import language

MONTHS_BACK: Final = 12
USUAL: Final = "coverage_population"
SORTS: Final = ("nilai", "naik", "nama")
FORMS: Final = ("petak", "provinsi", "kabupaten")


def asked_month(request: HttpRequest) -> tuple[Month, list[Month]]:
    """The month in the address, the last that was closed without it, and the months to choose from."""
    last = Month.of(timezone.localdate()).plus(-1)
    choices = list(reversed(list(months_between(last.plus(-MONTHS_BACK), last))))
    try:
        month = min(Month.parse(request.GET.get("bulan", "")), last)
    except ValueError:
        month = last_closed(timezone.localdate())
    return month, choices if month in choices else [*choices, month]


def _theme(request: HttpRequest, known: Mapping[str, tuple[date, int]]) -> Theme:
    usual = "coverage" if "workers_employed" in known else USUAL
    return THEMES.get(request.GET.get("peta", ""), THEMES[usual])


def _mine(request: HttpRequest) -> frozenset[int] | None:
    """Offices whose page the reader may open; None for all of them."""
    scope: Any = request.scope  # type: ignore[attr-defined]  # set by the middleware of scopes
    return None if scope.kind == "all" else frozenset(scope.offices)


def _own(serves: Mapping[str, Serving], mine: frozenset[int] | None) -> tuple[frozenset[str], frozenset[int]]:
    """Regions that the reader's offices serve, provinces too, and the offices whose page the reader may open."""
    if mine is None:
        # Whoever sees the country has no part of it to be outlined.
        return frozenset(), frozenset(each.office_id for each in serves.values())
    regencies = {code for code, each in serves.items() if each.office_id in mine}
    return frozenset(regencies | {code[:2] for code in regencies}), mine


def _shared(request: HttpRequest, level: str) -> dict[str, Any]:
    """What both pages of the map need. Sums per region name nobody, so staff see those of the whole country."""
    month, months = asked_month(request)
    known = measures_known(month.last_day)
    theme = _theme(request, known)
    serves = serving(month.last_day)
    with owner_rights():
        cells, per = mapping.spread(picture(theme, month, serves), theme)
    own, mine = _own(serves, _mine(request))
    length = 2 if level == "province" else 5
    values = [cell.value for code, cell in cells.items() if cell.value is not None and len(code) == length]
    sort = request.GET.get("urut", "")
    return {
        "month": month, "months": months, "theme": theme, "theme_name": theme.name(language()), "cells": cells,
        "per": per,
        "themes": mapping.themes(known, language()), "serves": serves, "own": own, "mine": mine,
        "limits": limits_of(theme, values), "sort": sort if sort in SORTS else "nilai",
        "measure_name": mapping.measure_name(theme.measure, language()), "bar": mapping.BAR,
        "blank": str(mapping.WHY["no_target" if theme.kind == "target" else "no_figure"]),
    }  # fmt: skip


def _regions(shown: dict[str, Any], codes: list[str]) -> list[mapping.Region]:
    return mapping.regions(
        shown["cells"], shown["theme"], shown["limits"], codes=codes, language=language(), per=shown["per"],
        own=shown["own"], serves=shown["serves"],
    )  # fmt: skip


def _drawing(sheet: DrawnSheet | None, rows: list[mapping.Region]) -> dict[str, Any]:
    if sheet is None:
        return {"sheet": None}
    return {"sheet": sheet, "lines": mapping.drawn(sheet, rows), "box": (sheet.width, sheet.height + mapping.CAPTION)}


def _whole(shown: dict[str, Any], code: str) -> str:
    value: Fraction | None = shown["cells"][code].value
    return "" if value is None else mapping.full(value, shown["theme"], language(), shown["per"])


@require_safe
@gzip_page
def country(request: HttpRequest) -> HttpResponse:
    """The provinces as tiles of one size, or drawn after official boundaries where some were loaded."""
    shown = _shared(request, "province")
    form = request.GET.get("gambar", "")
    outline = drawing("regencies" if form == "kabupaten" else "provinces") if form in FORMS[1:] else None
    if outline is None:
        form = "petak"
    rows = _regions(shown, [tile.code for tile in tiles()])
    fine = rows
    if form == "kabupaten":
        codes = [each.code for each in places.regions("regency")]
        shown["limits"] = limits_of(
            shown["theme"], [v for code in codes if (v := shown["cells"][code].value) is not None]
        )
        fine = _regions(shown, codes)
    known = [row for row in mapping.ordered(rows, "naik") if row.value is not None]
    west = [row for row, tile in zip(rows, tiles(), strict=True) if tile.sheet == "west"]
    shown |= _drawing(outline, fine) | {
        "rows": mapping.ordered(rows, shown["sort"]), "west": west, "east": rows[len(west) :],
        "steps": mapping.legend(shown["limits"], shown["theme"], language()), "form": form,
        "has_drawing": outline is not None or any_loaded(), "lowest": known[:5],
        "highest": known[-1] if known else None, "absent": len(rows) - len(known), "count": len(known),
        "whole": _whole(shown, ""),
    }  # fmt: skip
    return render(request, "map/country.html", shown)


@require_safe
@gzip_page
def one_province(request: HttpRequest, province: str) -> HttpResponse:
    """One province: its regencies, and the office that serves each."""
    if not places.knows(province) or places.region(province).level != "province" or not places.region(province).current:
        raise Http404
    shown = _shared(request, "regency")
    codes = [each.code for each in places.regions("regency", within=province)]
    rows = _regions(shown, codes)
    shown |= _drawing(drawing(province), rows) | {
        "province": places.region(province), "rows": mapping.ordered(rows, shown["sort"]),
        "steps": mapping.legend(shown["limits"], shown["theme"], language()),
        "whole": _whole(shown, province), "absent": sum(row.value is None for row in rows),
        "unserved": sum(row.office is None for row in rows),
        "source": next((row.source for row in rows if row.source), ""),
    }  # fmt: skip
    return render(request, "map/province.html", shown)


@require_safe
@gzip_page
def growth(request: HttpRequest) -> HttpResponse:
    """Employment in town and country, the gap, and which offices answer it."""
    month, _ = asked_month(request)
    chosen = request.GET.get("provinsi", "")
    code = chosen if places.knows(chosen) and places.region(chosen).level == "province" else ""
    with owner_rights():
        found = town_and_country(month, province=code)
    mine = _mine(request)
    if mine is None:
        mine = frozenset(row.office.office_id for row in found.regencies if row.office)
    return render(request, "map/growth.html", growth_page(found, code, request.GET.get("urut", ""), language(), mine))
