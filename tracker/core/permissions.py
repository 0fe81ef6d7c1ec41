"""Permissions by name: a `rules` predicate over a person's access and the scope of a thing, and a sentence.

The same declaration guards pages, actions, imports and the API, becomes the reason that a refusal shows, and is what
docs/permissions.md is generated from. A name that is not declared, or a missing subject, is a denial.
"""

from dataclasses import dataclass

import rules

from tracker.core.decisions import ALLOWED, Decision, NotPermitted, deny


@dataclass(frozen=True)
class Permission:
    """`name` is `app.verb_noun`; `sentence` completes "You may not … : only …"."""

    name: str
    sentence: str


PERMISSIONS: dict[str, Permission] = {}


def declare(name: str, predicate: rules.Predicate, *, sentence: str) -> None:
    """Declares who may do `name`; called once, by the app that owns the thing."""
    rules.add_perm(name, predicate)
    PERMISSIONS[name] = Permission(name, sentence)


def decide(name: str, access: object, subject: object) -> Decision:
    """Whether the holder of `access` may do `name` to `subject` (anything with a `scope()`, or a scope itself)."""
    permission = PERMISSIONS.get(name)
    if permission is None or access is None or subject is None or not rules.has_perm(name, access, subject):
        sentence = permission.sentence if permission else "Nobody may do this."
        return deny(sentence, remedy="Ask your programme manager or an administrator if you need this role.")
    return ALLOWED


def demand(name: str, access: object, subject: object) -> None:
    """Raises `NotPermitted` unless `decide` allows."""
    decision = decide(name, access, subject)
    if not decision:
        raise NotPermitted(decision)
