"""Answers about loan classes, housing loans, the credit gate and agents' pay."""

from ayomi.core.law import funds
from ayomi.core.law.citation import Words
from ayomi.core.law.dated import Dated
from ayomi.core.law.lines import said
from ayomi.core.law.request import Fields
from ayomi.core.money import LARGEST_SUM, LARGEST_WAGE, percent_text, rupiah_text

MOST_DAYS = 100_000
MOST_YEARS = 100
MOST_MEMBERS = 10_000_000


def collectability(fields: Fields) -> dict[str, object]:
    """The answer to a `collectability` question. Raises BadRequest."""
    fields.only("kind", "days_late")
    days = fields.whole("days_late", MOST_DAYS)
    found, rule = funds.class_of(days), funds.class_limits()
    name = funds.CLASS_WORDS[found]
    limits = rule.value
    explain = Words(
        f"Terlambat {days} hari: {name.id}. Lancar sampai {limits['lancar']} hari, kurang lancar sampai "
        f"{limits['kurang_lancar']}, diragukan sampai {limits['diragukan']}, sesudahnya macet.",
        f"{days} days late: {name.en} ({found}). Current up to {limits['lancar']} days, substandard up to "
        f"{limits['kurang_lancar']}, doubtful up to {limits['diragukan']}, loss after that.",
    )
    return {"class": found, "days_late": days, **_source(rule, explain)}


def housing_cap(fields: Fields) -> dict[str, object]:
    """The answer to a `housing_cap` question. Raises BadRequest, NotInForce, NotEligible.

    `wage` and `member_years` are asked for members' loans; the developers' credit (FPPP) needs neither.
    """
    fields.only("kind", "date", "product", "wage", "member_years")
    day, product = fields.day("date"), fields.choice("product", funds.HOUSING_PRODUCTS)
    found = funds.housing_parameter(product).on(day)
    rule = found.value
    if rule.share is not None:
        explain = Words(
            f"Pembiayaan pengembang paling banyak {percent_text(rule.share, 'id')} dari rencana anggaran biaya, paling "
            f"lama {rule.years} tahun.",
            f"Developers get at most {percent_text(rule.share, 'en')} of the cost plan, for up to {rule.years} years.",
        )
        shared: dict[str, object] = {"max_loan": None, "share_ppm": rule.share, "max_years": rule.years}
        return shared | _source(found, explain)
    wage = fields.whole("wage", LARGEST_WAGE)
    member_years = fields.whole("member_years", MOST_YEARS)
    cap = funds.housing_cap(product, day, wage=wage, member_years=member_years)
    name = funds.housing_parameter(product).name
    explain = Words(
        f"{name.id} paling banyak {rupiah_text(cap or 0, 'id')}, paling lama {rule.years} tahun. Syarat lain: program "
        "JHT, JKK dan JKM aktif, pemberi kerja tertib iuran, persetujuan bank.",
        f"{name.en}: at most {rupiah_text(cap or 0, 'en')}, for {rule.years} years at most. Further conditions: active "
        "in JHT, JKK and JKM, an employer in order with contributions, the bank's approval.",
    )
    return {"max_loan": cap, "max_years": rule.years, **_source(found, explain)}


def credit_gate(fields: Fields) -> dict[str, object]:
    """The answer to a `credit_gate` question. Raises BadRequest, NotInForce."""
    fields.only("kind", "date", "product", "amount")
    day, product = fields.day("date"), fields.choice("product", funds.CREDIT_PRODUCTS)
    amount = fields.whole("amount", LARGEST_SUM)
    gate = funds.credit_gate(product, amount, day)
    if gate.required:
        explain = Words(
            f"KUR {product} {rupiah_text(amount, 'id')} di atas {rupiah_text(gate.above or 0, 'id')}: debitur wajib "
            "menjadi peserta, paling sedikit JKK dan JKM.",
            f"KUR {product} of {rupiah_text(amount, 'en')} is above {rupiah_text(gate.above or 0, 'en')}: the debtor "
            "must be a member, in JKK and JKM at least.",
        )
    else:
        limit = Words("", "")
        if gate.above is not None:
            limit = Words(
                f"Wajib baru di atas {rupiah_text(gate.above, 'id')}.",
                f"It is required only above {rupiah_text(gate.above, 'en')}.",
            )
        explain = (
            Words(
                f"KUR {product} {rupiah_text(amount, 'id')}: kepesertaan belum wajib, boleh ikut secara bertahap.",
                f"KUR {product} of {rupiah_text(amount, 'en')}: membership is not required; it is open step by step.",
            )
            + limit
        )
    return {"required": gate.required, **_source(gate.rule, explain)}


def agent_fee(fields: Fields) -> dict[str, object]:
    """The answer to an `agent_fee` question for one month. Raises BadRequest."""
    fields.only("kind", "collected", "new_members")
    collected, new = fields.whole("collected", LARGEST_SUM), fields.whole("new_members", MOST_MEMBERS)
    fee = funds.agent_fee(collected, new)
    rule = fee.rule.value
    rate, least = rule["commission"], rule["new_members"]
    explain = Words(
        f"{percent_text(rate, 'id')} × {rupiah_text(collected, 'id')} = {rupiah_text(fee.commission, 'id')}, "
        f"{'ditambah' if fee.incentive else 'tanpa'} {rupiah_text(rule['incentive'], 'id')} karena {new} peserta baru "
        f"(syarat {least}).",
        f"{percent_text(rate, 'en')} × {rupiah_text(collected, 'en')} = {rupiah_text(fee.commission, 'en')}, "
        f"{'and' if fee.incentive else 'without'} {rupiah_text(rule['incentive'], 'en')} for {new} new members "
        f"({least} are needed).",
    )
    answer: dict[str, object] = {
        "commission": fee.commission, "incentive": fee.incentive, "total": fee.total,
        "base": collected, "rate_ppm": rate,
    }  # fmt: skip
    return answer | _source(fee.rule, explain)


def _source(rule: Dated[object], explain: Words) -> dict[str, object]:
    unsure = (rule.unsure,) if rule.unsure else ()
    return {"source": rule.citation.text, "links": [rule.citation.link], **said(explain, unsure)}
