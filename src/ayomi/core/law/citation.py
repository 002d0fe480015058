"""Where a rule stands: regulation, article, link; and how sure we are of what we read there."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Confidence: TypeAlias = Literal["seen", "known", "uncertain"]
"""`seen` in a public source, `known` without one at hand, `uncertain` where sources conflict or are silent."""

_ENGLISH = (
    ("(pasal belum terbaca)", "(article not yet read)"),
    ("Pasal", "Article"),
    ("ayat", "paragraph"),
    ("Lampiran", "Annex"),
    ("huruf", "letter"),
    ("tahun", "year"),
    (" dan ", " and "),
    (" sampai ", " to "),
)


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in Indonesian (`id`) and in English (`en`)."""

    id: str
    en: str

    def __add__(self, other: "Words") -> "Words":
        """Both sentences, one after the other."""
        return Words(f"{self.id} {other.id}".strip(), f"{self.en} {other.en}".strip())

    def as_dict(self) -> dict[str, str]:
        return {"id": self.id, "en": self.en}


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation, its article and a public address where it can be read."""

    regulation: str
    article: str
    link: str

    @property
    def text(self) -> str:
        """As Indonesian lawyers write it: `PP 44/2015 Pasal 16`."""
        return f"{self.regulation} {self.article}"

    @property
    def english(self) -> str:
        text = self.text
        for indonesian, english in _ENGLISH:
            text = text.replace(indonesian, english)
        return text
