"""How good the records of persons are. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import ALL, Family, Indicator

FAMILY = Family(7, "Mutu catatan", "Quality of records")

_OF_ID = "Catatan orang yang dibuat sampai hari terakhir bulan itu, kecuali yang sudah disatukan."
_OF_EN = "Records of persons made until the last day of the month, except those merged into another."


def _share(key: str, name_id: str, name_en: str, numerator_id: str, numerator_en: str) -> Indicator:
    return Indicator(
        key, name_id, name_en, "percent", (ALL,), "until_last_day", numerator_id, numerator_en, "registry_person", key,
        _OF_ID, _OF_EN, "records",
    )  # fmt: skip


INDICATORS = (
    _share(
        "records_with_nik", "Catatan dengan NIK", "Records with a NIK",
        "Dari catatan itu, yang kini memuat NIK yang sah bentuknya.",
        "Of these, those that now hold a well-formed NIK.",
    ),
    _share(
        "records_with_contact", "Catatan dengan kontak", "Records with a contact",
        "Dari catatan itu, yang kini memuat nomor telepon atau surel.", "Of these, those that now hold a telephone"
        " number or an e-mail address.",
    ),
    _share(
        "records_in_doubt", "Catatan yang janggal", "Records in doubt",
        "Dari catatan itu, yang datanya kini tidak saling cocok.", "Of these, those whose data now disagree.",
    ),
    Indicator(
        "records_merged", "Catatan ganda disatukan", "Duplicate records merged", "person", (ALL,), "until_last_day",
        "Catatan yang dibuat sampai hari terakhir bulan itu dan kini disatukan dengan catatan lain.",
        "Records made until the last day of the month that are now merged into another.",
        "registry_person", "records_merged",
    ),
)  # fmt: skip
