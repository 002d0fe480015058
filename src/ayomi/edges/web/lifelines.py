"""A person's memberships as a list in time and as a drawing of it. No words here: the template has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from ayomi.apps.membership.queries import Memberships
from ayomi.core.periods import Month, add_months

Kind = Literal["covered", "waiting", "grace", "lapsed", "outside", "coming"]
FOREVER: Final = date(9999, 1, 1)
WIDTH, LEFT, RIGHT, TOP = 1200, 64, 1188, 36
LANE, ROW = 46, 40
ALWAYS: Final = ("jkk", "jkm", "jht")
PROGRAMMES: Final = ("jkk", "jkm", "jht", "jp", "jkp", "jpk")
LETTER: Final = 7
"""Width of a letter of 12 px, for whether a word fits into its bar."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a person's life as a member, half-open; `until` None while it lasts.

    `kind`: 'covered'; 'waiting' for the first payment; 'grace'; 'lapsed' (unpaid); 'outside' (no member of anything);
    'coming' (begins later). `reason`: why the membership before ended, only for 'outside'.
    """

    since: date
    until: date | None
    kind: Kind
    through: str = ""
    segment: str = ""
    channel: str = ""
    programmes: tuple[str, ...] = ()
    paid_until: date | None = None
    reason: str = ""

    @property
    def last(self) -> date | None:
        """The last day, None while it lasts."""
        return None if self.until is None else date.fromordinal(self.until.toordinal() - 1)

    @property
    def paid_last(self) -> date | None:
        """The last day that is paid for, where it is covered."""
        return None if self.paid_until is None else date.fromordinal(self.paid_until.toordinal() - 1)

    @property
    def one_month(self) -> bool:
        """Whether it is one whole month of the calendar."""
        return self.until is not None and self.since.day == 1 and self.until == add_months(self.since, 1)

    @property
    def gap(self) -> bool:
        return self.kind in ("lapsed", "outside")


def pieces(memberships: Sequence[Memberships], today: date, grace: frozenset[int]) -> tuple[Piece, ...]:
    """The life of a person, newest first. `grace`: memberships that are within the grace of the law today."""
    found = [piece for one in memberships for piece in _of_membership(one, today, one.membership_id in grace)]
    found += _between(memberships, today)
    return tuple(sorted(found, key=lambda piece: (piece.since, piece.until or FOREVER), reverse=True))


def _of_membership(one: Memberships, today: date, in_grace: bool) -> Iterator[Piece]:
    if one.since > today:
        programmes = one.terms[0][3] if one.terms else ()
        yield Piece(one.since, one.until, "coming", one.through, one.segment, one.channel, programmes)
        return
    held: Piece | None = None
    for piece in _cut(one, today, in_grace):
        if held is not None and (held.kind, held.programmes) == (piece.kind, piece.programmes):
            held = replace(held, until=piece.until, paid_until=piece.paid_until)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _cut(one: Memberships, today: date, in_grace: bool) -> Iterator[Piece]:
    """Each stretch of cover or its lack, cut where the programmes change."""
    ever = False
    for stretch in one.stretches:
        covered = stretch.kind == "covered"
        ever = ever or covered
        end = stretch.until or FOREVER
        if stretch.since > today:
            continue
        kind: Kind = "covered" if covered else "lapsed" if ever else "waiting"
        if not covered and end > today and in_grace:
            kind = "grace"
        for since, until, _wage, programmes, _reason in one.terms:
            first, last = max(since, stretch.since), min(until or FOREVER, end)
            if first >= last or first > today:
                continue
            yield Piece(
                first, last if last <= today else None, kind, one.through, one.segment, one.channel, programmes,
                paid_until=last if covered else None,
            )  # fmt: skip


def _between(memberships: Sequence[Memberships], today: date) -> Iterator[Piece]:
    """The days on which she was no member of anything, after her first membership."""
    reached: date | None = None
    reason = ""
    for one in sorted(memberships, key=lambda one: one.since):
        if reached is not None and one.since > reached and reached <= today:
            yield Piece(reached, one.since if one.since <= today else None, "outside", reason=reason)
        if reached is None or (one.until or FOREVER) >= reached:
            reached, reason = one.until or FOREVER, one.end_reason
    if reached is not None and reached <= today and all(one.since <= today for one in memberships):
        yield Piece(reached, None, "outside", reason=reason)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle. `style`: ch, gap, or a programme; `text` only where it fits. Coordinates are ready for SVG."""

    x: str
    y: int
    width: str
    height: int
    style: str
    text: str = ""
    text_x: str = ""
    text_y: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the drawing by its programme; '' names the row of memberships. `empty`: nothing in it."""

    name: str
    y: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    ticks: tuple[tuple[str, str, date, bool], ...]
    """x of the line, x of its label, the day, whether it is a year (else a month)."""
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    today: str
    first: date
    last: date

    @property
    def foot(self) -> int:
        return self.height - 6


def drawing(
    life: Sequence[Piece],
    memberships: Sequence[Memberships],
    today: date,
    *,
    through: Callable[[Memberships], str],
    gap: str,
) -> Drawing | None:
    """The drawing of a life; None where there is nothing yet. `through`: the words for through whom; `gap`: for a
    time without any membership."""
    shown = [one for one in memberships if one.since <= today]
    if not shown:
        return None
    begin, end = min(one.since for one in shown), today
    scale = _Scale.over(begin, end)
    lanes = _lanes(shown, today)
    rows, bars = [Row("", TOP + 24)], list(_membership_bars(lanes, scale, today, through))
    bars += [_bar(scale, p.since, p.until or today, TOP, 38, "gap", gap) for p in life if p.kind == "outside"]
    y = TOP + LANE * (1 + max(lanes.values())) + 10
    had = {name for piece in life if piece.kind == "covered" for name in piece.programmes}
    for name in PROGRAMMES:
        if name not in ALWAYS and name not in had:
            continue
        spans = _joined([(p.since, p.until or today) for p in life if p.kind == "covered" and name in p.programmes])
        rows.append(Row(name, y + 15, not spans))
        bars += [_bar(scale, since, until, y, 22, name) for since, until in spans]
        y += ROW
    return Drawing(WIDTH, y + 12, scale.ticks(), tuple(rows), tuple(bars), scale.text(end), begin, end)


@dataclass(frozen=True, slots=True)
class _Scale:
    begin: date
    end: date

    @classmethod
    def over(cls, begin: date, end: date) -> _Scale:
        """From the first of January where the life is long, else from the first of the month."""
        return cls(begin.replace(day=1) if (end - begin).days < 900 else begin.replace(month=1, day=1), end)

    def x(self, day: date) -> float:
        whole = max((self.end - self.begin).days, 28)
        return LEFT + (RIGHT - LEFT) * min(max((day - self.begin).days / whole, 0), 1)

    def text(self, day: date) -> str:
        return f"{self.x(day):.1f}"

    def ticks(self) -> tuple[tuple[str, str, date, bool], ...]:
        months = Month.of(self.end).months_since(Month.of(self.begin)) + 1
        years = self.begin.month == 1 and (self.end - self.begin).days >= 900
        step = max(1, -(-months // 12 // 16)) * 12 if years else max(1, -(-months // 14))
        found = []
        for ahead in range(0, months, step):
            day = Month.of(self.begin).plus(ahead).first_day
            if years or self.x(day) < RIGHT - 40:
                found.append((self.text(day), f"{self.x(day) + 4:.1f}", day, years))
        return tuple(found)


def _lanes(memberships: Sequence[Memberships], today: date) -> Mapping[Memberships, int]:
    """Memberships held at once lie one above the other."""
    ends: list[date] = []
    placed: dict[Memberships, int] = {}
    for one in sorted(memberships, key=lambda one: one.since):
        lane = next((n for n, end in enumerate(ends) if end <= one.since), len(ends))
        ends[lane : lane + 1] = [one.until or FOREVER]
        placed[one] = lane
    return placed


def _membership_bars(
    lanes: Mapping[Memberships, int], scale: _Scale, today: date, through: Callable[[Memberships], str]
) -> Iterator[Bar]:
    for one, lane in lanes.items():
        y = TOP + LANE * lane
        for stretch in one.stretches:
            if stretch.since > today:
                continue
            until = min(stretch.until or today, today)
            style = "ch" if stretch.kind == "covered" else "gap"
            text = through(one) if stretch.kind == "covered" else ""
            yield _bar(scale, stretch.since, until, y, 38, style, text)


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((since, until))
    return found


def _bar(scale: _Scale, since: date, until: date, y: int, height: int, style: str, text: str = "") -> Bar:
    x = scale.x(since)
    width = max(scale.x(until) - x, 2)
    room = int((width - 14) // LETTER)
    fits = text if len(text) <= room else f"{text[: room - 1].rstrip()}…" if room > 6 else ""
    return Bar(f"{x:.1f}", y, f"{width:.1f}", height, style, fits, f"{x + 7:.1f}", y + 23)
