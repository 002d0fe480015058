"""Funds, applications, loans and the planner in a real browser: wide and narrow, light and dark."""

from __future__ import annotations

from datetime import date

import pytest

from ayomi.apps.access.models import User
from ayomi.apps.funding.queries import loans
from tests.apps.funding.world import applied, make_workshops, paid_out, proposed, receive
from tests.browser.conftest import PHONE, WIDE, SignIn, audit, picture
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, False), (PHONE, True)])
def test_every_page_of_the_funds_is_accessible(sign_in: SignIn, cast: Cast, width: int, dark: bool) -> None:
    made = make_workshops(cast, owners=6)
    asked = paid_out(made, items=made.items()[:3])
    waiting = proposed(made, items=made.items()[3:5])
    missing = applied(made, items=made.items()[3:])
    (loan, *_) = loans.loans(application_id=asked)
    receive(125_000, loan.code, date(2026, 10, 20), key=f"{width}{dark}")
    User.objects.filter(username="channel_administrator").update(organisation_id=made.cooperative)
    pages = {
        "head_office": {"dana": "/dana/", "dana-baru": "/dana/baru/", "dana-rencana": "/dana/rencana/",
                        "dana-anggaran": f"/dana/{made.window}/anggaran/"},
        "supervisor": {"permohonan": "/permohonan/", "permohonan-usul": f"/permohonan/{waiting}/",
                       "permohonan-putusan": f"/permohonan/{waiting}/putuskan/",
                       "permohonan-survei": f"/permohonan/{missing}/survei/"},
        "channel_administrator": {"ajukan": "/permohonan/ajukan/", "permohonan-cair": f"/permohonan/{asked}/",
                                  "permohonan-kurang": f"/permohonan/{missing}/", "pinjaman": "/pinjaman/",
                                  "pinjaman-satu": f"/pinjaman/{loan.loan_id}/"},
    }  # fmt: skip
    for role, addresses in pages.items():
        page = sign_in(User.objects.get(username=role), width=width, password=PASSWORD)
        page.emulate_media(color_scheme="dark" if dark else "light")
        for name, path in addresses.items():
            page.goto(path)
            picture(page, f"{name}-gelap" if dark else name)
            audit(page)
        assert page.watched.complaints == []  # type: ignore[attr-defined]  # a note of ours on the page
