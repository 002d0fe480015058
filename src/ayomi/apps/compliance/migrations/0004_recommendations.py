"""What licensing offices ask and are told, and administrative sanctions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0003_cards_of_memberships"),
        ("membership", "0007_granted_by_name"),
        ("offices", "0004_read_only"),
        ("partners", "0004_conversations_guards"),
        ("registry", "0004_work_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="of the organisation, for whoever may not see its row", max_length=160),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cooperative_office", "cooperative_office"),
                            ("one_stop_office", "one_stop_office"),
                            ("ministry", "ministry"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                ("facts", models.JSONField(help_text="of the organisation on that day, nothing about persons")),
                ("findings", models.JSONField(help_text="what each criterion said")),
                ("rule_since", models.DateField(help_text="the newest day on which a measure of the rule changed")),
                (
                    "rule_outcome",
                    models.CharField(
                        choices=[
                            ("granted", "granted"),
                            ("short", "short"),
                            ("refused", "refused"),
                            ("unclear", "unclear"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "ceiling",
                    models.CharField(
                        choices=[("granted", "granted"), ("short", "short"), ("refused", "refused")], max_length=8
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("granted", "granted"), ("short", "short"), ("refused", "refused")], max_length=8
                    ),
                ),
                ("deviates", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("since", models.DateField()),
                ("until", models.DateField(help_text="first day on which it no longer holds", null=True)),
                (
                    "version",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("standing", "standing"),
                            ("returned", "returned"),
                            ("replaced", "replaced"),
                        ],
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.BigIntegerField(help_text="null: the rule", null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(help_text="null: the rule", null=True)),
                ("second_reason", models.CharField(blank=True, max_length=300)),
                ("lapse", models.JSONField(help_text="what made it fall", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="the asker's own number for it", max_length=64)),
                ("fingerprint", models.BinaryField(help_text="of what was asked under the key", max_length=32)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("new_licence", "new_licence"),
                            ("status_review", "status_review"),
                            ("other", "other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "number_kind",
                    models.CharField(
                        choices=[("nib", "nib"), ("npp", "npp"), ("nik_koperasi", "nik_koperasi"), ("name", "name")],
                        max_length=16,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("stated", models.IntegerField(help_text="workers and members it has in all, as stated", null=True)),
                ("found", models.CharField(blank=True, help_text="name of that organisation", max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("proposed", "proposed"), ("answered", "answered")],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(help_text="last day for an answer")),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SanctionCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("unregistered", "unregistered"),
                            ("incomplete", "incomplete"),
                            ("arrears", "arrears"),
                        ],
                        max_length=12,
                    ),
                ),
                ("facts", models.JSONField(help_text="of the organisation when it was opened")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("lifted", "lifted"), ("revoked", "revoked")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.BigIntegerField(null=True)),
                (
                    "fine_paid",
                    models.BigIntegerField(help_text="rupiah of the administrative fine that were paid", null=True),
                ),
                ("fine_paid_on", models.DateField(null=True)),
                ("fine_reference", models.CharField(blank=True, max_length=80)),
                ("closed_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.BigIntegerField(null=True)),
                ("closed_reason", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="SanctionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("warning_1", "warning_1"),
                            ("warning_2", "warning_2"),
                            ("fine", "fine"),
                            ("stop_services", "stop_services"),
                        ],
                        max_length=13,
                    ),
                ),
                ("taken_on", models.DateField()),
                ("ends_on", models.DateField(help_text="last day of the time it gives", null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "base",
                    models.BigIntegerField(
                        help_text="contributions due in rupiah, of which the fine is counted", null=True
                    ),
                ),
                ("services", models.JSONField(default=list, help_text="public services that shall be stopped")),
                ("facts", models.JSONField(help_text="of the organisation on that day")),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="proof",
            name="proof_of_one_thing",
        ),
        migrations.AlterField(
            model_name="proof",
            name="kind",
            field=models.CharField(
                choices=[
                    ("card", "card"),
                    ("certificate", "certificate"),
                    ("project", "project"),
                    ("recommendation", "recommendation"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="office",
            field=models.ForeignKey(
                help_text="who looks after it",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="organisation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="region",
            field=models.ForeignKey(
                help_text="null: all",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.region",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decision__isnull", True),
                        ("kind", "card"),
                        ("membership__isnull", False),
                        ("payer__isnull", True),
                        ("person__isnull", False),
                    ),
                    models.Q(
                        ("decision__isnull", True),
                        ("kind__in", ["certificate", "project"]),
                        ("membership__isnull", True),
                        ("payer__isnull", False),
                        ("person__isnull", True),
                    ),
                    models.Q(
                        ("decision__isnull", False),
                        ("kind", "recommendation"),
                        ("membership__isnull", True),
                        ("payer__isnull", True),
                        ("person__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="proof_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(fields=("decision",), name="proof_decision_once"),
        ),
        migrations.AddField(
            model_name="request",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.authority"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="office",
            field=models.ForeignKey(
                help_text="which answers",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.partner"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="region",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.region"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.request"
            ),
        ),
        migrations.AddField(
            model_name="sanctioncase",
            name="office",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"),
        ),
        migrations.AddField(
            model_name="sanctioncase",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="sanctioncase",
            name="stop_authority",
            field=models.ForeignKey(
                help_text="which was asked to stop services",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="compliance.authority",
            ),
        ),
        migrations.AddField(
            model_name="sanctionstep",
            name="authority",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.authority"
            ),
        ),
        migrations.AddField(
            model_name="sanctionstep",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compliance.sanctioncase"
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="authority_span",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["office", "state", "due_on"], name="compliance__office__5ca7b2_idx"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["authority", "-asked_at"], name="compliance__authori_974231_idx"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["organisation", "-asked_at"], name="compliance__organis_59cc9c_idx"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("authority", "key"), name="request_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("stated__isnull", True), ("stated__gt", 0), _connector="OR"),
                name="request_stated_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="request_has_key"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="decision_number"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("version", "standing")), fields=("request",), name="decision_stands_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("version", "proposed")), fields=("request",), name="decision_proposed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), ("until__isnull", True)),
                    models.Q(
                        models.Q(("outcome", "refused"), _negated=True),
                        ("until__gt", models.F("since")),
                        ("until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decision_span",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deviates", False),
                    ("version__in", ["proposed", "returned"]),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("proposed_by__isnull", False),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("version", "proposed")),
                    models.Q(models.Q(("version", "proposed"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="decision_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deviates", False), ("proposed_by__isnull", True)),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_by_a_person_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="sanctioncase",
            index=models.Index(fields=["office", "state"], name="compliance__office__af03e5_idx"),
        ),
        migrations.AddIndex(
            model_name="sanctioncase",
            index=models.Index(fields=["organisation", "-opened_on"], name="compliance__organis_6e390e_idx"),
        ),
        migrations.AddConstraint(
            model_name="sanctioncase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("organisation",), name="case_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctioncase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_on__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("closed_at__isnull", False),
                        ("closed_on__isnull", False),
                        models.Q(("closed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_closed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctioncase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fine_paid__isnull", True), ("fine_paid_on__isnull", True)),
                    models.Q(
                        ("fine_paid__gt", 0),
                        ("fine_paid_on__isnull", False),
                        models.Q(("fine_reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_fine_paid_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionstep",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="step_number"),
        ),
        migrations.AddConstraint(
            model_name="sanctionstep",
            constraint=models.UniqueConstraint(fields=("case", "step"), name="step_once"),
        ),
        migrations.AddConstraint(
            model_name="sanctionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("base__gt", 0), ("step", "fine")),
                    models.Q(models.Q(("step", "fine"), _negated=True), ("base__isnull", True)),
                    _connector="OR",
                ),
                name="step_fine_base",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authority__isnull", False), ("ends_on__isnull", True), ("step", "stop_services")),
                    models.Q(
                        models.Q(("step", "stop_services"), _negated=True),
                        ("authority__isnull", True),
                        ("ends_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="step_stop_names_who",
            ),
        ),
    ]
