from django.db import migrations

FORWARDS = r"""
CREATE FUNCTION projects_search_grams(code varchar, name varchar, aliases varchar[])
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT array_agg(DISTINCT gram)
    FROM (
        SELECT normalize(lower(code || ' ' || name || ' ' || array_to_string(aliases, ' ')), NFKC)
    ) AS sentence (letters),
    generate_series(1, length(letters)) AS place,
    LATERAL (VALUES (substr(letters, place, 1)), (substr(letters, place, 2))) AS cut (gram)
    WHERE gram !~ '\s'
);
"""


class Migration(migrations.Migration):
    """The letters and pairs of letters of a project's code, name and aliases.

    One function with a RETURN body: a generated column over nested string-body functions
    dumps well and then fails in pg_restore.
    """

    dependencies = []

    operations = [
        migrations.RunSQL(
            FORWARDS, "DROP FUNCTION projects_search_grams(varchar, varchar, varchar[])"
        ),
    ]
