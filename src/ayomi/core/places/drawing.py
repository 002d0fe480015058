"""Boundaries as lines of a picture: thinned so that they weigh little, and so that neighbours still meet exactly.

Every ring is cut where three regions meet; each piece is thinned once (Visvalingam and Whyatt, "Line generalisation
by repeated elimination of points", 1993: the point that spans the smallest triangle goes first) and serves both sides.
Longitude and latitude are drawn as they are: so near the equator that is true to shape within two in a hundred.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ayomi.core.places.shapes import Point, Ring, Shape

Arc = tuple[Point, ...]

SMALLEST_RING: Final = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """One region in a drawing. `path`: commands of an SVG path in whole units; `x`, `y`: where its figure stands."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Outlines within `width` by `height` units, the origin at the top left."""

    width: int
    height: int
    outlines: tuple[Outline, ...]


def draw(shapes: Sequence[Shape], *, width: int, tolerance: int) -> Drawing:
    """The shapes scaled to `width` units; points that span less than `tolerance` square units are left out.

    A region never vanishes: its largest ring stays, however small. Raises ValueError for no shapes.
    """
    if not shapes:
        raise ValueError("nothing to draw")
    frame = _Frame.around(shapes, width)
    cutter = _Cutter(ring for shape in shapes for polygon in shape.polygons for ring in polygon)
    thin = _Thinner(frame, tolerance)
    outlines = tuple(_outline(shape, cutter, thin) for shape in shapes)
    return Drawing(frame.width, frame.height, outlines)


def joined(code: str, parts: Sequence[Shape]) -> Shape:
    """One shape out of its parts: a province out of its regencies, without the borders between them."""
    cutter = _Cutter(ring for part in parts for polygon in part.polygons for ring in polygon)
    seen: dict[Arc, int] = {}
    pieces: list[Arc] = []
    for part in parts:
        for polygon in part.polygons:
            for ring in polygon:
                for arc in cutter.cut(ring):
                    seen[_canonical(arc)] = seen.get(_canonical(arc), 0) + 1
                    pieces.append(arc)
    outer = [arc for arc in pieces if seen[_canonical(arc)] == 1]
    return Shape(code, "province", tuple((ring,) for ring in _stitched(outer)))


def _stitched(arcs: Sequence[Arc]) -> list[Ring]:
    """Arcs joined end to end into closed rings; all run in the direction of their own ring."""
    rings = [arc for arc in arcs if arc[0] == arc[-1]]
    starting: dict[Point, list[Arc]] = {}
    for arc in arcs:
        if arc[0] != arc[-1]:
            starting.setdefault(arc[0], []).append(arc)
    while starting:
        first = next(iter(starting))
        line = list(_next(starting, first))
        while line[-1] != first and line[-1] in starting:
            line.extend(_next(starting, line[-1])[1:])
        if line[-1] == first:
            rings.append(tuple(line))
    return rings


def _next(starting: dict[Point, list[Arc]], at: Point) -> Arc:
    arc = starting[at].pop()
    if not starting[at]:
        del starting[at]
    return arc


def _canonical(arc: Arc) -> Arc:
    back = arc[::-1]
    return min(arc, back)


@dataclass(frozen=True, slots=True)
class _Frame:
    west: int
    north: int
    span: int
    units: int
    width: int
    height: int

    @classmethod
    def around(cls, shapes: Sequence[Shape], width: int) -> _Frame:
        points = [point for shape in shapes for polygon in shape.polygons for point in polygon[0]]
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        # A region higher than wide is fitted by its height, so that no drawing is taller than it is wide.
        span = max(east - west, north - south, 1)
        return cls(west, north, span, width, (east - west) * width // span + 1, (north - south) * width // span + 1)

    def place(self, point: Point) -> Point:
        return (point[0] - self.west) * self.units // self.span, (self.north - point[1]) * self.units // self.span


class _Cutter:
    """Knows where regions meet: a point whose neighbours along one ring are not those along another."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        beside: dict[Point, tuple[Point, Point]] = {}
        self.meeting: set[Point] = set()
        for ring in rings:
            body = ring[:-1]
            for index, point in enumerate(body):
                before, after = body[index - 1], body[(index + 1) % len(body)]
                pair = (before, after) if before < after else (after, before)
                if beside.setdefault(point, pair) != pair:
                    self.meeting.add(point)

    def cut(self, ring: Ring) -> list[Arc]:
        """The ring in pieces from meeting point to meeting point, in its own direction; whole where it meets none."""
        body = ring[:-1]
        ends = [index for index, point in enumerate(body) if point in self.meeting]
        start = ends[0] if ends else body.index(min(body))
        turned = (*body[start:], *body[:start], body[start])
        cuts = [index - start for index in ends[1:]]
        return [turned[a : b + 1] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]


class _Thinner:
    """Thins each piece once, whichever side asks for it."""

    def __init__(self, frame: _Frame, tolerance: int) -> None:
        self.frame = frame
        self.tolerance = tolerance
        self.known: dict[Arc, Arc] = {}

    def thin(self, arc: Arc) -> Arc:
        key = _canonical(arc)
        if key not in self.known:
            self.known[key] = _thinned([self.frame.place(point) for point in key], self.tolerance)
        found = self.known[key]
        return found if key == arc else found[::-1]


def _twice_area(a: Point, b: Point, c: Point) -> int:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))


def _thinned(points: Sequence[Point], tolerance: int) -> Arc:
    """The points that span at least `tolerance` square units with their neighbours; both ends always stay."""
    last = len(points) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))
    gone = [False] * len(points)
    least = 2 * tolerance
    heap = [(_twice_area(points[i - 1], points[i], points[i + 1]), i) for i in range(1, last)]
    heapq.heapify(heap)
    current = {index: area for area, index in heap}
    left = len(points)
    # A closed piece keeps three corners, or it would no longer be an area.
    fewest = SMALLEST_RING if points[0] == points[-1] else 2
    while heap and left > fewest:
        area, index = heapq.heappop(heap)
        if area >= least:
            break
        if gone[index] or current[index] != area:
            continue
        gone[index] = True
        left -= 1
        low, high = before[index], after[index]
        after[low], before[high] = high, low
        for beside in (low, high):
            if 0 < beside < last:
                # Never smaller than what was just removed, so that points go in the order of their weight.
                found = max(area, _twice_area(points[before[beside]], points[beside], points[after[beside]]))
                current[beside] = found
                heapq.heappush(heap, (found, beside))
    return tuple(point for index, point in enumerate(points) if not gone[index])


def _outline(shape: Shape, cutter: _Cutter, thin: _Thinner) -> Outline:
    rings: list[tuple[int, list[Point]]] = []
    for polygon in shape.polygons:
        for ring in polygon:
            line: list[Point] = []
            for arc in cutter.cut(ring):
                piece = thin.thin(arc)
                line.extend(piece[1:] if line else piece)
            rings.append((_ring_area(line), line))
    largest = max(range(len(rings)), key=lambda index: rings[index][0])
    kept = [
        line
        for index, (area, line) in enumerate(rings)
        if index == largest or (area >= 2 * thin.tolerance and len(set(line)) >= 3)
    ]
    x, y = _middle(rings[largest][1])
    return Outline(shape.code, "".join(_commands(line) for line in kept), x, y)


def _ring_area(line: Sequence[Point]) -> int:
    """Twice the area a closed line surrounds."""
    return abs(
        sum(line[i][0] * line[i + 1][1] - line[i + 1][0] * line[i][1] for i in range(len(line) - 1))
    )  # fmt: skip


def _middle(line: Sequence[Point]) -> Point:
    """The centre of mass of a closed line, or the middle of its points where it surrounds nothing."""
    x = y = weight = 0
    for (x0, y0), (x1, y1) in pairwise(line):
        part = x0 * y1 - x1 * y0
        x, y, weight = x + (x0 + x1) * part, y + (y0 + y1) * part, weight + part
    if not weight:
        return sum(p[0] for p in line) // len(line), sum(p[1] for p in line) // len(line)
    return x // (3 * weight), y // (3 * weight)


def _commands(line: Sequence[Point]) -> str:
    """A closed line as relative commands, without spaces where a minus sign parts the numbers."""
    steps = [
        (after[0] - before[0], after[1] - before[1]) for before, after in pairwise(line[:-1]) if after != before
    ]  # fmt: skip
    if len(steps) < 2:
        # Smaller than a unit: a mark of one unit still shows that the region is there.
        steps = [(1, 0), (0, 1)]
    numbers = [number for step in steps for number in step]
    text = "".join(f"{' ' if place and number >= 0 else ''}{number}" for place, number in enumerate(numbers))
    return f"M{line[0][0]} {line[0][1]}l{text}z"


def weight(outlines: Iterable[Outline]) -> int:
    """Characters all paths take together."""
    return sum(len(each.path) for each in outlines)
