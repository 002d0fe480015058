"""Targets and figures of offices; one module per theme."""

from ayomi.apps.steering.models.reported import ReportedFigure
from ayomi.apps.steering.models.targets import Target, TargetFile

__all__ = ["ReportedFigure", "Target", "TargetFile"]
