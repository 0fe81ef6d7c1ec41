"""The rules. Codes that start with R are those of the programme's governance standards; codes that start with T are the
tracker's own, for what the standards take for granted:

T01 contract ending without a renewal; T02 in clinical use without an approved DPIA; T03 go-live slipping; T04 go-live
overdue; T05 no update; T06 milestones in an impossible order; T07 supplier failed; T08 in clinical use behind a closed gate;
T09 clinical use paused; T10 review after go-live overdue; T11 waiver running out; T12 condition of a DPIA overdue;
T13 supplier waits for an answer.
"""

from tracker.accounts.roles import Role
from tracker.flags.rules import assurance, contracting, delivery, dpia, gates, suppliers, validation
from tracker.flags.rules.about_contracts import RULES_ABOUT_CONTRACTS
from tracker.flags.rules.about_dpias import RULES_ABOUT_DPIAS
from tracker.flags.rules.about_packs import RULES_ABOUT_PACKS
from tracker.flags.rules.about_procurements import RULES_ABOUT_PROCUREMENTS
from tracker.flags.rules.about_products import RULES_ABOUT_PRODUCTS
from tracker.flags.rules.about_routes import RULES_ABOUT_ROUTES
from tracker.flags.rules.base import OWN, STANDARDS, Rule
from tracker.flags.rules.in_use import RULES_IN_USE

RULES: tuple[Rule, ...] = (
    Rule(
        code="R01",
        title="Contracting is slipping",
        owner_role=Role.PROCUREMENT,
        meaning="A stage of the procurement is expected later than the date that was agreed when it was funded. Every "
        "trust of the network goes live after its contract, so the delay passes on to all of them.",
        what_to_do="Agree a recovery date with the supplier and the trusts, record it as the forecast with its reason, "
        "and check which go-live dates it moves.",
        closes_when="the stage is done, or its forecast is back near the baseline",
        source=f"{STANDARDS} R01 and section 5.3",
        checks=(contracting.contracting_slips,),
        thresholds={"amber_working_days": 10, "red_working_days": 40, "national_months": 10},
    ),
    Rule(
        code="R02",
        title="Date passed and not recorded as done",
        owner_role=Role.PROCUREMENT,
        meaning="Something was expected by a day that has passed. Either it happened and nobody recorded it, or the plan "
        "no longer holds.",
        what_to_do="Record the date on which it was done, or a new forecast with its reason.",
        closes_when="each of them has an actual date or a forecast that lies ahead",
        source=f"{STANDARDS} R02",
        checks=(contracting.contracting_overdue, delivery.milestones_overdue),
        thresholds={"critical_days": 90, "milestone_red_days": 28},
    ),
    Rule(
        code="R03",
        title="Forecast keeps moving",
        owner_role=Role.PROCUREMENT,
        meaning="The same date was moved several times within a few months. Nobody can plan with it.",
        what_to_do="Find out what keeps moving it, and forecast a date that the people who do the work believe.",
        closes_when="the date holds for long enough, or it is done",
        source=f"{STANDARDS} R03",
        checks=(contracting.contracting_keeps_moving, delivery.milestones_keep_moving),
        thresholds={"amber_moves": 3, "red_moves": 5, "window_days": 90},
    ),
    Rule(
        code="R04",
        title="Procurement is idle",
        owner_role=Role.PROCUREMENT,
        meaning="Nothing about this procurement has been recorded for weeks, and it is not finished.",
        what_to_do="Say where it stands: record the stage's date, or confirm its forecast with a reason.",
        closes_when="anything about the procurement is recorded",
        source=f"{STANDARDS} R04",
        checks=(contracting.procurement_idle,),
        thresholds={"idle_working_days": 20, "red_working_days": 60},
    ),
    Rule(
        code="R21",
        title="DPIA not approved with go-live near",
        owner_role=Role.TRUST_USER,
        meaning="The data protection impact assessment has to be approved before patients' data are used. At this "
        "distance from the go-live it should be.",
        what_to_do="Ask the data protection officer what is missing, or move the go-live date.",
        closes_when="the DPIA is approved, or the go-live is no longer near",
        source=f"{STANDARDS} R21; UK GDPR Article 35",
        checks=(dpia.dpia_not_approved,),
        thresholds={"days_before": 30, "critical_days": 7},
    ),
    Rule(
        code="R22",
        title="Sign-off missing, refused or expired",
        owner_role=Role.SIGNATORY,
        meaning="A named person has to approve the go-live in each capacity, and that approval has to stand while the "
        "tool is used.",
        what_to_do="Ask each signatory named here for a decision, and record it with its date.",
        closes_when="an approval stands in every capacity",
        source=f"{STANDARDS} R22",
        checks=(assurance.sign_off_missing, dpia.dpia_unsigned),
        thresholds={"days_before": 30, "critical_days": 7},
    ),
    Rule(
        code="R26",
        title="DPIA review due",
        owner_role=Role.TRUST_USER,
        meaning="An approved assessment is reviewed by a set day, or when the use changes. Past that day its approval "
        "says little.",
        what_to_do="Review the assessment with the data protection officer and record the next review date.",
        closes_when="the next review date lies ahead",
        source=f"{STANDARDS} R26",
        checks=(dpia.dpia_review_due,),
        thresholds={"days_before": 30, "critical_days": 90},
    ),
    Rule(
        code="R60",
        title="Local validation missing, failed or inconclusive",
        owner_role=Role.TRUST_USER,
        meaning="Nobody has shown that the tool does well enough on this trust's own images and patients. Without that "
        "a go-live is refused.",
        what_to_do="Run the study whose criteria were agreed beforehand, enter its counts, and have it approved; or pause "
        "clinical use until that is done.",
        closes_when="a local validation has passed, or the go-live is no longer near",
        source=f"{STANDARDS} R60",
        checks=(validation.validation_not_passed,),
        thresholds={"days_before": 30, "critical_days": 7},
    ),
    Rule(
        code="R61",
        title="Criteria changed after data entry",
        owner_role=Role.SIGNATORY,
        meaning="Acceptance criteria that change once results are known say little about the tool.",
        what_to_do="Read why they were changed, and run another study with criteria that are fixed beforehand.",
        closes_when="a newer study counts whose criteria stayed as they were",
        source=f"{STANDARDS} R61",
        checks=(validation.criteria_changed_after_data,),
    ),
    Rule(
        code="R62",
        title="Rollback or downtime plan missing or not tested",
        owner_role=Role.TRUST_USER,
        meaning="When the tool fails, staff need a way back that has been tried, and a way to read on without it.",
        what_to_do="Write both plans, have them approved, try each of them, and record the day and the result.",
        closes_when="both plans are written and passed a test that still counts",
        source=f"{STANDARDS} R62",
        checks=(validation.plans_not_tested,),
        thresholds={"days_before": 30, "critical_days": 7},
    ),
    Rule(
        code="R80",
        title="No project manager",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="Trusts with a dedicated project manager go live sooner. This one has nobody recorded.",
        what_to_do="Agree with the trust who manages the project, and record the name.",
        closes_when="a project manager is recorded, or every deployment of the trust is live",
        source=f"{STANDARDS} R80",
        checks=(delivery.no_project_manager,),
        thresholds={"near_days": 90},
    ),
    Rule(
        code="R82",
        title="Too few staff trained",
        owner_role=Role.TRUST_USER,
        meaning="People who read with the tool, or keep it running, have not completed their training.",
        what_to_do="Train the groups that are named, and record how many have completed.",
        closes_when="enough of each group are trained, or the go-live is no longer near",
        source=f"{STANDARDS} R82",
        checks=(validation.too_few_trained,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R83",
        title="No recent simulation",
        owner_role=Role.TRUST_USER,
        meaning="Nobody has recently played through what to do when the tool fails.",
        what_to_do="Hold a simulation with the staff, and record how long it took to notice and to fall back.",
        closes_when="a simulation is recorded that still counts",
        source=f"{STANDARDS} R83",
        checks=(validation.no_recent_simulation,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="T01",
        title="Contract ends with no renewal",
        owner_role=Role.PROCUREMENT,
        meaning="The contract that these deployments run under ends, and no signed contract follows it. A tool without "
        "a contract has to be switched off.",
        what_to_do="Extend the contract or sign its successor in time, or plan how use of the tool ends.",
        closes_when="the end date moves on, a successor is signed, or no deployment needs it",
        source=OWN,
        checks=(contracting.contract_ending,),
        thresholds={"days_before": 180, "red_days_before": 90},
    ),
    Rule(
        code="T02",
        title="In clinical use without an approved DPIA",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="Patients' data are processed without an approved assessment, which the law asks for beforehand.",
        what_to_do="Have the assessment approved now, or pause clinical use until it is.",
        closes_when="the DPIA is approved, or the deployment is no longer live",
        source=f"{OWN}; UK GDPR Article 35",
        checks=(dpia.live_without_dpia,),
        thresholds={"national_days": 14},
    ),
    Rule(
        code="T03",
        title="Go-live is slipping",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="The tool is expected to go live later than the date that was agreed when it was funded.",
        what_to_do="Find what holds it up, record the blockers, and agree a forecast that the trust believes.",
        closes_when="the deployment is live, or its forecast is back near the baseline",
        source=f"{OWN}, as in section 5.3 of the governance standards",
        checks=(delivery.go_live_slips,),
        thresholds={"amber_working_days": 10, "red_working_days": 40, "national_months": 24},
    ),
    Rule(
        code="T04",
        title="Go-live date has passed",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="The day on which the tool should have gone live has passed, and no go-live is recorded.",
        what_to_do="Record the go-live, or a new forecast with the reason for the delay.",
        closes_when="the go-live has an actual date or a forecast that lies ahead",
        source=OWN,
        checks=(delivery.go_live_overdue,),
        thresholds={"critical_days": 60, "national_days": 90},
    ),
    Rule(
        code="T05",
        title="No recent update",
        owner_role=Role.TRUST_USER,
        meaning="Nobody has changed or confirmed anything about this deployment for a while, so what stands here may no "
        "longer be true.",
        what_to_do="Look through the dates and blockers, correct what has changed, and confirm the rest.",
        closes_when="anything is changed or confirmed",
        source=OWN,
        checks=(delivery.no_update,),
        thresholds={"low_days": 30, "amber_days": 60, "red_days": 90},
    ),
    Rule(
        code="T06",
        title="Milestones in an impossible order",
        owner_role=Role.TRUST_USER,
        meaning="The plan has the tool in use before something that must come first, or has something that follows the "
        "go-live happen before it. The dates can't all hold.",
        what_to_do="Correct the dates that are wrong, or move the go-live behind what it waits for.",
        closes_when="the dates are in an order that can happen",
        source=OWN,
        checks=(delivery.impossible_order,),
        thresholds={"near_days": 60},
    ),
    Rule(
        code="T07",
        title="Supplier has failed",
        owner_role=Role.PROCUREMENT,
        meaning="The supplier is in administration or has withdrawn, and deployments depend on its contract. Support and "
        "safety updates may stop.",
        what_to_do="Agree nationally whether the contract moves to another supplier, and whether use is paused until then.",
        closes_when="the supplier trades again, or each deployment has a signed contract with an active supplier and runs "
        "none of the failed one's releases",
        source=OWN,
        checks=(contracting.supplier_failed, suppliers.deployment_depends_on_failed_supplier),
    ),
    Rule(
        code="T08",
        title="In clinical use with a requirement not met",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="Something that has to be in place before a go-live is not, or no longer. The gate would be closed if the "
        "tool went live today.",
        what_to_do="Open the go-live gate of the deployment, meet what it names or have it waived, or pause clinical use.",
        closes_when="each blocking requirement is met or waived, or the deployment is no longer live",
        source=f"{OWN}; go-live gate of the governance standards",
        checks=(gates.live_behind_closed_gate,),
    ),
    Rule(
        code="T11",
        title="Waiver is running out",
        owner_role=Role.TRUST_USER,
        meaning="A requirement is waived for a while only. When the waiver ends the gate closes again.",
        what_to_do="Meet the requirement before the waiver ends, or ask the two who gave it for another.",
        closes_when="the requirement is met, or another waiver runs for longer",
        source=f"{OWN}; go-live gate of the governance standards",
        checks=(gates.waiver_runs_out,),
        thresholds={"days_before": 30, "red_days_before": 7},
    ),
    *RULES_ABOUT_CONTRACTS,
    *RULES_ABOUT_DPIAS,
    *RULES_ABOUT_PACKS,
    *RULES_ABOUT_PROCUREMENTS,
    *RULES_ABOUT_PRODUCTS,
    *RULES_ABOUT_ROUTES,
    *RULES_IN_USE,
)

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule:
    """The rule with this code. A flag outlives the rule that raised it: a code that is gone answers with a rule that
    finds nothing."""
    return BY_CODE.get(code) or Rule(
        code=code,
        title=f"Rule {code}, no longer in use",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="The rule that raised this flag is no longer in use.",
        what_to_do="Nothing: the next sweep closes it.",
        closes_when="the flags are next swept",
        source="",
        checks=(),
    )
