"""The rules about what a data protection impact assessment says, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import dpia
from tracker.flags.rules.base import OWN, STANDARDS, Rule

RULES_ABOUT_DPIAS: tuple[Rule, ...] = (
    Rule(
        code="R20",
        title="DPIA not started when the tender was issued",
        owner_role=Role.TRUST_USER,
        meaning="The assessment should shape what is asked of suppliers: roles, data flows, retention. Started "
        "later, it finds what the contract left out.",
        what_to_do="Start the DPIA with its screening questions, and tell procurement what it finds.",
        closes_when="the DPIA is started, or the deployment is live or withdrawn",
        source=f"{STANDARDS} R20; ICO, How do we do a DPIA?",
        checks=(dpia.not_started_at_tender,),
        thresholds={},
    ),
    Rule(
        code="R23",
        title="DPIA changed after it was signed",
        owner_role=Role.TRUST_USER,
        meaning="A signature is about exactly what was read. The assessment says something else now, so nobody has "
        "approved it.",
        what_to_do="Finish the review, and have the DPIA signed again by everybody who signs it.",
        closes_when="the signatures are about what it says, or it is no longer approved",
        source=f"{STANDARDS} R23",
        checks=(dpia.dpia_changed_since_signed,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R24",
        title="Data protection officer overruled without reasons",
        owner_role=Role.SIGNATORY,
        meaning="The data protection officer advised against going ahead, and the DPIA goes on. The law asks "
        "for the reasons.",
        what_to_do="The senior information risk owner answers the advice: follow it, or record the reasons for "
        "overruling it.",
        closes_when="the advice is answered with reasons, or it changes",
        source=f"{STANDARDS} R24; UK GDPR Articles 38 and 39",
        checks=(dpia.officer_overruled,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R25",
        title="High risk without the ICO",
        owner_role=Role.SIGNATORY,
        meaning="A high risk to people remains after everything that is done about it. Processing may not start "
        "before the Information Commissioner has been consulted.",
        what_to_do="Reduce the risk, or consult the ICO and wait for its answer.",
        closes_when="no open risk is high, or an ICO consultation that allows it is closed",
        source=f"{STANDARDS} R25; UK GDPR Article 36",
        checks=(dpia.high_risk_remains,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R27",
        title="Controller or processor not settled",
        owner_role=Role.TRUST_USER,
        meaning="For something that is done with patients' data nobody is named as controller, or a processor works"
        " without a contract that binds it.",
        what_to_do="Name the organisations of each processing activity, and the contract of each processor.",
        closes_when="each activity has its controller, and each processor its contract",
        source=f"{STANDARDS} R27; UK GDPR Articles 26 and 28",
        checks=(dpia.roles_unset,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R28",
        title="Data outside the UK without a safeguard",
        owner_role=Role.TRUST_USER,
        meaning="Patients' data are stored or seen in another country, and nothing is recorded that protects them "
        "there.",
        what_to_do="Record the safeguard (adequacy regulations, transfer agreement), or keep the data in the UK.",
        closes_when="each activity with data outside the UK has its safeguard",
        source=f"{STANDARDS} R28; UK GDPR Articles 44 to 46",
        checks=(dpia.transfer_unsafe,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R29",
        title="“Unsure” without an action",
        owner_role=Role.TRUST_USER,
        meaning="A question of the DPIA is answered “Unsure”, and nobody has taken it on to find out.",
        what_to_do="Plan an action with an owner and a day, or answer the question.",
        closes_when="an action settles it, or the answer is yes or no",
        source=f"{STANDARDS} R29; NHS England DPIA template, section 4",
        checks=(dpia.unsure_unsettled,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="R30",
        title="Decides by itself without its answers",
        owner_role=Role.TRUST_USER,
        meaning="The tool acts without a human on every case, and the questions about automated decisions are not "
        "answered.",
        what_to_do="Answer the questions of section 8, or have a person decide every case.",
        closes_when="the questions are answered, or no activity is autonomous",
        source=f"{STANDARDS} R30; UK GDPR Articles 22A to 22D",
        checks=(dpia.autonomous_unexplained,),
        thresholds={"days_before": 30},
    ),
    Rule(
        code="T12",
        title="Condition of a DPIA overdue",
        owner_role=Role.TRUST_USER,
        meaning="The DPIA was approved on a condition, and the day by which it had to be met has passed.",
        what_to_do="Meet the condition and record how, or ask the senior information risk owner to decide again.",
        closes_when="the condition is recorded as met",
        source=OWN,
        checks=(dpia.condition_overdue,),
        thresholds={"red_working_days": 20},
    ),
)
