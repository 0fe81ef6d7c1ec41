"""Writing what a DPIA says: what it is about, its answers, activities, risks and actions. Authors only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.models import Versioned
from tracker.core.permissions import demand
from tracker.governance.actions.dpia_writing import writing
from tracker.governance.models import (
    Dpia,
    DpiaActionItem,
    DpiaAnswers,
    DpiaRisk,
    ProcessingActivity,
    ProcessingParty,
)
from tracker.governance.policies.dpia_risks import may_plan_action, may_score
from tracker.governance.policies.dpia_subject import may_adopt, may_describe_activity, may_name_party
from tracker.governance.policies.dpia_template import Section, Template, may_answer, template_of
from tracker.governance.vocabulary import ActionStatus, PartyRole
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

Row = TypeVar("Row", bound=Versioned)
NOT_HERE = "This is not part of this DPIA, or no longer."


def _template(dpia: Dpia) -> Template:
    if dpia.template is None:
        raise AssertionError("a DPIA that is written has a template")
    return template_of(dpia.template.content)


def _unchanged(row: Row | None, version: int | None) -> None:
    """Raises `StaleWrite` where somebody saved since the page was read; `version` None means that there was no row."""
    if row is not None and row.version != version:
        raise StaleWrite(row)


def _put(row: Versioned, values: Mapping[str, Any]) -> None:
    """Stores values and counts the version up."""
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1 if row.pk else 0
    row.save()


def _find(rows: Iterable[Row], wanted: int) -> Row:
    found = next((row for row in rows if row.pk == wanted), None)
    if found is None:
        raise Refused(deny(NOT_HERE, remedy="Go back to the DPIA's page."))
    return found


def save_subject(
    *,
    deployment: Deployment,
    release: ProductRelease | None,
    sources: Iterable[str],
    local_addendum: str,
    version: int | None,
    on: date | None = None,
    by: User,
) -> Dpia:
    """What is assessed: the release, and for whose patients it is used; where a lead DPIA is adopted, what is different."""
    with writing(deployment, "What is assessed", on=on, by=by) as dpia:
        if version is not None or dpia.revisions.exists():
            _unchanged(dpia, version)
        values = {"release": release, "sources": sorted(sources), "local_addendum": local_addendum}
        _put(dpia, values)
    return dpia


def save_answers(
    *,
    deployment: Deployment,
    section: str,
    answers: Mapping[str, Any],
    version: int | None,
    on: date | None = None,
    by: User,
) -> DpiaAnswers:
    """The answers of one section. Each section has its own version, so that several people write in one DPIA at once;
    `version` is None where the page showed no answers yet."""
    with writing(deployment, f"The section “{section}”", on=on, by=by) as dpia:
        asked = _section(_template(dpia), section)
        require(may_answer(asked, answers))
        row = DpiaAnswers.objects.filter(dpia=dpia, section=section).first()
        _unchanged(row, version)
        kept = {code: answer for code, answer in answers.items() if answer}
        row = row or DpiaAnswers(dpia=dpia, section=section)
        _put(row, {"answers": kept})
    return row


def _section(template: Template, code: str) -> Section:
    section = template.section(code)
    if section is None:
        raise Refused(deny("The template has no such section.", remedy="Go back to the DPIA's page."))
    return section


def save_activity(
    *,
    deployment: Deployment,
    activity_id: int | None = None,
    version: int | None = None,
    on: date | None = None,
    by: User,
    **fields: Any,
) -> ProcessingActivity:
    """Describes a processing activity, or describes it anew."""
    day = on or today_in_london()
    with writing(deployment, f"The activity “{fields['name']}”", on=on, by=by) as dpia:
        require(may_describe_activity(_template(dpia), fields))
        rows = ProcessingActivity.objects.on(day).filter(dpia=dpia)
        row = _find(rows, activity_id) if activity_id else ProcessingActivity(dpia=dpia, valid_from=day)
        if activity_id:
            _unchanged(row, version)
        _put(row, fields)
    return row


def save_party(
    *,
    deployment: Deployment,
    activity_id: int,
    party_id: int | None = None,
    organisation: str,
    role: PartyRole,
    contract_reference: str,
    version: int | None = None,
    on: date | None = None,
    by: User,
) -> ProcessingParty:
    """Names an organisation and its role in an activity."""
    day = on or today_in_london()
    with writing(deployment, f"The organisation “{organisation.strip()}”", on=on, by=by) as dpia:
        activity = _find(ProcessingActivity.objects.on(day).filter(dpia=dpia), activity_id)
        rows = list(ProcessingParty.objects.on(day).filter(activity=activity))
        others = {(each.organisation.lower(), each.role) for each in rows if each.pk != party_id}
        require(may_name_party(organisation, role, others))
        row = _find(rows, party_id) if party_id else ProcessingParty(activity=activity, valid_from=day)
        if party_id:
            _unchanged(row, version)
        _put(row, {"organisation": organisation, "role": role, "contract_reference": contract_reference})
    return row


def remove_activity(*, deployment: Deployment, activity_id: int, version: int, by: User) -> None:
    """The activity does not happen any more, nor do its organisations take part in it."""
    today = today_in_london()
    with writing(deployment, "A removed activity", by=by) as dpia:
        activity = _find(ProcessingActivity.objects.on(today).filter(dpia=dpia), activity_id)
        _unchanged(activity, version)
        for party in ProcessingParty.objects.on(today).filter(activity=activity):
            _end(party)
        _end(activity)


def remove_party(*, deployment: Deployment, party_id: int, version: int, by: User) -> None:
    """The organisation takes no part in the activity any more."""
    today = today_in_london()
    with writing(deployment, "A removed organisation", by=by) as dpia:
        party = _find(ProcessingParty.objects.on(today).filter(activity__dpia=dpia), party_id)
        _unchanged(party, version)
        _end(party)


def _end(row: Any) -> None:
    """A row ends today; one that began today is taken away, since it held on no day."""
    today = today_in_london()
    if row.valid_from == today:
        row.delete()
    else:
        row.valid_to = today
        row.version += 1
        row.save(update_fields=["valid_to", "version"])


def save_risk(
    *,
    deployment: Deployment,
    risk_id: int | None = None,
    version: int | None = None,
    on: date | None = None,
    by: User,
    **fields: Any,
) -> DpiaRisk:
    """Scores a risk, or scores it anew."""
    day = on or today_in_london()
    with writing(deployment, f"The risk “{fields['description'][:100]}”", on=on, by=by) as dpia:
        require(
            may_score(
                inherent=(fields["inherent_likelihood"], fields["inherent_impact"]),
                residual=(fields.get("residual_likelihood"), fields.get("residual_impact")),
                reason=fields.get("residual_reason", ""),
                mitigation=fields.get("mitigation", ""),
            )
        )
        rows = DpiaRisk.objects.on(day).filter(dpia=dpia)
        row = _find(rows, risk_id) if risk_id else DpiaRisk(dpia=dpia, number=_next_number(dpia), valid_from=day)
        if risk_id:
            _unchanged(row, version)
        _put(row, fields)
    return row


def _next_number(dpia: Dpia) -> int:
    return (DpiaRisk.objects.filter(dpia=dpia).aggregate(last=Max("number"))["last"] or 0) + 1


def save_action_item(
    *,
    deployment: Deployment,
    item_id: int | None = None,
    version: int | None = None,
    on: date | None = None,
    by: User,
    **fields: Any,
) -> DpiaActionItem:
    """Plans an action, or plans it anew; `status` tells how far it is."""
    day = on or today_in_london()
    with writing(deployment, f"The action “{fields['what'][:100]}”", on=on, by=by) as dpia:
        rows = DpiaActionItem.objects.filter(dpia=dpia)
        row = _find(rows, item_id) if item_id else DpiaActionItem(dpia=dpia, raised_on=day)
        if item_id:
            _unchanged(row, version)
        require(
            may_plan_action(
                what=fields["what"], owner=fields["owner"], due_on=fields["due_on"], raised_on=row.raised_on
            )
        )
        is_open = fields.get("status", row.status) == ActionStatus.OPEN
        _put(row, {**fields, "settled_on": None if is_open else row.settled_on or day})
    return row


def adopt_lead(*, deployment: Deployment, lead: Dpia | None, version: int | None, by: User) -> Dpia:
    """Has a trust adopt the DPIA of another trust of its network, or stand on its own again (None). Its people then write
    what is different, and sign for themselves."""
    today = today_in_london()
    access = access_of(by, day=today)
    scope = scope_of_deployment(deployment, day=today)
    demand("governance.adopt_lead_dpia", access, scope)
    with writing(deployment, "The lead DPIA", by=by) as dpia:
        if version is not None:
            _unchanged(dpia, version)
        if lead is not None:
            theirs = scope_of_deployment(lead.deployment, day=today)
            demand("governance.adopt_lead_dpia", access, theirs)
            require(
                may_adopt(
                    is_itself=lead.pk == dpia.pk,
                    same_use_case=lead.deployment.use_case_id == deployment.use_case_id,
                    same_network=bool(scope.network_ids & theirs.network_ids),
                    lead_has_lead=lead.lead_id is not None,
                    has_followers=dpia.followers.exists(),
                )
            )
        _put(dpia, {"lead": lead})
    return dpia
