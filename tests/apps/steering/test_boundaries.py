"""Boundaries are drawn once when they are loaded, for the country and for each province."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.core.places.maps import KOLAKA, KONAWE, feature, geojson, square, topology, two_regencies

from ayomi.apps.steering.actions.boundaries import load_boundaries
from ayomi.apps.steering.models import BoundaryFile, BoundaryShape
from ayomi.apps.steering.queries import boundaries as queries
from ayomi.core.places.shapes import BoundariesRefused

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def load(data: bytes, at: datetime = AT, name: str = "batas.json"):  # type: ignore[no-untyped-def]  # as the action gives it
    return load_boundaries(data, file_name=name, source="BIG", by=None, at=at)


def test_without_a_file_there_is_no_drawing() -> None:
    assert queries.drawing("provinces") is None


def test_regencies_alone_give_the_province_too() -> None:
    loaded = load(two_regencies())
    assert (loaded.provinces, loaded.regencies, loaded.missing, loaded.new) == (0, 2, 512, True)
    country = queries.drawing("provinces")
    assert country is not None
    assert [line.code for line in country.outlines] == ["74"]
    inside = queries.drawing("74")
    assert inside is not None
    assert [line.code for line in inside.outlines] == [KOLAKA, KONAWE]
    assert inside.width > 1_500


def test_topojson_is_drawn_like_geojson() -> None:
    load(json.dumps(topology()).encode())
    country = queries.drawing("regencies")
    assert country is not None
    assert len(country.outlines) == 2
    assert country.source == "BIG"


def test_the_same_file_is_drawn_once_and_the_one_loaded_last_holds() -> None:
    load(two_regencies())
    load(geojson(feature(KOLAKA, square(121, -4))), LATER)
    assert [line.code for line in queries.drawing("74").outlines] == [KOLAKA]  # type: ignore[union-attr]  # just loaded
    again = load(two_regencies(), datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    assert not again.new
    assert BoundaryFile.objects.count() == 2
    assert len(queries.drawing("74").outlines) == 2  # type: ignore[union-attr]  # just loaded


def test_a_refused_file_leaves_nothing_behind() -> None:
    with pytest.raises(BoundariesRefused):
        load(b"{}")
    with pytest.raises(ValueError, match="source"):
        load_boundaries(two_regencies(), file_name="x", source=" ", by=None, at=AT)
    assert not BoundaryFile.objects.exists() and not BoundaryShape.objects.exists()
