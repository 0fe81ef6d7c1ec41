"""The rules about how a network buys, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import evaluation
from tracker.flags.rules.base import STANDARDS, Rule

RULES_ABOUT_PROCUREMENTS: tuple[Rule, ...] = (
    Rule(
        code="R11",
        title="Evaluation weights repeat a known mistake",
        owner_role=Role.PROCUREMENT,
        meaning="The first procurements gave too much weight to how a tool shows in a demonstration, and too little to "
        "integration and support, which then took the longest.",
        what_to_do="Set the weights anew while the criteria are still being set, or record why they are right here.",
        closes_when="the weights are within the limits, or the evaluation is concluded or withdrawn",
        source=f"{STANDARDS} R11 and section 5.4",
        checks=(evaluation.weights_repeat_the_pitfall,),
        thresholds={"demonstration_percent": 15, "integration_percent": 20, "social_value_percent": 10},
    ),
    Rule(
        code="R12",
        title="Too few comparable reference sites",
        owner_role=Role.PROCUREMENT,
        meaning="A tool that has run well for a while at NHS sites with the same imaging systems, or with about as much "
        "work, is likely to run well here. A bid names too few of them.",
        what_to_do="Ask the bidder for further NHS sites with the PACS or RIS of your trusts, and check them.",
        closes_when="each bid has enough comparable reference sites, or the evaluation is concluded or withdrawn",
        source=f"{STANDARDS} R12 and section 5.4",
        checks=(evaluation.too_few_reference_sites,),
        thresholds={"reference_sites": 2, "similar_volume_percent": 50},
    ),
)
