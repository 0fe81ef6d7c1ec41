"""What the gate hears about one requirement from the records that answer it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether a requirement is met, and if not: why, and what to do. `page` names the address (which takes the
    deployment's id) where that is done; empty where there is none."""

    is_met: bool
    reason: str = ""
    remedy: str = ""
    page: str = ""

    def __bool__(self) -> bool:
        return self.is_met

    @property
    def sentence(self) -> str:
        """The reason and what to do about it, as one text for a person."""
        return " ".join(part for part in (self.reason, self.remedy) if part)


def met(reason: str = "", *, page: str = "") -> Verdict:
    """It is met; `reason` says by what, such as “Approved on 3 March 2026”."""
    return Verdict(is_met=True, reason=reason, page=page)


def unmet(reason: str, *, remedy: str = "", page: str = "") -> Verdict:
    """It is not met: `reason` says why, `remedy` what to do."""
    return Verdict(is_met=False, reason=reason, remedy=remedy, page=page)
