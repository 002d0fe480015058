"""What a proof says on a day, from the days that were paid for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from ayomi.apps.membership.rules import cover
from ayomi.core.periods import Span, add_months

ProofKind: TypeAlias = Literal["card", "certificate", "project", "recommendation"]
State: TypeAlias = Literal["valid", "grace", "lapsed", "not_yet", "withdrawn", "unknown"]

PREFIX: Final[dict[ProofKind, str]] = {"card": "KP", "certificate": "SK", "project": "SP", "recommendation": "RK"}
"""How the number on a proof begins: kartu peserta, sertifikat kepesertaan, sertifikat proyek, rekomendasi."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether cover holds on a day.

    `until`: first day no longer covered (valid), or first day after the grace (grace). `since`: first day without
    cover (grace, lapsed), or first day with it (valid, and not_yet where it is known).
    """

    state: Literal["valid", "grace", "lapsed", "not_yet"]
    since: date | None = None
    until: date | None = None


def of_membership(segment: str, held: Span, rows: Sequence[cover.CoverRow], day: date) -> Standing:
    """How a membership that holds over `held` stands on `day`, by its stored cover (in the order of months)."""
    if day not in held:
        return after_the_end([(row.since, row.until) for row in rows if row.since < row.until], day, begins=held.since)
    found = cover.standing(segment, held.since, held.until, rows, day)
    if found.status == "covered":
        return Standing("valid", found.since, found.until)
    if found.status == "grace":
        left = cover.grace_months(segment, day) - found.arrears
        return Standing("grace", found.until, add_months(day.replace(day=1), left + 1))
    return Standing("not_yet") if found.until is None else Standing("lapsed", found.until)


def of_payer(spans: Sequence[tuple[date, date]], *, segments: Iterable[str], day: date) -> Standing:
    """How all memberships of a payer together stand on `day`.

    `spans`: days paid for, in any order; `segments`: those of the memberships that hold on the day, none when all
    have left.
    """
    for since, until in met(spans):
        if since <= day < until:
            return Standing("valid", since, until)
    past = after_the_end(spans, day, begins=None)
    months = max((cover.grace_months(segment, day) for segment in segments), default=None)
    if past.state == "lapsed" and past.since is not None and months is not None:
        ends = add_months(past.since.replace(day=1), months + 1)
        if months and day < ends:
            return Standing("grace", past.since, ends)
    return past


def of_project(paid: tuple[date, date] | None, day: date) -> Standing:
    """How a construction project stands: covered while the work lasts, once its first instalment is paid."""
    if paid is not None and paid[0] <= day < paid[1]:
        return Standing("valid", *paid)
    return after_the_end([paid] if paid else [], day, begins=None)


def of_packages(spans: Sequence[tuple[date, date]], day: date) -> Standing:
    """How a migrant worker stands: covered on the days of paid packages, without grace after them."""
    for since, until in met(spans):
        if since <= day < until:
            return Standing("valid", since, until)
    return after_the_end(spans, day, begins=None)


def after_the_end(spans: Sequence[tuple[date, date]], day: date, *, begins: date | None) -> Standing:
    """Where no span holds `day`: lapsed since the last one ended, or not begun."""
    ended = [until for _, until in spans if until <= day]
    if ended:
        return Standing("lapsed", max(ended))
    first = min((since for since, _ in spans), default=begins)
    return Standing("not_yet", first if first is not None and first > day else None)


def met(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans in order, with those that meet or overlap made one."""
    whole: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if whole and since <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], until))
        else:
            whole.append((since, until))
    return whole


def number_of(kind: ProofKind, office_code: str, year: int, proof_id: int) -> str:
    """The number printed on a proof, such as SK-7401-2026-000318. It can be counted up, so no page opens by it."""
    return f"{PREFIX[kind]}-{office_code}-{year}-{proof_id:06d}"


def programmes_in_order(chosen: Sequence[bool]) -> tuple[str, ...]:
    """The programmes of a term from its truth values in the order of PROGRAMMES."""
    return tuple(name for name, there in zip(PROGRAMMES, chosen, strict=True) if there)


PROGRAMMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
