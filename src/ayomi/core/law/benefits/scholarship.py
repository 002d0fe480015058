"""Scholarships for the children of members who died or were wholly disabled."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits.paying import Figure, doubts, refuse, rests_on
from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.money import Rupiah, rupiah_text

FILE = "benefits_scholarship.yaml"
Cause: TypeAlias = Literal["jkk_death", "jkk_total_disability", "jkm_death"]
Level: TypeAlias = Literal["TK", "SD", "SMP", "SMA", "S1"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
LEVELS: tuple[Level, ...] = get_args(Level)

CHILD = Words(
    "Anak sah, belum 23 tahun, belum menikah, belum bekerja; diminta setiap tahun.",
    "A legitimate child under 23, not married, not working; claimed every year.",
)


def scholarship_total(
    on: date, cause: Cause, years_paid: Fraction | None, children: int, from_level: Level = "TK"
) -> Figure:
    """All years still to come of at most two children starting at `from_level`: `children_paid`, `total` (rupiah).

    From July 2015 to 1 December 2019 it was one sum for each member, once. Raises NotEligible, NotInForce. Source:
    PP 82/2019 Pasal 25, 34 and Lampiran III; PP 44/2015 Pasal 25 ayat (3) and 34.
    """
    cited, unsure = _require(on, cause, years_paid)
    _require_child(children)
    once = parameter(FILE, "once", integer).find(on)
    if once:
        return _once(once.value, once.citation, unsure)
    yearly, years = parameter(FILE, "yearly", integers).on(on), parameter(FILE, "years", integers).on(on)
    most = parameter(FILE, "children", integer).on(on)
    levels = LEVELS[LEVELS.index(from_level) :]
    each = sum(yearly.value[level] * years.value[level] for level in levels)
    paid = min(children, most.value)
    sums_id = " + ".join(f"{level} {years.value[level]} × {rupiah_text(yearly.value[level], 'id')}" for level in levels)
    sums_en = " + ".join(f"{level} {years.value[level]} × {rupiah_text(yearly.value[level], 'en')}" for level in levels)
    words = Words(
        f"Beasiswa seorang anak: {sums_id} = {rupiah_text(each, 'id')}; untuk {paid} anak "
        f"{rupiah_text(each * paid, 'id')}.",
        f"The scholarship of a child: {sums_en} = {rupiah_text(each, 'en')}; for {paid} "
        f"{'child' if paid == 1 else 'children'} {rupiah_text(each * paid, 'en')}.",
    )
    return Figure(
        {"children_paid": paid, "total": each * paid, "each": each},
        (yearly.citation, *cited), rests_on(words, yearly.citation, most.citation, *cited) + CHILD,
        (*unsure, *doubts(yearly, years, most)),
    )  # fmt: skip


def scholarship_year(on: date, cause: Cause, years_paid: Fraction | None, children: Sequence[Level]) -> Figure:
    """One year of the children in school, the first two listed: `total` (rupiah) and `children_paid`.

    Raises NotEligible, NotInForce. The once-only sum of 2015 to 2019 is the whole of it.
    """
    cited, unsure = _require(on, cause, years_paid)
    _require_child(len(children))
    once = parameter(FILE, "once", integer).find(on)
    if once:
        return _once(once.value, once.citation, unsure)
    yearly, most = parameter(FILE, "yearly", integers).on(on), parameter(FILE, "children", integer).on(on)
    paid = children[: most.value]
    total = sum(yearly.value[level] for level in paid)
    sums_id = " + ".join(f"{level} {rupiah_text(yearly.value[level], 'id')}" for level in paid)
    sums_en = " + ".join(f"{level} {rupiah_text(yearly.value[level], 'en')}" for level in paid)
    words = Words(
        f"Beasiswa setahun: {sums_id} = {rupiah_text(total, 'id')}.",
        f"The scholarship of a year: {sums_en} = {rupiah_text(total, 'en')}.",
    )
    if len(children) > len(paid):
        words = words + Words(
            f"Paling banyak {most.value} anak; yang dihitung yang disebut lebih dulu.",
            f"At most {most.value} children; those named first count.",
        )
    return Figure(
        {"children_paid": len(paid), "total": total},
        (yearly.citation, *cited), rests_on(words, yearly.citation, *cited) + CHILD, (*unsure, *doubts(yearly, most)),
    )  # fmt: skip


def _require(on: date, cause: Cause, years_paid: Fraction | None) -> tuple[tuple[Citation, ...], tuple[Words, ...]]:
    """The condition of JKM on years paid; work accidents have none."""
    rule = parameter(FILE, "years_paid", integer).on(on)
    if cause != "jkm_death":
        return (), ()
    if years_paid is None:
        return (rule.citation,), (
            Words(
                f"masa iur sedikitnya {rule.value} tahun dianggap terpenuhi karena tidak diisi.",
                f"at least {rule.value} years paid are taken as met because they were not given.",
            ),
        )
    if years_paid < rule.value:
        raise refuse(
            f"Beasiswa karena meninggal bukan akibat kecelakaan kerja menuntut masa iur sedikitnya {rule.value} tahun.",
            f"A scholarship after a death that is no work accident needs at least {rule.value} years paid.",
            rule.citation,
        )
    return (rule.citation,), ()


def _require_child(children: int) -> None:
    if not children:
        raise refuse("Beasiswa hanya untuk anak peserta.", "The scholarship is for children of the member only.")


def _once(amount: Rupiah, citation: Citation, unsure: tuple[Words, ...]) -> Figure:
    words = rests_on(
        Words(
            f"Beasiswa sekali untuk seorang peserta: {rupiah_text(amount, 'id')}.",
            f"The scholarship, once for each member: {rupiah_text(amount, 'en')}.",
        ),
        citation,
    )
    return Figure({"children_paid": 1, "total": amount}, (citation,), words, unsure)
