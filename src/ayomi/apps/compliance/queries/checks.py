"""What must hold of recommendations and sanctions, whoever wrote them."""

from __future__ import annotations

from typing import Final

from ayomi.apps.audit.rules import Check

CHECKS: Final = (
    Check(
        "recommendations_with_decisions",
        "Tiap rekomendasi berasal dari putusan yang memberikannya, dan tiap putusan yang memberi punya rekomendasinya.",
        "Each recommendation comes from a decision that gives one, and each such decision has its recommendation.",
        "SELECT coalesce(d.id, p.decision_id) FROM (SELECT * FROM compliance_decision WHERE outcome <> 'refused'"
        " AND version IN ('standing', 'replaced')) d FULL JOIN (SELECT * FROM compliance_proof"
        " WHERE kind = 'recommendation') p ON p.decision_id = d.id WHERE d.id IS NULL OR p.id IS NULL",
        "SELECT count(*) FROM compliance_decision",
    ),
    Check(
        "recommendation_states",
        "Keadaan tiap permintaan rekomendasi sesuai dengan putusannya.",
        "The state of each question for a recommendation agrees with its decisions.",
        "SELECT r.id FROM compliance_request r WHERE r.state <> CASE WHEN EXISTS (SELECT 1 FROM compliance_decision d"
        " WHERE d.request_id = r.id AND d.version = 'proposed') THEN 'proposed' WHEN EXISTS (SELECT 1 FROM"
        " compliance_decision d WHERE d.request_id = r.id AND d.version = 'standing') THEN 'answered'"
        " ELSE 'waiting' END",
        "SELECT count(*) FROM compliance_request",
    ),
    Check(
        "recommendations_four_eyes",
        "Putusan yang menyimpang dari aturan disetujui orang kedua.",
        "Decisions that depart from the rule were made by a second person.",
        "SELECT id FROM compliance_decision WHERE version IN ('standing', 'replaced')"
        " AND (deviates <> CASE WHEN rule_outcome = 'unclear'"
        " THEN array_position(ARRAY['refused', 'short', 'granted'], outcome::text)"
        " > array_position(ARRAY['refused', 'short', 'granted'], ceiling::text) ELSE outcome <> rule_outcome END"
        " OR (deviates AND (decided_by IS NULL OR proposed_by IS NULL OR decided_by = proposed_by)))",
        "SELECT count(*) FROM compliance_decision WHERE version IN ('standing', 'replaced')",
    ),
    Check(
        "replaced_recommendations_withdrawn",
        "Rekomendasi dari putusan yang sudah diganti tidak berlaku lagi.",
        "No recommendation stands of a decision that was replaced.",
        "SELECT p.id FROM compliance_proof p JOIN compliance_decision d ON d.id = p.decision_id"
        " WHERE d.version = 'replaced' AND p.withdrawn_at IS NULL",
        "SELECT count(*) FROM compliance_proof WHERE kind = 'recommendation'",
    ),
    Check(
        "services_stopped_no_recommendation",
        "Tidak ada rekomendasi menurut aturan yang berlaku selama penghentian layanan diminta.",
        "While services are asked to be stopped, no recommendation given by the rule stands.",
        "SELECT p.id FROM compliance_proof p JOIN compliance_decision d ON d.id = p.decision_id JOIN compliance_request"
        " r ON r.id = d.request_id JOIN compliance_sanctioncase c ON c.organisation_id = r.organisation_id"
        " AND c.state = 'open' JOIN compliance_sanctionstep s ON s.case_id = c.id AND s.step = 'stop_services'"
        " WHERE p.withdrawn_at IS NULL AND NOT d.deviates AND p.issued_at < s.taken_at",
        "SELECT count(*) FROM compliance_sanctionstep WHERE step = 'stop_services'",
    ),
    Check(
        "sanctions_in_order",
        "Tiap langkah sanksi diberikan setelah jangka waktu langkah sebelumnya lewat, mulai dari teguran pertama.",
        "Each step of a sanction follows the one before only after its time, beginning with the first warning.",
        "SELECT s.id FROM compliance_sanctionstep s LEFT JOIN compliance_sanctionstep b ON b.case_id = s.case_id"
        " AND b.number = s.number - 1 WHERE (s.number = 1) <> (s.step = 'warning_1')"
        " OR (s.number > 1 AND (b.id IS NULL OR b.ends_on IS NULL OR s.taken_on <= b.ends_on))",
        "SELECT count(*) FROM compliance_sanctionstep",
    ),
)  # fmt: skip
