"""The sentences that say why an amount is what it is, in Indonesian and in English."""

from collections.abc import Mapping, Sequence
from datetime import date

from ayomi.core.law import relief
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.relief import Relief
from ayomi.core.law.terms import PAYER_WORDS, PROGRAMME_WORDS, Payer
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, percent_text, rupiah_text
from ayomi.core.periods import Month, month_text

Facts = Mapping[str, object]

ROUNDED = Words(
    "dibulatkan ke rupiah terdekat, setengah ke atas, per pekerja dan per program; pasal tentang pembulatan tidak "
    "ditemukan.",
    "rounded half up to the rupiah, per worker and programme; no article on rounding was found.",
)
ASSUMED_SINGLE = Words(
    "Keterangan keluarga tidak diisi, jadi dihitung sebagai lajang (family: true untuk yang berkeluarga).",
    "The family field was not given, so this is the single rate (family: true for a family).",
)
ANOTHER_PAYS = Words("Disetorkan oleh pihak lain atas nama peserta.", "Paid in by someone else for the member.")
LHK_CEILING = Words(
    "apakah batas upah JPK pekerja formal juga berlaku bagi pekerja di luar hubungan kerja; di sini tidak dipakai.",
    "whether the JPK ceiling of wage earners also holds for informal workers; it is not applied here.",
)
LHK_FLOOR = Words(
    "Penghasilan yang dipilih tidak boleh di bawah upah minimum setempat.",
    "The chosen income may not be below the local minimum wage.",
)
HOLIDAY_CLAUSE = Words(
    "Naskah iuran pensiun tidak memuat pengunduran karena hari libur.",
    "The text on pension contributions does not move the date for holidays.",
)


def rated(
    programme: str, payer: Payer, base: Rupiah, rate: PartsPerMillion, amount: Rupiah, citation: Citation, of: Words
) -> Words:
    """`rate` of `base` is `amount`, borne by `payer`; `of` names the base (`upah`, `the wage`)."""
    name, who = PROGRAMME_WORDS[programme], PAYER_WORDS[payer]
    return Words(
        f"Iuran {name.id}: {percent_text(rate, 'id')} × {of.id} {rupiah_text(base, 'id')} = "
        f"{rupiah_text(amount, 'id')}, dibayar {who.id}. Dasarnya {citation.text}.",
        f"Contribution to {name.en}: {percent_text(rate, 'en')} × {of.en} {rupiah_text(base, 'en')} = "
        f"{rupiah_text(amount, 'en')}, paid by {who.en}. It rests on {citation.english}.",
    )


def ruled(programme: str, payer: Payer, amount: Rupiah, rule: Words, citation: Citation) -> Words:
    """`amount` by a `rule` that is not one rate."""
    name, who = PROGRAMME_WORDS[programme], PAYER_WORDS[payer]
    return Words(
        f"Iuran {name.id}: {rule.id} = {rupiah_text(amount, 'id')}, dibayar {who.id}. Dasarnya {citation.text}.",
        f"Contribution to {name.en}: {rule.en} = {rupiah_text(amount, 'en')}, paid by {who.en}. It rests on "
        f"{citation.english}.",
    )


def ceiling(income: Rupiah, limit: Rupiah) -> Words:
    """That only the part of the wage up to `limit` counts; nothing when the wage does not reach it."""
    if income <= limit:
        return Words("", "")
    return Words(
        f"Upah {rupiah_text(income, 'id')} dihitung hanya sampai batas {rupiah_text(limit, 'id')}.",
        f"Of the wage of {rupiah_text(income, 'en')} only {rupiah_text(limit, 'en')} counts.",
    )


def band(income: Rupiah, base: Rupiah) -> Words:
    """That the base comes from the income table."""
    return Words(
        f"Penghasilan {rupiah_text(income, 'id')} masuk kelompok dengan dasar iuran {rupiah_text(base, 'id')}.",
        f"An income of {rupiah_text(income, 'en')} falls in the band that pays on {rupiah_text(base, 'en')}.",
    )


def flat(amount: Rupiah) -> Words:
    """A fixed sum a month."""
    return Words(f"tetap {rupiah_text(amount, 'id')} sebulan", f"a flat {rupiah_text(amount, 'en')} a month")


def unemployment(amounts: Mapping[str, int], base: Rupiah, citation: Citation) -> Words:
    """Where the JKP contribution comes from, and that nobody is billed for it."""
    indonesian = {name: rupiah_text(amount, "id") for name, amount in amounts.items()}
    english = {name: rupiah_text(amount, "en") for name, amount in amounts.items()}
    return Words(
        f"Iuran {PROGRAMME_WORDS['jkp'].id} dari upah {rupiah_text(base, 'id')}: {indonesian['government']} dari "
        f"pemerintah, {indonesian['from_jkk']} dari iuran JKK dan {indonesian['from_jkm']} dari iuran JKM yang sudah "
        f"dibayar. Pemberi kerja dan pekerja tidak ditagih tambahan. Dasarnya {citation.text}.",
        f"Contribution to {PROGRAMME_WORDS['jkp'].en} on a wage of {rupiah_text(base, 'en')}: "
        f"{english['government']} from the government, {english['from_jkk']} out of the JKK and "
        f"{english['from_jkm']} out of the JKM contribution already paid. Employer and worker are billed nothing more. "
        f"It rests on {citation.english}.",
    )


def postponement(month: Month, contribution: Rupiah) -> Words:
    """The right of medium and large firms to postpone a pension contribution in the Covid months; else nothing."""
    rule = relief.pension_postponement(month)
    if rule is None:
        return Words("", "")
    now, later = relief.postponed_pension(contribution, month)
    return Words(
        f"Usaha menengah dan besar yang memenuhi syarat boleh membayar {rupiah_text(now, 'id')} dulu dan "
        f"{rupiah_text(later, 'id')} kemudian, mulai paling lambat 15 Mei 2021 dan lunas paling lambat 15 April 2022 "
        f"({rule.citation.text}).",
        f"Medium and large firms that qualify may pay {rupiah_text(now, 'en')} now and {rupiah_text(later, 'en')} "
        f"later, beginning by 15 May 2021 and in full by 15 April 2022 ({rule.citation.english}).",
    )


def relief_applied(rule: Relief, taken_off: Rupiah) -> Words:
    """That the relief applies, and how much it takes off this line."""
    off = WHOLE - rule.keep
    return Words(
        f"Sudah termasuk keringanan {percent_text(off, 'id')} ({rule.citation.text}), berkurang "
        f"{rupiah_text(taken_off, 'id')}; manfaat tidak berkurang.",
        f"This includes the relief of {percent_text(off, 'en')} ({rule.citation.english}), "
        f"{rupiah_text(taken_off, 'en')} less; benefits stay the same.",
    )


def relief_withheld(segment: str, month: Month, rule: Relief, facts: Facts) -> Words:
    """Why this month's relief does not apply, or which fact would decide it."""
    reasons = {
        "covid": _covid_reasons,
        "labour_intensive": _labour_reasons,
        "own_account": _own_account_reasons,
    }[rule.kind](month, facts)
    off = WHOLE - rule.keep
    words = Words(
        f"Keringanan {percent_text(off, 'id')} ({rule.citation.text}) tidak diterapkan:",
        f"The relief of {percent_text(off, 'en')} ({rule.citation.english}) is not applied:",
    )
    joined = Words("; ".join(reason.id for reason in reasons), "; ".join(reason.en for reason in reasons))
    return words + Words(f"{joined.id}.", f"{joined.en}.")


def _covid_reasons(month: Month, facts: Facts) -> Sequence[Words]:
    since, settled = facts.get("member_since"), facts.get("settled_to")
    if isinstance(since, date) and since > date(2020, 7, 31):
        return [
            Words(
                "peserta baru sesudah Juli 2020 membayar penuh dua bulan pertama",
                "members who joined after July 2020 pay the first two months in full",
            )
        ]
    if settled is None:
        return [
            Words(
                "belum diketahui apakah JKK dan JKM lunas sampai Juli 2020 (isi settled_to) atau sejak kapan menjadi "
                "peserta (isi member_since)",
                "it is not known whether JKK and JKM are settled up to July 2020 (give settled_to) or since when the "
                "member joined (give member_since)",
            )
        ]
    return [Words("JKK dan JKM belum lunas sampai Juli 2020", "JKK and JKM are not settled up to July 2020")]


def _labour_reasons(month: Month, facts: Facts) -> Sequence[Words]:
    reasons: list[Words] = []
    industry, workers = facts.get("industry"), facts.get("active_workers")
    least = relief.least_workers(month)
    if industry is None:
        reasons.append(Words("isi industry", "give industry"))
    elif industry not in relief.labour_intensive_industries(month):
        reasons.append(
            Words("industri ini tidak termasuk yang diringankan", "this industry is not among those relieved")
        )
    if workers is None:
        reasons.append(Words("isi active_workers (pekerja aktif)", "give active_workers"))
    elif isinstance(workers, int) and workers < least:
        reasons.append(Words(f"pekerja aktif kurang dari {least}", f"there are fewer than {least} active workers"))
    settled = facts.get("jkk_settled_to") or facts.get("settled_to")
    if settled is None:
        reasons.append(
            Words("isi jkk_settled_to (JKK lunas sampai bulan apa)", "give jkk_settled_to (the last month JKK is paid)")
        )
    elif isinstance(settled, date) and settled < date(2025, 1, 1):
        reasons.append(Words("JKK belum lunas sampai Januari 2025", "JKK is not settled up to January 2025"))
    return reasons


def _own_account_reasons(month: Month, facts: Facts) -> Sequence[Words]:
    if facts.get("paid_by") == "government":
        return [Words("iuran dibayar dari APBN atau APBD", "the contribution is paid out of a public budget")]
    sectors = relief.own_account_sectors(month)
    if facts.get("sector") is None:
        only = Words("transportasi", "transport") if "transport" in sectors else Words("lain", "other")
        return [
            Words(
                f"pada {month_text(month, 'id')} hanya sektor {only.id} yang diringankan; isi sector",
                f"in {month_text(month, 'en')} only the {only.en} sector is relieved; give sector",
            )
        ]
    return [
        Words(
            f"sektor ini tidak diringankan pada {month_text(month, 'id')}",
            f"this sector is not relieved in {month_text(month, 'en')}",
        )
    ]


OWN_ACCOUNT_CONDITIONS = Words(
    "Tidak berlaku bila dibayar dari APBN atau APBD, atau bagi peserta yang juga pemberi kerja.",
    "Not for contributions paid out of a public budget, nor for members who are employers.",
)
LABOUR_DEADLINE = Words(
    "Iuran yang diringankan harus lunas paling lambat 30 Juni 2026 (PP 36/2025); sesudahnya tarif penuh dan denda.",
    "The reduced contribution must be paid by 30 June 2026 (PP 36/2025); after that the full rate and a fine apply.",
)
CONDITIONS: dict[relief.Kind, Words] = {
    "covid": Words("", ""),
    "labour_intensive": LABOUR_DEADLINE,
    "own_account": OWN_ACCOUNT_CONDITIONS,
}
"""What else to know about a relief that applies."""

COVID_PROJECT = Words(
    "Dalam keringanan COVID-19, proyek yang terdaftar sebelum Agustus 2020 membayar 1 % dari sisa tagihan yang belum "
    "dibayar pada Agustus 2020 (PP 49/2020 Pasal 13); sisa itu tidak diketahui di sini.",
    "Under the COVID-19 relief a project registered before August 2020 pays 1 % of what was still unpaid then "
    "(PP 49/2020 Article 13); that remainder is not known here.",
)
COVID_NEW_PROJECT = Words(
    "PP 49/2020 juga meringankan iuran proyek yang terdaftar sesudah Juli 2020; syaratnya belum terbaca, jadi di sini "
    "dihitung penuh.",
    "PP 49/2020 also relieves projects registered after July 2020; its conditions have not been read, so the full sum "
    "is given here.",
)
