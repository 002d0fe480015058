"""Monthly reports: the figures of an office as they stand, and reports as they were made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ayomi.apps.audit.queries import rows_of
from ayomi.apps.steering.queries.figures import COMPUTED, Figure, Shown, figures, shown
from ayomi.apps.steering.queries.reported import reported_by
from ayomi.apps.steering.rules.reports import Line, Report, Restated, read
from ayomi.core.money import half_up
from ayomi.core.periods import Month, months_between

COURSE: Final = "workers_covered"
YEAR: Final = 12
HEAD_ROLE: Final = {"head": "head_office", "regional": "regional", "branch": "office_head", "sub_branch": "office_head"}


@dataclass(frozen=True, slots=True)
class RunRow:
    """A report as it was made. `mail`: none, sending, sent or failed; `mailed_to`: to how many heads."""

    id: int
    office_id: int
    office_code: str
    office_name: str
    month: Month
    made_at: datetime
    mail: str
    mailed_at: datetime | None
    mailed_to: int


def monthly(office_id: int, month: Month) -> Report:
    """The report of an office for a month, out of what is known now."""
    history = figures([office_id], month, history=YEAR, parts=False)
    known = {(each.month, each.indicator, each.segment): each for each in history if _whole(each)}
    notes = {(each.segment, each.indicator, each.source): each.note for each in reported_by(office_id, month)}
    lines = [_line(each, known, notes) for each in shown(office_id, month, history)]
    # What reports say of a day follows in the order of its day.
    lines.sort(key=lambda line: (line.origin != COMPUTED, line.as_of if line.origin != COMPUTED else month.last_day))
    course = [(each, _people(known.get((each, COURSE, "all")))) for each in months_between(month.plus(-YEAR), month)]
    return Report(month, tuple(lines), tuple(_restated(office_id, month, known)), tuple(course))


def _people(figure: Figure | None) -> int | None:
    return None if figure is None or figure.amount is None else int(figure.amount)


def _whole(figure: Figure) -> bool:
    return figure.origin == COMPUTED and not figure.dimension and figure.known


def _line(
    each: Shown, known: Mapping[tuple[Month, str, str], Figure], notes: Mapping[tuple[str, str, str], str]
) -> Line:
    figure = each.figure
    before = known.get((figure.month.plus(-YEAR), figure.indicator, figure.segment))
    computed = figure.origin == COMPUTED
    return Line(
        indicator=figure.indicator, segment=figure.segment, unit=figure.unit, amount=_amount(figure),
        target=None if each.target is None else Decimal(each.target),
        percent=None if each.percent is None else _two(each.percent),
        last_year=_amount(before) if before is not None and computed else None,
        was=Decimal(figure.reported_as) if figure.restated and figure.reported_as is not None else None,
        origin="computed" if computed else "reported", source=figure.source, as_of=figure.as_of,
        note="" if computed else notes.get((figure.segment, figure.indicator, figure.source), ""),
    )  # fmt: skip


def _amount(figure: Figure) -> Decimal | None:
    """The amount, or for a share its percentage with two decimals."""
    if figure.ratio is not None:
        return _two(figure.ratio)
    return None if figure.amount is None else Decimal(figure.amount)


def _two(value: Fraction) -> Decimal:
    """Two decimals, half up."""
    return Decimal(half_up(value.numerator * 100, value.denominator)).scaleb(-2)


_RUNS = (
    "SELECT r.id, r.office_id, o.code, o.name, r.month, r.made_at, r.mail, r.mailed_at, r.mailed_to"
    " FROM steering_reportrun r JOIN offices_office o ON o.id = r.office_id"
)


def runs(office_id: int, *, limit: int = 36) -> list[RunRow]:
    """Monthly reports of an office, the newest first."""
    return _run_rows(
        rows_of(
            f"{_RUNS} WHERE r.kind = 'monthly' AND r.office_id = %(office)s ORDER BY r.month DESC LIMIT %(limit)s",
            {"office": office_id, "limit": limit},
        )
    )


def unmailed(month: Month) -> list[RunRow]:
    """Reports of a month that were not sent by e-mail, nor promised."""
    return _run_rows(
        rows_of(
            f"{_RUNS} WHERE r.kind = 'monthly' AND r.month = %(month)s AND r.mail = 'none' ORDER BY r.id",
            {"month": month.first_day},
        )
    )


def _run_rows(rows: Sequence[tuple[Any, ...]]) -> list[RunRow]:
    return [RunRow(*(*row[:4], Month.of(row[4]), *row[5:])) for row in rows]


def stored(office_id: int, month: Month) -> tuple[RunRow, Report] | None:
    """The report of a month as it was made; None where none was, or none that may be seen."""
    found = rows_of(
        f"{_RUNS.replace(' FROM', ', r.figures FROM', 1)} WHERE r.kind = 'monthly' AND r.office_id = %(office)s"
        " AND r.month = %(month)s",
        {"office": office_id, "month": month.first_day},
    )
    if not found:
        return None
    return _run_rows([found[0][:9]])[0], read(_json(found[0][9]))


def inquiry_stored(year: int) -> tuple[datetime, dict[str, Any]] | None:
    """The yearly tables as they were made: the moment, and the tables. None where there are none."""
    found = rows_of(
        "SELECT made_at, figures FROM steering_reportrun"
        " WHERE kind = 'inquiry' AND extract(year FROM month) = %(year)s",
        {"year": year},
    )
    return (found[0][0], _json(found[0][1])) if found else None


def inquiry_years() -> list[int]:
    """Years whose tables were made, the newest first."""
    found = rows_of("SELECT extract(year FROM month)::int FROM steering_reportrun WHERE kind = 'inquiry'"
                  " ORDER BY 1 DESC", {})  # fmt: skip
    return [year for (year,) in found]


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _restated(
    office_id: int, month: Month, known: Mapping[tuple[Month, str, str], Figure]
) -> list[Restated]:  # fmt: skip
    """Figures of the reports made this year, up to this month, that are others today."""
    made = rows_of(
        "SELECT month, figures FROM steering_reportrun WHERE kind = 'monthly' AND office_id = %(office)s"
        " AND month BETWEEN %(first)s AND %(last)s ORDER BY month",
        {"office": office_id, "first": date(month.year, 1, 1), "last": month.first_day},
    )
    found = []
    for first, figures_then in made:
        for line in read(_json(figures_then)).computed:
            now = known.get((Month.of(first), line.indicator, line.segment))
            amount = None if now is None else _amount(now)
            if line.amount is not None and amount is not None and amount != line.amount:
                found.append(Restated(Month.of(first), line.indicator, line.segment, line.amount, amount))
    return found


def lacking(month: Month) -> list[int]:
    """Offices open on the last day of the month that have no report of it yet."""
    found = rows_of(
        "SELECT o.id FROM offices_office o WHERE o.opened <= %(last)s AND (o.closed IS NULL OR o.closed > %(last)s)"
        " AND NOT EXISTS (SELECT 1 FROM steering_reportrun r WHERE r.office_id = o.id AND r.kind = 'monthly'"
        " AND r.month = %(month)s) ORDER BY o.id",
        {"last": month.last_day, "month": month.first_day},
    )
    return [office_id for (office_id,) in found]


def heads(office_id: int) -> list[str]:
    """The e-mail addresses of those who answer for an office, where they are known."""
    found = rows_of(
        "SELECT DISTINCT u.email FROM access_user u JOIN offices_office o ON o.id = u.office_id"
        " WHERE o.id = %(office)s AND u.is_active AND u.email <> ''"
        " AND u.role = (%(roles)s::jsonb ->> o.kind) ORDER BY 1",
        {"office": office_id, "roles": json.dumps(HEAD_ROLE)},
    )
    return [email for (email,) in found]
