"""Names as lists have them: fit to show, and alike where they are alike."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayomi.core.matching.levels import level, similar, similar_organisations
from ayomi.core.matching.normalise import (
    name_key,
    name_key_column,
    organisation_form,
    organisation_key,
    organisation_key_column,
    tidy_name,
    tidy_name_column,
)


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        ("LA ODE RAHIM", "La Ode Rahim", ()),
        ("  siti   aminah ", "Siti Aminah", ()),
        ("DRS. H. LA ODE RAHIM, M.M.", "La Ode Rahim", ("DRS.", "H.", "M.M.")),
        ("Hj. Siti  Aminah, S.Pd., M.Pd", "Siti Aminah", ("Hj.", "S.Pd.", "M.Pd")),
        ("Prof. Dr. Ir. BAMBANG S. Sos", "Bambang", ("Prof.", "Dr.", "Ir.", "S.Sos")),
        ("Drs.H. Andi Baso", "Andi Baso", ("Drs.H.",)),
        ("H.ABDULLAH", "Abdullah", ("H.",)),
        ("H. M. SAID", "M. Said", ("H.",)),
        ("M.YUSUF", "M. Yusuf", ()),
        ("Tgk. Muhammad Daud", "Muhammad Daud", ("Tgk.",)),
        ("BUDI SANTOSO SE", "Budi Santoso", ("SE",)),
        ("ANDI,SE,MM", "Andi", ("SE", "MM")),
        ("Budi (Alm)", "Budi", ("Alm",)),
        ("ANDI TENRI", "Andi Tenri", ()),
        ("Rahmat, Budi", "Rahmat Budi", ()),
        ("MC DONALD SITORUS", "Mc Donald Sitorus", ()),
        ("McDonald Sitorus", "McDonald Sitorus", ()),
        ("SULTAN HAMENGKU BUWONO X", "Sultan Hamengku Buwono X", ()),
        ("PAKU ALAM VIII", "Paku Alam VIII", ()),
        ("I GUSTI NGURAH", "I Gusti Ngurah", ()),
        ("KH. Ma'ruf Amin", "Ma'ruf Amin", ("KH.",)),
        ("NUR'AINI", "Nur'aini", ()),
        ("O'BRIEN", "O'Brien", ()),
        ("AHMAD BIN UMAR", "Ahmad bin Umar", ()),
        ("Sri H", "Sri H", ()),
        ("SRI MULYANI", "Sri Mulyani", ()),
        ("H", "H", ()),
        ("", "", ()),
    ],
)
def test_a_name_is_made_fit_to_show_and_gives_its_titles_back(text: str, name: str, titles: tuple[str, ...]) -> None:
    assert tidy_name(text) == (name, titles)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Moh. Soekardjo", "MUHAMMAD SUKARJO"),
        ("M. Yusuf", "Muh Yusuf"),
        ("Sitti Hasnawati", "St. Hasnawaty"),
        ("Abd. Rahman", "ABDUL RAHMAN, S.E."),
        ("Achmad Noer", "Ahmad Nur"),
        ("Tjipto", "Cipto"),
        ("Sjarifuddin", "Syarifudin"),
        ("Ahmad bin Umar", "Ahmad Umar"),
        ("Rohimah", "ROHIMA"),
        ("Nur'aini", "Nuraini"),
        ("Mohd Faisal", "Muhamad Faizal"),
    ],
)
def test_ways_of_writing_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""
    assert similar(one, other) == 100


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Hasnawati", "Hasnawti", "close"),
        ("Tjokro Aminoto", "Cokroaminoto", "close"),
        ("Rahmat Hidayat", "Hidayat Rahmat", "close"),
        ("Budi Santoso", "Budi Hartono", "far"),
        ("Siti Aminah", "Siti Aisyah", "far"),
        ("Paku Alam VIII", "Paku Alam X", "far"),
        ("", "Budi", "far"),
        ("", "", "far"),
    ],
)
def test_likeness_has_named_levels(one: str, other: str, expected: str) -> None:
    assert level(similar(one, other)) == expected
    assert similar(one, other) == similar(other, one)


def test_a_likeness_outside_its_scale_is_an_error() -> None:
    for wrong in (-1, 101):
        with pytest.raises(ValueError, match="0-100"):
            level(wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PT. Sinar Laut (Persero), Tbk", "SINAR LAUT, PT"),
        ("P.T. Sinar Laut", "pt sinar laut tbk."),
        ("KUD Mina Jaya", "Koperasi Unit Desa 'Mina Jaya'"),
        ("KSP Makmur & Jaya", "Koperasi Simpan Pinjam Makmur dan Jaya"),
        ("UD. Tani", "U.D Tani"),
        ("CV Djati", "CV. JATI"),
    ],
)
def test_an_organisation_is_known_without_its_legal_form(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other) != ""
    assert similar_organisations(one, other) == 100


def test_a_name_of_form_words_alone_is_not_lost() -> None:
    assert organisation_key("CV") != ""
    assert organisation_key("Toko Koperasi") != ""


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("KUD Mina Jaya", "cooperative"),
        ("P.T. Sinar Laut", "company"),
        ("Yayasan Bina", "other"),
        ("Puskopad", "other"),
    ],
)
def test_the_form_is_read_from_the_name(text: str, form: str) -> None:
    assert organisation_form(text) == form


@given(st.text(max_size=40))
def test_no_text_breaks_a_key_and_a_shown_name_has_single_spaces(text: str) -> None:
    name_key(text)
    organisation_key(text)
    shown, _ = tidy_name(text)
    assert shown == " ".join(shown.split())


@given(st.lists(st.none() | st.sampled_from(["DRS. BUDI", "budi", "Siti A., S.Pd", "", "PT. Sinar Laut"]), max_size=8))
def test_columns_say_what_single_values_say(texts: list[str | None]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    assert name_key_column(column).to_list() == [None if t is None else name_key(t) for t in texts]
    assert organisation_key_column(column).to_list() == [None if t is None else organisation_key(t) for t in texts]
    tidied = [(None, None) if t is None else tidy_name(t) for t in texts]
    expected = [(name, " ".join(titles) if titles else None) for name, titles in tidied]
    assert tidy_name_column(column).rows() == expected
