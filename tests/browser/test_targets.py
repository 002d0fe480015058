"""A region shares its target out, the branch sees its part, and a second person puts it in force."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ayomi.apps.access.models import User
from ayomi.apps.steering.actions.targets import set_target
from tests.browser.conftest import PHONE, WIDE, SignIn, audit, picture
from tests.cast import AT, PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("users")]
MONEY = "contributions_received"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_region_shares_out_a_branch_sees_it_and_the_head_office_approves(
    cast: Cast, sign_in: SignIn, width: int
) -> None:
    set_target(cast.offices.regional, 2027, MONEY, 1_000_000, "RKAT 2027", by=None, at=AT)

    region = sign_in(User.objects.get(username="regional"), width=width, password=PASSWORD)
    region.wait_for_url("**/beranda/")
    region.goto(f"/sasaran/?tahun=2027&indikator={MONEY}")
    audit(region)
    picture(region, "sasaran")
    region.get_by_role("link", name="Bagi Iuran diterima").click()
    part = region.get_by_label("Bagian Kantor Cabang Kendari")
    part.fill("0")
    expect(region.locator("[data-gap]")).to_contain_text("kurang")
    region.get_by_role("button", name="Hitung", exact=True).click()
    expect(region.locator("[data-gap]")).to_contain_text("kurang Rp")
    region.get_by_label("Bagian Kantor Cabang Kendari").fill("500.000")
    region.get_by_label("Alasan").fill("Pelabuhan baru di Kendari")
    audit(region)
    picture(region, "sasaran-bagi")
    region.get_by_role("button", name="Ajukan").click()
    expect(region.get_by_text("Menunggu persetujuan orang kedua.")).to_be_visible()

    branch = sign_in(User.objects.get(username="office_head"), width=width, password=PASSWORD)
    branch.wait_for_url("**/beranda/")
    branch.goto(f"/sasaran/?tahun=2027&indikator={MONEY}")
    expect(branch.get_by_role("link", name="500.000").first).to_be_visible()
    branch.get_by_role("link", name="500.000").first.click()
    expect(branch.get_by_text("menunggu persetujuan orang kedua").first).to_be_visible()
    audit(branch)
    picture(branch, "sasaran-satu")

    head = sign_in(User.objects.get(username="head_office"), width=width, password=PASSWORD)
    head.wait_for_url("**/beranda/")
    head.get_by_role("link", name="Periksa usulan").click()
    audit(head)
    picture(head, "sasaran-usulan")
    head.get_by_role("button", name="Setujui yang dicentang").click()
    expect(head.get_by_text("Tidak ada usulan yang menunggu keputusan Anda.")).to_be_visible()

    branch.reload()
    expect(branch.get_by_text("Berlaku, disetujui Head Office")).to_be_visible()
