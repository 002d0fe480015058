"""What must hold between lines, parts, bills and the ledger. Each query yields what breaks it; none is right."""

from __future__ import annotations

from typing import Final

from ayomi.apps.audit.rules import Check
from ayomi.apps.contributions.rules import PARTS

_OF_LINES: Final = " UNION ALL ".join(
    f"SELECT bill_id, '{fund}' AS fund, sum({' + '.join(columns)})::bigint AS amount FROM contributions_line GROUP BY 1"
    for fund, columns in PARTS.items()
)

CHECKS: Final = (
    Check(
        "bill_is_its_parts",
        "Jumlah tiap tagihan sama dengan jumlah bagiannya.",
        "Each bill's total is the sum of its parts.",
        "SELECT b.id FROM contributions_bill b LEFT JOIN contributions_part p ON p.bill_id = b.id"
        " WHERE b.state <> 'cancelled' GROUP BY b.id HAVING b.total <> coalesce(sum(p.amount), 0)",
        "SELECT count(*) FROM contributions_bill",
    ),
    Check(
        "part_is_its_lines",
        "Tiap bagian tagihan sama dengan jumlah baris iuran, proyek, paket pekerja migran, dan dendanya.",
        "Each part of a bill is the sum of its lines, project charges, packages of migrant workers and fines.",
        f"WITH made AS ({_OF_LINES} UNION ALL SELECT bill_id, 'jkk', jkk FROM contributions_projectcharge"
        " UNION ALL SELECT bill_id, 'jkm', jkm FROM contributions_projectcharge"
        " UNION ALL SELECT bill_id, 'pmi', amount FROM contributions_packagecharge"
        " UNION ALL SELECT bill_id, 'fine', amount FROM contributions_fine WHERE bill_id IS NOT NULL),"
        " summed AS (SELECT bill_id, fund, sum(amount) AS amount FROM made GROUP BY 1, 2),"
        " asked AS (SELECT bill_id, fund, sum(amount) AS amount FROM contributions_part GROUP BY 1, 2)"
        " SELECT coalesce(s.bill_id, p.bill_id) FROM summed s FULL JOIN asked p"
        " ON p.bill_id = s.bill_id AND p.fund = s.fund JOIN contributions_bill b ON b.id = coalesce(s.bill_id,"
        " p.bill_id)"
        " WHERE b.state <> 'cancelled' AND coalesce(s.amount, 0) <> coalesce(p.amount, 0)",
        "SELECT count(*) FROM contributions_line",
    ),
    Check(
        "owed_is_in_the_ledger",
        "Yang terutang di buku besar sama dengan bagian tagihan yang final atau lunas.",
        "What the ledger holds as owed is what final and paid bills ask for.",
        "WITH booked AS (SELECT t.bill_id, a.fund, sum(CASE WHEN t.debit_id = a.id THEN t.amount ELSE -t.amount"
        " END) AS amount"
        " FROM ledger_transfer t JOIN ledger_account a ON a.id IN (t.debit_id, t.credit_id) AND a.code LIKE"
        " 'receivable/%'"
        " WHERE t.key LIKE 'bill:%:owed:%' OR t.key LIKE 'bill:%:turned-back:%' GROUP BY 1, 2),"
        " asked AS (SELECT p.bill_id, p.fund, p.amount FROM contributions_part p JOIN contributions_bill b ON"
        " b.id = p.bill_id"
        " WHERE b.state IN ('final', 'paid'))"
        " SELECT coalesce(k.bill_id, a.bill_id) FROM booked k FULL JOIN asked a"
        " ON a.bill_id = k.bill_id AND a.fund = k.fund WHERE coalesce(k.amount, 0) <> coalesce(a.amount, 0)",
        "SELECT count(*) FROM contributions_part",
    ),
    Check(
        "line_once",
        "Tidak ada anggota yang ditagih dua kali penuh untuk bulan yang sama.",
        "No member is billed twice in full for the same month.",
        "SELECT l.membership_id FROM contributions_line l JOIN contributions_bill b ON b.id = l.bill_id"
        " WHERE b.state <> 'cancelled' AND l.reason IN ('regular', 'joined_late')"
        " GROUP BY l.membership_id, l.month HAVING count(*) > 1",
        "SELECT count(*) FROM contributions_line",
    ),
    Check(
        "package_once",
        "Tidak ada paket pekerja migran yang ditagih dua kali.",
        "No package of a migrant worker is billed twice.",
        "SELECT c.membership_id FROM contributions_packagecharge c JOIN contributions_bill b ON b.id = c.bill_id"
        " WHERE b.state <> 'cancelled' GROUP BY c.membership_id, c.package_id HAVING count(*) > 1",
        "SELECT count(*) FROM contributions_packagecharge",
    ),
)
