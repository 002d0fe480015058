"""The letters of administrative sanctions: warnings, the fine, the request to stop public services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from ayomi.apps.compliance.queries.sanctions import CaseRow, StepRow, case
from ayomi.core.law.penalties import administrative_rate
from ayomi.core.law.sanctions import source
from ayomi.core.money import Language, percent_text
from ayomi.edges.documents.gather import signing_of
from ayomi.edges.documents.shapes import Letter
from ayomi.edges.documents.typeset import pages
from ayomi.edges.documents.words import Pair, Phrases

TITLES: Final[Mapping[str, Pair]] = {
    "warning_1": ("Teguran tertulis pertama", "First written warning"),
    "warning_2": ("Teguran tertulis kedua", "Second written warning"),
    "fine": ("Pengenaan denda administratif", "Administrative fine"),
    "stop_services": ("Permintaan penghentian layanan publik", "Request to stop public services"),
}
GROUNDS: Final[Mapping[str, Pair]] = {
    "unregistered": (
        "belum mendaftarkan diri dan orang-orangnya dalam program jaminan sosial ketenagakerjaan",
        "has not enrolled itself and its people in employment social security",
    ),
    "incomplete": (
        "belum mendaftarkan semua pekerjanya, atau belum dalam semua program yang wajib",
        "has not enrolled all its workers, or not in all programmes it must have",
    ),
    "arrears": ("belum membayar iuran yang sudah jatuh tempo", "has not paid contributions that are past due"),
}
DUTIES: Final[Mapping[str, Pair]] = {
    "unregistered": (
        "mendaftarkan badan dan semua orangnya serta membayar iuran pertama",
        "enrol the organisation and all its people and pay the first contribution",
    ),
    "incomplete": (
        "melaporkan semua pekerja dengan program yang wajib bagi skala usahanya",
        "report all workers with the programmes prescribed for its size",
    ),
    "arrears": ("membayar semua tagihan yang lewat jatuh tempo", "pay all bills that are past due"),
}
SERVICES: Final[Mapping[str, Pair]] = {
    "business_permit": ("perizinan terkait usaha", "business permits"),
    "tender_permit": ("izin mengikuti tender proyek", "permits to take part in tenders"),
    "foreign_worker_permit": ("izin mempekerjakan tenaga kerja asing", "permits to employ foreign workers"),
    "labour_supply_permit": ("izin perusahaan penyedia jasa pekerja", "labour supply permits"),
    "building_permit": ("izin mendirikan bangunan", "building permits"),
}
TEXTS: Final[Mapping[str, Pair]] = {
    "finds": ("Menurut catatan kami, {name} {ground}.", "By our records {name} {ground}."),
    "asks": (
        "Kami minta Saudara {duty} paling lambat {ends}.",
        "We ask you to {duty} by {ends}.",
    ),
    "next_warning": (
        "Bila sampai hari itu belum dipenuhi, kami memberikan teguran tertulis kedua.",
        "If this has not been done by then, a second written warning follows.",
    ),
    "next_fine": (
        "Bila sampai hari itu belum dipenuhi, kami mengenakan denda administratif {rate} tiap bulan dari iuran yang "
        "seharusnya dibayar, dihitung sejak berakhirnya teguran kedua.",
        "If this has not been done by then, an administrative fine of {rate} a month of the contributions due is "
        "imposed, counted from the end of the second warning.",
    ),
    "next_stop": (
        "Bila sampai hari itu belum dipenuhi, kami meminta pemerintah menghentikan layanan publik tertentu bagi "
        "Saudara.",
        "If this has not been done by then, the government is asked to stop certain public services for you.",
    ),
    "fined": (
        "Kami mengenakan denda administratif {rate} tiap bulan dari iuran yang seharusnya dibayar sebesar {base}, "
        "dihitung sejak {since}, dibayar bersama iuran berikutnya paling lambat {ends}.",
        "We impose an administrative fine of {rate} a month of the contributions due of {base}, counted from {since}, "
        "to be paid with the next contribution by {ends}.",
    ),
    "stops": (
        "Teguran tertulis sudah diberikan dan jangka waktunya sudah lewat. Kami minta {authority} tidak memberikan "
        "layanan di bawah ini kepada badan tersebut sampai kami menyatakan sanksi ini dicabut.",
        "Written warnings were given and their time has passed. We ask {authority} not to give this organisation the "
        "services below until we say that the sanction is lifted.",
    ),
    "lifts": (
        "Sanksi ini dicabut begitu kewajiban itu dipenuhi. Hubungi kantor kami bila catatan ini keliru.",
        "The sanction is lifted as soon as this is done. Tell our office if these records are wrong.",
    ),
}
FACTS: Final[Mapping[str, Pair]] = {
    "organisation": ("Badan", "Organisation"),
    "overdue": ("Tagihan lewat jatuh tempo", "Bills past due"),
    "overdue_value": ("{bills} tagihan, {total}, sejak {since}", "{bills} bill(s), {total}, since {since}"),
    "people": ("Orang terdaftar", "People enrolled"),
    "people_value": ("{members} dari {stated} yang disebut", "{members} of {stated} stated"),
    "services": ("Layanan yang dihentikan", "Services to be stopped"),
    "warnings": ("Teguran tertulis", "Written warnings"),
}


def title(letter: Letter, language: Language) -> str:
    """What the letter is."""
    return TITLES[letter.step][language == "en"]


def gathered(case_id: int, number: int, language: Language, *, at: datetime) -> Letter:
    """The letter of one step, out of what was kept when it was given. Raises LookupError where there is none."""
    found = case(case_id)
    step = next((each for each in found.steps if each.number == number), None) if found else None
    if found is None or step is None:
        raise LookupError(f"case {case_id}, step {number}")
    stops = step.step == "stop_services"
    return Letter(
        number=f"SA-{found.case_id:06d}-{number}", step=step.step,
        to=step.authority if stops else found.organisation, place=step.facts.get("region_name", ""),
        dated=step.taken_on, paragraphs=tuple(_paragraphs(found, step, language)),
        facts=tuple(_facts(found, step, language)),
        law=_law(step, language), signing=signing_of(found.office_id, at),
    )  # fmt: skip


def _law(step: StepRow, language: Language) -> str:
    name = {"fine": "fined_grounds", "stop_services": "services"}.get(step.step, "warning_working_days")
    cited = source(name, step.taken_on)
    # An article that could not be read is left out: a letter stands on the regulation.
    if cited.article.startswith("("):
        return cited.regulation
    return cited.english if language == "en" else cited.text


def _paragraphs(found: CaseRow, step: StepRow, language: Language) -> list[str]:
    say, side = Phrases(language), language == "en"

    def text(which: str, **values: object) -> str:
        return TEXTS[which][side].format(**values)

    rate = percent_text(administrative_rate(step.taken_on), language)
    finds = text("finds", name=found.organisation, ground=GROUNDS[found.ground][side])
    if step.step == "stop_services":
        return [finds, text("stops", authority=step.authority), text("lifts")]
    ends = say.day(step.ends_on) if step.ends_on else ""
    if step.step == "fine":
        warning = found.step("warning_2")
        since = say.day(warning.ends_on) if warning and warning.ends_on else ""
        fined = text("fined", rate=rate, base=say.rupiah(step.base or 0), since=since, ends=ends)
        return [finds, fined, text("next_stop"), text("lifts")]
    asks = text("asks", duty=DUTIES[found.ground][side], ends=ends)
    if step.step == "warning_1":
        return [finds, asks, text("next_warning"), text("lifts")]
    after = "next_stop" if found.ground == "arrears" else "next_fine"
    return [finds, asks, text(after, rate=rate), text("lifts")]


def _facts(found: CaseRow, step: StepRow, language: Language) -> list[tuple[str, str]]:
    say, side, facts = Phrases(language), language == "en", step.facts
    number = facts.get("npp") or facts.get("nib") or facts.get("nik_koperasi") or ""
    rows = [(FACTS["organisation"][side], f"{found.organisation}{f', {number}' if number else ''}")]
    if found.ground == "arrears" and facts.get("overdue_since"):
        value = FACTS["overdue_value"][side].format(
            bills=say.amount(facts["overdue_bills"]), total=say.rupiah(facts["overdue_total"]),
            since=say.day(date.fromisoformat(facts["overdue_since"])),
        )  # fmt: skip
        # A licensing office is told that something is owed and since when, not how much.
        rows.append((FACTS["overdue"][side], value if step.step != "stop_services" else _without_sum(facts, say, side)))
    if found.ground == "incomplete" and facts.get("stated"):
        value = FACTS["people_value"][side].format(
            members=say.amount(facts["members"]), stated=say.amount(facts["stated"])
        )
        rows.append((FACTS["people"][side], value))
    if step.step in ("fine", "stop_services"):
        given = [say.day(each.taken_on) for each in found.steps if each.step.startswith("warning")]
        rows.append((FACTS["warnings"][side], say.list(given)))
    if step.services:
        rows.append((FACTS["services"][side], say.list([SERVICES[name][side] for name in step.services])))
    return rows


def _without_sum(facts: Mapping[str, Any], say: Phrases, english: bool) -> str:
    day = say.day(date.fromisoformat(facts["overdue_since"]))
    return f"since {day}" if english else f"sejak {day}"


def letter_pdf(letter: Letter, language: Language, *, signer: str) -> bytes:
    """The letter on A4, unsigned."""
    say, english = Phrases(language), language == "en"
    heading = title(letter, language)
    data: dict[str, Any] = {
        "language": language,
        "title": f"{heading} {letter.number}",
        "author": letter.signing.office,
        "words": {word: say(word) for word in ("agency", "signed", "signed_for", "signed_check", "number")},
        "office": letter.signing.office,
        "signed_at": say.moment(letter.signing.at, letter.signing.zone),
        "signer": signer,
        "heading": heading,
        "number": letter.number,
        "dated": say.day(letter.dated),
        "to_word": "To" if english else "Kepada",
        "to": letter.to,
        "place": letter.place,
        "law_word": "Legal basis" if english else "Dasar hukum",
        "law": letter.law,
        "paragraphs": list(letter.paragraphs),
        "facts": [list(row) for row in letter.facts],
    }
    return pages("letter", data, at=letter.signing.at)
