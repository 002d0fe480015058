"""The map says the same in tiles, drawing and table; blank is not nought; and it asks the database little."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ayomi.apps.access.models import User
from ayomi.apps.membership.models import Cover
from ayomi.apps.steering.actions import denominators
from ayomi.apps.steering.actions.boundaries import load_boundaries
from ayomi.apps.steering.actions.refresh import refresh
from ayomi.apps.steering.actions.reported import load_reported_figures
from ayomi.apps.steering.queries.places import Cell, picture, realised_by_regency, serving
from ayomi.apps.steering.rules.growth import gap, growth
from ayomi.apps.steering.rules.themes import THEMES, class_of, limits_of, rounded
from ayomi.core.periods import Month
from ayomi.edges.web import mapping
from tests.cast import Cast
from tests.core.places.maps import two_regencies

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SEPTEMBER = Month(2026, 9)
EMPLOYED = (
    "Provinsi;Kabupaten/Kota;Bekerja Agustus 2024;Bekerja Agustus 2025\n"
    "SULAWESI TENGGARA;KAB. KOLAKA;100000;101000\nSULAWESI TENGGARA;KOTA KENDARI;200000;208000\n"
    "JAWA TENGAH;KOTA SEMARANG;800000;832000\n"
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def covered(cast: Cast, users: dict[str, int], cache_table: None) -> Cast:
    """Sitti and Rahim of Kolaka and Sri of Semarang are covered in September."""
    for held in (cast.sitti_member, cast.rahim_member, cast.sri_member):
        Cover.objects.create(
            membership_id=held, month=SEPTEMBER.first_day, paid_on=SEPTEMBER.first_day, begins=SEPTEMBER.first_day,
            regular=True, since=SEPTEMBER.first_day, until=SEPTEMBER.plus(1).first_day,
        )  # fmt: skip
    refresh(at=AT)
    return cast


def load(text: str, source: str = "Sakernas") -> int:
    file_id = denominators.receive(
        text.encode(), file_name="bekerja.csv", source=source, as_of=date(2025, 8, 31), by=None, at=AT
    )  # fmt: skip
    denominators.take(file_id, by=None, at=AT)
    return file_id


def as_role(role: str, client: Client) -> Client:
    client.force_login(User.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def show(key: str, month: Month = SEPTEMBER) -> dict[str, Cell]:
    return picture(THEMES[key], month, serving(month.last_day))


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_people_count_where_they_live_and_provinces_are_the_sum_of_their_regencies(covered: Cast) -> None:
    counted = realised_by_regency("workers_covered", SEPTEMBER)
    assert counted == {"74.01": 2, "33.74": 1}
    cells = show("workers_covered")
    assert (cells["74"].value, cells["33"].value, cells[""].value) == (2, 1, 3)
    assert cells["11"].value == 0


def test_before_the_first_fact_there_is_no_figure_rather_than_nought(covered: Cast) -> None:
    cells = show("workers_covered", Month(2019, 1))
    assert {(cell.value, cell.why) for cell in cells.values()} == {(None, "no_figure")}


def test_coverage_stands_against_the_loaded_figure_and_is_blank_without_one(covered: Cast) -> None:
    load(EMPLOYED)
    cells = show("coverage")
    kolaka = cells["74.01"]
    assert kolaka.counted is not None and kolaka.value == Fraction(kolaka.counted * 100, 101_000)
    assert (cells["74.02"].value, cells["74.02"].why) == (None, "no_denominator")
    # Two of seventeen regencies make no province.
    assert cells["74"].value is None


def test_percent_of_target_is_that_of_the_office_that_serves(covered: Cast) -> None:
    cells = show("target_workers_covered")
    assert cells["74.01"].why == "no_target"
    assert cells["74.01"].offices == (0, 1)


@pytest.mark.parametrize(
    "path",
    [
        "/peta/",
        "/peta/?gambar=provinsi",
        "/peta/?gambar=kabupaten",
        "/peta/74/",
        "/peta/kota-dan-desa/",
        "/penyebut/",
        "/peta/?peta=target_workers_covered",
    ],
)
def test_a_page_asks_the_database_at_most_25_times(covered: Cast, client: Client, path: str) -> None:
    load(EMPLOYED)
    load_boundaries(two_regencies(), file_name="b.json", source="BIG", by=None, at=AT)
    browser = as_role("regional", client)
    # The first page after signing in also writes the session down.
    get(browser, path)
    with CaptureQueriesContext(connection) as asked:
        get(browser, path)
    assert len(asked) <= 25, "\n".join(each["sql"][:90] for each in asked)


def test_every_map_of_the_choice_opens(covered: Cast, client: Client) -> None:
    load(EMPLOYED)
    browser = as_role("head_office", client)
    for key in THEMES:
        get(browser, f"/peta/?peta={key}")
        get(browser, f"/peta/74/?peta={key}&urut=nama")


def test_tiles_and_table_say_the_same(covered: Cast, client: Client) -> None:
    page = get(as_role("regional", client), "/peta/?peta=workers_covered")
    tiles = dict(re.findall(r'<li class="p-\w\w"><a [^>]*aria-label="([^":]+): ([^"]+)"', page))
    table = dict(
        re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a></th><td class="num">(?:<b>|<span[^>]*>)([^<]+)<', page)
    )
    assert len(tiles) == 38
    assert tiles == table


def test_the_table_is_sorted_as_one_chooses_and_blanks_come_last(covered: Cast, client: Client) -> None:
    load(EMPLOYED)
    browser = as_role("regional", client)

    def names(path: str) -> list[str]:
        return re.findall(r'<tr id="r-([\d.]+)">', get(browser, path))

    down, up = names("/peta/74/?peta=given_workers_employed"), names("/peta/74/?peta=given_workers_employed&urut=naik")
    assert down[:2] == ["74.71", "74.01"] and up[:2] == ["74.01", "74.71"]
    assert set(down[2:]) == set(up[2:])


def test_a_province_leads_to_the_office_that_serves_each_regency(covered: Cast, client: Client) -> None:
    page = get(as_role("regional", client), "/peta/74/")
    assert re.search(r'id="r-74\.01".*?/kinerja/\?kantor=\d+', page, re.S)
    # Offices outside of one's own area are named, but their page is theirs.
    elsewhere = get(client, "/peta/33/")
    assert "/kinerja/?kantor=" not in elsewhere


def test_without_boundaries_there_are_tiles_and_with_them_a_drawing_too(covered: Cast, client: Client) -> None:
    browser = as_role("regional", client)
    assert "Bentuk peta" not in get(browser, "/peta/?gambar=provinsi")
    load_boundaries(two_regencies(), file_name="b.json", source="BIG", by=None, at=AT)
    page = get(browser, "/peta/?gambar=provinsi&peta=workers_covered")
    assert '<svg class="shapes whole"' in page and "Batas wilayah: BIG." in page
    assert 'aria-label="Sulawesi Tenggara: ' in page
    assert '<svg class="shapes inside"' in get(browser, "/peta/74/")
    assert '<ul class="tilemap regencies"' in get(browser, "/peta/33/")


@pytest.mark.parametrize(
    "path", ["/peta/99/", "/peta/74.01/", "/peta/xx/", "/penyebut/999999/", "/penyebut/999999/kembali.csv"]
)
def test_what_is_not_there_is_not_found(users: dict[str, int], cache_table: None, client: Client, path: str) -> None:
    assert as_role("regional", client).get(path).status_code == 404


def test_nonsense_in_the_address_shows_the_usual_map(users: dict[str, int], cache_table: None, client: Client) -> None:
    page = get(as_role("regional", client), "/peta/?peta=xx&bulan=9999-99&gambar=xx&urut=xx")
    assert "Pekerja terlindungi dari seluruh penduduk" in page


def test_town_and_country_shows_the_reported_gap_even_without_figures(
    users: dict[str, int], cache_table: None, client: Client
) -> None:
    load_reported_figures(by=None, at=AT)
    page = get(as_role("regional", client), "/peta/kota-dan-desa/")
    assert "Belum ada angka penduduk bekerja dari dua tahun" in page
    assert "4,0 %" in page and "1,6 %" in page and "selisih 2,40 poin persen" in page


def test_town_and_country_works_the_gap_out_and_names_the_office(covered: Cast, client: Client) -> None:
    load(EMPLOYED)
    page = get(as_role("regional", client), "/peta/kota-dan-desa/?provinsi=74")
    # Cities 1.000.000 to 1.040.000, the one regency 100.000 to 101.000.
    assert "4,00 %" in page and "1,00 %" in page and "selisih 3,00 poin persen" in page
    kolaka = page[page.index("Kabupaten Kolaka<") :][:1500]
    assert "−3,00" in kolaka and "/kinerja/?kantor=" in kolaka
    assert "tidak ada data" in page


def test_growth_is_exact_over_one_year_and_geometric_over_more() -> None:
    one = growth({2024: 1_000, 2025: 1_016})
    assert one is not None and one.per_year == 160
    two = growth({2020: 10_000, 2022: 10_816, 2018: 5})
    assert two is not None and (two.years, two.per_year) == (2, 400)
    assert growth({2024: 5}) is None and growth({2024: 0, 2025: 5}) is None
    assert gap(two, one) == 240 and gap(None, one) is None
    shrunk = growth({2024: 100, 2025: 0})
    assert shrunk is not None and shrunk.per_year == -10_000


def test_classes_hold_about_as_many_regions_each_at_round_limits() -> None:
    theme = THEMES["workers_covered"]
    limits = limits_of(theme, [Fraction(each) for each in range(1, 101)])
    assert limits == (21, 41, 61, 81)
    classes = [class_of(Fraction(each), limits) for each in range(1, 101)]
    assert [classes.count(number) for number in range(1, 6)] == [20, 20, 20, 20, 20]
    assert limits_of(theme, []) == () and limits_of(theme, [Fraction(7)] * 5) == ()
    assert class_of(Fraction(7), ()) == 1
    assert class_of(Fraction(100), limits_of(THEMES["target_workers_covered"], [])) == 5
    assert rounded(Fraction(12_345)) == 12_000 and rounded(Fraction(1, 300)) == Fraction(33, 10_000)


def test_small_shares_are_told_of_a_hundred_thousand() -> None:
    theme = THEMES["coverage_population"]
    cells = {"74": Cell("74", Fraction(1, 20), "known"), "11": Cell("11", None, "no_denominator")}
    shown, per = mapping.spread(cells, theme)
    assert per == 100_000 and shown["74"].value == 50 and shown["11"].value is None
    assert mapping.full(Fraction(50), theme, "id", per) == "50 per 100.000"
    assert mapping.spread({"74": Cell("74", Fraction(2), "known")}, theme)[1] == 100


@pytest.mark.parametrize(
    ("value", "key", "text"),
    [
        (Fraction(384, 10), "coverage", "38"), (Fraction(42, 10), "coverage", "4,2"), (Fraction(0), "coverage", "0"),
        (Fraction(999), "workers_covered", "999"), (Fraction(12_345), "workers_covered", "12rb"),
        (Fraction(1_234), "workers_covered", "1,2rb"), (Fraction(1_234_567), "workers_covered", "1,2jt"),
    ],
)  # fmt: skip
def test_a_tile_holds_a_figure_in_few_signs(value: Fraction, key: str, text: str) -> None:
    assert mapping.short(value, THEMES[key], "id") == text


def test_the_legend_names_every_limit(users: dict[str, int]) -> None:
    steps = mapping.legend((Fraction(30), Fraction(38), Fraction(46), Fraction(54)), THEMES["coverage"], "id")
    assert [(step.tone, step.text) for step in steps] == [
        ("q1", "< 30"), ("q2", "30–38"), ("q3", "38–46"), ("q4", "46–54"), ("q5", "≥ 54"),
    ]  # fmt: skip
