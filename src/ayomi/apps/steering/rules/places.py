"""Which region a row of somebody's table means: certain or not at all, with the nearest to choose from. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz, process, utils

from ayomi.core import places

Level = Literal["country", "province", "regency"]
How = Literal["code", "name", "split", "renamed", "beside", "remembered", "none"]

SUGGESTIONS: Final = 5
COUNTRY_WORDS: Final = frozenset({"indonesia", "nasional", "seluruhindonesia", "republikindonesia", "nkri"})
TOTAL: Final = re.compile(
    r"(?:grand\s*|sub\s*-?\s*)?(?:jumlah|total|jml)\b\s*(?:keseluruhan|seluruh\w*|semua|besar)?\s*[:.=]*", re.I
)

# Provinces made out of others; tables older than the law name the one they came from.
MADE_FROM: Final[dict[str, str]] = {
    "36": "32", "19": "16", "75": "71", "82": "81", "92": "91", "21": "14", "76": "73", "65": "64", "93": "91",
    "94": "91", "95": "91", "96": "92",
}  # fmt: skip
"""Banten, Bangka Belitung, Gorontalo (2000), Maluku Utara, Papua Barat (1999), Kepulauan Riau (2002), Sulawesi Barat
(2004), Kalimantan Utara (UU 20/2012), Papua Selatan, Tengah, Pegunungan (UU 14, 15, 16/2022), Papua Barat Daya
(UU 29/2022)."""

RENAMED: Final[dict[str, str]] = {
    "tobasamosir": "12.12", "mamujuutara": "76.01", "malukutenggarabarat": "81.03", "kabupatenpontianak": "61.02",
    "kabpontianak": "61.02", "selayar": "73.01", "pangkajenekepulauan": "73.10", "siautagulandangbiaro": "71.09",
    "yapenwaropen": "91.05", "limapuluhkoto": "13.07", "sawahluntosijunjung": "13.03",
}  # fmt: skip
"""Regencies whose name was changed (PP 14/2020, PP 61/2017, PP 2/2019, PP 58/2014 ...) or is often written otherwise
than the ministry does."""


@dataclass(frozen=True, slots=True)
class Match:
    """`code` None: not certain; then `nearest` are codes to choose from, the likeliest first."""

    code: str | None
    level: Level | None
    how: How
    nearest: tuple[str, ...] = ()


NOTHING: Final = Match(None, None, "none")


def place_key(province: str, place: str) -> str:
    """Under which a choice by hand is remembered: both names without case, signs and spaces."""
    return f"{_joined(province)}|{_joined(place)}"


def _joined(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", text.lower()))


def province_of(text: str) -> str | None:
    """Code of the province a text names, None where it names none."""
    found = places.find_region(text, "province") if text else ()
    return found[0].code if len(found) == 1 else None


def is_country(text: str) -> bool:
    """Whether a text names the whole country."""
    return _joined(text) in COUNTRY_WORDS


def is_total(text: str) -> bool:
    """Whether a text is the label of a sum: "Jumlah", "TOTAL", "Sub total"."""
    return bool(TOTAL.fullmatch(text.strip()))


def total_of(text: str) -> str | None:
    """The province whose sum a label such as "Jumlah Aceh" announces; None for other labels."""
    found = TOTAL.match(text.strip())
    return province_of(text.strip()[found.end() :].strip(" :.-")) if found and found.end() else None


def code_in(text: str) -> str | None:
    """A region's code as tables write it (`32.73`, `3273`), of any edition; None for anything else."""
    plain = text.strip()
    if not re.fullmatch(r"\d{2}(?:\.\d{2})?|\d{4}", plain, re.ASCII):
        return None
    code = places.dotted(plain)
    return code if places.knows(code) else None


def match_regency(
    place: str, province: str | None, code: str | None, *, beside: Collection[str] = (),
    remembered: Mapping[str, str] | None = None, province_written: str = "",
) -> Match:  # fmt: skip
    """The regency a row means. `province`: code of the province written beside it; `code`: a code written beside it;
    `beside`: names of the other rows of the same province; `remembered`: earlier choices by hand, by `place_key`.

    Certain are: a code whose name agrees, a name that one regency of the province carries, a name that only one regency
    of the country carries and whose province was made out of the one written, and what somebody chose before.
    """
    if remembered and (chosen := remembered.get(place_key(province_written, place))):
        return Match(chosen, "regency", "remembered")
    named = _named(place, province, beside)
    if code is not None:
        return _by_code(code, place, named)
    if named.code is not None or not place:
        return named
    return Match(None, None, "none", nearest(place, province))


def _by_code(code: str, place: str, named: Match) -> Match:
    """The numberings of the ministry and of the statistics agency differ in Papua: a code holds only with its name."""
    today = places.current_code(code)
    if named.code is not None:
        same = today == named.code
        return Match(named.code, "regency", "code") if same else Match(None, None, "none", _both(today, named.code))
    if not place and today is not None and today[0] != "9":
        return Match(today, "regency", "code")
    offered = nearest(place, today[:2] if today else None)
    return Match(None, None, "none", _both(today, *offered))


def _both(*codes: str | None) -> tuple[str, ...]:
    kept = [code for code in codes if code is not None and len(code) == 5]
    return tuple(dict.fromkeys(kept))[:SUGGESTIONS]


def _named(place: str, province: str | None, beside: Collection[str]) -> Match:
    if not place:
        return NOTHING
    found = _called(place, province)
    if len(found) == 1 and not _older_namesake(place, found[0], beside):
        return Match(found[0].code, "regency", "name")
    if found:
        return _kabupaten_or_kota(found, beside)
    renamed = RENAMED.get(_joined(place)) or RENAMED.get(_without_head(place))
    if renamed and (province is None or province in (renamed[:2], MADE_FROM.get(renamed[:2]))):
        return Match(renamed, "regency", "renamed")
    if province is None:
        return NOTHING
    elsewhere = _called(place, None)
    from_it = [each for each in elsewhere if _comes_from(each.province, province)]
    if len(from_it) == 1:
        return Match(from_it[0].code, "regency", "split")
    return _kabupaten_or_kota(tuple(from_it), beside) if from_it else NOTHING


def _called(place: str, province: str | None) -> tuple[places.Region, ...]:
    """Regencies of that name, with "Kep." and "Kepulauan" read alike."""
    found = places.find_region(place, "regency", province)
    if found:
        return found
    short = re.sub(r"(?i)\bkepulauan\b", "Kep", place)
    long = re.sub(r"(?i)\bkep\b\.?", "Kepulauan ", place)
    return next((each for way in (short, long) if (each := places.find_region(way, "regency", province))), ())


def _older_namesake(place: str, found: places.Region, beside: Collection[str]) -> bool:
    """A bare name beside the row of the city that carries it: it meant a regency that is called otherwise today."""
    return found.is_city and _joined(place) == _without_head(found.name) and _joined(found.name) in map(_joined, beside)


def _without_head(place: str) -> str:
    return _joined(re.sub(r"^\s*(?:kab(?:upaten)?|kota)\b\.?", "", place, flags=re.I))


def _comes_from(province: str, older: str) -> bool:
    made = MADE_FROM.get(province)
    while made is not None:
        if made == older:
            return True
        made = MADE_FROM.get(made)
    return False


def _kabupaten_or_kota(found: tuple[places.Region, ...], beside: Collection[str]) -> Match:
    """A bare name carried by a regency and a city means the regency where the city has a row of its own."""
    cities, others = [each for each in found if each.is_city], [each for each in found if not each.is_city]
    if len(cities) == 1 and len(others) == 1 and _joined(cities[0].name) in {_joined(name) for name in beside}:
        return Match(others[0].code, "regency", "beside")
    return Match(None, None, "none", tuple(each.code for each in found)[:SUGGESTIONS])


@lru_cache(maxsize=64)
def _names(province: str | None) -> dict[str, str]:
    return {each.code: each.name for each in places.regions("regency", within=province)}


def nearest(place: str, province: str | None) -> tuple[str, ...]:
    """Codes of the regencies whose names are most like the text: of the province first, then of the country."""
    found: list[str] = []
    for where in (province, None) if province else (None,):
        ranked = process.extract(
            place, _names(where), scorer=fuzz.WRatio, processor=utils.default_process, limit=SUGGESTIONS,
            score_cutoff=60,
        )  # fmt: skip
        found.extend(code for _, _, code in ranked)
    return tuple(dict.fromkeys(found))[:SUGGESTIONS]
