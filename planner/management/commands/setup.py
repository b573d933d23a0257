"""`manage.py setup`: everything an installation needs, as often as one likes."""

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from directory import clock
from directory.services.reference import load_reference as load_directory
from planner import env, static_files
from planner.demonstration.loader import load_demo
from planner.first_users import Login, ensure_first_users
from plans.services.library import load_library
from plans.services.register import load_register
from projects.services.reference import load_reference as load_catalogues
from reminders.services.reference import load_rules

SETUP_LOCK = 0x5E70B


class Command(BaseCommand):
    """Migrates, loads reference data, plans and register, the demonstration city and the people.

    Run twice, it leaves the same as run once.
    """

    help = "Prepare the database: migrations, reference data, register, first users."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to leave out and where to report who can log in."""
        parser.add_argument("--no-demo", action="store_true", help="leave the demo city out")
        parser.add_argument("--logins", type=Path, help="write who can log in to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do every step; each finds out by itself what is left to do."""
        now = clock.now()
        demo = not options["no_demo"]
        with _alone():
            self._step("migrations", lambda: call_command("migrate", verbosity=0))
            for name, load in self._loaders(demo=demo, now=now):
                self._step(name, load)
            logins = ensure_first_users(now=now, password=env.raw("DEMO_PASSWORD"))
            self._step("static files", static_files.collect)
        self._report(logins, options["logins"])

    def _loaders(self, *, demo: bool, now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "reference data", lambda: load_directory(now=now)
        yield "catalogues", lambda: load_catalogues(now=now)
        yield "plans", lambda: load_library(now=now)
        yield "register", lambda: load_register(now=now)
        yield "reminder rules", lambda: load_rules(now=now)
        if demo:
            yield "demonstration city", lambda: load_demo(now=now)

    def _step(self, name: str, do: Callable[[], object]) -> None:
        began = time.monotonic()
        do()
        self.stdout.write(f"  {name:<20} {time.monotonic() - began:6.1f} s")

    def _report(self, logins: list[Login], path: Path | None) -> None:
        """Write the logins to the supervisor's file, or show the fresh ones."""
        if path is not None:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump([asdict(login) for login in logins], file, ensure_ascii=False)
            return
        for login in logins:
            if login.password:
                self.stdout.write(f"  {login.username:<20} {login.password:<24} {login.who}")


@contextmanager
def _alone() -> Iterator[None]:
    """Let two set-ups at once (two containers, an impatient person) wait for each other.

    A lock of the owner's session, since migrations commit in between.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETUP_LOCK])
