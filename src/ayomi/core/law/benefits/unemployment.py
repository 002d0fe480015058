"""JKP: cash after a dismissal, before and since PP 6/2025 (7 February 2025)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.benefits.paying import Figure, doubts, money, refuse, rests_on, steps, whole
from ayomi.core.law.book import integer, integers, parameter, strings
from ayomi.core.law.citation import Words
from ayomi.core.money import WHOLE, Rupiah, percent_text, rupiah_text

FILE = "benefits_jkp.yaml"
CHANGED = date(2025, 2, 7)
Reason: TypeAlias = Literal[
    "dismissed", "contract_ended_early", "resigned", "contract_end", "total_disability", "pension", "death"
]
REASONS: tuple[Reason, ...] = get_args(Reason)

REASON_WORDS: dict[Reason, Words] = {
    "dismissed": Words("diberhentikan (PHK)", "dismissed"),
    "contract_ended_early": Words("kontrak diputus sebelum waktunya", "fixed-term work ended early"),
    "resigned": Words("mengundurkan diri", "resigned"),
    "contract_end": Words("kontrak selesai pada waktunya", "fixed-term work ended in its time"),
    "total_disability": Words("cacat total tetap", "total permanent disability"),
    "pension": Words("pensiun", "retired"),
    "death": Words("meninggal dunia", "died"),
}
ACTIVITY = Words(
    "Bulan kedua dan seterusnya menuntut kegiatan: melamar ke 5 perusahaan (atau 1 yang sampai wawancara), dan hadir "
    "pelatihan 80 %. Berhenti bila sudah bekerja lagi.",
    "From the second month on activity is needed: applying to 5 firms (or 1 with an interview), and attending 80% of "
    "training. It ends with a new job.",
)
ASSUMED = Words("dianggap terpenuhi karena tidak diisi:", "taken as met because not given:")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """The facts of a lost job. None: not told, and then taken as met.

    `months_drawn` are the months of cash already drawn when PP 6/2025 came into force; what is left of cash that was
    running on 7 February 2025 is paid under it.
    """

    dismissed: date
    wage: Rupiah
    months_paid_last_24: int | None = None
    consecutive: int | None = None
    months_drawn: int | None = None
    reason: Reason = "dismissed"


def cash_jkp(facts: Dismissal) -> Figure:
    """The cash of each month: `base` (the wage up to the ceiling), `monthly` list, `total`.

    Raises NotEligible naming the condition that failed, NotInForce for dismissals before February 2022.
    Source: PP 37/2021 Pasal 19 to 21, PP 6/2025 Pasal 19 to 21 and its general explanation.
    """
    on = facts.dismissed
    bands, ceiling = parameter(FILE, "cash", steps).on(on), parameter(FILE, "wage_ceiling", integer).on(on)
    unsure = _require(facts)
    base = min(facts.wage, ceiling.value)
    rates = [rate for months, rate in bands.value for _ in range(months)]
    cited = [bands.citation, ceiling.citation]
    if on < CHANGED and facts.months_drawn is not None:
        later = parameter(FILE, "cash", steps).on(CHANGED)
        new = [rate for months, rate in later.value for _ in range(months)]
        rates = rates[: facts.months_drawn] + new[facts.months_drawn :]
        if facts.months_drawn < len(new):
            cited.append(later.citation)
    monthly = [whole(Fraction(base * rate, WHOLE)) for rate in rates]
    total = sum(monthly)
    listed_id = ", ".join(f"{percent_text(rate, 'id')}" for rate in rates)
    listed_en = ", ".join(f"{percent_text(rate, 'en')}" for rate in rates)
    words = Words(
        f"Uang tunai paling lama {len(rates)} bulan dari upah {money(base).id}: {listed_id}; seluruhnya "
        f"{rupiah_text(total, 'id')}.",
        f"Cash for up to {len(rates)} months on the wage of {money(base).en}: {listed_en}; {rupiah_text(total, 'en')} "
        "in all.",
    )
    if facts.wage > base:
        words = words + Words(
            f"Upah dihitung paling tinggi {money(ceiling.value).id}.", f"A wage counts up to {money(ceiling.value).en}."
        )
    return Figure(
        {"base": base, "monthly": monthly, "total": total}, tuple(cited), rests_on(words, *cited) + ACTIVITY,
        (*doubts(bands, ceiling), *unsure, *_near_the_change(facts)),
    )  # fmt: skip


def _near_the_change(facts: Dismissal) -> tuple[Words, ...]:
    """Who was dismissed up to six months before the change may still have been drawing on that day."""
    if facts.months_drawn is not None or not date(2024, 8, 7) <= facts.dismissed < CHANGED:
        return ()
    return (
        Words(
            "sisa bulan yang dibayar sejak 7 Februari 2025 memakai 60 %; isi months_drawn, berapa bulan sudah diterima "
            "sebelum hari itu.",
            "months paid from 7 February 2025 on are at 60%; give months_drawn, how many were drawn before that day.",
        ),
    )


def _require(facts: Dismissal) -> tuple[Words, ...]:
    excluded = parameter(FILE, "excluded", strings).on(facts.dismissed)
    rule = parameter(FILE, "conditions", integers).on(facts.dismissed)
    if facts.reason in excluded.value:
        name = REASON_WORDS[facts.reason]
        raise refuse(
            f"JKP tidak diberikan bila berhenti karena: {name.id}.",
            f"JKP is not given where the job ended because: {name.en}.",
            excluded.citation,
        )
    assumed: list[Words] = []
    months, within, row = rule.value["months"], rule.value["within"], rule.value["consecutive"]
    if facts.months_paid_last_24 is None:
        assumed.append(Words(f"iuran {months} dari {within} bulan", f"{months} of {within} months paid"))
    elif facts.months_paid_last_24 < months:
        raise refuse(
            f"Iuran JKP baru {facts.months_paid_last_24} bulan dalam {within} bulan terakhir; syaratnya sedikitnya "
            f"{months} bulan.",
            f"Only {facts.months_paid_last_24} months were paid in the last {within}; at least {months} are needed.",
            rule.citation,
        )
    if row and facts.consecutive is None:
        assumed.append(Words(f"iuran {row} bulan berturut-turut", f"{row} consecutive months paid"))
    elif facts.consecutive is not None and facts.consecutive < row:
        raise refuse(
            f"Sebelum diberhentikan iuran baru {facts.consecutive} bulan berturut-turut; syaratnya sedikitnya {row} "
            "bulan.",
            f"Only {facts.consecutive} consecutive months were paid before the dismissal; at least {row} are needed.",
            rule.citation,
        )
    if not assumed:
        return ()
    return (
        Words(
            f"{ASSUMED.id} {'; '.join(each.id for each in assumed)}.",
            f"{ASSUMED.en} {'; '.join(each.en for each in assumed)}.",
        ),
    )
