"""Rules about the release that a deployment runs. Pure."""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny


def may_run_release(
    *, is_offered_for_use_case: bool, replaces_another: bool, on: date, reason: str, today: date
) -> Decision:
    """Whether a deployment may be said to run a release from a day on."""
    if on > today:
        return deny(
            "A release can't be in use from a day in the future.",
            remedy="Enter the day on which it changed, once it has.",
            field="effective_on",
        )
    if not is_offered_for_use_case:
        return deny(
            "This product is not offered for the use case of the deployment.",
            remedy="Choose another release, or add the use case to the product first.",
            field="release",
        )
    if replaces_another and not reason.strip():
        return deny(
            "A change of release needs a reason, because what was assessed was another one.",
            remedy="Say in a sentence what changed and why.",
            field="reason",
        )
    return ALLOWED
