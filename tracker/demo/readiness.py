"""What people have assessed of the demo's requirements, what a network did once for its trusts, and what is waived."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.organisations import DEMO_NETWORK, Story
from tracker.demo.generate.suppliers import XRAY
from tracker.demo.people import trust_person
from tracker.demo.ready import Ready
from tracker.governance.actions.assessments import confirm_locally, move_network_requirement
from tracker.governance.actions.told_assessments import Taken, ToldAssessment, record_told_assessments
from tracker.governance.actions.waivers import decide_waiver, request_waiver
from tracker.governance.models import Assessment, Requirement
from tracker.governance.policies.assessments import Step
from tracker.governance.vocabulary import AssessmentStatus, WaiverParty, WaiverVerdict

SHARED = ("14-equality", "16-lessons")  # done once by the demo's network
WAIVED = "8-acceptance"
WAIVED_DAYS = 20
SOON = 45  # days before it is due somebody begins to work on a requirement
PARTIES = ((WaiverParty.EXECUTIVE, SignOffRole.SIRO), (WaiverParty.SAFETY, SignOffRole.CLINICAL_SAFETY_OFFICER))


def load_readiness(everything: list[Ready], *, calendar: Calendar, by: User) -> None:
    """Records assessments of the requirements that no check answers. Where there is any already, nothing changes."""
    if Assessment.objects.exists() or not everything:
        return
    requirements = list(Requirement.objects.filter(check_code="").order_by("pk"))
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        told = [row for each in everything for row in _of_deployment(each, requirements, calendar)]
        record_told_assessments(told, by=by)
        ours = [each for each in everything if _is_shared(each)]
        if ours:
            _do_once_for_all(ours, [row for row in requirements if row.code in SHARED], calendar, by=by)
        close = [each for each in everything if each.told.story == Story.UNGOVERNED]
        for each in close[:1]:
            _waive(each, Requirement.objects.get(code=WAIVED, version=requirements[0].version))


def _is_shared(each: Ready) -> bool:
    """Whether a deployment adopts what its network assessed."""
    return each.told.trust.network.place == DEMO_NETWORK and each.told.call_off.use_case == XRAY


def _of_deployment(each: Ready, requirements: list[Requirement], calendar: Calendar) -> Iterator[ToldAssessment]:
    told = each.told
    go_live = told.live_on or told.expected_on
    for place, requirement in enumerate(requirements):
        if _is_shared(each) and requirement.code in SHARED:
            continue
        due_on = (go_live or calendar.anchor) - timedelta(days=requirement.due_days_before_go_live)
        steps = list(_steps(each, requirement, place, max(due_on, told.trust.joined_on), calendar))
        if steps:
            yield ToldAssessment(each.row, requirement, steps)


def _steps(each: Ready, requirement: Requirement, place: int, due_on: date, calendar: Calendar) -> Iterator[Taken]:
    """Met by the day it was due, at most; where the go-live is still ahead some lag, and what is due later waits."""
    told = each.told
    begun_on = min(working_day(due_on - timedelta(days=9)), calendar.before(6))
    if due_on > calendar.after(SOON):
        return
    lags = not told.live_on and (told.trust.place + place) % 4 == 0
    if lags or due_on > calendar.anchor or (told.story == Story.UNGOVERNED and requirement.code == WAIVED):
        is_ready = (told.trust.place + place) % 3 == 0
        status = AssessmentStatus.READY if is_ready else AssessmentStatus.IN_PROGRESS
        yield Taken(Step(status, begun_on), each.hands.manager)
        return
    yield Taken(Step(AssessmentStatus.READY, begun_on), each.hands.manager)
    reviewer = each.hands.signs[SignOffRole(requirement.signs_role)]
    yield Taken(Step(AssessmentStatus.MET, min(working_day(due_on), calendar.before(3))), reviewer)


def _do_once_for_all(ours: list[Ready], requirements: list[Requirement], calendar: Calendar, *, by: User) -> None:
    """A network's assessment that its trusts adopt: those in use have confirmed it, the others still have to."""
    first = ours[0]
    network = first.row.trust.memberships.earliest("pk").network
    for requirement in requirements:
        role = SignOffRole(requirement.signs_role)
        for status, day, person in (
            (AssessmentStatus.READY, calendar.before(210), first.hands.manager),
            (AssessmentStatus.MET, calendar.before(200), first.hands.signs[role]),
        ):
            move_network_requirement(
                programme=first.row.programme,
                network=network,
                use_case=first.row.use_case,
                requirement=requirement,
                step=Step(status, day),
                by=person,
            )
        assessment = Assessment.objects.get(network=network, requirement=requirement)
        for each in ours:
            if each.told.live_on:
                person = trust_person(each.row.trust, role, by=by)
                confirm_locally(deployment=each.row, assessment=assessment, is_confirmed=True, by=person)


def _waive(each: Ready, requirement: Requirement) -> None:
    waiver = request_waiver(
        deployment=each.row,
        requirement=requirement,
        reason="Two of the five readers are on leave; the three others have signed the test record",
        expires_on=today_in_london() + timedelta(days=WAIVED_DAYS),
        by=each.hands.manager,
    )
    for party, role in PARTIES:
        decide_waiver(waiver=waiver, party=party, verdict=WaiverVerdict.AGREED, by=each.hands.signs[role])
