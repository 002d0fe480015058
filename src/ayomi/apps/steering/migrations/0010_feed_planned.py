"""What changed is noted by statements planned for the rows of each change.

PL/pgSQL keeps the plan of its first call. Made for one bill, it compares each of ten thousand with each of ten
thousand. EXECUTE plans anew, which costs a single row half a millisecond. Months are closed by looking their tallies
up by month.
"""

from django.db import migrations, models

PLANNED_EACH_TIME = r"""
DO $do$
DECLARE made record;
BEGIN
    FOR made IN SELECT oid::regprocedure AS name, prosrc AS body FROM pg_proc
        WHERE proname ~ '^steering_.*_(insert|update|delete)$' AND prorettype = 'trigger'::regtype
        AND prosrc ~ ' JOIN ' AND prosrc !~ 'EXECUTE' LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION %s RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER'
            ' SET search_path = public, pg_temp AS %L', made.name,
            regexp_replace(made.body, '(INSERT INTO [^;]+);', 'EXECUTE $q$\1$q$;', 'g'));
    END LOOP;
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0009_where_people_live")]
    operations = [
        migrations.RunSQL(PLANNED_EACH_TIME),
        migrations.AddIndex("tally", models.Index(fields=["month"], name="tally_month")),
    ]
