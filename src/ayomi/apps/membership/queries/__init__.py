"""Was she covered, for what, through whom; who the members of an office, organisation or project are."""

from ayomi.apps.membership.queries.cover import Answer, Job, Memberships, Stretch, cover_on, timeline
from ayomi.apps.membership.queries.lists import (
    Counts,
    MemberRow,
    TermRow,
    UnknownMembership,
    counts,
    member_rows,
    membership,
    terms,
)
from ayomi.apps.membership.queries.search import search

__all__ = [
    "Answer", "Counts", "Job", "MemberRow", "Memberships", "Stretch", "TermRow", "UnknownMembership", "counts",
    "cover_on", "member_rows", "membership", "search", "terms", "timeline",
]  # fmt: skip
