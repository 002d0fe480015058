"""When a month's contribution is due, per segment and programme."""

from dataclasses import dataclass
from datetime import date

from ayomi.core.law.book import integer, mapping, only, parameter
from ayomi.core.law.calendar import Calendar, calendar, calendar_unknown
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import NotEligible
from ayomi.core.law.scope import require_in_force
from ayomi.core.law.terms import Programme, Segment
from ayomi.core.periods import Month, day_text

FILE = "due.yaml"


@dataclass(frozen=True, slots=True)
class DueRule:
    """Day of the month (its last day where shorter), months after the iuran month, and whether holidays move it."""

    day: int
    months_ahead: int
    next_working_day: bool


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last `day` to pay in time; `nominal` is the day the text names, before holidays moved it."""

    day: date
    nominal: date
    citation: Citation
    explain: Words
    unsure: tuple[Words, ...]


def due_date(segment: Segment, programme: Programme, month: Month, *, joint_leave_counts: bool = True) -> DueDate:
    """The due date of `programme` for the iuran month `month`.

    `joint_leave_counts`: whether cuti bersama is a holiday. Raises NotInForce, and NotEligible for segments that pay
    no monthly contribution.
    """
    if segment in ("construction", "migrant"):
        raise NotEligible(_NO_MONTH[segment])
    require_in_force(segment, programme, month)
    rule = parameter(FILE, f"{segment}_{programme}", _rule).on(month.first_day)
    nominal = month.plus(rule.value.months_ahead).day(rule.value.day)
    if not rule.value.next_working_day:
        return DueDate(nominal, nominal, rule.citation, _as_written(rule, nominal), _short_month(rule, nominal))
    return _moved(rule, nominal, joint_leave_counts)


def _moved(rule: Dated[DueRule], nominal: date, joint_leave_counts: bool) -> DueDate:
    days = calendar()
    day = days.working_day_from(nominal, joint_leave_counts=joint_leave_counts)
    other = days.working_day_from(nominal, joint_leave_counts=not joint_leave_counts)
    unsure = list(_short_month(rule, nominal))
    if not days.knows(nominal):
        unsure.append(calendar_unknown(nominal.year))
    if other != day:
        unsure.append(
            Words(
                f"apakah cuti bersama dihitung sebagai hari libur; jika tidak, batasnya "
                f"{day_text(min(day, other), 'id')}.",
                f"whether joint leave counts as a holiday; if it does not, the date is "
                f"{day_text(min(day, other), 'en')}.",
            )
        )
    return DueDate(day, nominal, rule.citation, _as_written(rule, day) + _why_moved(days, nominal, day), tuple(unsure))


def _as_written(rule: Dated[DueRule], day: date) -> Words:
    return Words(
        f"Paling lambat {day_text(day, 'id')} ({rule.citation.text}).",
        f"Due by {day_text(day, 'en')} ({rule.citation.english}).",
    )


def _why_moved(days: Calendar, nominal: date, day: date) -> Words:
    if day == nominal:
        return Words("", "")
    holiday = days.holidays.get(nominal)
    what = Words(holiday.name, holiday.name) if holiday else Words("akhir pekan", "a weekend")
    return Words(
        f"Tanggal {day_text(nominal, 'id')} adalah {what.id}, jadi bergeser ke hari kerja berikutnya.",
        f"{day_text(nominal, 'en')} is {what.en}, so it moves to the next working day.",
    )


def _short_month(rule: Dated[DueRule], nominal: date) -> tuple[Words, ...]:
    unsure = (rule.unsure,) if rule.unsure else ()
    if nominal.day == rule.value.day:
        return unsure
    return (
        *unsure,
        Words(
            f"bulan ini tidak punya tanggal {rule.value.day}; dipakai hari terakhirnya.",
            f"this month has no day {rule.value.day}; its last day is used.",
        ),
    )


def _rule(value: object) -> DueRule:
    row = only(mapping(value), required=("day", "months_ahead", "next_working_day"))
    moves = row["next_working_day"]
    if not isinstance(moves, bool):
        raise ValueError(f"next_working_day must be true or false, not {moves!r}")
    return DueRule(integer(row["day"]), integer(row["months_ahead"]), moves)


_NO_MONTH: dict[Segment, Words] = {
    "construction": Words(
        "Proyek konstruksi tidak punya batas waktu bulanan: dibayar sekaligus atau bertermin, lunas sebelum proyek "
        "selesai.",
        "A construction project has no monthly due date: it is paid at once or in instalments, in full before the "
        "project ends.",
    ),
    "migrant": Words(
        "Pekerja migran tidak punya batas waktu bulanan: iuran dibayar sebelum berangkat.",
        "Migrant workers have no monthly due date: they pay before leaving.",
    ),
}
