"""Rules about what a DPIA is about: its activities, who takes part in them, and whose DPIA it adopts. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.policies.dpia_template import Template
from tracker.governance.vocabulary import PartyRole

LISTS = {
    "purpose": "purposes",
    "lawful_basis": "lawful_bases",
    "special_category_basis": "special_category_bases",
    "confidentiality_route": "confidentiality_routes",
    "opt_out_decision": "opt_out_decisions",
    "safeguard": "safeguards",
}


def may_describe_activity(template: Template, fields: Mapping[str, Any]) -> Decision:
    """Whether an activity may be described so: named, from the template's lists, and lawful in itself."""
    if not str(fields.get("name", "")).strip():
        return deny("An activity has a name.", remedy="Say in a few words what is done.", field="name")
    for name, of in LISTS.items():
        codes = {option.code for option in template.options(of)}
        if fields.get(name) and fields[name] not in codes:
            return deny("This is not one of the template's options.", remedy="Choose what is offered.", field=name)
    if fields.get("is_autonomous") and fields.get("lawful_basis") == "ea":
        return deny(
            "A recognised legitimate interest, 6(1)(ea), can't be the basis of decisions by automated means alone.",
            remedy="Choose another basis, or have a person decide (UK GDPR Article 22D).",
            field="lawful_basis",
        )
    return ALLOWED


def may_name_party(organisation: str, role: PartyRole, others: Collection[tuple[str, str]]) -> Decision:
    """Whether an organisation may be named in a role: once in each."""
    if not organisation.strip():
        return deny("An organisation has a name.", remedy="Enter it.", field="organisation")
    if (organisation.strip().lower(), role) in others:
        return deny(
            f"{organisation.strip()} is named as {role.label.lower()} already.",
            remedy="Change that entry.",
            field="organisation",
        )
    return ALLOWED


def may_adopt(
    *, is_itself: bool, same_use_case: bool, same_network: bool, lead_has_lead: bool, has_followers: bool
) -> Decision:
    """Whether a DPIA may adopt another as its lead: of the same use case and network, and not in a chain."""
    if is_itself:
        return deny("A DPIA can't adopt itself.", remedy="Choose another trust's.", field="lead")
    if not same_use_case or not same_network:
        return deny(
            "A lead DPIA is of the same use case, at a trust of the same network.", remedy="Choose one.", field="lead"
        )
    if lead_has_lead or has_followers:
        return deny(
            "A lead DPIA stands on its own: it adopts none, and one that others adopted can't adopt another.",
            remedy="Choose the lead DPIA itself.",
            field="lead",
        )
    return ALLOWED
