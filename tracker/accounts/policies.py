"""Rules about accounts. Pure."""

DEMO_DOMAIN = "@demo.example"


def is_demo_person(email: str) -> bool:
    """Somebody invented for the demo, whose password is public."""
    return email.lower().endswith(DEMO_DOMAIN)


def may_use_account(*, email: str, is_active: bool, has_demo: bool) -> bool:
    """An active account; one of the demo's people only where there is a demo. A database that was copied from a demo
    into production lets none of them in."""
    return is_active and (has_demo or not is_demo_person(email))
