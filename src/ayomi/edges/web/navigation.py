"""The main menu: which pages each role is offered, in order. A page whose address does not exist is not offered.

What a role may see is decided elsewhere (the scope in the database and the check of each view); this is only a menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFFICE = frozenset({"membership_officer", "supervisor", "office_head", "regional", "head_office", "finance", "auditor"})
CHANNEL = frozenset({"channel_administrator"})
LICENSING = frozenset({"licensing_officer"})
WORKER = frozenset({"worker"})
ADMINISTRATOR = frozenset({"administrator"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`under` names the further addresses that belong to this entry, so that it stays marked on their pages."""

    name: str
    label: str | Promise
    roles: frozenset[str]
    under: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    url: str
    label: str | Promise
    current: bool


ENTRIES = (
    Entry("home", _("Beranda"), OFFICE | CHANNEL | LICENSING | WORKER | ADMINISTRATOR),
    Entry(
        "persons", _("Peserta"), OFFICE | CHANNEL | ADMINISTRATOR,
        frozenset({"person", "migrants", "migrant", "duplicates", "merge_proposal"}),
    ),
    Entry(
        "organisations", _("Badan dan wadah"), OFFICE | CHANNEL | ADMINISTRATOR,
        frozenset({"organisation", "projects", "project"}),
    ),
    Entry("uploads", _("Daftar"), OFFICE | CHANNEL, frozenset({"upload"})),
    Entry("bills", _("Tagihan"), OFFICE | CHANNEL | WORKER, frozenset({"bill"})),
    Entry(
        "receipts", _("Uang masuk"), OFFICE,
        frozenset({"receipt", "receipt_new", "bank_file_new", "bank_file", "held_line"}),
    ),
    Entry("budgets", _("Bantuan iuran"), OFFICE, frozenset({"budget", "budget_people", "budget_new", "proposal"})),
    Entry("agreements", _("Kerja sama"), OFFICE, frozenset({"agreement", "agreement_new"})),
    Entry(
        "recommendations", _("Rekomendasi"), OFFICE | LICENSING,
        frozenset({"recommendation", "recommendation_new", "recommendation_decide", "recommendation_second",
                   "recommendation_complete", "recommendation_withdraw", "authorities", "authority_new", "sanctions",
                   "sanction", "sanction_new", "sanction_step", "sanction_fine", "sanction_lift", "sanction_revoke"}),
    ),
    Entry(
        "performance", _("Kinerja"), OFFICE,
        frozenset({"targets", "target", "target_new", "target_share", "target_upload", "target_file", "target_queue",
                   "due_calendar", "figures", "figure"}),
    ),
    Entry("reports", _("Laporan"), OFFICE, frozenset({"report", "inquiry"})),
    Entry("funds", _("Dana"), OFFICE, frozenset({"applications", "application", "loans", "loan", "fund_plan"})),
    Entry("applications", _("Permohonan dana"), CHANNEL, frozenset({"application", "application_new"})),
    Entry("loans", _("Pinjaman"), CHANNEL | WORKER, frozenset({"loan"})),
    Entry(
        "plans", _("Rencana"), frozenset({"office_head", "regional", "head_office", "auditor"}),
        frozenset({"growth", "scenario_save", "compare", "plan_sharing", "openings", "opening_new", "opening",
                   "opening_decide", "opening_open"}),
    ),
    Entry(
        "map", _("Peta"), OFFICE,
        frozenset({"map_province", "town_and_country", "denominators", "denominator", "denominator_new"}),
    ),
    Entry("my_data", _("Data saya"), WORKER),
    Entry(
        "partners", _("Mitra"), ADMINISTRATOR | {"finance", "auditor", "head_office"}, frozenset({"partner"})
    ),
    Entry("users", _("Pengguna"), ADMINISTRATOR, frozenset({"user"})),
    Entry("examination", _("Pemeriksaan"), frozenset({"auditor"}) | ADMINISTRATOR),
    Entry("trail", _("Jejak"), frozenset({"auditor"}) | ADMINISTRATOR),
)  # fmt: skip


def address(name: str) -> str:
    """The path of a page that needs no arguments, or an empty text while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def menu(role: str, here: str) -> tuple[Offered, ...]:
    """The entries for `role`; `here` is the name of the current page's address, and marks the entry it belongs to."""
    return tuple(
        Offered(url, entry.label, here == entry.name or here in entry.under)
        for entry in ENTRIES
        if role in entry.roles and (url := address(entry.name))
    )
