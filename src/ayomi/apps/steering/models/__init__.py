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
from ayomi.apps.steering.models.tallies import (
    BodyPresence,
    ClosedTally,
    Closing,
    Lineage,
    OwnTally,
    Presence,
    ProjectCount,
    Refresh,
    RegencyTally,
    Tally,
    Touched,
    TouchedBill,
    TouchedMembership,
    TouchedRecord,
)
from ayomi.apps.steering.models.targets import Target, TargetFile

__all__ = [
    "BodyPresence",
    "BoundaryFile",
    "BoundaryShape",
    "ClosedTally",
    "Closing",
    "Denominator",
    "DenominatorFile",
    "Lineage",
    "Opening",
    "OpeningArea",
    "OpeningEvent",
    "OpeningStaff",
    "OpeningTarget",
    "OwnTally",
    "PlaceName",
    "Presence",
    "ProjectCount",
    "Refresh",
    "RegencyTally",
    "ReportRun",
    "ReportedFigure",
    "Scenario",
    "Tally",
    "Target",
    "TargetFile",
    "Touched",
    "TouchedBill",
    "TouchedMembership",
    "TouchedRecord",
]
