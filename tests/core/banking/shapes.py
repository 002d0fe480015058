"""Statement files in the shapes that banks in Indonesia send, made up by us: no account, name or number is real."""

from __future__ import annotations

from collections.abc import Iterable


def payment_code(number: int) -> str:
    """A bill's payment code with its check digits."""
    body = 8 * 10**10 + number
    return f"{body}{98 - body * 100 % 97:02d}"


CODE = payment_code(12)
OTHER = payment_code(13)

MT940 = (
    ":20:AYO261120\r\n"
    ":25:0012003456\r\n"
    ":28C:00231/001\r\n"
    ":60F:C261119IDR8500000,00\r\n"
    f":61:2611201120C1500000,00NTRFNONREF//FT26112000A1\r\n"
    f":86:TRF DARI KOPERASI TANI MAJU KODE {CODE[:7]}\r\n"
    f"{CODE[7:]} IURAN NOVEMBER\r\n"
    ":61:2611201120D25000,NCHGNONREF\r\n"
    ":86:BIAYA ADMINISTRASI\r\n"
    f":61:261120CR16800,00NMSCNONREF//FT26112000B2\r\n"
    f":86:?20VA{OTHER}?32SITI?33 AMINAH\r\n"
    ":62F:C261120IDR9991800,00\r\n"
    "-\r\n"
)

DEBIT_CREDIT_COLUMNS = (
    "Account No,Date,Val. Date,Transaction Code,Description,Description,Reference No.,Debit,Credit\n"
    f'1370001234567,20/11/26,20/11/26,9020,SA CWD TRF,{CODE} KOP TANI,,".00","1,500,000.00"\n'
    '1370001234567,20/11/26,20/11/26,9021,BIAYA,ADM,,"25,000.00",".00"\n'
    f'1370001234567,21/11/26,21/11/26,9020,TRF,VA {OTHER},,".00","16,800.00"\n'
)
SIDE_BEHIND_AMOUNT = (
    "Informasi Rekening - Mutasi Rekening\n"
    "No. rekening : ,'0123456789\n"
    "Nama : ,CONTOH\n"
    "Periode : ,'01/11/2026 - 30/11/2026\n"
    "Kode Mata Uang : ,Rp\n"
    "\n"
    "Tanggal Transaksi,Keterangan,Cabang,Jumlah,,Saldo\n"
    f'\'20/11,"TRSF E-BANKING CR {CODE} KOP TANI",\'0000,"1,500,000.00",CR,"10,000,000.00"\n'
    '\'20/11,"BIAYA ADM",\'0000,"25,000.00",DB,"9,975,000.00"\n'
    f'PEND,"TRSF {OTHER}",\'0000,"16,800.00",CR,"9,991,800.00"\n'
    'Saldo Awal,:,"8,500,000.00",,,\n'
    'Mutasi Kredit,:,"1,516,800.00",2,,\n'
)
SEMICOLONS_AND_TIME = (
    "NO REK;TGL_TRAN;TGL_EFEKTIF;JAM_TRAN;SEQ;DESK_TRAN;SALDO_AWAL_MUTASI;MUTASI_DEBET;MUTASI_KREDIT;"
    "SALDO_AKHIR_MUTASI\n"
    f"000301001234567;2026-11-20;2026-11-20;08:30:11;1;{CODE} IURAN;8500000.00;0.00;1500000.00;10000000.00\n"
    f"000301001234567;2026-11-20;2026-11-20;09:10:45;2;IURAN KIOS;10000000.00;0.00;16800.00;10016800.00\n"
    f"000301001234567;2026-11-20;2026-11-20;11:02:00;3;IURAN KIOS;10016800.00;0.00;16800.00;10033600.00\n"
)
NEWEST_FIRST = (
    "Post Date\tValue Date\tBranch\tJournal No.\tDescription\tAmount\tDb/Cr\tBalance\n"
    f"21/11/2026\t21/11/2026\t0012\t880123\tTRANSFER DARI {OTHER}\t16.800,00\tK\t10.016.800,00\n"
    f"20/11/2026\t20/11/2026\t0012\t880101\tTRANSFER {CODE}\t1.500.000,00\tK\t10.000.000,00\n"
)


def mt940(entries: Iterable[tuple[str, int, str]], *, account: str = "0012003456", opening: int = 0) -> str:
    """A statement of (mark and reference such as 'C//A1', rupiah, words), all on 20 November 2026."""
    lines, balance = [":20:UJI", f":25:{account}", ":28C:1/1", f":60F:C261119IDR{opening},00"], opening
    for mark, amount, words in entries:
        side, _, reference = mark.partition("//")
        balance += amount if side in {"C", "RD"} else -amount
        lines += [f":61:2611201120{side}{amount},00NTRFNONREF//{reference}", f":86:{words}"]
    return "\r\n".join([*lines, f":62F:C261120IDR{balance},00", "-", ""])
