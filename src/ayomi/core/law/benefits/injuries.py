"""The disability table of JKK: which entry an injury is, by code or in words, and what partial disability pays."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits import injury_words
from ayomi.core.law.benefits.accident import FILE
from ayomi.core.law.benefits.paying import Benefit, Payment, doubts, money, percent, rests_on, truth, whole
from ayomi.core.law.book import citation, integer, mapping, only, parameter, rows_of, sequence, string, words
from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.money import Rupiah

Rule: TypeAlias = Literal["whole", "decibel", "each_tenth", "graded"]
RULES: tuple[Rule, ...] = get_args(Rule)
TABLE = "injuries.yaml"
HIDDEN_CAP = Words(
    "kehilangan sebagian daya dengar di sini tidak dihitung lebih dari kehilangan seluruhnya; naskahnya diam "
    "tentang ini.",
    "a partial loss of hearing is not counted above the total loss; the text is silent on this.",
)


@dataclass(frozen=True, slots=True)
class Injury:
    """One entry of the table: its code, its words, its part of the wage months, and how it is counted.

    `most` bounds entries that are graded or counted in steps; `other_side` is the entry that holds instead for
    left-handed people; `is_read` is False where the text of the row has not been seen.
    """

    code: str
    label: Words
    part: Fraction
    rule: Rule
    most: Fraction | None
    other_side: str | None
    is_read: bool

    @property
    def text(self) -> str:
        return f"{self.code} {self.label.id}"


@cache
def injuries() -> Mapping[str, Injury]:
    """Every entry of the table by code, in its order. Raises LawFileError for a malformed entry."""
    found: dict[str, Injury] = {}
    for item in sequence(rows_of(TABLE)["entries"]):
        row = only(mapping(item), required=("code", "percent", "seen", "id", "en"), optional=("rule", "most", "other"))
        found[string(row["code"])] = Injury(
            string(row["code"]),
            Words(string(row["id"]), string(row["en"])),
            Fraction(string(row["percent"])) / 100,
            _rule(row.get("rule", "whole")),
            Fraction(string(row["most"])) / 100 if "most" in row else None,
            string(row["other"]) if "other" in row else None,
            truth(row["seen"]),
        )
    return MappingProxyType(found)


@cache
def _by_label() -> Mapping[str, str]:
    """The code of each entry by its own words in both languages."""
    labels = ((each.code, label) for each in injuries().values() for label in (each.label.id, each.label.en))
    return MappingProxyType({label.casefold(): code for code, label in labels})


def _rule(value: object) -> Rule:
    rules: dict[object, Rule] = {name: name for name in RULES}
    return rules[value]


def find_injury(text: str, *, decibel: int | None = None, loss: Fraction | None = None) -> Injury:
    """The entry that a code or words name. `decibel` turns to the entries counted by decibels, `loss` to graded ones.

    Raises BadRequest when no entry or more than one fits, naming what would decide.
    """
    plain = text.strip().casefold()
    own_words = _by_label().get(plain)
    if plain in injuries() or own_words:
        found = injuries()[own_words or plain]
    else:
        normal = unicodedata.normalize("NFKD", plain).replace("_", " ").replace("-", " ")
        found = injuries()[injury_words.code_of(normal, text)]
    if found.code.startswith("physical_capacity") and loss is not None:
        found = injuries()[_capacity(loss)]
    by_decibel = {"both_ears_hearing": "both_ears_per_10_db", "one_ear_hearing": "one_ear_per_10_db"}
    if decibel is not None and found.code in by_decibel:
        found = injuries()[by_decibel[found.code]]
    _require_measure(found, decibel, loss)
    return found


def _capacity(loss: Fraction) -> str:
    for code, least, most in (("10_25", 10, 25), ("26_50", 26, 50), ("51_70", 51, 70)):
        if Fraction(least, 100) <= loss < Fraction(most + 1, 100):
            return f"physical_capacity_{code}"
    raise BadRequest(
        Words(
            "Kehilangan kemampuan kerja fisik dihitung dari 10 sampai 70 %; lebih dari itu cacat total tetap.",
            "A loss of physical work capacity counts from 10 to 70%; more is total permanent disability.",
        )
    )


def _require_measure(found: Injury, decibel: int | None, loss: Fraction | None) -> None:
    if decibel is not None and found.rule != "decibel":
        raise BadRequest(
            Words(
                f"decibel hanya untuk berkurangnya pendengaran, bukan “{found.label.id}”.",
                f"decibel is for a loss of hearing only, not for “{found.label.en}”.",
            )
        )
    if found.rule == "decibel" and decibel is None:
        raise BadRequest(
            Words("Isi decibel: berapa desibel berkurangnya.", "Give decibel: how many decibels are lost.")
        )
    if found.rule in ("each_tenth", "graded") and loss is None:
        raise BadRequest(
            Words(
                f"Isi function_loss_percent menurut dokter untuk “{found.label.id}”.",
                f"Give function_loss_percent as the doctor found it for “{found.label.en}”.",
            )
        )


def part_of(found: Injury, *, decibel: int | None = None, loss: Fraction | None = None) -> Fraction:
    """The part of the wage months for one injury: the table's, for each step lost, or the share of function lost."""
    if found.rule == "decibel":
        part = found.part * ((decibel or 0) // 10)
    elif found.rule == "each_tenth":
        part = found.part * ((loss or Fraction(0)) * 10 // 1)
    elif found.rule == "graded":
        part = max(loss or Fraction(0), found.part)
    elif loss is not None and not found.code.startswith("physical_capacity"):
        part = found.part * loss
    else:
        part = found.part
    return min(part, found.most if found.most is not None else _most())


def _most() -> Fraction:
    return Fraction(string(rows_of(TABLE)["most"])) / 100


def added(parts: Sequence[Fraction]) -> Fraction:
    """Several injuries: their parts added, at most the 70 % of total disability (the cap is general knowledge)."""
    return min(sum(parts, Fraction(0)), _most())


def for_hand(found: Injury, *, left_handed: bool) -> Injury:
    """The entry whose figure holds: for left-handed people right and left change places."""
    return injuries()[found.other_side] if left_handed and found.other_side else found


def partial_disability(
    on: date,
    wage: Rupiah,
    injury: str,
    *,
    left_handed: bool = False,
    loss: Fraction | None = None,
    decibel: int | None = None,
) -> Benefit:
    """Partial disability: the part of the table times 80 (before December 2007: 70) monthly wages.

    `loss` is the share of function lost (1/2 for 50 %), `decibel` the loss of hearing. Figures: `percent` that was
    paid, `matched` entry, `table_percent`. Raises BadRequest, NotInForce. Source: PP 44/2015 Lampiran III.
    """
    months = parameter(FILE, "wage_months", integer).on(on)
    found = find_injury(injury, decibel=decibel, loss=loss)
    counted = for_hand(found, left_handed=left_handed)
    part = part_of(counted, decibel=decibel, loss=loss)
    amount = whole(part * months.value * wage)
    shown = percent(part)
    table = citation(rows_of(TABLE)["source"])
    swapped = Words("", "")
    if counted is not found:
        swapped = Words(
            "Bagi yang kidal, kanan dan kiri bertukar.", "For left-handed people right and left change places."
        )
    words = rests_on(
        Words(
            f"{found.label.id}: {shown.replace('.', ',')} % × {months.value} × upah {money(wage).id} = "
            f"{money(amount).id}.",
            f"{found.label.en}: {shown}% × {months.value} × the wage of {money(wage).en} = {money(amount).en}.",
        )
        + swapped,
        months.citation,
        table,
    )
    payment = Payment(
        "partial_disability", amount, "member", "now", f"{shown}% x {months.value} x wage",
        (months.citation, table), words, wage, (*doubts(months), *_unsure(counted, part)),
    )  # fmt: skip
    figures = {"percent": shown, "matched": found.text, "table_percent": percent(counted.part)}
    return Benefit((payment,), words, (), figures)


def _unsure(found: Injury, part: Fraction) -> tuple[Words, ...]:
    unread = () if found.is_read else (words(rows_of(TABLE)["unread"]),)
    capped = (HIDDEN_CAP,) if found.rule == "decibel" and part == found.most else ()
    return (*unread, *capped)
