"""Regions of Indonesia and the offices that serve them, as dated data."""

from ayomi.core.places.regions import (
    EDITIONS,
    Level,
    Region,
    RegionFigures,
    UnknownRegion,
    current_code,
    dotted,
    figures,
    find_region,
    in_force,
    known_codes,
    knows,
    predecessors,
    region,
    regions,
)

__all__ = [
    "EDITIONS",
    "Level",
    "Region",
    "RegionFigures",
    "UnknownRegion",
    "current_code",
    "dotted",
    "figures",
    "find_region",
    "in_force",
    "known_codes",
    "knows",
    "predecessors",
    "region",
    "regions",
]
