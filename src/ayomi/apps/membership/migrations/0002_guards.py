"""Spans that may not meet, and who sees which membership and which person."""

from django.db import migrations

from ayomi.apps.audit.rules import guard, no_overlap, through, visible

SPANS = (
    # One membership at a time per person and channel: the organisation, the project, or (0) the person alone.
    no_overlap(
        "membership_once",
        "membership_membership",
        "person_id",
        "(CASE WHEN project_id IS NOT NULL THEN -project_id ELSE coalesce(organisation_id, 0) END)",
    )
    + no_overlap("term_once", "membership_term", "membership_id", where="superseded_at IS NULL")
    + no_overlap("cover_once", "membership_cover", "membership_id")
)
MEMBERSHIP = through("membership_membership", "id", "membership_id")
PERSON = visible(
    office="office_id",
    person="id",
    further=(
        "((SELECT ayomi_scope()) = 'office' AND EXISTS (SELECT 1 FROM membership_membership m WHERE m.person_id"
        " = registry_person.id"
        " AND m.office_id = ANY ((SELECT ayomi_offices())::bigint[])))",
        "((SELECT ayomi_scope()) = 'channel' AND EXISTS (SELECT 1 FROM membership_membership m"
        " WHERE m.person_id = registry_person.id AND (m.organisation_id = (SELECT ayomi_organisation())"
        " OR EXISTS (SELECT 1 FROM registry_project p WHERE p.id = m.project_id"
        " AND p.contractor_id = (SELECT ayomi_organisation())))))",
    ),
)
SCOPE = (
    guard(
        "membership_membership",
        visible(
            office="office_id",
            organisation="coalesce(organisation_id,"
            " (SELECT p.contractor_id FROM registry_project p WHERE p.id = project_id))",
            person="person_id",
        ),
    )
    + guard("membership_term", MEMBERSHIP)
    + guard("membership_change", MEMBERSHIP)
    + guard("membership_cover", MEMBERSHIP)
    + guard("registry_person", PERSON)
)


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial"), ("registry", "0002_guards")]
    operations = [migrations.RunSQL(SPANS), migrations.RunSQL(SCOPE)]
