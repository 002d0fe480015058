"""A whole list checked: good rows clean, every other row with its reason, nothing guessed in silence."""

from collections.abc import Mapping as Keyed
from datetime import date

import polars as pl
import pytest
from tests.core.lists import untidy
from tests.core.lists.untidy import AS_OF

from ayomi.core.identity import make_nik
from ayomi.core.lists.checking import Checked, Segment, check_list
from ayomi.core.lists.columns import guess_columns
from ayomi.core.lists.kinds import Kind
from ayomi.core.lists.problems import Problem, Refusal
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table

BORN = date(1990, 8, 12)
NIK = make_nik("74.01.02", BORN, "male", 3)
OTHER = make_nik("74.01.02", date(1985, 6, 2), "female", 4)


def table_of(data: bytes | str) -> Table:
    book = read_book(data.encode() if isinstance(data, str) else data, "daftar.csv")
    assert isinstance(book, Book), book
    table = find_table(book)
    assert isinstance(table, Table), table
    return table


def checked(
    data: bytes | str,
    segment: Segment | None = "own_account",
    kind: Kind | None = None,
    answers: Keyed[tuple[int, str], str] | None = None,
    accepted: frozenset[tuple[int, str]] = frozenset(),
    left_out: frozenset[int] = frozenset(),
) -> Checked:
    table = table_of(data)
    result = check_list(
        table,
        guess_columns(table, kind),
        as_of=AS_OF,
        segment=segment,
        answers=answers,
        accepted=accepted,
        left_out=left_out,
    )
    assert isinstance(result, Checked), result
    return result


def codes(result: Checked) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for each in result.problems:
        found.setdefault(each.row, set()).add(each.code)
    return found


def only(result: Checked) -> Problem:
    assert len(result.problems) == 1, result.problems
    return result.problems[0]


def test_the_untidy_workbook_gives_its_good_rows_and_a_reason_for_every_other() -> None:
    built = untidy.untidy_workbook()
    result = checked(built.data)
    held = {each.row: each.code for each in result.problems if each.severity != "warning"}
    assert held == built.codes
    assert set(result.frame.filter(pl.col("state") == "ready").get_column("row")) == set(built.good_rows)
    assert result.counts == {"ready": built.people - 9, "fix": 8, "confirm": 1}


def test_what_was_tidied_is_counted_by_row() -> None:
    result = checked(f"Nama;NIK;HP\nH. Yusuf, S.Pi;{NIK};81234567890\nAni Idrus;{OTHER};081234567891\n")
    assert {each.code: each.rows for each in result.tidied if each.code in ("titles", "phone_zero")} == {
        "titles": (2,),
        "phone_zero": (2,),
    }
    assert result.frame.get_column("name").to_list() == ["Yusuf", "Ani Idrus"]
    assert result.frame.get_column("phone").to_list() == ["+6281234567890", "+6281234567891"]


def test_clean_values_have_their_types() -> None:
    result = checked(
        f"Nama;NIK;Tgl Lahir;Upah;Kab/Kota;Kecamatan\nBudi;{NIK};12-08-1990;Rp 1.100.000,00;Kab. Kolaka;Wolo\n"
    )
    row = result.frame.row(0, named=True)
    assert (row["birth_date"], row["wage"], row["sex"], row["regency_code"]) == (BORN, 1_100_000, "male", "74.01")
    assert row["district_code"].startswith("74.01.")
    assert row["name_key"]


def test_an_impossible_birth_date_is_answered_with_the_one_in_the_nik() -> None:
    problem = only(checked(f"Nama;NIK;Tgl Lahir\nBudi;{NIK};31-02-1990\n"))
    assert (problem.code, problem.proposal, problem.written) == ("date_impossible_nik", "1990-08-12", "31-02-1990")
    assert problem.do_id == "NIK menunjukkan 12 Agustus 1990."


def test_a_nik_that_disagrees_with_the_birth_date_is_a_warning_and_the_row_goes_in() -> None:
    result = checked(f"Nama;NIK;Tgl Lahir\nBudi;{NIK};13-08-1990\n")
    assert (only(result).code, only(result).severity) == ("birth_date_differs", "warning")
    assert result.counts["ready"] == 1
    assert result.frame.row(0, named=True)["warned"]


def test_a_birth_date_with_day_and_month_swapped_is_asked_about() -> None:
    problem = only(checked(untidy.xlsx({"A": [["Nama", "NIK", "Tgl Lahir"], ["Budi", NIK, date(1990, 12, 8)]]})))
    assert (problem.code, problem.severity, problem.proposal) == ("date_swapped", "confirm", "1990-08-12")


def test_in_a_column_of_both_orders_the_nik_settles_what_it_can() -> None:
    text = f"Nama;NIK;Tgl Lahir\nBudi;{NIK};08/12/1990\nAni;{OTHER};02/06/1985\nJoko;;25/05/1991\nEdi;;05/26/1991\n"
    result = checked(text, kind="members_new")
    assert result.frame.get_column("birth_date").to_list()[:2] == [BORN, date(1985, 6, 2)]
    assert next(each.rows for each in result.tidied if each.code == "date_by_nik") == (2, 3)


def test_numbers_a_spreadsheet_rounded_are_refused_and_true_ones_are_not() -> None:
    rounded = [["Nama", "NIK"], ["Budi", 7401021208900000 + 10], ["Ani", 7401025208900020]]
    assert {each.code for each in checked(untidy.xlsx({"A": rounded})).problems} == {"number_rounded"}
    exact = [["Nama", "NIK"], ["Budi", int(NIK)], ["Ani", int(OTHER)]]
    assert checked(untidy.xlsx({"A": exact})).counts["ready"] == 2


def test_a_masked_nik_is_sent_back() -> None:
    assert "nik_masked" in codes(checked("Nama;NIK\nBudi;740102******0003\nAni;740102******0004\n"))[2]


def test_the_same_nik_twice_names_the_other_row() -> None:
    result = checked(f"Nama;NIK\nHasan Basri;{NIK}\nDarwis;{NIK}\n")
    second = next(each for each in result.problems if each.row == 3)
    assert second.what_id == "NIK ini juga dipakai Hasan Basri di baris 2."
    assert second.severity == "fix"
    assert codes(result)[2] == {"duplicate_nik_first"}


def test_the_same_person_twice_is_one_too_many() -> None:
    assert codes(checked(f"Nama;NIK\nHasan Basri;{NIK}\nHASAN BASRI;{NIK}\n")) == {3: {"duplicate_row"}}


def test_the_same_name_and_birth_date_without_nik_is_asked_and_can_be_accepted() -> None:
    text = "Nama;Tempat Lahir;Tgl Lahir\nBudi Haris;Kolaka;12-08-1990\nBudi Haris;Kolaka;12-08-1990\n"
    assert "duplicate_person" in codes(checked(text))[3]
    assert checked(text, accepted=frozenset({(3, "duplicate_person")})).counts["ready"] == 2


@pytest.mark.parametrize(
    ("born", "segment", "code"),
    [
        ("20-11-1961", "own_account", "age_over"), ("21-11-1961", "own_account", None),
        ("20-11-1961", "wage_earner", None), ("21-11-2011", "own_account", "age_under"),
        ("20-11-2011", "own_account", None), ("21-11-2008", "migrant", "age_under"), ("20-11-2008", "migrant", None),
    ],
)  # fmt: skip
def test_age_is_counted_to_the_day(born: str, segment: Segment, code: str | None) -> None:
    text = f"Nama;Tempat Lahir;Tgl Lahir;Upah\nBudi;Kolaka;{born};2.000.000\n"
    found = codes(checked(text, segment=segment)).get(2, set()) - {"nik_missing_born"}
    assert found == ({code} if code else set())


def test_a_person_is_known_by_nik_or_by_name_with_place_and_date_of_birth() -> None:
    text = f"Nama;NIK;Tempat Lahir;Tgl Lahir\nBudi;{NIK};;\nAni;;Raha;03-05-1985\nJoko;;;03-05-1986\n;{OTHER};;\n"
    assert codes(checked(text)) == {3: {"nik_missing_born"}, 4: {"nik_missing"}, 5: {"name_missing"}}


def test_a_wage_earner_needs_a_wage() -> None:
    assert codes(checked(f"Nama;NIK\nBudi;{NIK}\n", segment="wage_earner")) == {2: {"wage_missing"}}
    assert codes(checked(f"Nama;NIK\nBudi;{NIK}\n", segment="construction")) == {}


def test_leavers_need_a_number_a_day_and_a_cause() -> None:
    text = (
        "KPJ;Nama;Sebab NA;Tgl NA\n12345678901;Budi;PHK;31-10-2026\n12345678902;Ani;;\n"
        ";Joko;bosan;31-10-2026\n2345678901;Edi;resign;31-10-2026\n"
    )
    result = checked(text, segment=None)
    assert result.kind == "members_leaving"
    assert codes(result) == {
        3: {"end_date_missing", "cause_missing"},
        4: {"identity_missing", "cause_unclear"},
        5: {"lost_zero"},
    }
    assert next(each.proposal for each in result.problems if each.code == "lost_zero") == "02345678901"


def test_a_typed_answer_mends_the_row_and_a_wrong_one_does_not() -> None:
    text = f"Nama;NIK;Upah\nBudi;{NIK};1.1jt\n"
    assert only(checked(text)).proposal == "1100000"
    assert checked(text, answers={(2, "wage"): "1100000"}).frame.get_column("wage").to_list() == [1_100_000]
    assert checked(text, answers={(2, "wage"): "banyak"}).counts["fix"] == 1


def test_every_proposal_mends_the_problem_it_belongs_to() -> None:
    built = untidy.untidy_workbook()
    for each in checked(built.data).problems:
        if each.proposal is not None and each.severity != "warning":
            after = checked(built.data, answers={(each.row, each.field): each.proposal})
            assert each.code not in codes(after).get(each.row, set())


def test_rows_left_out_are_counted_as_skipped() -> None:
    result = checked(f"Nama;NIK\nBudi;{NIK}\n;{OTHER}\n", left_out=frozenset({3}))
    assert result.counts == {"ready": 1, "fix": 0, "confirm": 0}
    assert [each.why for each in result.skipped] == ["header", "left_out"]


def test_a_formula_in_a_cell_is_named_as_one() -> None:
    text = f"Nama;NIK;Alamat\nBudi;{NIK};=HYPERLINK(1)\nAni;{OTHER};Jl. A\n"
    assert codes(checked(text)) == {2: {"formula"}}
    rows = [
        ["Nama", "NIK"],
        *([f"Orang {letter}", make_nik("74.01.02", BORN, "male", place + 1)] for place, letter in enumerate("abcd")),
    ]
    assert codes(checked(untidy.xlsx({"A": rows}, formulas=[(2, 1, "=B1")]))) == {3: {"formula"}}


def test_a_formula_in_the_index_column_hurts_nobody() -> None:
    rows = [["No", "Nama", "NIK"], [1, "Budi", NIK], [2, "Ani", OTHER]]
    assert checked(untidy.xlsx({"A": rows}, formulas=[(2, 0, "=A2+1")])).counts["ready"] == 2


def test_a_key_column_made_of_formulas_is_refused_whole() -> None:
    rows = [["Nama", "NIK"], *([f"Orang {letter}", NIK] for letter in "abcd")]
    table = table_of(untidy.xlsx({"A": rows}, formulas=[(row, 1, "=D1") for row in range(1, 5)]))
    refusal = check_list(table, guess_columns(table).corrected(1, "nik"), as_of=AS_OF)
    assert isinstance(refusal, Refusal)
    assert refusal.what_id == "Kolom “NIK” berisi rumus di 4 dari 4 baris."


def test_names_in_three_columns_become_one() -> None:
    text = f"NAMA_DEPAN;NAMA_TENGAH;NAMA_BELAKANG;NOMOR_IDENTITAS\nSRI;DEWI;LESTARI;{OTHER}\nBUDI;;HARIS;{NIK}\n"
    assert checked(text).frame.get_column("name").to_list() == ["Sri Dewi Lestari", "Budi Haris"]


def test_place_and_date_in_one_column_become_two() -> None:
    row = checked("Nama;TTL\nBudi;Kolaka, 12-08-1990\n").frame.row(0, named=True)
    assert (row["birth_place"], row["birth_date"]) == ("Kolaka", BORN)


def test_a_wrong_optional_number_only_warns() -> None:
    result = checked(f"Nama;NIK;NPWP;Email\nBudi;{NIK};123;bukan surel\n")
    assert {each.severity for each in result.problems} == {"warning"}
    assert result.counts["ready"] == 1


def test_organisations_need_a_name_and_may_share_one_in_different_villages() -> None:
    text = (
        "Nama Koperasi;NIB;Desa;Ketua\nKUD Mina;1234567890123;Wolo;Ambo\nKUD Mina;;Lapao;Ani\n"
        ";;Wolo;Edi\nKUD Mina;;Lapao;Ani\n"
    )
    result = checked(text, segment=None)
    assert result.kind == "organisations"
    assert codes(result) == {4: {"organisation_name_missing"}, 5: {"duplicate_row"}}


def test_a_summary_is_refused_when_a_list_is_expected() -> None:
    table = table_of("Kecamatan;Jumlah Anggota\nWolo;12\nKolaka;30\n")
    refusal = check_list(table, guess_columns(table), as_of=AS_OF)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "summary_table"


def test_every_problem_speaks_both_languages_and_shows_what_was_written() -> None:
    for each in checked(untidy.untidy_workbook().data).problems:
        assert each.what_id and each.do_id and each.what_en and each.do_en
        assert "{" not in each.what_id + each.do_id + each.what_en + each.do_en
        assert each.what_id != each.what_en


def test_a_row_ticked_for_both_sexes_is_sent_back_and_one_for_neither_is_taken_from_the_nik() -> None:
    rows = "".join(
        f"Orang {letter};{make_nik('74.01.02', BORN, 'male' if n % 2 else 'female', n + 1)};{man};{woman}\n"
        for n, (letter, man, woman) in enumerate([*((c, "", "v") if i % 2 == 0 else (c, "x", "")
                                                  for i, c in enumerate("abcdef")), ("g", "", "")])
    )  # fmt: skip
    both = f"Orang h;{NIK[:-1]}9;v;v\n"
    found = checked("Nama;NIK;L;P\n" + rows + both)
    sexes = found.frame.get_column("sex").to_list()
    assert sexes[:2] == ["female", "male"]
    assert sexes[6] == "female"
    (wrong,) = [each for each in found.problems if each.code == "sex_unclear"]
    assert (wrong.row, wrong.written) == (9, "v | v")


def test_a_number_kept_as_text_by_an_equals_sign_is_the_number() -> None:
    found = checked(f'Nama;NIK\nBudi;="{NIK}"\nAni;="{OTHER}"\n')
    assert found.frame.get_column("nik").to_list() == [NIK, OTHER]
    assert found.counts["ready"] == 2


def test_a_formula_is_still_no_text() -> None:
    found = checked(f'Nama;NIK\nBudi;{NIK}\nAni;=HYPERLINK("http://x")\nWati;="{NIK}"&"1"\n')
    assert found.counts["ready"] == 1
