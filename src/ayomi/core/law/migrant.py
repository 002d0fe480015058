"""Packages of JKK and JKM for migrant workers, paid at once for the whole contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import LawFileError, integer, mapping, only, parameter, sequence
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated
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


@dataclass(frozen=True, slots=True)
class CoverMonths:
    """Months of cover before placement, and those beyond the contract that its package covers too."""

    before_placement: int
    beyond_contract: int


def package(route: Route, contract_months: int, paid_on: date) -> tuple[PackageAmount, ...]:
    """What a migrant worker pays for `contract_months`: before placement (agency only), then during and after work.

    Raises NotInForce, and NotEligible where no package covers so short a contract. Source: Permenaker 4/2023
    Pasal 18; before, 18/2018.
    """
    work = work_package(contract_months, paid_on)
    return (before_placement(paid_on), work) if route == "agency" else (work,)


def before_placement(paid_on: date) -> PackageAmount:
    """What is paid for the time between registration and departure, through an agency. Raises NotInForce."""
    law = parameter(FILE, "packages", _packages).on(paid_on)
    amount = law.value.before_placement
    words = Words("perlindungan sebelum bekerja, paling lama 5 bulan", "cover before placement, at most 5 months")
    return PackageAmount(amount, amount, words, law.citation, (law.unsure,) if law.unsure else ())


def work_package(contract_months: int, paid_on: date) -> PackageAmount:
    """What is paid for the work under a contract and the time after it.

    Months between packages: the largest package that fits and the charge for each month more. Raises NotInForce, and
    NotEligible where no package covers so short a contract.
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
    if extra and months < max(law.value.packages):
        unsure = (*unsure, _BETWEEN)
    return PackageAmount(amount, amount, _words(months, main, extra, law.value), law.citation, unsure)


def extension(months: int, paid_on: date) -> PackageAmount:
    """What is paid when a contract is prolonged by `months`: the charge for each month more. Raises NotInForce."""
    law = parameter(FILE, "packages", _packages).on(paid_on)
    each = law.value.extra_month
    rule = Words(
        f"perpanjangan kontrak, {months} bulan × {rupiah_text(each, 'id')}",
        f"contract prolonged, {months} months × {rupiah_text(each, 'en')}",
    )
    return PackageAmount(months * each, months * each, rule, law.citation, (law.unsure,) if law.unsure else ())


def cover_months(paid_on: date) -> Dated[CoverMonths]:
    """How long packages cover: the time before placement, and beyond the contract. Raises NotInForce."""
    return parameter(FILE, "cover_months", _cover_months).on(paid_on)


def last_day_to_pay(begins: date) -> date:
    """Packages are paid before what they cover begins: before leaving, and before a contract runs on."""
    return begins - timedelta(days=1)


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


def _cover_months(value: object) -> CoverMonths:
    row = only(mapping(value), required=("before_placement", "beyond_contract"))
    return CoverMonths(integer(row["before_placement"]), integer(row["beyond_contract"]))
