"""What each page is for, who may change what it shows, and the words that it takes for known. Every page that a person
opens belongs to one of these; a test holds that."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpPage:
    """Help for a page, or for pages that belong together. `routes` are the names of their addresses."""

    slug: str
    title: str
    purpose: str
    good_to_know: tuple[str, ...]
    who: str
    words: tuple[str, ...]
    routes: frozenset[str]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PAGES: tuple[HelpPage, ...] = (
    HelpPage(
        "home",
        "Home",
        "What needs you today, for each role that you hold, with the way to it.",
        (
            "It always shows today, whatever day you looked at before.",
            "An entry goes away when what it asks for is recorded; you do not tick it off.",
            "You see only what lies in your network, your trust or your part of the programme.",
        ),
        "Nobody changes this page: it follows from what is recorded elsewhere. An administrator gives roles.",
        ("flag", "sign-off", "milestone"),
        _names("home welcome"),
    ),
    HelpPage(
        "work",
        "My work",
        "Everything that waits for you, in lists with counts: what is due first, or is worst, comes first.",
        (
            "Each row leads to the step that takes it off the list.",
            "A list stays when it is empty, and says what would bring something into it.",
        ),
        "Nobody changes the lists themselves: they follow from your roles and from what is recorded elsewhere.",
        ("flag", "sign-off", "milestone", "waiver"),
        _names("work"),
    ),
    HelpPage(
        "finding",
        "Search and saved views",
        "Finding a trust, a person, a contract or a page by its words, and keeping the filters of a list.",
        (
            "A slip of the finger is forgiven, and capital letters and accents make no difference.",
            "The filters of a list stand in its address: send the address, or save it as a view for your team.",
            "You find, and a shared view shows, only what you may see anyway.",
        ),
        "Whoever saved a view changes or deletes it; an administrator looks after shared ones.",
        (),
        _names("search saved-views save-view change-view remove-view"),
    ),
    HelpPage(
        "national",
        "National dashboard and networks",
        "Where the programme stands, what moved within a week, and which decisions wait for the national team.",
        (
            "Choose a day to see the programme as it stood then; links keep that day.",
            "A trust counts as live with one tool in clinical use, in part or in full.",
            "Figures count what you may see. Where that is not everything, the page says so.",
        ),
        "Nobody changes figures here: trusts and networks record dates, and the page counts them.",
        ("baseline", "forecast", "actual", "slip", "flag", "shadow-use"),
        _names("national networks"),
    ),
    HelpPage(
        "network",
        "A network",
        "Where each trust of the network is on its way to clinical use, and what its procurement does to that.",
        (
            "Delays of the contract pass on to the go-live of every trust.",
            "The readiness board shows every section of the gate for every trust, the worst first.",
        ),
        "Programme managers and procurement of the network change its procurement; trusts change their own plans.",
        ("stage", "slip", "gate", "standstill", "flag"),
        _names("network readiness move-network-requirement"),
    ),
    HelpPage(
        "trust",
        "A trust",
        "How the trust’s tools stand, what is in the way, who works on it, and which IT systems they meet.",
        (
            "Open a deployment to change its dates, its blockers or its state.",
            "Make the readiness report for a board or a meeting: it is a PDF with everything on this page.",
        ),
        "People of the trust and its programme manager. A programme manager records the project manager and protected "
        "time.",
        ("deployment", "milestone", "pacs", "ris", "vna", "blocker"),
        _names("trust edit-capacity"),
    ),
    HelpPage(
        "deployment",
        "A deployment",
        "One tool at one trust: its plan, its state of clinical use, what holds it up, and the way to its records.",
        (
            "A forecast moves only with a reason; the baseline stays, so that the slip shows.",
            "A go-live is refused while the gate is closed. The gate says what is missing.",
            "When nothing has changed, confirm that: a page that nobody has confirmed for 30 days raises a flag.",
        ),
        "People who run delivery of the trust: its trust users, the network’s programme manager, national leads.",
        ("baseline", "forecast", "actual", "slip", "shadow-use", "go-live", "gate", "blocker", "confidence", "paused"),
        _names(
            "deployment deployments deployments-bulk bulk-summary plan-grid edit-blockers edit-rag confirm-update edit-milestone edit-state record-sign-off"
        ),
    ),
    HelpPage(
        "gate",
        "The go-live gate and its requirements",
        "Whether the tool may go live, requirement by requirement, and the next things that would open the gate.",
        (
            "Say who looks after a requirement and by when, add evidence, and mark it ready for review.",
            "Somebody else reviews it. Evidence that expires opens the requirement again.",
            "A waiver needs a reason, an end and two people; some requirements can’t be waived.",
        ),
        "The trust prepares requirements; governance signatories review them. Nobody opens the gate by hand.",
        ("gate", "evidence", "waiver", "sign-off", "go-live"),
        _names(
            "deployment-gate requirement confirm-requirement plan-requirement move-requirement ask-for-waiver waivers "
            "waiver decide-waiver"
        ),
    ),
    HelpPage(
        "sign-offs",
        "Sign-offs",
        "What waits for your signature, and what you would be signing for.",
        (
            "You sign in your own capacity only, and never for something that you asked for yourself.",
            "A signature is bound to what you saw. When that changes, the page says so and asks again.",
        ),
        "Governance signatories. The trust asks for sign-offs; it can’t give them.",
        ("sign-off", "siro", "caldicott-guardian", "dpo", "cso"),
        _names("sign-offs ask-for-sign-offs"),
    ),
    HelpPage(
        "dpia",
        "Data protection impact assessment",
        "The assessment that the law asks for before patients’ data are used, section by section, to its approval.",
        (
            "Start it early: it asks for facts that the supplier has to give.",
            "Another trust’s assessment may be adopted; what is different here is added to it.",
            "The data protection officer’s advice is answered in writing, also when it is not taken.",
        ),
        "The trust writes it; whoever signs it does not write it.",
        ("dpia", "dpo", "controller", "caldicott-guardian", "siro", "dspt"),
        _names(
            "dpia dpia-activities dpia-risks dpia-document edit-dpia-action add-dpia-action edit-dpia-activity "
            "add-dpia-party remove-dpia-activity add-dpia-activity answer-dpia-advice meet-dpia-condition consult-ico "
            "adopt-lead-dpia edit-dpia-party remove-dpia-party edit-dpia-risk add-dpia-risk edit-dpia-section sign-dpia "
            "record-dpia-status edit-dpia-subject supplier-dpia"
        ),
    ),
    HelpPage(
        "safety",
        "Clinical safety",
        "The trust’s safety case: the hazards, how they are controlled, and the clinical safety officer’s decision.",
        (
            "Starter hazards are a beginning, not an assessment: go through each of them.",
            "What the supplier’s own log leaves to the trust has to appear in this one.",
        ),
        "People who run delivery or sign for the trust keep the log; only its clinical safety officer decides.",
        ("cso", "dcb0160", "dcb0129", "hazard-log"),
        _names(
            "safety edit-safety-case decide-safety-case edit-hazard add-hazard check-safety-officer add-starter-hazards "
            "submit-safety-case edit-intended-use"
        ),
    ),
    HelpPage(
        "validation",
        "Local validation",
        "The study that the tool does well enough here, from its criteria to its approval.",
        (
            "Lock the criteria before you enter counts; changing them afterwards raises a flag.",
            "The sample size page says how many cases a criterion needs.",
        ),
        "The trust plans it and enters its counts; a signatory who did not enter them approves it.",
        ("local-validation", "acceptance-criteria", "revalidation"),
        _names(
            "validation validation-study amend-criteria approve-study enter-counts add-criterion remove-criterion "
            "describe-study lock-criteria enter-turnaround withdraw-amendment plan-study sample-size"
        ),
    ),
    HelpPage(
        "readiness-of-staff",
        "Human oversight, training and fallback plans",
        "Who reads and decides, who has been trained, and what happens when the tool fails.",
        (
            "A plan counts once it is approved and has passed a test that still holds.",
            "Simulations show how long it takes to notice a failure and to fall back.",
        ),
        "The trust writes and records; people who sign for the trust approve.",
        ("rollback", "downtime"),
        _names(
            "oversight approve-oversight edit-oversight training record-training record-course record-simulation "
            "rollback-plan approve-rollback edit-rollback test-rollback downtime-plan approve-downtime edit-downtime "
            "test-downtime"
        ),
    ),
    HelpPage(
        "monitoring",
        "Monitoring after go-live",
        "Whether the tool still does what it should: readings, incidents, safety notices and reviews.",
        (
            "A reading outside its limits has to be explained, and may call for a new validation.",
            "Incidents start clocks that the law sets. Never enter anything that identifies a patient.",
            "Pausing takes effect at once; resuming needs the clinical safety officer.",
        ),
        "The trust records; its clinical safety officer decides on revalidation and on resuming.",
        ("drift", "revalidation", "paused", "rollback"),
        _names(
            "monitoring record-process-change add-measure edit-measure explain-special-cause record-reading "
            "edit-monitoring-plan pause-use resume-use raise-case decide-case record-review record-notice answer-notice "
            "record-supplier-review record-bias-audit record-incident record-incident-step"
        ),
    ),
    HelpPage(
        "evidence",
        "Evidence and releases",
        "What shows that requirements are met, and what each release of a product is assured by.",
        (
            "A new revision never replaces the old one: both stay, and reviews say which they saw.",
            "Everything about a release is written once and counts for each trust that runs it.",
        ),
        "The trust adds evidence, signatories and programme managers review it; procurement and programme managers "
        "look after releases.",
        ("evidence", "dtac", "dcb0129", "cyber-essentials", "dspt", "medical-device"),
        _names(
            "deployment-evidence add-evidence evidence describe-evidence replace-evidence review-evidence "
            "withdraw-evidence deployment-release record-release release edit-cyber edit-safety-pack edit-pack-section "
            "decide-safety-pack edit-device open-dtac edit-dtac-section assess-dtac-safety conclude-dtac "
            "edit-supplier-hazard add-supplier-hazard"
        ),
    ),
    HelpPage(
        "procurement",
        "Procurements and frameworks",
        "Where each procurement stands, what the law asks for next, and where its time goes.",
        (
            "The standstill is counted in working days; the page shows how.",
            "A stage’s date moves only with a reason.",
        ),
        "Procurement and programme managers of the network.",
        ("stage", "framework", "call-off", "mini-competition", "notice", "standstill", "slip"),
        _names(
            "procurements procurement edit-stage edit-route new-notice-published take-back-notice new-challenge "
            "close-challenge frameworks edit-framework new-framework"
        ),
    ),
    HelpPage(
        "pack",
        "The procurement pack",
        "The questions that a procurement answers before it asks for offers, and how much of it is done.",
        (
            "Offers can’t be asked for while a required answer is missing, unless it is waived.",
            "A newer version of the pack can be taken over; answers that still fit stay.",
        ),
        "Procurement and programme managers of the network. A programme manager decides on a waiver.",
        ("pack", "pacs", "ris", "vna", "waiver"),
        _names(
            "pack pack-section pack-item answer-pack-item move-pack open-pack request-pack-waiver decide-pack-waiver"
        ),
    ),
    HelpPage(
        "evaluation",
        "Evaluating bids",
        "Criteria, panel, scores, moderation and ranking of one procurement.",
        (
            "You see no colleague’s scores before you have handed in your own.",
            "Everybody on the panel declares interests first.",
        ),
        "Procurement runs it; members of the panel score; the chair moderates.",
        ("moderation", "mini-competition", "acceptance-criteria"),
        _names(
            "evaluation bid correct-bid add-bid-site bid-status add-bid edit-award-criterion remove-award-criterion "
            "add-award-criterion declare-interest moderation moderate take-agreed-scores move-evaluation panel-member "
            "decide-on-interest remove-panel-member add-panel-member evaluation-ranking edit-scale my-scores score-bid "
            "submit-scores edit-bid-site check-bid-site"
        ),
    ),
    HelpPage(
        "contracts",
        "Contracts",
        "What was signed, for which trusts, until when, and whether the supplier does what it promised.",
        (
            "Values and payments show only to people who may see commercial figures.",
            "A payment is proposed by one person and released by another.",
            "Pick “Download” for exactly the rows that you see.",
        ),
        "Procurement and programme managers of the network.",
        ("call-off", "modification", "baseline", "slip"),
        _names(
            "contracts contract edit-arrangements edit-checklist edit-clause edit-coverage extend-contract edit-kpi "
            "assess-kpi add-kpi edit-metric add-reading add-renewal add-metric modification-step add-modification "
            "add-options edit-payment decide-payment pay-payment propose-payment add-payment end-renewal edit-replaces "
            "add-performance-review add-service-level edit-signature edit-terms add-contract"
        ),
    ),
    HelpPage(
        "suppliers",
        "Suppliers and the shortlist",
        "Who depends on a supplier, what vets its products, and which products are vetted for a use.",
        (
            "A product drops from the shortlist on the day on which the first of its evidence expires.",
            "When a supplier fails, its page lists every deployment that depends on it.",
        ),
        "Procurement and national leads.",
        ("dtac", "cyber-essentials", "dspt", "medical-device", "controller"),
        _names(
            "suppliers supplier edit-supplier edit-reference-site check-reference-site add-reference-site "
            "edit-supplier-status end-sub-processor add-sub-processor shortlist"
        ),
    ),
    HelpPage(
        "flags",
        "Flags",
        "What the rules found wrong, the worst first, with who can put it right.",
        (
            "A flag closes by itself when its cause goes: record what was done, and the next sweep closes it.",
            "Snooze one that is in hand, with the reason and the day to look again. It stays open.",
            "Give a flag to somebody who takes part, and name people in a comment with @: they are told.",
        ),
        "The role that a flag names. Programme managers and national leads may acknowledge flags too.",
        ("flag", "slip", "waiver"),
        _names("flags flag acknowledge-flag assign-flag comment-flag flags-bulk"),
    ),
    HelpPage(
        "reports",
        "Reports",
        "Readiness reports as pages and as PDF, for a day that you choose.",
        (
            "A report keeps what it said: make a new one when things have changed.",
            "The marking at its top and bottom follows from what it holds.",
        ),
        "Whoever may see a trust or network may make its report.",
        ("gate", "forecast"),
        _names("reports report report-retry report-preview-network report-preview-trust request-report"),
    ),
    HelpPage(
        "notifications",
        "Notifications, e-mails and your calendar",
        "What happened that concerns you, how you hear of it, and your milestones in your own calendar.",
        (
            "Everything shows in the tracker at once. E-mails come daily or weekly, as you choose for each topic.",
            "Only what is critical comes as an e-mail of its own.",
            "Follow a trust, network, deployment, procurement, contract or supplier to hear of its changes.",
            "You are told of nothing that you may not see, and not of what you did yourself.",
            "Whoever has the address of your calendar can read its dates. Stop it when somebody else might have it.",
        ),
        "Each person chooses for themselves. An administrator decides about an e-mail that could not be sent.",
        ("flag", "milestone", "sign-off"),
        _names(
            "notifications open-notification mark-read notification-settings create-calendar-link revoke-calendar-link "
            "follow emails"
        ),
    ),
    HelpPage(
        "account",
        "Your account and signing in",
        "Your password, the second step of signing in, and what to do when you can’t sign in.",
        (
            "Nobody can sign up: an administrator adds people.",
            "Keep your recovery codes where you find them without your telephone.",
        ),
        "You look after your own password. An administrator looks after your name, address and roles.",
        (),
        _names(
            "mfa_index mfa_authenticate mfa_reauthenticate mfa_view_recovery_codes mfa_download_recovery_codes "
            "mfa_generate_recovery_codes mfa_activate_totp mfa_deactivate_totp socialaccount_connections "
            "socialaccount_login_cancelled socialaccount_login_error socialaccount_signup account_email "
            "account_email_verification_sent account_confirm_email account_inactive account_login "
            "account_confirm_login_code account_logout account_change_password account_reset_password "
            "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done "
            "account_set_password account_reauthenticate account_signup openid_connect_login openid_connect_callback"
        ),
    ),
)

_BY_ROUTE = {name: page for page in PAGES for name in page.routes}


def help_page_of(route: str | None) -> HelpPage | None:
    """The help of a page by the name of its address; None for a page that needs none, such as help itself."""
    return _BY_ROUTE.get(route or "")
