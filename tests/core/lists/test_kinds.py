"""Lists are told apart by kind, and summaries of counts are refused as what they are."""

import pytest
from tests.core.lists import untidy

from ayomi.core.lists.columns import guess_columns
from ayomi.core.lists.kinds import refuse_summary
from ayomi.core.lists.reading import Book, read_book
from ayomi.core.lists.tables import Table, find_table

LISTS = {
    "members of a cooperative": (
        "members_new",
        "No|Nama Anggota|TTL|JK|Alamat\n1|Ambo|Kolaka, 12-08-1990|L|Wolo\n2|Ani|Raha, 3 Mei 1985|P|Wolo\n",
    ),
    "a payroll": (
        "members_new",
        "Daftar Gaji\nNo|Nama Karyawan|Jabatan|Gaji Pokok\n1|Budi|Operator|4.500.000\n2|Ani|Staf|5.000.000\n",
    ),
    "the agency's form for new members": (
        "members_new",
        "NAMA_DEPAN|NAMA_BELAKANG|NOMOR_IDENTITAS|TANGGAL_LAHIR|NAMA_IBU_KANDUNG|UPAH\nBUDI|S|3374010101900001|01-01-1990|TINAH|3454827\n",
    ),
    "the agency's form for leavers": (
        "members_leaving",
        "KPJ|NAMA|TGL_LAHIR|SEBAB_NA|TGL_NA\n12345678901|BUDI|01-01-1990|PHK|31-10-2026\n",
    ),
    "continuing members": (
        "members_continuing",
        "NO KPJ|NAMA|NIK|UPAH\n12345678901|BUDI|3374010101900001|3454827\n12345678902|ANI|3374014101900001|3454827\n",
    ),
    "a change of wages": ("wage_changes", "KPJ|Nama|Upah Lama|Upah Baru\n12345678901|Budi|3.000.000|3.200.000\n"),
    "businesses": (
        "organisations",
        "DATA UMKM\nNO|NAMA PEMILIK|NAMA USAHA|JENIS USAHA|NO HP\n1|Ani|Warung "
        "Ani|Kuliner|081234567890\n2|Budi|Bengkel|Jasa|081234567891\n",
    ),
    "cooperatives": (
        "organisations",
        "No|Nama Koperasi|No. Badan Hukum|Kecamatan|Ketua|Jumlah Anggota\n1|KUD Mina|12/BH/1998|Wolo|Ambo|125\n",
    ),
    "cooperatives under a plain heading": (
        "organisations",
        "No|Nama|Badan Hukum|Alamat\n1|KSP Sejahtera|12/BH|Jl. A\n2|KUD Makmur|13/BH|Jl. B\n",
    ),
}


def table_of(text: str) -> Table:
    book = read_book(text.encode(), "daftar.csv")
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table), table
    return table


@pytest.mark.parametrize("name", LISTS)
def test_the_kind_of_a_list_is_guessed_with_a_reason(name: str) -> None:
    kind, text = LISTS[name]
    table = table_of(text)
    mapping = guess_columns(table)
    assert mapping.kind == kind
    assert mapping.kind_reasons_id
    assert refuse_summary(table) is None


SUMMARIES = {
    "per kecamatan (2 baris)": (
        "REKAPITULASI\nNo|Kecamatan|Laki-laki|Perempuan|Jumlah\n1|Wolo|12|13|25\n2|Kolaka|10|20|30\n|Jumlah|22|33|55\n"
    ),
    "per kabupaten/kota (3 baris)": (
        "id|nama_provinsi|nama_kabupaten_kota|jumlah_umkm|satuan|tahun\n1|JAWA BARAT|KABUPATEN "
        "BOGOR|496043|UNIT|2021\n2|JAWA BARAT|KOTA BOGOR|360203|UNIT|2021\n3|JAWA BARAT|KOTA "
        "DEPOK|330000|UNIT|2021\n"
    ),
    "per jenis usaha (2 baris)": "kategori_usaha|jumlah_umkm|tahun\nKULINER|496043|2021\nFASHION|360203|2021\n",
    "per wilayah (2 baris)": "Nama|Jumlah UMKM|2023|2024\nKabupaten Bogor|12|13|25\nKota Bandung|10|20|30\n",
}


@pytest.mark.parametrize("said", SUMMARIES)
def test_a_summary_is_refused_with_what_it_counts(said: str) -> None:
    refusal = refuse_summary(table_of(SUMMARIES[said]))
    assert refusal is not None
    assert refusal.code == "summary_table"
    assert said in refusal.what_id


def test_a_published_table_of_cooperatives_per_regency_is_a_summary() -> None:
    regencies = ["KAB. BOGOR", "KAB. SUKABUMI", "KAB. CIANJUR", "KOTA BANDUNG", "KOTA BOGOR", "KAB. GARUT"]
    headers = [
        "provinsi",
        "kabupaten_kota",
        "jumlah_kopdes",
        "kopdes_memiliki_nib",
        "simpanan_pokok",
        "pct_kopdes_bertransaksi",
    ]
    rows = [
        headers,
        *(["JAWA BARAT", name, 300 + place, 200, 26_100_000, 12.5] for place, name in enumerate(regencies)),
    ]
    book = read_book(untidy.xlsx({"Sheet1": rows}))
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table)
    refusal = refuse_summary(table)
    assert refusal is not None
    assert refusal.what_id == "Berkas ini tabel rekap per kabupaten/kota (6 baris), bukan daftar nama."
    assert refusal.what_en == "This file is a summary per regency or city (6 rows), not a list of names."


def test_a_list_of_villages_is_refused_as_a_list_of_places() -> None:
    refusal = refuse_summary(
        table_of(
            "kode,nama_desa,kecamatan,kabupaten\n7401012001,Wolo,Wolo,Kolaka\n7401012002,Lapao,Wolo,Kolaka\n7401012003,Iwoi,Wolo,Kolaka\n"
        )
    )
    assert refusal is not None
    assert refusal.code == "place_list"


def test_a_form_with_only_its_row_numbers_filled_in_is_an_empty_form() -> None:
    book = read_book(b"No;Nama Lengkap;NIK;Tanggal Lahir;Jenis Mutasi\n1;;;;1\n2;;;;1\n3;;;;1\n", "templat.csv")
    assert isinstance(book, Book)
    table = find_table(book)
    assert isinstance(table, Table)
    refusal = refuse_summary(table)
    assert refusal is not None
    assert refusal.code == "empty_template"
