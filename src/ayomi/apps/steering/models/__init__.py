"""Targets and figures of offices; one module per theme."""

from ayomi.apps.steering.models.boundaries import BoundaryFile, BoundaryShape
from ayomi.apps.steering.models.denominators import Denominator, DenominatorFile, PlaceName
from ayomi.apps.steering.models.plans import (
    Opening,
    OpeningArea,
    OpeningEvent,
    OpeningStaff,
    OpeningTarget,
    Scenario,
)
from ayomi.apps.steering.models.report_runs import ReportRun
from ayomi.apps.steering.models.reported import ReportedFigure
from ayomi.apps.steering.models.targets import Target, TargetFile

__all__ = [
    "BoundaryFile",
    "BoundaryShape",
    "Denominator",
    "DenominatorFile",
    "Opening",
    "OpeningArea",
    "OpeningEvent",
    "OpeningStaff",
    "OpeningTarget",
    "PlaceName",
    "ReportRun",
    "ReportedFigure",
    "Scenario",
    "Target",
    "TargetFile",
]
