"""The rules about clinical safety, the release in use, and evidence that expires, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import devices, evidence, safety
from tracker.flags.rules.base import STANDARDS, Rule

NEAR = {"days_before": 30}
BLOCKS = {"days_before": 30, "critical_days": 7}

RULES_ABOUT_PRODUCTS: tuple[Rule, ...] = (
    Rule(
        code="R40",
        title="No clinical safety officer with a checked registration",
        owner_role=Role.TRUST_USER,
        meaning="A clinical safety officer answers for the safety case. Either the trust has none, or nobody has looked "
        "up in time whether their professional registration still holds.",
        what_to_do="Name a clinical safety officer, look them up in their regulator's register, and record the check.",
        closes_when="a clinical safety officer has a check of their registration that still counts",
        source=f"{STANDARDS} R40; DCB0160, 2.3",
        checks=(safety.no_valid_officer,),
        thresholds=NEAR,
    ),
    Rule(
        code="R41",
        title="Safety case missing or not approved",
        owner_role=Role.TRUST_USER,
        meaning="A trust that uses the tool keeps its own safety case and hazard log, which its clinical safety officer "
        "approves for the release in use. The supplier's case does not stand in for it.",
        what_to_do="Complete the safety case of the release in use, and have the clinical safety officer approve it.",
        closes_when="a safety case of the release in use is approved and has not changed since",
        source=f"{STANDARDS} R41; DCB0160, 3.5",
        checks=(safety.no_approved_case,),
        thresholds=NEAR,
    ),
    Rule(
        code="R42",
        title="Transferred hazard not taken on",
        owner_role=Role.TRUST_USER,
        meaning="The supplier did its part about a hazard and left the rest to the trust, and the trust's hazard log does "
        "not have it. Nobody does the rest.",
        what_to_do="Add a row to the hazard log for each hazard that is named, with who does what about it.",
        closes_when="each transferred hazard has its row",
        source=f"{STANDARDS} R42; DCB0160, 2.5",
        checks=(safety.transferred_without_row,),
        thresholds=NEAR,
    ),
    Rule(
        code="R43",
        title="Residual risk too high",
        owner_role=Role.SIGNATORY,
        meaning="After everything that is done about it, a hazard's risk is one that nobody may accept. A go-live is "
        "refused.",
        what_to_do="Add controls that bring the risk down, and score it again; or pause clinical use until then.",
        closes_when="no hazard has a residual risk that is too high",
        source=f"{STANDARDS} R43; DCB0160, risk acceptability",
        checks=(safety.residual_risk_too_high,),
        thresholds=BLOCKS,
    ),
    Rule(
        code="R44",
        title="Residual risk not accepted",
        owner_role=Role.SIGNATORY,
        meaning="A risk of this size is tolerable only if it is as low as reasonably practicable (ALARP) and a named "
        "executive has accepted it.",
        what_to_do="Write down why the risk can't reasonably be lower, and have an executive accept it.",
        closes_when="each such hazard has its reasons and its acceptance, or a lower risk",
        source=f"{STANDARDS} R44; DCB0160, risk acceptability",
        checks=(safety.residual_risk_not_accepted,),
        thresholds=NEAR,
    ),
    Rule(
        code="R45",
        title="DTAC missing, out of date or failed",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="The Digital Technology Assessment Criteria are the national baseline for clinical safety, data "
        "protection, security and interoperability. This release has not passed them on the form that counts.",
        what_to_do="Ask the supplier for the current form of this release, assess it and conclude it.",
        closes_when="the release in use has passed the DTAC",
        source=f"{STANDARDS} R45; NHS England, Digital Technology Assessment Criteria",
        checks=(safety.dtac_not_passed,),
        thresholds=NEAR,
    ),
    Rule(
        code="R46",
        title="Release in use is not known, or not the one assessed",
        owner_role=Role.TRUST_USER,
        meaning="A safety case, local validation or DPIA is about one release. What it says of that one may not hold of "
        "another.",
        what_to_do="Record the release that is used. Bring each document that is named up to that release.",
        closes_when="the release is recorded, and each document that names a release names this one",
        source=f"{STANDARDS} R46",
        checks=(safety.assessed_another_release,),
        thresholds=NEAR,
    ),
    Rule(
        code="R50",
        title="Device certificate expires",
        owner_role=Role.PROCUREMENT,
        meaning="Under this mark the device may be supplied only with a certificate that is in date.",
        what_to_do="Ask the supplier for the new certificate, and record it as a check of the release.",
        closes_when="the newest check of the release has a certificate that runs for longer",
        source=f"{STANDARDS} R50; Medical Devices Regulations 2002",
        checks=(devices.certificate_ends,),
        thresholds=NEAR | {"warn_days": 90},
    ),
    Rule(
        code="R51",
        title="MHRA registration or UK responsible person missing",
        owner_role=Role.PROCUREMENT,
        meaning="A device in Great Britain is registered with the MHRA, and a manufacturer abroad has a UK responsible "
        "person. Nobody has seen that both are so.",
        what_to_do="Look the device up in the MHRA's public register, and record the check of the release.",
        closes_when="the release is checked, with its registration and UK responsible person",
        source=f"{STANDARDS} R51; Medical Devices Regulations 2002, regulation 7A",
        checks=(devices.registration_missing,),
        thresholds=NEAR,
    ),
    Rule(
        code="R52",
        title="Used outside the intended purpose",
        owner_role=Role.SIGNATORY,
        meaning="The manufacturer's evidence and certificate are about the intended purpose only. A go-live beyond it is "
        "refused.",
        what_to_do="Narrow the use to the intended purpose, or choose a product that is meant for it.",
        closes_when="the use is within the intended purpose",
        source=f"{STANDARDS} R52; Medical Devices Regulations 2002",
        checks=(devices.used_outside_purpose,),
        thresholds=BLOCKS,
    ),
    Rule(
        code="R53",
        title="CE mark accepted for not much longer",
        owner_role=Role.PROCUREMENT,
        meaning="Great Britain accepts CE marks until a set day. After it a device that has nothing else may not be "
        "supplied.",
        what_to_do="Ask the supplier how the device is marked from that day on, and plan for a change of release.",
        closes_when="the newest check of the release has a mark that is accepted for longer, or the law is recorded as changed",
        source=f"{STANDARDS} R53; MHRA, regulating medical devices in Great Britain",
        checks=(devices.mark_ends,),
        thresholds=NEAR | {"warn_months": 12},
    ),
    Rule(
        code="R54",
        title="ISO 13485 certificate missing or expired",
        owner_role=Role.PROCUREMENT,
        meaning="ISO 13485 is the quality management system of a maker of medical devices. Nothing on record shows that "
        "it is certified today.",
        what_to_do="Ask the supplier for the certificate, and record the day on which it expires.",
        closes_when="the release has a certificate that is in date",
        source=f"{STANDARDS} R54; ISO 13485",
        checks=(devices.quality_not_certified,),
        thresholds=NEAR,
    ),
    Rule(
        code="R70",
        title="Evidence is expiring",
        owner_role=Role.PROGRAMME_MANAGER,
        meaning="A certificate, test or other evidence expires soon or has expired. From that day what it supported is "
        "open again, and a go-live that depends on it is refused.",
        what_to_do="Ask its owner for the next version, add it as a replacement, and have somebody else review it. What is "
        "named as cyber security is recorded with the release.",
        closes_when="each piece of evidence is replaced and accepted, or withdrawn; each date of cyber security is renewed",
        source=f"{STANDARDS} R70 (expired, or due within 90, 60 and 30 days)",
        checks=(
            evidence.deployment_evidence_expires,
            evidence.contract_evidence_expires,
            devices.cyber_evidence_ends,
        ),
        thresholds=NEAR | {"warn_days": 90},
    ),
    Rule(
        code="R71",
        title="Serious security finding open",
        owner_role=Role.PROCUREMENT,
        meaning="The penetration test found a weakness that is too serious to go live with, and it is not put right.",
        what_to_do="Have the supplier put it right and show the retest, and record it as a check of the release.",
        closes_when="the newest check has no open finding of that score",
        source=f"{STANDARDS} R71; NHS England, Digital Technology Assessment Criteria, C3.3",
        checks=(devices.serious_finding_open,),
        thresholds=BLOCKS,
    ),
)
