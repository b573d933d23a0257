"""What the application's database role may do: read and write rows, and change no table."""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ROW_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


def let_application_role_in(
    owner: BaseDatabaseWrapper, *, role: str, row_rights: str = ROW_RIGHTS
) -> None:
    """Give `role` its rights over the owner's tables, those that stand and those to come.

    Does nothing where one role is both (a database given with DATABASE_URL alone).
    """
    if role == owner.settings_dict["USER"]:
        return
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        # Two migrations at once would meet on the same catalogue rows.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('planner.roles'))")
        name = owner.ops.quote_name(role)
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT {row_rights} ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {row_rights} ON TABLES TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}",
        ):
            cursor.execute(statement)
