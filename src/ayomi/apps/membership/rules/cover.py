"""Which days a paid contribution covers.

A paid month covers its days. A stretch of membership begins on the day of the first payment (not before the membership
itself), so that nobody is insured backwards. A wage earner's stretch never breaks: the law keeps her insured and makes
the employer answer for arrears (PP 44/2015 Pasal 38 and 41), so old months paid late are covered too. Whoever pays for
himself has a grace of some months of arrears (Pasal 39 and 42): paid within it, old months count; after it a new
stretch begins on the day of the next payment, and the unpaid months stay uncovered. What counts is when the money was
paid, not when or in which order it was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

import polars as pl

from ayomi.core.law.book import integers, mapping, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.periods import Month, add_months

Status = Literal["covered", "grace", "not_covered"]
Why = Literal[
    "paid", "in_grace", "not_begun", "lapsed", "employer_answers", "project_unpaid", "package_unpaid", "package_over"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoverRow:
    """The cover one paid month gives: [since, until) within the month, both its first day where there is none."""

    month: date
    paid_on: date
    begins: date
    regular: bool
    since: date
    until: date


@cache
def grace_months(segment: str, on: date) -> int:
    """Months of arrears the law bears with (PP 44/2015 Pasal 38 to 42); 0 before it, as no older rule is known,
    and for packages, which are paid ahead."""
    if segment == "migrant":
        return 0
    found = parameter("membership.yaml", "grace_months", integers).find(on)
    return found.value["wage_earner" if segment == "wage_earner" else "own_account"] if found else 0


def too_late(segment: str, month: date, paid_on: date) -> bool:
    """Whether a month was paid so late that it covers none of its days: after its own grace, unless by an employer."""
    return segment != "wage_earner" and paid_on >= add_months(month, grace_months(segment, paid_on) + 1)


def _clipped(
    segment: str, month: date, paid_on: date, begins: date, ends: date | None
) -> tuple[date, date]:  # fmt: skip
    since, until = max(month, begins), add_months(month, 1)
    until = until if ends is None else min(until, ends)
    return (month, month) if since >= until or too_late(segment, month, paid_on) else (since, until)


def first_unpaid(begins: date, paid: Sequence[date] | frozenset[date] | set[date]) -> date:
    """First day of the first month a stretch that began on `begins` has not paid."""
    start = begins.replace(day=1)
    month = min((m for m in paid if m >= start), default=start)
    while month in paid:
        month = add_months(month, 1)
    return month


def cover_of(
    segment: str, since: date, until: date | None, payments: Mapping[date, date]
) -> tuple[CoverRow, ...]:  # fmt: skip
    """The cover of one membership [since, until) from all its payments: first day of each paid month -> day of payment.

    One row per paid month, in the order of months.
    """
    if not payments:
        return ()
    begins_of: dict[date, date] = {}
    begins = max(since, min(payments.values()))
    stretch: set[date] = set()
    for paid_on, month in sorted((day, month) for month, day in payments.items()):
        if segment != "wage_earner" and begins_of:
            last_day = add_months(first_unpaid(begins, stretch), grace_months(segment, paid_on) + 1)
            if paid_on >= last_day:
                begins, stretch = max(since, paid_on), set()
        begins_of[month] = begins
        if not too_late(segment, month, paid_on):
            stretch.add(month)
    last = max(payments)
    orderly = (
        begins_of[last] == begins
        and payments[last] == max(payments.values())
        and first_unpaid(begins, stretch) == add_months(last, 1)
    )
    return tuple(
        CoverRow(
            month,
            payments[month],
            begins_of[month],
            orderly and month == last,
            *_clipped(segment, month, payments[month], begins_of[month], until),
        )
        for month in sorted(payments)
    )


COVER_COLUMNS: Final = ("membership_id", "month", "paid_on", "begins", "regular", "since", "until")


def _graces(days: pl.Series, name: str) -> pl.DataFrame:
    """`name` and grace: the months the law bears with on each distinct day of payment."""
    distinct = days.unique().to_list()
    return pl.DataFrame(
        {name: distinct, "grace": [grace_months("own_account", day) for day in distinct]},
        schema={name: pl.Date, "grace": pl.Int64},
    )


def cut(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds since, until to paid months. `frame`: segment, month, paid_on, begins, ends (of the membership)."""
    since = pl.max_horizontal("month", "begins")
    until = pl.min_horizontal(pl.col("month").dt.offset_by("1mo"), pl.col("ends"))
    latest = pl.col("month").dt.offset_by(pl.concat_str(pl.col("paid_grace") + 1, pl.lit("mo")))
    late = (pl.col("segment") != "wage_earner") & (pl.col("paid_on") >= latest)
    some = (since < until) & ~late
    graces = _graces(frame["paid_on"], "paid_on").rename({"grace": "paid_grace"})
    return frame.join(graces, on="paid_on", how="left", maintain_order="left").with_columns(
        since=pl.when(some).then(since).otherwise(pl.col("month")),
        until=pl.when(some).then(until).otherwise(pl.col("month")),
    )


def next_cover(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The same as `cover_of` for a whole set at once, where what is stored of the last paid month suffices.

    `frame`: membership_id, month, paid_on (new payments, one row per month), segment, starts, ends (of the
    membership), last_month, last_paid_on, last_begins, last_regular (of its stored row with the latest month, null
    where there is none). Returns the rows to store (`COVER_COLUMNS`) and the ids of memberships that need `cover_of`.
    """
    each = pl.col("paid_on").min().over("membership_id")
    frame = frame.with_columns(
        earliest=each,
        one_day=pl.col("paid_on").n_unique().over("membership_id") == 1,
        lowest=pl.col("month").min().over("membership_id"),
        highest=pl.col("month").max().over("membership_id"),
        months=pl.len().over("membership_id"),
    ).with_columns(
        counted=(pl.col("highest").dt.year() - pl.col("lowest").dt.year()) * 12
        + pl.col("highest").dt.month().cast(pl.Int32)
        - pl.col("lowest").dt.month().cast(pl.Int32)
        + 1,
        open_month=pl.col("last_month").dt.offset_by("1mo"),
    )
    grace = _graces(frame["earliest"], "earliest")
    frame = frame.join(grace, on="earliest", how="left", maintain_order="left").with_columns(
        unbroken=pl.col("counted") == pl.col("months"),
        limit=pl.col("open_month").dt.offset_by(pl.concat_str(pl.col("grace") + 1, pl.lit("mo"))),
    )
    anew = pl.max_horizontal("starts", "earliest")
    wages = pl.col("segment") == "wage_earner"
    first = pl.col("last_month").is_null()
    after = (
        pl.col("last_regular")
        & pl.col("one_day")
        & (pl.col("paid_on") >= pl.col("last_paid_on"))
        & (pl.col("lowest") > pl.col("last_month"))
    )
    lapsed = after & (pl.col("earliest") >= pl.col("limit"))
    goes_on = after & ~lapsed & pl.col("unbroken") & (pl.col("lowest") == pl.col("open_month"))
    quick = (
        pl.when(wages)
        .then(first | (anew >= pl.col("last_begins")))
        .otherwise((first & pl.col("one_day")) | lapsed | goes_on)
        .fill_null(False)
    )
    begins = pl.when(pl.when(wages).then(first).otherwise(first | lapsed)).then(anew).otherwise(pl.col("last_begins"))
    frame = frame.with_columns(quick=quick, begins=begins, goes_on=goes_on.fill_null(False))
    reaches = pl.col("highest").dt.offset_by("1mo") >= pl.col("begins").dt.month_start()
    rows = frame.filter("quick").with_columns(
        regular=(pl.col("month") == pl.col("highest")) & (pl.col("goes_on") | (pl.col("unbroken") & reaches))
    )
    return cut(rows).select(COVER_COLUMNS), frame.filter(~pl.col("quick"))["membership_id"].unique()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a membership stood on a day. `arrears`: whole months unpaid before the month of the day (0 in its own)."""

    status: Status
    why: Why
    since: date | None
    until: date | None
    paid_on: date | None
    arrears: int


def standing(
    segment: str, since: date, until: date | None, rows: Sequence[CoverRow], day: date
) -> Standing:  # fmt: skip
    """How a membership [since, until) that holds on `day` stood on it, by its stored cover (in the order of months)."""
    for row in rows:
        if row.since <= day < row.until:
            first, last = _span_around(rows, row)
            return Standing("covered", "paid", first, last, row.paid_on, 0)
    begins = max((row.begins for row in rows if row.begins <= day), default=None)
    month = day.replace(day=1)
    stretch = [row for row in rows if row.begins == begins]
    paid = {row.month for row in stretch if not too_late(segment, row.month, row.paid_on)}
    if begins is None or not any(row.month <= month for row in stretch):
        return Standing("not_covered", "not_begun", None, None, None, 0)
    start, unpaid = begins.replace(day=1), month
    while unpaid > start and add_months(unpaid, -1) not in paid:
        unpaid = add_months(unpaid, -1)
    arrears = Month.of(month).months_since(Month.of(unpaid))
    last_day = max((row.until for row in rows if row.until <= day and row.since < row.until), default=None)
    if arrears <= grace_months(segment, day):
        return Standing("grace", "in_grace", None, last_day, None, arrears)
    why: Why = "employer_answers" if segment == "wage_earner" else "lapsed"
    return Standing("not_covered", why, None, last_day, None, arrears)


def package_standing(spans: Sequence[tuple[date, date, date]], day: date) -> Standing:
    """How a migrant worker stood on a day; there is no grace. `spans`: covered (since, until, paid_on), in order."""
    whole = met([(since, until) for since, until, _ in spans])
    for since, until, paid_on in spans:
        if since <= day < until:
            first, last = next((a, b) for a, b in whole if a <= day < b)
            return Standing("covered", "paid", first, last, paid_on, 0)
    past = max((until for _, until, _ in spans if until <= day), default=None)
    return Standing("not_covered", "package_unpaid" if past is None else "package_over", None, past, None, 0)


def met(spans: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Spans in order, those that touch made one."""
    whole: list[tuple[date, date]] = []
    for since, until in spans:
        if whole and whole[-1][1] == since:
            whole[-1] = (whole[-1][0], until)
        else:
            whole.append((since, until))
    return tuple(whole)


def _span_around(rows: Sequence[CoverRow], row: CoverRow) -> tuple[date, date]:
    return next((a, b) for a, b in joined(rows) if a <= row.since < b)


def joined(rows: Sequence[CoverRow]) -> tuple[tuple[date, date], ...]:
    """The covered days as spans [since, until) that do not touch each other."""
    return met([(row.since, row.until) for row in rows if row.since < row.until])


_PASAL: Final = {
    ("wage_earner", "in_grace"): "Pasal 38",
    ("wage_earner", "employer_answers"): "Pasal 38 dan 41",
    ("own_account", "in_grace"): "Pasal 39 dan 42",
    ("own_account", "lapsed"): "Pasal 39 dan 42",
}
_MEANING: Final[Mapping[tuple[str, str], Words]] = {
    ("wage_earner", "in_grace"): Words(
        "Iuran bulan ini belum lunas, tetapi masih dalam masa tenggang 3 bulan. Manfaat JKK dan JKM tetap dibayar BPJS"
        " Ketenagakerjaan; pemberi kerja melunasi iurannya.",
        "The contribution for this month is not paid yet, but the grace of 3 months still runs. JKK and JKM benefits"
        " are paid by the agency; the employer settles the contribution.",
    ),
    ("wage_earner", "employer_answers"): Words(
        "Pemberi kerja menunggak lebih dari 3 bulan. Pemberi kerja membayar dulu manfaat JKK dan JKM, lalu dapat minta"
        " penggantian setelah tunggakan dan denda lunas.",
        "The employer is more than 3 months in arrears. The employer pays JKK and JKM benefits first, and may ask for"
        " them back once arrears and fines are paid.",
    ),
    ("own_account", "in_grace"): Words(
        "Iuran bulan ini belum dibayar, tetapi masih dalam masa tenggang 3 bulan. JKK: perawatan langsung ditanggung,"
        " santunan uang dibayar setelah tunggakan lunas. JKM: biaya pemakaman langsung dibayar, sisanya setelah ahli"
        " waris melunasi tunggakan.",
        "The contribution for this month is not paid, but the grace of 3 months still runs. JKK: care is given at once,"
        " cash is paid after the arrears. JKM: the funeral money is paid at once, the rest after the heirs settle the"
        " arrears.",
    ),
    ("own_account", "lapsed"): Words(
        "Iuran menunggak lebih dari 3 bulan, jadi tidak ada hak manfaat. Kepesertaan mulai lagi pada hari iuran"
        " berikutnya dibayar, tanpa harus melunasi bulan yang lama.",
        "The contribution is more than 3 months in arrears, so there is no right to benefits. Cover begins again on the"
        " day the next contribution is paid; the old months need not be paid.",
    ),
    ("", "not_begun"): Words(
        "Perlindungan mulai setelah iuran pertama dibayar.", "Cover begins once the first contribution is paid."
    ),
    ("", "project_unpaid"): Words(
        "Perlindungan proyek mulai setelah iuran atau termin pertama proyek dibayar.",
        "Cover of a project begins once its contribution or first instalment is paid.",
    ),
    ("", "package_unpaid"): Words(
        "Perlindungan pekerja migran mulai setelah paketnya dibayar, untuk hari yang dicakup paket itu.",
        "Cover of a migrant worker begins once the package is paid, for the days of that package.",
    ),
    ("", "package_over"): Words(
        "Masa paket yang dibayar sudah habis dan tidak diperpanjang.",
        "The time of the paid package is over and was not prolonged.",
    ),
    ("", "paid"): Words("Iuran untuk hari ini sudah dibayar.", "The contribution for this day is paid."),
}


def meaning(segment: str, why: Why) -> Words:
    """What the standing means for the person, in both languages."""
    group = "wage_earner" if segment == "wage_earner" else "own_account"
    return _MEANING.get((group, why)) or _MEANING[("", why)]


def source(segment: str, why: Why) -> Citation:
    """The article behind `meaning`."""
    if segment == "migrant":
        return parameter("migrant.yaml", "packages", mapping).values[-1].citation
    known = parameter("membership.yaml", "grace_months", integers).values[-1].citation
    group = "wage_earner" if segment == "wage_earner" else "own_account"
    article = _PASAL.get((group, why), "Pasal 54" if why == "project_unpaid" else "Pasal 6")
    return Citation(known.regulation, article, known.link)
