"""Whatever people do, in whatever order: nothing is live that was not let through an open gate, and what ends closes it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.factories.gate import SAFETY
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused
from tracker.governance.actions.assessments import move_requirement
from tracker.governance.actions.waivers import decide_waiver, request_waiver
from tracker.governance.models import Requirement, Waiver
from tracker.governance.policies.assessments import Step
from tracker.governance.selectors.gate import gate_of
from tracker.governance.vocabulary import AssessmentStatus, WaiverParty, WaiverVerdict
from tracker.networks.actions.deployments import StateChange, record_state
from tracker.networks.models import ClinicalUse, Deployment

pytestmark = pytest.mark.django_db
CODES = ("downtime-drill", "audit-trail")
BEGIN = date(2026, 1, 5)
DAY = timedelta(days=1)

PEOPLE = st.sampled_from(["m", "s", "x"])
steps = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(CODES), st.sampled_from(AssessmentStatus), PEOPLE),
    st.tuples(st.just("ask"), st.sampled_from(CODES), st.integers(0, 120)),
    st.tuples(st.just("decide"), st.sampled_from(WaiverParty), st.sampled_from(WaiverVerdict), PEOPLE),
    st.tuples(st.just("live"), st.sampled_from([ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL]), st.integers(-40, 1)),
    st.tuples(st.just("wait"), st.integers(1, 40)),
)


class World:
    """One deployment, and three people: a manager, a safety officer and an executive."""

    def __init__(self) -> None:
        self.deployment: Deployment = factories.make_deployment()
        network = self.deployment.trust.memberships.get().network
        factories.make_contract(network, signed_on=date(2024, 1, 1), covers=[self.deployment])
        factories.adopt(self.deployment.programme, factories.make_catalogue(), on=BEGIN - 10 * DAY)
        self.people: dict[str, User] = {
            "m": factories.make_person(role=Role.NATIONAL_LEAD),
            "s": factories.make_signatory(self.deployment, SAFETY),
            "x": factories.make_signatory(self.deployment, SignOffRole.SIRO),
        }
        self.requirements = {row.code: row for row in Requirement.objects.filter(code__in=CODES)}

    def take(self, step: tuple) -> None:
        getattr(self, step[0])(*step[1:])

    def move(self, code: str, status: AssessmentStatus, who: str) -> None:
        wish = Step(status, today_in_london(), "Because")
        move_requirement(
            deployment=self.deployment, requirement=self.requirements[code], step=wish, by=self.people[who]
        )

    def ask(self, code: str, days: int) -> None:
        request_waiver(
            deployment=self.deployment,
            requirement=self.requirements[code],
            reason="Booked",
            expires_on=today_in_london() + days * DAY,
            by=self.people["m"],
        )

    def decide(self, party: WaiverParty, verdict: WaiverVerdict, who: str) -> None:
        waiver = Waiver.objects.order_by("pk").last()
        if waiver is not None:
            decide_waiver(waiver=waiver, party=party, verdict=verdict, reason="Because", by=self.people[who])

    def live(self, state: ClinicalUse, days: int) -> None:
        on = today_in_london() + days * DAY
        wish = StateChange(self.deployment, state, effective_on=on, sources=("gp",))
        record_state(wish=wish, version=None, by=self.people["m"])


# What takes the world through the gate, so that sequences which start with it go on from an open one.
OPENING = [
    ("move", "downtime-drill", AssessmentStatus.READY, "m"),
    ("move", "downtime-drill", AssessmentStatus.MET, "s"),
    ("move", "audit-trail", AssessmentStatus.READY, "m"),
    ("move", "audit-trail", AssessmentStatus.MET, "s"),
]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.booleans(), st.lists(steps, min_size=3, max_size=10))
def test_no_sequence_of_actions_reaches_live_past_a_closed_gate(is_opened: bool, sequence: list[tuple]) -> None:
    with transaction.atomic():
        run(World(), [*(OPENING if is_opened else []), *sequence])
        transaction.set_rollback(True)  # the next example starts from nothing


def run(world: World, sequence: list[tuple]) -> None:
    """Takes the steps one after the other; each that makes the deployment live was taken while the gate stood open."""
    now = BEGIN
    for step in sequence:
        if step[0] == "wait":
            now += step[1] * DAY
            continue
        with time_machine.travel(now, tick=False):
            before = world.deployment.states.count()
            was_live = world.deployment.states.filter(state=ClinicalUse.LIVE_FULL).exists()
            was_open = gate_of(world.deployment.pk, on=now).is_open
            try:
                world.take(step)
            except Refused:
                assert world.deployment.states.count() == before
            if world.deployment.states.count() > before:
                # Going back from all sources to some is no going live; everything else passed an open gate.
                assert was_open or (was_live and step[1] == ClinicalUse.LIVE_PARTIAL)


def test_opening_opens_and_an_ended_waiver_closes() -> None:
    world = World()
    with time_machine.travel(BEGIN, tick=False):
        for step in OPENING[2:]:
            world.take(step)
        world.take(("ask", "downtime-drill", 20))
        world.take(("decide", WaiverParty.SAFETY, WaiverVerdict.AGREED, "s"))
        world.take(("decide", WaiverParty.EXECUTIVE, WaiverVerdict.AGREED, "x"))
        assert gate_of(world.deployment.pk, on=BEGIN).is_open
    later = BEGIN + 20 * DAY
    with time_machine.travel(later, tick=False):
        assert not gate_of(world.deployment.pk, on=later).is_open
        with pytest.raises(Refused, match="Its waiver ended on"):
            world.take(("live", ClinicalUse.LIVE_FULL, 0))
        with pytest.raises(Refused, match="Its waiver ended on"):
            world.take(("live", ClinicalUse.LIVE_FULL, -5))  # dated back to when it was open
