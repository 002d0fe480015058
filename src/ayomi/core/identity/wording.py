"""The words of refusals and cautions: message and cure, Indonesian and English. Keys are the stable codes."""

from __future__ import annotations

from typing import Literal

Strength = Literal["check", "hint"]

# What an identifier is called in a sentence, Indonesian and English.
NAMES: dict[str, tuple[str, str]] = {
    "NIK": ("NIK", "NIK"),
    "KK": ("nomor KK", "family card number"),
    "NPWP": ("NPWP", "NPWP"),
    "NITKU": ("NITKU", "NITKU"),
    "NIB": ("NIB", "NIB"),
    "KPJ": ("KPJ", "KPJ"),
    "NPP": ("NPP", "NPP"),
    "NIK koperasi": ("NIK koperasi", "cooperative number (NIK koperasi)"),
    "phone": ("nomor telepon", "phone number"),
    "postcode": ("kode pos", "postcode"),
    "bank code": ("kode bank", "bank code"),
    "account": ("nomor rekening", "account number"),
    "payment code": ("kode bayar", "payment code"),
}

# code: (message in Indonesian, message in English, cure in Indonesian, cure in English)
REFUSALS: dict[str, tuple[str, str, str, str]] = {
    "empty": (
        "{name} kosong.",
        "The {name} is empty.",
        "Isi dari dokumen aslinya.",
        "Fill it in from the original document.",
    ),
    "number_damaged": (
        "Angka {name} rusak di Excel (bentuk seperti 3,27E+15). Angka aslinya tidak bisa ditebak.",
        "Excel damaged this {name} (a form such as 3.27E+15). The original cannot be guessed.",
        "Ubah kolom menjadi teks, lalu ketik ulang dari dokumen aslinya.",
        "Set the column to text and type the number again from the original document.",
    ),
    "decimal_number": (
        "{name} berisi angka pecahan.",
        "The {name} holds a decimal fraction.",
        "Ubah kolom menjadi teks, lalu ketik ulang dari dokumen aslinya.",
        "Set the column to text and type the number again from the original document.",
    ),
    "letters_for_digits": (
        "{name} memuat huruf yang mirip angka, misalnya huruf O untuk angka 0.",
        "The {name} has letters that look like digits, such as the letter O for zero.",
        "Cocokkan dengan dokumen aslinya, lalu ganti hurufnya dengan angka.",
        "Check it against the original document and replace the letters by digits.",
    ),
    "not_digits": (
        "{name} hanya boleh berisi angka.",
        "The {name} may hold digits only.",
        "Hapus huruf dan tanda lain.",
        "Remove letters and other signs.",
    ),
    "length": (
        "{name} {found} angka, seharusnya {expected}.",
        "This {name} has {found} digits, it needs {expected}.",
        "Cocokkan dengan dokumen aslinya.",
        "Check it against the original document.",
    ),
    "lost_zero": (
        "{name} {found} angka, seharusnya {expected}. Angka 0 di depan mungkin hilang.",
        "This {name} has {found} digits, it needs {expected}. A zero in front may have been lost.",
        "Cocokkan dengan dokumen aslinya, lalu tambahkan angka 0 di depan bila benar.",
        "Check it against the original document and put the zero back in front if it belongs there.",
    ),
    "all_same": (
        "{name} berisi satu angka yang diulang-ulang.",
        "The {name} repeats one digit throughout.",
        "Isi dengan nomor yang sebenarnya.",
        "Fill in the real number.",
    ),
    "nik_leading_zero": (
        "NIK tidak pernah diawali angka 0. Nomor ini mungkin NPWP.",
        "A NIK never begins with 0. This may be an NPWP.",
        "Cocokkan dengan KTP.",
        "Check it against the ID card.",
    ),
    "nik_birth_date": (
        "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang ada.",
        "Digits 7 to 12 of this NIK are not a birth date that exists.",
        "Cocokkan dengan KTP.",
        "Check it against the ID card.",
    ),
    "nik_serial": (
        "Empat angka terakhir NIK tidak boleh 0000. Angkanya mungkin dibulatkan Excel.",
        "The last four digits of a NIK cannot be 0000. Excel may have rounded it.",
        "Ketik ulang dari KTP.",
        "Type it again from the ID card.",
    ),
    "kk_leading_zero": (
        "Nomor KK tidak pernah diawali angka 0.",
        "A family card number never begins with 0.",
        "Cocokkan dengan Kartu Keluarga.",
        "Check it against the family card.",
    ),
    "kk_serial": (
        "Empat angka terakhir nomor KK tidak boleh 0000. Angkanya mungkin dibulatkan Excel.",
        "The last four digits of a family card number cannot be 0000. Excel may have rounded it.",
        "Ketik ulang dari Kartu Keluarga.",
        "Type it again from the family card.",
    ),
    "npwp_zeros": (
        "NPWP berisi angka 0 semua.",
        "This NPWP is all zeros.",
        "Isi NPWP yang sebenarnya, atau kosongkan bila belum punya.",
        "Fill in the real NPWP, or leave it empty if there is none yet.",
    ),
    "npwp_check_digit": (
        "Angka pemeriksa NPWP tidak cocok: ada angka yang salah ketik.",
        "The check digit of this NPWP does not fit: a digit was mistyped.",
        "Cocokkan sembilan angka pertama dengan kartu NPWP.",
        "Check the first nine digits against the NPWP card.",
    ),
    "npwp_length": (
        "NPWP {found} angka, seharusnya 15 (lama) atau 16 (baru).",
        "This NPWP has {found} digits, it needs 15 (old) or 16 (new).",
        "Cocokkan dengan kartu NPWP.",
        "Check it against the NPWP card.",
    ),
    "npwp_is_nitku": (
        "Nomor ini 22 angka: ini NITKU (nomor tempat kegiatan usaha), bukan NPWP.",
        "This number has 22 digits: it is a NITKU (place of business), not an NPWP.",
        "Isi NPWP 16 angka; simpan nomor ini di kolom NITKU.",
        "Fill in the NPWP of 16 digits and keep this number under NITKU.",
    ),
    "npp_form": (
        "NPP terdiri dari 3 sampai 15 huruf dan angka, dan memuat angka.",
        "An NPP has 3 to 15 letters and digits, with at least one digit.",
        "Cocokkan dengan sertifikat kepesertaan perusahaan.",
        "Check it against the employer's membership certificate.",
    ),
    "phone_length": (
        "Nomor telepon {found} angka, tidak sesuai panjang nomor Indonesia.",
        "This phone number has {found} digits, which does not fit an Indonesian number.",
        "Tanyakan nomornya kembali kepada pemiliknya.",
        "Ask its owner for the number again.",
    ),
    "phone_form": (
        "Bukan nomor telepon Indonesia.",
        "This is not an Indonesian phone number.",
        "Tulis seperti 0812xxxxxxxx, atau dengan + dan kode negara untuk nomor luar negeri.",
        "Write it like 0812xxxxxxxx, or with + and the country code for a foreign number.",
    ),
    "phone_service": (
        "Nomor ini nomor layanan, bukan nomor telepon seseorang.",
        "This is a service number, not the phone of a person.",
        "Isi nomor pribadi atau nomor kantor.",
        "Fill in a personal or an office number.",
    ),
    "phone_several": (
        "Kolom ini memuat lebih dari satu nomor telepon.",
        "There is more than one phone number here.",
        "Pilih satu nomor.",
        "Choose one number.",
    ),
    "postcode_first": (
        "Kode pos tidak diawali angka 0.",
        "A postcode does not begin with 0.",
        "Cocokkan dengan alamatnya.",
        "Check it against the address.",
    ),
    "bank_code_form": (
        "Kode bank terdiri dari 3 atau 7 angka, atau BIC 8 atau 11 huruf dan angka.",
        "A bank code has 3 or 7 digits, or is a BIC of 8 or 11 letters and digits.",
        "Pilih bank dari daftar.",
        "Choose the bank from the list.",
    ),
    "account_length": (
        "Nomor rekening {found} angka, seharusnya 6 sampai 20.",
        "This account number has {found} digits, it needs 6 to 20.",
        "Cocokkan dengan buku tabungan.",
        "Check it against the bank book.",
    ),
    "payment_code_length": (
        "Kode bayar {found} angka, seharusnya 6 sampai 28.",
        "This payment code has {found} digits, it needs 6 to 28.",
        "Cocokkan dengan tagihannya.",
        "Check it against the bill.",
    ),
    "va_partner": (
        "Nomor virtual account ini tidak berawalan {prefix}.",
        "This virtual account does not begin with {prefix}.",
        "Cocokkan dengan tagihannya.",
        "Check it against the bill.",
    ),
}

# code: (message in Indonesian, message in English, cure in Indonesian, cure in English, strength)
CAUTIONS: dict[str, tuple[str, str, str, str, Strength]] = {
    "region_unknown": (
        "Kode wilayah {region} di awal {name} tidak ada di daftar kecamatan 2016-2025.",
        "Region code {region} at the head of this {name} is not in the district lists of 2016-2025.",
        "Cocokkan dengan dokumen aslinya. Kode sebelum 2016 memang bisa tidak ada di daftar.",
        "Check it against the original document. Codes from before 2016 may be missing from the list.",
        "check",
    ),
    "birth_date_differs": (
        "Tanggal lahir di NIK berbeda dengan tanggal lahir yang ditulis.",
        "The birth date inside the NIK differs from the one given.",
        "Cocokkan dengan KTP. NIK tidak ikut diubah bila tanggal lahir dibetulkan, jadi keduanya bisa benar.",
        "Check it against the ID card. A NIK is not changed when a birth date is corrected, so both can be right.",
        "check",
    ),
    "sex_differs": (
        "Jenis kelamin di NIK berbeda dengan yang ditulis.",
        "The sex inside the NIK differs from the one given.",
        "Cocokkan dengan KTP.",
        "Check it against the ID card.",
        "check",
    ),
    "ends_in_zero": (
        "Angka terakhir {name} 0. Bila hampir semua baris berakhir 0, kolomnya dibulatkan Excel.",
        "The last digit of this {name} is 0. If nearly every row ends in 0, Excel rounded the column.",
        "Lihat baris lain di kolom ini; bila semuanya berakhir 0, minta berkas dengan kolom teks.",
        "Look at the other rows of this column; if all end in 0, ask for the file with the column as text.",
        "hint",
    ),
    "float_rounded": (
        "{name} tersimpan sebagai angka pecahan yang terlalu besar, jadi angka terakhirnya bisa berubah.",
        "The {name} was stored as a floating number too large to be exact, so its last digit may have changed.",
        "Cocokkan angka terakhirnya dengan dokumen aslinya.",
        "Check its last digit against the original document.",
        "check",
    ),
    "decimal_tail_removed": (
        "Akhiran ,0 pada {name} diabaikan.",
        "A trailing .0 on the {name} was set aside.",
        "Tidak perlu tindakan.",
        "Nothing to do.",
        "hint",
    ),
    "digits_converted": (
        "{name} ditulis dengan angka bukan Latin dan dibaca sebagai angka biasa.",
        "The {name} was written in other than Latin digits and read as ordinary ones.",
        "Cocokkan dengan dokumen aslinya.",
        "Check it against the original document.",
        "check",
    ),
    "kk_date": (
        "Angka ke-7 sampai ke-12 nomor KK bukan tanggal terbit yang ada; mungkin ini NIK.",
        "Digits 7 to 12 of this family card number are not an issue date that exists; this may be a NIK.",
        "Cocokkan dengan Kartu Keluarga.",
        "Check it against the family card.",
        "check",
    ),
    "npp_unusual": (
        "Bentuk NPP ini tidak lazim (biasanya 8 huruf dan angka, bisa dengan akhiran divisi 3 angka).",
        "This NPP has an unusual form (mostly 8 letters and digits, at times with a division of 3 digits).",
        "Cocokkan dengan sertifikat kepesertaan perusahaan.",
        "Check it against the employer's membership certificate.",
        "check",
    ),
    "phone_zero_restored": (
        "Angka 0 di depan nomor telepon hilang dan sudah dikembalikan.",
        "The zero in front of the phone number was lost and has been put back.",
        "Tidak perlu tindakan.",
        "Nothing to do.",
        "hint",
    ),
    "phone_two_readings": (
        "Nomor ini bisa dibaca sebagai 62 (kode negara) atau 062 (kode daerah). Dibaca sebagai kode negara.",
        "This number can be read with 62 as country code or 062 as area code. It was read with the country code.",
        "Tanyakan nomornya kembali kepada pemiliknya.",
        "Ask its owner for the number again.",
        "check",
    ),
    "phone_prefix_unknown": (
        "Awalan nomor seluler ini tidak dikenal.",
        "No mobile operator is known for this prefix.",
        "Tanyakan nomornya kembali kepada pemiliknya.",
        "Ask its owner for the number again.",
        "check",
    ),
    "phone_foreign": (
        "Nomor telepon luar negeri.",
        "A phone number abroad.",
        "Pastikan pemiliknya memang memakai nomor ini.",
        "Make sure its owner uses this number.",
        "check",
    ),
    "account_length_unusual": (
        "Nomor rekening {found} angka; kebanyakan bank memakai 10 sampai 16.",
        "This account number has {found} digits; most banks use 10 to 16.",
        "Cocokkan dengan buku tabungan.",
        "Check it against the bank book.",
        "check",
    ),
}
