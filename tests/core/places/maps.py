"""Small boundary files of our own making: squares that share their borders."""

from __future__ import annotations

import json
from typing import Any

KOLAKA, KONAWE, KENDARI = "74.01", "74.02", "74.71"


def square(west: float, south: float, size: float = 1.0) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def feature(code: object, *rings: list[list[float]], kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": {"type": kind, "coordinates": list(rings)},
    }


def geojson(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def two_regencies() -> bytes:
    """Kolaka in the west and Konawe in the east, one border between them."""
    return geojson(feature(KOLAKA, square(121, -4)), feature(KONAWE, square(122, -4)))


def topology() -> dict[str, Any]:
    """The same two, and their province, written as shared arcs of whole steps."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [121.0, -4.0]},
        "arcs": [
            [[2, 0], [0, 2]],
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
        ],
        "objects": {
            "kab": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": KOLAKA, "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": KONAWE, "arcs": [[2, -1]]},
                ],
            },
            "prov": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "id": "74", "arcs": [[2, 1]]}]},
        },
    }  # fmt: skip
