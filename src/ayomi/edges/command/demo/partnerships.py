"""The agreements of the demo world (those the reports of 2006, 2020 and 2021 tell of), and a regency that pays."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Final

import polars as pl

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
FIRST_SPONSORED: Final = 910_000_000
"""Numbers from which the people of the lists are drawn."""
ILLUSTRATIVE: Final = "contoh; tanggalnya tidak dilaporkan"


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
            parties=(NewParty(OURS), NewParty(MINISTRY)),
            bases=(NewBasis("UU 24/2011"), NewBasis("Instruksi Presiden 2/2021", date(2021, 3, 25))),
        ),
        head, SECOND, "Jakarta", at,
    )  # fmt: skip
    follow_up = _signed(
        NewAgreement(
            kind="pks", title="Pendaftaran anggota koperasi dan pertukaran data", since=date(2021, 4, 1),
            until=add_months(today, 2), parent_id=memorandum, reach=(head,), source=ILLUSTRATIVE,
            parties=(NewParty(OURS), NewParty(MINISTRY)),
        ),
        head, date(2021, 4, 1), "Jakarta", at,
    )  # fmt: skip
    local = _signed(
        NewAgreement(
            kind="kso", title="Kunjungan dan pendaftaran koperasi serta usaha mikro di Kolaka", since=date(2021, 9, 1),
            until=add_months(today, 2), parent_id=follow_up, reach=(kolaka,), source="berita 2021; tanggalnya contoh",
            parties=(
                NewParty(OURS), NewParty("Pemerintah Kabupaten Kolaka", cast.organisations["pemkab"]),
                NewParty("Dinas Koperasi dan UKM Kolaka"),
            ),
        ),
        kolaka, date(2021, 9, 1), "Kolaka", at,
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
    proposing.propose(made, _list(range(1, 37)), file_name="Usulan nelayan Wolo.csv", by=None, at=at)
    told = taking.take_on(made, None, since=Month.of(today).plus(1), months=3, by=None, at=at)
    proposing.propose(made, _list(range(40, 58)), file_name="Usulan pedagang Latambaga.csv", by=None, at=at)
    return told.active


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
    bring = [cast.organisations[key] for key in ("wolo", "pasar", "raya") if key in cast.organisations]
    actions.bring_organisations(agreement_id, bring, since=date(2021, 9, 1), by=None, at=at)
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
    actions.add_duty(
        agreement_id, text="Laporan bersama: koperasi yang dikunjungi dan yang mendaftar", party_id=parties[OURS],
        office_id=office_id, owner=None, first_due=date.fromordinal(today.toordinal() + 9), repeats="quarterly",
        by=None, at=at,
    )  # fmt: skip
