"""The text of docs/permissions.md."""

from datetime import date

from tests.contracts.routes import Row, as_table
from tests.contracts.world import World
from tracker.accounts.roles import Role
from tracker.core.permissions import PERMISSIONS, decide
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.permissions import ViewScope

HEAD = """# Who may do what

This page is written by `make docs` from what the product answers, and the tests fail when it is stale.

Rights come from roles ({roles}), each held over the whole programme, a network or a trust, from a day to a day. In the
tables the trust user holds the role over one trust, the signatory, procurement and programme manager over one network,
the others over the whole programme.

## Permissions

Each cell says what the role may do within its own scope; over another network's things nobody but the national roles may
do anything.

{permissions}

## Addresses

`yes`: answered (a form may still refuse what was typed). `sign in`: sent to the sign-in page. `404`: there is nothing
there for this person. `403`: they may see the thing and not do this to it. Where two words stand, the first is for a
thing of one's own network and trust, the second for another network's.

{routes}
"""


def permissions_page(world: World, rows: list[Row]) -> str:
    roles = list(world.people)
    return HEAD.format(
        roles=", ".join(role.label.lower() for role in Role),
        permissions=_permissions(world),
        routes=as_table(rows, roles),
    )


def _permissions(world: World) -> str:
    today = date(2025, 1, 1)
    people = {role: access_of(user, day=today) for role, user in world.people.items() if user is not None}
    place = scope_of_deployment(world.own.deployment, day=today)
    scope = ViewScope(**vars(place), is_shared=True)  # what is asked of a shared view of that place too
    lines = ["| permission | " + " | ".join(people) + " | who, in words |", "|---" * (len(people) + 2) + "|"]
    for name, permission in sorted(PERMISSIONS.items()):
        cells = ["yes" if decide(name, access, scope) else "no" for access in people.values()]
        lines.append(f"| `{name}` | " + " | ".join(cells) + f" | {permission.sentence} |")
    return "\n".join(lines)
