"""What a bank must ask about membership before it gives subsidised credit, a grant or other capital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from ayomi.core.law.book import integer, mapping, only, parameter, rows_of, strings
from ayomi.core.law.citation import Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.funds import CREDIT_PRODUCTS, CreditProduct, credit_gate
from ayomi.core.law.terms import PROGRAMMES, Programme
from ayomi.core.money import Rupiah, rupiah_text

FILE: Final = "credit.yaml"
_KUR: Final[Mapping[CreditProduct, Words]] = {
    "super_mikro": Words("KUR super mikro", "KUR super micro"),
    "mikro": Words("KUR mikro", "KUR micro"),
    "kecil": Words("KUR kecil", "KUR small"),
    "khusus": Words("KUR khusus", "KUR special"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked for one product and sum: `programmes` if `required`, else voluntarily. `above`: required from
    more than this sum on, None where it never is. `rule`: on whose word."""

    product: str
    name: Words
    required: bool
    above: Rupiah | None
    programmes: tuple[Programme, ...]
    rule: Dated[object]
    unsure: Words | None


def asked(value: object) -> tuple[tuple[Programme, ...], Rupiah | None]:
    """The programmes and the sum of a value of the parameters' file, or LawFileError."""
    row = only(mapping(value), required=("programmes",), optional=("above",))
    wanted = strings(row["programmes"])
    return tuple(each for each in PROGRAMMES if each in wanted), integer(row["above"]) if "above" in row else None


@cache
def products() -> Mapping[str, Words]:
    """The products a bank can ask about, by code, with their names."""
    kur = {f"kur_{code}": _KUR[code] for code in CREDIT_PRODUCTS}
    others = {code: parameter(FILE, code, asked).name for code in rows_of(FILE) if code != "kur_programmes"}
    return kur | others


def condition(product: str, amount: Rupiah, day: date) -> Condition:
    """What is asked of whoever gets `amount` of `product` on the day.

    Raises NotInForce before its rule, KeyError for an unknown product. Sources: Permenko 1/2023 Pasal 26 ayat (8), 35
    ayat (11) for KUR; credit.yaml for the others.
    """
    name = products()[product]
    for code in CREDIT_PRODUCTS:
        if product == f"kur_{code}":
            gate = credit_gate(code, amount, day)
            found = parameter(FILE, "kur_programmes", asked).on(day)
            return Condition(product, name, gate.required, gate.above, found.value[0], gate.rule, found.unsure)
    rule = parameter(FILE, product, asked).on(day)
    programmes, above = rule.value
    return Condition(product, name, above is not None and amount > above, above, programmes, rule, rule.unsure)


def explained(asked_for: Condition) -> Words:
    """The rule in one sentence, without its source."""
    name, above = asked_for.name, asked_for.above
    programmes = " dan ".join(each.upper() for each in asked_for.programmes)
    programmes_en = programmes.replace(" dan ", " and ")
    if above is None:
        return Words(
            f"{name.id}: kepesertaan sukarela, dianjurkan {programmes}.",
            f"{name.en}: membership is voluntary; {programmes_en} are advised.",
        )
    if above == 0:
        return Words(
            f"{name.id}: wajib menjadi peserta, paling sedikit {programmes}.",
            f"{name.en}: membership is required, in {programmes_en} at least.",
        )
    return Words(
        f"{name.id} di atas {rupiah_text(above, 'id')}: wajib menjadi peserta, paling sedikit {programmes}.",
        f"{name.en} above {rupiah_text(above, 'en')}: membership is required, in {programmes_en} at least.",
    )
