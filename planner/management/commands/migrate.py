"""`migrate`, as the owner of the tables."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from planner.roles import let_application_role_in


class Command(DjangoMigrate):
    """Migrates as the owner role, and gives the application role its rights over rows."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments, with the owner's connection as the default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; rights come first, so that tables are born with them."""
        if options["database"] in ("default", "owner"):
            options["database"] = "owner"
            let_application_role_in(
                connections["owner"], role=connections["default"].settings_dict["USER"]
            )
        super().handle(*args, **options)
