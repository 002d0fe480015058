"""Figures per region from outside: which tables there are, what stands in one, and what holds on a day."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection

from ayomi.apps.steering.models import DenominatorFile, PlaceName
from ayomi.apps.steering.rules.regional import Reading, read_table
from ayomi.apps.steering.rules.regional_checks import Findings, examine
from ayomi.core import places
from ayomi.core.lists.giveback import neutralised
from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.reading import Book, as_written, read_book
from ayomi.core.money import Language
from ayomi.core.sealing import unseal

SEALED_FIELD: Final = "denominators"
REGISTRY_SOURCE: Final = "Dukcapil, semester II 2024"
REGISTRY_DAY: Final = date(2024, 12, 31)
"""The population of every region that the reference of places brings along (see `core/places/data/SOURCES.md`)."""


class UnknownTable(LookupError):
    """No such table."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that holds: of which day, out of which source. `parts`: (regencies known, regencies there are), where
    it was added up from regencies."""

    value: int
    as_of: date
    source: str
    parts: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table in the list. `measures`: keys, with how many figures of each; `days`: first and last day of figures."""

    id: int
    file_name: str
    source: str
    as_of: date
    state: str
    received_at: datetime
    taken_at: datetime | None
    measures: tuple[tuple[str, int], ...]
    figures: int
    waiting: int
    first: date | None
    last: date | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table read again, as the choices by hand stand now."""

    row: TableRow
    reading: Reading
    findings: Findings


def _rows(query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


_TABLES = """
SELECT f.id, f.file_name, f.source, f.as_of, f.state, f.received_at, f.taken_at,
       coalesce(d.figures, 0)::int, coalesce(d.waiting, 0)::int, d.first, d.last, encode(f.fingerprint, 'hex'),
       coalesce(d.measures, '{}'), coalesce(d.counts, '{}')
FROM steering_denominatorfile f LEFT JOIN (
    SELECT file_id, sum(n) FILTER (WHERE state = 'taken') AS figures, sum(n) FILTER (WHERE state <> 'taken') AS waiting,
           min(low) AS first, max(high) AS last, array_agg(measure ORDER BY measure) FILTER (WHERE state = 'taken')
           AS measures, array_agg(n::int ORDER BY measure) FILTER (WHERE state = 'taken') AS counts
    FROM (SELECT file_id, measure, state, count(*) AS n, min(as_of) AS low, max(as_of) AS high
          FROM steering_denominator GROUP BY 1, 2, 3) g GROUP BY file_id
) d ON d.file_id = f.id
"""


def _table(row: tuple[Any, ...]) -> TableRow:
    number, name, source, as_of, state, received, taken, figures, waiting, first, last, print_, keys, counts = row
    measures = tuple(zip(keys, counts, strict=True))
    return TableRow(
        number, name, source, as_of, state, received, taken, measures, figures, waiting, first, last, print_
    )


def tables(*, limit: int = 200) -> list[TableRow]:
    """Every table that was sent and not set aside, the newest first."""
    found = _rows(_TABLES + " WHERE f.state <> 'dropped' ORDER BY f.received_at DESC, f.id DESC LIMIT %s", [limit])
    return [_table(row) for row in found]


def table(file_id: int) -> TablePage:
    """One table, read again with the choices made since. Raises `UnknownTable`."""
    found = _rows(_TABLES + " WHERE f.id = %s", [file_id])
    if not found:
        raise UnknownTable(file_id)
    file = DenominatorFile.objects.get(pk=file_id)
    reading = reading_of(file)
    return TablePage(_table(found[0]), reading, examine(reading, file.as_of))


def remembered() -> dict[str, str]:
    """Names that were matched by hand: region code by `rules.places.place_key`."""
    return dict(PlaceName.objects.values_list("key", "region_id"))


def book_of(file: DenominatorFile) -> Book:
    """The file as it was sent. It was readable when it came, so anything else is a fault of ours."""
    content = unseal(bytes(file.content_sealed), field=SEALED_FIELD, key=settings.SEALING_KEY)
    book = read_book(content, file.file_name)
    if isinstance(book, Refusal):
        raise RuntimeError(f"table {file.pk} cannot be read any more: {book.message_en}")
    return book


def reading_of(file: DenominatorFile) -> Reading:
    """The table of a file with its columns and places as chosen by hand."""
    chosen = {int(index): key for index, key in file.columns.items()}
    reading = read_table(book_of(file), chosen=chosen, remembered=remembered())
    if isinstance(reading, Refusal):
        raise RuntimeError(f"table {file.pk} cannot be read any more: {reading.message_en}")
    return reading


_GIVEN_BACK: Final = {
    "id": ("Yang perlu diperbaiki", "Wilayah tidak dikenali.", "Dua angka berbeda untuk satu wilayah.", "Mungkin: "),
    "en": ("What to correct", "Region not recognised.", "Two different values for one region.", "Perhaps: "),
}


def given_back(file_id: int, language: Language) -> tuple[str, bytes]:
    """Name and bytes of a CSV with the rows of a table that wait, as they were sent, and why. Raises `UnknownTable`."""
    file = DenominatorFile.objects.filter(pk=file_id).first()
    if file is None:
        raise UnknownTable(file_id)
    reading = reading_of(file)
    findings = examine(reading, file.as_of)
    head, unknown, clash, perhaps = _GIVEN_BACK[language]
    reasons = {
        row.number: f"{unknown} {perhaps + '; '.join(places.region(c).name for c in row.match.nearest)}"
        if row.match.nearest else unknown
        for row in reading.unmatched
    }  # fmt: skip
    for each in findings.clashes:
        reasons |= {number: clash for number, _ in each.values}
    sheet = next(each for each in book_of(file).sheets if each.name == reading.sheet or len(book_of(file).sheets) == 1)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(neutralised(column.heading) for column in reading.columns), head])
    for number in sorted(reasons):
        cells = [neutralised(as_written(cell)) for cell in sheet.rows[number - 1]]
        cells += [""] * (len(reading.columns) - len(cells))
        writer.writerow([*cells[: len(reading.columns)], neutralised(reasons[number])])
    stem = file.file_name.rsplit(".", 1)[0] or "tabel"
    return f"{stem}-kembali.csv", text.getvalue().encode("utf-8-sig")


def measures_known(on: date) -> dict[str, tuple[date, int]]:
    """Measures that have figures on the day: key -> (newest day, how many regions)."""
    found = {
        key: (day, count)
        for key, day, count in _rows(
            "SELECT measure, max(as_of), count(DISTINCT region_id)::int FROM steering_denominator"
            " WHERE state = 'taken' AND as_of <= %s GROUP BY 1",
            [on],
        )
    }
    if on >= REGISTRY_DAY and found.get("population", (date.min, 0))[0] < REGISTRY_DAY:
        found["population"] = (REGISTRY_DAY, len(places.regions("regency")))
    return found


def figures(measure: str, on: date) -> dict[str, Known]:
    """The newest figure of a measure for each region on the day; '' is the country. Absent regions have no entry.

    A province without a figure of its own (or with an older one) takes the sum of its regencies, if every one of them
    has a figure; else it has none. For regencies nothing is ever derived. One statement.
    """
    return figures_by_day(measure, [on])[on]


def figures_by_day(measure: str, days: Sequence[date]) -> dict[date, dict[str, Known]]:
    """The same for several days: day -> region -> figure. One statement."""
    told = _rows(
        "SELECT DISTINCT ON (d.region_id, d.as_of) coalesce(d.region_id, ''), d.value, d.as_of, f.source"
        " FROM steering_denominator d JOIN steering_denominatorfile f ON f.id = d.file_id"
        " WHERE d.state = 'taken' AND d.measure = %s AND d.as_of <= %s"
        " ORDER BY d.region_id, d.as_of, f.taken_at DESC, f.id DESC",
        [measure, max(days)],
    )
    found: dict[date, dict[str, Known]] = {}
    # Between two days of figures nothing changes.
    same: dict[tuple[date, ...], dict[str, Known]] = {}
    for day in days:
        begun = tuple(sorted({as_of for _, _, as_of, _ in told if as_of <= day}))
        registered = measure == "population" and day >= REGISTRY_DAY
        if (key := (*begun, date.max) if registered else begun) not in same:
            known = _registry() if registered else {}
            for region, value, as_of, source in told:
                if as_of <= day and (region not in known or as_of >= known[region].as_of):
                    known[region] = Known(value, as_of, source)
            same[key] = _with_sums(known)
        found[day] = same[key]
    return found


def _registry() -> dict[str, Known]:
    known = {}
    for level in ("province", "regency"):
        for each in places.regions(level):
            count = places.figures(each.code)
            known[each.code] = Known(count.men + count.women, REGISTRY_DAY, REGISTRY_SOURCE)
    return known


def _with_sums(found: dict[str, Known]) -> dict[str, Known]:
    for province in places.regions("province"):
        inside = places.regions("regency", within=province.code)
        have = [found[each.code] for each in inside if each.code in found]
        own = found.get(province.code)
        if len(have) < len(inside) or (own is not None and own.as_of >= min(each.as_of for each in have)):
            continue
        sources = " + ".join(sorted({each.source for each in have}))
        found[province.code] = Known(
            sum(each.value for each in have), min(each.as_of for each in have), sources, (len(have), len(inside))
        )
    whole = [found.get(each.code) for each in places.regions("province")]
    if "" not in found and whole and all(each is not None for each in whole):
        known = [each for each in whole if each is not None]
        named = sorted({each.source for each in known})
        found[""] = Known(sum(each.value for each in known), min(each.as_of for each in known), " + ".join(named)[:200])
    return found


def by_years(measures: Sequence[str]) -> dict[tuple[str, str], dict[int, Known]]:
    """(measure, region; '' the country) -> the last figure of each year that has one."""
    found: dict[tuple[str, str], dict[int, Known]] = {}
    for measure, region, year, value, as_of, source in _rows(
        "SELECT DISTINCT ON (d.measure, d.region_id, extract(year FROM d.as_of)) d.measure,"
        " coalesce(d.region_id, ''), extract(year FROM d.as_of)::int, d.value, d.as_of, f.source"
        " FROM steering_denominator d JOIN steering_denominatorfile f ON f.id = d.file_id"
        " WHERE d.state = 'taken' AND d.measure = ANY (%s)"
        " ORDER BY d.measure, d.region_id, extract(year FROM d.as_of), d.as_of DESC, f.taken_at DESC, f.id DESC",
        [list(measures)],
    ):
        found.setdefault((measure, region), {})[year] = Known(value, as_of, source)
    return found
