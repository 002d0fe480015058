"""Which kind of list a table is, and whether it is a list at all or a summary of counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ayomi.core.lists.problems import Refusal
from ayomi.core.lists.profiles import Profile, profile_of
from ayomi.core.lists.reading import as_written
from ayomi.core.lists.tables import Table, empty_template
from ayomi.core.lists.words import LABELS, Field, header_word, plain_header
from ayomi.core.places.regions import find_region

Kind = Literal["members_new", "members_continuing", "members_leaving", "wage_changes", "organisations"]

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "members_new": ("Peserta baru", "New members"),
    "members_continuing": ("Peserta lanjutan", "Continuing members"),
    "members_leaving": ("Peserta keluar", "Leaving members"),
    "wage_changes": ("Perubahan upah", "Wage changes"),
    "organisations": ("Badan atau wadah", "Organisations"),
}

_PEOPLE_WEIGHTS: Final = {
    "nik": 3, "birth_date": 3, "birth_place_and_date": 3, "birth_place": 2, "name": 2, "name_first": 3,
    "name_last": 2, "sex": 1, "mother_name": 3, "wage": 2, "wage_before": 3, "member_number": 3,
    "occupation": 1, "family_card": 2, "leave_cause": 2, "end_date": 1,
}  # fmt: skip
_ORGANISATION_WEIGHTS: Final = {
    "organisation_name": 5, "nib": 2, "legal_number": 3, "nik_koperasi": 5, "leader": 3, "activity": 2,
    "organisation_kind": 2, "members_count": 2, "workers_count": 1, "founded": 1, "npp": 1,
}  # fmt: skip
_LEAVING_TITLE: Final = re.compile(r"(?i)\b(?:keluar|non\s*-?\s*aktif|tk\s+na|berhenti|resign|phk|mengundurkan)\b")
_WAGE_TITLE: Final = re.compile(r"(?i)\b(?:perubahan|kenaikan|penyesuaian|update|rapel)\s+(?:upah|gaji|penghasilan)\b")
_CONTINUING_TITLE: Final = re.compile(r"(?i)\b(?:lanjutan|peserta lama|tk lanjutan)\b")
_NEW_TITLE: Final = re.compile(r"(?i)\b(?:baru|pendaftaran|mendaftar|calon)\b")
_ORGANISATION_TITLE: Final = re.compile(
    r"(?i)\b(?:daftar|data|rekap\w*|nama)\s+(?:\w+\s+){0,2}"
    r"(?:koperasi|umkm|ukm|ikm|perusahaan|badan usaha|kopdes|industri|wadah)\b"
)
_MEMBER_TITLE: Final = re.compile(
    r"(?i)\b(?:anggota|karyawan|pekerja|peserta|pegawai|tenaga kerja|penduduk|nelayan|petani|pedagang)\b"
)
_COUNT_HEADER: Final = re.compile(
    r"\b(?:jumlah|jml|jmlh|total|banyak\w*|pct|persen\w*|rata|rerata|kumulatif|sum|count|laki|perempuan|(?:19|20)\d\d)\b|%"
)
_PLACES: Final[tuple[Field, ...]] = ("village", "district", "regency", "province")
_PERSONAL: Final = {
    "name", "name_first", "nik", "member_number", "birth_date", "birth_place_and_date", "organisation_name",
    "leader", "mother_name", "phone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind of list, how surely in percent, and what it was told by."""

    kind: Kind
    confidence: int
    reasons_id: tuple[str, ...]
    reasons_en: tuple[str, ...]


def guess_kind(title: str, headers: Sequence[str], profiles: Sequence[Profile]) -> KindGuess:
    """Kind of a list from its title, its headers and its contents."""
    fields = [word.field if (word := header_word(header)) else None for header in headers]
    have = {field for field in fields if field}
    if any(profile.sixteen >= 0.6 for profile in profiles):
        have.add("nik")
    people = sum(weight for field, weight in _PEOPLE_WEIGHTS.items() if field in have)
    organisations = sum(weight for field, weight in _ORGANISATION_WEIGHTS.items() if field in have)
    named = [profile for field, profile in zip(fields, profiles, strict=True) if field in ("name", "organisation_name")]
    organisations += (
        4 if any(profile.shares.get("organisation", 0.0) > 0.5 for profile in named) and "birth_date" not in have else 0
    )
    organisations += 2 if _ORGANISATION_TITLE.search(title) and not _MEMBER_TITLE.search(title) else 0
    if organisations > people:
        words = [header for header, field in zip(headers, fields, strict=True) if field in _ORGANISATION_WEIGHTS][:4]
        told = ", ".join(f"“{word}”" for word in words) or "isi kolom nama"
        return KindGuess(
            "organisations", _sureness(organisations, people), (f"ada kolom {told}",), (f"there are columns {told}",)
        )
    return _people_kind(title, headers, fields, profiles, _sureness(people, organisations))


def _sureness(winner: int, other: int) -> int:
    return min(98, 50 + round(50 * (winner - other) / max(winner + other, 1)))


def _people_kind(
    title: str, headers: Sequence[str], fields: Sequence[Field | None], profiles: Sequence[Profile], sureness: int
) -> KindGuess:
    have = {field for field, profile in zip(fields, profiles, strict=True) if field and profile.filled}
    if (
        "leave_cause" in have
        or _LEAVING_TITLE.search(title)
        or ("end_date" in have and "start_date" not in have and "member_number" in have)
    ):
        return KindGuess(
            "members_leaving",
            max(sureness, 70),
            ("ada sebab atau tanggal berhenti",),
            ("there is a cause or date of leaving",),
        )
    if (
        "wage_before" in have
        or _WAGE_TITLE.search(title)
        or any("upah baru" in plain_header(header) for header in headers)
    ):
        return KindGuess(
            "wage_changes", max(sureness, 70), ("ada upah lama dan upah baru",), ("there are an old and a new wage",)
        )
    numbered = next(
        (profile.filled for field, profile in zip(fields, profiles, strict=True) if field == "member_number"), 0
    )
    rows = max((profile.filled for profile in profiles), default=0)
    if (numbered > rows * 0.5 or _CONTINUING_TITLE.search(title)) and not _NEW_TITLE.search(title):
        return KindGuess(
            "members_continuing",
            max(sureness, 65),
            ("kebanyakan orang sudah punya KPJ",),
            ("most people have a KPJ already",),
        )
    return KindGuess(
        "members_new", sureness, ("satu baris per orang, tanpa KPJ",), ("one row per person, without KPJ",)
    )


def refuse_summary(table: Table) -> Refusal | None:
    """A refusal if the table counts people or organisations per place or group instead of listing them."""
    step = max(1, table.height // 200)
    sample = table.rows[::step][:200]
    profiles = [profile_of([row[index] for row in sample]) for index in range(len(table.headers))]
    fields = [word.field if (word := header_word(header)) else None for header in table.headers]
    personal = _personal_columns(table, fields, profiles, sample)
    if personal:
        return None
    meant = [index for index, field in enumerate(fields) if field in _PERSONAL]
    if len(meant) >= 2 and not any(profiles[index].filled for index in meant):
        return empty_template(table.headers)
    places = [
        index for index, field in enumerate(fields) if field in _PLACES or _holds_places(sample, index, profiles[index])
    ]
    counts = [
        index
        for index, (header, profile) in enumerate(zip(table.headers, profiles, strict=True))
        if index not in places and not profile.sequence and profile.numeric >= 0.8 and fields[index] != "index"
    ]
    worded = sum(1 for index in counts if _COUNT_HEADER.search(plain_header(table.headers[index])))
    if counts and (worded or len(counts) >= 2 or re.search(r"(?i)rekap|jumlah", table.title)):
        return _summary(table, fields, profiles, places)
    if places and len(places) * 2 >= sum(
        1 for profile in profiles if profile.filled and not profile.sequence and profile.numeric < 0.8
    ):
        finest = _finest(fields, profiles, places)
        return Refusal(
            "place_list",
            f"Berkas ini daftar {finest[0]} ({_number(table.height)} baris), bukan daftar nama.",
            f"This file is a list of places by {finest[1]} ({table.height:,} rows), not a list of names.",
            "Yang diharapkan: daftar dengan satu baris per orang atau per badan. Kirim daftar namanya.",
            "Expected: a list with one row per person or organisation. Send the list of names.",
        )
    return None


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _personal_columns(
    table: Table,
    fields: Sequence[Field | None],
    profiles: Sequence[Profile],
    sample: list[list[object]] | list[list],  # type: ignore[type-arg]  # rows of cells
) -> list[int]:
    found = []
    for index, (field, profile) in enumerate(zip(fields, profiles, strict=True)):
        if profile.sixteen >= 0.5 or (profile.shares.get("phone", 0.0) >= 0.6 and profile.distinct > 0.5):
            found.append(index)
        elif (field in _PERSONAL and profile.filled and profile.numeric < 0.5) or (
            field in ("nik", "member_number") and profile.filled
        ):
            if field in ("name", "organisation_name", "leader") and (
                _holds_places(sample, index, profile) or (profile.distinct < 0.2 and table.height > 20)
            ):
                continue
            found.append(index)
    return found


def _holds_places(sample: list[list], index: int, profile: Profile) -> bool:  # type: ignore[type-arg]  # rows of cells
    if not profile.filled or profile.numeric > 0.3:
        return False
    texts = list({as_written(row[index]) for row in sample if row[index] != ""})[:40]
    known = sum(1 for text in texts if len(text) < 60 and find_region(text))
    return bool(texts) and known * 10 >= len(texts) * 7


def _finest(fields: Sequence[Field | None], profiles: Sequence[Profile], places: Sequence[int]) -> tuple[str, str]:
    level: dict[Field | None, tuple[str, str]] = {
        "village": ("desa/kelurahan", "village"), "district": ("kecamatan", "district"),
        "regency": ("kabupaten/kota", "regency or city"), "province": ("provinsi", "province"),
    }  # fmt: skip
    named = [index for index in places if fields[index] in level]
    if named:
        # The column that repeats least is the one the rows are about.
        return level[
            fields[
                max(named, key=lambda index: (round(profiles[index].distinct, 1), -_PLACES.index(fields[index] or "")))
            ]
        ]
    return ("wilayah", "region")


def _summary(
    table: Table, fields: Sequence[Field | None], profiles: Sequence[Profile], places: Sequence[int]
) -> Refusal:
    if places:
        group = _finest(fields, profiles, places)
    else:
        key = next((index for index, profile in enumerate(profiles) if profile.filled and profile.numeric < 0.5), None)
        field = fields[key] if key is not None else None
        group = LABELS[field] if field in LABELS and field != "ignored" else (f"“{table.headers[key or 0]}”",) * 2
        group = (group[0].lower(), group[1].lower())
    return Refusal(
        "summary_table",
        f"Berkas ini tabel rekap per {group[0]} ({_number(table.height)} baris), bukan daftar nama.",
        f"This file is a summary per {group[1]} ({table.height:,} rows), not a list of names.",
        "Yang diharapkan: daftar dengan satu baris per orang atau per badan. Kirim daftar namanya.",
        "Expected: a list with one row per person or organisation. Send the list of names.",
    )
