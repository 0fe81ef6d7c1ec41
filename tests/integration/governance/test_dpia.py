"""A DPIA from the first answer to the approval and after it, through the actions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories.dpia import (
    ACTIVITY,
    DpiaPeople,
    make_action_item,
    make_activity,
    make_approved_dpia,
    make_dpia_people,
    make_reviewed_dpia,
    make_risk,
    move,
    sign,
    write_dpia,
)
from tracker.accounts.roles import Role, SignOffRole
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.governance.actions.dpia_content import (
    adopt_lead,
    remove_activity,
    remove_party,
    save_activity,
    save_answers,
    save_party,
    save_subject,
)
from tracker.governance.actions.dpia_decisions import (
    NewCondition,
    answer_advice,
    consult_ico,
    meet_condition,
    update_consultation,
)
from tracker.governance.actions.dpias import record_dpia_status, review_what_is_due, start_review
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.supplier_dpias import save_supplier_dpia
from tracker.governance.checks import verdicts_on
from tracker.governance.models import Dpia, DpiaCondition, DpiaState, ProcessingActivity
from tracker.governance.selectors.dpias import dpia_on, dpias_on
from tracker.governance.selectors.standing import governance_on
from tracker.governance.vocabulary import ActionStatus, DpiaOpinion, DpiaRole, DpiaStatus, IcoOutcome, PartyRole
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import Deployment, ScopeKind

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def people(deployment: Deployment) -> DpiaPeople:
    return make_dpia_people(deployment)


def test_dpia_is_approved_by_those_who_may(deployment: Deployment, people: DpiaPeople) -> None:
    dpia = make_approved_dpia(deployment, people)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.APPROVED
    assert standing.missing_roles == ()
    assert governance_on([deployment.pk], on=TODAY)[deployment.pk].approved_on == TODAY
    verdicts = verdicts_on([deployment.pk], on=TODAY)[deployment.pk]
    assert verdicts["dpia-approved"].is_met, verdicts["dpia-approved"]
    assert verdicts["article-28"].is_met
    assert (dpia.controller, dpia.processor, dpia.residual_risk) == ("The trust", "Acme Imaging Ltd", "low")
    statuses = DpiaState.objects.filter(dpia=dpia).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["drafting", "dpo-review", "awaiting-sign-off", "approved"]


def test_changed_content_voids_the_signatures(deployment: Deployment, people: DpiaPeople) -> None:
    make_approved_dpia(deployment, people)
    make_risk(deployment, by=people.author, description="Data are out of date")
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.UNDER_REVIEW
    assert set(standing.stale_roles) == set(DpiaRole)
    assert not verdicts_on([deployment.pk], on=TODAY)[deployment.pk]["dpia-approved"].is_met


def test_incomplete_dpia_does_not_reach_the_officer(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author, without=["security"])
    with pytest.raises(Refused, match="not complete"):
        move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.DRAFTING


def test_siro_signs_last(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    with pytest.raises(Refused, match="Caldicott Guardian"):
        sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.SIRO])
    with pytest.raises(Refused, match="You are not the"):
        sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.DPO])
    with pytest.raises(NotPermitted):
        sign(deployment, DpiaRole.SIRO, by=factories.make_person())


def test_nobody_signs_what_they_wrote(deployment: Deployment) -> None:
    trust = deployment.trust
    both = factories.make_person(role=Role.SIGNATORY, scope=trust, sign_off_role=SignOffRole.SIRO)
    assign_role(
        user=both, role=Role.TRUST_USER, kind=ScopeKind.TRUST, target=trust, on=factories.START, by=factories.system()
    )
    people = make_dpia_people(deployment)
    make_reviewed_dpia(deployment, DpiaPeople(both, people.by_role))
    with pytest.raises(Refused, match="an author neither advises"):
        sign(deployment, DpiaRole.SIRO, by=both)


def test_signature_on_content_that_changed_meanwhile_is_refused(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    seen = dpia_on(deployment.pk, on=TODAY).content_hash
    move(deployment, DpiaStatus.CHANGES_REQUESTED, by=people.by_role[DpiaRole.SIRO])
    make_risk(deployment, by=people.author, description="Data are out of date")
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    with pytest.raises(Refused, match="has changed since you opened it"):
        sign(deployment, DpiaRole.IT_LEAD, by=people.by_role[DpiaRole.IT_LEAD], seen_hash=seen)
    assert dpia_on(deployment.pk, on=TODAY).missing_roles == tuple(DpiaRole)


def test_a_rejection_ends_it_and_names_the_reason(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    role = DpiaRole.CALDICOTT_GUARDIAN
    sign(deployment, role, by=people.by_role[role], opinion=DpiaOpinion.REJECTED, text="Consent is not implied here")
    standing = dpia_on(deployment.pk, on=TODAY)
    assert (standing.status, standing.reason) == (DpiaStatus.REJECTED, "Consent is not implied here")
    with pytest.raises(Refused, match="stands still"):
        make_risk(deployment, by=people.author)
    move(deployment, DpiaStatus.DRAFTING, by=people.author)
    assert make_risk(deployment, by=people.author).number == 2


def test_conditions_of_the_guardian_make_the_approval_conditional(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    guardian, siro = DpiaRole.CALDICOTT_GUARDIAN, DpiaRole.SIRO
    condition = NewCondition("Put up the posters", "Asha Example", TODAY + DAY)
    opinion = DpiaOpinion.APPROVED_WITH_CONDITIONS
    sign(deployment, guardian, by=people.by_role[guardian], opinion=opinion, conditions=[condition])
    sign(deployment, siro, by=people.by_role[siro])
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.APPROVED_WITH_CONDITIONS
    assert governance_on([deployment.pk], on=TODAY)[deployment.pk].dpia_is_approved
    [row] = DpiaCondition.objects.all()
    assert not standing.conditions[0].is_overdue(TODAY + DAY)
    assert standing.conditions[0].is_overdue(TODAY + 2 * DAY)
    with pytest.raises(Refused, match="Say how"):
        meet_condition(deployment=deployment, condition_id=row.pk, note=" ", version=1, by=people.author)
    with pytest.raises(StaleWrite):
        meet_condition(deployment=deployment, condition_id=row.pk, note="Done", version=7, by=people.author)
    meet_condition(deployment=deployment, condition_id=row.pk, note="Posters are up", version=1, by=people.author)
    assert dpia_on(deployment.pk, on=TODAY).conditions[0].met_on == TODAY


def test_overruled_advice_needs_the_siros_reasons(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    siro = people.by_role[DpiaRole.SIRO]
    with pytest.raises(Refused, match="No advice"):
        answer_advice(deployment=deployment, is_accepted=True, reasons="", by=siro)
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in list(DpiaRole)[:3]:
        sign(deployment, role, by=people.by_role[role])
    sign(deployment, DpiaRole.DPO, by=people.by_role[DpiaRole.DPO], opinion=DpiaOpinion.ADVISES_AGAINST)
    sign(deployment, DpiaRole.CALDICOTT_GUARDIAN, by=people.by_role[DpiaRole.CALDICOTT_GUARDIAN])
    with pytest.raises(Refused, match="advises against"):
        sign(deployment, DpiaRole.SIRO, by=siro)
    with pytest.raises(Refused, match="Only the senior information risk owner"):
        answer_advice(deployment=deployment, is_accepted=False, reasons="No", by=people.by_role[DpiaRole.DPO])
    with pytest.raises(Refused, match="needs reasons"):
        answer_advice(deployment=deployment, is_accepted=False, reasons=" ", by=siro)
    answer_advice(deployment=deployment, is_accepted=False, reasons="The board accepts the risk", by=siro)
    sign(deployment, DpiaRole.SIRO, by=siro)
    advice = dpia_on(deployment.pk, on=TODAY).advice
    assert advice is not None
    assert (advice.is_accepted, advice.response_reasons) == (False, "The board accepts the risk")


def test_high_risk_goes_by_the_ico(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    make_risk(deployment, by=people.author, description="Bias", residual_likelihood=4, residual_impact=4)
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in list(DpiaRole)[:4]:
        sign(deployment, role, by=people.by_role[role])
    guardian, siro = people.by_role[DpiaRole.CALDICOTT_GUARDIAN], people.by_role[DpiaRole.SIRO]
    sign(deployment, DpiaRole.CALDICOTT_GUARDIAN, by=guardian)
    with pytest.raises(Refused, match="A high risk remains"):
        sign(deployment, DpiaRole.SIRO, by=siro)
    with pytest.raises(Refused, match="future"):
        consult_ico(deployment=deployment, submitted_on=TODAY + DAY, by=people.author)
    consult_ico(deployment=deployment, submitted_on=TODAY - 20 * DAY, reference="ICO-1", by=people.author)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.ICO_CONSULTATION
    assert standing.open_consultation is not None
    assert standing.open_consultation.advice_due_on == TODAY + 36 * DAY
    given = {"deployment": deployment, "advice": "Go on", "is_extended": True, "by": people.author}
    nothing = {"accepted_on": TODAY, "outcome": None, "closed_on": None}
    update_consultation(**given, **nothing, version=1)
    with pytest.raises(StaleWrite):
        update_consultation(**given, **nothing, version=1)
    with pytest.raises(Refused, match="belong together"):
        update_consultation(**given, **nothing | {"closed_on": TODAY}, version=2)
    closed = {"accepted_on": TODAY, "outcome": IcoOutcome.ADVICE, "closed_on": TODAY}
    update_consultation(**given, **closed, version=2)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.AWAITING_SIGN_OFF
    with pytest.raises(Refused, match="No consultation is open"):
        update_consultation(**given, **closed, version=3)
    sign(deployment, DpiaRole.SIRO, by=siro)
    assert verdicts_on([deployment.pk], on=TODAY)[deployment.pk]["dpia-approved"].is_met


def test_new_release_puts_the_approval_under_review(deployment: Deployment, people: DpiaPeople) -> None:
    first, second = factories.make_release(version="1.0"), factories.make_release(version="2.0")
    record_release(deployment=deployment, release=first, on=factories.START, by=factories.system())
    save_subject(
        deployment=deployment, release=first, sources=["gp"], local_addendum="", version=None, by=people.author
    )
    make_approved_dpia(deployment, people)
    assert review_what_is_due(by=factories.system()) == 0
    record_release(deployment=deployment, release=second, on=TODAY, reason="Upgrade", by=factories.system())
    assert review_what_is_due(deployment_ids=[deployment.pk], by=factories.system()) == 1
    assert review_what_is_due(deployment_ids=[deployment.pk], by=factories.system()) == 0
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.UNDER_REVIEW
    assert "2.0 is in use" in standing.reason
    sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.SIRO])
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.APPROVED


def test_superseded_assessment_begins_anew_as_the_next_edition(deployment: Deployment, people: DpiaPeople) -> None:
    make_approved_dpia(deployment, people)
    before = dpia_on(deployment.pk, on=TODAY).content_hash
    move(deployment, DpiaStatus.SUPERSEDED, by=people.author)
    assert governance_on([deployment.pk], on=TODAY)[deployment.pk].approved_on is None
    move(deployment, DpiaStatus.DRAFTING, by=people.author)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.content_hash != before
    assert standing.missing_roles == tuple(DpiaRole)
    assert standing.author_ids == frozenset()
    assert Dpia.objects.get(deployment=deployment).edition == 2


def test_incident_starts_a_review_of_what_is_approved_only(deployment: Deployment, people: DpiaPeople) -> None:
    by = factories.system()
    assert start_review(deployment=deployment, reason="Incident 7", by=by) is None
    make_approved_dpia(deployment, people)
    assert start_review(deployment=deployment, reason="Incident 7", by=by) is not None
    assert start_review(deployment=deployment, reason="Incident 7", by=by) is None
    assert dpia_on(deployment.pk, on=TODAY).reason == "Incident 7"


def test_lead_dpia_is_adopted_and_each_trust_signs_for_itself(deployment: Deployment, people: DpiaPeople) -> None:
    network = deployment.trust.memberships.get().network
    lead_deployment = factories.make_deployment(factories.make_trust(network))
    lead_people = make_dpia_people(lead_deployment)
    lead = make_approved_dpia(lead_deployment, lead_people)
    manager = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    with pytest.raises(NotPermitted):
        adopt_lead(deployment=deployment, lead=lead, version=None, by=people.author)
    adopt_lead(deployment=deployment, lead=lead, version=None, by=manager)
    with pytest.raises(Refused, match="local addendum"):
        move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    version = Dpia.objects.get(deployment=deployment).version
    save_subject(
        deployment=deployment,
        release=None,
        sources=[],
        local_addendum="Nothing differs here",
        version=version,
        by=people.author,
    )
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in DpiaRole:
        sign(deployment, role, by=people.by_role[role])
    verdicts = verdicts_on([deployment.pk, lead_deployment.pk], on=TODAY)
    assert all(verdict["dpia-approved"].is_met and verdict["article-28"].is_met for verdict in verdicts.values())

    make_risk(lead_deployment, by=lead_people.author, description="Data are out of date")
    for each in (deployment, lead_deployment):
        assert dpia_on(each.pk, on=TODAY).status == DpiaStatus.UNDER_REVIEW
    adopt_lead(deployment=deployment, lead=None, version=Dpia.objects.get(deployment=deployment).version, by=manager)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.content is not None
    assert standing.content.risks == ()


def test_lead_of_another_network_is_refused(deployment: Deployment, people: DpiaPeople) -> None:
    other = factories.make_dpia()
    with pytest.raises(Refused, match="of the same network"):
        adopt_lead(deployment=deployment, lead=other, version=None, by=factories.make_person(role=Role.NATIONAL_LEAD))


def test_sections_are_written_by_several_and_a_stale_one_is_refused(deployment: Deployment, people: DpiaPeople) -> None:
    given = {"deployment": deployment, "by": people.author}
    save_answers(**given, section="purpose", answers={"purposes": "Sooner"}, version=None)
    save_answers(**given, section="data", answers={"source": "PACS"}, version=None)
    with pytest.raises(StaleWrite):
        save_answers(**given, section="purpose", answers={"purposes": "Later"}, version=None)
    row = save_answers(**given, section="purpose", answers={"purposes": "Better", "benefits": ""}, version=1)
    assert (row.version, row.answers) == (2, {"purposes": "Better"})
    with pytest.raises(Refused, match="asks no question"):
        save_answers(**given, section="purpose", answers={"nothing": "x"}, version=2)
    with pytest.raises(Refused, match="no such section"):
        save_answers(**given, section="nothing", answers={}, version=None)
    with pytest.raises(NotPermitted):
        save_answers(
            deployment=deployment,
            section="purpose",
            answers={},
            version=2,
            by=people.by_role[DpiaRole.CALDICOTT_GUARDIAN],
        )


def test_activities_and_organisations_are_changed_and_removed(deployment: Deployment, people: DpiaPeople) -> None:
    given = {"deployment": deployment, "by": people.author}
    activity = make_activity(**given)
    party = activity.parties.get(role=PartyRole.PROCESSOR)
    fields = {"name": "Reading", **ACTIVITY}
    with pytest.raises(StaleWrite):
        save_activity(**given, activity_id=activity.pk, version=9, **fields)
    assert save_activity(**given, activity_id=activity.pk, version=1, **fields).version == 2
    with pytest.raises(Refused, match="not part of this DPIA"):
        save_activity(**given, activity_id=-1, version=1, **fields)
    again = {"activity_id": activity.pk, "organisation": "Beta", "role": PartyRole.PROCESSOR, "contract_reference": "C"}
    with pytest.raises(StaleWrite):
        save_party(**given, **again, party_id=party.pk, version=9)
    save_party(**given, **again, party_id=party.pk, version=1)
    with pytest.raises(Refused, match="already"):
        save_party(**given, **again)
    remove_party(**given, party_id=party.pk, version=2)
    assert activity.parties.count() == 1
    ProcessingActivity.objects.filter(pk=activity.pk).update(valid_from=TODAY - DAY)
    remove_activity(**given, activity_id=activity.pk, version=2)
    activity.refresh_from_db()
    assert activity.valid_to == TODAY
    assert activity.parties.count() == 0
    standing = dpia_on(deployment.pk, on=TODAY - DAY)
    assert standing.content is not None
    assert len(standing.content.activities) == 1


def test_risks_and_actions_are_changed(deployment: Deployment, people: DpiaPeople) -> None:
    given = {"deployment": deployment, "by": people.author}
    risk = make_risk(**given)
    with pytest.raises(Refused, match="higher than the inherent"):
        make_risk(**given, risk_id=risk.pk, version=1, residual_likelihood=5, residual_impact=5)
    with pytest.raises(StaleWrite):
        make_risk(**given, risk_id=risk.pk, version=3)
    assert make_risk(**given, risk_id=risk.pk, version=1, owner="Bo").version == 2
    item = make_action_item(**given, risk_id=risk.pk)
    with pytest.raises(Refused, match="owner"):
        make_action_item(**given, item_id=item.pk, version=1, owner=" ")
    with pytest.raises(StaleWrite):
        make_action_item(**given, item_id=item.pk, version=2)
    done = make_action_item(**given, item_id=item.pk, version=1, status=ActionStatus.DONE)
    assert done.settled_on == TODAY
    assert make_action_item(**given, item_id=item.pk, version=2, status=ActionStatus.OPEN).settled_on is None


def test_supplier_dpia_is_recorded_for_a_release(deployment: Deployment, people: DpiaPeople) -> None:
    release = factories.make_release()
    given = {"deployment": deployment, "release": release, "reference": "DPIA v3", "by": people.author}
    coverage = {"summary": "p. 2", "fields": " "}
    row = save_supplier_dpia(**given, received_on=TODAY, coverage=coverage, version=None)
    assert row.coverage == {"summary": "p. 2"}
    with pytest.raises(StaleWrite):
        save_supplier_dpia(**given, received_on=TODAY, coverage=coverage, version=None)
    assert save_supplier_dpia(**given, received_on=TODAY, coverage={}, version=1).version == 2
    with pytest.raises(Refused, match="future"):
        save_supplier_dpia(**given, received_on=TODAY + DAY, coverage={}, version=2)


def test_approval_is_not_told_over_what_is_written_here(deployment: Deployment, people: DpiaPeople) -> None:
    dpia = write_dpia(deployment, by=people.author)
    given = {"dpia": dpia, "status": DpiaStatus.APPROVED, "on": TODAY, "door": Door.IMPORT}
    with pytest.raises(Refused, match="written in the tracker"):
        record_dpia_status(**given, by=factories.system())
    with pytest.raises(NotPermitted):
        record_dpia_status(**given, by=people.author)
    told = factories.make_dpia(status=DpiaStatus.APPROVED, on=factories.START)
    assert dpia_on(told.deployment_id, on=TODAY).approval_is_told
    assert verdicts_on([told.deployment_id], on=TODAY)[told.deployment_id]["dpia-approved"].is_met


def test_what_was_told_and_is_then_written_has_changed(deployment: Deployment, people: DpiaPeople) -> None:
    factories.make_dpia(deployment, DpiaStatus.APPROVED)
    make_risk(deployment, by=people.author)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.has_changed_since_approval
    assert standing.status == DpiaStatus.UNDER_REVIEW


def test_every_step_is_audited(deployment: Deployment, people: DpiaPeople) -> None:
    dpia = make_approved_dpia(deployment, people)
    for row in (*dpia.states.all(), *dpia.decisions.all(), *dpia.risks.all(), *dpia.answers.all()):
        assert row.audit_events.filter(pgh_label="insert").exists(), row
    state = dpia.states.order_by("pk").last()
    assert state is not None
    context = state.audit_events.get().pgh_context
    assert context["user"] == people.by_role[DpiaRole.SIRO].pk


def test_reading_takes_the_same_queries_for_few_and_for_many() -> None:
    deployments = [factories.make_deployment() for _ in range(4)]
    for each in deployments:
        people = make_dpia_people(each)
        write_dpia(each, by=people.author)
        make_action_item(each, by=people.author)
    few, many = [deployments[0].pk], [each.pk for each in deployments]
    with CaptureQueriesContext(connection) as first:
        dpias_on(few, on=TODAY)
    with CaptureQueriesContext(connection) as second:
        dpias_on(many, on=TODAY)
    assert len(first) == len(second)
