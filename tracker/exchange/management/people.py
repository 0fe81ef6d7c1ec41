"""Who a command acts for."""

from django.core.management.base import CommandError, CommandParser

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email, system_user


def add_person_argument(parser: CommandParser) -> None:
    """Adds `--by EMAIL`."""
    parser.add_argument(
        "--by",
        default="",
        metavar="EMAIL",
        help="the person who imports, whose rights hold (default: the system itself)",
    )


def person_behind(email: str) -> User:
    """The active person with this address, or the system when none is given."""
    if not email:
        return system_user()
    try:
        return get_user_by_email(email)
    except User.DoesNotExist:
        raise CommandError(f"There is no active person with the address {email}. Check its spelling.") from None
