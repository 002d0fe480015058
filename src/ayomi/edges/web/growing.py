"""What the page of town and country shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from ayomi.apps.steering.queries.growth import RegencyGrowth, TownAndCountry
from ayomi.apps.steering.rules.growth import Growth
from ayomi.core import places
from ayomi.core.money import Language, grouped

WIDTH: Final = 200
"""Width of the drawing of a bar of growth; nought stands in its middle."""
SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One regency with its growth as text and as a bar from the middle, `left` to `left + wide`."""

    of: RegencyGrowth
    growth: str
    behind: str
    is_behind: bool
    left: int
    wide: int
    known: bool
    programmes: list[str]


def rate(hundredths: int | None, language: Language, *, sign: bool = False) -> str:
    """Hundredths of a percent as `1,60 %`; with `sign` a plus before what is above nought."""
    if hundredths is None:
        return ""
    whole, rest = divmod(abs(hundredths), 100)
    text = f"{whole}{',' if language == 'id' else '.'}{rest:02d}{' %' if language == 'id' else '%'}"
    return ("\u2212" if hundredths < 0 else "+" if sign and hundredths > 0 else "") + text


def points(hundredths: int | None, language: Language, *, sign: bool = False) -> str:
    """A difference of two rates in percentage points, without the sign of percent: `1,74`."""
    return rate(hundredths, language, sign=sign).removesuffix("%").removesuffix(" ")


def growth_page(
    found: TownAndCountry, province: str, sort: str, language: Language, mine: frozenset[int]
) -> dict[str, Any]:
    """Everything the template needs. Without figures it still shows what reports say."""
    known = [row for row in found.regencies if row.growth is not None]
    most = max((abs(row.growth.per_year) for row in known if row.growth), default=0)
    rows = [_row(row, most, language) for row in _ordered(found.regencies, sort)]
    shown = rows if province else [row for row in rows if row.known] or rows
    told = {(each.segment, each.indicator): each for each in found.reported}
    urban, rural = told.get(("urban", "employment_growth")), told.get(("rural", "employment_growth"))
    return {
        "town": found.town, "country": found.country, "town_growth": _text(found.town.growth, language),
        "country_growth": _text(found.country.growth, language), "gap": points(found.gap, language),
        "gap_back": found.gap is not None and found.gap < 0, "stated": found.town.basis == "stated",
        "sources": sorted({*found.town.sources, *found.country.sources}), "sides": _sides(found),
        "urban": urban, "rural": rural,
        "reported_gap": "" if urban is None or rural is None or urban.realised is None or rural.realised is None
        else points(int((urban.realised - rural.realised) * 100), language),
        "workshops": next((each for each in found.reported if each.indicator == "workshops_funded"), None),
        "rows": shown[:SHOWN], "more": max(len(shown) - SHOWN, 0), "any_known": bool(known),
        "absent": len(found.regencies) - len(known), "all": len(found.regencies), "width": WIDTH,
        "slow": sum(1 for row in found.regencies if not row.is_city and row.behind is not None and row.behind > 0),
        "provinces": places.regions("province"),
        "chosen": province, "sort": sort, "mine": mine,
    }  # fmt: skip


def _sides(found: TownAndCountry) -> list[tuple[int, int | None, int | None]]:
    years = sorted({*found.town.years, *found.country.years})
    return [(year, found.town.years.get(year), found.country.years.get(year)) for year in years]


def _text(growth: Growth | None, language: Language) -> str:
    return rate(growth.per_year if growth else None, language)


def _ordered(rows: Sequence[RegencyGrowth], sort: str) -> list[RegencyGrowth]:
    """The furthest behind the towns first; by name or growth if asked. Those without figures come last."""
    if sort == "nama":
        return sorted(rows, key=lambda row: row.name)
    known = [row for row in rows if row.growth is not None]
    known.sort(key=lambda row: row.growth.per_year if row.growth else 0, reverse=sort == "cepat")
    return known + [row for row in rows if row.growth is None]


def _programmes(row: RegencyGrowth, language: Language) -> list[str]:
    """What is known of the programmes of the office that serves the place, and of what they reached there."""
    cooperatives, own_account = row.answers
    said = []
    if cooperatives:
        said.append(gettext("sasaran %(count)s koperasi") % {"count": grouped(cooperatives, language)})
    if own_account:
        said.append(gettext("sasaran %(count)s pekerja mandiri") % {"count": grouped(own_account, language)})
    if row.cooperatives:
        said.append(gettext("%(count)s koperasi terdaftar di sini") % {"count": grouped(row.cooperatives, language)})
    return said


def _row(row: RegencyGrowth, most: int, language: Language) -> Row:
    value = row.growth.per_year if row.growth else 0
    wide = abs(value) * (WIDTH // 2) // most if most else 0
    return Row(
        row, _text(row.growth, language), points(None if row.behind is None else -row.behind, language, sign=True),
        row.behind is not None and row.behind > 0, WIDTH // 2 - (wide if value < 0 else 0), wide,
        row.growth is not None, _programmes(row, language),
    )  # fmt: skip
