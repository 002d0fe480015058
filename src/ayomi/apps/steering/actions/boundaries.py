"""Loading a file of boundaries: read, thinned, drawn once for the country and once for each province."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.steering.models import BoundaryFile, BoundaryShape
from ayomi.core import places
from ayomi.core.places.drawing import Drawing, draw, joined, weight
from ayomi.core.places.shapes import Boundaries, Shape, read_boundaries

COUNTRY_WIDTH = 4_600
PROVINCE_WIDTH = 1_600
TOLERANCE = 8
MOST_COUNTRY = 400_000
"""Characters of all regencies in one drawing; packed, a third of that goes over the wire."""
MOST_PROVINCE = 120_000
MOST_TOLERANCE = 4_096


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file brought. `new` False: the very same file was drawn before. `problems`: (Indonesian, English)."""

    provinces: int
    regencies: int
    missing: int
    specks: int
    problems: tuple[tuple[str, str], ...]
    new: bool


def load_boundaries(
    content: bytes, *, file_name: str, source: str, by: int | None, at: datetime
) -> Loaded:  # fmt: skip
    """Draw an official file (GeoJSON or TopoJSON with Kemendagri codes); from now on the map is drawn after it.

    Raises `core.places.shapes.BoundariesRefused`, and ValueError for an empty source.
    """
    if not source.strip():
        raise ValueError("boundaries without a source are not kept")
    fingerprint = hashlib.sha256(content).digest()
    before = BoundaryFile.objects.filter(fingerprint=fingerprint).first()
    if before is not None:
        # What was drawn from the same bytes is the same; it only becomes the newest again.
        with transaction.atomic():
            before.loaded_at, before.loaded_by = at, by
            before.save(update_fields=["loaded_at", "loaded_by"])
            record("boundaries_loaded_again", subject="boundary_file", subject_id=before.pk, by=by, at=at)
        return _loaded(before, new=False)
    found = read_boundaries(content)
    drawings = _drawings(found)
    with transaction.atomic():
        file = BoundaryFile.objects.create(
            file_name=file_name[-200:], fingerprint=fingerprint, source=" ".join(source.split())[:200],
            sheets={name: [each.width, each.height] for name, each in drawings.items()}, report=_report(found),
            loaded_at=at, loaded_by=by,
        )  # fmt: skip
        BoundaryShape.objects.bulk_create(
            BoundaryShape(file=file, sheet=name, region_id=line.code, path=line.path, x=line.x, y=line.y)
            for name, drawing in drawings.items()
            for line in drawing.outlines
        )
        record(
            "boundaries_loaded", subject="boundary_file", subject_id=file.pk, by=by, at=at,
            detail={"file": file.file_name, "source": file.source, "shapes": len(found.shapes)},
        )  # fmt: skip
    return _loaded(file, new=True)


def _loaded(file: BoundaryFile, *, new: bool) -> Loaded:
    told = file.report
    return Loaded(
        told["provinces"], told["regencies"], len(told["missing"]), told["specks"],
        tuple((id_, en) for id_, en in told["problems"]), new,
    )  # fmt: skip


def _report(found: Boundaries) -> dict[str, object]:
    regencies = found.of("regency")
    return {
        "provinces": len(found.of("province")), "regencies": len(regencies), "specks": found.specks,
        "missing": list(found.missing("regency" if regencies else "province")),
        "problems": [[each.what_id, each.what_en] for each in found.problems[:200]],
    }  # fmt: skip


def _drawings(found: Boundaries) -> dict[str, Drawing]:
    regencies = found.of("regency")
    sheets = {"provinces": _within(_provinces(found), COUNTRY_WIDTH, MOST_COUNTRY)}
    if regencies:
        sheets["regencies"] = _within(regencies, COUNTRY_WIDTH, MOST_COUNTRY)
    for code in sorted({shape.code[:2] for shape in regencies}):
        inside = [shape for shape in regencies if shape.code[:2] == code]
        sheets[code] = _within(inside, PROVINCE_WIDTH, MOST_PROVINCE)
    return sheets


def _provinces(found: Boundaries) -> list[Shape]:
    """The provinces of the file, and those it lacks put together out of their regencies."""
    have = {shape.code: shape for shape in found.of("province")}
    for province in places.regions("province"):
        parts = [shape for shape in found.of("regency") if shape.code[:2] == province.code]
        if province.code not in have and parts:
            have[province.code] = joined(province.code, parts)
    return [have[code] for code in sorted(have)]


def _within(shapes: Sequence[Shape], width: int, most: int) -> Drawing:
    """Thinned as little as fits: a file of any fineness gives a drawing of bounded weight."""
    tolerance = TOLERANCE
    drawing = draw(shapes, width=width, tolerance=tolerance)
    while weight(drawing.outlines) > most and tolerance < MOST_TOLERANCE:
        tolerance *= 2
        drawing = draw(shapes, width=width, tolerance=tolerance)
    return drawing
