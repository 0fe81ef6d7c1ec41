"""Issues an API key to a person and prints it, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email, system_user
from tracker.api.actions.tokens import issue_token


class Command(BaseCommand):
    help = "Issue an API key to the person with this e-mail address and print it. It is shown only now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = get_user_by_email(options["email"])
        except User.DoesNotExist:
            raise CommandError(
                f"Nobody who can sign in has the address {options['email']}. Check the spelling, or add the person first."
            ) from None
        _, key = issue_token(user=person, by=system_user())
        self.stdout.write(key)
