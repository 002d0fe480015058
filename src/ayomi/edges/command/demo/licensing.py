"""The licensing gate of the demo world: an office that asks, four answers, a proposal, and a firm under warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import polars as pl
from django.utils.timezone import localdate

from ayomi.apps.access.queries import user_by_name
from ayomi.apps.compliance.actions import recommendations, sanctions
from ayomi.apps.compliance.actions.recommendations import Question
from ayomi.apps.compliance.queries.standing import facts_of, named
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.registry import actions as registry
from ayomi.edges.command.demo.stories import KOLAKA, Cast

OFFICE: Final = "Dinas Koperasi dan UKM Kabupaten Kolaka"
WARNED: Final = timedelta(days=21)
"""How long ago the firm that is late was warned: its ten working days have passed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `missing`: how many people more than are reported the office states; None for no count."""

    key: str
    of: str
    purpose: str
    missing: int | None


ASKED: Final = (
    Asked("KUMKM-0412", "wolo", "new_licence", 0),
    Asked("KUMKM-0415", "raya", "status_review", 0),
    Asked("KUMKM-0419", "latambaga", "new_licence", 8),
    Asked("KUMKM-0423", "sinar", "other", None),
)  # fmt: skip


def record_office(cast: Cast, *, today: date, at: datetime) -> int:
    """The licensing office of Kolaka, kept in the cast as 'dinas'; returns its number as such."""
    kolaka = office_by_code(KOLAKA).id
    frame = pl.DataFrame([{"kind": "government", "name": OFFICE, "region_id": "74.01.04"}])
    made = int(registry.record_organisations(frame, office_id=kolaka, by=None, at=at)["organisation_id"][0])
    cast.organisations["dinas"] = made
    return recommendations.record_authority(
        made, kind="cooperative_office", region="74.01", office_id=kolaka, since=today.replace(month=1, day=1), by=None,
        at=at,
    )  # fmt: skip


def ask_and_warn(cast: Cast, *, authority_id: int, today: date, at: datetime) -> int:
    """Granted, granted for a short time, refused twice, one that waits, and a warning. Returns how many things."""
    bodies = [cast.organisations[each.of] for each in ASKED]
    facts, known = facts_of(bodies, today), named(bodies)
    by = user_by_name("dinas")
    asker = by.id if by else None
    refused = 0
    for each, body in zip(ASKED, bodies, strict=True):
        stated = None if each.missing is None else facts[body].members + each.missing
        question = Question(each.purpose, "npp", known[body].npp, stated=stated)
        made = recommendations.ask(authority_id, each.key, question, by=asker, at=at)
        refused = made if each.of == "latambaga" else refused
    unknown = Question("new_licence", "name", name="Koperasi Tani Mekar Baula", region="74.01", stated=24)
    recommendations.ask(authority_id, "KUMKM-0420", unknown, by=asker, at=at)
    officer = user_by_name("ratna")
    if officer and refused:
        recommendations.decide(
            refused, outcome="short", months=1, reason="Daftar pekerja lainnya diantar besok, sudah saya lihat",
            by=officer.id, at=at,
        )  # fmt: skip
    late = cast.organisations["pomalaa"]
    # A world of few months has no arrears that old, and one of a single month none at all.
    for moment in (at - WARNED, at):
        if sanctions.holds("arrears", facts_of([late], localdate(moment))[late]):
            sanctions.open_case(
                late, ground="arrears", note="Disampaikan langsung kepada bagian personalia",
                by=officer.id if officer else None, at=moment,
            )  # fmt: skip
            return len(ASKED) + 2
    return len(ASKED) + 1
