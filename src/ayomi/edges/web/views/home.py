"""The first page after signing in: what needs this user today, by what the user is there for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ayomi.apps.access.queries import looks, users
from ayomi.apps.audit.actions import owner_rights
from ayomi.apps.audit.queries import events
from ayomi.apps.compliance.queries import current_membership, recommendations
from ayomi.apps.compliance.queries.sanctions import stops_asked_of
from ayomi.apps.contributions.queries import bills as bill_queries
from ayomi.apps.contributions.queries.bills import PersonLine, lines_of_persons
from ayomi.apps.intake.queries.lists import lists_at_work, lists_waiting
from ayomi.apps.ledger.queries import seals
from ayomi.apps.membership.queries import counts, cover_on
from ayomi.apps.registry.queries import organisation
from ayomi.apps.sponsorship.queries import Ending, endings
from ayomi.apps.sponsorship.rules import month_cost
from ayomi.apps.steering.queries.figures import progress
from ayomi.apps.steering.rules.closing import last_closed
from ayomi.core.law.errors import NotInForce
from ayomi.core.money import half_up
from ayomi.core.periods import Month
from ayomi.edges.documents.words import code_groups
from ayomi.edges.web.bullets import bullets
from ayomi.edges.web.context import place_of
from ayomi.edges.web.formats import ZONES
from ayomi.edges.web.licensing_work import licensing_items
from ayomi.edges.web.navigation import address
from ayomi.edges.web.roles import offered
from ayomi.edges.web.target_words import work_items
from ayomi.edges.web.templatetags.ayomi import language
from ayomi.edges.web.trails import told
from ayomi.edges.web.worklist import desk, to_merge

LOOKS_SHOWN: Final = 3
SUPPORT_SAID: Final = timedelta(days=60)
"""How long before a support ends the worker is told."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page of the user's role."""
    user = cast(Any, request.user)
    shown = {
        "worker": _worker,
        "channel_administrator": _channel,
        "licensing_officer": _licensing,
        "administrator": _administrator,
        "auditor": _auditor,
    }.get(user.role, _staff)
    return shown(request, user)


def _staff(request: HttpRequest, user: Any) -> HttpResponse:
    now, zone = timezone.now(), place_of(user).zone
    day = timezone.localtime(now, ZONES[zone]).date()
    scope_offices = cast(Any, request).scope.offices or (user.office_id,)
    rows = progress(user.office_id, day)
    month = last_closed(day)
    return render(
        request,
        "home/staff.html",
        {
            "desk": desk(
                user.role,
                day,
                now,
                zone,
                scope_offices,
                [
                    *licensing_items(user, scope_offices, day),
                    *work_items(user, day),
                    *to_merge(user.role, user.pk, day, zone),
                ],
                user.pk,
            ),
            "bullets": bullets([row for row in rows if row.standing.target is not None], language()),
            "month": month,
            "pace": half_up(month.number * 100, 12),
            "may": offered(user.role),
        },
    )


def _channel(request: HttpRequest, user: Any) -> HttpResponse:
    day = timezone.localdate()
    of = organisation(user.organisation_id)
    found = bill_queries.bills(shown="open", day=day, payer_id=of.payer_id, limit=10) if of.payer_id else []
    return render(
        request,
        "home/channel.html",
        {
            "organisation": of,
            "bills": [(bill, bill.overdue(day), code_groups(bill.code or "")) for bill in found[:10]],
            "owed": sum(bill.total for bill in found),
            "people": counts(on=day, organisation_id=of.id),
            "lists": lists_waiting(limit=5),
            "at_work": lists_at_work(limit=5),
            "upload_url": address("upload_new"),
            "persons_url": address("persons"),
            "may": offered(user.role),
        },
    )


WITHDRAWN_SHOWN: Final = timedelta(days=60)
"""How long a licensing office is shown that a recommendation it relied on was withdrawn."""


def _licensing(request: HttpRequest, user: Any) -> HttpResponse:
    day = timezone.localdate()
    authority = recommendations.authority_of(user.organisation_id, day)
    number = authority.authority_id if authority else 0
    rows = recommendations.requests(day=day, authority_id=number, limit=8)[:8]
    return render(
        request,
        "home/licensing.html",
        {
            "authority": authority,
            "fallen": recommendations.withdrawn_since(day - WITHDRAWN_SHOWN, authority_id=number),
            "stops": [row for row in stops_asked_of(number) if row.state == "open"],
            "rows": [(row, row.standing(day)) for row in rows],
            "may": offered(user.role),
        },
    )


def _worker(request: HttpRequest, user: Any) -> HttpResponse:
    day = timezone.localdate()
    # Her own cover and contributions, through payers whose papers she may not open: their names belong to the answer.
    with owner_rights():
        answer = cover_on(user.person_id, day)
        lines: list[PersonLine] = lines_of_persons([user.person_id], limit=1)
        ending = endings(day, day + SUPPORT_SAID, person_id=user.person_id)[:1]
    return render(
        request,
        "home/worker.html",
        {
            "ending": ending[0] if ending else None,
            "alone": _alone(ending[0]) if ending else None,
            "answer": answer,
            "job": answer.jobs[0] if answer.jobs else None,
            "last_day": _last_day(answer.jobs[0].until) if answer.jobs else None,
            "meaning": getattr(answer.jobs[0].meaning, language()) if answer.jobs else "",
            "latest": lines[0] if lines else None,
            "looks": looks(user.person_id, limit=LOOKS_SHOWN),
            "membership_id": current_membership(user.person_id, day),
            "my_data_url": address("my_data"),
        },
    )


def _alone(ending: Ending) -> int | None:
    """What a month costs whoever goes on alone, by the law of the month in which the support ends; without relief."""
    try:
        return month_cost(Month.of(ending.until), income=ending.income, jht=ending.jht)
    except NotInForce:
        return None


def _last_day(until: Any) -> Any:
    return until.fromordinal(until.toordinal() - 1) if until else None


def _auditor(request: HttpRequest, user: Any) -> HttpResponse:
    day = timezone.localdate()
    rows = progress(user.office_id, day)
    return render(
        request,
        "home/auditor.html",
        {
            "sums": bill_queries.open_sums(day),
            "events": told(events(limit=8)[:8], user.role),
            "sealed": seals(),
            "bullets": bullets([row for row in rows if row.standing.target is not None], language()),
            "month": last_closed(day),
            "pace": half_up(last_closed(day).number * 100, 12),
            "may": offered(user.role),
        },
    )


def _administrator(request: HttpRequest, user: Any) -> HttpResponse:
    found = users(limit=500)
    return render(
        request,
        "home/administrator.html",
        {
            "active": sum(each.is_active for each in found),
            "never": [each for each in found if each.is_active and each.last_login is None][:8],
            "shut": sum(not each.is_active for each in found),
            "events": told(events(limit=8)[:8], user.role),
        },
    )
