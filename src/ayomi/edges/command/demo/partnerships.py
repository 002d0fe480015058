"""The agreements of the demo world (those the reports of 2006, 2020 and 2021 tell of), and a regency that pays."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Final

import polars as pl

from ayomi.apps.access.queries import user_by_name
from ayomi.apps.agreements import actions
from ayomi.apps.agreements.actions import NewAgreement, NewBasis, NewParty
from ayomi.apps.agreements.queries import agreement
from ayomi.apps.offices.queries import office_by_code
from ayomi.apps.partners.actions import partners
from ayomi.apps.sponsorship.actions import budgets, proposing, taking
from ayomi.core.identity import make_nik
from ayomi.core.periods import Month, add_months
from ayomi.edges.command.demo.draw import dice
from ayomi.edges.command.demo.people import people
from ayomi.edges.command.demo.stories import KOLAKA, Cast

OURS: Final = "BPJS Ketenagakerjaan"
MINISTRY: Final = "Kementerian Koperasi dan UKM"
FIRST, SECOND = date(2006, 2, 17), date(2020, 11, 4)
"""Days of the two memoranda, as reported."""
FOLLOWED, LOCAL = date(2020, 12, 15), date(2021, 9, 1)
"""Days for the agreement that followed and for that in Kolaka: only their years are reported."""
FIRST_SPONSORED: Final = 910_000_000
"""Numbers from which the people of the lists are drawn."""
PLANNED, PASSED, RATE = 594, 557, 16_800
"""The list of 2024: people proposed, people who passed, rupiah a month, for October to December."""
LIST_2024: Final = "Usulan pekerja rentan DBHCHT 2024.csv"


def make_agreements(cast: Cast, *, today: date, at: datetime) -> int:
    """The memorandum of 2006 (Bandung), that of 2020 with its PKS, and the KSO in Kolaka of 2021. Returns how many."""
    head, kolaka = office_by_code("PST").id, office_by_code(KOLAKA).id
    old = _signed(
        NewAgreement(
            kind="mou", title="Perluasan kepesertaan lewat koperasi dan usaha kecil", since=FIRST,
            parties=(NewParty("PT Jamsostek (Persero)"), NewParty("Kementerian Negara Koperasi dan UKM")),
            bases=(NewBasis("UU 3/1992"),), reach=(head,), source="berita 2006",
        ),
        head, FIRST, "Bandung", at,
    )  # fmt: skip
    actions.end_agreement(old, ended_on=SECOND, reason="Digantikan nota kesepahaman 4 November 2020", by=None, at=at)
    memorandum = _signed(
        NewAgreement(
            kind="mou", title="Perlindungan pekerja koperasi dan usaha mikro, kecil, menengah", since=SECOND,
            until=add_months(today, 2), renews_id=old, reach=(head,), source="berita 2020; akhir masa berlaku contoh",
            parties=(NewParty(OURS), NewParty(MINISTRY)), bases=(NewBasis("UU 24/2011", date(2011, 11, 25)),),
        ),
        head, SECOND, "Jakarta", at,
    )  # fmt: skip
    follow_up = _signed(
        NewAgreement(
            kind="pks", title="Pendaftaran anggota koperasi dan pertukaran data", since=FOLLOWED,
            until=add_months(today, 2), parent_id=memorandum, reach=(head,),
            source="berita 2020 menyebut PKS lanjutan; tanggalnya contoh",
            parties=(NewParty(OURS), NewParty(MINISTRY)), bases=(NewBasis("UU 24/2011", date(2011, 11, 25)),),
        ),
        head, FOLLOWED, "Jakarta", at,
    )  # fmt: skip
    local = _signed(
        NewAgreement(
            kind="kso", title="Kunjungan dan pendaftaran koperasi serta usaha mikro di Kolaka", since=LOCAL,
            until=add_months(today, 2), parent_id=follow_up, reach=(kolaka,), source="berita 2021; tanggalnya contoh",
            bases=(NewBasis("Instruksi Presiden 2/2021", date(2021, 3, 25)),),
            parties=(
                NewParty(OURS), NewParty("Pemerintah Kabupaten Kolaka", cast.organisations["pemkab"]),
                NewParty("Dinas Koperasi dan UKM Kolaka"),
            ),
        ),
        kolaka, LOCAL, "Kolaka", at,
    )  # fmt: skip
    _fill(local, kolaka, cast, today=today, at=at)
    return 4


def make_budget(cast: Cast, *, today: date, at: datetime) -> int:
    """The regency of Kolaka pays for fishers and vendors out of its share of the tobacco excise: some are paid for,
    some wait for a second person. Returns how many it pays for."""
    first = Month(today.year, 1)
    made = budgets.set_up_budget(
        organisation_id=cast.organisations["pemkab"], office_id=office_by_code(KOLAKA).id,
        name=f"Pekerja rentan {today.year}", source="dbhcht", since=first, until=first.plus(24), amount=45_000_000,
        quota=60, income=1_000_000, jht=False, region="74.01", agreement_id=None, by=None, at=at,
    )  # fmt: skip
    budgets.approve_budget(made, by=None, at=at)
    _year_2024(cast, at=at)
    proposing.propose(made, _list(range(1, 37)), file_name="Usulan nelayan Wolo.csv", by=None, at=at)
    told = taking.take_on(made, None, since=Month.of(today).plus(1), months=3, by=None, at=at)
    proposing.propose(made, _list(range(40, 58)), file_name="Usulan pedagang Latambaga.csv", by=None, at=at)
    return told.active


def _year_2024(cast: Cast, *, at: datetime) -> None:
    """The budget of October to December 2024, approved and empty: for whoever plays its list through."""
    made = budgets.set_up_budget(
        organisation_id=cast.organisations["pemkab"], office_id=office_by_code(KOLAKA).id,
        name="Pekerja rentan DBHCHT 2024", source="dbhcht", since=Month(2024, 10), until=Month(2025, 1),
        amount=PLANNED * 3 * RATE, quota=PLANNED, income=1_000_000, jht=False, region="74.01", agreement_id=None,
        by=None, at=at,
    )  # fmt: skip
    budgets.approve_budget(made, by=None, at=at)


def list_of_2024() -> bytes:
    """The 594 people proposed in 2024, of whom 557 pass: each sixteenth lacks something, in six ways."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow(["No", "Nama Lengkap", "NIK", "Tgl Lahir", "L/P", "Pekerjaan", "Kecamatan", "Kabupaten", "Desa"])
    drawn = dice(FIRST_SPONSORED + 10_000, PLANNED, 11)
    rows = people(drawn, pl.Series(["74.01"] * PLANNED), today=date(2024, 9, 1)).iter_rows(named=True)
    for place, who in enumerate(rows, 1):
        wrong = place // 16 % 6 if place % 16 == 0 else -1
        # Young enough to pass also years later, when the list is played through.
        own = add_months(who["born"], 120) if who["born"].year < 1967 else who["born"]
        born = date(1955, 3, place % 27 + 1) if wrong == 0 else own
        nik = make_nik("74.01.10", born, who["sex"], 6_000 + place)
        work = "PNS" if wrong == 1 else ("Nelayan", "Petani", "Tukang ojek", "Pedagang kaki lima")[place % 4]
        regency, district = ("Kabupaten Konawe", "Unaaha") if wrong == 2 else ("Kabupaten Kolaka", "Wolo")
        written = {3: "", 4: nik[:15], 5: nik[:-1] + "X"}.get(wrong, nik)
        sheet.writerow(
            [place, who["name"], written, born.strftime("%d-%m-%Y"), "P" if who["sex"] == "female" else "L", work,
             district, regency, ("Wolo", "Lapao-Pao", "Ulu Rina")[place % 3]]
        )  # fmt: skip
    return out.getvalue().encode()


def make_bank(*, at: datetime) -> int:
    """A bank's sandbox, for whoever tries the interface of banks: `ayomi partner key BANK-CONTOH bearer` opens it."""
    bank = partners.register_partner(
        code="BANK-CONTOH", name="Bank Contoh", kind="bank", office_id=office_by_code("PST").id, sandbox=True,
        service_id="98765", calls_a_minute=60_000, by=None, at=at,
    )  # fmt: skip
    for scope in ("eligibility", "enrolment", "virtual_account"):
        partners.grant(bank, scope=scope, purpose="Syarat kepesertaan debitur, Permenko 1/2023", by=None, at=at)
    return 1


def _list(serials: range) -> bytes:
    """A list as a village office writes it: two in twelve cannot pass."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow(["No", "Nama Lengkap", "NIK", "Tgl Lahir", "L/P", "Pekerjaan", "Desa/Kelurahan"])
    roll = dice(FIRST_SPONSORED + serials.start, len(serials), 7)
    drawn = people(roll, pl.repeat("74.01", len(serials), eager=True), today=date(2026, 1, 1))
    for place, (serial, who) in enumerate(zip(serials, drawn.iter_rows(named=True), strict=True), 1):
        work = "PNS guru" if place % 12 == 5 else ("Nelayan", "Pedagang kaki lima", "Petani", "Tukang ojek")[serial % 4]
        born = date(1950, 3, serial % 27 + 1) if place % 12 == 9 else who["born"]
        nik = make_nik("74.01.10", born, who["sex"], 4_000 + serial)
        sheet.writerow(
            [place, who["name"], nik, born.strftime("%d-%m-%Y"), "P" if who["sex"] == "female" else "L", work,
             ("Wolo", "Lapao-Pao", "Ulu Rina")[serial % 3]]
        )  # fmt: skip
    return out.getvalue().encode()


def _signed(new: NewAgreement, office_id: int, on: date, place: str, at: datetime) -> int:
    made = actions.write_agreement(new, office_id=office_id, by=None, at=at)
    actions.sign_agreement(made, signed_on=on, place=place, by=None, at=at)
    return made


def _fill(agreement_id: int, office_id: int, cast: Cast, *, today: date, at: datetime) -> None:
    """Duties, aims and organisations of the cooperation in Kolaka."""
    parties = {each.name: each.party_id for each in agreement(agreement_id, today).parties}
    clerk = user_by_name("ratna")
    bring = [cast.organisations[key] for key in ("wolo", "pasar", "raya") if key in cast.organisations]
    actions.bring_organisations(agreement_id, bring, since=LOCAL, by=None, at=at)
    for measure, amount in (("workers", 600), ("cooperatives", 17)):
        actions.set_aim(
            agreement_id, measure=measure, amount=amount, by_day=date(today.year, 12, 31), by=None, at=at  # type: ignore[arg-type]  # two of the measures
        )  # fmt: skip
    # One that was forgotten last week, and one that comes back every three months.
    actions.add_duty(
        agreement_id, text="Menyerahkan daftar koperasi aktif terbaru",
        party_id=parties["Dinas Koperasi dan UKM Kolaka"],
        office_id=office_id, owner=None, first_due=date.fromordinal(today.toordinal() - 8), repeats="once", by=None,
        at=at,
    )  # fmt: skip
    # The clerk owns it: it comes to her. The last one was done, with its proof.
    last = add_months(date.fromordinal(today.toordinal() + 9), -3)
    report = actions.add_duty(
        agreement_id, text="Laporan bersama: koperasi yang dikunjungi dan yang mendaftar", party_id=parties[OURS],
        office_id=office_id, owner=clerk.id if clerk else None, first_due=last, repeats="quarterly", by=None, at=at,
    )  # fmt: skip
    actions.fulfil_duty(
        report, due_on=last, done_on=date.fromordinal(last.toordinal() - 1),
        proof="Berita acara rapat, diterima Dinas Koperasi dan UKM Kolaka", by=None, at=at,
    )  # fmt: skip
