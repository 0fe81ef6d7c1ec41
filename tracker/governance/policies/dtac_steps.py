"""Rules about the steps of a DTAC assessment: opening, answering, the safety officer's part, concluding. Pure."""

from collections.abc import Collection
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.governance.safety_vocabulary import DtacOutcome


def may_open_form(*, is_open: bool, dated_on: date, published_on: date, on: date, today: date) -> Decision:
    """Whether a form of a day may be assessed from another."""
    if is_open:
        return deny("Another form of this release is being assessed.", remedy="Conclude that one first.")
    if dated_on > today or on > today:
        field = "dated_on" if dated_on > today else "effective_on"
        return deny("This can't be of a day in the future.", remedy="Enter the day it was done.", field=field)
    if dated_on < published_on:
        return deny(
            f"This version of the form was published on {nhs_date(published_on)}.",
            remedy="Correct the date, or choose an earlier version.",
            field="dated_on",
        )
    if on < dated_on:
        return deny("A form can't be assessed before it was filled in.", remedy="Correct the date.", field="dated_on")
    return ALLOWED


def may_answer(*, is_concluded: bool) -> Decision:
    """Whether the answers may still change."""
    if is_concluded:
        return deny("This assessment is concluded, and stays as it is.", remedy="Assess a new form.")
    return ALLOWED


def may_assess_clinical_safety(*, unanswered: Collection[str], on: date, opened_on: date, today: date) -> Decision:
    """Whether the safety officer's part is there to be judged."""
    if unanswered:
        return deny(f"These are not answered: {', '.join(unanswered)}.", remedy="Answer them first.")
    return _within(on, opened_on, today)


def may_conclude(
    outcome: DtacOutcome, *, assessed_on: date | None, is_same_person: bool, on: date, today: date
) -> Decision:
    """Whether somebody may say what the form comes to: everything answered, and clinical safety judged by another
    person, the safety officer."""
    if outcome == DtacOutcome.INCOMPLETE:
        return deny("Questions that apply are not answered.", remedy="Answer every section first.")
    if assessed_on is None:
        return deny(
            "No clinical safety officer has assessed section C1 as it now stands.",
            remedy="Ask them to assess it.",
        )
    if is_same_person:
        return deny("You assessed clinical safety, so somebody else concludes.", remedy="Ask a colleague.")
    return _within(on, assessed_on, today)


def _within(on: date, earliest: date, today: date) -> Decision:
    if on > today:
        return deny("This can't be of a day in the future.", remedy="Use today.", field="effective_on")
    if on < earliest:
        return deny(
            f"This can't be before {nhs_date(earliest)}.", remedy="Use that day or a later one.", field="effective_on"
        )
    return ALLOWED
