"""Offices opened, and governments that pay for others: few enough to be counted when they are asked for. Pure."""

from ayomi.apps.steering.rules.indicators.shapes import ALL, Family, Indicator

FAMILY = Family(8, "Jaringan", "Network")

INDICATORS = (
    Indicator(
        "offices_opened", "Kantor dibuka", "Offices opened", "office", (ALL,), "since_new_year",
        "Kantor, yang ini dan di bawahnya, yang dibuka sejak 1 Januari sampai hari terakhir bulan itu.",
        "Offices, this one and those below it, opened between 1 January and the last day of the month.",
        "offices_office", "",
        statement="""
SELECT a.month, u.node_id, count(*) FROM asked a JOIN under u ON u.month = a.month
JOIN offices_office o ON o.id = u.office_id AND o.opened BETWEEN a.new_year AND a.last GROUP BY 1, 2
""",
    ),
    Indicator(
        "sponsoring_governments", "Pemerintah yang membayar", "Governments that pay", "government", ("own_account",),
        "since_new_year",
        "Pemerintah yang melunasi tagihan pekerja mandiri sejak 1 Januari sampai hari terakhir bulan itu.",
        "Governments that paid a bill of own-account workers between 1 January and the last day of the month.",
        "contributions_bill, registry_payer, registry_organisation", "",
        statement="""
SELECT a.month, u.node_id, count(DISTINCT g.id) FROM registry_organisation g
JOIN registry_payer p ON p.organisation_id = g.id
JOIN contributions_bill b ON b.payer_id = p.id AND b.state = 'paid' AND b.segment = 'own_account'
JOIN asked a ON b.paid_on BETWEEN a.new_year AND a.last
JOIN under u ON u.month = a.month AND u.office_id = b.office_id WHERE g.kind = 'government' GROUP BY 1, 2
""",
    ),
)  # fmt: skip
