"""What the pages of the map show: each region with its class, its figure short and whole, and the reason of a blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayomi.apps.steering.queries.boundaries import DrawnSheet
from ayomi.apps.steering.queries.places import Cell, Serving
from ayomi.apps.steering.rules.measures import MEASURES
from ayomi.apps.steering.rules.standing import percent_text
from ayomi.apps.steering.rules.themes import THEMES, Theme, class_of
from ayomi.core import places
from ayomi.core.money import Language, grouped, half_up
from ayomi.core.places.tiles import tiles
from ayomi.edges.web.formats import BLANK, day

PERCENT, FINE = 100, 100_000
"""Of how many a share is told."""
BAR: Final = 200
"""Width of the drawing of a bar."""
SHORT: Final[dict[Language, tuple[tuple[int, str], ...]]] = {
    "id": ((10**9, "m"), (10**6, "jt"), (10**3, "rb")),
    "en": ((10**9, "b"), (10**6, "m"), (10**3, "k")),
}
WHY: Final = {
    "no_figure": _("tidak ada data"),
    "no_denominator": _("tidak ada data"),
    "no_target": _("belum ada sasaran"),
    "no_office": _("belum dilayani"),
}
CAPTION: Final = 110
"""Height below a drawing, in its units, in which the region in focus is named."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a map. `tone`: q0 to q5; `short` fits a tile; `full` is the figure whole; `bar`: 0 to BAR."""

    code: str
    name: str
    letters: str
    tone: str
    short: str
    full: str
    cell: str
    value: Fraction | None
    counted: int | None
    against: int | None
    source: str
    own: bool
    bar: int
    office: Serving | None
    partly: str


@dataclass(frozen=True, slots=True)
class Step:
    """One class of the legend."""

    tone: str
    text: str


def spread(cells: Mapping[str, Cell], theme: Theme) -> tuple[dict[str, Cell], int]:
    """The cells, and of how many their shares are: of 100, or of 100,000 where no region reaches one percent."""
    most = max((cell.value for cell in cells.values() if cell.value is not None), default=Fraction(0))
    if theme.kind != "coverage" or most >= 1 or not most:
        return dict(cells), PERCENT
    return {
        code: cell if cell.value is None else replace(cell, value=cell.value * (FINE // PERCENT))
        for code, cell in cells.items()
    }, FINE


def short(value: Fraction, theme: Theme, language: Language) -> str:
    """A figure in at most four or five signs: `38`, `4,2`, `12rb`, `1,2jt`. Shares are whole percent from ten on."""
    if theme.is_share:
        return _tenths(value, language) if 0 < value < 10 else str(half_up(value.numerator, value.denominator))
    whole = half_up(value.numerator, value.denominator)
    for size, sign in SHORT[language]:
        if whole >= size:
            part = Fraction(whole, size)
            return (_tenths(part, language) if part < 10 else str(int(part))) + sign
    return str(whole)


def _tenths(value: Fraction, language: Language) -> str:
    tenths = half_up(value.numerator * 10, value.denominator)
    whole, rest = divmod(tenths, 10)
    return f"{whole}{',' if language == 'id' else '.'}{rest}" if rest else str(whole)


def full(value: Fraction, theme: Theme, language: Language, per: int) -> str:
    """A figure whole with its unit: `38,42 %`, `10,2 per 100.000`, `12.345`."""
    if theme.is_share and per == FINE:
        return gettext("%(value)s per 100.000") % {"value": _tenths(value, language)}
    return cell_text(value, theme, language, per)


def cell_text(value: Fraction, theme: Theme, language: Language, per: int) -> str:
    """A figure below a heading that names its unit."""
    if theme.is_share:
        return percent_text(value, language) if per == PERCENT else _tenths(value, language)
    return grouped(int(value), language)


def regions(
    cells: Mapping[str, Cell], theme: Theme, limits: Sequence[Fraction], *, codes: Iterable[str], language: Language,
    per: int = PERCENT, own: frozenset[str] = frozenset(), serves: Mapping[str, Serving] | None = None,
) -> list[Region]:  # fmt: skip
    """The regions of a page in the order of `codes`. `own`: those the reader's offices serve."""
    letters = {tile.code: tile.letters for tile in tiles()}
    shown = [cells[code] for code in codes]
    most = max((each.value for each in shown if each.value is not None), default=Fraction(0))
    if theme.kind == "target":
        most = max(most, Fraction(100))
    return [
        Region(
            cell.code, places.region(cell.code).name, letters.get(cell.code, ""),
            "q0" if cell.value is None else f"q{class_of(cell.value, limits)}",
            BLANK if cell.value is None else short(cell.value, theme, language),
            str(WHY[cell.why]) if cell.value is None else full(cell.value, theme, language, per),
            str(WHY[cell.why]) if cell.value is None else cell_text(cell.value, theme, language, per),
            cell.value, cell.counted, cell.against.value if cell.against else None,
            _source(cell, language), cell.code in own,
            0 if cell.value is None or not most else int(cell.value * BAR / most),
            (serves or {}).get(cell.code), _partly(cell),
        )
        for cell in shown
    ]  # fmt: skip


def _source(cell: Cell, language: Language) -> str:
    if cell.against is None or not cell.against.source:
        return ""
    return f"{cell.against.source}, {day(cell.against.as_of, language)}"


def _partly(cell: Cell) -> str:
    if cell.offices is None or cell.offices[0] in (0, cell.offices[1]):
        return ""
    return gettext("%(having)s dari %(all)s kantor punya sasaran") % {
        "having": cell.offices[0], "all": cell.offices[1],
    }  # fmt: skip


def legend(limits: Sequence[Fraction], theme: Theme, language: Language) -> list[Step]:
    """The classes with their limits, lowest first; the lower limit belongs to the class."""
    if not limits:
        return [Step("q1", gettext("semua sama"))]
    texts = [limit_text(limit, language) for limit in limits]
    steps = [Step(f"q{class_of(limits[0] - 1, limits)}", f"< {texts[0]}")]
    for place, (low, high) in enumerate(pairwise(limits)):
        steps.append(Step(f"q{class_of((low + high) / 2, limits)}", f"{texts[place]}\u2013{texts[place + 1]}"))
    steps.append(Step(f"q{class_of(limits[-1], limits)}", f"\u2265 {texts[-1]}"))
    return steps


def limit_text(limit: Fraction, language: Language) -> str:
    """A limit of two digits, with as many decimals as it has."""
    if limit.denominator == 1:
        return grouped(int(limit), language)
    places_ = next((n for n in range(1, 7) if (limit * 10**n).denominator == 1), 6)
    scaled = half_up(limit.numerator * 10**places_, limit.denominator)
    whole, rest = divmod(scaled, 10**places_)
    return f"{whole}{',' if language == 'id' else '.'}{rest:0{places_}d}"


def ordered(rows: Sequence[Region], by: str) -> list[Region]:
    """Rows by name, by value falling (`nilai`) or rising (`naik`); those without a figure always last."""
    if by == "nama":
        return sorted(rows, key=lambda row: row.name)
    known = [row for row in rows if row.value is not None]
    down = by != "naik"
    known.sort(key=lambda row: (-(row.value or 0) if down else (row.value or 0), row.name))
    return known + [row for row in rows if row.value is None]


@dataclass(frozen=True, slots=True)
class Line:
    """One region as it is drawn."""

    region: Region
    path: str
    x: int
    y: int


def drawn(sheet: DrawnSheet | None, rows: Sequence[Region]) -> list[Line]:
    """The outlines of a sheet with what they show; regions without an outline are only in the table."""
    by_code = {row.code: row for row in rows}
    return [
        Line(by_code[each.code], each.path, each.x, each.y)
        for each in (sheet.outlines if sheet else ())
        if each.code in by_code
    ]


def themes(known: Mapping[str, object], language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choice of maps in groups; loaded figures only as far as there are any."""
    titles = {
        "coverage": gettext("Cakupan"), "realised": gettext("Realisasi"), "target": gettext("Capaian sasaran"),
        "measure": gettext("Angka dari luar"),
    }  # fmt: skip
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, theme in THEMES.items():
        if theme.kind != "measure" or theme.measure in known:
            groups.setdefault(theme.kind, []).append((key, theme.name(language)))
    return [(titles[kind], choices) for kind, choices in groups.items()]


def measure_name(key: str, language: Language) -> str:
    """The name of a loaded measure; empty for none."""
    return MEASURES[key].name(language) if key in MEASURES else ""
