"""What a DPIA says as plain data, what is still missing in it, and its hash. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from tracker.governance.policies.dpia_risks import band, score
from tracker.governance.policies.dpia_template import (
    ACTIVITIES,
    ORGANISATIONS,
    RISKS,
    Section,
    Template,
    automated_gaps,
    unanswered,
    unsure,
)
from tracker.governance.policies.hashing import content_hash
from tracker.governance.vocabulary import ActionStatus, PartyRole, ResidualRisk, RiskStatus

CONTROLLING = (PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER)
# Roles that need an instrument, and its name (UK GDPR Articles 26 and 28).
INSTRUMENTS = {
    PartyRole.JOINT_CONTROLLER: "arrangement under Article 26",
    PartyRole.PROCESSOR: "contract under Article 28",
    PartyRole.SUB_PROCESSOR: "contract under Article 28",
}


@dataclass(frozen=True)
class Party:
    id: int
    organisation: str
    role: PartyRole
    contract_reference: str = ""


@dataclass(frozen=True)
class Activity:
    """One processing activity. `is_of_lead` tells that it stands in the lead DPIA."""

    id: int
    name: str
    purpose: str
    lawful_basis: str = ""
    special_category_basis: str = ""
    confidentiality_route: str = ""
    opt_out_decision: str = ""
    retention: str = ""
    countries: tuple[str, ...] = ()
    safeguard: str = ""
    is_autonomous: bool = False
    parties: tuple[Party, ...] = ()
    is_of_lead: bool = False


@dataclass(frozen=True)
class Risk:
    id: int
    number: int
    description: str
    inherent: tuple[int, int]
    residual: tuple[int, int] | None = None
    mitigation: str = ""
    residual_reason: str = ""
    owner: str = ""
    due_on: date | None = None
    status: RiskStatus = RiskStatus.OPEN
    is_of_lead: bool = False

    @property
    def is_open(self) -> bool:
        return self.status != RiskStatus.CLOSED

    @property
    def reference(self) -> str:
        return f"{'L' if self.is_of_lead else 'R'}{self.number}"


@dataclass(frozen=True)
class ActionItem:
    id: int
    what: str
    owner: str
    due_on: date
    risk_id: int | None = None
    question: str = ""
    approver: str = ""
    status: ActionStatus = ActionStatus.OPEN


@dataclass(frozen=True)
class Content:
    """Everything that a signature is about. `sections` are the answers by section and question code; where a lead DPIA is
    adopted they are the lead's with this trust's own over them, and activities, risks and actions are both's."""

    template: Template
    edition: int = 1
    release_id: int | None = None
    sources: tuple[str, ...] = ()
    local_addendum: str = ""
    has_lead: bool = False
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    activities: tuple[Activity, ...] = ()
    risks: tuple[Risk, ...] = ()
    actions: tuple[ActionItem, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sections or self.activities or self.risks or self.local_addendum)


@dataclass(frozen=True)
class Gap:
    """Something that is missing: in which section (by code, empty for the assessment as a whole), and a sentence."""

    section: str
    sentence: str


def hash_of(content: Content) -> str:
    """The hash of what is signed. How far a risk's mitigation or an action has come is not part of it."""
    told = asdict(content) | {"template": content.template.version}
    told["risks"] = [{name: value for name, value in each.items() if name != "status"} for each in told["risks"]]
    told["actions"] = [{name: value for name, value in each.items() if name != "status"} for each in told["actions"]]
    return content_hash(told)


def gaps(content: Content) -> list[Gap]:
    """Everything that is missing before the assessment can go to the data protection officer, section by section."""
    return [
        *(gap for section in content.template.written_sections for gap in section_gaps(content, section)),
        *([Gap("", "Say in the local addendum what is different here.")] if _lacks_addendum(content) else []),
    ]


def _lacks_addendum(content: Content) -> bool:
    return content.has_lead and not content.local_addendum.strip()


def section_gaps(content: Content, section: Section) -> list[Gap]:
    """What is missing in one section."""
    answers = content.sections.get(section.code, {})
    told = [*(f"“{question.text}” is not answered." for question in unanswered(section, answers))]
    if ACTIVITIES in section.needs:
        told += activity_gaps(content)
    if ORGANISATIONS in section.needs:
        told += role_gaps(content)
    if RISKS in section.needs:
        told += risk_gaps(content)
    if content.template.automated and section.code == content.template.automated[0]:
        told += autonomy_gaps(content)
    told += [sentence for code, sentence in unsure_gaps(content) if code == section.code]
    return [Gap(section.code, sentence) for sentence in dict.fromkeys(told)]


def activity_gaps(content: Content) -> list[str]:
    """Processing activities that lack a basis, a route, a decision or a period."""
    if not content.activities:
        return ["No processing activity is described."]
    needed = {
        "lawful_basis": "Article 6 basis",
        "special_category_basis": "Article 9 condition",
        "confidentiality_route": "confidentiality route",
        "opt_out_decision": "national data opt-out decision",
        "retention": "retention period",
    }
    missing = [
        f"“{activity.name}” has no {' and no '.join(lacking)}."
        for activity in content.activities
        if (lacking := [words for name, words in needed.items() if not getattr(activity, name)])
    ]
    return missing + transfer_gaps(content)


def transfer_gaps(content: Content) -> list[str]:
    """Activities that take data outside the UK without a safeguard (UK GDPR Articles 44 to 46)."""
    return [
        f"“{activity.name}” takes data to {', '.join(activity.countries)} without a safeguard."
        for activity in content.activities
        if activity.countries and not activity.safeguard
    ]


def role_gaps(content: Content) -> list[str]:
    """Activities whose controller nobody named, and parties without the instrument that their role needs."""
    if not content.activities:
        return ["No processing activity is described, so no role is set."]
    return [sentence for activity in content.activities for sentence in _role_gaps(activity)]


def _role_gaps(activity: Activity) -> Iterator[str]:
    if not any(party.role in CONTROLLING for party in activity.parties):
        yield f"“{activity.name}” has no controller."
    for party in activity.parties:
        if party.role in INSTRUMENTS and not party.contract_reference.strip():
            yield f"{party.organisation} has no {INSTRUMENTS[party.role]} for “{activity.name}”."


def risk_gaps(content: Content) -> list[str]:
    """No risk, or risks whose residual is not scored."""
    if not content.risks:
        return ["No risk is scored."]
    return [
        f"Risk {risk.reference} has no residual score." for risk in content.risks if risk.is_open and not risk.residual
    ]


def autonomy_gaps(content: Content) -> list[str]:
    """Questions about automated decisions that stay open although the tool decides by itself."""
    acting = [activity.name for activity in content.activities if activity.is_autonomous]
    if not acting:
        return []
    return [
        f"“{acting[0]}” decides by itself, and “{question.text}” is not answered so."
        for question in automated_gaps(content.template, content.sections)
    ]


def unsure_gaps(content: Content) -> list[tuple[str, str]]:
    """Answers of “Unsure” that no action settles, each with its section's code."""
    planned = {action.question for action in content.actions if action.status != ActionStatus.CANCELLED}
    return [
        (section.code, f"“{question.text}” is answered “Unsure”, and no action settles it.")
        for section, question in unsure(content.template, content.sections)
        if question.code not in planned
    ]


def residual_band(content: Content, risk: Risk) -> ResidualRisk | None:
    """The band of what remains of a risk; of the inherent risk as long as nobody scored what remains."""
    scale = content.template.scale
    return band(scale, score(*(risk.residual or risk.inherent))) if scale else None


def high_residuals(content: Content) -> list[Risk]:
    """Open risks that remain high."""
    return [risk for risk in content.risks if risk.is_open and residual_band(content, risk) == ResidualRisk.HIGH]


def worst_residual(content: Content) -> ResidualRisk | None:
    """The highest band that remains; None where no risk is open."""
    order = list(ResidualRisk)
    bands = [found for risk in content.risks if risk.is_open and (found := residual_band(content, risk))]
    return max(bands, key=order.index, default=None)
