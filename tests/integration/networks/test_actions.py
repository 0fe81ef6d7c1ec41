"""What the actions of this app write, refuse and leave behind."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from tests import factories
from tests.factories import system
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.networks.actions.deployments import (
    StateChange,
    confirm_update,
    record_state,
    set_blockers,
    set_owner,
    state_rag,
)
from tracker.networks.actions.milestones import MilestoneChange, revise_milestone, revise_milestones
from tracker.networks.actions.programmes import record_capacity
from tracker.networks.comparing import as_texts
from tracker.networks.models import (
    Blocker,
    BlockerCode,
    ClinicalUse,
    Deployment,
    DeploymentState,
    Milestone,
    MilestoneRevision,
    MilestoneType,
    RevisionKind,
    StatedRag,
    StatedRating,
)
from tracker.networks.policies import DateChange

pytestmark = pytest.mark.django_db
BASELINE = date(2025, 7, 1)
TRAINING = MilestoneType.TRAINING


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture
def viewer() -> User:
    return factories.make_person(role=Role.VIEWER)


def forecast(day: date, reason: str = "Late") -> DateChange:
    return DateChange(RevisionKind.FORECAST, day, effective_on=today_in_london(), reason=reason)


def touched() -> list[dict]:
    return list(OutboxItem.objects.filter(topic="touched").order_by("pk").values_list("payload", flat=True))


# --- Milestones -----------------------------------------------------------------------------------------------------


def test_revised_milestone_counts_its_version_up_and_touches_the_deployment(
    deployment: Deployment, manager: User
) -> None:
    milestone = factories.make_milestone(deployment, TRAINING, baseline=BASELINE)
    OutboxItem.objects.all().delete()
    after = revise_milestone(
        deployment=deployment, type=TRAINING, changes=[forecast(BASELINE)], version=milestone.version, by=manager
    )
    assert after.version == milestone.version + 1
    assert touched() == [{"deployment": [deployment.pk]}]
    event = apps.get_model("networks", "MilestoneRevisionAuditEvent").objects.order_by("-pgh_id").first()
    assert event.pgh_context["user_name"] == "Priya Manager"
    assert event.pgh_context["reason"] == "Late"


def test_older_version_of_a_milestone_is_refused_and_nothing_is_written(deployment: Deployment, manager: User) -> None:
    milestone = factories.make_milestone(deployment, TRAINING, baseline=BASELINE)
    revise_milestone(
        deployment=deployment, type=TRAINING, changes=[forecast(BASELINE)], version=milestone.version, by=manager
    )
    with pytest.raises(StaleWrite) as refusal:
        revise_milestone(
            deployment=deployment,
            type=TRAINING,
            changes=[forecast(date(2026, 1, 1))],
            version=milestone.version,
            by=manager,
        )
    assert refusal.value.current == milestone
    assert MilestoneRevision.objects.filter(kind=RevisionKind.FORECAST).count() == 1


def test_refused_first_date_leaves_no_milestone(deployment: Deployment, manager: User) -> None:
    with pytest.raises(Refused):
        revise_milestone(
            deployment=deployment, type=TRAINING, changes=[forecast(date(2026, 1, 1))], version=None, by=manager
        )
    assert not Milestone.objects.filter(deployment=deployment).exists()


def test_form_without_version_loses_to_who_gave_the_first_date(deployment: Deployment, manager: User) -> None:
    factories.make_milestone(deployment, TRAINING, baseline=BASELINE)
    with pytest.raises(StaleWrite):
        revise_milestone(deployment=deployment, type=TRAINING, changes=[forecast(BASELINE)], version=None, by=manager)


def test_many_revisions_are_all_or_none(deployment: Deployment, manager: User) -> None:
    factories.make_milestone(deployment, TRAINING, baseline=BASELINE)
    wishes = [
        MilestoneChange(deployment, TRAINING, forecast(date(2026, 1, 1))),
        MilestoneChange(deployment, MilestoneType.VALIDATION, forecast(date(2026, 1, 1))),
    ]
    with pytest.raises(Refused):
        revise_milestones(wishes, by=manager)
    assert not MilestoneRevision.objects.filter(kind=RevisionKind.FORECAST).exists()


def test_wish_that_changes_nothing_is_passed_over(deployment: Deployment, manager: User) -> None:
    factories.make_milestone(deployment, TRAINING, baseline=BASELINE, forecast=date(2026, 1, 1))
    assert revise_milestones([MilestoneChange(deployment, TRAINING, forecast(date(2026, 1, 1)))], by=manager) == 0


def test_viewer_revises_nothing(deployment: Deployment, viewer: User) -> None:
    factories.make_milestone(deployment, TRAINING, baseline=BASELINE)
    wish = MilestoneChange(deployment, TRAINING, forecast(date(2026, 1, 1)))
    with pytest.raises(NotPermitted):
        revise_milestones([wish], by=viewer)
    with pytest.raises(NotPermitted):
        revise_milestone(deployment=deployment, type=TRAINING, changes=[wish.change], version=0, by=viewer)


def test_manager_sets_the_first_baseline_and_only_the_lead_moves_it(deployment: Deployment, manager: User) -> None:
    first = DateChange(RevisionKind.BASELINE, BASELINE, effective_on=today_in_london())
    milestone = revise_milestone(deployment=deployment, type=TRAINING, changes=[first], version=None, by=manager)
    moved = DateChange(RevisionKind.BASELINE, date(2025, 9, 1), effective_on=today_in_london(), reason="Agreed anew")
    kwargs = {"deployment": deployment, "type": TRAINING, "changes": [moved], "version": milestone.version}
    with pytest.raises(NotPermitted):
        revise_milestone(**kwargs, by=manager)
    revise_milestone(**kwargs, by=factories.make_person(role=Role.NATIONAL_LEAD))
    assert milestone.revisions.filter(kind=RevisionKind.BASELINE).count() == 2


def test_imported_go_live_is_history_and_asks_for_no_contract(deployment: Deployment) -> None:
    factories.make_milestone(deployment, "go-live", baseline=BASELINE)
    actual = DateChange(RevisionKind.ACTUAL, date(2025, 8, 1), effective_on=date(2025, 8, 1))
    wish = MilestoneChange(deployment, MilestoneType.GO_LIVE, actual)
    with pytest.raises(Refused, match="contract"):
        revise_milestones([wish], by=system())
    assert revise_milestones([wish], door=Door.IMPORT, by=system()) == 1


# --- Clinical use ---------------------------------------------------------------------------------------------------


def test_state_is_recorded_with_who_and_why(deployment: Deployment, manager: User) -> None:
    wish = StateChange(deployment, ClinicalUse.SHADOW, effective_on=date(2025, 6, 1), reason="Routing is ready")
    row = record_state(wish=wish, version=deployment.version, by=manager)
    assert row is not None
    assert (row.state, row.effective_on, row.reason, row.recorded_by) == (
        "shadow",
        date(2025, 6, 1),
        "Routing is ready",
        manager,
    )
    assert Deployment.objects.get(pk=deployment.pk).version == 2


def test_state_that_holds_already_is_passed_over_and_leaves_the_version(deployment: Deployment, manager: User) -> None:
    wish = StateChange(deployment, ClinicalUse.NOT_STARTED, effective_on=date(2025, 6, 1))
    assert record_state(wish=wish, version=deployment.version, by=manager) is None
    assert Deployment.objects.get(pk=deployment.pk).version == 1


def test_live_state_asks_for_the_contract(deployment: Deployment, manager: User) -> None:
    wish = StateChange(deployment, ClinicalUse.LIVE_PARTIAL, effective_on=date(2025, 6, 1), sources=("gp",))
    with pytest.raises(Refused, match="contract"):
        record_state(wish=wish, version=deployment.version, by=manager)
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2025, 5, 1), covers=[deployment])
    assert record_state(wish=wish, version=deployment.version, by=manager)


def test_state_from_before_is_held_against_what_held_then(deployment: Deployment, manager: User) -> None:
    factories.set_state(deployment, "shadow", on=date(2025, 3, 1))
    paused = StateChange(deployment, ClinicalUse.PAUSED, effective_on=date(2025, 2, 1), reason="Image quality")
    with pytest.raises(Refused, match="not started"):
        record_state(wish=paused, version=None, by=manager)


def test_change_of_sources_is_a_change(deployment: Deployment, manager: User) -> None:
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2025, 1, 1), covers=[deployment])
    factories.go_live(deployment, on=date(2025, 3, 1))
    wish = StateChange(deployment, ClinicalUse.LIVE_PARTIAL, effective_on=date(2025, 4, 1), sources=("gp", "ed"))
    record_state(wish=wish, version=None, by=manager)
    assert DeploymentState.objects.latest("pk").sources == ["ed", "gp"]


# --- Blockers, confidence, updates, owner ---------------------------------------------------------------------------


def codes_open(deployment: Deployment) -> set[str]:
    return set(Blocker.objects.filter(deployment=deployment, cleared_on=None).values_list("code", flat=True))


def test_blockers_are_opened_and_cleared_to_match(deployment: Deployment, manager: User) -> None:
    today = today_in_london()
    before = today - timedelta(days=10)
    first = [BlockerCode.B1, BlockerCode.B7]
    set_blockers(deployment=deployment, codes=first, on=before, note="PACS", version=None, by=manager)
    set_blockers(deployment=deployment, codes=[BlockerCode.B7, BlockerCode.B4], on=today, version=None, by=manager)
    assert codes_open(deployment) == {"B7", "B4"}
    cleared = Blocker.objects.get(deployment=deployment, code="B1")
    assert (cleared.opened_on, cleared.cleared_on, cleared.note) == (before, today, "PACS")


def test_blocker_is_not_opened_within_a_time_in_which_it_was_open_already(
    deployment: Deployment, manager: User
) -> None:
    today = today_in_london()
    long_ago, lately = today - timedelta(days=30), today - timedelta(days=5)
    set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=long_ago, version=None, by=manager)
    set_blockers(deployment=deployment, codes=[], on=lately, version=None, by=manager)
    set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=today - timedelta(days=20), version=None, by=manager)
    times = Blocker.objects.filter(deployment=deployment).order_by("opened_on").values_list("opened_on", "cleared_on")
    assert list(times) == [(long_ago, lately), (lately, None)]


def test_blocker_is_cleared_on_its_opening_day_at_the_earliest(deployment: Deployment, manager: User) -> None:
    today = today_in_london()
    set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=today, version=None, by=manager)
    set_blockers(deployment=deployment, codes=[], on=today - timedelta(days=3), version=None, by=manager)
    assert Blocker.objects.get(deployment=deployment).cleared_on == today


@pytest.mark.parametrize("on", [timedelta(days=1)])
def test_nothing_is_recorded_from_a_future_day(deployment: Deployment, manager: User, on: timedelta) -> None:
    day = today_in_london() + on
    with pytest.raises(Refused, match="future"):
        set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=day, version=None, by=manager)
    with pytest.raises(Refused, match="future"):
        state_rag(deployment=deployment, rating=StatedRating.GREEN, reason="", on=day, version=None, by=manager)
    with pytest.raises(Refused, match="future"):
        confirm_update(deployment=deployment, on=day, by=manager)
    with pytest.raises(Refused, match="future"):
        record_capacity(trust=deployment.trust, on=day, project_manager="Jo", by=manager)


def test_older_version_of_a_deployment_is_refused(deployment: Deployment, manager: User) -> None:
    today = today_in_london()
    set_owner(deployment=deployment, owner="Jo", version=deployment.version, by=manager)
    stale = 1
    with pytest.raises(StaleWrite):
        set_owner(deployment=deployment, owner="Sam", version=stale, by=manager)
    with pytest.raises(StaleWrite):
        set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=today, version=stale, by=manager)
    with pytest.raises(StaleWrite):
        state_rag(deployment=deployment, rating=StatedRating.GREEN, reason="", on=today, version=stale, by=manager)
    wish = StateChange(deployment, ClinicalUse.SHADOW, effective_on=today)
    with pytest.raises(StaleWrite):
        record_state(wish=wish, version=stale, by=manager)
    assert not StatedRag.objects.exists()
    assert Deployment.objects.get(pk=deployment.pk).owner == "Jo"


def test_amber_without_a_reason_is_refused_and_green_needs_none(deployment: Deployment, manager: User) -> None:
    kwargs = {"deployment": deployment, "reason": " ", "on": today_in_london(), "version": None, "by": manager}
    with pytest.raises(Refused, match="needs a reason"):
        state_rag(rating=StatedRating.AMBER, **kwargs)
    assert state_rag(rating=StatedRating.GREEN, **kwargs).rating == "green"


def test_confirmation_leaves_a_row_and_touches_the_deployment(deployment: Deployment, manager: User) -> None:
    OutboxItem.objects.all().delete()
    update = confirm_update(deployment=deployment, on=today_in_london(), note="Still true", by=manager)
    assert (update.recorded_by, update.note) == (manager, "Still true")
    assert touched() == [{"deployment": [deployment.pk]}]


def test_viewer_changes_nothing(deployment: Deployment, viewer: User) -> None:
    today = today_in_london()
    attempts = [
        lambda: confirm_update(deployment=deployment, on=today, by=viewer),
        lambda: set_owner(deployment=deployment, owner="Me", version=None, by=viewer),
        lambda: set_blockers(deployment=deployment, codes=[BlockerCode.B7], on=today, version=None, by=viewer),
        lambda: record_state(
            wish=StateChange(deployment, ClinicalUse.SHADOW, effective_on=today), version=None, by=viewer
        ),
        lambda: record_capacity(trust=deployment.trust, on=today, project_manager="Me", by=viewer),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert not Blocker.objects.exists()


# --- People of a trust ----------------------------------------------------------------------------------------------


def test_capacity_keeps_what_is_not_named_and_its_history(deployment: Deployment, manager: User) -> None:
    trust, today = deployment.trust, today_in_london()
    record_capacity(trust=trust, on=today, clinical_lead="Dr Lee", by=manager)
    current = trust.capacities.get(valid_to=None)
    assert (current.project_manager, current.clinical_lead, current.valid_from) == ("Asha Example", "Dr Lee", today)
    assert trust.capacities.filter(valid_to=today).count() == 1


def test_capacity_that_somebody_changed_since_is_refused(deployment: Deployment, manager: User) -> None:
    trust, today = deployment.trust, today_in_london()
    shown = as_texts({"project_manager": "Asha Example", "clinical_lead": "", "protected_sessions_per_week": None})
    record_capacity(trust=trust, on=today, shown=shown, clinical_lead="Dr Lee", by=manager)
    with pytest.raises(StaleWrite):
        record_capacity(trust=trust, on=today, shown=shown, project_manager="Jo", by=manager)
