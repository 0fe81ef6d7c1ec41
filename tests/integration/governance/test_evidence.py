"""Evidence through its actions and selectors: rights, refusals, two writers at once, audit, and the same queries for
few and many."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    START,
    make_contract,
    make_deployment,
    make_dpia,
    make_evidence,
    make_network,
    make_person,
    make_programme,
    make_release,
    make_review,
    make_trust,
    system,
)
from tests.factories.evidence import LINK
from tests.support.documents import PROGRAM, upload
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.documents.models import FileScan, StoredFile
from tracker.governance.actions.evidence import (
    Content,
    add_evidence,
    describe_evidence,
    replace_evidence,
    review_evidence,
    withdraw_evidence,
)
from tracker.governance.actions.releases import record_release
from tracker.governance.models import Evidence, EvidenceLink, EvidenceReview, EvidenceRevision, ExpiryNotice
from tracker.governance.policies.evidence import Support
from tracker.governance.selectors.evidence import (
    deployments_concerned,
    evidence_for,
    evidence_on,
    evidence_state_of,
    evidence_states_on,
)
from tracker.governance.selectors.evidence_access import find_evidence, may_see_evidence
from tracker.governance.vocabulary import (
    EvidenceScope,
    EvidenceState,
    EvidenceType,
    ReviewDecision,
    SupportKind,
)
from tracker.networks.access import access_of
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


def content(**changes: Any) -> Content:
    return Content(**({"effective_on": TODAY, "link": LINK} | changes))


def add(subject: Any, scope: EvidenceScope, by: User, **changes: Any) -> Evidence:
    return add_evidence(
        scope=scope,
        subject_id=subject.pk,
        title="Certificate",
        type=EvidenceType.CERTIFICATE,
        owner="Asha",
        content=content(**changes),
        by=by,
    )


def state(evidence: Evidence, deployment: Deployment, *, on: date = TODAY) -> EvidenceState:
    return next(item.state for item in evidence_on([deployment.pk], on=on)[deployment.pk] if item.id == evidence.pk)


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_file_becomes_evidence_with_its_hash(deployment: Deployment) -> None:
    person = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    evidence = add(deployment, EvidenceScope.DEPLOYMENT, person, upload=upload(), link="", note="First issue")
    revision = evidence.revisions.get()
    assert revision.file is not None
    assert (revision.number, revision.uploaded_by, len(revision.file.sha256)) == (1, person, 64)
    assert state(evidence, deployment) == EvidenceState.AWAITING_REVIEW
    assert OutboxItem.objects.filter(topic="touched", payload={"deployment": [deployment.pk]}).exists()
    event = revision.audit_events.get()
    assert (event.pgh_context["user"], event.pgh_context["reason"]) == (person.pk, "First issue")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.TRUST_USER, True),
        (Role.PROGRAMME_MANAGER, True),
        (Role.SIGNATORY, True),
        (Role.NATIONAL_LEAD, True),
        (Role.ADMINISTRATOR, True),
        (Role.PROCUREMENT, False),
        (Role.VIEWER, False),
        (None, False),
    ],
)
def test_who_may_add_evidence_of_a_deployment(role: Role | None, allowed: bool, deployment: Deployment) -> None:
    person = make_person(role=role, scope=deployment.trust) if role else make_person()
    if allowed:
        assert add(deployment, EvidenceScope.DEPLOYMENT, person).pk
    else:
        with pytest.raises(NotPermitted):
            add(deployment, EvidenceScope.DEPLOYMENT, person)
        assert Evidence.objects.count() == 0


def test_people_of_a_trust_add_nothing_for_their_network_or_a_release() -> None:
    network = make_network()
    person = make_person(role=Role.TRUST_USER, scope=make_trust(network))
    for subject, scope in ((network, EvidenceScope.NETWORK), (make_release(), EvidenceScope.RELEASE)):
        with pytest.raises(NotPermitted):
            add(subject, scope, person)
    assert add(network, EvidenceScope.NETWORK, make_person(role=Role.PROGRAMME_MANAGER, scope=network)).pk
    assert add(make_release(), EvidenceScope.RELEASE, make_person(role=Role.NATIONAL_LEAD)).pk
    assert add(make_programme(), EvidenceScope.PROGRAMME, make_person(role=Role.NATIONAL_LEAD)).pk


def test_evidence_of_a_contract_needs_commercial_rights(deployment: Deployment) -> None:
    network = make_network()
    contract = make_contract(network)
    with pytest.raises(NotPermitted):
        add(contract, EvidenceScope.CONTRACT, make_person(role=Role.SIGNATORY, scope=network))
    assert add(contract, EvidenceScope.CONTRACT, make_person(role=Role.PROCUREMENT, scope=network)).pk
    assert OutboxItem.objects.filter(topic="touched", payload={"contract": [contract.pk]}).exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"link": ""}, "Give a file or a link"),
        ({"link": "http://plain.example/a"}, "https://"),
        ({"expires_on": TODAY}, "can't expire"),
        ({"link": "", "upload": upload("a.pdf", PROGRAM)}, "another kind"),
        ({"link": "", "upload": upload("a.pdf", b"")}, "is empty"),
    ],
)
def test_refused_content_leaves_nothing(changes: dict[str, Any], reason: str, deployment: Deployment) -> None:
    with pytest.raises(Refused, match=reason):
        add(deployment, EvidenceScope.DEPLOYMENT, system(), **changes)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


# --- Replacing and describing ---------------------------------------------------------------------------------------


def test_replacement_counts_once_it_is_accepted(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, expires_on=TODAY, accepted_on=START)
    assert state(evidence, deployment) == EvidenceState.EXPIRED
    revision = replace_evidence(evidence=evidence, content=content(), version=2, by=system())
    assert revision.number == 2
    assert state(evidence, deployment) == EvidenceState.EXPIRED
    make_review(evidence, on=TODAY)
    assert state(evidence, deployment) == EvidenceState.CURRENT
    assert state(evidence, deployment, on=TODAY - timedelta(days=1)) == EvidenceState.EXPIRING


def test_two_people_replacing_at_once(deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    replace_evidence(evidence=evidence, content=content(note="Mine"), version=1, by=system())
    with pytest.raises(StaleWrite):
        replace_evidence(evidence=evidence, content=content(note="Theirs"), version=1, by=system())
    assert evidence.revisions.count() == 2


def test_number_of_a_revision_is_unique(deployment: Deployment) -> None:
    revision = make_evidence(deployment).revisions.get()
    revision.pk = None
    with pytest.raises(IntegrityError, match="number_is_unique"), transaction.atomic():
        EvidenceRevision.objects.bulk_create([revision])


def test_replacing_needs_the_right(deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    viewer = make_person(role=Role.VIEWER)
    with pytest.raises(NotPermitted):
        replace_evidence(evidence=evidence, content=content(), version=1, by=viewer)


def describe(evidence: Evidence, *supports: Support, version: int | None = None) -> None:
    describe_evidence(
        evidence=evidence,
        title="Renamed",
        type=EvidenceType.REPORT,
        owner="Ben",
        supports=supports,
        version=version,
        by=system(),
    )


def test_what_it_supports_changes_from_today(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, supports=["cyber-01", "cyber-02"])
    dpia = make_dpia(deployment)
    describe(evidence, Support(SupportKind.REQUIREMENT, None, "cyber-02"), Support(SupportKind.DPIA, dpia.pk))
    assert evidence_states_on([deployment.pk], on=TODAY)[deployment.pk].keys() == {"cyber-02"}
    assert evidence_states_on([deployment.pk], on=START)[deployment.pk].keys() == {"cyber-01", "cyber-02"}
    [item] = evidence_for("dpia", [dpia.pk], on=TODAY)[dpia.pk]
    assert (item.title, item.owner, item.type) == ("Renamed", "Ben", EvidenceType.REPORT)
    describe(evidence)
    assert evidence_for("dpia", [dpia.pk], on=TODAY) == {dpia.pk: ()}
    assert EvidenceLink.objects.filter(kind="dpia").count() == 0


def test_describing_refuses_stale_and_unnamed(deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    with pytest.raises(StaleWrite):
        describe(evidence, version=7)
    with pytest.raises(Refused, match="not one of what it is about"):
        describe(evidence, Support(SupportKind.DPIA))
    with pytest.raises(Refused, match="not one of what it is about"):
        describe(evidence, Support(SupportKind.DPIA, make_dpia().pk))


# --- Reviewing ------------------------------------------------------------------------------------------------------


def test_nobody_reviews_their_own(deployment: Deployment) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER)
    evidence = make_evidence(deployment, by=manager)
    with pytest.raises(Refused, match="You brought this"):
        make_review(evidence, by=manager)
    with pytest.raises(IntegrityError, match="reviewer_is_not_uploader"), transaction.atomic():
        EvidenceReview.objects.create(
            revision=evidence.revisions.get(), decision="accepted", decided_on=TODAY, decided_by=manager
        )
    make_review(evidence, by=make_person(role=Role.SIGNATORY, scope=deployment.trust))
    assert state(evidence, deployment) == EvidenceState.CURRENT


@pytest.mark.parametrize("role", [Role.TRUST_USER, Role.VIEWER, Role.PROCUREMENT])
def test_who_may_not_review(role: Role, deployment: Deployment) -> None:
    with pytest.raises(NotPermitted):
        make_review(make_evidence(deployment), by=make_person(role=role, scope=deployment.trust))


def test_returned_evidence_says_why_and_counts_no_more(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, accepted_on=START)
    make_review(evidence, "returned", on=TODAY, note="The scope leaves out the cloud.")
    assert state(evidence, deployment) == EvidenceState.RETURNED
    assert state(evidence, deployment, on=START) == EvidenceState.CURRENT


def test_infected_file_is_not_accepted(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, upload=upload())
    FileScan.objects.create(file=evidence.revisions.get().file, state="infected", detail="Eicar")
    with pytest.raises(Refused, match="A virus was found"):
        make_review(evidence)


def test_two_people_reviewing_at_once(deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    revision = evidence.revisions.get()
    first, second = make_person(role=Role.NATIONAL_LEAD), make_person(role=Role.NATIONAL_LEAD)
    review_evidence(revision=revision, decision=ReviewDecision.ACCEPTED, on=TODAY, version=1, by=first)
    with pytest.raises(StaleWrite):
        review_evidence(revision=revision, decision=ReviewDecision.ACCEPTED, on=TODAY, version=1, by=second)


# --- Withdrawing ----------------------------------------------------------------------------------------------------


def test_withdrawn_evidence_counts_no_more_and_stays_so(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, accepted_on=START)
    withdraw_evidence(evidence=evidence, on=TODAY, reason="Of another site", version=None, by=system())
    assert state(evidence, deployment) == EvidenceState.WITHDRAWN
    assert state(evidence, deployment, on=TODAY - timedelta(days=1)) == EvidenceState.CURRENT
    with pytest.raises(Refused, match="is withdrawn"):
        withdraw_evidence(evidence=evidence, on=TODAY, reason="Again", version=None, by=system())
    with pytest.raises(Refused, match="is withdrawn"):
        replace_evidence(evidence=evidence, content=content(), version=None, by=system())
    with pytest.raises(Refused, match="is withdrawn"):
        describe(evidence)
    with pytest.raises(Refused, match="is withdrawn"):
        make_review(evidence, on=TODAY)


def test_withdrawing_needs_a_reason(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        withdraw_evidence(evidence=make_evidence(deployment), on=TODAY, reason=" ", version=None, by=system())


# --- Reading --------------------------------------------------------------------------------------------------------


def test_evidence_of_everything_around_concerns_a_deployment() -> None:
    network, release = make_network(), make_release()
    deployment, other = make_deployment(make_trust(network)), make_deployment()
    contract = make_contract(network, covers=[deployment], release=release)
    subjects = (deployment, network, release, contract, make_programme())
    made = [make_evidence(subject, title=str(number)) for number, subject in enumerate(subjects)]
    found = evidence_on([deployment.pk, other.pk], on=TODAY)
    assert [item.id for item in found[deployment.pk]] == [each.pk for each in made]
    assert [item.scope for item in found[other.pk]] == [EvidenceScope.PROGRAMME]
    concerned = [deployments_concerned(each, on=TODAY) for each in made]
    assert concerned == [[deployment.pk]] * 4 + [[deployment.pk, other.pk]]


def test_release_evidence_follows_the_release_in_use() -> None:
    network, old, new = make_network(), make_release(), make_release()
    deployment = make_deployment(make_trust(network))
    make_contract(network, covers=[deployment], release=old)
    evidence = make_evidence(old)
    record_release(deployment=deployment, release=new, on=TODAY, reason="Upgrade", by=system())
    assert evidence_on([deployment.pk], on=TODAY)[deployment.pk] == ()
    assert deployments_concerned(evidence, on=TODAY) == []
    assert evidence_on([deployment.pk], on=TODAY - timedelta(days=1))[deployment.pk][0].id == evidence.pk


def test_worst_state_of_a_requirement_decides(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    make_evidence(deployment, supports=["cyber-01"], accepted_on=START)
    make_evidence(network, supports=["cyber-01"], expires_on=TODAY - timedelta(days=9), accepted_on=START)
    other = make_deployment()
    assert evidence_state_of("cyber-01", [deployment.pk, other.pk], TODAY) == {
        deployment.pk: EvidenceState.EXPIRED,
        other.pk: None,
    }
    assert evidence_state_of("cyber-01", [], TODAY) == {}


def test_notices_are_data(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, expires_on=TODAY + timedelta(days=100), accepted_on=START)
    assert state(evidence, deployment) == EvidenceState.CURRENT
    ExpiryNotice.objects.create(days=120, valid_from=START)
    assert state(evidence, deployment) == EvidenceState.EXPIRING


def queries_for(count: int) -> int:
    network, release = make_network(), make_release()
    deployments = [make_deployment(make_trust(network)) for _ in range(count)]
    make_contract(network, covers=deployments, release=release)
    for each in (*deployments, network, release):
        make_evidence(each, supports=["cyber-01"], accepted_on=START, upload=upload())
    with CaptureQueriesContext(
        connection,
    ) as captured:
        evidence_states_on([each.pk for each in deployments], on=TODAY)
    return len(captured)


def test_reading_asks_the_same_queries_for_few_and_many() -> None:
    assert queries_for(1) == queries_for(8)


# --- Seeing ---------------------------------------------------------------------------------------------------------


def sees(person: User, evidence: Evidence) -> bool:
    return find_evidence(access_of(person, day=TODAY), evidence.pk, on=TODAY) is not None


def test_who_sees_evidence_of_what() -> None:
    network = make_network()
    trust = make_trust(network)
    contract = make_contract(network)
    own, plan, commercial = make_evidence(make_deployment(trust)), make_evidence(network), make_evidence(contract)
    shared, whole = make_evidence(make_release()), make_evidence(make_programme())
    trust_user = make_person(role=Role.TRUST_USER, scope=trust)
    stranger = make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    buyer = make_person(role=Role.PROCUREMENT, scope=network)
    viewer, nobody = make_person(role=Role.VIEWER), make_person()
    everything = [own, plan, commercial, shared, whole]
    assert [sees(trust_user, each) for each in everything] == [True, True, False, True, True]
    assert [sees(stranger, each) for each in everything] == [False, False, False, True, True]
    assert [sees(buyer, each) for each in everything] == [True, True, True, True, True]
    assert [sees(viewer, each) for each in everything] == [True, True, False, True, True]
    assert [sees(nobody, each) for each in everything] == [False] * 5
    assert all(may_see_evidence(access_of(system(), day=TODAY), each, on=TODAY) for each in everything)


def test_evidence_is_not_there_before_it_was_added(deployment: Deployment) -> None:
    evidence = make_evidence(deployment, on=TODAY)
    access = access_of(system(), day=TODAY)
    assert find_evidence(access, evidence.pk, on=TODAY - timedelta(days=1)) is None
    assert find_evidence(access, 0, on=TODAY) is None


def test_evidence_is_about_exactly_one_thing(deployment: Deployment) -> None:
    for about in ({}, {"deployment": deployment, "programme": deployment.programme}):
        with pytest.raises(IntegrityError, match="about_exactly_one"), transaction.atomic():
            Evidence.objects.create(title="x", type="report", owner="x", **about)
