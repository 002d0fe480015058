"""Whoever asks for recommendations on behalf of a licensing office is bound to its organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("offices", "0004_read_only"),
        ("registry", "0004_work_order"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_scope_fits_role",
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("membership_officer", "membership_officer"),
                    ("supervisor", "supervisor"),
                    ("office_head", "office_head"),
                    ("regional", "regional"),
                    ("head_office", "head_office"),
                    ("finance", "finance"),
                    ("auditor", "auditor"),
                    ("channel_administrator", "channel_administrator"),
                    ("licensing_officer", "licensing_officer"),
                    ("worker", "worker"),
                    ("administrator", "administrator"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisation__isnull", False),
                        ("person__isnull", True),
                        ("role__in", ["channel_administrator", "licensing_officer"]),
                    ),
                    models.Q(("organisation__isnull", True), ("person__isnull", False), ("role", "worker")),
                    models.Q(
                        models.Q(("role__in", ["channel_administrator", "licensing_officer", "worker"]), _negated=True),
                        ("office__isnull", False),
                        ("organisation__isnull", True),
                        ("person__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="user_scope_fits_role",
            ),
        ),
    ]
