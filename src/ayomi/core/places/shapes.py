"""Boundaries of regions out of a file somebody sends: GeoJSON or TopoJSON, read by us and never trusted.

Points are whole millionths of a degree, so that a border two regions share is the same numbers on both sides. What
cannot be used is reported place by place; what is hostile is refused before it costs memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ayomi.core.places.regions import Level, current_code, dotted, knows, region, regions

Point = tuple[int, int]
"""Longitude and latitude in millionths of a degree."""
Ring = tuple[Point, ...]
"""Closed: the first point is also the last."""

MEBIBYTE: Final = 1024 * 1024
LARGEST_FILE_BYTES: Final = 64 * MEBIBYTE
MOST_POINTS: Final = 3_000_000
MOST_SHAPES: Final = 20_000
DEEPEST_COLLECTION: Final = 4
MICRO: Final = 1_000_000
WEST, EAST, SOUTH, NORTH = 94 * MICRO, 142 * MICRO, -12 * MICRO, 8 * MICRO
"""The box that holds Indonesia with some sea around it."""
CODE_NAMES: Final = (
    "kode", "code", "kode_wilayah", "kode_kemendagri", "kdpkab", "kdppum", "kdcbps", "kode_kab", "kode_prov", "id",
)  # fmt: skip
NOT_KEMENDAGRI: Final = frozenset({"kdcbps"})
"""Columns of other numberings: a shape that carries nothing else is refused by name, never guessed."""


class BoundariesRefused(Exception):
    """A file that is not read further. `code` says why; the words are for whoever sent it."""

    def __init__(self, code: str, what_id: str, what_en: str) -> None:
        super().__init__(what_en)
        self.code = code
        self.what_id = what_id
        self.what_en = what_en


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """Something in the file that was left out or read otherwise. `where`: code or place in the file."""

    where: str
    code: str
    what_id: str
    what_en: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One region: each polygon is its outer ring followed by its holes."""

    code: str
    level: Level
    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a file holds that can be drawn, and what was left out. `specks`: rings too small to surround anything."""

    shapes: tuple[Shape, ...]
    problems: tuple[ShapeProblem, ...]
    specks: int = 0

    def of(self, level: Level) -> tuple[Shape, ...]:
        """The shapes of one level, in the order of their codes."""
        return tuple(shape for shape in self.shapes if shape.level == level)

    def missing(self, level: Level) -> tuple[str, ...]:
        """Codes of today's regions of that level for which the file has no shape."""
        have = {shape.code for shape in self.shapes}
        return tuple(each.code for each in regions(level) if each.code not in have)


PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "no_code": ("tidak punya kode wilayah Kemendagri", "carries no Kemendagri code"),
    "unknown_code": ("kodenya tidak ada di daftar Kemendagri", "its code is in no edition of the ministry's list"),
    "old_code": ("kode lama, dibaca sebagai kode yang sekarang", "an old code, read as the one of today"),
    "ended_code": ("kode lama tanpa penerus yang pasti", "an old code without a certain successor"),
    "twice": ("ada dua kali; yang pertama dipakai", "stands twice; the first is used"),
    "no_area": ("bukan luasan (Polygon atau MultiPolygon)", "is no area (Polygon or MultiPolygon)"),
    "bad_ring": (
        "ada garis batas yang tidak tertutup atau tidak terbaca; garis itu dilewati",
        "has a ring that is open or unreadable; that ring was left out",
    ),
    "outside": (
        "titiknya di luar Indonesia (bujur 94 sampai 142, lintang -12 sampai 8)",
        "has points outside Indonesia (longitude 94 to 142, latitude -12 to 8)",
    ),
    "swapped": (
        "bujur dan lintangnya tertukar: GeoJSON menulis bujur lebih dulu",
        "has longitude and latitude swapped: GeoJSON writes the longitude first",
    ),
    "district": ("kecamatan tidak digambar", "districts are not drawn"),
}


def read_boundaries(data: bytes) -> Boundaries:
    """The regions of a GeoJSON FeatureCollection or a TopoJSON topology whose shapes carry Kemendagri codes.

    The code is looked for in `id`, then in properties such as `kode`. Raises `BoundariesRefused` for what is no such
    file, is too large or too deep, or holds no shape that can be used.
    """
    tree = _parsed(data)
    reader = _Reader(tree)
    for where, properties, geometry in reader.found():
        reader.take(where, properties, geometry)
    if not reader.shapes:
        first = reader.problems[0].what_id if reader.problems else ""
        raise BoundariesRefused(
            "nothing_usable",
            f"Tidak ada batas wilayah yang dapat dipakai di berkas ini. {first}".strip(),
            "No boundary in this file can be used. " + (reader.problems[0].what_en if reader.problems else ""),
        )
    ordered = tuple(reader.shapes[code] for code in sorted(reader.shapes))
    return Boundaries(ordered, tuple(reader.problems), reader.specks)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_FILE_BYTES:
        raise BoundariesRefused(
            "too_large",
            f"Berkas batas wilayah paling besar {LARGEST_FILE_BYTES // MEBIBYTE} MB.",
            f"A boundary file is at most {LARGEST_FILE_BYTES // MEBIBYTE} MB.",
        )
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BoundariesRefused(
            "not_json",
            "Berkas ini bukan GeoJSON atau TopoJSON yang utuh.",
            "This file is no whole GeoJSON or TopoJSON.",
        ) from None
    if not isinstance(tree, dict) or tree.get("type") not in ("FeatureCollection", "Topology"):
        raise BoundariesRefused(
            "other_json",
            "Yang diharapkan: GeoJSON (FeatureCollection) atau TopoJSON (Topology).",
            "Expected: GeoJSON (FeatureCollection) or TopoJSON (Topology).",
        )
    return tree


def code_of(identity: object, properties: Mapping[str, Any]) -> str | None:
    """The dotted Kemendagri code a shape carries, from its `id` or its properties; None where there is none.

    A code stored as a number lost its last zero (11.1 for 11.10); as such it can only mean the one with the zero.
    """
    named = {str(name).lower(): value for name, value in properties.items()}
    for value in (identity, *(named.get(name) for name in CODE_NAMES if name not in NOT_KEMENDAGRI)):
        if isinstance(value, bool) or value is None:
            continue
        text = f"{value:.2f}" if isinstance(value, float) and not value.is_integer() else str(value).strip()
        text = text.removesuffix(".0")
        if re.fullmatch(r"\d{2}(?:\.\d{2}){0,2}|\d{4}|\d{6}", text, re.ASCII):
            return dotted(text)
    return None


class _Reader:
    """One pass over a parsed file."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree
        self.shapes: dict[str, Shape] = {}
        self.problems: list[ShapeProblem] = []
        self.points = 0
        self.specks = 0
        self.arcs = _arcs(tree, self) if tree["type"] == "Topology" else []

    def found(self) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """Each geometry with its place in the file and its properties, `id` among them."""
        for count, (where, identity, properties, geometry) in enumerate(self._walked(), start=1):
            if count > MOST_SHAPES:
                raise BoundariesRefused(
                    "too_many", f"Lebih dari {MOST_SHAPES} bangun.", f"More than {MOST_SHAPES} shapes."
                )
            kept = properties if isinstance(properties, Mapping) else {}
            yield where, {"": identity, **kept}, geometry if isinstance(geometry, Mapping) else {}

    def _walked(self) -> Iterator[tuple[str, object, object, object]]:
        if self.tree["type"] == "Topology":
            objects = self.tree.get("objects")
            for name, each in objects.items() if isinstance(objects, Mapping) else ():
                yield from self._geometries(str(name)[:40], each, 0)
            return
        features = self.tree.get("features")
        for number, each in enumerate(features if isinstance(features, list) else (), start=1):
            if isinstance(each, Mapping):
                yield f"bangun {number}", each.get("id"), each.get("properties"), each.get("geometry")

    def _geometries(self, where: str, each: object, depth: int) -> Iterator[tuple[str, object, object, object]]:
        if not isinstance(each, Mapping):
            return
        inside = each.get("geometries")
        if each.get("type") == "GeometryCollection" and isinstance(inside, list):
            if depth >= DEEPEST_COLLECTION:
                raise BoundariesRefused("too_deep", "Susunan berkas ini terlalu dalam.", "This file nests too deep.")
            for number, below in enumerate(inside, start=1):
                yield from self._geometries(f"{where} {number}", below, depth + 1)
        else:
            yield where, each.get("id"), each.get("properties"), each

    def tell(self, where: str, code: str) -> None:
        """Note a problem once for each place."""
        words = PROBLEMS[code]
        problem = ShapeProblem(where, code, f"{where}: {words[0]}.", f"{where}: {words[1]}.")
        if problem not in self.problems[-3:]:
            self.problems.append(problem)

    def take(self, where: str, properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> None:
        """Keep one geometry as a shape, or say why not."""
        code = code_of(properties.get(""), properties)
        if code is None:
            return self.tell(where, "no_code")
        if not knows(code):
            return self.tell(code, "unknown_code")
        today = current_code(code)
        if today is None:
            return self.tell(code, "ended_code")
        if today != code:
            self.tell(code, "old_code")
        if region(today).level == "district":
            return self.tell(today, "district")
        if today in self.shapes:
            return self.tell(today, "twice")
        polygons = self._polygons(today, geometry)
        if polygons:
            self.shapes[today] = Shape(today, region(today).level, polygons)
        return None

    def _polygons(self, code: str, geometry: Mapping[str, Any]) -> tuple[tuple[Ring, ...], ...]:
        kind, topological = geometry.get("type"), self.tree["type"] == "Topology"
        given = geometry.get("arcs" if topological else "coordinates")
        if kind == "Polygon":
            given = [given]
        elif kind != "MultiPolygon":
            self.tell(code, "no_area")
            return ()
        found: list[tuple[Ring, ...]] = []
        for polygon in given if isinstance(given, list) else ():
            rings: list[Ring] = []
            for number, raw in enumerate(polygon if isinstance(polygon, list) else ()):
                ring = self._ring(code, self._joined(raw) if topological else self._points(raw))
                if ring is None and number == 0:
                    # Holes without their outer ring would be drawn as land.
                    break
                if ring is not None:
                    rings.append(ring)
            if rings:
                found.append(tuple(rings))
        if not found:
            self.tell(code, "no_area")
        return tuple(found)

    def _ring(self, code: str, points: list[Point] | None) -> Ring | None:
        if points is None or not points or points[0] != points[-1]:
            self.tell(code, "bad_ring")
            return None
        if len(points) < 4:
            # An islet that shrank to a point or a line when the file was made coarser; there is nothing to draw.
            self.specks += 1
            return None
        if not all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in points):
            swapped = all(WEST <= y <= EAST and SOUTH <= x <= NORTH for x, y in points)
            self.tell(code, "swapped" if swapped else "outside")
            return None
        return tuple(points)

    def _points(self, raw: object) -> list[Point] | None:
        if not isinstance(raw, list):
            return None
        self.count(len(raw))
        points: list[Point] = []
        for each in raw:
            point = _point(each)
            if point is None:
                return None
            if not points or points[-1] != point:
                points.append(point)
        return points

    def count(self, more: int) -> None:
        """Points read so far. Raises `BoundariesRefused` beyond the limit."""
        self.points += more
        if self.points > MOST_POINTS:
            raise BoundariesRefused(
                "too_many_points",
                f"Berkas ini memuat lebih dari {MOST_POINTS:,} titik.".replace(",", "."),
                f"This file holds more than {MOST_POINTS:,} points.",
            )

    def _joined(self, raw: object) -> list[Point] | None:
        """Arcs of a TopoJSON ring end to end; a negative number is the arc walked backwards."""
        if not isinstance(raw, list):
            return None
        points: list[Point] = []
        for index in raw:
            if not isinstance(index, int) or isinstance(index, bool) or not -len(self.arcs) <= index < len(self.arcs):
                return None
            arc = self.arcs[index if index >= 0 else ~index]
            if not arc:
                return None
            if index < 0:
                arc = arc[::-1]
            if points and points[-1] != arc[0]:
                return None
            self.count(len(arc))
            points.extend(arc[1:] if points else arc)
        return points


def _point(each: object) -> Point | None:
    if not isinstance(each, Sequence) or isinstance(each, str) or len(each) < 2:
        return None
    x, y = each[0], each[1]
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (x, y)):
        return None
    if not (abs(x) < 1000 and abs(y) < 1000):
        # Beyond any degree; infinity too.
        return (1000 * MICRO, 1000 * MICRO)
    return (round(x * MICRO), round(y * MICRO))


def _arcs(tree: dict[str, Any], reader: _Reader) -> list[list[Point] | None]:
    """The arcs of a topology in degrees; with a transform they are written as differences of whole steps."""
    raw, transform = tree.get("arcs"), tree.get("transform")
    scale, shift = _transform(transform) if transform is not None else ((1.0, 1.0), (0.0, 0.0))
    arcs: list[list[Point] | None] = []
    for arc in raw if isinstance(raw, list) else ():
        reader.count(len(arc) if isinstance(arc, list) else 0)
        arcs.append(_decoded(arc, scale, shift, differences=transform is not None))
    return arcs


def _transform(given: object) -> tuple[tuple[float, float], tuple[float, float]]:
    try:
        scale, shift = given["scale"], given["translate"]  # type: ignore[index]  # any shape of JSON may stand here
        pairs = (float(scale[0]), float(scale[1])), (float(shift[0]), float(shift[1]))
    except (KeyError, TypeError, IndexError, ValueError, OverflowError):
        raise BoundariesRefused(
            "bad_transform", "Skala TopoJSON ini tidak terbaca.", "The transform of this TopoJSON cannot be read."
        ) from None
    return pairs


def _decoded(
    arc: object, scale: tuple[float, float], shift: tuple[float, float], *, differences: bool
) -> list[Point] | None:
    if not isinstance(arc, list):
        return None
    points: list[Point] = []
    x = y = 0.0
    for each in arc:
        if not isinstance(each, list) or len(each) < 2 or not all(isinstance(n, int | float) for n in each[:2]):
            return None
        try:
            x, y = (x + each[0], y + each[1]) if differences else (each[0], each[1])
            point = _point((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        except OverflowError:
            return None
        if point is None:
            return None
        if not points or points[-1] != point:
            points.append(point)
    return points
