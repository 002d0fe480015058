"""The business activities of the law, and the one a text names: found by words, never guessed.

Words found in the text decide, the longest first; a word that is not known is read as the nearest known one, and the
answer says so. Where several things are done, making counts before repairing and repairing before selling. Entries of
different risk classes that fit equally well are an error that lists them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, product
from types import MappingProxyType
from typing import TypeAlias

from ayomi.core.law.book import LawFileError, citation, day, mapping, only, rows_of, sequence, string, strings, words
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.errors import BadRequest
from ayomi.core.law.terms import RISK_WORDS, RISKS, Risk

Tokens: TypeAlias = tuple[str, ...]
MOST_ALTERNATIVES = 5
MOST_READINGS = 8
LEAST_COVERAGE = 0.6
SHORTEST_SLIP = 4
"""Shorter words are too like each other to be read as anything but themselves."""
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"g[1-5]-\d{3}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of the annex: its number, its labels, and its risk class today."""

    number: str
    label: Words
    risk: Risk

    @property
    def text(self) -> str:
        return f"{self.number} {self.label.id}"


@dataclass(frozen=True, slots=True)
class Match:
    """The entry a text names; `alternatives` of the same class fitted as well; `unsure` says what is doubtful."""

    activity: Activity
    alternatives: tuple[Activity, ...] = ()
    unsure: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Classified:
    """The class of an activity in one month, on the word of `citation`."""

    match: Match
    risk: Risk
    citation: Citation
    unsure: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Everything the words file says, normalised once."""

    fillers: frozenset[str]
    making: frozenset[str]
    repairing: frozenset[str]
    selling_before: frozenset[str]
    selling_after: frozenset[str]
    wholesale: frozenset[str]
    abroad: frozenset[str]
    phrases: Mapping[Tokens, tuple[str, ...]]
    longest: int


@cache
def activities() -> Mapping[str, Activity]:
    """The 191 entries of Annex I of PP 82/2019 by number, in its order."""
    found: dict[str, Activity] = {}
    for risk in RISKS:
        for item in sequence(rows_of("activities.yaml")[risk]):
            row = only(mapping(item), required=("number", "id", "en"))
            number = string(row["number"])
            if number in found:
                raise LawFileError(f"activities.yaml: {number} stands twice")
            found[number] = Activity(number, Words(string(row["id"]), string(row["en"])), risk)
    return MappingProxyType(found)


def classify(text: str, on: date) -> Classified:
    """The risk class on the day `on` of the activity that `text` names, in Indonesian or English.

    Raises BadRequest when nothing fits or entries of different classes fit equally well.
    """
    match = find(text)
    for name in ("1993", "2015"):
        past = mapping(rows_of("activities_past.yaml")[name])
        if day(past["since"]) <= on < day(past["until"]):
            return _past_class(match, past)
    source = citation(rows_of("activities.yaml")["source"])
    return Classified(match, match.activity.risk, source, match.unsure)


def _past_class(match: Match, past: Mapping[str, object]) -> Classified:
    number, source = match.activity.number, citation(past["source"])
    for risk, numbers in mapping(past["read"]).items():
        if number in strings(numbers):
            return Classified(match, _risk(risk), source, match.unsure)
    unread = [risk for risk, numbers in mapping(past["unread"]).items() if number in strings(numbers)]
    risk = _risk(unread[0]) if unread else match.activity.risk
    return Classified(match, risk, source, (*match.unsure, words(past["unsure"])))


def _risk(name: str) -> Risk:
    found: dict[str, Risk] = {risk: risk for risk in RISKS}
    return found[name]


def find(text: str) -> Match:
    """The entry that `text` names. Raises BadRequest when nothing fits or different classes fit equally well."""
    number = _NUMBER.fullmatch(text.strip())
    if number and text.strip().upper() in activities():
        return Match(activities()[text.strip().upper()])
    written = _written(text)
    readings = tuple(_meaning(reading) for reading in islice(product(*map(_near, written)), MOST_READINGS))
    # A reading that is an entry word for word is what was meant, whatever else the slip of the pen looks like.
    named = [activity for tokens in readings for activity in _by_label(tokens)]
    found = list(dict.fromkeys(named or [activity for tokens in readings for activity in _by_words(tokens)]))
    match = _decide(found, text) if found else _by_likeness(readings, text)
    guessed = any(_near(word) != (word,) for word in written)
    return Match(match.activity, match.alternatives, (*match.unsure, _BY_LIKENESS)) if guessed or not found else match


def normalise(text: str) -> Tokens:
    """The words of a text: lower case, without accents, one word for its variants, without words that say nothing."""
    return _meaning(_written(text))


def _written(text: str) -> Tokens:
    """The words of a text as written, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def _meaning(written: Tokens) -> Tokens:
    """One word for its variants, two words with a meaning of their own first, without words that say nothing."""
    same, tokens, place = _same(), list[str](), 0
    while place < len(written):
        pair = " ".join(written[place : place + 2])
        taken = pair if pair in same and " " in pair else written[place]
        tokens.extend(same.get(taken, taken).split())
        place += 2 if taken == pair and " " in pair else 1
    return tuple(token for token in tokens if token not in _fillers())


@cache
def _same() -> Mapping[str, str]:
    rows = mapping(rows_of("activity_words.yaml")["same"])
    return MappingProxyType({name: string(value) for name, value in rows.items()})


@cache
def _near(word: str) -> Tokens:
    """`word` itself where it is known or like no other; else the known words it may have been meant for."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = _spellings()
    if word in known or len(word) < SHORTEST_SLIP or word.isdigit():
        return (word,)
    most = 2 if len(word) >= 10 else 1
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    likely = [(slips, spelling) for spelling, slips, _ in near if _a_slip(word, spelling)]
    least = min((slips for slips, _ in likely), default=0)
    return tuple(sorted(spelling for slips, spelling in likely if slips == least)) or (word,)


def _a_slip(word: str, spelling: str) -> bool:
    """Whether a hurried hand writes `word` for `spelling`. In a short word one letter for another is another word
    (a model is no motel), but a letter left out, doubled or out of turn is a slip."""
    if len(spelling) < SHORTEST_SLIP + (len(word) <= SHORTEST_SLIP) or word[0] != spelling[0]:
        return False
    return min(len(word), len(spelling)) > 6 or len(word) != len(spelling) or sorted(word) == sorted(spelling)


@cache
def _spellings() -> Tokens:
    """Every word known, as it may be written."""
    rows, vocabulary = rows_of("activity_words.yaml"), _vocabulary()
    texts = [string(phrase) for listed in mapping(rows["words"]).values() for phrase in strings(listed)]
    texts += [text for activity in activities().values() for text in (activity.label.id, activity.label.en)]
    texts += _same()
    known = {word for text in texts for word in _written(text)} | {
        word for name in _SETS for word in getattr(vocabulary, name)
    }
    return tuple(sorted(known))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(string(rows_of("activity_words.yaml")["fillers"]).split())


@cache
def _vocabulary() -> _Vocabulary:
    rows = rows_of("activity_words.yaml")
    sets = {name: frozenset(string(rows[name]).split()) for name in _SETS}
    phrases: dict[Tokens, list[str]] = {}
    for number, listed in mapping(rows["words"]).items():
        if number not in activities():
            raise LawFileError(f"activity_words.yaml: {number} is no entry")
        for phrase in strings(listed):
            phrases.setdefault(normalise(phrase), []).append(number)
    return _Vocabulary(
        **sets,
        phrases=MappingProxyType({tokens: tuple(dict.fromkeys(numbers)) for tokens, numbers in phrases.items()}),
        longest=max(len(tokens) for tokens in phrases),
    )


_SETS = ("fillers", "making", "repairing", "selling_before", "selling_after", "wholesale", "abroad")


def _by_label(tokens: Tokens) -> list[Activity]:
    return [
        activity
        for activity in activities().values()
        if tokens in (normalise(activity.label.id), normalise(activity.label.en))
    ]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    numbers: tuple[str, ...]


def _by_words(tokens: Tokens) -> list[Activity]:
    """The entries whose words stand in the text, after the rule of the main activity; [] when none do."""
    vocabulary = _vocabulary()
    if any(token in vocabulary.making or token in vocabulary.repairing for token in tokens):
        # Making and repairing count before selling, so what is also sold says nothing more.
        tokens = tuple(token for token in tokens if not _sells(token, vocabulary)) or tokens
    hits = _hits(tokens, vocabulary)
    selling = _selling(tokens, hits, vocabulary)
    if selling:
        return [activities()[selling]]
    things = [hit for hit in hits if not _is_verb(tokens, hit, vocabulary)] or hits
    # A thing that a longer name already holds says nothing more: "tambang nikel" is not also "nikel".
    longest = max((hit.end - hit.start for hit in things), default=0)
    kept = [hit for hit in things if hit.end - hit.start == longest] if longest > 1 else things
    numbers = dict.fromkeys(number for hit in kept for number in hit.numbers)
    return [activities()[number] for number in numbers]


def _hits(tokens: Tokens, vocabulary: _Vocabulary) -> list[_Hit]:
    """The names found, longest first, none inside another."""
    hits: list[_Hit] = []
    for length in range(min(vocabulary.longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - length + 1):
            end = start + length
            numbers = vocabulary.phrases.get(tokens[start:end])
            if numbers and not any(hit.start < end and start < hit.end for hit in hits):
                hits.append(_Hit(start, end, numbers))
    return sorted(hits, key=lambda hit: hit.start)


def _is_verb(tokens: Tokens, hit: _Hit, vocabulary: _Vocabulary) -> bool:
    """Whether the name found is only a word for selling, repairing or making."""
    token = tokens[hit.start]
    is_verb = _sells(token, vocabulary) or token in vocabulary.repairing or token in vocabulary.making
    return hit.end - hit.start == 1 and is_verb


def _sells(token: str, vocabulary: _Vocabulary) -> bool:
    return token in vocabulary.selling_before or token in vocabulary.selling_after or token in vocabulary.wholesale


def _selling(tokens: Tokens, hits: Sequence[_Hit], vocabulary: _Vocabulary) -> str | None:
    """The trade entry, where the text is about selling a thing and not about making or repairing it."""
    if any(token in vocabulary.making or token in vocabulary.repairing for token in tokens):
        return None
    things = [hit for hit in hits if not _is_verb(tokens, hit, vocabulary)]
    first, last = (things[0].start, things[-1].end) if things else (len(tokens), 0)
    before = [place for place, token in enumerate(tokens) if token in vocabulary.selling_before]
    after = [place for place, token in enumerate(tokens) if token in vocabulary.selling_after]
    wholesale = [place for place, token in enumerate(tokens) if token in vocabulary.wholesale]
    named_whole = any(
        hit.start <= place < hit.end and hit.end - hit.start > 1 for hit in hits for place in before + after
    )
    if any(token in vocabulary.abroad for token in tokens):
        return "G1-006"
    if wholesale and (wholesale[0] < first or wholesale[-1] >= last):
        return "G1-007"
    sells = (before and before[0] < first) or (after and after[-1] >= last)
    return "G1-008" if sells and not named_whole else None


def _by_likeness(readings: Sequence[Tokens], text: str) -> Match:
    """The entry whose label and words share most with a reading of the text; always uncertain."""
    scores: dict[str, float] = {}
    for tokens in readings:
        content = [token for token in tokens if token not in _vocabulary().making]
        for number, known in _known_words().items() if content else ():
            covered = sum(token in known for token in content) / len(content)
            scores[number] = max(covered, scores.get(number, 0))
    best = max(scores.values(), default=0)
    if best < LEAST_COVERAGE:
        raise _nothing(text)
    return _decide([activities()[number] for number, score in scores.items() if score == best], text)


@cache
def _known_words() -> Mapping[str, frozenset[str]]:
    """Every word of each entry's labels and names."""
    known = {
        number: set(normalise(activity.label.id)) | set(normalise(activity.label.en))
        for number, activity in activities().items()
    }
    for tokens, numbers in _vocabulary().phrases.items():
        for number in numbers:
            known[number] |= set(tokens)
    return MappingProxyType({number: frozenset(tokens) for number, tokens in known.items()})


def _decide(found: Sequence[Activity], text: str) -> Match:
    """The first of `found` when all share a risk class. Raises BadRequest listing them when they do not."""
    if len({activity.risk for activity in found}) == 1:
        doubts = tuple(doubt for number, doubt in _OVERLAPS.items() if found[0].number == number)
        return Match(found[0], tuple(found[1 : MOST_ALTERNATIVES + 1]), doubts)
    shown = _one_of_each_class_first(found)[:MOST_ALTERNATIVES]
    listed_id = "; ".join(f"{a.text} ({RISK_WORDS[a.risk].id})" for a in shown)
    listed_en = "; ".join(f"{a.number} {a.label.en} ({RISK_WORDS[a.risk].en})" for a in shown)
    raise BadRequest(
        Words(
            f"“{text.strip()}” cocok dengan beberapa kegiatan yang berbeda tingkat risikonya: {listed_id}. Sebutkan "
            "kegiatan utamanya, atau tulis nomornya.",
            f"“{text.strip()}” fits several activities of different risk: {listed_en}. Name the main activity, or give "
            "its number.",
        )
    )


def _one_of_each_class_first(found: Sequence[Activity]) -> list[Activity]:
    """`found`, with the second entry of a class only after the first of every other, so that the difference is seen."""
    turn: dict[str, int] = {}
    seen: Counter[Risk] = Counter()
    for activity in found:
        turn[activity.number] = seen[activity.risk]
        seen[activity.risk] += 1
    return sorted(found, key=lambda activity: turn[activity.number])


def _nothing(text: str) -> BadRequest:
    return BadRequest(
        Words(
            f"“{text.strip()}” tidak ditemukan di antara 191 kegiatan usaha. Coba kata lain untuk kegiatan utamanya.",
            f"“{text.strip()}” was not found among the 191 activities. Try other words for the main activity.",
        )
    )


_BY_LIKENESS = Words(
    "kegiatan ini dicari menurut kemiripan kata; cocokkan dulu dengan kegiatan yang sebenarnya.",
    "this activity was found by likeness of words; check that it is the right one.",
)
_OVERLAPS = {
    "G4-003": Words(
        "servis kendaraan bermotor saja (G3-095) masuk tingkat risiko sedang; BPJS Ketenagakerjaan yang menetapkan.",
        "servicing of motor vehicles alone (G3-095) is in the medium class; the agency decides.",
    ),
}
"""Entries that overlap with one of another class, by the entry that is answered."""
