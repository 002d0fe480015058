"""JP: the pension age, the pension of a member and of survivors, indexation, and contributions given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits.paying import Figure, doubts, money, refuse, rests_on, whole
from ayomi.core.law.book import integer, integers, mapping, only, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import BadRequest
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, percent_text
from ayomi.core.periods import add_months, day_text

FILE = "benefits_jp.yaml"
STARTED = date(2015, 7, 1)
Reason: TypeAlias = Literal["old_age", "total_disability", "death"]
REASONS: tuple[Reason, ...] = get_args(Reason)

REFUND = Words(
    "Yang menjadi hak adalah seluruh iuran dan hasil pengembangannya, sekaligus (Pasal 24).",
    "What is due is all contributions with their return, at once (Article 24).",
)
NO_ARTICLE_ON_REFUND = Words(
    "Pasal 24 menyebut pengembalian iuran bagi yang mencapai usia pensiun; untuk cacat dan kematian dipakai dengan "
    "cara "
    "yang sama.",
    "Article 24 gives contributions back at the pension age; the same is applied to disability and death.",
)
ROUNDED = Words("dibulatkan ke rupiah terdekat, setengah ke atas; pasal tentang pembulatan tidak ditemukan.",
                "rounded half up to the rupiah; no article on rounding was found.")  # fmt: skip
BEFORE_JP = Words(
    "Usia itu tercapai sebelum program pensiun mulai (1 Juli 2015).",
    "That age was reached before the pension programme began (1 July 2015).",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most of a monthly pension, in rupiah."""

    least: Rupiah
    most: Rupiah


def formula_rate(on: date) -> Dated[PartsPerMillion]:
    """The part of the weighted wage for each year paid. Raises NotInForce before July 2015."""
    return parameter(FILE, "formula_rate", integer).on(on)


def bounds_on(on: date) -> Dated[Bounds]:
    """The least and the most of a pension on that day; after January 2027 those of 2026, as uncertain."""
    return parameter(FILE, "bounds", _bounds).on(on)


def shares_on(on: date) -> Dated[Mapping[str, int]]:
    """The shares of survivors (ppm)."""
    return parameter(FILE, "survivors", integers).on(on)


def _bounds(value: object) -> Bounds:
    row = integers(dict(only(mapping(value), required=("least", "most"))))
    return Bounds(row["least"], row["most"])


def age_on(on: date) -> int:
    """The pension age in force on a day; before JP began, the first one. Source: PP 45/2015 Pasal 15."""
    known = parameter(FILE, "age", integer)
    found = known.find(on)
    return found.value if found else known.values[0 if on < known.values[0].span.since else -1].value


def pension_age(born: date) -> Figure:
    """The age at which someone born on `born` gets a pension and the day it is reached.

    56 years to 2018, 57 from 2019, and one more every three years up to 65. Source: PP 45/2015 Pasal 15.
    """
    rules = parameter(FILE, "age", integer).values
    for age in range(rules[0].value, rules[-1].value + 1):
        reached = add_months(born, age * 12)
        rule = next((each for each in rules if reached in each.span), rules[0])
        if age >= rule.value:
            break
    words = rests_on(
        Words(
            f"Usia pensiun {age} tahun, tercapai {day_text(reached, 'id')}.",
            f"The pension age is {age}, reached on {day_text(reached, 'en')}.",
        ),
        rule.citation,
    )
    more = Words(
        "Yang masih bekerja boleh menunda paling lama 3 tahun. Hak dihitung mulai tanggal 1 bulan berikutnya.",
        "Who still works may wait up to 3 years. The right counts from the 1st of the next month.",
    )
    if reached < STARTED:
        more = more + BEFORE_JP
    return Figure({"pension_age": age, "reached": reached.isoformat()}, (rule.citation,), words + more, doubts(rule))


def months_counted(on: date, reason: Reason, paid_months: int, density: PartsPerMillion | None) -> int:
    """The months a pension counts: those paid, or 180 by the fiction for disability and death.

    `density` is paid months over months of membership (ppm). Raises NotEligible naming the condition that failed,
    BadRequest where the density is needed and missing. Source: PP 45/2015 Pasal 19 to 22 and 24.
    """
    rule = parameter(FILE, "conditions", integers).on(on)
    needed = rule.value["months"]
    if paid_months >= needed:
        return paid_months
    if reason == "old_age":
        raise refuse(
            f"Pensiun hari tua memerlukan masa iur {needed} bulan; yang dibayar baru {paid_months} bulan. {REFUND.id}",
            f"An old-age pension needs {needed} months paid; {paid_months} are. {REFUND.en}",
            rule.citation,
        )
    if density is None:
        raise BadRequest(
            Words(
                f"Isi density_percent: masa iur kurang dari {needed} bulan, jadi kepadatan iuran menentukan.",
                f"Give density_percent: with less than {needed} months paid the density decides.",
            )
        )
    if density < rule.value["density"]:
        least = rule.value["density"]
        raise refuse(
            f"Kepadatan iuran {percent_text(density, 'id')} kurang dari {percent_text(least, 'id')}. {REFUND.id}",
            f"The density of {percent_text(density, 'en')} is below {percent_text(least, 'en')}. {REFUND.en}",
            rule.citation,
        )
    member = rule.value["death_member_months" if reason == "death" else "disability_member_months"]
    # Density is months paid over months of membership, so the two together tell the membership.
    if paid_months * WHOLE < member * density:
        raise refuse(
            f"Kepesertaan belum {member} bulan ketika peristiwa terjadi. {REFUND.id}",
            f"Membership had not lasted {member} months when the event came. {REFUND.en}",
            rule.citation,
        )
    return needed


@dataclass(frozen=True, slots=True)
class Pension:
    """A monthly pension in rupiah: the months that count, the formula before bounds, and what is paid."""

    months: int
    formula: Rupiah
    monthly: Rupiah
    citations: tuple[Citation, ...]
    explain: Words
    unsure: tuple[Words, ...]


def pension_of(
    on: date, reason: Reason, paid_months: int, density: PartsPerMillion | None, weighted_wage: Rupiah
) -> Pension:
    """The pension of a member in its first year; `weighted_wage` is the monthly weighted mean wage in rupiah.

    For `death` it is the pension the shares of survivors are taken of. Raises NotEligible, BadRequest, NotInForce.
    Source: PP 45/2015 Pasal 17 to 21.
    """
    rate, bounds = formula_rate(on), bounds_on(on)
    months = months_counted(on, reason, paid_months, density)
    exact = Fraction(rate.value, WHOLE) * Fraction(months, 12) * weighted_wage
    formula = whole(exact)
    monthly = min(max(formula, bounds.value.least), bounds.value.most)
    years = f"{months}/12"
    words = Words(
        f"{percent_text(rate.value, 'id')} × {years} tahun × upah tertimbang {money(weighted_wage).id} = "
        f"{money(formula).id} sebulan.",
        f"{percent_text(rate.value, 'en')} × {years} years × the weighted wage of {money(weighted_wage).en} = "
        f"{money(formula).en} a month.",
    )
    if months != paid_months:
        words = words + Words(
            f"Masa iur {paid_months} bulan dihitung {months} bulan.",
            f"The {paid_months} months paid count as {months}.",
        )
    if monthly != formula:
        edge = (
            "paling sedikit" if monthly > formula else "paling banyak",
            "at least" if monthly > formula else "at most",
        )
        words = words + Words(
            f"Manfaat pensiun {edge[0]} {money(monthly).id}.", f"A pension is {edge[1]} {money(monthly).en}."
        )
    if reason == "death":
        words = words + Words(
            "Janda atau duda menerima 50 % dari ini sampai meninggal atau menikah lagi.",
            "A widow or widower gets 50% of this until death or remarriage.",
        )
    cited = (rate.citation, bounds.citation, parameter(FILE, "conditions", integers).on(on).citation)
    unsure = (*doubts(rate, bounds), *((ROUNDED,) if exact.denominator != 1 else ()))
    return Pension(months, formula, monthly, cited, rests_on(words, *cited), unsure)


def weighted_wages(
    retire_year: int, years: Sequence[int], wages: Sequence[Rupiah], inflation: Sequence[PartsPerMillion]
) -> tuple[Rupiah, ...]:
    """Each year's wage raised by the inflation of that year and every later one before `retire_year`.

    The index is not rounded; each weighted wage is, half up. Raises BadRequest for lists that do not belong together
    or leave out the inflation of a year that is needed. Source: PP 45/2015 Pasal 17 ayat (3) and its explanation.
    """
    if not years or len({len(years), len(wages), len(inflation)}) != 1 or len(set(years)) != len(years):
        raise BadRequest(
            Words(
                "years, wages dan inflation_percent harus sama panjang, tidak kosong, tanpa tahun berulang.",
                "years, wages and inflation_percent must be equally long, not empty, without a year twice.",
            )
        )
    known = dict(zip(years, inflation, strict=True))
    missing = [year for year in range(min(years), retire_year) if year not in known]
    if missing or max(years) > retire_year:
        raise BadRequest(
            Words(
                f"Inflasi setiap tahun dari tahun pertama sampai {retire_year - 1} diperlukan, dan tidak ada upah "
                f"sesudah {retire_year}.",
                f"The inflation of every year from the first to {retire_year - 1} is needed, and no wage after "
                f"{retire_year}.",
            )
        )
    index: dict[int, Fraction] = {retire_year: Fraction(1)}
    for year in range(retire_year - 1, min(years) - 1, -1):
        index[year] = index[year + 1] * Fraction(WHOLE + known[year], WHOLE)
    return tuple(whole(wage * index[year]) for year, wage in zip(years, wages, strict=True))


def mean_of(weighted: Sequence[Rupiah]) -> Rupiah:
    """The mean of the weighted wages, half up: the weighted wage a pension is counted on."""
    return whole(Fraction(sum(weighted), len(weighted)))


def survivors_of(member_pension: Rupiah, on: date = STARTED) -> dict[str, Rupiah]:
    """What survivors get a month of a member's pension: widow or widower, children, parent. PP 45/2015 Pasal 21-23."""
    shares = shares_on(on).value
    widow = whole(Fraction(member_pension * shares["widow"], WHOLE))
    return {
        "widow": widow,
        "child_without_spouse": whole(Fraction(member_pension * shares["child_without_spouse"], WHOLE)),
        "child_after_spouse": whole(Fraction(widow * shares["child_after_spouse"], WHOLE)),
        "parent": whole(Fraction(member_pension * shares["parent"], WHOLE)),
    }


def indexed_pension(pension: Rupiah, inflation: PartsPerMillion) -> Rupiah:
    """A pension of the year before times one plus its inflation, half up. Source: PP 45/2015 Pasal 17 ayat (1), (4)."""
    return whole(Fraction(pension * (WHOLE + inflation), WHOLE))


@dataclass(frozen=True, slots=True)
class Refund:
    """Contributions given back at once, in rupiah: what was paid, and the return on it."""

    base: Rupiah
    paid: Rupiah
    earned: Rupiah
    citations: tuple[Citation, ...]
    unsure: tuple[Words, ...]

    @property
    def total(self) -> Rupiah:
        return self.paid + self.earned


def refund_of(wage: Rupiah, paid_months: int, year: int, earned: PartsPerMillion = 0) -> Refund:
    """All contributions of `paid_months` at one wage, capped by the ceiling of `year` (from March), and their return.

    Raises NotInForce where that ceiling is not known. Source: PP 45/2015 Pasal 24, 28 and 29.
    """
    on = date(year, 7 if year == STARTED.year else 3, 1)
    ceiling, employer, worker = (
        parameter("wage_earner.yaml", name, integer).on(on) for name in ("jp_ceiling", "jp_employer", "jp_worker")
    )
    base = min(wage, ceiling.value)
    monthly = whole(Fraction(base * employer.value, WHOLE)) + whole(Fraction(base * worker.value, WHOLE))
    paid = monthly * paid_months
    cited = (parameter(FILE, "conditions", integers).on(on).citation, employer.citation, ceiling.citation)
    return Refund(base, paid, whole(Fraction(paid * earned, WHOLE)), cited, doubts(ceiling, employer, worker))
