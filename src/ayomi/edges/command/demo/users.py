"""Who can sign in to the demo world, and the targets of its offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from ayomi.apps.access.actions import create_user
from ayomi.apps.access.queries import UserRow, user_by_name
from ayomi.apps.offices.queries import office_by_code, tree
from ayomi.apps.steering.actions.targets import Draft, approve_targets, draft_targets, propose_targets, set_target
from ayomi.apps.steering.queries.levels import levels
from ayomi.apps.steering.rules.aims import is_level
from ayomi.apps.steering.rules.course import even
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
    Login(
        "amir", "Drs. Amiruddin", "channel_administrator", None,
        "Pemerintah Kabupaten Kolaka / the regency that pays for others", organisation="pemkab",
    ),
    Login(
        "dinas", "Nurlina Saleh", "licensing_officer", None,
        "Dinas Koperasi Kolaka / a licensing office", organisation="dinas",
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
    """Targets of each office for the year of `month`, so that realisation stands a little behind or ahead of them.

    Sulawesi and Maluku proposes its own and those of its branches, and the head office approves them; the others come
    with the installation. For the coming year the region and one of its branches wait to be decided on.
    """
    before = Month(month.year - 1, 12)
    reached = levels(offices, [month, before])
    hasan, dewi, yusran = (cast(UserRow, user_by_name(name)).id for name in ("hasan", "dewi", "yusran"))
    region = frozenset(office.id for _, office in tree(office_by_code("W11").id, on=at.date()))
    drafts = []
    for office_id in offices:
        for place, indicator in enumerate(HEADLINES.values()):
            key = (office_id, indicator.of.measure, indicator.segment, "", "")
            found = reached.get((month.first_day, *key), 0)
            if found < 2:
                continue
            standing = AHEAD[(office_id + place * 3) % len(AHEAD)]
            start = reached.get((before.first_day, *key), 0) if is_level(indicator.key) else 0
            # What the course asks for by now, and from there on to the end of the year.
            path = found * 100 // standing
            amount = max(start + (path - start) * 12 // month.number, 1)
            drafts.append(
                Draft(
                    office_id, month.year, indicator.key, amount, even(amount, start=start), source="contoh",
                    owner_id=yusran if office_id == office_by_code("C7471").id else None,
                )
            )  # fmt: skip
    own = [draft for draft in drafts if draft.office_id in region]
    for draft in drafts:
        if draft.office_id not in region:
            set_target(
                draft.office_id, draft.year, draft.indicator, draft.amount, draft.source, by=None, at=at,
                course=draft.course,
            )  # fmt: skip
    made = draft_targets(own, by=hasan, at=at).ids
    propose_targets(made, by=hasan, at=at)
    approve_targets(made, by=dewi, at=at)
    return len(drafts) + _waiting(month.year + 1, own, hasan=hasan, yusran=yusran, at=at)


def _waiting(year: int, held: list[Draft], *, hasan: int, yusran: int, at: datetime) -> int:
    """The coming year: the region asks the head office for a tenth more, and Kendari the region for a fifth."""
    known = {(draft.office_id, draft.indicator): draft for draft in held}
    wishes = (("W11", "workers_covered", 110, hasan), ("W11", "contributions_received", 110, hasan),
              ("C7471", "workers_covered_own_account", 120, yusran))  # fmt: skip
    for code, key, more, by in wishes:
        now = known.get((office_by_code(code).id, key))
        if now is None:
            continue
        amount = now.amount * more // 100
        start = now.amount if is_level(key) else 0
        draft = Draft(
            now.office_id, year, key, amount, even(amount, start=start), source=f"Rencana kerja {year}",
            reason="Pasar dan pelabuhan baru dibuka", owner_id=by,
        )  # fmt: skip
        propose_targets(draft_targets([draft], by=by, at=at).ids, by=by, at=at)
    return len(wishes)
