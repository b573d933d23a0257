from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.models import Token
from directory.services.tokens import revoke_token


class Command(BaseCommand):
    """Takes the access tokens of a user back at once: all of them, or those of one name."""

    help = "Takes the access tokens of a user back at once: all of them, or those of one name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", help="only those that were given out under this name")

    def handle(self, *args: Any, **options: Any) -> None:
        tokens = Token.objects.filter(user__username=options["username"], revoked_at__isnull=True)
        if options["name"]:
            tokens = tokens.filter(name=options["name"])
        found = list(tokens.order_by("id"))
        if not found:
            raise CommandError(f"“{options['username']}” has no such token in force.")
        for token in found:
            revoke_token(token_id=token.pk, actor=None, now=clock.now())
            self.stdout.write(f"revoked: {token}")
