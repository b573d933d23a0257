from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import clock
from directory.models import User
from directory.services.tokens import issue_token


class Command(BaseCommand):
    """Gives a user an access token of the API and prints its secret once."""

    help = "Gives a user an access token of the API and prints its secret once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="script", help="what the token is for")
        parser.add_argument("--days", type=int, help="days until it ends; without it, never")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['username']}”.")
        now = clock.now()
        ends = now + timedelta(days=options["days"]) if options["days"] else None
        _, secret = issue_token(
            user=user, name=options["name"], actor=None, now=now, expires_at=ends
        )
        self.stdout.write(secret)
