"""What is open is found by office and by its due day without looking at what was paid long ago.

A bill carries the office of its payer, so an office sees it by its own column; others see it through the payer, as
before.
"""

from django.db import migrations, models
from django.db.models import Q

from ayomi.apps.audit.rules import ALL, through

_SEEN = (
    f"{ALL} OR ((SELECT ayomi_scope()) = 'office' AND office_id = ANY ((SELECT ayomi_offices())::bigint[]))"
    f" OR ((SELECT ayomi_scope()) <> 'office' AND {through('registry_payer', 'id', 'payer_id')})"
)
SCOPE = f"ALTER POLICY scope ON contributions_bill USING ({_SEEN}) WITH CHECK ({_SEEN});"
ONCE = f"{ALL} OR {through('registry_payer', 'id', 'payer_id')}"


class Migration(migrations.Migration):
    dependencies = [("contributions", "0005_indexes")]
    operations = [
        migrations.RunSQL(SCOPE, f"ALTER POLICY scope ON contributions_bill USING ({ONCE}) WITH CHECK ({ONCE});"),
        migrations.AddIndex(
            "bill",
            models.Index(
                fields=["office", "due_on"],
                include=["total", "payer"],
                condition=Q(state="final"),
                name="bill_open_office",
            ),
        ),
        migrations.AddIndex("bill", models.Index(fields=["due_on", "id"], name="bill_newest")),
        migrations.AddIndex(
            "bill", models.Index(fields=["due_on", "id"], condition=Q(state="cancelled"), name="bill_cancelled")
        ),
        migrations.RemoveIndex("bill", "bill_open_due"),
        migrations.AddIndex(
            "bill", models.Index(fields=["due_on", "id"], condition=Q(state="final"), name="bill_open_due")
        ),
        migrations.AddIndex(
            "bill", models.Index(fields=["office"], condition=Q(state="draft"), name="bill_draft_office")
        ),
    ]
