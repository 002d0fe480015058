"""What stands on the printed pages, read back from the files."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import python_calamine
from segno import make

from ayomi.core.money import grouped
from ayomi.edges.documents.bills import bill_pdf
from ayomi.edges.documents.proofs import card_pdf, card_sheets_pdf, certificate_pdf, project_certificate_pdf
from ayomi.edges.documents.typeset import qr
from ayomi.edges.documents.workbook import HEAD_ROWS, bill_xlsx
from tests.edges.documents import samples
from tests.edges.documents.reading import page_size, texts, title

SIGNER = "Ayomi ayomi.example"


def words(pdf: bytes) -> str:
    """All pages on one line, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(texts(pdf)))


def test_a_bill_names_its_payer_code_sum_and_day() -> None:
    bill = samples.bill()
    text = words(bill_pdf(bill, "id", signer=SIGNER))
    assert "Tagihan iuran Oktober 2026" in text
    assert "PT Sinar Laut" in text
    assert "8 0000 0001 2345" in text
    assert f"Rp{grouped(bill.total, 'id')}" in text
    assert "Bayar paling lambat 16 November 2026" in text
    assert "Ditandatangani secara elektronik atas nama KCP Kolaka, 20 November 2026, 09.14 WITA" in text


def test_a_bill_shows_each_person_correction_and_fine_with_its_reason() -> None:
    text = words(bill_pdf(samples.bill(), "id", signer=SIGNER))
    assert "Sitti Hasnawati 0601 0000 000 3.450.000 30.705 10.350 196.650 103.500 341.205" in text
    assert "Agustus 2026, upah dibetulkan" in text
    assert "September 2026, berhenti, terlambat dilaporkan" in text
    assert "\u2212341.205" in text
    assert "2 % dari iuran untuk tiap bulan terlambat, 2 bulan (PP 44/2015 Pasal 22)" in text


def test_names_are_printed_as_they_are_and_never_read_as_markup() -> None:
    odd = replace(samples.bill(), payer_name='#let x = 1; *PT* _"Sinar"_ $a$ @b <c> \\ [d]')
    assert odd.payer_name in words(bill_pdf(odd, "id", signer=SIGNER))


def test_a_bill_of_hundreds_repeats_its_head_and_counts_its_pages() -> None:
    pages = texts(bill_pdf(samples.bill(160), "id", signer=SIGNER))
    assert len(pages) >= 4
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert all("Upah (Rp)" in page for page in pages[1:3])
    assert "Rincian orang · 160 orang" in pages[1].replace("\n", "")


def test_a_bill_of_thousands_stays_small_enough_to_send() -> None:
    assert len(bill_pdf(samples.bill(2_000), "id", signer=SIGNER)) < 1_000_000


def test_the_english_bill_holds_no_indonesian_heads() -> None:
    text = words(bill_pdf(samples.bill(), "en", signer=SIGNER))
    assert "Contribution bill October 2026" in text
    assert "Rp2,131,145" in text or "Rp" in text
    for word in ("Tagihan", "Jumlah", "Bayar", "Denda", "Halaman"):
        assert word not in text


@pytest.mark.parametrize(
    ("state", "word"),
    [("draft", "Draf, belum dapat dibayar"), ("paid", "Lunas"), ("cancelled", "Dibatalkan, jangan dibayar")],
)
def test_only_an_open_bill_can_be_paid_from_its_page(state: str, word: str) -> None:
    text = words(bill_pdf(samples.bill(state=state), "id", signer=SIGNER))
    assert word in text
    assert "Kode bayar" not in text
    assert "Cara membayar" not in text


def test_a_project_bill_names_the_instalment() -> None:
    text = words(bill_pdf(samples.project_bill(), "id", signer=SIGNER))
    assert "Jembatan Kali Semarang 1 dari 3 4.250.000.000 5.100.000 637.500" in text


def test_a_card_is_as_large_as_a_bank_card_and_has_a_front_and_a_back() -> None:
    pdf = card_pdf(samples.CARD, "id")
    assert page_size(pdf) == pytest.approx((85.6, 53.98), abs=0.05)
    front, back = texts(pdf)
    assert "Sitti Hasnawati" in front
    assert "2601 0000 123" in front
    assert "7K2QX-9MFPD-04HTV-N8RWC-1J6BSA" in back


def test_a_sheet_holds_five_cards_a_page() -> None:
    pdf = card_sheets_pdf([samples.CARD] * 11, "id")
    assert page_size(pdf) == pytest.approx((210, 297), abs=0.1)
    assert [page.count("Kartu peserta\n") for page in texts(pdf)] == [5, 5, 1]
    with pytest.raises(ValueError, match="at least one card"):
        card_sheets_pdf([], "id")


def test_a_certificate_says_that_the_page_decides() -> None:
    text = words(certificate_pdf(samples.CERTIFICATE, "id", signer=SIGNER))
    assert "Sertifikat kepesertaan" in text
    assert "Koperasi Nelayan Samudra Wolo" in text
    assert "312 orang, iuran dibayar" in text
    assert "Berlaku menurut halaman ini" in text
    some = replace(samples.CERTIFICATE, covered=300)
    assert "300 dari 312 orang sudah dibayar" in words(certificate_pdf(some, "id", signer=SIGNER))


def test_a_project_certificate_leaves_out_what_is_not_known() -> None:
    text = words(project_certificate_pdf(samples.PROJECT, "en", signer=SIGNER))
    assert "1 June 2026 to 31 January 2027" in text
    assert "Rp4,250,000,000" in text
    assert "Commissioned by" not in text


@pytest.mark.parametrize("pdf", [card_pdf(samples.CARD, "id"), certificate_pdf(samples.CERTIFICATE, "id", signer="x")])
def test_the_same_data_give_the_same_bytes_and_a_title(pdf: bytes) -> None:
    again = card_pdf(samples.CARD, "id"), certificate_pdf(samples.CERTIFICATE, "id", signer="x")
    assert pdf in again
    assert title(pdf)


def test_a_code_holds_the_address_and_nothing_else() -> None:
    url = samples.CARD.address.url
    drawn = qr(url)
    expected = make(url, error="m", micro=False, boost_error=False, mask=0)
    assert drawn.count("<path") == 1
    assert f'width="{expected.symbol_size(border=4)[0]}"' in drawn
    assert expected.error == "M"


def rows(book: bytes, sheet: int) -> list[list[object]]:
    opened = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
    return opened.get_sheet_by_index(sheet).to_python()


def test_the_spreadsheet_has_a_row_for_each_line_and_sums_that_agree() -> None:
    bill = samples.bill(7)
    lines = rows(bill_xlsx(bill, "id"), 0)[HEAD_ROWS:]
    assert len(lines) == len(bill.members) + 1
    assert [line[-1] for line in lines[:-1]] == [one.total for one in bill.members]
    assert lines[-1][-1] == sum(one.total for one in bill.members)
    summary = rows(bill_xlsx(bill, "id"), 1)
    assert any(row[0] == "Jumlah" and row[2] == bill.total for row in summary)


def test_numbers_of_people_are_text_and_formulas_in_names_stay_names() -> None:
    book = bill_xlsx(samples.bill(5), "id")
    lines = rows(book, 0)[HEAD_ROWS:]
    assert lines[0][2] == "06010000000"
    assert lines[3][1] == '=HYPERLINK("http://x")'
    import zipfile

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        formulas = re.findall(rb"<f>(.*?)</f>", parts.read("xl/worksheets/sheet1.xml"))
        assert not any("externalLink" in name for name in parts.namelist())
    assert formulas
    assert all(formula.startswith(b"SUM(") for formula in formulas)
