"""The people, offices and organisations that appear in tests, made through the same actions as in life.

Wa Ode Sitti Hajar sells fish in Kolaka on her own account, through the cooperative Nelayan Samudra Wolo. La Ode Rahim
fishes and pays alone. PT Anugerah Baja Pomalaa smelts, employs, and pays late. Jembatan Oko-Oko is being built. Sri
Wahyuni lives in Semarang and has nothing to do with any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from ayomi.apps.access import actions as access
from ayomi.apps.membership import actions as membership
from ayomi.apps.membership.rules.programmes import Segment
from ayomi.apps.offices import actions as offices
from ayomi.apps.offices import queries as office_queries
from ayomi.apps.registry import actions as registry
from ayomi.core.identity import make_nik

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
PASSWORD = "laut-teduh-dan-dalam"

SITTI_BORN, RAHIM_BORN, SRI_BORN = date(1988, 2, 21), date(1979, 11, 3), date(1990, 6, 17)
SITTI_NIK = make_nik("74.01.01", SITTI_BORN, "female", 4)
RAHIM_NIK = make_nik("74.01.01", RAHIM_BORN, "male", 11)
SRI_NIK = make_nik("33.74.01", SRI_BORN, "female", 7)
SITTI_PHONE = "+6281234567890"


@dataclass(frozen=True)
class Offices:
    head: int
    regional: int
    kendari: int
    kolaka: int
    regional_java: int
    semarang: int


@dataclass(frozen=True)
class Cast:
    offices: Offices
    cooperative: int
    firm: int
    project: int
    project_payer: int
    sitti: int
    rahim: int
    sri: int
    workers: tuple[int, ...]
    """Workers of the firm."""
    builders: tuple[int, ...]
    """Workers of the project."""
    sitti_member: int
    rahim_member: int
    sri_member: int
    worker_members: tuple[int, ...]
    builder_members: tuple[int, ...]


def make_offices() -> Offices:
    """The offices the stories are set in, from the reference that every installation has."""
    if not office_queries.exists():
        offices.load_reference(by=None, at=AT)
    semarang = office_queries.office_serving("33.74", TODAY)
    kolaka = office_queries.office_serving("74.01", TODAY)
    kendari = office_queries.office_serving("74.71", TODAY)
    line, java = office_queries.path(kendari), office_queries.path(semarang)
    return Offices(line[0].id, line[1].id, kendari, kolaka, java[1].id, semarang)


def person(name: str, born: date, sex: str, nik: str | None, *, office_id: int, region: str, **more: str) -> int:
    """One person recorded; returns the id."""
    frame = pl.DataFrame([{"name": name, "born": born, "sex": sex, "nik": nik, "region_id": region, **more}])
    return int(registry.record_persons(frame, office_id=office_id, by=None, at=AT)["person_id"][0])


def people(count: int, *, district: str, office_id: int, first: int = 100, word: str = "Pekerja") -> tuple[int, ...]:
    """Workers with names, birth dates and NIK of their own."""
    rows = []
    for serial in range(first, first + count):
        born = date(1980 + serial % 20, 1 + serial % 12, 1 + serial % 28)
        rows.append(
            {"name": f"{word} {_letters(serial)}", "born": born, "sex": "male", "region_id": district[:5],
             "nik": make_nik(district, born, "male", serial)}
        )  # fmt: skip
    recorded = registry.record_persons(pl.DataFrame(rows), office_id=office_id, by=None, at=AT)
    return tuple(recorded["person_id"])


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def organisation(kind: str, name: str, *, office_id: int, region: str, **more: object) -> int:
    """One organisation recorded; returns the id."""
    frame = pl.DataFrame([{"kind": kind, "name": name, "region_id": region, **more}])
    return int(registry.record_organisations(frame, office_id=office_id, by=None, at=AT)["organisation_id"][0])


def enrol(
    person_ids: tuple[int, ...], *, segment: Segment, channel: str, office_id: int, since: date = TODAY,
    wage: int = 3_000_000, organisation_id: int | None = None, project_id: int | None = None,
    upload_id: int | None = None, at: datetime = AT, **more: object,
) -> pl.DataFrame:  # fmt: skip
    """People enrolled on the same terms; the frame `membership.actions.enrol` gives back."""
    frame = pl.DataFrame({"person_id": list(person_ids)}).with_columns(
        pl.lit(since).alias("since"), pl.lit(wage).alias("wage"), *(pl.lit(v).alias(k) for k, v in more.items())
    )
    return membership.enrol(
        frame, segment=segment, channel=channel, organisation_id=organisation_id, project_id=project_id,
        office_id=office_id, upload_id=upload_id, by=None, at=at,
    )  # fmt: skip


def make_cast() -> Cast:
    """Everyone, enrolled from 1 September 2026 and not yet paid for."""
    o = make_offices()
    sitti = person(
        "Wa Ode Sitti Hajar", SITTI_BORN, "female", SITTI_NIK, office_id=o.kolaka, region="74.01", phone=SITTI_PHONE
    )
    rahim = person("La Ode Rahim", RAHIM_BORN, "male", RAHIM_NIK, office_id=o.kolaka, region="74.01")
    sri = person("Sri Wahyuni", SRI_BORN, "female", SRI_NIK, office_id=o.semarang, region="33.74")
    cooperative = organisation(
        "cooperative", "Koperasi Nelayan Samudra Wolo", office_id=o.kolaka, region="74.01", nib="0220001234567"
    )
    firm = organisation(
        "firm", "PT Anugerah Baja Pomalaa", office_id=o.kolaka, region="74.01", nib="9120001234567", size="large",
        risk="high", activity="Industri logam dasar", since=date(2020, 1, 1),
    )  # fmt: skip
    workers = people(4, district="74.01.01", office_id=o.kolaka)
    builders = people(3, district="74.01.01", office_id=o.kolaka, first=200, word="Tukang")
    project = registry.register_project(
        name="Jembatan Oko-Oko", contractor_id=firm, owner_name="Dinas PU Kolaka", contract_value=4_500_000_000,
        vat=495_000_000, wages=None, registered=TODAY, starts=TODAY, ends=date(2027, 3, 1),
        maintenance_until=date(2027, 9, 1), instalments=3, workers_planned=3, region_id="74.01", office_id=o.kolaka,
        by=None, at=AT,
    )  # fmt: skip
    through = {
        "sitti": enrol(
            (sitti,), segment="own_account", channel="cooperative", organisation_id=cooperative, office_id=o.kolaka,
            wage=1_000_000, occupation="Pedagang ikan",
        ),
        "rahim": enrol((rahim,), segment="own_account", channel="alone", office_id=o.kolaka, wage=1_000_000),
        "sri": enrol((sri,), segment="own_account", channel="alone", office_id=o.semarang, wage=2_000_000),
        "workers": enrol(
            workers, segment="wage_earner", channel="firm", organisation_id=firm, office_id=o.kolaka, wage=5_000_000
        ),
        "builders": enrol(
            builders, segment="construction", channel="project", project_id=project.id, office_id=o.kolaka
        ),
    }  # fmt: skip
    members = {name: tuple(frame["membership_id"]) for name, frame in through.items()}
    return Cast(
        offices=o, cooperative=cooperative, firm=firm, project=project.id, project_payer=project.payer_id,
        sitti=sitti, rahim=rahim, sri=sri, workers=workers, builders=builders,
        sitti_member=members["sitti"][0], rahim_member=members["rahim"][0], sri_member=members["sri"][0],
        worker_members=members["workers"], builder_members=members["builders"],
    )  # fmt: skip


def make_users(cast: Cast) -> dict[str, int]:
    """One user of each role, all with `PASSWORD`; the username is the role. Returns user id by role."""
    o = cast.offices
    at_office = {
        "membership_officer": o.kolaka, "supervisor": o.kolaka, "office_head": o.kendari, "regional": o.regional,
        "head_office": o.head, "finance": o.kendari, "auditor": o.head, "administrator": o.head,
    }  # fmt: skip
    made = {role: _user(role, office_id=office_id) for role, office_id in at_office.items()}
    made["channel_administrator"] = _user("channel_administrator", organisation_id=cast.cooperative)
    dinas = organisation("government", "Dinas Koperasi dan UKM Kolaka", office_id=o.kolaka, region="74.01")
    made["licensing_officer"] = _user("licensing_officer", organisation_id=dinas)
    made["worker"] = _user("worker", person_id=cast.sitti)
    return made


def _user(
    role: str, *, office_id: int | None = None, organisation_id: int | None = None, person_id: int | None = None
) -> int:
    return access.create_user(
        username=role, password=PASSWORD, full_name=role.replace("_", " ").title(), role=role, office_id=office_id,
        organisation_id=organisation_id, person_id=person_id, language="id", by=None, at=AT,
    )  # fmt: skip
