"""Questions and people as banks send them, read strictly: every wrong field is named at once, in plain words."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, TypeVar

from ayomi.core.identity import Refused, parse_nib, parse_nik, parse_phone
from ayomi.core.law.citation import Words
from ayomi.core.law.credit import products
from ayomi.core.matching.normalise import tidy_name
from ayomi.core.money import LARGEST_SUM, LARGEST_WAGE
from ayomi.core.periods import parse_day

T = TypeVar("T")
LONGEST: Final[Mapping[str, int]] = {
    "request_id": 64, "consent_id": 64, "purpose": 80, "product": 40, "nik": 40, "nib": 40, "offer_id": 24,
    "name": 120, "birth_date": 10, "sex": 10, "phone": 30, "occupation": 80, "sector": 10, "regency": 13,
    "payment_id": 64, "paid_at": 40,
}  # fmt: skip
ASKED: Final = ("request_id", "nik", "nib", "consent_id", "product", "amount", "purpose")
"""Fields of a question."""
SECTORS: Final = ("transport", "other")
OFFERED: Final = ("jkk", "jkm", "jht")
"""Programmes an own-account worker may be enrolled in on the spot; the first two always are."""
MOST_MONTHS: Final = 12
# A personal number belongs into its own field, where it is never written down as it came.
PERSONAL: Final = r"[0-9](?:[ .-]?[0-9]){15}"
_PERSONAL: Final = re.compile(PERSONAL)

WORDS: Final[Mapping[str, Words]] = {
    "missing": Words("Isian ini wajib diisi.", "This field is required."),
    "unknown_field": Words("Isian ini tidak dikenal; hapus.", "This field is not known; leave it out."),
    "not_text": Words("Kirim sebagai teks.", "Send it as text."),
    "too_long": Words("Terlalu panjang.", "It is too long."),
    "unreadable": Words("Ada tanda yang tidak dapat dibaca.", "It holds signs that cannot be read."),
    "personal_number": Words(
        "Ada nomor pribadi di sini. Nomor pribadi hanya boleh di isian nik.",
        "There is a personal number in it. Personal numbers belong into the field nik only.",
    ),
    "unknown_product": Words(
        "Produk ini tidak dikenal. Lihat daftarnya di dokumentasi.",
        "This product is not known. The documentation lists them.",
    ),
    "not_whole": Words("Kirim rupiah bulat sebagai angka, tanpa titik.", "Send whole rupiah as a number."),
    "out_of_range": Words("Angkanya di luar batas.", "The number is out of range."),
    "no_number": Words("Isi nik atau nib.", "Give nik or nib."),
    "two_numbers": Words("Isi salah satu saja: nik atau nib.", "Give one of them only: nik or nib."),
    "bad_date": Words("Tulis tanggalnya YYYY-MM-DD.", "Write the date as YYYY-MM-DD."),
    "bad_choice": Words("Bukan salah satu pilihannya.", "This is none of the choices."),
    "bad_programmes": Words(
        "Kirim daftar program: jkk dan jkm selalu, jht boleh.",
        "Send a list of programmes: jkk and jkm always, jht if wanted.",
    ),
    "unknown_region": Words(
        "Kode kabupaten atau kota ini tidak dikenal, misalnya 74.01.",
        "This code of a regency is not known; it looks like 74.01.",
    ),
    "not_served": Words("Belum ada kantor yang melayani daerah ini.", "No office serves this regency yet."),
    "birth_date_differs": Words(
        "Tanggal lahir tidak sesuai dengan NIK. Periksa KTP-nya.",
        "The birth date does not fit the NIK. Look at the card.",
    ),
    "sex_differs": Words(
        "Jenis kelamin tidak sesuai dengan NIK. Periksa KTP-nya.", "The sex does not fit the NIK. Look at the card."
    ),
    "bad_row": Words(
        "Baris ini tidak dapat dibaca: isian asing, jumlah kolom lain, atau jenis nilai yang salah.",
        "This row cannot be read: an unknown field, another number of columns, or a value of the wrong kind.",
    ),
    "bad_nik": Words("Bukan NIK yang benar; cocokkan dengan KTP.", "This is no NIK; check it against the card."),
    "bad_nib": Words("Bukan NIB yang benar: 13 angka.", "This is no NIB: 13 digits."),
    "twice": Words("Nomor ini dipakai dua kali dalam daftar.", "This number stands twice in the list."),
}
"""What is wrong with a field and what to do, by code."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that cannot be taken."""

    field: str
    code: str
    words: Words


class WrongFields(Exception):
    """Fields that cannot be taken; nothing was done."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{each.field}: {each.code}" for each in problems))
        self.problems = problems


def _essence(key: bytes, parts: Iterable[object]) -> bytes:
    return hmac.digest(key, "\x1f".join(map(str, parts)).encode(), "sha256")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. Exactly one of `nik` and `nib` is there. `amount` in rupiah."""

    request_id: str
    nik: str
    nib: str
    consent_id: str
    product: str
    amount: int
    purpose: str

    def essence(self, key: bytes) -> bytes:
        """What makes two questions the same. Keyed, since it holds a personal number."""
        return _essence(key, (self.nik, self.nib, self.consent_id, self.product, self.amount, self.purpose))


@dataclass(frozen=True, slots=True)
class Debtor:
    """Somebody to be enrolled. Empty or None: as the offer or the law has it. `income` in rupiah a month."""

    request_id: str
    offer_id: str
    nik: str
    consent_id: str
    name: str
    born: date
    sex: str
    phone: str
    occupation: str
    sector: str
    regency: str
    programmes: tuple[str, ...]
    income: int | None
    months: int | None

    def essence(self, key: bytes) -> bytes:
        """What makes two enrolments the same. Keyed, since it holds personal numbers."""
        return _essence(key, [getattr(self, each.name) for each in fields(self) if each.name != "request_id"])


@dataclass(frozen=True, slots=True)
class Paid:
    """Money a bank tells of. `amount` in rupiah."""

    payment_id: str
    amount: int


class Reader:
    """Reads the fields of one object and gathers what is wrong with them."""

    def __init__(self, body: Mapping[str, Any], known: tuple[str, ...]) -> None:
        self.body = body
        self.problems = [self._problem(name[:40], "unknown_field") for name in body if name not in known][:20]

    def _problem(self, field: str, code: str) -> Problem:
        return Problem(field, code, WORDS[code])

    def wrong(self, field: str, code: str) -> None:
        """Note that a field cannot be taken."""
        self.problems.append(self._problem(field, code))

    def text(self, name: str, *, needed: bool = True) -> str:
        """A text of visible signs, or empty where it may be left out or is wrong."""
        value = self.body.get(name)
        if value is None or value == "":
            if needed:
                self.wrong(name, "missing")
            return ""
        if not isinstance(value, str):
            self.wrong(name, "not_text")
        elif len(value) > LONGEST[name]:
            self.wrong(name, "too_long")
        elif not value.isprintable():
            self.wrong(name, "unreadable")
        else:
            return value.strip() or self._blank(name, needed)
        return ""

    def _blank(self, name: str, needed: bool) -> str:
        if needed:
            self.wrong(name, "missing")
        return ""

    def own_number(self, name: str, nik: str) -> str:
        """The bank's own number of something, which must not be made of the NIK in the same message."""
        value = self.text(name)
        if nik and nik in value:
            self.wrong(name, "personal_number")
            return ""
        return value

    def note(self, name: str) -> str:
        """A text that will be shown to people, and so must not hold anybody's personal number."""
        value = self.text(name)
        if _PERSONAL.search(value):
            self.wrong(name, "personal_number")
            return ""
        return value

    def whole(self, name: str, most: int, *, least: int = 0, needed: bool = True) -> int | None:
        """A whole number from `least` to `most`."""
        value = self.body.get(name)
        if value is None:
            if needed:
                self.wrong(name, "missing")
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(name, "not_whole")
        elif not least <= value <= most:
            self.wrong(name, "out_of_range")
        else:
            return value
        return None

    def identifier(self, name: str, parse: Callable[[str], T], *, needed: bool = True) -> T | None:
        """A number as `core.identity` reads it."""
        value = self.text(name, needed=needed)
        if not value:
            return None
        try:
            return parse(value)
        except Refused as refused:
            told = Words(f"{refused.message_id} {refused.cure_id}", f"{refused.message_en} {refused.cure_en}")
            self.problems.append(Problem(name, refused.code, told))
            return None

    def choice(self, name: str, choices: tuple[str, ...], *, needed: bool = True) -> str:
        """One of the choices."""
        value = self.text(name, needed=needed)
        if value and value not in choices:
            self.wrong(name, "bad_choice")
            return ""
        return value

    def day(self, name: str) -> date | None:
        """A day."""
        value = self.text(name)
        try:
            return parse_day(value) if value else None
        except ValueError:
            self.wrong(name, "bad_date")
            return None

    def done(self) -> None:
        """Raises WrongFields if anything was wrong."""
        if self.problems:
            raise WrongFields(self.problems)


def read_asked(body: Mapping[str, Any], *, today: date) -> Asked:
    """A question. Raises WrongFields."""
    reader = Reader(body, ASKED)
    given = [name for name in ("nik", "nib") if body.get(name) not in (None, "")]
    if len(given) != 1:
        reader.wrong("nik", "two_numbers" if given else "no_number")
    nik = reader.identifier("nik", lambda text: parse_nik(text, as_of=today), needed=False)
    nib = reader.identifier("nib", parse_nib, needed=False)
    product = reader.text("product")
    if product and product not in products():
        reader.wrong("product", "unknown_product")
    number = nik.value if nik else ""
    request_id, consent_id = reader.own_number("request_id", number), reader.own_number("consent_id", number)
    amount, purpose = reader.whole("amount", LARGEST_SUM), reader.note("purpose")
    reader.done()
    return Asked(
        request_id, number, nib.value if nib else "", consent_id, product, amount or 0, purpose
    )  # fmt: skip


DEBTOR: Final = (
    "request_id", "offer_id", "nik", "consent_id", "name", "birth_date", "sex", "phone", "occupation", "sector",
    "regency", "programmes", "income", "months",
)  # fmt: skip
"""Fields of an enrolment."""


def read_debtor(body: Mapping[str, Any], *, today: date) -> Debtor:
    """Somebody to be enrolled. Raises WrongFields. Whether a regency is served is for the caller to ask."""
    reader = Reader(body, DEBTOR)
    nik = reader.identifier("nik", lambda text: parse_nik(text, as_of=today))
    born, sex = reader.day("birth_date"), reader.choice("sex", ("female", "male"))
    if nik and born and born not in nik.birth_dates:
        reader.wrong("birth_date", "birth_date_differs")
    if nik and sex and sex != nik.sex:
        reader.wrong("sex", "sex_differs")
    phone = reader.identifier("phone", parse_phone)
    name = tidy_name(reader.note("name"))[0]
    income = reader.whole("income", LARGEST_WAGE, least=1, needed=False)
    months = reader.whole("months", MOST_MONTHS, least=1, needed=False)
    programmes = _programmes(reader)
    found = {each: reader.own_number(each, nik.value if nik else "") for each in ("request_id", "consent_id")}
    found |= {each: reader.note(each) for each in ("occupation", "regency")}
    offer_id, sector = reader.text("offer_id", needed=False), reader.choice("sector", SECTORS, needed=False)
    reader.done()
    assert nik is not None and born is not None and phone is not None
    return Debtor(
        found["request_id"], offer_id, nik.value, found["consent_id"], name, born, sex, phone.value,
        found["occupation"], sector or "other", found["regency"], programmes, income, months,
    )  # fmt: skip


def _programmes(reader: Reader) -> tuple[str, ...]:
    value = reader.body.get("programmes")
    if value is None:
        return ("jkk", "jkm")
    if not isinstance(value, list) or not {"jkk", "jkm"} <= set(map(str, value)) <= set(OFFERED):
        reader.wrong("programmes", "bad_programmes")
        return ()
    return tuple(name for name in OFFERED if name in value)


def read_paid(body: Mapping[str, Any]) -> Paid:
    """Money a bank tells of. Raises WrongFields."""
    reader = Reader(body, ("payment_id", "amount"))
    payment_id, amount = reader.text("payment_id"), reader.whole("amount", LARGEST_SUM, least=1)
    reader.done()
    return Paid(payment_id, amount or 0)
