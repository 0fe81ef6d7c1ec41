"""What people are told of: days that come, changes to what they follow, critical flags, and what they are asked to decide.
Each once, nobody of their own deeds, and nobody of what they may not see."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    adopt,
    go_live,
    make_catalogue,
    make_deployment,
    make_evidence,
    make_milestone,
    make_network,
    make_person,
    make_procurement,
    make_programme,
    make_sign_off,
    make_signed_contract,
    make_stage,
    make_trust,
    make_waiver,
    revise,
    system,
)
from tests.support.documents import upload
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.actions.assigning import assign
from tracker.flags.actions.sweeping import sweep
from tracker.flags.actions.telling import tell_owners
from tracker.flags.models import Flag, FlagEvent, FlagEventKind, Severity
from tracker.governance.actions.sign_offs import ask_for_sign_offs
from tracker.networks.actions.deployments import plan_next_action
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import Deployment, Milestone, MilestoneType, RevisionKind, RoleAssignment
from tracker.notifications.actions.following import follow
from tracker.notifications.models import Follow, Notification, Reminder
from tracker.notifications.policies import lead_of
from tracker.notifications.vocabulary import DueKind, FollowedKind, Topic
from tracker.portfolio.actions.telling import tell_followers, tell_what_comes

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=40)


def titles(person: User, topic: Topic) -> list[str]:
    rows = Notification.objects.filter(person=person, topic=topic)
    return list(rows.order_by("due_on", "pk").values_list("title", flat=True))


def move(milestone: Milestone, day: date, **more: Any) -> None:
    revise(milestone.deployment, milestone.type, RevisionKind.FORECAST, day, on=TODAY, **more)


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment(make_trust(make_network(name="North"), name="Harrowmere"))


# --- Days that come -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_left", "lead"), [(15, None), (14, 14), (4, 14), (3, 3), (0, 3), (-1, None)])
def test_day_is_told_of_by_the_shortest_lead_that_it_has_come_within(days_left: int, lead: int | None) -> None:
    assert lead_of(days_left, [14, 3]) == lead


def test_those_who_look_after_a_thing_hear_once_that_its_day_comes(deployment: Deployment) -> None:
    owner = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    other = make_person(role=Role.TRUST_USER, scope=make_deployment().trust)
    viewer = make_person(role=Role.VIEWER)
    milestone = make_milestone(deployment, MilestoneType.TRAINING, baseline=SOON)
    make_milestone(deployment, MilestoneType.GO_LIVE, baseline=LATER)
    for _ in range(2):
        tell_what_comes(on=TODAY)
    assert titles(owner, Topic.DUE) == [f"Staff trained: {deployment}"]
    row = Notification.objects.get()
    assert (row.due_on, row.href, row.is_critical) == (SOON, f"/deployments/{deployment.pk}/", False)
    assert [titles(each, Topic.DUE) for each in (manager, other, viewer)] == [[], [], []]  # a trust has its own people
    tell_what_comes(on=SOON - timedelta(days=3))
    tell_what_comes(on=SOON)
    assert len(titles(owner, Topic.DUE)) == 2  # 14 and 3 days ahead
    move(milestone, SOON + timedelta(days=2))
    tell_what_comes(on=SOON)
    assert len(titles(owner, Topic.DUE)) == 3  # another day, anew
    tell_what_comes(on=SOON + timedelta(days=30))
    assert (
        len(titles(owner, Topic.DUE)) == 4 - 1 + 1
    )  # the go-live came within 14 days; what is late is a flag’s to say


def test_where_a_trust_has_nobody_its_network_hears(deployment: Deployment) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    make_milestone(deployment, MilestoneType.TRAINING, baseline=SOON)
    tell_what_comes(on=TODAY)
    assert titles(manager, Topic.DUE) == [f"Staff trained: {deployment}"]


def test_every_kind_of_day_is_told_of(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    owner = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    buyer = make_person(role=Role.PROCUREMENT, scope=network)
    plan_next_action(
        deployment=deployment, text="Book the training", due_on=TODAY + timedelta(days=2), version=None, by=system()
    )
    evidence = make_evidence(deployment, upload=upload(), expires_on=TODAY + timedelta(days=20))
    make_stage(make_procurement(network), baseline=SOON)
    go_live(deployment, on=TODAY - timedelta(days=1))
    tell_what_comes(on=TODAY)
    told = titles(owner, Topic.DUE)
    assert f"Book the training: {deployment}" in told
    assert any("review" in title.lower() or "day" in title.lower() for title in told)
    assert evidence.title not in " ".join(told)  # nobody has accepted it
    assert [title.split(":")[1] for title in titles(buyer, Topic.DUE)] == [" Chest X-ray, North"]


def test_snoozed_flag_is_told_of_to_whoever_set_it_aside(deployment: Deployment) -> None:
    make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
    sweep(programme=make_programme(), on=TODAY, by=system())
    flag = Flag.objects.get(rule="T03")
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=flag.network)
    acknowledge(flag=flag, reason="The supplier is late", until=SOON, version=None, by=manager)
    tell_what_comes(on=SOON - timedelta(days=2))
    assert titles(manager, Topic.DUE) == []
    tell_what_comes(on=SOON - timedelta(days=1))
    assert [title.split(":")[0] for title in titles(manager, Topic.DUE)] == ["Snoozed flag comes back"]


def test_leads_are_data_with_days(deployment: Deployment) -> None:
    owner = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    make_milestone(deployment, MilestoneType.TRAINING, baseline=LATER)
    tell_what_comes(on=TODAY)
    assert titles(owner, Topic.DUE) == []
    Reminder.objects.create(kind=DueKind.MILESTONE, days=60, valid_from=TODAY - timedelta(days=1), source="A test")
    tell_what_comes(on=TODAY)
    assert len(titles(owner, Topic.DUE)) == 1


def test_days_are_found_in_as_many_queries_for_many_things_as_for_few() -> None:
    network, counts = make_network(), []
    owner = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    for number in (1, 6):
        for _ in range(number):
            make_milestone(make_deployment(make_trust(network)), MilestoneType.TRAINING, baseline=SOON)
        with CaptureQueriesContext(connection) as queries:
            tell_what_comes(on=TODAY)
        counts.append(len(queries))
    assert len(titles(owner, Topic.DUE)) == 7
    assert counts[0] == counts[1]


# --- Changes to what one follows ------------------------------------------------------------------------------------


def test_followers_of_each_thing_hear_of_its_changes_once(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    milestone = make_milestone(deployment, MilestoneType.TRAINING, baseline=LATER)
    contract = make_signed_contract(network, covers=[deployment])
    kinds = {
        FollowedKind.TRUST: deployment.trust_id,
        FollowedKind.NETWORK: network.pk,
        FollowedKind.DEPLOYMENT: deployment.pk,
        FollowedKind.CONTRACT: contract.pk,
    }
    people = {kind: make_person(role=Role.NATIONAL_LEAD) for kind in kinds}
    for kind, pk in kinds.items():
        follow(kind=kind, subject_id=pk, by=people[kind])
    make_milestone(make_deployment(), MilestoneType.TRAINING, baseline=LATER)  # somewhere else
    mover = people[FollowedKind.TRUST]
    move(milestone, SOON, reason="Earlier room", by=mover)
    make_sign_off(deployment)
    go_live(deployment, on=TODAY)
    for _ in range(2):
        tell_followers(now=timezone.now())
    moved, signed, live = f"Staff trained: {deployment}", "Sign-off, ", "Live"
    for kind in (FollowedKind.NETWORK, FollowedKind.DEPLOYMENT):
        told = titles(people[kind], Topic.FOLLOWED)
        assert told.count(moved) == 1, kind
        assert any(title.startswith(signed) for title in told)
        assert any(title.startswith(live) for title in told)
    assert moved not in titles(mover, Topic.FOLLOWED)  # their own deed
    assert titles(people[FollowedKind.CONTRACT], Topic.FOLLOWED) == []
    row = Notification.objects.filter(title=moved).first()
    assert row is not None
    assert "Earlier room" in row.text
    assert "elsewhere" not in " ".join(Notification.objects.values_list("title", flat=True))


def test_what_happened_before_somebody_followed_is_not_told(deployment: Deployment) -> None:
    person = make_person(role=Role.NATIONAL_LEAD)
    make_milestone(deployment, MilestoneType.TRAINING, baseline=LATER)
    follow(kind=FollowedKind.DEPLOYMENT, subject_id=deployment.pk, by=person)
    Follow.objects.update(followed_at=timezone.now() + timedelta(seconds=1))
    tell_followers(now=timezone.now())
    assert titles(person, Topic.FOLLOWED) == []


def test_flags_of_a_followed_trust_are_told_of_as_they_open_and_close(deployment: Deployment) -> None:
    person = make_person(role=Role.NATIONAL_LEAD)
    follow(kind=FollowedKind.TRUST, subject_id=deployment.trust_id, by=person)
    milestone = make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
    sweep(programme=make_programme(), on=TODAY, by=system())
    tell_followers(now=timezone.now())
    opened = [title for title in titles(person, Topic.FOLLOWED) if title.startswith("Flag opened")]
    move(milestone, TODAY + timedelta(days=100))
    sweep(programme=make_programme(), on=TODAY, by=system())
    tell_followers(now=timezone.now())
    assert opened
    assert any(title.startswith("Flag closed") for title in titles(person, Topic.FOLLOWED))


def test_follower_who_lost_the_right_to_see_hears_nothing(deployment: Deployment) -> None:
    person = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    milestone = make_milestone(deployment, MilestoneType.TRAINING, baseline=LATER)
    follow(kind=FollowedKind.TRUST, subject_id=deployment.trust_id, by=person)
    RoleAssignment.objects.filter(user=person).update(valid_to=TODAY)
    move(milestone, SOON)
    tell_followers(now=timezone.now())
    assert not Notification.objects.filter(person=person).exists()


def test_procurement_and_supplier_have_followers_too() -> None:
    network = make_network()
    procurement, contract = make_procurement(network), make_signed_contract(network)
    person = make_person(role=Role.NATIONAL_LEAD)
    follow(kind=FollowedKind.PROCUREMENT, subject_id=procurement.pk, by=person)
    make_stage(procurement, baseline=SOON)
    tell_followers(now=timezone.now())
    assert len(titles(person, Topic.FOLLOWED)) == 1
    assert contract.reference not in " ".join(titles(person, Topic.FOLLOWED))


# --- Critical flags -------------------------------------------------------------------------------------------------


def events_of(flag: Flag, kind: FlagEventKind, severity: Severity) -> Iterable[FlagEvent]:
    Flag.objects.filter(pk=flag.pk).update(severity=severity)
    flag.refresh_from_db()
    return [
        FlagEvent.objects.create(
            flag=flag, kind=kind, severity=severity, happened_on=TODAY, recorded_by=system(), note="Now"
        )
    ]


@pytest.fixture
def flag(deployment: Deployment) -> Flag:
    make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
    sweep(programme=make_programme(), on=TODAY, by=system())
    Flag.objects.filter(rule="T03").update(needs_national_decision=False)
    return Flag.objects.get(rule="T03")


def test_owners_hear_at_once_of_a_flag_that_becomes_critical(flag: Flag) -> None:
    owner = make_person(role=Role(flag.owner_role), scope=flag.network)
    colleague = make_person(role=Role.SIGNATORY, scope=flag.network)
    elsewhere = make_person(role=Role(flag.owner_role), scope=make_network())
    lead = make_person(role=Role.NATIONAL_LEAD)
    assign(flag=flag, to=colleague, version=None, by=owner)
    Notification.objects.all().delete()
    events = events_of(flag, FlagEventKind.ESCALATED, Severity.CRITICAL)
    for _ in range(2):
        tell_owners(events, on=TODAY)
    assert [row.is_critical for row in Notification.objects.all()] == [True, True]
    assert {row.person for row in Notification.objects.all()} == {owner, colleague}
    assert elsewhere not in {row.person for row in Notification.objects.all()}
    flag.needs_national_decision = True
    tell_owners(events_of(flag, FlagEventKind.REOPENED, Severity.CRITICAL), on=TODAY)
    Flag.objects.update(needs_national_decision=True)
    flag.refresh_from_db()
    tell_owners(events_of(flag, FlagEventKind.REOPENED, Severity.CRITICAL), on=TODAY)
    assert titles(lead, Topic.FLAG)


@pytest.mark.parametrize(
    ("kind", "severity", "day"),
    [
        (FlagEventKind.CLOSED, Severity.CRITICAL, TODAY),
        (FlagEventKind.OPENED, Severity.HIGH, TODAY),
        (FlagEventKind.OPENED, Severity.CRITICAL, TODAY - timedelta(days=1)),
    ],
)
def test_nobody_hears_at_once_of_anything_else(flag: Flag, kind: FlagEventKind, severity: Severity, day: date) -> None:
    make_person(role=Role(flag.owner_role), scope=flag.network)
    tell_owners(events_of(flag, kind, severity), on=day)
    assert not Notification.objects.exists()


# --- What waits for a decision --------------------------------------------------------------------------------------


def signatory(deployment: Deployment, role: SignOffRole) -> User:
    return make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=role)


def test_signatories_hear_that_their_sign_off_is_asked_for(deployment: Deployment) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network, name="Ben")
    officer, lead = (
        signatory(deployment, SignOffRole.CLINICAL_SAFETY_OFFICER),
        signatory(deployment, SignOffRole.RADIOLOGY_LEAD),
    )
    stranger = signatory(make_deployment(), SignOffRole.SIRO)
    assign_role_to(manager, deployment)
    ask_for_sign_offs(deployment=deployment, note="We go live in May", by=manager)
    assert titles(officer, Topic.DECISION) == titles(lead, Topic.DECISION)
    assert titles(officer, Topic.DECISION) == [f"Ben asks for your sign-off: {deployment}"]
    assert [titles(each, Topic.DECISION) for each in (stranger, manager)] == [[], []]


def assign_role_to(person: User, deployment: Deployment) -> None:
    """Who asks also signs: they know."""
    assign_role(
        user=person,
        role=Role.SIGNATORY,
        kind=RoleAssignment.objects.filter(user=person).get().scope_kind,
        target=deployment.trust.memberships.get().network,
        sign_off_role=SignOffRole.IT_LEAD,
        on=date(2020, 1, 1),
        by=system(),
    )


def test_both_sides_hear_of_a_waiver_that_is_asked_for(deployment: Deployment) -> None:
    officer, siro = (
        signatory(deployment, SignOffRole.CLINICAL_SAFETY_OFFICER),
        signatory(deployment, SignOffRole.SIRO),
    )
    other = signatory(deployment, SignOffRole.IT_LEAD)
    adopt(make_programme(), make_catalogue())
    waiver = make_waiver(deployment, "downtime-drill", is_agreed=False)
    assert len(titles(officer, Topic.DECISION)) == len(titles(siro, Topic.DECISION)) == 1
    assert Notification.objects.filter(person=officer).get().href == f"/waivers/{waiver.pk}/"
    assert titles(other, Topic.DECISION) == []
