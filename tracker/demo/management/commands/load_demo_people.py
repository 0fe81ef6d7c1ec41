"""Creates the people to sign in as in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.demo.people import load_people


class Command(BaseCommand):
    """`load_demo_people`: for a demo without a programme; run again once there is one, it gives the other roles."""

    help = "Create the people to sign in as. Roles over a network or a trust are given when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(person.email for person in load_people()))
