"""What a rule answers, and what happens when the answer is no.

A rule is one function that returns a `Decision`. A page shows its reason as the tooltip of a button that is not
offered; an action raises it with `require`, so that every door (page, workbook, API, command) refuses in one wording.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed, and if not: why, what to do, and which input it is about."""

    allowed: bool
    reason: str = ""
    remedy: str = ""
    field: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def sentence(self) -> str:
        """The reason and what to do about it, as one text for a person."""
        return " ".join(part for part in (self.reason, self.remedy) if part)


ALLOWED = Decision(allowed=True)


def deny(reason: str, *, remedy: str = "", field: str = "") -> Decision:
    """A refusal: `reason` says what is wrong, `remedy` what to do, `field` the input that it belongs to."""
    return Decision(allowed=False, reason=reason, remedy=remedy, field=field)


def first_refusal(*decisions: Decision) -> Decision:
    """The first of several decisions that refuses, or permission when none does."""
    return next((decision for decision in decisions if not decision), ALLOWED)


class Refused(Exception):
    """An action did not happen; nothing was written."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision


class NotPermitted(Refused):
    """A person may not do something to a thing that they may know exists."""


class StaleWrite(Refused):
    """Somebody else changed the row since it was read. `current` is the row as it now stands."""

    def __init__(self, current: object) -> None:
        super().__init__(
            deny(
                "Somebody else changed this while you were editing it.",
                remedy="Compare the two versions below, then save again or keep theirs.",
            )
        )
        self.current = current


def require(decision: Decision) -> None:
    """Raises `Refused` unless the decision allows."""
    if not decision:
        raise Refused(decision)
