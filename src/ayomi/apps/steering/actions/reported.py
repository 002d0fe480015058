"""Loading the figures of public reports."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from django.db import transaction

from ayomi.apps.audit.actions import record
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.models import ReportedFigure


def load_reported_figures(*, by: int | None, at: datetime) -> int:
    """The packaged figures of public reports, each once; returns how many are new. The offices must be loaded before.

    Raises `offices.queries.UnknownOffice`.
    """
    text = files("ayomi.apps.steering").joinpath("data/historic_figures.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    with transaction.atomic():
        offices = {code: office_by_code(code).id for code in sorted({row["office"] for row in rows})}
        known = set(ReportedFigure.objects.values_list("office_id", "as_of", "segment", "indicator", "source"))
        new = [
            figure
            for figure in (_figure(row, offices[row["office"]], at) for row in rows)
            if (figure.office_id, figure.as_of, figure.segment, figure.indicator, figure.source) not in known
        ]
        ReportedFigure.objects.bulk_create(new)
        if new:
            record(
                "reported_figures_loaded", subject="reported_figure", subject_id=0, by=by, at=at,
                detail={"figures": len(new)},
            )  # fmt: skip
    return len(new)


def _figure(row: dict[str, str], office_id: int, at: datetime) -> ReportedFigure:
    return ReportedFigure(
        office_id=office_id, office_as_written=row["office_as_written"], as_of=date.fromisoformat(row["as_of"]),
        segment=row["segment"], indicator=row["indicator"], unit=row["unit"],
        realised=Decimal(row["realised"]) if row["realised"] else None,
        target=Decimal(row["target"]) if row["target"] else None,
        note=row["note"], source=row["source"], recorded_at=at,
    )  # fmt: skip
