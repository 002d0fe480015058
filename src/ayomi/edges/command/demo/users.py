"""Who can sign in to the demo world, and the targets of its offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ayomi.apps.access.actions import create_user
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.steering.actions.targets import set_target
from ayomi.apps.steering.queries.recount import realisation
from ayomi.apps.steering.rules.indicators import HEADLINES
from ayomi.core.periods import Month
from ayomi.edges.command.demo.stories import KOLAKA, Cast

PASSWORD: Final = "perahu-wolo-2026"  # noqa: S105 (the demo's, printed at each start)
"""The same for everyone in the demo world, which is for trying things and holds nobody's real data."""


@dataclass(frozen=True)
class Login:
    username: str
    full_name: str
    role: str
    office: str | None
    words: str
    organisation: str | None = None
    person: str | None = None


LOGINS: Final = (
    Login("ratna", "Ratna Wulandari", "membership_officer", KOLAKA, "petugas KCP Kolaka / membership officer"),
    Login("marwah", "Hj. Marwah", "supervisor", KOLAKA, "penyelia KCP Kolaka / supervisor"),
    Login("yusran", "Yusran Hamid", "office_head", "C7471", "kepala Cabang Kendari / office head"),
    Login("semarang", "Dwi Prasetyo", "membership_officer", "C3374", "petugas Cabang Semarang / the same, in Semarang"),
    Login("hasan", "Hasan Basri Tahir", "regional", "W11", "kantor wilayah Sulawesi dan Maluku / regional office"),
    Login("dewi", "Dewi Anggraini", "head_office", "PST", "kantor pusat / head office"),
    Login("putu", "I Putu Mahendra", "finance", "W11", "keuangan kantor wilayah / finance"),
    Login("togar", "Togar Manurung", "auditor", "W11", "pemeriksa, hanya membaca / auditor, reads only"),
    Login(
        "wolo", "Sahrul Baharuddin", "channel_administrator", None,
        "Koperasi Nelayan Samudra Wolo / the cooperative", organisation="wolo",
    ),
    Login(
        "pomalaa", "Hendra Tanuwijaya", "channel_administrator", None,
        "PT Anugerah Baja Pomalaa / the firm that is late", organisation="pomalaa",
    ),
    Login("hajar", "Wa Ode Sitti Hajar", "worker", None, "peserta, pedagang ikan / a worker", person="hajar"),
    Login("admin", "Administrator", "administrator", "PST", "administrator"),
)  # fmt: skip


def make_users(cast: Cast, *, at: datetime) -> int:
    """Everyone in LOGINS. Returns how many."""
    for each in LOGINS:
        create_user(
            username=each.username, password=PASSWORD, full_name=each.full_name, role=each.role,
            office_id=office_by_code(each.office).id if each.office else None,
            organisation_id=cast.organisations[each.organisation] if each.organisation else None,
            person_id=cast.persons[each.person] if each.person else None,
            language="id", by=None, at=at,
        )  # fmt: skip
    return len(LOGINS)


AHEAD: Final = (84, 91, 103, 112, 78, 96, 118, 88, 107, 99)
"""Where offices stand against what they should have reached, in hundredths: some behind, some ahead."""


def set_targets(offices: list[int], month: Month, *, at: datetime) -> int:
    """Targets of each office for the year of `month`, so that realisation stands a little behind or ahead of them."""
    reached = realisation(None, month)
    written = 0
    for office_id in offices:
        for place, indicator in enumerate(HEADLINES.values()):
            found = reached.get((office_id, indicator.key), 0)
            if found < 2:
                continue
            standing = AHEAD[(office_id + place * 3) % len(AHEAD)]
            # A target is for the whole year, of which the months so far are a part.
            amount = max(found * 1200 // (standing * month.number), 1)
            set_target(office_id, month.year, indicator.key, amount, "contoh", by=None, at=at)
            written += 1
    return written
