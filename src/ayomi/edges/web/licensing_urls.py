"""The addresses of recommendations for licensing offices and of administrative sanctions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import recommendation_acts, recommendations, sanctions

LICENSING: list[URLPattern | URLResolver] = [
    path("aturan-rekomendasi/", recommendations.licensing_rule, name="licensing_rule"),
    path("rekomendasi/", recommendations.recommendations, name="recommendations"),
    path("rekomendasi/minta/", recommendations.recommendation_new, name="recommendation_new"),
    path("rekomendasi/<int:request_id>/", recommendations.recommendation, name="recommendation"),
    path("rekomendasi/<int:request_id>/rekomendasi.pdf", recommendations.recommendation_pdf, name="recommendation_pdf"),
    path(
        "rekomendasi/<int:request_id>/lengkapi/",
        recommendation_acts.recommendation_complete,
        name="recommendation_complete",
    ),
    path(
        "rekomendasi/<int:request_id>/putuskan/",
        recommendation_acts.recommendation_decide,
        name="recommendation_decide",
    ),
    path(
        "rekomendasi/<int:request_id>/kedua/", recommendation_acts.recommendation_second, name="recommendation_second"
    ),
    path(
        "rekomendasi/<int:request_id>/cabut/",
        recommendation_acts.recommendation_withdraw,
        name="recommendation_withdraw",
    ),
    path("lembaga-perizinan/", recommendation_acts.authorities, name="authorities"),
    path("lembaga-perizinan/catat/", recommendation_acts.authority_new, name="authority_new"),
    path("sanksi/", sanctions.sanctions, name="sanctions"),
    path("badan/<int:organisation_id>/tegur/", sanctions.sanction_new, name="sanction_new"),
    path("sanksi/<int:case_id>/", sanctions.sanction, name="sanction"),
    path("sanksi/<int:case_id>/langkah/", sanctions.sanction_step, name="sanction_step"),
    path("sanksi/<int:case_id>/denda/", sanctions.sanction_fine, name="sanction_fine"),
    path("sanksi/<int:case_id>/cabut/", sanctions.sanction_lift, name="sanction_lift"),
    path("sanksi/<int:case_id>/batalkan/", sanctions.sanction_revoke, name="sanction_revoke"),
    path("sanksi/<int:case_id>/surat-<int:number>.pdf", sanctions.sanction_letter, name="sanction_letter"),
]
