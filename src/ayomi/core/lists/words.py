"""The words Indonesian lists use over their columns, and what each means. Order matters: the first rule that fits wins."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Field = str

PERSON_FIELDS: Final[tuple[Field, ...]] = (
    "name", "name_first", "name_middle", "name_last", "nik", "family_card", "birth_date", "birth_place",
    "birth_place_and_date", "sex", "phone", "email", "address", "village", "district", "regency", "province",
    "postcode", "occupation", "mother_name", "wage", "wage_before", "programmes", "member_number", "start_date",
    "end_date", "leave_cause", "bank_account", "bank_name", "npwp", "work_place", "organisation_name",
)  # fmt: skip
ORGANISATION_FIELDS: Final[tuple[Field, ...]] = (
    "organisation_name", "organisation_kind", "nib", "npwp", "npp", "legal_number", "nik_koperasi", "leader", "nik",
    "activity", "members_count", "workers_count", "phone", "email", "address", "village", "district", "regency",
    "province", "postcode", "founded", "sex", "birth_date", "bank_account", "bank_name",
)  # fmt: skip
IGNORED_FIELDS: Final[tuple[Field, ...]] = ("index", "note", "age", "ignored", "returned_what", "returned_do")

LABELS: Final[dict[Field, tuple[str, str]]] = {
    "name": ("Nama", "Name"),
    "name_first": ("Nama depan", "First name"),
    "name_middle": ("Nama tengah", "Middle name"),
    "name_last": ("Nama belakang", "Last name"),
    "nik": ("NIK", "NIK"),
    "family_card": ("Nomor KK", "Family card number"),
    "birth_date": ("Tanggal lahir", "Date of birth"),
    "birth_place": ("Tempat lahir", "Place of birth"),
    "birth_place_and_date": ("Tempat, tanggal lahir", "Place and date of birth"),
    "sex": ("Jenis kelamin", "Sex"),
    "phone": ("Nomor HP", "Mobile number"),
    "email": ("Surel", "E-mail"),
    "address": ("Alamat", "Address"),
    "village": ("Desa atau kelurahan", "Village"),
    "district": ("Kecamatan", "District"),
    "regency": ("Kabupaten atau kota", "Regency or city"),
    "province": ("Provinsi", "Province"),
    "postcode": ("Kode pos", "Postcode"),
    "occupation": ("Pekerjaan", "Occupation"),
    "mother_name": ("Nama ibu kandung", "Mother's name"),
    "wage": ("Penghasilan sebulan", "Monthly income"),
    "wage_before": ("Upah sebelumnya", "Previous wage"),
    "programmes": ("Program", "Programmes"),
    "member_number": ("Nomor peserta (KPJ)", "Member number (KPJ)"),
    "start_date": ("Tanggal mulai", "Start date"),
    "end_date": ("Tanggal berhenti", "End date"),
    "leave_cause": ("Sebab berhenti", "Cause of leaving"),
    "bank_account": ("Nomor rekening", "Account number"),
    "bank_name": ("Bank", "Bank"),
    "npwp": ("NPWP", "NPWP"),
    "work_place": ("Lokasi kerja", "Place of work"),
    "organisation_name": ("Nama badan", "Organisation"),
    "organisation_kind": ("Bentuk badan", "Kind of organisation"),
    "nib": ("NIB", "NIB"),
    "npp": ("NPP", "NPP"),
    "legal_number": ("Nomor badan hukum", "Legal entity number"),
    "nik_koperasi": ("NIK koperasi", "Cooperative number (NIK koperasi)"),
    "leader": ("Pemimpin atau pemilik", "Leader or owner"),
    "activity": ("Jenis usaha", "Line of business"),
    "members_count": ("Jumlah anggota", "Number of members"),
    "workers_count": ("Jumlah pekerja", "Number of workers"),
    "founded": ("Tanggal berdiri", "Founded"),
    "index": ("Nomor urut", "Row number"),
    "note": ("Keterangan", "Remark"),
    "age": ("Umur", "Age"),
    "ignored": ("Diabaikan", "Ignored"),
    "returned_what": ("Yang perlu diperbaiki (diabaikan)", "What to correct (ignored)"),
    "returned_do": ("Caranya (diabaikan)", "How (ignored)"),
}

RETURNED_HEADERS: Final = {"id": ("Yang perlu diperbaiki", "Caranya"), "en": ("What to correct", "How")}


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """What a header says: the field and how surely, in percent."""

    field: Field
    sureness: int


# (pattern over the plain header, field, sureness). Plain: lower case, letters and digits, single spaces.
_NUMBER = r"(?:no|nomor|nomer|nmr|num|number)"
_RULES: Final[tuple[tuple[str, Field, int], ...]] = (
    (r"yang perlu diperbaiki|what to correct", "returned_what", 99),
    (r"caranya|how", "returned_do", 99),
    (r"no|nomor|nomer|nmr|no urut|nomor urut|urut|urutan|nr|num|#|sr no|s no", "index", 95),
    # counts of things before the things themselves
    (r"(?:jumlah|jml|jmlh|total|banyak\w*) (?:anggota|member)\b.*|anggota (?:total|jumlah)|members?(?: count)?", "members_count", 90),
    (r"(?:jumlah|jml|jmlh|total|banyak\w*)? ?(?:tenaga kerja|karyawan|pegawai|pekerja|tk|naker)(?: (?:total|jumlah|orang))?", "workers_count", 80),
    (r"(?:jumlah|jml|jmlh|total|banyak\w*|sum|count)\b.*", "ignored", 60),
    # two meanings in one cell
    (r"ttl|t t l|(?:tempat|tmp|tmpt|tpt) ?(?:tanggal|tgl|tggl) ?(?:lahir|lhr)|(?:tempat|tmp|tmpt|tpt) (?:dan|&) ?(?:tanggal|tgl) (?:lahir|lhr)"
     r"|(?:tempat|tmp|tmpt|tpt) (?:lahir|lhr) (?:dan |& )?(?:tanggal|tgl)(?: (?:lahir|lhr))?|place (?:and )?date of birth|kelahiran", "birth_place_and_date", 95),
    # numbers of persons and organisations
    (rf"(?:{_NUMBER} )?(?:nik|no induk|nomor induk) ?(?:koperasi|kop)\b.*", "nik_koperasi", 95),
    (rf"(?:{_NUMBER} )?(?:nik|nip|nrp|nomor induk|no induk|id|kode|no) ?(?:karyawan|pegawai|pekerja|perusahaan|anggota|tk)\b.*|nip|nrp|nipp|employee (?:id|no|number)|no pegawai|no anggota|nomor anggota|nia|badge.*", "ignored", 70),
    (rf"(?:{_NUMBER} )?(?:nik|nik ktp|ktp|e ktp|ektp|identitas|id card|ktp nik|kependudukan|induk kependudukan)(?: (?:nik|ktp|e ktp|16 digit|16 angka|sesuai ktp|peserta|tk|tenaga kerja|pekerja|pemilik|pengusaha|ketua|pelaku usaha|kependudukan))*|nomor induk kependudukan.*|no induk kependudukan.*|national id.*|identity number|id number|nomor identitas.*|no identitas.*", "nik", 92),
    (rf"(?:{_NUMBER} )?(?:kk|kartu keluarga|k k)\b.*|family card.*|{_NUMBER} induk keluarga", "family_card", 95),
    (rf"(?:{_NUMBER} )?npwp\b.*|tax (?:id|number).*|{_NUMBER} pokok wajib pajak", "npwp", 95),
    (rf"(?:{_NUMBER} )?nib\b.*|{_NUMBER} induk (?:ber)?usaha.*", "nib", 95),
    (rf"(?:{_NUMBER} )?(?:npp)\b.*|{_NUMBER} (?:pendaftaran|pokok) (?:perusahaan|pengusaha)", "npp", 90),
    (rf"(?:{_NUMBER} )?(?:kpj|kartu peserta jamsostek|kpj bpjs\w*|kartu jamsostek|jamsostek|bpjs ?tk|bpjs ketenagakerjaan|bpjs naker|kepesertaan|peserta)(?: (?:tk|peserta|bpjs\w*|ketenagakerjaan|jamsostek|lama))*|member(?:ship)? (?:no|number|id)", "member_number", 88),
    (rf"(?:{_NUMBER} )?(?:badan hukum|bh|akta|akte|sk|legalitas|surat keputusan|pengesahan|ahu|sk ahu)\b.*", "legal_number", 85),
    (rf"(?:{_NUMBER} )?(?:rekening|rek|norek|rekening bank|account)\b(?!.*\b(?:listrik|pln)\b).*|norek.*|bank account.*", "bank_account", 90),
    (r"(?:nama )?bank(?: .*)?", "bank_name", 85),
    (rf"(?:{_NUMBER} )?(?:hp|wa|handphone|hand phone|ponsel|telepon|telp|tlp|telpon|tel|whatsapp|whats app|seluler|selular|gsm|kontak|contact|phone|mobile|hp wa|cp)\b.*|nohp|notelp|no hp.*|kontak person.*|contact person.*", "phone", 92),
    (r"(?:alamat )?(?:e ?mail|surel|surat elektronik)\b.*", "email", 95),
    # dates
    (r"(?:tanggal|tgl|tggl|tg|tngl|date) ?(?:of )?(?:lahir|lhr|birth)\b.*|tgllahir|tgl_?lhr|birth ?date|dob|lahir|tanggal lhr|thn lahir.*|tanggallahir", "birth_date", 95),
    (r"(?:tempat|tmp|tmpt|tpt|kota|place of) ?(?:lahir|lhr|birth)|birth ?place|tempatlahir", "birth_place", 95),
    (r"(?:tanggal|tgl|tggl|bulan|bln|tmt|date) ?(?:of )?(?:keluar|berhenti|resign|non ?aktif|na|nonaktif|phk|berakhir|selesai|akhir|putus|leaving|end|off)\b.*|tmt (?:keluar|berhenti)|end date|tgl na", "end_date", 92),
    (r"(?:tanggal|tgl|tggl|bulan|bln|tmt|date) ?(?:of )?(?:masuk|mulai|bergabung|gabung|kepesertaan|daftar|pendaftaran|aktif|efektif|join|joining|entry|diterima|kerja|bekerja|perubahan|berlaku)\b.*|tmt|start date|join date|mulai (?:kerja|bekerja|bergabung)|masuk kerja", "start_date", 88),
    (r"(?:tanggal|tgl|tahun|thn|th|date) ?(?:berdiri|pendirian|berdirinya|dibentuk|badan hukum|bh|akta|founded|usaha|mulai usaha)\b.*|tahun (?:berdiri|pendirian).*|year founded", "founded", 85),
    (r"(?:sebab|alasan|penyebab|jenis) ?(?:na|keluar|berhenti|non ?aktif|resign|phk)\b.*|sebab|alasan|reason(?: .*)?|cause.*", "leave_cause", 85),
    # person
    (r"(?:nama )?(?:gadis )?ibu(?: kandung)?(?: .*)?|nama ibu.*|mother.*", "mother_name", 95),
    (r"(?:jenis |j )?(?:kelamin|kel|klmn|klm)(?: .*)?|jk|j k|l p|p l|lp|l p .*|sex|gender|sex .*|jns (?:kelamin|kel)|jenis kel|kelamin .*", "sex", 95),
    (r"umur.*|usia.*|age|umur th", "age", 90),
    # organisations
    (r"(?:nama )?(?:ketua|pemilik|pengusaha|pimpinan|direktur|penanggung ?jawab|pj|pelaku usaha|pelaku umkm|owner|pengurus|manajer|kepala|leader|pengelola|pemilik usaha|pemilik umkm)(?: .*)?|nama (?:pemilik|ketua|pimpinan|pengusaha|pelaku).*", "leader", 85),
    (r"(?:bentuk|jenis|kategori|kelompok|tipe|type|model) (?:badan hukum|badan usaha|badan|koperasi|kop|lembaga|organisasi|wadah|perusahaan|kopdes|kelompok)(?: .*)?|badan hukum|badan usaha|bentuk|entity type|tipologi", "organisation_kind", 85),
    (r"(?:jenis|bidang|sektor|kategori|klasifikasi|kegiatan|uraian|lapangan|macam|usaha|kode|judul) ?(?:usaha|kegiatan|industri|umkm|produk|usaha utama|kbli|pekerjaan usaha)\b.*|kbli.*|lapangan usaha.*|sektor(?: .*)?|bidang|produk.*|komoditas.*|komoditi.*|nama produk.*|hasil produksi.*|business (?:type|activity).*|usaha(?: .*)?", "activity", 80),
    (r"nama (?:koperasi|kop|kud|ksp|usaha|umkm|ukm|ikm|perusahaan|badan|badan usaha|lembaga|kelompok|poktan|gapoktan|kube|bumdes|bum desa|organisasi|wadah|asosiasi|yayasan|instansi|pt|cv|toko|outlet|paguyuban|kopdes|koptan|paguyuban|rumah makan|warung|industri|merek|brand)\b.*|koperasi|perusahaan|company(?: name)?|organi[sz]ation(?: name)?|nama kdmp.*|instansi|kelompok|nama kelompok.*|merek(?: .*)?|brand|business name|nama kop.*", "organisation_name", 90),
    # names after everything that begins with "nama ..."
    (r"nama depan|first name|nama depan .*|given name", "name_first", 95),
    (r"nama tengah|middle name", "name_middle", 95),
    (r"nama belakang|last name|surname|nama keluarga|nama akhir", "name_last", 95),
    (r"(?:nama )?(?:desa|kel|kelurahan|nagari|gampong|kampung|pekon|lembang|desa kel\w*|kel desa|desa kelurahan|kelurahan desa|village|ds|ds kel|kalurahan|gampong desa)(?: .*)?", "village", 90),
    (r"(?:nama )?(?:kecamatan|kec|kapanewon|kemantren|distrik|district|subdistrict|sub district)(?: .*)?", "district", 92),
    (r"(?:nama )?(?:kab|kabupaten|kota|kab kota|kabupaten kota|kabkota|kabkot|kab kot|kabupaten kota .*|regency|city|daerah|kota kabupaten)(?: .*)?|kabupaten_kota", "regency", 90),
    (r"(?:nama )?(?:provinsi|prov|propinsi|province)(?: .*)?", "province", 92),
    (r"kode ?pos|kodepos|post(?:al)? ?code|zip.*", "postcode", 95),
    (r"(?:alamat|almt|alm|address|domisili|tempat tinggal|jalan|jl|dusun|lokasi usaha|alamat .*|address .*|tempat tinggal .*|dusun .*|rt|rw|rt rw|lingkungan|domisili .*)", "address", 85),
    (r"(?:jenis |nama )?(?:pekerjaan|jabatan|profesi|occupation|job|job title|position|posisi|mata pencaharian|bagian|jns pekerjaan)(?: .*)?", "occupation", 85),
    (r"(?:upah|gaji|penghasilan|wage|salary|pendapatan) ?(?:lama|sebelumnya|sebelum|awal|old|previous|before)\b.*", "wage_before", 92),
    (r"(?:hasil|penghasilan|pendapatan|gaji|upah|wage|salary|income|gapok|ump|umk|honor|honorarium|gaji pokok|besar upah|jumlah upah|nilai upah|thp|dasar upah|upah dilaporkan|omzet pribadi)\b.*|(?:rata rata|rerata|rata2) (?:penghasilan|pendapatan|upah).*|upah(?: .*)?|gaji(?: .*)?|hasil bln", "wage", 90),
    (r"program\b.*|programme?s?|jaminan.*|kepesertaan program.*|paket", "programmes", 88),
    (r"(?:lokasi|tempat|unit|area|penempatan) ?(?:kerja|pekerjaan|bekerja|tugas|penempatan)?|penempatan.*|unit|divisi.*|departemen|dept|department|cabang", "work_place", 70),
    (r"ket|keterangan.*|catatan.*|remarks?|notes?|keterangan|ket .*", "note", 85),
    (r"(?:nama|nama lengkap|nm|name|full ?name|nama (?:anggota|peserta|tenaga kerja|tk|pekerja|karyawan|pegawai|lengkap|penduduk|warga|nelayan|petani|pedagang|sesuai|ktp|orang|penerima|calon|buruh|sopir|driver|pengemudi|guru|kader|perangkat|relawan|mitra|nasabah|individu|pengurus)\b.*|nama lengkap .*|namalengkap|nama_lengkap|anggota|peserta|karyawan|tenaga kerja|employee(?: name)?|member name|nama .*gelar.*|nama sesuai .*|nama tk)", "name", 92),
    (r"status.*|agama|religion|pendidikan.*|gol(?:ongan)? ?darah|tahun|th|thn|bulan|bln|periode|foto|ttd|tanda tangan|paraf|latitude|longitude|lat|long?|lng|koordinat.*|id|kode.*|masa laku.*|rapel|gelar|jenis identitas|kewarganegaraan|surat menyurat.*|kode negara|omz?et.*|omset.*|aset|asset.*|modal.*|simpanan.*|volume.*|shu|rat|rt|rw", "ignored", 75),
    (r"nama\b.*", "name", 60),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern), field, sureness) for pattern, field, sureness in _RULES)
_BRACKETED: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def plain_header(header: str) -> str:
    """A header without case, signs and doubled spaces: "No. KTP" -> "no ktp", "HP/WA" -> "hp wa"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header) if not header.isupper() and " " not in header else header
    return " ".join(re.sub(r"[^0-9a-z#&]+", " ", spaced.lower()).split())


@lru_cache(maxsize=8192)
def header_word(header: str) -> HeaderWord | None:
    """What a header means by its words alone; None for words not known. Brackets are read only if the rest is unknown."""
    found = _match(plain_header(_BRACKETED.sub(" ", header)))
    if found is None or found.sureness < 80:
        whole = _match(plain_header(header))
        if whole is not None and (found is None or whole.sureness > found.sureness):
            return whole
    return found or _last_words(plain_header(header))


def _last_words(plain: str) -> HeaderWord | None:
    """Below a merged heading only the last words count: "Data Diri NIK" is a NIK."""
    words = plain.split()
    for start in range(1, min(len(words), 6)):
        found = _match(" ".join(words[start:]))
        if found is not None and found.sureness >= 85 and found.field != "index":
            return HeaderWord(found.field, found.sureness - 20)
    return None


def _match(plain: str) -> HeaderWord | None:
    if not plain or len(plain) > 80:
        return None
    for pattern, field, sureness in _COMPILED:
        if pattern.fullmatch(plain):
            return HeaderWord(field, sureness)
    return None
