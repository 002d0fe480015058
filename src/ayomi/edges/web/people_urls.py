"""The addresses of people, organisations, projects, search and one's own data."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from ayomi.edges.web.views import enrolling, merging, person_changes, person_edit, person_list, persons

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
    path("gabungan/<int:merge_id>/pisahkan/", merging.person_separate, name="person_separate"),
    path("kepesertaan/<int:membership_id>/upah/", person_changes.member_wage, name="member_wage"),
    path("kepesertaan/<int:membership_id>/program/", person_changes.member_programmes, name="member_programmes"),
    path("kepesertaan/<int:membership_id>/saluran/", person_changes.member_channel, name="member_channel"),
    path("kepesertaan/<int:membership_id>/akhiri/", person_changes.member_leave, name="member_leave"),
]
