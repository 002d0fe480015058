"""What a proof says on a day, from the days that were paid for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from ayomi.core.law.book import integers, parameter
from ayomi.core.law.errors import NotInForce
from ayomi.core.periods import Span, add_months

ProofKind: TypeAlias = Literal["card", "certificate", "project"]
State: TypeAlias = Literal["valid", "grace", "lapsed", "not_yet", "withdrawn", "unknown"]

PREFIX: Final[dict[ProofKind, str]] = {"card": "KP", "certificate": "SK", "project": "SP"}
"""How the number on each kind of proof begins: kartu peserta, sertifikat kepesertaan, sertifikat proyek."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether cover holds on a day.

    `until`: first day no longer covered (valid), or last day of grace plus one (grace). `since`: first day without
    cover (grace, lapsed) or first day with it (not_yet). None where there is nothing to say.
    """

    state: Literal["valid", "grace", "lapsed", "not_yet"]
    since: date | None = None
    until: date | None = None


def standing(paid: Iterable[Span], *, day: date, held: bool, segments: Iterable[str]) -> Standing:
    """What the days paid for (`paid`, any order, bounded) say about `day`.

    `held`: whether the membership itself still stands on that day: who has left has no grace. `segments`: those of the
    memberships, of which the longest grace counts. Source of the grace: PP 44/2015 Pasal 38 sampai 42.
    """
    spans = joined(paid)
    for span in spans:
        if day in span:
            return Standing("valid", since=span.since, until=span.until)
    ended = [span.until for span in spans if span.until is not None and span.until <= day]
    if not ended:
        begins = min((span.since for span in spans if span.since > day), default=None)
        return Standing("not_yet", since=begins)
    last = max(ended)
    grace_until = add_months(last, max((grace_months(segment, last) for segment in segments), default=0))
    if held and day < grace_until:
        return Standing("grace", since=last, until=grace_until)
    return Standing("lapsed", since=last)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with those that meet or overlap made one."""
    whole: list[Span] = []
    for span in sorted(spans, key=lambda each: each.since):
        before = whole[-1] if whole else None
        if before is None or (before.until is not None and before.until < span.since):
            whole.append(span)
        elif before.until is not None:
            ends = None if span.until is None else max(before.until, span.until)
            whole[-1] = Span(before.since, ends)
    return whole


def grace_months(segment: str, day: date) -> int:
    """Whole months of arrears over which cover goes on, by the law of `day`; 0 where the law gives none."""
    try:
        return parameter("membership.yaml", "grace_months", integers).on(day).value.get(segment, 0)
    except NotInForce:
        return 0


def number_of(kind: ProofKind, office_code: str, year: int, proof_id: int) -> str:
    """The number printed on a proof, such as SK-7401-2026-000318. It can be counted up, so no page opens by it."""
    return f"{PREFIX[kind]}-{office_code}-{year}-{proof_id:06d}"


def programmes_in_order(chosen: Sequence[bool]) -> tuple[str, ...]:
    """The programmes of a term from its truth values in the order of PROGRAMMES."""
    return tuple(name for name, there in zip(PROGRAMMES, chosen, strict=True) if there)


PROGRAMMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
