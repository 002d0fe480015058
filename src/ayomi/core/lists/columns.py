"""What each column of a table means, from the words of its header and from what stands in it; open to correction."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from ayomi.core.lists import limits
from ayomi.core.lists.cells import TICKS, text_of
from ayomi.core.lists.kinds import KINDS, Kind, KindGuess, guess_kind
from ayomi.core.lists.profiles import Profile, profile_of
from ayomi.core.lists.reading import Cell, as_written, shown_safely
from ayomi.core.lists.tables import Table
from ayomi.core.lists.words import (
    IGNORED_FIELDS,
    LABELS,
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    Field,
    header_word,
    plain_header,
)

SUREST: Final = 99
DOUBTFUL_BELOW: Final = 60
"""Below this percentage a guess is shown as one to look at."""

_LEAST: Final = 40
_UNSURE: Final = 50


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column: its header, the field it is read as (None: ignored), how surely in percent, and why.

    ``samples`` are up to three cells as written, to be masked by the caller where the field is personal.
    """

    index: int
    header: str
    field: Field | None
    confidence: int
    reasons_id: tuple[str, ...] = ()
    reasons_en: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def label_id(self) -> str:
        return LABELS[self.field or "ignored"][0]

    @property
    def label_en(self) -> str:
        return LABELS[self.field or "ignored"][1]

    @property
    def doubtful(self) -> bool:
        return self.field is not None and self.confidence < DOUBTFUL_BELOW and not self.by_hand


@dataclass(frozen=True, slots=True)
class Mapping:
    """All columns of a table and the kind of list. Immutable: each correction gives a new mapping."""

    columns: tuple[ColumnGuess, ...]
    kind: Kind
    kind_confidence: int
    kind_reasons_id: tuple[str, ...]
    kind_reasons_en: tuple[str, ...]
    fingerprint: str

    def index_of(self, field: Field) -> int | None:
        """Index of the column read as ``field``; None if there is none."""
        return next((column.index for column in self.columns if column.field == field), None)

    @property
    def fields(self) -> dict[Field, int]:
        return {column.field: column.index for column in self.columns if column.field is not None}

    def missing(self) -> tuple[tuple[Field, ...], ...]:
        """Groups of fields the kind needs one of, none of which was found. Empty: the list can be checked."""
        have = set(self.fields)
        names = ("name", "name_first")
        needed: list[tuple[Field, ...]] = []
        if self.kind == "organisations":
            needed = [("organisation_name",)]
        elif self.kind == "members_new":
            needed = [names, ("nik", "birth_date", "birth_place_and_date")]
        else:
            needed = [("nik", "member_number", "birth_date", "birth_place_and_date")]
            needed += [("end_date",)] if self.kind == "members_leaving" else []
            needed += [("wage",)] if self.kind == "wage_changes" else []
        return tuple(group for group in needed if not have & set(group))

    def corrected(self, index: int, field: Field | None) -> "Mapping":
        """The mapping with column ``index`` read as ``field`` by hand; another column of that field becomes ignored.

        Raises KeyError for a field that does not exist, IndexError for a column that does not.
        """
        if field is not None and field not in LABELS:
            raise KeyError(field)
        if not 0 <= index < len(self.columns):
            raise IndexError(index)
        chosen = None if field in IGNORED_FIELDS else field
        columns = []
        for column in self.columns:
            if column.index == index:
                columns.append(
                    replace(
                        column,
                        field=chosen,
                        confidence=100,
                        by_hand=True,
                        reasons_id=("dipilih sendiri",),
                        reasons_en=("chosen by hand",),
                    )
                )
            elif chosen is not None and column.field == chosen:
                columns.append(
                    replace(
                        column,
                        field=None,
                        confidence=100,
                        reasons_id=("digantikan kolom lain",),
                        reasons_en=("replaced by another column",),
                    )
                )
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))

    def of_kind(self, kind: Kind) -> "Mapping":
        """The mapping with the kind of list chosen by hand. Raises KeyError for an unknown kind."""
        if kind not in KINDS:
            raise KeyError(kind)
        return replace(
            self,
            kind=kind,
            kind_confidence=100,
            kind_reasons_id=("dipilih sendiri",),
            kind_reasons_en=("chosen by hand",),
        )

    def to_json(self) -> str:
        """What is remembered per sender: headers and fields, no contents."""
        columns = [{"header": column.header, "field": column.field} for column in self.columns]
        return json.dumps({"fingerprint": self.fingerprint, "kind": self.kind, "columns": columns}, ensure_ascii=False)


def fingerprint(headers: Iterable[str]) -> str:
    """A short name for a set of headers in order; letter case, signs and spaces do not change it."""
    plain = [plain_header(header) for header in headers]
    kept = [header for header in plain if header not in _RETURNED]
    return hashlib.sha256("\x1f".join(kept).encode()).hexdigest()[:24]


_RETURNED: Final = {"yang perlu diperbaiki", "caranya", "what to correct", "how"}


def remembered_columns(table: Table, remembered: str) -> Mapping | None:
    """The mapping a sender's earlier list was read with, put on this table; None where the headers differ.

    Raises ValueError for text that ``Mapping.to_json`` did not write.
    """
    try:
        stored = json.loads(remembered)
        kind, columns = stored["kind"], {plain_header(each["header"]): each["field"] for each in stored["columns"]}
        same = stored["fingerprint"] == fingerprint(table.headers)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError("not a remembered mapping") from error
    if not same or kind not in KINDS or not set(columns.values()) <= {*LABELS, None}:
        return None
    guesses = tuple(
        ColumnGuess(
            index,
            header,
            columns.get(plain_header(header)),
            100,
            ("seperti kiriman sebelumnya",),
            ("as in the earlier list",),
            _samples(table, index),
            by_hand=True,
        )
        for index, header in enumerate(table.headers)
    )
    return Mapping(
        guesses, kind, 100, ("seperti kiriman sebelumnya",), ("as in the earlier list",), stored["fingerprint"]
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    confidence: int
    index: int
    field: Field
    reasons_id: tuple[str, ...]
    reasons_en: tuple[str, ...]


def guess_columns(table: Table, kind: Kind | None = None) -> Mapping:
    """Guess every column and the kind of list (unless given)."""
    step = max(1, table.height // limits.SAMPLE_ROWS)
    sample = table.rows[::step][: limits.SAMPLE_ROWS]
    profiles = [profile_of([row[index] for row in sample]) for index in range(len(table.headers))]
    guess = guess_kind(table.title, table.headers, profiles)
    if kind is not None:
        guess = KindGuess(kind, 100, ("dipilih sendiri",), ("chosen by hand",))
    chosen = _assign(table, profiles, guess.kind, sample)
    columns = []
    for index, header in enumerate(table.headers):
        found = chosen.get(index)
        if found is None or found.field in IGNORED_FIELDS:
            reasons = (found.reasons_id, found.reasons_en) if found else (("isinya tidak diperlukan",), ("not needed",))
            columns.append(
                ColumnGuess(index, header, None, found.confidence if found else 50, *reasons, _samples(table, index))
            )
        else:
            columns.append(
                ColumnGuess(
                    index,
                    header,
                    found.field,
                    min(found.confidence, SUREST),
                    found.reasons_id,
                    found.reasons_en,
                    _samples(table, index),
                )
            )
    mapping = Mapping(
        tuple(columns), guess.kind, guess.confidence, guess.reasons_id, guess.reasons_en, fingerprint(table.headers)
    )
    # Words over the columns that nothing below them bears out say little about the list.
    if kind is None and mapping.missing():
        return replace(mapping, kind_confidence=min(guess.confidence, _UNSURE))
    return mapping


def _samples(table: Table, index: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in table.rows[:200]:
        text = shown_safely(as_written(row[index]), 60)
        if text and text not in found:
            found.append(text)
        if len(found) == 3:
            break
    return tuple(found)


def _assign(table: Table, profiles: list[Profile], kind: Kind, sample: list[list[Cell]]) -> dict[int, _Candidate]:
    allowed = {*(ORGANISATION_FIELDS if kind == "organisations" else PERSON_FIELDS), *IGNORED_FIELDS}
    ticked = {} if kind == "organisations" else _ticked_pair(table.headers, sample)
    candidates = [
        candidate
        for index, header in enumerate(table.headers)
        if index not in ticked
        for candidate in _candidates(index, header, profiles[index], kind)
        if candidate.field in allowed
    ]
    candidates += ticked.values()
    candidates = _told_apart(candidates, table, profiles, sample)
    chosen: dict[int, _Candidate] = {}
    taken: set[Field] = set()
    for candidate in sorted(candidates, key=lambda each: (-each.confidence, each.index)):
        if candidate.confidence < _LEAST or candidate.index in chosen:
            continue
        if candidate.field in taken and candidate.field not in IGNORED_FIELDS:
            continue
        chosen[candidate.index] = candidate
        taken.add(candidate.field)
    return chosen


_MEN: Final = re.compile(r"(?:.* )?(?:l|lk|laki(?: laki)?|pria)")
_WOMEN: Final = re.compile(r"(?:.* )?(?:p|pr|perempuan|wanita)")


def _ticked_pair(headers: Sequence[str], sample: Sequence[Sequence[Cell]]) -> dict[int, _Candidate]:
    """Two columns side by side, "L" and "P", of which nearly every row has a tick in one."""
    for index, (left, right) in enumerate(pairwise(map(plain_header, headers))):
        for men, women in ((index, index + 1), (index + 1, index)):
            man, woman = (left, right) if men == index else (right, left)
            if not (_MEN.fullmatch(man) and _WOMEN.fullmatch(woman)):
                continue
            told = [
                sum(text_of(row[column]).lower() in TICKS for column in (men, women))
                + sum(text_of(row[column]).lower() not in {*TICKS, ""} for column in (men, women)) * 10
                for row in sample
            ]
            if told and sum(count == 1 for count in told) * 2 > len(told) and max(told) < 10:
                why = ("diberi tanda di salah satu dari dua kolom",), ("ticked in one of two columns",)
                return {
                    men: _Candidate(88, men, "sex_male", *why),
                    women: _Candidate(88, women, "sex_female", *why),
                }
    return {}


def _candidates(index: int, header: str, profile: Profile, kind: Kind) -> list[_Candidate]:
    found: list[_Candidate] = []
    word = header_word(header)
    if word is not None:
        field = _field_for_kind(word.field, kind)
        found.append(_from_header(index, header, field, word.sureness, profile))
    for field, share, least, sureness, what_id, what_en in profile.evidence():
        if share < least:
            continue
        if (
            word is not None
            and word.field not in ("ignored", "index", "note", "name")
            and field in ("name", "wage", "birth_date", "member_number")
        ):
            continue
        if word is not None and word.sureness >= 60 and field in ("name", "wage"):
            continue
        percent = round(share * 100)
        found.append(
            _Candidate(
                round(sureness * share),
                index,
                field,
                (f"{percent} % isinya {what_id}",),
                (f"{percent}% of its cells are {what_en}",),
            )
        )
    return found


def _field_for_kind(field: Field, kind: Kind) -> Field:
    if kind == "organisations":
        return {
            "name": "organisation_name",
            "start_date": "founded",
            "work_place": "address",
            "occupation": "activity",
        }.get(field, field)
    if field == "leader":
        return "name"
    return {"activity": "occupation", "founded": "ignored"}.get(field, field)


_PART: Final = re.compile(r"\b(?:l|p|lk|pr|laki|pria|perempuan|wanita)$")


def _from_header(index: int, header: str, field: Field, sureness: int, profile: Profile) -> _Candidate:
    said_id: tuple[str, ...]
    said_en: tuple[str, ...]
    said_id, said_en = (f"judulnya “{shown_safely(header, 40)}”",), (f"its heading is “{shown_safely(header, 40)}”",)
    share = profile.share_for(field)
    confidence = round(sureness * 0.9)
    if field in ("members_count", "workers_count") and _PART.search(plain_header(header)):
        said_id, said_en = (*said_id, "hanya sebagian dari jumlahnya"), (*said_en, "only a part of the number")
        return _Candidate(sureness, index, "ignored", said_id, said_en)
    if field == "nik" and profile.filled and not share and not profile.shares.get("digits"):
        # "NIK" is also a firm's own employee number, and those carry letters.
        told = ("isinya bukan angka, jadi bukan NIK dari KTP",), ("its cells are no numbers, so no NIK of an ID card")
        return _Candidate(sureness, index, "ignored", said_id + told[0], (*said_en, told[1]))
    if share is not None and profile.filled >= 3:
        percent = round(share * 100)
        if share >= 0.5:
            confidence = min(SUREST, round(sureness * 0.8 + 20 * share))
            said_id += (f"{percent} % isinya cocok",)
            said_en += (f"{percent}% of its cells fit",)
        elif share < 0.2:
            confidence -= 45
            said_id += (f"hanya {percent} % isinya cocok",)
            said_en += (f"only {percent}% of its cells fit",)
    return _Candidate(confidence, index, field, said_id, said_en)


def _told_apart(
    candidates: list[_Candidate], table: Table, profiles: list[Profile], sample: Sequence[Sequence[Cell]]
) -> list[_Candidate]:
    """Two columns of 16 digits: the NIK agrees with the birth dates, or repeats less; the other is the KK."""
    full = {
        each.index
        for each in candidates
        if each.field in ("nik", "family_card") and profiles[each.index].sixteen >= 0.5
    }
    if len(full) < 2:
        return candidates
    named = {
        each.index: each.field for each in candidates if each.index in full and header_word(table.headers[each.index])
    }
    if "nik" in named.values() and "family_card" in named.values():
        return candidates
    births = [each.index for each in candidates if each.field == "birth_date" and each.confidence >= 60]
    agreement = {index: _agreement(sample, index, births[0]) if births else 0.0 for index in full}
    best = max(full, key=lambda index: (agreement[index], profiles[index].distinct, named.get(index) == "nik", -index))
    kept = [each for each in candidates if each.index not in full or each.field not in ("nik", "family_card")]
    for index in sorted(full):
        field: Field = "nik" if index == best else "family_card"
        why_id = "16 angka; " + (
            "lebih cocok dengan tanggal lahir atau jarang berulang"
            if index == best
            else "berulang atau tidak cocok dengan tanggal lahir"
        )
        why_en = "16 digits; " + (
            "agrees better with birth dates or repeats less"
            if index == best
            else "repeats or disagrees with birth dates"
        )
        kept.append(
            _Candidate(88 if agreement[best] > 0.5 and index == best else 62, index, field, (why_id,), (why_en,))
        )
    return kept


def _agreement(sample: Sequence[Sequence[Cell]], number: int, birth: int) -> float:
    seen = fit = 0
    for row in sample:
        digits = re.sub(r"\D", "", as_written(row[number]))
        if len(digits) != 16:
            continue
        born = row[birth]
        written = born.strftime("%d%m%y") if isinstance(born, date | datetime) else re.sub(r"\D", "", as_written(born))
        day = int(digits[6:8])
        coded = f"{day - 40 if day > 40 else day:02d}{digits[8:12]}"
        seen += 1
        fit += written[:4] == coded[:4] and written.endswith(coded[4:])
    return fit / seen if seen else 0.0
