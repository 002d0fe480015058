"""What each finding of the licensing rule says to people: the reason, and how to cure it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ayomi.core.law.citation import Words
from ayomi.core.law.licensing import Finding
from ayomi.core.law.terms import PROGRAMME_WORDS
from ayomi.core.money import grouped
from ayomi.core.periods import day_text

Values = Mapping[str, int | str]
NOTHING: Final = Words("", "")

SIZE_WORDS: Final = {
    "micro": Words("mikro", "micro"), "small": Words("kecil", "small"), "medium": Words("menengah", "medium"),
    "large": Words("besar", "large"),
}  # fmt: skip


def reason(finding: Finding) -> Words:
    """Why the criterion is met or not, in one sentence."""
    return _REASONS[finding.code](finding.values)


def cure(finding: Finding) -> Words:
    """What to do about it, in one or two sentences; empty where nothing has to be done."""
    return _CURES[finding.code](finding.values) if finding.code in _CURES else NOTHING


def _number(values: Values, name: str) -> tuple[str, str]:
    amount = values[name]
    if not isinstance(amount, int):
        raise TypeError(f"{name} is a number, not {amount!r}")
    return grouped(amount, "id"), grouped(amount, "en")


def _said(indonesian: str, english: str, *numbers: str, day: str = "") -> Callable[[Values], Words]:
    """Sentences with blanks for the named numbers and one day."""

    def say(values: Values) -> Words:
        pairs = {name: _number(values, name) for name in numbers}
        on = date.fromisoformat(str(values[day])) if day else None
        return Words(
            indonesian.format(
                **{name: pair[0] for name, pair in pairs.items()}, **({day: day_text(on, "id")} if on else {})
            ),
            english.format(
                **{name: pair[1] for name, pair in pairs.items()}, **({day: day_text(on, "en")} if on else {})
            ),
        )

    return say


def _programmes(values: Values, name: str) -> tuple[str, str]:
    found = [PROGRAMME_WORDS[each] for each in str(values[name]).split()]
    return ", ".join(each.id for each in found), ", ".join(each.en for each in found)


def _held(values: Values) -> Words:
    if "size" not in values:
        return Words(
            "Program yang diikuti sesuai: kecelakaan kerja dan kematian.",
            "The programmes are those prescribed: work accident and death.",
        )
    size, (programmes, english) = SIZE_WORDS[str(values["size"])], _programmes(values, "prescribed")
    return Words(
        f"Program sesuai skala usaha ({size.id}): {programmes}.",
        f"The programmes are those of a firm of its size ({size.en}): {english}.",
    )


def _lack(values: Values) -> Words:
    size, (programmes, english) = SIZE_WORDS[str(values["size"])], _programmes(values, "lacking")
    (people, wage_earners), (people_en, wage_earners_en) = zip(
        _number(values, "people"), _number(values, "wage_earners"), strict=True
    )
    return Words(
        f"{people} dari {wage_earners} penerima upah belum ikut {programmes}, yang wajib bagi usaha {size.id}.",
        f"{people_en} of {wage_earners_en} wage earners are not in {english}, which a firm of its size ({size.en}) "
        "must have.",
    )


_REASONS: Final[Mapping[str, Callable[[Values], Words]]] = {
    "not_enrolled": _said(
        "Belum terdaftar sebagai peserta jaminan sosial ketenagakerjaan.",
        "It is not enrolled in employment social security.",
    ),
    "several": _said(
        "Ada {count} badan bernama sama di wilayah itu; petugas memastikan yang mana.",
        "{count} organisations there have this name; an officer finds out which is meant.", "count",
    ),
    "no_members": _said(
        "Tercatat, tetapi tidak ada pekerja atau anggota yang menjadi peserta melaluinya.",
        "It is on record, but nobody is a member through it.",
    ),
    "never_paid": _said(
        "Terdaftar dengan {members} orang; iuran pertama belum dibayar.",
        "Enrolled with {members} people; the first contribution is not paid yet.", "members",
    ),
    "enrolled": _said("Terdaftar dengan {members} orang.", "Enrolled with {members} people.", "members"),
    "not_stated": _said(
        "{members} orang dilaporkan; jumlah seluruhnya belum disebut, jadi belum dapat dibandingkan.",
        "{members} people are reported; how many there are in all was not said, so nothing can be compared.", "members",
    ),
    "all_reported": _said(
        "Semua dilaporkan: {members} orang, menurut keterangan {stated} orang.",
        "All are reported: {members} people, {stated} were stated.", "members", "stated",
    ),
    "some_missing": _said(
        "{members} dari {stated} orang dilaporkan; {missing} belum.",
        "{members} of {stated} people are reported; {missing} are not.", "members", "stated", "missing",
    ),
    "many_missing": _said(
        "Baru {members} dari {stated} orang dilaporkan; {missing} belum.",
        "Only {members} of {stated} people are reported; {missing} are not.", "members", "stated", "missing",
    ),
    "paid": _said("Tidak ada iuran yang lewat jatuh tempo.", "No contribution is past its due date."),
    "late": _said(
        "{bills} tagihan lewat jatuh tempo sejak {since}, masih dalam masa tenggang.",
        "{bills} bill(s) past due since {since}, within the grace period.", "bills", day="since",
    ),
    "arrears": _said(
        "{bills} tagihan lewat jatuh tempo sejak {since}, sudah melampaui masa tenggang.",
        "{bills} bill(s) past due since {since}, beyond the grace period.", "bills", day="since",
    ),
    "prescribed": _held,
    "size_unknown": _said(
        "Skala usahanya belum ditetapkan, jadi program wajibnya belum diketahui.",
        "Its size is not decided, so the programmes it must have are not known.",
    ),
    "some_lack": _lack,
    "many_lack": _lack,
    "no_sanction": _said("Tidak sedang dikenai sanksi administratif.", "No administrative sanction is running."),
    "warned": _said(
        "Sedang dalam teguran tertulis sejak {since}.", "Under written warning since {since}.", day="since"
    ),
    "services_stopped": _said(
        "Penghentian layanan publik sudah diminta sejak {since}.",
        "It has been asked since {since} that public services be stopped.", day="since",
    ),
}  # fmt: skip

_PAY: Final = _said(
    "Bayar semua tagihan yang lewat jatuh tempo dengan kode bayarnya, lalu mintalah lagi.",
    "Pay all bills that are past due with their payment codes, then ask again.",
)
_REPORT: Final = _said(
    "Kirim daftar {missing} orang yang belum dilaporkan ke kantor cabang, lalu mintalah lagi.",
    "Send the branch office the list of the {missing} people who are not reported, then ask again.", "missing",
)  # fmt: skip
_ADD: Final = _said(
    "Ikutkan mereka dalam program itu lewat kantor cabang, lalu mintalah lagi.",
    "Have the branch office put them into these programmes, then ask again.",
)

_CURES: Final[Mapping[str, Callable[[Values], Words]]] = {
    "not_enrolled": _said(
        "Daftarkan badan dan orang-orangnya di kantor cabang terdekat dengan KTP dan KK penanggung jawab, NPWP, NIB "
        "atau akta pendirian, dan daftar orang (NIK, nama, tanggal lahir, upah atau penghasilan). Setelah iuran "
        "pertama dibayar, mintalah lagi.",
        "Enrol the organisation and its people at the nearest branch office with the identity and family card of the "
        "person in charge, NPWP, NIB or deed, and a list of the people (NIK, name, date of birth, wage or income). "
        "Once the first contribution is paid, ask again.",
    ),
    "no_members": _said(
        "Kirim daftar pekerja atau anggotanya ke kantor cabang dan bayar iuran pertamanya, lalu mintalah lagi.",
        "Send the branch office the list of its workers or members and pay the first contribution, then ask again.",
    ),
    "never_paid": _said(
        "Bayar tagihan pertama; perlindungan mulai setelah lunas.",
        "Pay the first bill; cover begins once it is paid.",
    ),
    "some_missing": _REPORT,
    "many_missing": _REPORT,
    "late": _PAY,
    "arrears": _PAY,
    "some_lack": _ADD,
    "many_lack": _ADD,
    "not_stated": _said(
        "Sebutkan jumlah semua pekerja atau anggotanya.", "State how many workers or members it has in all."
    ),
    "size_unknown": _said(
        "Kantor cabang menetapkan skala usahanya.", "The branch office decides its size."
    ),
    "several": _said("Sebutkan NIB, NPP, atau NIK koperasinya.", "Give its NIB, NPP or cooperative number."),
    "warned": _said(
        "Penuhi yang diminta surat teguran. Sanksi dicabut setelah dipenuhi.",
        "Do what the letter of warning asks. The sanction is lifted once it is done.",
    ),
    "services_stopped": _said(
        "Penuhi yang diminta surat teguran di kantor cabang. Setelah sanksi dicabut, mintalah lagi.",
        "Do what the letter of warning asks at the branch office. Once the sanction is lifted, ask again.",
    ),
}  # fmt: skip
