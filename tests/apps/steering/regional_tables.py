"""Small tables per region in the shapes in which they really come. The figures are our own; the shapes are public.

`kopdes`: columns as in the table of village cooperatives per regency at
https://github.com/yanuprasetyo/kdmp_analysis (MIT), whose source is simkopdes.go.id and Statistics Indonesia.
`merged`: province in merged cells, thousands, subtotals, as in yearbooks of Statistics Indonesia.
`stepped`: provinces and regencies below one another in one column.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from ayomi.core.lists.reading import Book, Cell, Sheet

KOPDES: list[list[Cell]] = [
    ["provinsi", "kabupaten_kota", "jumlah_kopdes", "kopdes_memiliki_nib", "kopdes_memiliki_npwp", "kopdes_telah_rat",
     "simpanan_pokok", "kopdes_bertransaksi", "pct_kopdes_bertransaksi", "jumlah_penduduk_miskin"],
    ["SULAWESI TENGGARA", "KAB. KOLAKA", 135.0, 90.0, 135.0, 40.0, 2_500_000.0, 0.0, 0.0, 8119.999999999999],
    ["SULAWESI TENGGARA", "KOTA KENDARI", 65.0, 61.0, 65.0, 12.0, 900_000.0, 3.0, 4.62, 17_500.0],
    ["SULAWESI TENGGARA", "KAB. KOLAKA TIMURR", 117.0, 80.0, 117.0, 30.0, 100_000.0, 0.0, 0.0, 17_000.0],
    ["JAWA TENGAH", "KOTA SEMARANG", 177.0, 177.0, 177.0, 170.0, 9_000_000.0, 20.0, 11.3, 77_790.0],
]  # fmt: skip

MERGED: list[list[Cell]] = [
    ["Penduduk Bekerja Menurut Kabupaten/Kota (ribu orang)", "", "", "", ""],
    ["", "", "", "", ""],
    ["Provinsi", "Kabupaten/Kota", "Agustus 2024", "Agustus 2025", "TPT 2025 (%)"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["PAPUA", "KAB. MERAUKE", "110,5", "112,75", "3,4"],
    ["", "Kab. Jayapura", "63,1", "64,2", "5"],
    ["", "KOTA JAYAPURA", "150,2", "-", ""],
    ["Jumlah", "", "323,8", "", ""],
    ["GORONTALO", "Gorontalo", "180,2", "190,1", ""],
    ["", "Kota Gorontalo", "90,0", "91,0", ""],
    ["", "Boalemoo", "70,0", "71,0", ""],
    ["Jumlah", "", "340,2", "352,2", ""],
    ["INDONESIA", "", "1.700,0", "", ""],
    ["Sumber: Badan Pusat Statistik, Sakernas", "", "", "", ""],
]

STEPPED: list[list[Cell]] = [
    ["Jumlah Penduduk menurut Wilayah", "", ""],
    ["Wilayah", "2024", "2025"],
    ["INDONESIA", "", 280_000_000.0],
    ["ACEH", "5.623.479", "5,700,000"],
    ["Simeulue", "95.000", 96_000.0],
    ["Kota Banda Aceh", "250 000", "…"],
    ["SUMATERA UTARA", 15_640_905.0, ""],
    ["Nias", 150_000.0, 151_000.0],
    ["Kota Medan", 2_500_000.0, 2_510_000.0],
    ["Kota Medan", 2_500_000.0, 2_520_000.0],
]


def book(rows: Sequence[list[Cell]], name: str = "Lembar 1") -> Book:
    return Book("xlsx", (Sheet("Catatan", [["Disusun oleh Dinas"]]), Sheet(name, [list(row) for row in rows])))


def xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, list(row))
    return target.getvalue()
