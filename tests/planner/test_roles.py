"""The application's database role reads and writes rows, and changes no table."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, connections, transaction

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application() -> None:
    owner = connections["owner"].settings_dict
    assert connection.settings_dict["USER"] != owner["USER"]
    assert connection.settings_dict["NAME"] == owner["NAME"]


def test_rows_may_be_written() -> None:
    ContentType.objects.create(app_label="planner", model="trial")
    assert ContentType.objects.filter(model="trial").update(model="trial2") == 1
    assert ContentType.objects.filter(model="trial2").delete()[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE trial (id int)",
        "ALTER TABLE django_content_type ADD COLUMN trial int",
        "DROP TABLE django_content_type CASCADE",
        "CREATE ROLE trial",
        "ALTER TABLE django_content_type DISABLE TRIGGER ALL",
    ],
)
def test_tables_and_roles_may_not_be_changed(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_nobody_is_a_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname = ANY(%s)",
            [[connections[alias].settings_dict["USER"] for alias in ("default", "owner")]],
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "timeout", ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
)
def test_every_connection_has_its_timeouts(timeout: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {timeout}")
        assert cursor.fetchone() not in (None, ("0",))
