"""The addresses of people, organisations, projects, search and one's own data."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import (
    enrolling,
    merging,
    migrants,
    my_data,
    organisations,
    person_changes,
    person_edit,
    person_list,
    persons,
    projects,
    search,
)

PEOPLE: list[URLPattern | URLResolver] = [
    path("peserta/", person_list.persons, name="persons"),
    path("peserta/baru/", enrolling.person_new, name="person_new"),
    path("peserta/<int:person_id>/", persons.person, name="person"),
    path("peserta/<int:person_id>/tampilkan/", persons.person_reveal, name="person_reveal"),
    path("peserta/<int:person_id>/betulkan/", person_edit.person_edit, name="person_edit"),
    path("peserta/<int:person_id>/daftarkan/", enrolling.person_enrol, name="person_enrol"),
    path("peserta/<int:person_id>/ubah/", person_changes.person_change, name="person_change"),
    path("peserta/<int:person_id>/bandingkan/", merging.person_compare, name="person_compare"),
    path("peserta/<int:person_id>/gabungkan/<int:other_id>/", merging.person_merge, name="person_merge"),
    path("peserta/<int:person_id>/berbeda/<int:other_id>/", merging.person_different, name="person_different"),
    path("peserta/ganda/", merging.duplicates, name="duplicates"),
    path("gabungan/usul/<int:pair_id>/", merging.merge_proposal, name="merge_proposal"),
    path("gabungan/<int:merge_id>/pisahkan/", merging.person_separate, name="person_separate"),
    path("kepesertaan/<int:membership_id>/upah/", person_changes.member_wage, name="member_wage"),
    path("kepesertaan/<int:membership_id>/program/", person_changes.member_programmes, name="member_programmes"),
    path("kepesertaan/<int:membership_id>/saluran/", person_changes.member_channel, name="member_channel"),
    path("kepesertaan/<int:membership_id>/akhiri/", person_changes.member_leave, name="member_leave"),
    path("migran/", migrants.migrants, name="migrants"),
    path("migran/<int:membership_id>/", migrants.migrant, name="migrant"),
    path("migran/<int:membership_id>/kontrak/", migrants.migrant_place, name="migrant_place"),
    path("migran/<int:membership_id>/perpanjang/", migrants.migrant_prolong, name="migrant_prolong"),
    path("migran/<int:membership_id>/tagih/", migrants.migrant_bill, name="migrant_bill"),
    path("migran/<int:membership_id>/tarik/", migrants.migrant_take_back, name="migrant_take_back"),
    path("badan/", organisations.organisations, name="organisations"),
    path("badan/baru/", organisations.organisation_new, name="organisation_new"),
    path("badan/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("badan/<int:organisation_id>/betulkan/", organisations.organisation_edit, name="organisation_edit"),
    path("badan/<int:organisation_id>/risiko/", organisations.organisation_risk, name="organisation_risk"),
    path("badan/<int:organisation_id>/tempat/", organisations.site_new, name="site_new"),
    path("badan/<int:organisation_id>/penghubung/", organisations.contact_new, name="contact_new"),
    path("proyek/", projects.projects, name="projects"),
    path("proyek/baru/", projects.project_new, name="project_new"),
    path("proyek/<int:project_id>/", projects.project, name="project"),
    path("proyek/<int:project_id>/subkontraktor/", projects.subcontractor_new, name="subcontractor_new"),
    path("cari/", search.search, name="search"),
    path("data-saya/", my_data.my_data, name="my_data"),
]
