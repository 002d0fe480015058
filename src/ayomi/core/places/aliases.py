"""Letters and everyday short names of the provinces."""

from __future__ import annotations

# ISO 3166-2:ID, with the four provinces of 2022.
ISO_3166_2: dict[str, str] = {
    "11": "AC", "12": "SU", "13": "SB", "14": "RI", "15": "JA", "16": "SS", "17": "BE", "18": "LA", "19": "BB",
    "21": "KR",
    "31": "JK", "32": "JB", "33": "JT", "34": "YO", "35": "JI", "36": "BT", "51": "BA", "52": "NB", "53": "NT",
    "61": "KB", "62": "KT", "63": "KS", "64": "KI", "65": "KU", "71": "SA", "72": "ST", "73": "SN", "74": "SG",
    "75": "GO", "76": "SR", "81": "MA", "82": "MU", "91": "PA", "92": "PB", "93": "PS", "94": "PT", "95": "PE",
    "96": "PD",
}  # fmt: skip

# Keys are written as name keys: lower case, letters only.
PROVINCE_ALIASES: dict[str, str] = {
    "nad": "11", "nanggroeacehdarussalam": "11", "sumut": "12", "sumbar": "13", "sumsel": "16", "babel": "19",
    "bangkabelitung": "19", "kepri": "21", "jakarta": "31", "dki": "31", "dkijakarta": "31", "dkj": "31",
    "daerahkhususjakarta": "31", "jabar": "32", "jateng": "33", "diy": "34", "yogyakarta": "34",
    "diyogyakarta": "34", "jogjakarta": "34", "jogja": "34", "jatim": "35", "ntb": "52", "ntt": "53",
    "kalbar": "61", "kalteng": "62", "kalsel": "63", "kaltim": "64", "kaltara": "65", "sulut": "71",
    "sulteng": "72", "sulsel": "73", "sultra": "74", "sulbar": "76", "malut": "82",
}  # fmt: skip
