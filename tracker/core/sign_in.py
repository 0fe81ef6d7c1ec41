"""What the sign-in page offers beside a password: single sign-on, and in the demo the people to sign in as."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from tracker.core.presentation import Link

DEMO_PASSWORD = "demo-only-password"  # noqa: S105 - public on purpose: these people exist only while DEMO=1


@dataclass(frozen=True)
class DemoPerson:
    """A sign-in that exists only in the demo, and what it shows."""

    email: str
    role: str


DEMO_PEOPLE = (
    DemoPerson("national@demo.example", "National lead: everything, with commercial figures"),
    DemoPerson("manager@demo.example", "Programme manager of one network"),
    DemoPerson("trust@demo.example", "Trust user of one trust"),
    DemoPerson("procurement@demo.example", "Procurement for one network"),
    DemoPerson("safety@demo.example", "Clinical safety officer of one network"),
    DemoPerson("viewer@demo.example", "Read-only viewer"),
    DemoPerson("admin@demo.example", "Administrator"),
)


@dataclass(frozen=True)
class SignInOptions:
    """`providers` lead to single sign-on; `demo_people` share one password."""

    providers: tuple[Link, ...]
    demo_people: tuple[DemoPerson, ...]
    demo_password: str


def sign_in_options() -> SignInOptions:
    """From the settings alone, so that the sign-in page needs no query."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return SignInOptions(
        providers=tuple(
            Link(app["name"], reverse("openid_connect_login", kwargs={"provider_id": app["provider_id"]}))
            for app in apps
        ),
        demo_people=DEMO_PEOPLE if settings.IS_DEMO else (),
        demo_password=DEMO_PASSWORD if settings.IS_DEMO else "",
    )
