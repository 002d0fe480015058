"""Names of Indonesian persons and organisations as lists have them: made fit to show, and folded to keys.

A shown name keeps every letter its owner has; only case, spaces and titles change, and the titles are handed back. A
key is for finding and comparing only: it folds old spelling (Soeharto, Tjokro, Djoko, Sjarif), doubled letters and the
many ways to shorten Muhammad, Siti and Abdul. Two equal keys say "look at these two", never "this is one person".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import polars as pl

# Titles before a name, without points. "H" alone is a title only when followed by a point or by a longer word at the
# head of the name; see `_is_leading_title`. "Andi", "Daeng", "La", "Wa" and the like are names, not titles.
_BEFORE = frozenset(
    {
        "h", "hj", "hjh", "haji", "hajjah", "kh", "kyai", "kiai", "ust", "ustad", "ustadz", "ustadzah", "tgk",
        "teungku", "tgh", "dr", "drs", "dra", "drg", "drh", "ir", "prof", "apt", "ns", "bpk", "bapak", "ibu",
        "sdr", "sdri", "tn", "ny", "nn", "pdt", "alm", "almh", "almarhum", "almarhumah", "ners", "letkol",
        "kol", "serma", "aiptu", "ipda",
    }
)  # fmt: skip

# Degrees behind a name, letters only. Short ones that are also names (MA, SE, ST) count only behind a comma or with
# points between their letters.
_AFTER = frozenset(
    {
        "spd", "spdi", "spdsd", "sag", "sh", "shi", "sip", "skom", "skm", "skep", "sked", "ssi", "ssos", "sst", "ssn",
        "sp", "spt", "spi", "shut", "sikom", "sakun", "sekon", "stp", "sfarm", "sgz", "spsi", "strkeb", "strkep", "sei",
        "sthi", "ssit", "sthut", "mm", "mmpd", "mpd", "mpdi", "mag", "mh", "mkn", "mkom", "mkes", "msi", "msc", "mba",
        "mt", "mp", "map", "msos", "mhum", "mhi", "mak", "mkm", "mep", "mtp", "mph", "mar", "amd", "amdkeb", "amdkep",
        "ama", "amak", "amkeb", "amkep", "amg", "aama", "phd", "ba", "bba", "bsc", "ca", "cpa", "cfp", "apt", "ners",
        "spog", "spa", "spb", "sppd", "spkk", "spm", "sps", "al", "hafizh", "alm", "almh", "almarhum", "almarhumah",
        "se", "st", "sk", "mma", "ma", "sy", "sesy", "shum", "sstp", "sstpi", "spdk", "sth", "mth",
    }
)  # fmt: skip
_NEEDS_COMMA_OR_POINTS = frozenset({"se", "st", "sk", "ma", "sy", "al", "ba", "ca", "map", "mar", "mak", "sth", "ama"})

# No given name ends so; in capitals behind two words it is a degree in economics or engineering.
_DEGREE_IN_CAPITALS = frozenset({"se", "st"})

_BIN = frozenset({"bin", "binti", "bt", "bte", "bti", "b", "ibn", "ibnu"})
_LOWER_INSIDE = frozenset({"bin", "binti", "ibn", "van", "von", "der", "den", "de"})
_ROMAN = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")

_MUHAMMAD = frozenset(
    {
        "muhammad", "mohammad", "muhamad", "mohamad", "muhammat", "muhamat", "mochammad", "mochamad", "muchammad",
        "muchamad", "mohammed", "mohamed", "muhammed", "muh", "moh", "moch", "much", "mohd", "muhd", "mhd", "mhmd",
        "md",
    }
)  # fmt: skip
_SAME_WORD = {
    **dict.fromkeys(_MUHAMMAD, "muhammad"),
    **dict.fromkeys(("siti", "sitti", "sitty", "st", "sity", "sti"), "siti"),
    **dict.fromkeys(("abdul", "abd", "abdoel", "abdl", "abdu"), "abdul"),
    **dict.fromkeys(("ahmad", "achmad", "akhmad", "ahmat", "akhmat", "achmat", "ahmed"), "ahmad"),
    **dict.fromkeys(("nur", "noer", "noor", "nor"), "nur"),
}
_OLD_SPELLING = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("ch", "h"), ("kh", "h"), ("nj", "ny"),
    ("dz", "z"), ("ph", "f"), ("v", "f"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("ie", "i"),
)  # fmt: skip

_COOPERATIVE_WORDS = r"koperasi|kop|kpri|kud|ksp|ksu|kspps|kopkar|primkop\w*|kopdes|kopkel|koppas|kpn|kopontren|bmt"
_COMPANY_WORDS = r"pt|perseroan terbatas|persero|perseroda|tbk|cv|ud|pd|po|fa|firma|perum|perumda|usaha dagang"
_BODY_WORDS = r"yayasan|yay|perkumpulan|asosiasi|paguyuban|kelompok|wadah|toko"
_COOPERATIVE_LONG = (
    r"koperasi unit desa|koperasi simpan pinjam(?: dan pembiayaan syariah)?|koperasi serba usaha|koperasi karyawan|"
    r"koperasi pegawai(?: republik indonesia| negeri)?|koperasi desa|koperasi kelurahan|koperasi konsumen|"
    r"koperasi produsen|koperasi jasa|koperasi pemasaran|koperasi pasar|koperasi pondok pesantren"
)
_FORM_WORDS = re.compile(rf"\b(?:{_COOPERATIVE_LONG}|{_COOPERATIVE_WORDS}|{_COMPANY_WORDS}|{_BODY_WORDS})\b")
_COOPERATIVE = re.compile(rf"\b(?:{_COOPERATIVE_WORDS})\b")
_COMPANY = re.compile(rf"\b(?:{_COMPANY_WORDS})\b")

OrganisationForm = Literal["cooperative", "company", "other"]


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _is_leading_title(word: str, following: list[str]) -> bool:
    bare = _letters(word)
    if bare not in _BEFORE or not following:
        return False
    # A lone H or DR without a point before another initial ("H M Said") is still a title; before nothing it is a name.
    return any(len(_letters(other)) > 1 for other in following)


def _is_degree(word: str, others: int) -> bool:
    """Whether a last word is a degree, `others` words standing before it."""
    bare = _letters(word)
    if bare not in _AFTER:
        return False
    if bare in _DEGREE_IN_CAPITALS and word.isupper() and others > 1:
        return True
    return bare not in _NEEDS_COMMA_OR_POINTS or bool(re.search(r"[A-Za-z]\.[A-Za-z]", word))


_LATE = re.compile(r"\(\s*(alm|almh|almarhum|almarhumah)\.?\s*\)", re.IGNORECASE)
_PARTED_DEGREE = re.compile(r"\b([SMA])\.\s+(?=(?:Pd|Sos|Kom|Ag|Si|Hum|Kes|Ip|Kep|Md|Ked|Hut|Farm)\b)", re.IGNORECASE)
_GLUED_TITLES = re.compile(r"((?:(?:drs|dra|dr|ir|prof|hj|h|kh)\.)+)(.*)", re.IGNORECASE)
_GLUED_NAMES = re.compile(r"(?<=[A-Za-z])\.(?=[A-Za-z]{3,})")


def _strip_titles(text: str) -> tuple[list[str], list[str]]:
    """Words of the name and the titles taken off, in the order they stood."""
    words = text.split()
    plain = not any(mark in text for mark in ",.(")
    if plain and words and words[0].lower() not in _BEFORE and words[-1].lower() not in _AFTER:
        return words, []
    head, *behind = [part.strip() for part in _LATE.sub(r" \1 ", text).split(",")]
    # A degree may be written with a space after its point ("S. Pd"): bring the two together before looking.
    words = _PARTED_DEGREE.sub(r"\1.", head).split()
    before: list[str] = []
    while len(words) > 1 and _is_leading_title(words[0], words[1:]):
        before.append(words.pop(0))
    # "H.M. Said", "Drs.H. Andi": titles glued by points.
    glued = _GLUED_TITLES.fullmatch(words[0]) if words else None
    if glued and (glued[2] or len(words) > 1):
        before.append(glued[1])
        words[0:1] = [glued[2]] if glued[2] else []
    after: list[str] = []
    while len(words) > 1 and _is_degree(words[-1], len(words) - 1):
        after.insert(0, words.pop())
    unknown: list[str] = []
    for part in behind:
        parts = part.split()
        known = bool(parts) and (_letters(part) in _AFTER or all(_letters(each) in _AFTER | _BEFORE for each in parts))
        (after if known else unknown).append(part)
    for part in unknown:
        words.extend(part.split())
    return _GLUED_NAMES.sub(". ", " ".join(words)).split(), [*before, *(part for part in after if part)]


@lru_cache(maxsize=1 << 16)
def _cased(word: str, position: int, last: int) -> str:
    """One word in display case; a word already in mixed case is left as its owner writes it."""
    lower = word.lower()
    if position > 0 and lower in _LOWER_INSIDE:
        return lower
    if position == last and position > 0 and _ROMAN.fullmatch(word.upper()) and len(word) > 1:
        return word.upper()
    if not (word.isupper() or word.islower()):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize() if _starts_word(lower, m.start()) else m[0], lower)


def _starts_word(word: str, at: int) -> bool:
    """Whether letters here begin a word: at the start, behind a hyphen or point, in O'Brien but not in Ma'ruf."""
    if at == 0 or word[at - 1] in "-./(":
        return True
    return word[at - 1] in "'\u2019" and at == 2 and word[0] in "od"


def tidy_name(text: str) -> tuple[str, tuple[str, ...]]:
    """The name fit to show and the titles taken off it, as written.

    `DRS. H. LA ODE RAHIM, M.M.` -> (`La Ode Rahim`, (`DRS.`, `H.`, `M.M.`)). Words in mixed case (`McDonald`) keep it;
    `MC DONALD` becomes `Mc Donald`. A text of titles alone, or empty, comes back as it is, with no titles.
    """
    clean = " ".join(unicodedata.normalize("NFKC", text).split()).strip(" ,.;'`\u2019\"")
    closing_point = text.rstrip().endswith(".") and re.search(r"(?:^|[\s.,])[A-Za-z]$", clean)
    words, titles = _strip_titles(clean + ("." if closing_point else ""))
    name = " ".join(_cased(word, i, len(words) - 1) for i, word in enumerate(words)).strip(" ,")
    return (name, tuple(titles)) if name else (clean, ())


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    if len(word) > 1 and _ROMAN.fullmatch(word.upper()):
        return word
    if len(word) == 1:
        return word
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    # A silent h between or behind vowels comes and goes: Jaelani/Djaelanih, Rohimah/Rohima.
    return re.sub(r"(?<=[aiueo])h$", "", word) if len(word) > 3 else word


def name_key(text: str) -> str:
    """Folded words of a name, titles and father's name marks (bin, binti) set aside, for search and duplicates.

    `H. Moh. Soekardjo` and `MUHAMMAD SUKARJO` share a key. Initials stay as single letters. Not for showing.
    """
    name, _ = tidy_name(text)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`\u2019]", "", plain)
    words = re.findall(r"[a-z]+", plain)
    if not words:
        return ""
    if len(words) > 1 and words[0] == "m" and len(words[1]) > 1:
        words[0] = "muhammad"
    folded = []
    for position, word in enumerate(words):
        if position > 0 and word in _BIN and position < len(words) - 1:
            continue
        folded.append(_fold(_SAME_WORD.get(word, word)))
    return " ".join(folded)


def organisation_form(text: str) -> OrganisationForm:
    """What the name says of its form: cooperative, company or neither."""
    plain = _plain_organisation(text)
    if _COOPERATIVE.search(plain):
        return "cooperative"
    return "company" if _COMPANY.search(plain) else "other"


def _plain_organisation(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", plain)
    plain = re.sub(r"['`]", "", plain).replace("&", " dan ")
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def organisation_key(text: str) -> str:
    """Folded name of an organisation without its legal form and punctuation, for search and duplicates.

    `PT. Sinar Laut (Persero), Tbk` and `SINAR LAUT, PT` share a key. Different forms of one name share it too (a firm
    and a cooperative, say): compare `organisation_form` where that matters. A name of form words alone keeps them.
    """
    plain = _plain_organisation(text)
    rest = " ".join(_FORM_WORDS.sub(" ", plain).split())
    return " ".join(_fold(word) for word in (rest or plain).split())


def _over_distinct(texts: pl.Series, name: str, values: list[str], distinct: pl.Series) -> pl.Series:
    table = pl.DataFrame({"text": distinct, name: pl.Series(values, dtype=pl.String)})
    frame = pl.DataFrame({"text": texts.cast(pl.String)})
    return frame.join(table, on="text", how="left", maintain_order="left").get_column(name)


def _distinct(texts: pl.Series) -> pl.Series:
    return texts.cast(pl.String).drop_nulls().unique()


def tidy_name_column(texts: pl.Series) -> pl.DataFrame:
    """`tidy_name` over a column: `name` and `titles` (joined by spaces, null when none). Nulls stay null."""
    distinct = _distinct(texts)
    pairs = [tidy_name(text) for text in distinct]
    return pl.DataFrame(
        {
            "name": _over_distinct(texts, "name", [name for name, _ in pairs], distinct),
            "titles": _over_distinct(texts, "titles", [" ".join(titles) for _, titles in pairs], distinct),
        }
    ).with_columns(pl.when(pl.col("titles") != "").then(pl.col("titles")).alias("titles"))


def name_key_column(texts: pl.Series) -> pl.Series:
    """`name_key` over a column, each distinct text once. Nulls stay null."""
    distinct = _distinct(texts)
    return _over_distinct(texts, "name_key", [name_key(text) for text in distinct], distinct)


def organisation_key_column(texts: pl.Series) -> pl.Series:
    """`organisation_key` over a column, each distinct text once. Nulls stay null."""
    distinct = _distinct(texts)
    return _over_distinct(texts, "organisation_key", [organisation_key(text) for text in distinct], distinct)
