"""What a benefit is made of: items with their amount, who gets them and when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import LawFileError, integer, integers, mapping, only, sequence
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import NotEligible
from ayomi.core.money import Rupiah, half_up, rupiah_text

Recipient: TypeAlias = Literal["member", "heir", "funeral_arranger", "fund", "employer"]
When: TypeAlias = Literal["now", "after_arrears", "monthly", "yearly"]
RECIPIENTS: tuple[Recipient, ...] = get_args(Recipient)
WHEN: tuple[When, ...] = get_args(When)


@dataclass(frozen=True, slots=True)
class Payment:
    """One item of a benefit: `amount` (rupiah) to `recipient`, `when` it is paid, on what `base` by which `rule`.

    `payer` is the agency but for what an employer who reported too little owes. `unsure` lists what is doubtful.
    """

    item: str
    amount: Rupiah
    recipient: Recipient
    when: When
    rule: str
    citations: tuple[Citation, ...]
    explain: Words
    base: Rupiah | None = None
    unsure: tuple[Words, ...] = ()
    payer: Literal["agency", "employer"] = "agency"


@dataclass(frozen=True, slots=True)
class Benefit:
    """All items of one benefit, the sentence over them, and further figures by name."""

    payments: tuple[Payment, ...]
    explain: Words
    unsure: tuple[Words, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def total(self) -> Rupiah:
        """Everything added up, in rupiah."""
        return sum(payment.amount for payment in self.payments)


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures by name that are no payment (a date, a bound, a list), with the rules they rest on."""

    figures: Mapping[str, object]
    citations: tuple[Citation, ...]
    explain: Words
    unsure: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Instalments:
    """A sum of `total` rupiah paid over `months`; 1 month: at once."""

    total: Rupiah
    months: int


def doubts(*rules: Dated[object]) -> tuple[Words, ...]:
    """What is unsure about any of `rules`, each doubt once."""
    return tuple(dict.fromkeys(rule.unsure for rule in rules if rule.unsure is not None))


def rests_on(sentence: Words, *citations: Citation) -> Words:
    """`sentence` with the rules it rests on."""
    listed = tuple(dict.fromkeys(citations))
    return sentence + Words(
        f"Dasarnya {'; '.join(dict.fromkeys(each.text for each in listed))}.",
        f"It rests on {'; '.join(dict.fromkeys(each.english for each in listed))}.",
    )


def refuse(indonesian: str, english: str, citation: Citation | None = None) -> NotEligible:
    """The refusal that names the condition which failed, with its article where there is one."""
    words = Words(indonesian, english)
    return NotEligible(words if citation is None else rests_on(words, citation))


def whole(amount: Rupiah | Fraction) -> Rupiah:
    """An exact amount rounded half up to the whole rupiah."""
    exact = Fraction(amount)
    return half_up(exact.numerator, exact.denominator)


def money(amount: Rupiah) -> Words:
    """A sum in both languages."""
    return Words(rupiah_text(amount, "id"), rupiah_text(amount, "en"))


def fixed(
    item: str,
    amount: Rupiah,
    recipient: Recipient,
    rule: Dated[object],
    name: Words,
    *,
    when: When = "now",
    more: Words | None = None,
) -> Payment:
    """A sum the law fixes; `name` is what the item is called in a sentence."""
    sentence = Words(f"{name.id}: {rupiah_text(amount, 'id')}.", f"{name.en}: {rupiah_text(amount, 'en')}.")
    words = rests_on(sentence, rule.citation)
    if more is not None:
        words = words + more
    return Payment(item, amount, recipient, when, "fixed", (rule.citation,), words, unsure=doubts(rule))


def instalments(value: object) -> Instalments:
    """A parser of parameters: `{total, months}`."""
    row = integers(dict(only(mapping(value), required=("total", "months"))))
    return Instalments(row["total"], row["months"])


def steps(value: object) -> tuple[tuple[int, int], ...]:
    """A parser of parameters: pairs of whole numbers."""
    pairs = []
    for pair in sequence(value):
        first, second = sequence(pair)
        pairs.append((integer(first), integer(second)))
    return tuple(pairs)


def truth(value: object) -> bool:
    """A parser of parameters: true or false."""
    if not isinstance(value, bool):
        raise LawFileError(f"expected true or false, found {value!r}")
    return value


def named(value: object) -> Mapping[str, object]:
    """A parser of parameters: anything by name."""
    return mapping(value)


def percent(part: Fraction) -> str:
    """A part of one as a decimal string of percent, exact up to six places: 7/200 as `3.5`."""
    scaled = half_up(part.numerator * 100_000_000, part.denominator)
    before, after = divmod(abs(scaled), 1_000_000)
    digits = f"{after:06d}".rstrip("0")
    return ("-" if scaled < 0 else "") + (f"{before}.{digits}" if digits else str(before))
