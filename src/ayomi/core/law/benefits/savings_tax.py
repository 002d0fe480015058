"""The tax on old-age savings: final within two calendar years, progressive from the third on (PP 68/2009)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ayomi.core.law.benefits.paying import doubts, money, rests_on, steps, whole
from ayomi.core.law.benefits.savings import FILE
from ayomi.core.law.book import integer, integers, parameter
from ayomi.core.law.citation import Citation, Words
from ayomi.core.money import WHOLE, Rupiah, percent_text


@dataclass(frozen=True, slots=True)
class Payout:
    """One payment of savings, before tax."""

    paid: date
    gross: Rupiah


@dataclass(frozen=True, slots=True)
class Taxed:
    """The tax withheld from one payment, whether it is final, and why."""

    gross: Rupiah
    tax: Rupiah
    final: bool
    explain: Words
    citations: tuple[Citation, ...]
    unsure: tuple[Words, ...]

    @property
    def net(self) -> Rupiah:
        """What is paid out."""
        return self.gross - self.tax


def taxed(payouts: Sequence[Payout], *, has_tax_number: bool = True) -> tuple[Taxed, ...]:
    """The tax on each of one person's payments, in the order given. Raises NotInForce before 16 November 2009.

    Payments of the first and the next calendar year count as one lump sum: nothing up to 50 million, 5 % above. From
    the third calendar year on, each year's gross at the rates of the income tax law, 20 % more without a tax number.
    Source: PP 68/2009 Pasal 2, 5 and 6.
    """
    in_order = sorted(range(len(payouts)), key=lambda place: (payouts[place].paid, place))
    results: dict[int, Taxed] = {}
    first_year = payouts[in_order[0]].paid.year
    lump, by_year = 0, dict[int, int]()
    for place in in_order:
        payout = payouts[place]
        years = parameter(FILE, "tax_final", integers).on(payout.paid).value["years"]
        if payout.paid.year < first_year + years:
            results[place] = _final(payout, lump)
            lump += payout.gross
        else:
            before = by_year.get(payout.paid.year, 0)
            results[place] = _later(payout, before, has_tax_number)
            by_year[payout.paid.year] = before + payout.gross
    return tuple(results[place] for place in range(len(payouts)))


def _final(payout: Payout, before: Rupiah) -> Taxed:
    rule = parameter(FILE, "tax_final", integers).on(payout.paid)
    free, rate = rule.value["free"], rule.value["rate"]
    above = max(before + payout.gross - free, 0) - max(before - free, 0)
    tax = whole(Fraction(above * rate, WHOLE))
    words = Words(
        f"Pajak final: {percent_text(rate, 'id')} × {money(above).id}, yaitu bagian di atas {money(free).id} dari "
        "semua "
        f"yang dibayar dalam dua tahun kalender = {money(tax).id}.",
        f"Final tax: {percent_text(rate, 'en')} × {money(above).en}, the part above {money(free).en} of all that is "
        "paid "
        f"within two calendar years = {money(tax).en}.",
    )
    return Taxed(payout.gross, tax, True, rests_on(words, rule.citation), (rule.citation,), doubts(rule))


def _later(payout: Payout, before: Rupiah, has_tax_number: bool) -> Taxed:
    rule = parameter(FILE, "tax_later", steps).on(payout.paid)
    extra = parameter(FILE, "tax_without_number", integer).on(payout.paid)
    exact = _progressive(before + payout.gross, rule.value) - _progressive(before, rule.value)
    if not has_tax_number:
        exact *= 1 + Fraction(extra.value, WHOLE)
    tax = whole(exact)
    words = Words(
        f"Dibayar mulai tahun kalender ketiga: tarif progresif atas jumlah kotor setahun = {money(tax).id}; tidak "
        "final, "
        "dapat dikreditkan.",
        f"Paid from the third calendar year on: progressive rates on the gross of the year = {money(tax).en}; not "
        "final, "
        "it can be credited.",
    )
    if not has_tax_number:
        words = words + Words(
            f"Tanpa NPWP ditambah {percent_text(extra.value, 'id')}.",
            f"Without a tax number {percent_text(extra.value, 'en')} more.",
        )
    cited = (rule.citation, *(() if has_tax_number else (extra.citation,)))
    return Taxed(payout.gross, tax, False, rests_on(words, *cited), cited, doubts(rule))


def _progressive(gross: Rupiah, bands: Sequence[tuple[Rupiah, int]]) -> Fraction:
    total = Fraction(0)
    ends = [start for start, _rate in bands[1:]]
    for (start, rate), end in zip(bands, [*ends, None], strict=True):
        part = (gross if end is None else min(gross, end)) - start
        total += Fraction(max(part, 0) * rate, WHOLE)
    return total
