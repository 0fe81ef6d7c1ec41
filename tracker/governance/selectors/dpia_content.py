"""Reading what DPIAs say, as plain data, in a fixed number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from tracker.governance.models import (
    Dpia,
    DpiaActionItem,
    DpiaAnswers,
    DpiaRisk,
    DpiaTemplate,
    ProcessingActivity,
    ProcessingParty,
)
from tracker.governance.policies.dpia_content import ActionItem, Activity, Content, Party, Risk
from tracker.governance.policies.dpia_template import Answers, Template, template_of
from tracker.governance.vocabulary import ActionStatus, DpiaKind, PartyRole, RiskStatus


def newest_of(rows: Iterable[DpiaTemplate], kind: DpiaKind, *, on: date) -> DpiaTemplate:
    """The version of a kind to begin with on a day: the newest that holds, and before the first of all, that one."""
    versions = sorted((row for row in rows if row.kind == kind), key=lambda row: row.valid_from)
    held = [row for row in versions if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)]
    return held[-1] if held else versions[0]


def newest_template(kind: DpiaKind, *, on: date) -> DpiaTemplate:
    """The stored version to begin with on a day."""
    return newest_of(DpiaTemplate.objects.filter(kind=kind), kind, on=on)


class _Read:
    """Rows of several DPIAs, by DPIA."""

    def __init__(self, ids: Collection[int], *, on: date) -> None:
        self.answers: dict[int, dict[str, Answers]] = defaultdict(dict)
        for row in DpiaAnswers.objects.filter(dpia__in=ids):
            self.answers[row.dpia_id][row.section] = row.answers
        parties: dict[int, list[Party]] = defaultdict(list)
        for party in ProcessingParty.objects.on(on).filter(activity__dpia__in=ids).order_by("pk"):
            parties[party.activity_id].append(
                Party(party.pk, party.organisation, PartyRole(party.role), party.contract_reference)
            )
        self.activities: dict[int, list[Activity]] = defaultdict(list)
        for activity in ProcessingActivity.objects.on(on).filter(dpia__in=ids).order_by("pk"):
            self.activities[activity.dpia_id].append(_activity(activity, parties[activity.pk]))
        self.risks: dict[int, list[Risk]] = defaultdict(list)
        for risk in DpiaRisk.objects.on(on).filter(dpia__in=ids).order_by("number"):
            self.risks[risk.dpia_id].append(_risk(risk))
        self.actions: dict[int, list[ActionItem]] = defaultdict(list)
        for item in DpiaActionItem.objects.filter(dpia__in=ids, raised_on__lte=on).order_by("pk"):
            self.actions[item.dpia_id].append(_action(item))


def _activity(row: ProcessingActivity, parties: Iterable[Party]) -> Activity:
    return Activity(
        id=row.pk,
        name=row.name,
        purpose=row.purpose,
        lawful_basis=row.lawful_basis,
        special_category_basis=row.special_category_basis,
        confidentiality_route=row.confidentiality_route,
        opt_out_decision=row.opt_out_decision,
        retention=row.retention,
        countries=tuple(row.countries),
        safeguard=row.safeguard,
        is_autonomous=row.is_autonomous,
        parties=tuple(parties),
    )


def _risk(row: DpiaRisk) -> Risk:
    likelihood, impact = row.residual_likelihood, row.residual_impact
    return Risk(
        id=row.pk,
        number=row.number,
        description=row.description,
        inherent=(row.inherent_likelihood, row.inherent_impact),
        residual=None if likelihood is None or impact is None else (likelihood, impact),
        mitigation=row.mitigation,
        residual_reason=row.residual_reason,
        owner=row.owner,
        due_on=row.due_on,
        status=RiskStatus(row.status),
    )


def _action(row: DpiaActionItem) -> ActionItem:
    return ActionItem(
        id=row.pk,
        what=row.what,
        owner=row.owner,
        due_on=row.due_on,
        risk_id=row.risk_id,
        question=row.question,
        approver=row.approver,
        status=ActionStatus(row.status),
    )


def contents_of(dpias: Collection[Dpia], *, on: date) -> dict[int, Content]:
    """What each DPIA says with the rows that held on a day, by its id, in seven queries at most. Where it adopts a lead
    DPIA, the lead's content with its own over it."""
    leads = {row.pk: row for row in Dpia.objects.filter(followers__in=[dpia.pk for dpia in dpias if dpia.lead_id])}
    read = _Read({dpia.pk for dpia in dpias} | set(leads), on=on)
    stored = DpiaTemplate.objects.in_bulk()
    templates = {pk: template_of(row.content) for pk, row in stored.items() if row.kind == DpiaKind.TRUST}
    newest = newest_of(stored.values(), DpiaKind.TRUST, on=on)
    found = {}
    for dpia in dpias:
        template = templates[dpia.template_id or newest.pk]
        own = _content(dpia, template, read)
        found[dpia.pk] = _over(own, _content(leads[dpia.lead_id], template, read)) if dpia.lead_id else own
    return found


def _content(dpia: Dpia, template: Template, read: _Read) -> Content:
    return Content(
        template=template,
        edition=dpia.edition,
        release_id=dpia.release_id,
        sources=tuple(sorted(dpia.sources)),
        local_addendum=dpia.local_addendum,
        has_lead=dpia.lead_id is not None,
        sections=dict(read.answers[dpia.pk]),
        activities=tuple(read.activities[dpia.pk]),
        risks=tuple(read.risks[dpia.pk]),
        actions=tuple(read.actions[dpia.pk]),
    )


def _over(own: Content, lead: Content) -> Content:
    """A lead's content with a trust's own over it."""
    codes = [*lead.sections, *(code for code in own.sections if code not in lead.sections)]
    sections = {code: {**lead.sections.get(code, {}), **_given(own.sections.get(code, {}))} for code in codes}
    return replace(
        own,
        release_id=own.release_id or lead.release_id,
        sources=own.sources or lead.sources,
        sections=sections,
        activities=tuple(replace(each, is_of_lead=True) for each in lead.activities) + own.activities,
        risks=tuple(replace(each, is_of_lead=True) for each in lead.risks) + own.risks,
        actions=lead.actions + own.actions,
    )


def _given(answers: Answers) -> Answers:
    return {code: answer for code, answer in answers.items() if answer}
