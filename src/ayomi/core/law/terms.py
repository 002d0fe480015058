"""The words the law of contributions is written in: segments, programmes, payers, risk classes."""

from typing import Literal, TypeAlias, TypeVar, get_args

from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest

Segment: TypeAlias = Literal["wage_earner", "own_account", "construction", "migrant"]
Programme: TypeAlias = Literal["jkk", "jkm", "jht", "jp", "jkp", "jpk"]
Payer: TypeAlias = Literal["employer", "worker", "government", "self", "contractor"]
Risk: TypeAlias = Literal["very_low", "low", "medium", "high", "very_high"]
Scale: TypeAlias = Literal["micro", "small", "medium", "large"]
Sector: TypeAlias = Literal["transport", "other"]
PaidBy: TypeAlias = Literal["self", "government", "other"]

SEGMENTS: tuple[Segment, ...] = get_args(Segment)
PROGRAMMES: tuple[Programme, ...] = get_args(Programme)
PAYERS: tuple[Payer, ...] = get_args(Payer)
RISKS: tuple[Risk, ...] = get_args(Risk)
SCALES: tuple[Scale, ...] = get_args(Scale)
SECTORS: tuple[Sector, ...] = get_args(Sector)
PAID_BY: tuple[PaidBy, ...] = get_args(PaidBy)

PROGRAMME_WORDS: dict[str, Words] = {
    "jkk": Words("kecelakaan kerja (JKK)", "work accident cover (JKK)"),
    "jkm": Words("kematian (JKM)", "death cover (JKM)"),
    "jht": Words("hari tua (JHT)", "old-age savings (JHT)"),
    "jp": Words("pensiun (JP)", "the pension (JP)"),
    "jkp": Words("kehilangan pekerjaan (JKP)", "unemployment cover (JKP)"),
    "jpk": Words("pemeliharaan kesehatan (JPK)", "health care (JPK)"),
    "jkk_jkm": Words(
        "kecelakaan kerja dan kematian (JKK dan JKM)", "work accident and death cover together (JKK and JKM)"
    ),
}

PAYER_WORDS: dict[Payer, Words] = {
    "employer": Words("pemberi kerja", "the employer"),
    "worker": Words("pekerja, dipotong dari upah", "the worker, out of the wage"),
    "self": Words("peserta sendiri", "the member"),
    "government": Words("pemerintah", "the government"),
    "contractor": Words("kontraktor", "the contractor"),
}

RISK_WORDS: dict[Risk, Words] = {
    "very_low": Words("sangat rendah", "very low"),
    "low": Words("rendah", "low"),
    "medium": Words("sedang", "medium"),
    "high": Words("tinggi", "high"),
    "very_high": Words("sangat tinggi", "very high"),
}

Name = TypeVar("Name", bound=str)


def one_of(value: object, names: tuple[Name, ...], field: str) -> Name:
    """`value` once it is sure that it is one of `names`. Raises BadRequest naming the field and the choices."""
    if not isinstance(value, str) or value not in names:
        choices = ", ".join(names)
        raise BadRequest(
            Words(
                f"{field}: {value!r:.60} tidak dikenal. Pilih salah satu: {choices}.",
                f"{field}: {value!r:.60} is not known. Choose one of: {choices}.",
            )
        )
    return value
