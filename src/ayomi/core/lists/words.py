"""The words Indonesian lists use over their columns, and what each means."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

Field = str

PERSON_FIELDS: Final[tuple[Field, ...]] = (
    "name", "name_first", "name_middle", "name_last", "nik", "family_card", "birth_date", "birth_place",
    "birth_place_and_date", "sex", "sex_male", "sex_female", "phone", "email", "address", "village",
    "district", "regency", "province", "postcode", "occupation", "mother_name", "wage", "wage_before", "programmes",
    "member_number", "start_date", "end_date", "leave_cause", "bank_account", "bank_name", "npwp", "work_place",
    "organisation_name",
)  # fmt: skip
ORGANISATION_FIELDS: Final[tuple[Field, ...]] = (
    "organisation_name", "organisation_kind", "nib", "npwp", "npp", "legal_number", "nik_koperasi", "leader", "nik",
    "activity", "members_count", "workers_count", "phone", "email", "address", "village", "district", "regency",
    "province", "postcode", "founded", "sex", "birth_date", "bank_account", "bank_name",
)  # fmt: skip
IGNORED_FIELDS: Final[tuple[Field, ...]] = ("index", "note", "age", "ignored", "returned_what", "returned_do")

LABELS: Final[dict[Field, tuple[str, str]]] = {
    "name": ("Nama", "Name"),
    "name_first": ("Nama depan", "First name"),
    "name_middle": ("Nama tengah", "Middle name"),
    "name_last": ("Nama belakang", "Last name"),
    "nik": ("NIK", "NIK"),
    "family_card": ("Nomor KK", "Family card number"),
    "birth_date": ("Tanggal lahir", "Date of birth"),
    "birth_place": ("Tempat lahir", "Place of birth"),
    "birth_place_and_date": ("Tempat, tanggal lahir", "Place and date of birth"),
    "sex": ("Jenis kelamin", "Sex"),
    "sex_male": ("Tanda laki-laki", "Tick for male"),
    "sex_female": ("Tanda perempuan", "Tick for female"),
    "phone": ("Nomor HP", "Mobile number"),
    "email": ("Surel", "E-mail"),
    "address": ("Alamat", "Address"),
    "village": ("Desa atau kelurahan", "Village"),
    "district": ("Kecamatan", "District"),
    "regency": ("Kabupaten atau kota", "Regency or city"),
    "province": ("Provinsi", "Province"),
    "postcode": ("Kode pos", "Postcode"),
    "occupation": ("Pekerjaan", "Occupation"),
    "mother_name": ("Nama ibu kandung", "Mother's name"),
    "wage": ("Penghasilan sebulan", "Monthly income"),
    "wage_before": ("Upah sebelumnya", "Previous wage"),
    "programmes": ("Program", "Programmes"),
    "member_number": ("Nomor peserta (KPJ)", "Member number (KPJ)"),
    "start_date": ("Tanggal mulai", "Start date"),
    "end_date": ("Tanggal berhenti", "End date"),
    "leave_cause": ("Sebab berhenti", "Cause of leaving"),
    "bank_account": ("Nomor rekening", "Account number"),
    "bank_name": ("Bank", "Bank"),
    "npwp": ("NPWP", "NPWP"),
    "work_place": ("Lokasi kerja", "Place of work"),
    "organisation_name": ("Nama badan", "Organisation"),
    "organisation_kind": ("Bentuk badan", "Kind of organisation"),
    "nib": ("NIB", "NIB"),
    "npp": ("NPP", "NPP"),
    "legal_number": ("Nomor badan hukum", "Legal entity number"),
    "nik_koperasi": ("NIK koperasi", "Cooperative number (NIK koperasi)"),
    "leader": ("Pemimpin atau pemilik", "Leader or owner"),
    "activity": ("Jenis usaha", "Line of business"),
    "members_count": ("Jumlah anggota", "Number of members"),
    "workers_count": ("Jumlah pekerja", "Number of workers"),
    "founded": ("Tanggal berdiri", "Founded"),
    "index": ("Nomor urut", "Row number"),
    "note": ("Keterangan", "Remark"),
    "age": ("Umur", "Age"),
    "ignored": ("Diabaikan", "Ignored"),
    "returned_what": ("Yang perlu diperbaiki (diabaikan)", "What to correct (ignored)"),
    "returned_do": ("Caranya (diabaikan)", "How (ignored)"),
}

RETURNED_HEADERS: Final = {"id": ("Yang perlu diperbaiki", "Caranya"), "en": ("What to correct", "How")}


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """What a header says: the field and how surely, in percent."""

    field: Field
    sureness: int


_NUMBER_WORDS: Final = "(?:no|nomor|nomer|nmr|num|number)"


def _rules() -> tuple[tuple[re.Pattern[str], Field, int], ...]:
    """The packaged table of header words, compiled."""
    table = resources.files(__package__).joinpath("header_words.tsv").read_text("utf-8")
    rules = []
    for line in table.splitlines():
        if line and not line.startswith("# "):
            field, sureness, pattern = line.split("\t")
            rules.append((re.compile(pattern.replace("{no}", _NUMBER_WORDS)), field, int(sureness)))
    return tuple(rules)


_RULES: Final = _rules()
_BRACKETED: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def plain_header(header: str) -> str:
    """A header without case, signs and doubled spaces: "No. KTP" -> "no ktp", "HP/WA" -> "hp wa"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header) if not header.isupper() and " " not in header else header
    return " ".join(re.sub(r"[^0-9a-z#&]+", " ", spaced.lower()).split())


@lru_cache(maxsize=8192)
def header_word(header: str) -> HeaderWord | None:
    """What a header means by its words alone; None for words not known. Brackets are read if the rest says little."""
    found = _match(plain_header(_BRACKETED.sub(" ", header)))
    if found is None or found.sureness < 80:
        whole = _match(plain_header(header))
        if whole is not None and (found is None or whole.sureness > found.sureness):
            return whole
    return found or _last_words(plain_header(header))


def _last_words(plain: str) -> HeaderWord | None:
    """Below a merged heading only the last words count: "Data Diri NIK" is a NIK."""
    words = plain.split()
    for start in range(1, min(len(words), 6)):
        found = _match(" ".join(words[start:]))
        if found is not None and found.sureness >= 85 and found.field != "index":
            return HeaderWord(found.field, found.sureness - 20)
    return None


def _match(plain: str) -> HeaderWord | None:
    if not plain or len(plain) > 80:
        return None
    for pattern, field, sureness in _RULES:
        if pattern.fullmatch(plain):
            return HeaderWord(field, sureness)
    return None
