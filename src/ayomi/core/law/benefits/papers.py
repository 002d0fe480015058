"""What to bring when claiming a benefit, and where the list stands."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import citation, mapping, only, rows_of, sequence, words
from ayomi.core.law.citation import Citation, Words

FILE = "claim_papers.yaml"
Claim: TypeAlias = Literal["accident", "death", "savings", "pension", "lost_job", "scholarship"]
CLAIMS: tuple[Claim, ...] = get_args(Claim)


@dataclass(frozen=True, slots=True)
class Papers:
    """The least papers of one claim, in the order of the law."""

    papers: tuple[Words, ...]
    citation: Citation


def papers_for(claim: Claim) -> Papers:
    """The papers of one claim. Raises LawFileError for a malformed list."""
    row = only(mapping(rows_of(FILE)[claim]), required=("source", "papers"))
    return Papers(tuple(words(each) for each in sequence(row["papers"])), citation(row["source"]))
