"""Regencies count people where they live, as the figures they are held against do, and projects where they are built.

What is kept is counted anew the next time everything is brought up to date: all of it is noted as changed.
"""

from django.db import migrations, models

from ayomi.apps.steering.rules.counting import EVER

# The same whole number out of cheaper parts: it is asked for with every row that is read.
MONTH = """
CREATE OR REPLACE FUNCTION steering_month(day date) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql
    AS $$ SELECT (date_part('year', day) * 12 + date_part('month', day))::int - 1 $$;
"""
MOVED = """
CREATE OR REPLACE FUNCTION steering_registry_project_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$ BEGIN
    INSERT INTO steering_touched (kind, subject_id) SELECT 'project', c.id FROM came c JOIN gone g ON g.id = c.id
    WHERE (g.office_id, g.region_id) IS DISTINCT FROM (c.office_id, c.region_id);
    RETURN NULL; END $$;
"""
# A span that grows by a month stays on its page, and no index hears of it.
ROOM = "ALTER TABLE steering_presence SET (fillfactor = 85);"
AGAIN = f"""
INSERT INTO steering_touchedmembership (membership_id, since, until)
    SELECT id, 0, {EVER} FROM membership_membership WHERE EXISTS (SELECT 1 FROM steering_refresh);
INSERT INTO steering_touched (kind, subject_id)
    SELECT 'project', project_id FROM membership_projectcover WHERE EXISTS (SELECT 1 FROM steering_refresh);
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0008_feed")]
    operations = [
        migrations.AddField("projectcount", "regency", models.CharField(blank=True, default="", max_length=5)),
        migrations.RunSQL(MONTH + MOVED + ROOM + AGAIN),
    ]
