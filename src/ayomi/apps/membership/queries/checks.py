"""What must hold among members, terms and cover, whoever wrote them."""

from __future__ import annotations

from typing import Final

from ayomi.apps.audit.rules import Check

CHECKS: Final = (
    Check(
        "nik_once",
        "Satu NIK hanya pada satu orang.",
        "One NIK belongs to one person.",
        "SELECT min(id) FROM registry_person WHERE merged_into_id IS NULL AND nik_hash IS NOT NULL"
        " GROUP BY nik_hash HAVING count(*) > 1",
        "SELECT count(*) FROM registry_person",
    ),
    Check(
        "membership_once",
        "Tidak ada dua kepesertaan seseorang yang bertumpuk pada saluran yang sama.",
        "No two memberships of a person in one channel overlap.",
        """
        SELECT a.id FROM membership_membership a JOIN membership_membership b ON b.person_id = a.person_id AND
          b.id > a.id
        WHERE coalesce(a.organisation_id, 0) = coalesce(b.organisation_id, 0)
          AND coalesce(a.project_id, 0) = coalesce(b.project_id, 0)
          AND daterange(a.since, a.until) && daterange(b.since, b.until)
        """,
        "SELECT count(*) FROM membership_membership",
    ),
    Check(
        "terms_once",
        "Tiap kepesertaan punya paling banyak satu upah dan pilihan program pada satu hari.",
        "Each membership has at most one wage and choice of programmes on any day.",
        """
        SELECT membership_id FROM (
            SELECT membership_id, since, lag(coalesce(until, 'infinity')) OVER (PARTITION BY membership_id
              ORDER BY since)
                AS before FROM membership_term WHERE superseded_at IS NULL
        ) t WHERE before > since
        """,
        "SELECT count(*) FROM membership_term",
    ),
    Check(
        "cover_within_membership",
        "Tidak ada perlindungan di luar masa kepesertaan.",
        "No cover outside the membership.",
        "SELECT c.membership_id FROM membership_cover c JOIN membership_membership m ON m.id = c.membership_id"
        " WHERE c.until > c.since AND (c.since < m.since OR c.until > m.until)",
        "SELECT count(*) FROM membership_cover",
    ),
    Check(
        "spans_guarded",
        "Basis data menolak masa yang bertumpuk.",
        "The database refuses spans that overlap.",
        "SELECT 1 WHERE (SELECT count(*) FROM pg_constraint WHERE contype = 'x' AND conname IN"
        " ('membership_once', 'term_once', 'organisation_term_once', 'area_served_once',"
        " 'package_cover_once')) <> 5",
        "SELECT count(*) FROM pg_constraint WHERE contype = 'x'",
    ),
)
