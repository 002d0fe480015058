"""What "Apa yang saya dapat?" asks: a small form for each thing that can happen, turned into questions for the law."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ayomi.core.law.benefits.injuries import injuries
from ayomi.core.law.benefits.papers import Claim
from ayomi.core.money import Language
from ayomi.edges.web import formats
from ayomi.edges.web.calculating import Calculation, Kind, Question, RupiahField
from ayomi.edges.web.fields import DayField

HAPPENED = (
    Kind("celaka", _("Celaka saat bekerja"), _("Selama belum mampu bekerja, dan ongkos ke tempat berobat.")),
    Kind("cacat", _("Cacat karena kerja"), _("Bila ada bagian tubuh atau kemampuan yang hilang.")),
    Kind("wafat", _("Meninggal dunia"), _("Untuk keluarga yang ditinggalkan.")),
    Kind("phk", _("Diberhentikan"), _("Uang tunai selama mencari pekerjaan baru.")),
    Kind("tabungan", _("Mengambil hari tua"), _("Kapan tabungan hari tua (JHT) dibayar, dan pajaknya.")),
    Kind("pensiun", _("Pensiun"), _("Pada usia berapa, dan berapa sebulan.")),
)
"""Address word, label and lede of each thing that can happen."""

CLAIM: dict[str, Claim] = {
    "celaka": "accident", "cacat": "accident", "wafat": "death",
    "phk": "lost_job", "tabungan": "savings", "pensiun": "pension",
}  # fmt: skip
TOTAL = "total"


class OptionalRupiahField(RupiahField):
    """Whole rupiah, or nothing: 0."""

    def clean(self, value: Any) -> int:
        return super().clean(value) if value else 0


class Happening(Calculation):
    """A form for one thing that happened; several questions may come of it."""

    def __init__(self, given: Any, *, today: date, language: Language) -> None:
        usual = {"tanggal": formats.day(today, language)}
        super().__init__({**usual, **given}, today=today, language=language)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today

    def questions(self) -> list[Question]:
        raise NotImplementedError


def _when(label: Any, **options: Any) -> DayField:
    return DayField(label=label, help_text=_("Misalnya 3 Mei 2026."), **options)


def _wage() -> RupiahField:
    return RupiahField(
        label=_("Upah sebulan"),
        help_text=_("Upah terakhir yang dilaporkan; bagi yang bekerja sendiri, penghasilannya."),
    )


def _number(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


class Hurt(Happening):
    USUAL = {"upah": "3.000.000", "lama": "2", "ongkos": ""}

    tanggal = _when(_("Hari celaka"))
    upah = _wage()
    lama = _number(_("Berapa bulan belum mampu bekerja"), 120)
    ongkos = OptionalRupiahField(label=_("Ongkos angkutan darat"), help_text=_("Boleh dikosongkan."), required=False)

    def questions(self) -> list[Question]:
        base = {"kind": "benefit", "programme": "jkk", "event_date": self.cleaned_data["tanggal"].isoformat()}
        asked: list[Question] = [
            {
                **base,
                "case": "temporary_disability",
                "wage": self.cleaned_data["upah"],
                "months": self.cleaned_data["lama"],
            }
        ]
        if self.cleaned_data["ongkos"]:
            asked.append({**base, "case": "transport", "costs": {"land": self.cleaned_data["ongkos"]}})
        return asked


class Disabled(Happening):
    USUAL = {"upah": "3.000.000", "cedera": "one_eye", "fungsi": "", "desibel": ""}

    tanggal = _when(_("Hari celaka"))
    upah = _wage()
    cedera = forms.ChoiceField(label=_("Yang hilang"))
    fungsi = _number(_("Fungsi yang hilang, persen"), 100, required=False, help_text=_("Bila tidak hilang seluruhnya."))
    desibel = _number(_("Pendengaran berkurang, desibel"), 200, required=False)
    kidal = forms.BooleanField(label=_("Saya kidal"), required=False)

    def __init__(self, given: Any, *, today: date, language: Language) -> None:
        super().__init__(given, today=today, language=language)
        listed = [
            (each.code, each.label.en if language == "en" else each.label.id)
            for each in injuries().values()
            if each.rule != "decibel"
        ]
        self.fields["cedera"].choices = [(TOTAL, _("Cacat total tetap")), *listed]  # type: ignore[attr-defined]  # a choice field

    def questions(self) -> list[Question]:
        told = self.cleaned_data
        base: Question = {
            "kind": "benefit", "programme": "jkk", "event_date": told["tanggal"].isoformat(), "wage": told["upah"],
        }  # fmt: skip
        if told["cedera"] == TOTAL:
            return [{**base, "case": "total_disability"}]
        asked = {**base, "case": "partial_disability", "injury": told["cedera"]}
        if told["fungsi"] is not None:
            asked["function_loss_percent"] = told["fungsi"]
        if told["desibel"] is not None:
            asked["decibel"] = told["desibel"]
        return [{**asked, "handed": "left" if told["kidal"] else "right"}]


class Died(Happening):
    USUAL = {"sebab": "biasa", "kerja": "own_account", "upah": "1.000.000", "iur": "", "tunggak": "0", "anak": "0"}

    tanggal = _when(_("Hari meninggal"))
    sebab = forms.ChoiceField(
        label=_("Karena apa"),
        choices=[("biasa", _("sakit, usia, atau sebab lain")), ("kerja", _("celaka saat bekerja"))],
    )
    kerja = forms.ChoiceField(
        label=_("Almarhum bekerja"),
        choices=[
            ("own_account", _("sendiri (BPU)")),
            ("wage_earner", _("dengan upah")),
            ("construction", _("di proyek bangunan")),
        ],
    )
    upah = _wage()
    sejak = _when(_("Menjadi peserta sejak"), required=False)
    iur = _number(_("Berapa tahun iuran dibayar"), 60, required=False, help_text=_("Menentukan beasiswa anak."))
    tunggak = _number(_("Berapa bulan iuran menunggak"), 120)
    anak = _number(_("Berapa anak yang masih bersekolah atau kecil"), 20)
    sendirian = forms.BooleanField(label=_("Tidak ada ahli waris"), required=False)

    def questions(self) -> list[Question]:
        told = self.cleaned_data
        on = told["tanggal"].isoformat()
        at_work = told["sebab"] == "kerja"
        asked: list[Question] = []
        if at_work:
            asked.append(
                {
                    "kind": "benefit",
                    "programme": "jkk",
                    "case": "death",
                    "event_date": on,
                    "segment": told["kerja"],
                    "wage": told["upah"],
                }
            )
        else:
            death: Question = {
                "kind": "benefit",
                "programme": "jkm",
                "case": "death",
                "event_date": on,
                "segment": told["kerja"],
                "arrears_months": told["tunggak"],
                "income": told["upah"],
                "heirs": not told["sendirian"],
                "years_paid": told["iur"] or 0,
            }
            if told["sejak"]:
                death["member_since"] = told["sejak"].isoformat()
            asked.append(death)
        if told["anak"] and told["tanggal"] >= date(2019, 12, 2):
            asked.append(
                {
                    "kind": "benefit",
                    "programme": "scholarship",
                    "case": "total",
                    "event_date": on,
                    "cause": "jkk_death" if at_work else "jkm_death",
                    "years_paid": told["iur"] or 0,
                    "children": told["anak"],
                }
            )
        return asked


class Dismissed(Happening):
    USUAL = {"upah": "3.000.000", "bulan_iur": "24", "beruntun": "12"}

    tanggal = _when(_("Hari diberhentikan"))
    upah = _wage()
    bulan_iur = _number(_("Berapa bulan iuran dalam dua tahun terakhir"), 24)
    beruntun = _number(_("Berapa bulan terakhir tanpa putus"), 480)
    alasan = forms.ChoiceField(
        label=_("Sebabnya"),
        choices=[
            ("dismissed", _("diberhentikan (PHK)")),
            ("contract_ended_early", _("kontrak diputus sebelum waktunya")),
            ("contract_end", _("kontrak selesai pada waktunya")),
            ("resigned", _("mengundurkan diri")),
        ],
        initial="dismissed",
    )

    def __init__(self, given: Any, *, today: date, language: Language) -> None:
        super().__init__({"alasan": "dismissed", **given}, today=today, language=language)

    def questions(self) -> list[Question]:
        told = self.cleaned_data
        return [
            {
                "kind": "benefit",
                "programme": "jkp",
                "case": "cash",
                "dismissed": told["tanggal"].isoformat(),
                "wage": told["upah"],
                "months_paid_last_24": told["bulan_iur"],
                "consecutive": told["beruntun"],
                "reason": told["alasan"],
            }
        ]


class Savings(Happening):
    USUAL = {"sebab": "resigned", "lahir": "10 Maret 1985", "saldo": "20.000.000"}

    sebab = forms.ChoiceField(
        label=_("Sebabnya"),
        choices=[
            ("resigned", _("mengundurkan diri")),
            ("dismissed", _("diberhentikan (PHK)")),
            ("contract_end", _("kontrak berakhir")),
            ("age", _("mencapai usia pensiun")),
            ("total_disability", _("cacat total tetap")),
            ("death", _("peserta meninggal")),
            ("left_country", _("meninggalkan Indonesia untuk selamanya")),
        ],
    )
    tanggal = _when(_("Sejak kapan"))
    lahir = _when(_("Tanggal lahir"), past_only=True)
    saldo = RupiahField(label=_("Saldo tabungan"), help_text=_("Lihat di kartu atau rekening koran JHT."))

    def questions(self) -> list[Question]:
        told = self.cleaned_data
        on, born = told["tanggal"].isoformat(), told["lahir"].isoformat()
        return [
            {
                "kind": "benefit", "programme": "jht", "case": "payable_from",
                "reason": told["sebab"], "date": on, "born": born,
            },
            {
                "kind": "benefit", "programme": "jht", "case": "tax",
                "payments": [{"paid": on, "gross": told["saldo"]}],
            },
        ]  # fmt: skip


class Retiring(Happening):
    USUAL = {"lahir": "10 Maret 1975", "bulan_iur": "180", "upah": "5.000.000"}

    lahir = _when(_("Tanggal lahir"), past_only=True)
    bulan_iur = _number(_("Berapa bulan iuran pensiun sampai usia itu"), 600)
    upah = RupiahField(
        label=_("Upah rata-rata sebulan"), help_text=_("Dinaikkan menurut inflasi; kira-kira upah Anda sekarang.")
    )

    def questions(self) -> list[Question]:
        told = self.cleaned_data
        return [
            {"kind": "benefit", "programme": "jp", "case": "age", "born": told["lahir"].isoformat()},
            {
                "kind": "benefit", "programme": "jp", "case": "pension", "event_date": self.today.isoformat(),
                "reason": "old_age", "paid_months": told["bulan_iur"], "weighted_wage": told["upah"],
            },
        ]  # fmt: skip


FORMS: dict[str, type[Happening]] = {
    "celaka": Hurt, "cacat": Disabled, "wafat": Died, "phk": Dismissed, "tabungan": Savings, "pensiun": Retiring,
}  # fmt: skip
