"""What is kept of a question for a recommendation and of its answer: the words, and facts and findings as stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ayomi.core.law.licensing import Facts, Finding, Outcome

AUTHORITIES: Final = ("cooperative_office", "one_stop_office", "ministry", "other")
PURPOSES: Final = ("new_licence", "status_review", "other")
NUMBERS: Final = ("nib", "npp", "nik_koperasi", "name")
REQUEST_STATES: Final = ("waiting", "proposed", "answered")
OUTCOMES: Final[tuple[Outcome, ...]] = ("granted", "short", "refused")
RULE_OUTCOMES: Final = (*OUTCOMES, "unclear")
VERSIONS: Final = ("proposed", "standing", "returned", "replaced")
"""`proposed` waits for a second person, who lets it stand or returns it; a standing one is replaced by the next."""
LONGEST_KEY: Final = 64


def fingerprint(**asked: object) -> bytes:
    """By which a question sent again under its key is known to be the same."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str).encode()).digest()


def stored_facts(facts: Facts, **more: object) -> dict[str, Any]:
    """Facts as JSON, days as YYYY-MM-DD; `more` names the organisation."""

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else dict(value) if isinstance(value, Mapping) else value

    return {name: plain(getattr(facts, name)) for name in Facts.__slots__} | more


def stored_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [
        {"criterion": each.criterion, "code": each.code, "effect": each.effect, "values": dict(each.values)}
        for each in findings
    ]


def read_findings(stored: Sequence[Mapping[str, Any]] | None) -> tuple[Finding, ...]:
    """Findings out of JSON."""
    return tuple(
        Finding(each["criterion"], each["code"], each["effect"], MappingProxyType(dict(each["values"])))
        for each in stored or ()
    )


def within(area: str | None, region: str | None) -> bool:
    """Whether a region lies in the area of an authority; no area is the whole country, no region nowhere known."""
    return area is None or (region is not None and (region == area or region.startswith(f"{area}.")))
