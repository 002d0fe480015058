"""Packages of JKK and JKM for migrant workers, paid at once for the whole contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import LawFileError, integer, mapping, only, parameter, sequence
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.errors import NotEligible
from ayomi.core.money import Rupiah, rupiah_text

FILE = "migrant.yaml"
MOST_MONTHS = 600
Route: TypeAlias = Literal["agency", "individual"]
ROUTES: tuple[Route, ...] = get_args(Route)


@dataclass(frozen=True, slots=True)
class Packages:
    """Rupiah by contract months, the sum before placement (agency route only), and each month beyond a package."""

    packages: Mapping[int, Rupiah]
    before_placement: Rupiah
    extra_month: Rupiah


@dataclass(frozen=True, slots=True)
class PackageAmount:
    """One part of the package; `rule` says in words how it was built."""

    amount: Rupiah
    base: Rupiah
    rule: Words
    citation: Citation
    unsure: tuple[Words, ...]


def package(route: Route, contract_months: int, paid_on: date) -> tuple[PackageAmount, ...]:
    """What a migrant worker pays for `contract_months`: before placement (agency only), then during and after work.

    Months between packages: the largest package that fits and the charge for each month more. Raises NotInForce, and
    NotEligible where no package covers so short a contract. Source: Permenaker 4/2023 Pasal 18; before, 18/2018.
    """
    law = parameter(FILE, "packages", _packages).on(paid_on)
    unsure = (law.unsure,) if law.unsure else ()
    fitting = [months for months in law.value.packages if months <= contract_months]
    if not fitting:
        shortest = min(law.value.packages)
        raise NotEligible(
            Words(
                f"Paket paling pendek dalam {law.citation.regulation} adalah {shortest} bulan; tarif untuk kontrak "
                f"{contract_months} bulan tidak ada.",
                f"The shortest package in {law.citation.regulation} is {shortest} months; there is no sum for a "
                f"contract of {contract_months} months.",
            )
        )
    months = max(fitting)
    extra = contract_months - months
    main = law.value.packages[months]
    amount = main + extra * law.value.extra_month
    parts = [PackageAmount(amount, amount, _words(months, main, extra, law.value), law.citation, unsure)]
    if extra and months < max(law.value.packages):
        parts = [PackageAmount(amount, amount, parts[0].rule, law.citation, (*unsure, _BETWEEN))]
    if route == "agency":
        before = law.value.before_placement
        words = Words("perlindungan sebelum bekerja, paling lama 5 bulan", "cover before placement, at most 5 months")
        parts.insert(0, PackageAmount(before, before, words, law.citation, unsure))
    return tuple(parts)


def savings_choices(paid_on: date) -> tuple[Rupiah, ...]:
    """The monthly sums a migrant worker may choose for old-age savings (JHT). Raises NotInForce."""
    return parameter(FILE, "jht_choices", _choices).on(paid_on).value


_BETWEEN = Words(
    "tambahan per bulan tertulis untuk kontrak yang melebihi jangka waktu paket; di antara dua paket dipakai cara yang "
    "sama.",
    "the charge for each extra month is written for contracts longer than a package; between two packages it is "
    "applied in the same way.",
)


def _words(months: int, main: Rupiah, extra: int, law: Packages) -> Words:
    indonesian = f"perlindungan selama dan setelah bekerja, paket {months} bulan {rupiah_text(main, 'id')}"
    english = f"cover during and after work, package of {months} months {rupiah_text(main, 'en')}"
    if extra:
        indonesian += f" + {extra} bulan × {rupiah_text(law.extra_month, 'id')}"
        english += f" + {extra} months × {rupiah_text(law.extra_month, 'en')}"
    return Words(indonesian, english)


def _packages(value: object) -> Packages:
    row = only(mapping(value), required=("packages", "before_placement", "extra_month"))
    listed = row["packages"]
    if not isinstance(listed, Mapping) or not listed:
        raise LawFileError("a migrant rule needs packages by contract months")
    by_months = {integer(months): integer(amount) for months, amount in listed.items()}
    return Packages(MappingProxyType(by_months), integer(row["before_placement"]), integer(row["extra_month"]))


def _choices(value: object) -> tuple[Rupiah, ...]:
    return tuple(integer(amount) for amount in sequence(value))
