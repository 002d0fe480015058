"""Targets and figures of offices; one module per theme."""

from ayomi.apps.steering.models.boundaries import BoundaryFile, BoundaryShape
from ayomi.apps.steering.models.denominators import Denominator, DenominatorFile, PlaceName
from ayomi.apps.steering.models.reported import ReportedFigure
from ayomi.apps.steering.models.targets import Target, TargetFile

__all__ = [
    "BoundaryFile",
    "BoundaryShape",
    "Denominator",
    "DenominatorFile",
    "PlaceName",
    "ReportedFigure",
    "Target",
    "TargetFile",
]
