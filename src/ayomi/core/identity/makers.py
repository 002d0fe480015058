"""Well-formed identifiers for demonstrations and tests. They pass every check here and belong to nobody on purpose."""

from __future__ import annotations

from datetime import date

from ayomi.core.identity.population import Sex
from ayomi.core.identity.taxpayer import luhn_digit


def _part(value: int, width: int) -> str:
    if not 0 <= value < 10**width:
        raise ValueError(f"{value} does not fit {width} digits")
    return f"{value:0{width}d}"


def make_nik(region: str, born: date, sex: Sex, serial: int) -> str:
    """NIK of a district code (dotted or not), birth date, sex and serial 1-9999."""
    head = region.replace(".", "")
    if len(head) != 6 or not head.isdigit() or serial == 0:
        raise ValueError("a NIK needs a district code of six digits and a serial from 1")
    day = born.day + (40 if sex == "female" else 0)
    return f"{head}{day:02d}{born:%m%y}{_part(serial, 4)}"


def make_kk(region: str, issued: date, serial: int) -> str:
    """Family card number of a district code, day of issue and serial 1-9999."""
    return make_nik(region, issued, "male", serial)


def make_npwp(holder: int, office: int = 1, branch: int = 0) -> str:
    """Old NPWP of 15 digits: holder 1-99999999, tax office, branch."""
    if holder == 0:
        raise ValueError("holder 0 would make an NPWP of zeros")
    body = _part(holder, 8)
    return f"{body}{luhn_digit(body)}{_part(office, 3)}{_part(branch, 3)}"


def make_npwp16(holder: int, office: int = 1) -> str:
    """New NPWP of 16 digits of an organisation."""
    return f"0{make_npwp(holder, office)}"


def make_nitku(npwp16: str, place: int = 0) -> str:
    """NITKU of a 16-digit NPWP and a place, 0 being the head office."""
    if len(npwp16) != 16:
        raise ValueError("a NITKU needs an NPWP of 16 digits")
    return f"{npwp16}{_part(place, 6)}"


def make_nib(serial: int) -> str:
    """NIB of 13 digits, serial below 10**11."""
    return f"91{_part(serial, 11)}"


def make_kpj(serial: int) -> str:
    """Member card number of 11 digits, serial below 10**9."""
    return f"26{_part(serial, 9)}"


def make_npp(serial: int, letters: str = "AA") -> str:
    """Employer number: two letters and six digits."""
    return f"{letters}{_part(serial, 6)}"


def make_nik_koperasi(region: str, serial: int) -> str:
    """Cooperative number of 13 digits: regency code of four digits, then the serial."""
    return f"{region.replace('.', '')[:4]}{_part(serial, 9)}"


def make_phone(serial: int) -> str:
    """Mobile number as people write it, serial below 10**8. Prefix 0811 0 keeps twelve digits."""
    return f"0811{_part(serial, 8)}"
