"""Charts from one specification: the same drawing stands on the page and in the PDF, and its table beside it.

Colours are written as attributes for paper; on pages the classes of `charts.css` take over, so that dark follows. Lines
differ by stroke and carry their names, so that no colour speaks alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from ayomi.core.money import Language, grouped, half_up

Stroke = Literal["main", "dash", "way", "need"]

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 132, 14, 30
LETTER: Final = 7
STROKES: Final[dict[Stroke, tuple[str, str]]] = {
    "main": ("c-line", 'stroke="#1E3A70" stroke-width="2.5" stroke-linejoin="round"'),
    "dash": ("c-dash", 'stroke="#1E3A70" stroke-width="2" stroke-dasharray="4 4"'),
    "way": ("c-way", 'stroke="#BF761F" stroke-width="1.5"'),
    "need": ("c-need", 'stroke="#1B2233" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"'),
}
TEXT: Final = 'font-family="Plus Jakarta Sans" font-size="12" fill="#515A6E"'


@dataclass(frozen=True, slots=True)
class Line:
    """A course. `points`: one whole number per label, None where there is none."""

    name: str
    points: tuple[int | None, ...]
    stroke: Stroke = "main"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `title` is the sentence that the picture says; `first` heads the column of labels in the table;
    `goal`: a level with its name."""

    title: str
    first: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    goal: tuple[str, int] | None = None


def rows(chart: Chart, language: Language, *, every: int = 1) -> tuple[list[str], list[list[str]]]:
    """The table of a chart: heads, and a row per label (each `every`th, and the last)."""
    heads = [chart.first, *(line.name for line in chart.lines)]
    last = len(chart.labels) - 1
    body = [
        [label, *("–" if (point := line.points[at]) is None else grouped(point, language) for line in chart.lines)]
        for at, label in enumerate(chart.labels)
        if at % every == every - 1 or at in (0, last)
    ]
    return heads, body


def svg(chart: Chart, language: Language) -> str:
    """The drawing, self-contained. Raises ValueError for a line with more or fewer points than there are labels."""
    if any(len(line.points) != len(chart.labels) for line in chart.lines) or not chart.labels:
        raise ValueError("a line has one point per label")
    known = [point for line in chart.lines for point in line.points if point is not None]
    top, step = _scale(max([*known, chart.goal[1] if chart.goal else 0, 1]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(chart.title)}">'
    ]
    parts += _grid(top, step, language)
    parts += _labels(chart)
    if chart.goal:
        height = _y(chart.goal[1], top)
        parts.append(
            f'<line class="c-goal" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height}" y2="{height}" stroke="#1B2233"'
            ' stroke-width="3"/>'
        )
    parts += [_line(line, top, len(chart.labels)) for line in chart.lines]
    parts += _names(chart, top)
    return "".join((*parts, "</svg>"))


def _scale(most: int) -> tuple[int, int]:
    """The top of the axis and the distance of its lines: 1, 2 or 5 times a power of ten, three to six lines."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 5 >= most:
                lines = -(-most // (step * factor))
                return step * factor * max(lines, 1), step * factor
        step *= 10


def _y(value: int, top: int) -> str:
    return _tenths((HEIGHT - BOTTOM) * 10 - half_up(value * 10 * (HEIGHT - TOP - BOTTOM), top))


def _x(at: int, count: int) -> str:
    wide = WIDTH - LEFT - RIGHT
    return _tenths(LEFT * 10 + (half_up(at * 10 * wide, count - 1) if count > 1 else 0))


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"


def _grid(top: int, step: int, language: Language) -> Iterator[str]:
    for level in range(0, top + 1, step):
        height = _y(level, top)
        kind = ("c-axis", "#857F70") if level == 0 else ("c-grid", "#DDD8CB")
        yield (
            f'<line class="{kind[0]}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height}" y2="{height}" stroke="{kind[1]}"/>'
            f'<text x="{LEFT - 8}" y="{height}" dy="4" text-anchor="end" {TEXT}>{grouped(level, language)}</text>'
        )


def _labels(chart: Chart) -> Iterator[str]:
    count = len(chart.labels)
    longest = max(len(label) for label in chart.labels)
    room = max((WIDTH - LEFT - RIGHT) // (longest * LETTER + 14), 1)
    every = next(each for each in (1, 2, 3, 6, 12, 24, 48, 96, count) if -(-count // each) <= room or each >= count)
    for at in range(every - 1 if every < count else 0, count, every):
        yield (
            f'<text x="{_x(at, count)}" y="{HEIGHT - 10}" text-anchor="middle" {TEXT}>{escape(chart.labels[at])}</text>'
        )


def _line(line: Line, top: int, count: int) -> str:
    kind, attributes = STROKES[line.stroke]
    drawn, pen = [], "M"
    for at, point in enumerate(line.points):
        if point is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{_x(at, count)} {_y(point, top)}")
        pen = "L"
    return f'<path class="{kind}" d="{" ".join(drawn)}" fill="none" {attributes}/>'


def _names(chart: Chart, top: int) -> Iterator[str]:
    """Names at the right edge, at the height of each line's end, pushed apart so that none covers another; a line that
    ends before the last label is named where it ends."""
    ends: list[tuple[int, str]] = []
    if chart.goal:
        ends.append((_level(chart.goal[1], top), chart.goal[0]))
    for line in chart.lines:
        known = [(at, point) for at, point in enumerate(line.points) if point is not None]
        if not known:
            continue
        at, point = known[-1]
        if at == len(chart.labels) - 1:
            ends.append((_level(point, top), line.name))
        else:
            yield _name(_x(at, len(chart.labels)), max(_level(point, top) - 12, TOP), line.name, "end")
    for height, name in _apart(sorted(ends)):
        yield _name(str(WIDTH - RIGHT + 8), height, name, "start")


def _name(across: str, height: int, name: str, anchor: str) -> str:
    place = f'x="{across}" y="{height}" dy="4" text-anchor="{anchor}"'
    return f'<text class="t-ink" {place} {TEXT}>{escape(_cut(name))}</text>'


def _level(value: int, top: int) -> int:
    return HEIGHT - BOTTOM - half_up(value * (HEIGHT - TOP - BOTTOM), top)


def _apart(ends: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    lowest = TOP
    for height, name in ends:
        lowest = max(height, lowest)
        yield lowest, name
        lowest += 15


def _cut(name: str) -> str:
    room = (RIGHT - 10) // LETTER + 1
    return name if len(name) <= room else name[: room - 1] + "…"
