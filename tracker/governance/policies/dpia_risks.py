"""Scoring risks to people's rights and freedoms. Pure.

Source: NHS England, Health and care: Template DPIA, section 10: likelihood and impact from 1 to 5, their product from 1 to
25. The bands are data of the template.
"""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.policies.dpia_template import Scale
from tracker.governance.vocabulary import ResidualRisk

LOWEST, HIGHEST = 1, 5


def score(likelihood: int, impact: int) -> int:
    """1 to 25."""
    return likelihood * impact


def band(scale: Scale, points: int) -> ResidualRisk:
    """The band of a score: the first that reaches so far."""
    return next((code for code, up_to in scale.bands if points <= up_to), scale.bands[-1][0])


def may_score(
    *, inherent: tuple[int, int], residual: tuple[int | None, int | None], reason: str, mitigation: str
) -> Decision:
    """Whether a risk may be scored so: likelihood and impact, before and after."""
    likelihood, impact = residual
    if any(not LOWEST <= each <= HIGHEST for each in (*inherent, likelihood or LOWEST, impact or LOWEST)):
        return deny(
            "A likelihood or an impact is not on the scale.", remedy="Choose 1 to 5.", field="inherent_likelihood"
        )
    if (likelihood is None) != (impact is None):
        return deny(
            "The residual risk needs both its likelihood and its impact.",
            remedy="Choose the other one too, or clear both.",
            field="residual_impact" if impact is None else "residual_likelihood",
        )
    if likelihood is None or impact is None:
        return ALLOWED
    if score(likelihood, impact) > score(*inherent) and not reason.strip():
        return deny(
            f"The residual score ({score(likelihood, impact)}) is higher than the inherent one ({score(*inherent)}).",
            remedy="Correct one of them, or say why the risk grows.",
            field="residual_reason",
        )
    if score(likelihood, impact) < score(*inherent) and not mitigation.strip():
        return deny(
            "A risk that becomes lower needs the mitigation that lowers it.",
            remedy="Say what is done about it.",
            field="mitigation",
        )
    return ALLOWED


def may_plan_action(*, what: str, owner: str, due_on: date | None, raised_on: date) -> Decision:
    """Whether an action of the plan is whole: what, who and by when."""
    if not what.strip():
        return deny("An action says what is done.", remedy="Say it in a sentence.", field="what")
    if not owner.strip():
        return deny("An action needs an owner.", remedy="Enter the name of the person who does it.", field="owner")
    if due_on is None or due_on < raised_on:
        return deny(
            "An action is due on a day that lies ahead of the day it was raised.",
            remedy="Enter the day by which it is done.",
            field="due_on",
        )
    return ALLOWED
