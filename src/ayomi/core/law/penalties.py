"""What late payment costs: simple, per month begun, rounded half up to the whole rupiah."""

from dataclasses import dataclass
from datetime import date

from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.due import DueDate, due_date
from ayomi.core.law.terms import Programme, Segment
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, half_up, percent_text, rupiah_text
from ayomi.core.periods import Month, add_months, started_months

FILE = "payment.yaml"

_STARTED_MONTH = Words(
    "bulan yang baru berjalan sebagian dihitung satu bulan; naskahnya hanya menyebut setiap bulan keterlambatan.",
    "a month that has only begun counts as a month; the text says only: for every month of delay.",
)

_LABOUR_INTENSIVE = Words(
    "Bagi industri padat karya yang diringankan, satu sumber menyebut denda 0,5 % selama masa keringanan; ini belum "
    "pasti dan tidak dipakai di sini.",
    "For labour-intensive firms with the relief one source names a fine of 0.5% during it; this is uncertain and not "
    "used here.",
)


@dataclass(frozen=True, slots=True)
class Fine:
    """`amount` (rupiah) for `months_late` months begun after `due`, at `rate` (ppm of the contribution a month)."""

    amount: Rupiah
    months_late: int
    rate: PartsPerMillion
    due: DueDate
    citation: Citation
    explain: Words
    unsure: tuple[Words, ...]


def late_fine(
    segment: Segment,
    month: Month,
    contribution: Rupiah,
    paid_on: date,
    *,
    programme: Programme = "jkk",
    joint_leave_counts: bool = True,
) -> Fine:
    """The fine on `contribution` (rupiah) of the iuran month `month`, paid on `paid_on`.

    2 % a month for employers, 0.5 % for the Covid months, none for own-account workers. `programme` decides the due
    date. Raises NotInForce and NotEligible as `due_date` does.
    """
    due = due_date(segment, programme, month, joint_leave_counts=joint_leave_counts)
    rule = parameter(FILE, "fine", integers).on(month.first_day)
    rate = rule.value[segment]
    months_late = started_months(due.day, paid_on)
    amount = half_up(contribution * rate * months_late, WHOLE)
    begun = months_late > 0 and rate > 0 and paid_on != add_months(due.day, months_late)
    unsure = (*due.unsure, *((_STARTED_MONTH,) if begun else ())) if months_late else due.unsure
    words = _explain(due, months_late, rate, contribution, amount)
    if segment == "wage_earner" and parameter("relief.yaml", "labour_intensive", integers).find(month.first_day):
        words = words + _LABOUR_INTENSIVE
    return Fine(amount, months_late, rate, due, rule.citation, words, unsure)


def _explain(due: DueDate, months_late: int, rate: int, contribution: Rupiah, amount: Rupiah) -> Words:
    if not months_late:
        return due.explain + Words("Dibayar tepat waktu, tanpa denda.", "Paid in time, no fine.")
    if not rate:
        return due.explain + Words(
            f"Terlambat {months_late} bulan; tidak ada denda bagi pekerja mandiri.",
            f"{months_late} months late; own-account workers pay no fine.",
        )
    return due.explain + Words(
        f"Terlambat {months_late} bulan: {percent_text(rate, 'id')} × {months_late} × "
        f"{rupiah_text(contribution, 'id')} = {rupiah_text(amount, 'id')}, ditanggung pemberi kerja.",
        f"{months_late} month{'s' if months_late > 1 else ''} late: {percent_text(rate, 'en')} × {months_late} × "
        f"{rupiah_text(contribution, 'en')} = {rupiah_text(amount, 'en')}, borne by the employer.",
    )


def administrative_rate(day: date) -> PartsPerMillion:
    """Parts per million of the contributions due, a month. Raises NotInForce. Source: PP 86/2013 Pasal 10 ayat (4)."""
    return parameter(FILE, "administrative_fine", integer).on(day).value


def administrative_fine(contributions: Rupiah, second_warning_ended: date, paid_on: date) -> Rupiah:
    """The separate fine for failing to register or to give full data: 0.1 % of what is due, for each month begun.

    Counted from the end of the second written warning. Raises NotInForce before the rule. Source: PP 86/2013
    Pasal 10 ayat (4).
    """
    rate = parameter(FILE, "administrative_fine", integer).on(second_warning_ended).value
    return half_up(contributions * rate * started_months(second_warning_ended, paid_on), WHOLE)
