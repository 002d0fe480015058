"""What a bank is told, in codes and in words: never more than the product needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from ayomi.core.law.citation import Words
from ayomi.core.law.credit import Condition, condition, explained
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import day_text

NAMES: Final[Mapping[str, str]] = {"jkk": "JKK", "jkm": "JKM", "jht": "JHT", "jp": "JP", "jkp": "JKP", "jpk": "JPK"}
MISSING: Final[Mapping[str, Words]] = {
    "not_covered": Words("Belum tertanggung.", "Not covered."),
    "programme_missing": Words("Ada program yang belum diikuti.", "A programme is missing."),
    "contribution_due": Words(
        "Iuran bulan berjalan belum dibayar; lunasi sebelum masa tenggang habis.",
        "The contribution of this month is not paid; it must be before the grace ends.",
    ),
}
"""What stands between a customer and the product, by code."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer without its offer. `result`: eligible, voluntary or enrol_first. `missing`: codes of MISSING with
    the programmes they speak of."""

    result: str
    status: str
    programmes: tuple[str, ...]
    since: date | None
    required: bool
    asked: Condition | None
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    words: Words

    @property
    def covered(self) -> bool:
        return self.status != "not_covered"


def _named(programmes: tuple[str, ...], language: str) -> str:
    names = [NAMES[each] for each in programmes]
    last = " dan " if language == "id" else " and "
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def asked_for(product: str, amount: int, day: date) -> Condition | None:
    """What the rule of the day asks for; None for a day before there was a rule."""
    try:
        return condition(product, amount, day)
    except NotInForce:
        return None


@lru_cache(maxsize=8192)
def verdict(
    status: str, programmes: tuple[str, ...], since: date | None, product: str, required: bool, day: date,
    organisation: bool,
) -> Verdict:  # fmt: skip
    """What follows for a product from how the customer stands. `required`: as `asked_for` says for the sum."""
    asked = asked_for(product, 0, day)
    needed = asked.programmes if asked else ("jkk", "jkm")
    lacking = tuple(each for each in needed if each not in programmes)
    missing: list[tuple[str, tuple[str, ...]]] = []
    if status == "not_covered":
        missing.append(("not_covered", needed))
    elif lacking:
        missing.append(("programme_missing", lacking))
    if status == "grace":
        missing.append(("contribution_due", ()))
    met = status != "not_covered" and not lacking
    result = "eligible" if met else "enrol_first" if required else "voluntary"
    words = _standing_words(status, programmes, since, organisation) + _result_words(result)
    return Verdict(result, status, programmes, since, required, asked, tuple(missing), words)


def _standing_words(status: str, programmes: tuple[str, ...], since: date | None, organisation: bool) -> Words:
    who = Words("Badan usaha ini", "This business") if organisation else Words("Nasabah ini", "This customer")
    if status == "not_covered":
        return Words(f"{who.id} belum tertanggung.", f"{who.en} is not covered.")
    names, names_en = _named(programmes, "id"), _named(programmes, "en")
    if status == "grace":
        return Words(
            f"{who.id} tertanggung {names} dalam masa tenggang: iuran bulan berjalan belum dibayar.",
            f"{who.en} is covered for {names_en} within the grace: the contribution of this month is not paid.",
        )
    if since is None:
        return Words(f"{who.id} tertanggung {names}.", f"{who.en} is covered for {names_en}.")
    return Words(
        f"{who.id} tertanggung {names} sejak {day_text(since, 'id')}.",
        f"{who.en} has been covered for {names_en} since {day_text(since, 'en')}.",
    )


_RESULTS: Final[Mapping[str, Words]] = {
    "eligible": Words("Syarat kepesertaan terpenuhi.", "The condition of membership is met."),
    "voluntary": Words(
        "Kepesertaan belum diwajibkan untuk produk dan jumlah ini; tawarkan pendaftaran.",
        "Membership is not required for this product and sum; offer the enrolment.",
    ),
    "enrol_first": Words("Daftarkan dulu sebelum dana disalurkan.", "Enrol first, before money is given."),
}


def _result_words(result: str) -> Words:
    return _RESULTS[result]


def requirement(found: Verdict) -> dict[str, Any]:
    """The rule behind a verdict, with its source."""
    asked = found.asked
    if asked is None:
        return {"required": False, "above": None, "programmes": [], "rule": "", "rule_en": "", "source": "",
                "source_link": "", "in_force_since": None, "unsure": None, "unsure_en": None}  # fmt: skip
    said, unsure = explained(asked), asked.unsure
    return {
        "required": found.required, "above": asked.above, "programmes": list(asked.programmes), "rule": said.id,
        "rule_en": said.en, "source": asked.rule.citation.text, "source_link": asked.rule.citation.link,
        "in_force_since": asked.rule.span.since.isoformat(), "unsure": unsure.id if unsure else None,
        "unsure_en": unsure.en if unsure else None,
    }  # fmt: skip


def missing(found: Verdict) -> list[dict[str, Any]]:
    """What is missing, in codes and words."""
    return [
        {
            "code": code, "programmes": list(programmes), "message": MISSING[code].id, "message_en": MISSING[code].en,
        }
        for code, programmes in found.missing
    ]  # fmt: skip


def answer(
    request_id: str, product: str, amount: int, found: Verdict, offer: Mapping[str, Any] | None, *, at: datetime
) -> dict[str, Any]:
    """The whole answer, as it is sent."""
    return {
        "request_id": request_id, "result": found.result, "message": found.words.id, "message_en": found.words.en,
        "covered": found.covered, "status": found.status, "programmes": list(found.programmes),
        "covered_since": found.since.isoformat() if found.since else None, "product": product, "amount": amount,
        "requirement": requirement(found), "missing": missing(found), "offer": offer, "answered_at": at.isoformat(),
    }  # fmt: skip
