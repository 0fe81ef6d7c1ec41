"""The field's words, as this service uses them. Where a word comes from a standard its meaning follows that standard;
the page of words draws them in the order of the alphabet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One term: its short form, what it stands for, what it means here, and who does it or answers for it."""

    slug: str
    term: str
    meaning: str
    who: str
    stands_for: str = ""


WORDS: tuple[Word, ...] = (
    Word(
        "acceptance-criteria",
        "Acceptance criteria",
        "What a local validation has to show, such as the least sensitivity. They are fixed before any result is known.",
        "The trust’s radiology lead writes them; they are locked when data entry begins.",
    ),
    Word(
        "actual",
        "Actual",
        "The date on which something really happened. It can’t lie in the future.",
        "Whoever looks after the milestone records it: the trust, or procurement for a stage of a procurement.",
    ),
    Word(
        "baseline",
        "Baseline",
        "The date that was agreed when the work was funded. It stays, so that a slip shows.",
        "A programme manager or national lead sets it; only a national lead moves it, with a reason.",
    ),
    Word(
        "blocker",
        "Blocker",
        "A named reason, B1 to B10, why a deployment can’t move. The list is that of the national evaluation, so that "
        "networks can be compared.",
        "The trust or its programme manager raises it and closes it.",
    ),
    Word(
        "caldicott-guardian",
        "Caldicott Guardian",
        "The senior person of an organisation who protects patients’ confidential information and judges when it may be "
        "shared.",
        "Each trust has one. They sign before a go-live.",
    ),
    Word(
        "call-off",
        "Call-off",
        "A contract made under a framework: suppliers and main terms are agreed already, and one is chosen directly or by "
        "a mini-competition.",
        "Procurement of the network.",
    ),
    Word(
        "confidence",
        "Confidence",
        "What the people who do the work expect, in red, amber or green, with the reason. It stands beside what the rules "
        "find and never replaces it.",
        "The trust or its programme manager.",
        stands_for="Also called a RAG rating",
    ),
    Word(
        "controller",
        "Controller and processor",
        "A controller decides why and how personal data are used; a processor uses them on the controller’s instructions.",
        "The trust is usually the controller, the supplier a processor. The DPIA says so for each use.",
    ),
    Word(
        "cso",
        "CSO",
        "A registered clinician, trained in clinical risk, who answers for the safety case. A supplier has one for "
        "DCB0129, a trust for DCB0160.",
        "Named by the trust and by the supplier. They sign the safety case and, for the trust, the go-live.",
        stands_for="Clinical safety officer",
    ),
    Word(
        "cyber-essentials",
        "Cyber Essentials",
        "A certificate, renewed each year, that an organisation guards against common attacks.",
        "The supplier holds it; the trust’s IT lead checks it.",
    ),
    Word(
        "dcb0129",
        "DCB0129",
        "The clinical safety standard for whoever makes health software: a hazard log and a safety case report for each "
        "release.",
        "The supplier’s clinical safety officer.",
    ),
    Word(
        "dcb0160",
        "DCB0160",
        "The clinical safety standard for an organisation that puts health software to use: its own hazard log and safety "
        "case, for its own way of working.",
        "The trust’s clinical safety officer.",
    ),
    Word(
        "deployment",
        "Deployment",
        "One AI tool for one use, such as chest X-ray, at one trust. It has a plan, a state of clinical use, and a gate.",
        "The trust, with its programme manager.",
    ),
    Word(
        "downtime",
        "Downtime procedure",
        "How staff go on reading when the tool is not there. It has to be tried before a go-live.",
        "The trust’s radiology and IT leads.",
    ),
    Word(
        "dpia",
        "DPIA",
        "What the law asks for before patients’ data are used in a new way: what is done with them, the risks to people, "
        "and what lessens those. It is approved before a go-live, and reviewed.",
        "The trust writes it; its data protection officer advises; the information asset owner and the signatories "
        "sign it.",
        stands_for="Data protection impact assessment",
    ),
    Word(
        "dpo",
        "DPO",
        "The person who advises an organisation on data protection law and checks that it is kept.",
        "Each trust has one. They advise on the DPIA and sign before a go-live.",
        stands_for="Data protection officer",
    ),
    Word(
        "drift",
        "Drift",
        "A tool that was good enough may become worse as patients, scanners or software change. Readings on a control "
        "chart show it.",
        "The trust enters readings; a point outside the limits has to be explained.",
    ),
    Word(
        "dspt",
        "DSPT",
        "A yearly self-assessment of how an organisation keeps health data safe.",
        "Suppliers and trusts publish theirs; “Standards Met” is what is asked for.",
        stands_for="Data Security and Protection Toolkit",
    ),
    Word(
        "dtac",
        "DTAC",
        "The NHS assessment of a digital product: clinical safety, data protection, security and interoperability have to "
        "pass, for each release.",
        "The supplier fills it in; the buyer assesses it, and the trust’s clinical safety officer its safety part.",
        stands_for="Digital Technology Assessment Criteria",
    ),
    Word(
        "evidence",
        "Evidence",
        "A file or link that shows that a requirement is met, with the day on which it expires. Every revision is kept.",
        "The trust adds it; a signatory or programme manager who did not add it reviews it.",
    ),
    Word(
        "flag",
        "Flag",
        "What a rule found wrong. It opens and closes by itself; somebody who knows of it can acknowledge it for a time.",
        "The role that is named on it. The list of rules says who.",
    ),
    Word(
        "forecast",
        "Forecast",
        "The date on which something is expected now. Moving it needs a reason, and every earlier forecast is kept.",
        "Whoever looks after the milestone.",
    ),
    Word(
        "framework",
        "Framework",
        "An agreement with several suppliers under which contracts can be called off until it expires.",
        "The national team and procurement keep the list.",
    ),
    Word(
        "gate",
        "Go-live gate",
        "Every requirement that has to be met or waived before patients’ images go through the tool. While it is closed, "
        "a go-live is refused on every way into this service.",
        "The trust prepares, signatories sign. Nobody can open it by hand.",
    ),
    Word(
        "go-live",
        "Go-live",
        "The day on which results are first used for patients, in part (some referral sources) or in full.",
        "The trust or its programme manager records it, once the gate is open.",
    ),
    Word(
        "hazard-log",
        "Hazard log",
        "Each way in which the tool could harm a patient, how likely and how bad that is, what controls it, and what is "
        "left.",
        "The clinical safety officer keeps it.",
    ),
    Word(
        "local-validation",
        "Local validation",
        "A study that the tool does well enough on this trust’s own images and patients.",
        "The trust’s radiology lead, with medical physics; approved by somebody who did not enter the counts.",
    ),
    Word(
        "medical-device",
        "Medical device marking",
        "The UKCA or CE mark, its class and its intended purpose. Use outside that purpose is not allowed.",
        "The supplier holds it; the national team records it for each release.",
    ),
    Word(
        "milestone",
        "Milestone",
        "A dated step of a deployment’s plan, with a baseline, forecasts and, once done, an actual date.",
        "The trust or its programme manager.",
    ),
    Word(
        "mini-competition",
        "Mini-competition",
        "Suppliers of a framework make offers, and a panel scores them by criteria that were published beforehand.",
        "Procurement runs it; the panel scores.",
    ),
    Word(
        "modification",
        "Modification",
        "A change of a signed contract. The law says which are allowed, and for which a notice has to be published.",
        "Procurement of the network.",
    ),
    Word(
        "moderation",
        "Moderation",
        "The panel agrees one score for each criterion, with its reasons, after each member has scored alone.",
        "The chair of the panel.",
    ),
    Word(
        "notice",
        "Notice",
        "What the procurement law has a buyer publish, such as a tender notice or a contract award notice, and by when.",
        "Procurement of the network.",
    ),
    Word(
        "pack",
        "Procurement pack",
        "The questions and requirements that every procurement of this programme works through before it asks for offers.",
        "Procurement, with radiology, IT and information governance for their parts.",
    ),
    Word(
        "pacs",
        "PACS",
        "Where images are kept and read. Results of an AI tool have to arrive there before anybody reads the image.",
        "The trust’s IT lead.",
        stands_for="Picture archiving and communication system",
    ),
    Word(
        "paused",
        "Paused",
        "Clinical use has stopped for a time, for instance after an incident. Resuming it needs its own decision.",
        "The trust may pause at once; its clinical safety officer resumes.",
    ),
    Word(
        "revalidation",
        "Revalidation",
        "A new local validation because something changed: a release, a scanner, or readings outside their limits.",
        "The trust’s clinical safety officer decides whether the validation still holds.",
    ),
    Word(
        "ris",
        "RIS",
        "Where requests, appointments and reports are kept.",
        "The trust’s IT lead.",
        stands_for="Radiology information system",
    ),
    Word(
        "rollback",
        "Rollback plan",
        "How to go back to the way of working before the tool, who decides it, and how long it takes. It has to be tried "
        "before a go-live.",
        "The trust’s radiology and IT leads.",
    ),
    Word(
        "shadow-use",
        "Shadow use",
        "The tool runs on real images, and nobody uses its results for patients. It shows whether everything works.",
        "The trust.",
    ),
    Word(
        "sign-off",
        "Sign-off",
        "A named person’s decision in one capacity that a go-live may happen, bound to what they saw.",
        "A signatory, from their own list of what waits. Nobody signs for somebody else.",
    ),
    Word(
        "siro",
        "SIRO",
        "The director who answers for an organisation’s information risks.",
        "Each trust has one. They sign before a go-live.",
        stands_for="Senior information risk owner",
    ),
    Word(
        "slip",
        "Slip",
        "How much later than the baseline something is expected or happened.",
        "Nobody sets it: it follows from the dates.",
    ),
    Word(
        "standstill",
        "Standstill",
        "The working days between telling suppliers who has won and signing the contract, in which they may object.",
        "Procurement waits; signing within it is refused.",
    ),
    Word(
        "stage",
        "Stage",
        "A step of a procurement, such as evaluation or signature, with a baseline, forecasts and an actual date.",
        "Procurement of the network.",
    ),
    Word(
        "use-case",
        "Use case",
        "What a tool is for, such as finding lung cancer on chest X-rays.",
        "Set by the programme.",
    ),
    Word(
        "vna",
        "VNA",
        "A store of images that does not depend on one maker’s PACS.",
        "The trust’s IT lead, or the network where it is shared.",
        stands_for="Vendor neutral archive",
    ),
    Word(
        "waiver",
        "Waiver",
        "A decision that a requirement need not be met for a while, with the reason and an end. Some requirements can’t be "
        "waived.",
        "The trust asks; an executive and a clinical safety officer both decide. It ends by itself.",
    ),
)

_BY_SLUG = {word.slug: word for word in WORDS}


def word_of(slug: str) -> Word:
    """The word with that name; a name that no word has is a mistake of ours."""
    return _BY_SLUG[slug]
