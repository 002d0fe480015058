"""Who may open which address, and who may send something to it: one table for every page, and the guard that keeps it.

Add a line for every new address. An address without a line is refused to everyone, and a test says that it is missing.
Which rows one sees on a page that one may open is decided by the database, in the scope of whoever signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ayomi.apps.steering.rules.deciding import DECIDERS, PROPOSERS

OFFICERS: Final = frozenset({"membership_officer", "supervisor"})
OFFICE: Final = OFFICERS | {"office_head", "regional", "head_office", "finance", "auditor"}
CHANNEL: Final = frozenset({"channel_administrator"})
LICENSING: Final = frozenset({"licensing_officer"})
WORKER: Final = frozenset({"worker"})
FINANCE: Final = frozenset({"finance"})
AUDITOR: Final = frozenset({"auditor"})
SUPERVISOR: Final = frozenset({"supervisor"})
PLANNERS: Final = frozenset({"office_head", "regional", "head_office"})
REGIONS: Final = frozenset({"regional", "head_office"})
HEAD_OFFICE: Final = frozenset({"head_office"})
ADMINISTRATOR: Final = frozenset({"administrator"})
SENDERS: Final = OFFICERS | CHANNEL | {"office_head"}
TAKERS: Final = OFFICERS | CHANNEL
HEADS: Final = SUPERVISOR | {"office_head", "regional", "head_office"}
EVERYONE: Final = OFFICE | CHANNEL | LICENSING | WORKER | ADMINISTRATOR
NOBODY: Final[frozenset[str]] = frozenset()
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """`read`: roles that may open the address; `write`: roles that may send a form to it. `public`: also strangers."""

    read: frozenset[str]
    write: frozenset[str] = NOBODY
    public: bool = False

    def allows(self, role: str, method: str) -> bool:
        return role in (self.read if method in SAFE else self.write)


OPEN: Final = Access(EVERYONE, EVERYONE, public=True)
OWN: Final = Access(EVERYONE, EVERYONE)

ACCESS: Final[Mapping[str, Access]] = {
    # Site and public pages
    "front": OPEN,
    "robots": OPEN,
    "calculator": OPEN,
    "benefits_calculator": OPEN,
    "how_we_calculate": OPEN,
    "verify_form": OPEN,
    "verify": OPEN,
    "pay": OPEN,
    # One's own account
    "home": OWN,
    "my_account": OWN,
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_signup": OPEN,
    "account_reset_password": OPEN,
    "account_reauthenticate": OWN,
    "account_change_password": OWN,
    "mfa_index": OWN,
    "mfa_authenticate": OPEN,
    "mfa_trust": OPEN,
    "mfa_login_webauthn": OPEN,
    "mfa_reauthenticate": OWN,
    "mfa_reauthenticate_webauthn": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": OWN,
    "mfa_edit_webauthn": OWN,
    "mfa_remove_webauthn": OWN,
    "mfa_signup_webauthn": OPEN,
    "usersessions_list": OWN,
    # Bills and assessments
    "bills": Access(OFFICE | CHANNEL | WORKER),
    "bill": Access(OFFICE | CHANNEL | WORKER),
    "bill_final": Access(OFFICERS, OFFICERS),
    "bill_cancel": Access(SUPERVISOR, SUPERVISOR),
    "bill_pdf": Access(OFFICE | CHANNEL | WORKER),
    "bill_xlsx": Access(OFFICE | CHANNEL | WORKER),
    "assess_new": Access(OFFICERS | {"office_head"}, OFFICERS | {"office_head"}),
    "assessment": Access(OFFICE),
    # Money
    "receipts": Access(OFFICE),
    "receipt": Access(OFFICE),
    "receipt_new": Access(FINANCE | OFFICERS, FINANCE | OFFICERS),
    "receipt_identify": Access(FINANCE | OFFICERS, FINANCE | OFFICERS),
    "bank_file_new": Access(FINANCE, FINANCE),
    "bank_file": Access(OFFICE),
    "held_line": Access(FINANCE, FINANCE),
    # Documents
    "card": Access(OFFICE | CHANNEL | WORKER),
    "certificate": Access(OFFICE | CHANNEL | WORKER),
    "proof_withdraw": Access(SUPERVISOR, SUPERVISOR),
    # Lists
    "uploads": Access(OFFICE | CHANNEL),
    "upload_new": Access(SENDERS, SENDERS),
    "upload_organisation": Access(SENDERS - CHANNEL, SENDERS - CHANNEL),
    "upload": Access(OFFICE | CHANNEL),
    "upload_columns": Access(SENDERS, SENDERS),
    "upload_rows": Access(SENDERS, SENDERS),
    "upload_apply": Access(TAKERS, TAKERS),
    "upload_giveback": Access(SENDERS, SENDERS),
    "upload_undo": Access(TAKERS, TAKERS),
    "upload_resume": Access(SENDERS, SENDERS),
    "upload_bill": Access(TAKERS, TAKERS),
    # People
    "persons": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "person": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "person_reveal": Access(NOBODY, OFFICERS | {"office_head", "finance"} | CHANNEL),
    "person_new": Access(OFFICERS, OFFICERS),
    "person_edit": Access(OFFICERS, OFFICERS),
    "person_enrol": Access(OFFICERS, OFFICERS),
    "person_change": Access(OFFICERS),
    "member_wage": Access(OFFICERS, OFFICERS),
    "member_programmes": Access(OFFICERS, OFFICERS),
    "member_channel": Access(OFFICERS, OFFICERS),
    "member_leave": Access(OFFICERS, OFFICERS),
    "migrants": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "migrant": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "migrant_place": Access(OFFICERS, OFFICERS),
    "migrant_prolong": Access(OFFICERS, OFFICERS),
    "migrant_bill": Access(NOBODY, OFFICERS),
    "migrant_take_back": Access(NOBODY, OFFICERS),
    "person_compare": Access(OFFICERS),
    "person_merge": Access(OFFICERS, OFFICERS),
    "person_different": Access(OFFICERS, OFFICERS),
    "duplicates": Access(OFFICERS),
    "merge_proposal": Access(OFFICERS | {"office_head"}, SUPERVISOR | {"office_head"}),
    "person_separate": Access(SUPERVISOR, SUPERVISOR),
    # Organisations and projects
    "organisations": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "organisation": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "organisation_new": Access(OFFICERS, OFFICERS),
    "organisation_edit": Access(OFFICERS, OFFICERS),
    "organisation_risk": Access(OFFICERS, OFFICERS),
    "site_new": Access(OFFICERS, OFFICERS),
    "contact_new": Access(OFFICERS, OFFICERS),
    "projects": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "project": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "project_new": Access(OFFICERS, OFFICERS),
    "subcontractor_new": Access(OFFICERS, OFFICERS),
    # Finding, and one's own data
    "search": Access(OFFICE | CHANNEL | ADMINISTRATOR),
    "my_data": Access(WORKER),
    # Recommendations for licensing offices, and sanctions
    "licensing_rule": OPEN,
    "recommendations": Access(OFFICE | LICENSING),
    "recommendation": Access(OFFICE | LICENSING | CHANNEL),
    "recommendation_pdf": Access(OFFICE | LICENSING | CHANNEL),
    "recommendation_new": Access(LICENSING, LICENSING),
    "recommendation_complete": Access(OFFICERS, OFFICERS),
    "recommendation_decide": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "recommendation_second": Access(HEADS, HEADS),
    "recommendation_withdraw": Access(HEADS, HEADS),
    "authorities": Access(OFFICE),
    "authority_new": Access(HEADS, HEADS),
    "sanctions": Access(OFFICE),
    "sanction": Access(OFFICE | LICENSING | CHANNEL),
    "sanction_new": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "sanction_step": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "sanction_fine": Access(OFFICERS | FINANCE, OFFICERS | FINANCE),
    "sanction_lift": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "sanction_revoke": Access(HEADS, HEADS),
    "sanction_letter": Access(OFFICE | LICENSING | CHANNEL),
    # Agreements
    "agreements": Access(OFFICE),
    "agreement": Access(OFFICE),
    "agreement_new": Access(HEADS, HEADS),
    "agreement_sign": Access(HEADS, HEADS),
    "agreement_end": Access(HEADS, HEADS),
    "agreement_bring": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "agreement_attach": Access(HEADS, HEADS),
    "agreement_paper": Access(OFFICE),
    "duty_new": Access(HEADS, HEADS),
    "duty_done": Access(OFFICERS | HEADS, OFFICERS | HEADS),
    "aim_new": Access(HEADS, HEADS),
    # Plans
    "plans": Access(PLANNERS | AUDITOR),
    "growth": Access(PLANNERS | AUDITOR),
    "scenario_save": Access(NOBODY, PLANNERS),
    "scenario_remove": Access(NOBODY, PLANNERS),
    "compare": Access(PLANNERS | AUDITOR),
    "plan_sharing": Access(PLANNERS, PLANNERS),
    "openings": Access(PLANNERS | AUDITOR),
    "opening_new": Access(REGIONS, REGIONS),
    "opening": Access(PLANNERS | AUDITOR),
    "opening_decide": Access(NOBODY, HEAD_OFFICE),
    "opening_withdraw": Access(NOBODY, REGIONS),
    "opening_open": Access(NOBODY, HEAD_OFFICE),
    # Budgets that pay for others
    "budgets": Access(OFFICE | CHANNEL),
    "budget": Access(OFFICE | CHANNEL),
    "budget_new": Access(OFFICERS | HEADS | CHANNEL, OFFICERS | HEADS | CHANNEL),
    "budget_approve": Access(NOBODY, HEADS | CHANNEL),
    "budget_change": Access(OFFICERS | HEADS | CHANNEL, OFFICERS | HEADS | CHANNEL),
    "budget_change_decide": Access(NOBODY, HEADS | CHANNEL),
    "budget_close": Access(HEADS | CHANNEL, HEADS | CHANNEL),
    "budget_propose": Access(OFFICERS | CHANNEL, OFFICERS | CHANNEL),
    "budget_people": Access(OFFICE | CHANNEL, HEADS | CHANNEL),
    "budget_pdf": Access(OFFICE | CHANNEL),
    "budget_xlsx": Access(OFFICE | CHANNEL),
    "proposal": Access(OFFICE | CHANNEL),
    "proposal_return": Access(OFFICE | CHANNEL),
    "support_end": Access(HEADS | CHANNEL, HEADS | CHANNEL),
    # Reports
    "reports": Access(OFFICE),
    "report": Access(OFFICE),
    "report_file": Access(OFFICE),
    "inquiry": Access(HEAD_OFFICE),
    "inquiry_file": Access(HEAD_OFFICE),
    # Funds and loans
    "funds": Access(OFFICE),
    "fund_new": Access(HEAD_OFFICE, HEAD_OFFICE),
    "fund_budget": Access(HEAD_OFFICE, HEAD_OFFICE),
    "fund_plan": Access(OFFICE),
    "applications": Access(OFFICE | CHANNEL),
    "application": Access(OFFICE | CHANNEL),
    "application_new": Access(TAKERS, TAKERS),
    "application_check": Access(NOBODY, TAKERS),
    "application_survey": Access(OFFICERS, OFFICERS),
    "application_propose": Access(OFFICERS, OFFICERS),
    "application_decide": Access(HEADS, HEADS),
    "application_agree": Access(OFFICERS, OFFICERS),
    "application_paper": Access(OFFICE | CHANNEL),
    "application_withdraw": Access(TAKERS, TAKERS),
    "tranche_met": Access(OFFICERS, OFFICERS),
    "tranche_pay": Access(FINANCE, FINANCE),
    "loans": Access(OFFICE | CHANNEL | WORKER),
    "loan": Access(OFFICE | CHANNEL | WORKER),
    # Steering, log, users
    "performance": Access(OFFICE),
    "figures": Access(OFFICE),
    "figure": Access(OFFICE),
    "due_calendar": Access(OFFICE),
    "targets": Access(OFFICE, PROPOSERS),
    "target": Access(OFFICE, PROPOSERS),
    "target_new": Access(PROPOSERS, PROPOSERS),
    "target_share": Access(PROPOSERS, PROPOSERS),
    "target_upload": Access(PROPOSERS, PROPOSERS),
    "target_file": Access(PROPOSERS, PROPOSERS),
    "target_giveback": Access(PROPOSERS),
    "target_queue": Access(DECIDERS, DECIDERS),
    # Map, and figures from outside
    "map": Access(OFFICE),
    "map_province": Access(OFFICE),
    "town_and_country": Access(OFFICE),
    "denominators": Access(OFFICE),
    "denominator": Access(OFFICE),
    "denominator_returned": Access(OFFICE),
    "denominator_new": Access(HEAD_OFFICE, HEAD_OFFICE),
    "denominator_columns": Access(NOBODY, HEAD_OFFICE),
    "denominator_places": Access(NOBODY, HEAD_OFFICE),
    "denominator_take": Access(NOBODY, HEAD_OFFICE),
    "denominator_drop": Access(NOBODY, HEAD_OFFICE),
    "trail": Access(AUDITOR | ADMINISTRATOR),
    "partners": Access(ADMINISTRATOR | FINANCE | AUDITOR | {"head_office"}),
    "partner": Access(ADMINISTRATOR | FINANCE | AUDITOR | {"head_office"}),
    "partner_new": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_key": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_key_revoke": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_grant": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_address": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_address_remove": Access(NOBODY, ADMINISTRATOR),
    "partner_limits": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_switch": Access(ADMINISTRATOR, ADMINISTRATOR),
    "partner_bank_day": Access(FINANCE, FINANCE),
    "partner_bank_day_book": Access(NOBODY, FINANCE),
    "examination": Access(AUDITOR | ADMINISTRATOR, AUDITOR | ADMINISTRATOR),
    "users": Access(ADMINISTRATOR),
    "user_new": Access(ADMINISTRATOR, ADMINISTRATOR),
    "user": Access(ADMINISTRATOR),
    "user_role": Access(ADMINISTRATOR, ADMINISTRATOR),
    "user_password": Access(ADMINISTRATOR, ADMINISTRATOR),
    "user_deactivate": Access(ADMINISTRATOR, ADMINISTRATOR),
    "user_sessions_end": Access(NOBODY, ADMINISTRATOR),
}
"""Every address by its name. Roles are those of `access.User`."""


def may(role: str, name: str, method: str = "GET") -> bool:
    """Whether a role may open (or, with POST, send to) an address. An address that is not declared: nobody."""
    declared = ACCESS.get(name)
    return declared is not None and declared.allows(role, method)


def offered(role: str) -> frozenset[str]:
    """The names of all addresses a role may use, for templates: `{% if "bill_cancel" in may %}`."""
    return frozenset(name for name, access in ACCESS.items() if role in access.read | access.write)


class RightsMiddleware:
    """Sends strangers to sign in, and refuses what the table does not give to the role of whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespaces:
            # The interface for programs has a table and a guard of its own.
            return None
        declared = ACCESS.get(match.url_name or "")
        if declared is not None and declared.public:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if declared is None or not declared.allows(user.role, request.method or "GET"):
            raise PermissionDenied
        return None
