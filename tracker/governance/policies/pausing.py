"""Rules about pausing clinical use and beginning again. Pure."""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.policies.patient_data import may_write
from tracker.networks.policies import is_live
from tracker.networks.vocabulary import ClinicalUse


def may_pause(state: ClinicalUse, reason: str) -> Decision:
    """Whether clinical use may be paused now: it is going on, and somebody says why it stops."""
    if state == ClinicalUse.PAUSED:
        return deny("Clinical use is paused already.", remedy="There is nothing to do.")
    if not is_live(state):
        return deny("The tool is not in clinical use here.", remedy="There is nothing to pause.")
    if not reason.strip():
        return deny("Pausing needs a reason.", remedy="Say in a sentence what is wrong.", field="reason")
    return may_write(reason=reason)


def may_resume(*, is_after_a_pause: bool, reason: str) -> Decision:
    """Whether a pause may end: there is one, and the safety officer says why it is safe again."""
    if not is_after_a_pause:
        return deny("Clinical use is not paused.", remedy="There is nothing to resume.")
    if not reason.strip():
        return deny("Say what makes it safe to begin again.", remedy="Write it in a sentence.", field="reason")
    return may_write(reason=reason)


def may_go_live_again(*, is_after_a_pause: bool, approved_on: date | None, day: date) -> Decision:
    """Whether a deployment may go live on a day as far as pauses go: there was none since it was last live, or the
    clinical safety officer approved the end of it."""
    if not is_after_a_pause or (approved_on is not None and approved_on <= day):
        return ALLOWED
    return deny(
        "Clinical use was paused, and the clinical safety officer has not approved that it begins again.",
        remedy="Ask the clinical safety officer to resume it.",
        field="state",
    )
