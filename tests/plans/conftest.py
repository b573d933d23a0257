"""The real plans and the register that rests on them, loaded once a module.

pytest loads this file before the settings when it is told this folder alone: hence the imports
inside the fixtures. A module takes one of `reference`, `library` and `register`; its tests run in
savepoints within the transaction that loaded it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.plans.files import PLANS


@contextmanager
def _for_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module, rolled back after them.

    The database's own upkeep does not see the rows of an open transaction. It may take their
    tables for empty, and a nested loop over thousands of rows for the shortest way.
    """
    from django.db import connection, transaction

    with blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def loaded_reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from tests.plans import stage

    with _for_a_module(django_db_blocker):
        stage.load_reference()
        yield


@pytest.fixture(scope="module")
def loaded_library(loaded_reference: None) -> None:
    from tests.plans import stage

    stage.load_plans()


@pytest.fixture(scope="module")
def loaded_register(loaded_library: None) -> None:
    from tests.plans import stage

    stage.load_projects()


@pytest.fixture
def reference(loaded_reference: None, db: None) -> None:
    """Regions, departments, sectors and rules."""


@pytest.fixture
def library(loaded_library: None, db: None) -> None:
    """The five plans with their commitments."""


@pytest.fixture
def register(loaded_register: None, db: None) -> None:
    """The projects that rest on them."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plans' files that a test may correct or spoil."""
    return Path(shutil.copytree(PLANS, tmp_path / "plans"))
