"""A person and her cover as a record of the standard: no more than the question needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

REGISTRY: Final = "ns:org:RegistryType:Social"
RECORD: Final = "Member"
PROGRAMMES: Final[Mapping[str, str]] = {
    "jkk": "Jaminan Kecelakaan Kerja", "jkm": "Jaminan Kematian", "jht": "Jaminan Hari Tua", "jp": "Jaminan Pensiun",
    "jkp": "Jaminan Kehilangan Pekerjaan", "jpk": "Jaminan Pemeliharaan Kesehatan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One membership that holds on the day. `covered_until`: the first day no longer paid for; None if none is."""

    kpj: str
    segment: str
    channel: str
    since: date
    covered: bool
    covered_until: date | None
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person. `nik_mask` shows only the first and last digits."""

    person_id: int
    name: str
    sex: str
    born: date | None
    nik_mask: str
    jobs: tuple[Job, ...]

    @property
    def covered(self) -> bool:
        return any(job.covered for job in self.jobs)


def record(person: PersonRecord) -> dict[str, Any]:
    """The record. Numbers are hidden but for their ends: whoever asks by a number has it already."""
    told: dict[str, Any] = {
        "@context": {"spdci": "https://schema.spdci.org/extensions/social/v1/"}, "@type": "spdci:Member",
        "member_identifier": [
            {"@type": "Identifier", "identifier_type": "KPJ", "identifier_value": job.kpj} for job in person.jobs
        ],
        "demographic_info": {
            "@type": "Person",
            "identifier": [
                {"@type": "Identifier", "identifier_type": "NIK", "identifier_value": person.nik_mask},
            ],
            "name": {"@type": "Name", "given_name": person.name, "surname": ""},
            "sex": person.sex,
        },
        "enrolled": bool(person.jobs), "covered": person.covered,
        "programmes": [_programme(job, name) for job in person.jobs for name in job.programmes],
    }  # fmt: skip
    if person.born is not None:
        told["demographic_info"]["birth_date"] = person.born.isoformat()
    return told


def _programme(job: Job, name: str) -> dict[str, Any]:
    return {
        "programme": {"programme_identifier": name, "programme_name": PROGRAMMES[name]},
        "enrolment_date": job.since.isoformat(), "enrolment_status": "Active" if job.covered else "Inactive",
        "covered_until": job.covered_until.isoformat() if job.covered_until else None, "segment": job.segment,
        "through": job.channel,
    }  # fmt: skip


def data(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The `data` of an answer."""
    return {"version": "1.0.0", "reg_type": REGISTRY, "reg_record_type": RECORD, "reg_records": list(records)}
