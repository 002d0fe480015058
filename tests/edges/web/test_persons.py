"""The page of a person, the list of members, and what can be done to them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ayomi.apps.access.queries import looks
from ayomi.apps.membership import queries as membership
from ayomi.apps.registry import actions as registry
from ayomi.apps.registry import queries as registered
from ayomi.apps.registry.models import MergeProposal
from ayomi.core.identity import make_nik
from ayomi.core.periods import Month
from tests import cast as stage
from tests.cast import Cast
from tests.edges.web.paying import bill_and_pay, enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "november", "users")]
COOPERATIVE = "Koperasi Nelayan Samudra Wolo"


def text_of(answer: object) -> str:
    """The words of a page without its marks."""
    html = answer.content.decode()  # type: ignore[attr-defined]  # a response
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_a_page_says_first_whether_she_is_covered_for_what_and_through_whom(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays=COOPERATIVE)
    bill_and_pay(Month(2026, 10), pays=COOPERATIVE)
    bill_and_pay(Month(2026, 11), pays=COOPERATIVE)
    words = text_of(enter(client, "membership_officer").get(f"/peserta/{cast.sitti}/?tanggal=20+September+2026"))
    assert f"Ya, tertanggung pada 20 September 2026 Untuk JKK, JKM Lewat {COOPERATIVE}" in words
    assert "diterima 9 September 2026" in words
    assert "Pedagang ikan, golongan 1" in words


def test_a_day_that_cannot_be_read_is_said_and_kept(client: Client, cast: Cast) -> None:
    answer = enter(client, "membership_officer").get(f"/peserta/{cast.sitti}/?tanggal=kemarin")
    assert "Tulis tanggalnya seperti 3 Mei 2024" in text_of(answer)
    assert 'value="kemarin"' in answer.content.decode()


def test_a_month_opens_into_sums_that_add_up_to_what_was_billed(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays=COOPERATIVE)
    words = text_of(
        enter(client, "membership_officer").get(f"/peserta/{cast.sitti}/?bulan=2026-09-{cast.sitti_member}")
    )
    assert "1 % × Rp1.000.000, dasar golongan 1 PP 44/2015 Pasal 20 dan Lampiran II 10.000" in words
    assert "Keringanan 50 % dari JKK + JKM" in words
    assert "−8.400 Iuran September 2026 8.400" in words


def test_to_open_the_page_is_a_look_that_the_page_itself_lists(client: Client, cast: Cast) -> None:
    words = text_of(enter(client, "supervisor").get(f"/peserta/{cast.sitti}/"))
    assert [row.what for row in looks(cast.sitti)] == ["page"]
    assert "Supervisor" in words
    assert "Membuka halaman" in words


def test_a_number_is_shown_once_for_a_purpose_and_noted(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    assert stage.SITTI_NIK not in officer.get(f"/peserta/{cast.sitti}/").content.decode()
    refused = officer.post(f"/peserta/{cast.sitti}/tampilkan/", {"nomor": "nik", "keperluan": ""})
    assert refused.status_code == 422
    assert stage.SITTI_NIK not in refused.content.decode()
    shown = officer.post(f"/peserta/{cast.sitti}/tampilkan/", {"nomor": "nik", "keperluan": "match_card"})
    assert stage.SITTI_NIK in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert looks(cast.sitti)[0].purpose == "Mencocokkan dengan KTP"
    assert stage.SITTI_NIK not in officer.get(f"/peserta/{cast.sitti}/").content.decode()


def test_an_auditor_reads_but_may_not_reveal_or_change(client: Client, cast: Cast) -> None:
    auditor = enter(client, "auditor")
    page = auditor.get("/peserta/")
    assert page.status_code == 200
    for path in (f"/peserta/{cast.sitti}/tampilkan/", f"/kepesertaan/{cast.sitti_member}/upah/"):
        assert auditor.post(path, {"nomor": "nik", "keperluan": "asked"}).status_code == 403
    assert auditor.get("/peserta/baru/").status_code == 403


def test_who_is_out_of_scope_is_not_there(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    assert officer.get(f"/peserta/{cast.sri}/").status_code == 404
    assert "Sri Wahyuni" not in text_of(officer.get("/peserta/"))
    assert enter(Client(), "channel_administrator").get(f"/peserta/{cast.rahim}/").status_code == 404


def test_the_page_asks_as_many_questions_for_a_long_life_as_for_a_short_one(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    queries_of(officer, f"/peserta/{cast.rahim}/")
    short = queries_of(officer, f"/peserta/{cast.rahim}/")
    for month in (9, 10, 11):
        bill_and_pay(Month(2026, month), pays=COOPERATIVE)
    stage.enrol((cast.sitti,), segment="own_account", channel="alone", office_id=cast.offices.kolaka)
    assert queries_of(officer, f"/peserta/{cast.sitti}/") == short


def test_the_list_asks_as_many_questions_for_many_as_for_few(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    queries_of(officer, "/peserta/")
    few = queries_of(officer, "/peserta/")
    more = stage.people(60, district="74.01.01", office_id=cast.offices.kolaka, first=500, word="Nelayan")
    stage.enrol(more, segment="own_account", channel="alone", office_id=cast.offices.kolaka)
    assert queries_of(officer, "/peserta/") == few


def test_the_list_is_read_page_by_page_without_losing_anyone(client: Client, cast: Cast) -> None:
    more = stage.people(60, district="74.01.01", office_id=cast.offices.kolaka, first=500, word="Nelayan")
    stage.enrol(more, segment="own_account", channel="alone", office_id=cast.offices.kolaka)
    officer = enter(client, "membership_officer")
    seen: list[str] = []
    path = "/peserta/?saluran=alone"
    while path:
        html = officer.get(path).content.decode()
        seen += re.findall(r'<th scope="row"><a href="/peserta/(\d+)/">', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = "/peserta/" + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 61


def test_the_list_tells_apart_who_waits_and_who_is_covered(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays=COOPERATIVE)
    rows = membership.cover_on(cast.sitti, date(2026, 9, 20))
    assert rows.covered
    words = text_of(enter(client, "membership_officer").get("/peserta/?keadaan=waiting"))
    assert "La Ode Rahim" in words
    assert "Wa Ode Sitti Hajar" not in words


NEW = {
    "name": "Wa Ode Nurhayati", "nik": make_nik("74.01.01", date(1995, 5, 5), "female", 33), "born": "5 Mei 1995",
    "sex": "female", "region_id": "Kabupaten Kolaka",
}  # fmt: skip


def test_one_person_is_enrolled_in_two_steps(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    step = officer.post("/peserta/baru/", NEW)
    assert step.status_code == 302
    assert "/daftarkan/" in step["Location"]
    terms = {"way": "wadah", "through": COOPERATIVE, "since": "1 September 2026", "wage": "1.500.000",
             "sector": "other", "jht": "on"}  # fmt: skip
    done = officer.post(step["Location"], terms, follow=True)
    assert "Wa Ode Nurhayati terdaftar." in text_of(done)
    (one,) = membership.timeline(int(re.findall(r"/peserta/(\d+)/", step["Location"])[0]))
    assert (one.channel, one.terms[0][2], one.terms[0][3]) == ("cooperative", 1_500_000, ("jkk", "jkm", "jht"))


def test_mistakes_come_back_with_what_was_typed(client: Client, cast: Cast) -> None:
    answer = enter(client, "membership_officer").post("/peserta/baru/", NEW | {"nik": "123", "born": "31-02-1990"})
    assert answer.status_code == 422
    words = text_of(answer)
    assert "Ada 2 yang perlu diperbaiki" in words
    assert "NIK 3 angka, seharusnya 16. Cocokkan dengan dokumen aslinya." in words
    assert 'value="123"' in answer.content.decode()


def test_someone_known_is_not_written_twice(client: Client, cast: Cast) -> None:
    answer = enter(client, "membership_officer").post("/peserta/baru/", NEW | {"nik": stage.RAHIM_NIK})
    assert "Orang ini sudah dikenal" in text_of(answer)


def test_who_may_be_the_same_is_shown_before_anything_is_written(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    like = NEW | {"name": "La Ode Rahim", "born": "3 November 1979", "sex": "male", "nik": ""}
    asked = officer.post("/peserta/baru/", like)
    assert "Apakah ini orang yang sama?" in text_of(asked)
    assert officer.post("/peserta/baru/", like | {"orang_lain": "ya"}).status_code == 302


def test_a_person_of_another_office_is_enrolled_by_whoever_knows_her_nik(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    step = officer.post("/peserta/baru/", NEW | {"nik": stage.SRI_NIK, "born": "17 Juni 1990"})
    assert step.status_code == 302
    assert officer.get(f"/peserta/{cast.sri}/daftarkan/").status_code == 404
    terms = {"way": "wadah", "through": COOPERATIVE, "since": "1 September 2026", "wage": "1000000", "sector": "other"}
    officer.post(step["Location"], terms)
    assert officer.get(f"/peserta/{cast.sri}/").status_code == 200


def test_a_wage_that_reaches_back_says_what_it_will_do_before_it_does_it(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    path = f"/kepesertaan/{cast.sitti_member}/upah/"
    asked = officer.post(path, {"wage": "2.000.000", "since": "2026-09"})
    assert "berlaku mundur dari September 2026" in text_of(asked)
    assert membership.terms(cast.sitti_member)[-1].wage == 1_000_000
    done = officer.post(path, {"wage": "2.000.000", "since": "2026-09", "dibaca": "2026-09-01"})
    assert done.status_code == 302
    assert [term.wage for term in membership.terms(cast.sitti_member) if term.superseded_at is None] == [2_000_000]


def test_a_programme_is_added_from_a_month_on(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    path = f"/kepesertaan/{cast.sitti_member}/program/"
    chosen = re.findall(r'<option value="(\d{4}-\d{2})"', officer.get(path).content.decode())[0]
    assert officer.post(path, {"since": chosen, "programmes": ["jht"]}).status_code == 302
    assert "jht" in membership.membership(cast.sitti_member, on=Month.parse(chosen).last_day).programmes


def test_leaving_ends_the_membership_with_its_reason(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    path = f"/kepesertaan/{cast.rahim_member}/akhiri/"
    officer.post(path, {"last_day": "30 September 2026", "reason": "stopped", "dibaca": "2026-10-01"})
    (one,) = membership.timeline(cast.rahim)
    assert (one.until, one.end_reason) == (date(2026, 10, 1), "stopped")


def test_who_pays_alone_goes_on_through_a_cooperative(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    moved = {"to": "wadah", "through": COOPERATIVE, "on": "1 Desember 2026"}
    assert officer.post(f"/kepesertaan/{cast.rahim_member}/saluran/", moved).status_code == 302
    assert [one.channel for one in membership.timeline(cast.rahim)] == ["alone", "cooperative"]


def proposed(officer: Client, cast: Cast) -> tuple[int, str]:
    """A second record of Hajar, and the page on which it is decided whether both are one person."""
    twin = stage.person(
        "Wa Ode Siti Hajar", stage.SITTI_BORN, "female", None, office_id=cast.offices.kolaka, region="74.01"
    )
    path = f"/peserta/{cast.sitti}/gabungkan/{twin}/"
    assert officer.post(path, {"reason": ""}).status_code == 422
    asked = officer.post(path, {"reason": "KTP dan KK sama"})
    return twin, asked["Location"]


def test_two_records_are_merged_once_another_agrees_and_separated_again(client: Client, cast: Cast) -> None:
    officer, supervisor = enter(client, "membership_officer"), enter(Client(), "supervisor")
    twin, path = proposed(officer, cast)
    words = text_of(officer.get(f"/peserta/{cast.sitti}/bandingkan/?dengan={twin}"))
    assert "NIK 7401 •••• •••• 0004 – hanya tercatat di salah satu" in words
    assert registered.person(twin).id == twin
    assert "Diusulkan satu orang" in text_of(officer.get(f"/peserta/{twin}/"))
    assert officer.post(path, {"putusan": "setujui"}).status_code == 403
    assert "KTP dan KK sama" in text_of(supervisor.get("/beranda/"))
    assert supervisor.post(path, {"putusan": "setujui"}).status_code == 302
    assert officer.get(f"/peserta/{twin}/")["Location"] == f"/peserta/{cast.sitti}/"
    assert "Disetujui" in text_of(officer.get(path))
    page = supervisor.get(f"/peserta/{cast.sitti}/").content.decode()
    separate = re.findall(r'href="(/gabungan/\d+/pisahkan/)"', page)[0]
    assert supervisor.post(separate, {"reason": "Ternyata saudara kembar"}).status_code == 302
    assert registered.person(twin).id == twin


def test_nobody_decides_about_a_proposal_of_his_own(client: Client, cast: Cast) -> None:
    supervisor = enter(client, "supervisor")
    twin, path = proposed(supervisor, cast)
    assert "Usulan Anda sendiri" in text_of(supervisor.get(path))
    assert supervisor.post(path, {"putusan": "setujui"}).status_code == 422
    assert "satu orang?" not in text_of(supervisor.get("/beranda/"))
    assert registered.person(twin).id == twin
    with pytest.raises(IntegrityError, match="proposal_decided_by_another"), transaction.atomic():
        MergeProposal.objects.update(state="refused", decided_by=F("proposed_by"), decided_at=stage.AT)


def test_a_refusal_needs_a_reason_and_changes_nothing(client: Client, cast: Cast) -> None:
    officer, head = enter(client, "membership_officer"), enter(Client(), "office_head")
    twin, path = proposed(officer, cast)
    assert head.post(path, {"putusan": "tolak", "reason": ""}).status_code == 422
    assert head.post(path, {"putusan": "tolak", "reason": "ibu kandungnya berbeda"}).status_code == 302
    assert registered.person(twin).id == twin
    assert "ibu kandungnya berbeda" in text_of(officer.get(path))
    assert head.post(path, {"putusan": "setujui"}).status_code == 302
    assert registered.person(twin).id == twin


def test_records_that_look_alike_are_listed_until_told_apart(client: Client, cast: Cast) -> None:
    officer = enter(client, "membership_officer")
    assert "Tidak ada data yang tampak ganda" in text_of(officer.get("/peserta/ganda/"))
    twin = stage.person("La Ode Rahim", stage.RAHIM_BORN, "male", None, office_id=cast.offices.kolaka, region="74.01")
    stage.person("La Ode Rahim", stage.RAHIM_BORN, "male", None, office_id=cast.offices.semarang, region="33.74")
    page = officer.get("/peserta/ganda/").content.decode()
    assert page.count("/bandingkan/?dengan=") == 1
    assert f"/peserta/{cast.rahim}/bandingkan/?dengan={twin}" in page
    told = officer.post(f"/peserta/{cast.rahim}/berbeda/{twin}/", {"reason": "ayah dan anak"})
    assert told["Location"] == "/peserta/ganda/"
    assert "bandingkan/?dengan" not in officer.get("/peserta/ganda/").content.decode()


def test_a_birth_date_that_differs_from_the_nik_is_a_remark(client: Client, cast: Cast) -> None:
    registry.change_person(cast.rahim, {"born": date(1979, 11, 4)}, reason="KTP", by=None, at=stage.AT)
    words = text_of(enter(client, "membership_officer").get(f"/peserta/{cast.rahim}/"))
    assert "Tanggal lahir di NIK berbeda dengan tanggal lahir yang ditulis." in words


def test_a_nik_that_another_has_leads_to_the_comparison(client: Client, cast: Cast) -> None:
    person = registered.person(cast.sitti)
    asked = {"name": person.name, "born": "21 Februari 1988", "sex": "female", "region_id": "Kabupaten Kolaka",
             "nik": stage.RAHIM_NIK, "reason": "dicocokkan dengan KTP"}  # fmt: skip
    answer = enter(client, "membership_officer").post(f"/peserta/{cast.sitti}/betulkan/", asked)
    assert answer.status_code == 422
    assert f"/peserta/{cast.sitti}/bandingkan/?dengan={cast.rahim}" in answer.content.decode()


def test_a_worker_sees_her_own_data_and_who_looked_and_leaves_no_look(client: Client, cast: Cast) -> None:
    enter(Client(), "membership_officer").get(f"/peserta/{cast.sitti}/")
    worker = enter(client, "worker")
    words = text_of(worker.get("/data-saya/"))
    assert "Wa Ode Sitti Hajar" in words
    assert "Membership Officer" in words
    assert len(looks(cast.sitti)) == 1
    assert worker.get("/peserta/").status_code == 403


def test_a_worker_reads_through_whom_she_is_covered_and_what_others_paid_for_her(client: Client, cast: Cast) -> None:
    bill_and_pay(Month(2026, 9), pays=COOPERATIVE)
    words = text_of(enter(client, "worker").get("/data-saya/?tanggal=20+September+2026"))
    assert f"Ya, tertanggung pada 20 September 2026 Untuk JKK, JKM Lewat {COOPERATIVE}" in words
    assert "membayar sendiri" not in words
    assert "pembayaran sendiri" not in words
    assert f"September 2026 {COOPERATIVE} Lunas 9 Sep 2026 8.400" in words
    # Neither the search of others nor the papers of the payer are hers.
    page = client.get(f"/data-saya/?bulan=2026-09-{cast.sitti_member}").content.decode()
    assert 'role="search"' not in page
    assert "Lihat tagihannya" not in page


def test_whoever_may_not_see_a_body_reads_of_what_kind_it_is(client: Client, cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_organisation SET office_id = %s WHERE id = %s", [cast.offices.semarang, cast.cooperative]
        )
    words = text_of(enter(client, "membership_officer").get(f"/peserta/{cast.sitti}/?tanggal=20+September+2026"))
    assert "Lewat Koperasi" in words
    assert "sendiri" not in words.partition("Periksa pada")[0]
