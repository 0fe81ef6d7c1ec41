"""Safety cases, hazard logs, supplier packs and safety officers as they are written, refused and read on a day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_deployment,
    make_network,
    make_officer,
    make_person,
    make_release_in_use,
    make_safety_case,
    make_safety_pack,
    make_supplier_hazard,
    make_trust,
    system,
)
from tests.factories.safety import LOW_RISK, REFERENCES
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.governance.actions.hazards import add_starter_hazards, save_hazard
from tracker.governance.actions.safety_cases import (
    approve_safety_case,
    open_safety_case,
    return_safety_case,
    save_safety_case,
    status_of,
    submit_safety_case,
    withdraw_safety_case,
)
from tracker.governance.actions.safety_officers import record_officer_check
from tracker.governance.actions.safety_packs import (
    answer_clauses,
    decide_safety_pack,
    save_safety_pack,
    save_supplier_hazard,
)
from tracker.governance.checks import verdicts_on
from tracker.governance.models import Hazard, SafetyCase, SafetyPackDecision, StarterHazard
from tracker.governance.safety_vocabulary import HazardStatus, PackDecision, Regulator, SafetyCaseStatus
from tracker.governance.selectors.safety import safety_on
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
EARLIER = TODAY - 100 * DAY
Status = SafetyCaseStatus


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return make_officer(deployment, name="Sam Officer", checked_on=EARLIER)


def submitted(deployment: Deployment, by: User | None = None) -> SafetyCase:
    return make_safety_case(deployment, Status.WITH_OFFICER, on=EARLIER, by=by)


def approve(case: SafetyCase, by: User, on: date = EARLIER, version: int | None = None) -> None:
    approve_safety_case(case=case, on=on, version=version, by=by)


def verdict(deployment: Deployment, code: str = "dcb0160-safety-case", on: date = TODAY) -> Any:
    return verdicts_on([deployment.pk], on=on)[deployment.pk][code]


def last_event(name: str) -> Any:
    return apps.get_model("governance", f"{name}AuditEvent").objects.order_by("-pgh_id").first()


# --- The way to an approval -----------------------------------------------------------------------------------------


def test_safety_case_goes_from_nothing_to_approved_by_two_people(
    deployment: Deployment, manager: User, officer: User
) -> None:
    make_release_in_use(deployment, on=EARLIER)
    assert "no DCB0160 safety case" in verdict(deployment).reason
    case = open_safety_case(deployment=deployment, on=EARLIER, by=manager)
    case = save_safety_case(case=case, version=case.version, by=manager, **REFERENCES)
    save_hazard(case=case, name="Result late", description="It is late.", by=manager, **LOW_RISK)
    submit_safety_case(case=case, on=EARLIER, version=None, by=manager)
    assert "with the clinical safety officer" in verdict(deployment).reason
    OutboxItem.objects.all().delete()
    approve(case, officer)
    assert verdict(deployment)
    assert not verdict(deployment, on=EARLIER - DAY)
    assert {item.payload["deployment"][0] for item in OutboxItem.objects.filter(topic="touched")} == {deployment.pk}
    event = last_event("SafetyCaseState")
    assert (event.status, event.pgh_context["user_name"]) == (Status.APPROVED, "Sam Officer")
    assert len(event.content_hash) == 64


def test_case_names_the_standard_and_scheme_of_its_day(deployment: Deployment) -> None:
    case = make_safety_case(deployment)
    assert (str(case.standard), case.scheme.code) == ("DCB0160 version 3.2", "uk-core-5x5")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROCUREMENT])
def test_roles_without_the_right_write_nothing(deployment: Deployment, role: Role) -> None:
    make_release_in_use(deployment)
    person = make_person(role=role, scope=deployment.trust)
    with pytest.raises(NotPermitted):
        open_safety_case(deployment=deployment, on=TODAY, by=person)
    assert not SafetyCase.objects.exists()


def test_manager_does_not_approve(deployment: Deployment, manager: User) -> None:
    case = submitted(deployment)
    for act in (return_safety_case, withdraw_safety_case, approve_safety_case):
        with pytest.raises(NotPermitted):
            act(case=case, on=TODAY, reason="Why", version=None, by=manager)
    assert status_of(case) == Status.WITH_OFFICER


def test_author_does_not_approve_even_as_safety_officer(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment, by=officer)
    with pytest.raises(Refused, match="You wrote in this"):
        approve(case, officer)
    assert status_of(case) == Status.WITH_OFFICER


def test_whoever_edited_one_hazard_is_an_author(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment)
    save_hazard(case=case, hazard=case.hazards.get(), owner="Sam Officer", by=officer)
    with pytest.raises(Refused, match="You wrote in this"):
        approve(case, officer)


def test_role_that_was_not_held_that_day_does_not_approve(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    late = make_person(role=Role.SIGNATORY, scope=network, on=TODAY)
    record(deployment, late, checked_on=EARLIER)
    case = submitted(deployment)
    with pytest.raises(Refused, match="You were not clinical safety officer here on") as refusal:
        approve(case, late)
    assert refusal.value.decision.field == "effective_on"
    approve(case, late, on=TODAY)


def test_officer_of_another_network_does_not_approve(deployment: Deployment) -> None:
    stranger = make_person(role=Role.SIGNATORY, scope=make_network())
    with pytest.raises(NotPermitted):
        approve(submitted(deployment), stranger)


@pytest.mark.parametrize("checked_on", [None, EARLIER - 366 * DAY])
def test_registration_without_a_valid_check_does_not_approve(deployment: Deployment, checked_on: date | None) -> None:
    officer = make_officer(deployment, checked_on=checked_on)
    with pytest.raises(Refused, match="no valid check"):
        approve(submitted(deployment), officer)


def test_case_of_a_release_that_is_no_longer_in_use_is_not_approved(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment)
    make_release_in_use(deployment, on=EARLIER, version="3.0")
    with pytest.raises(Refused, match="another release"):
        approve(case, officer)


def test_days_out_of_order_are_refused(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment)
    for on in (EARLIER - DAY, TODAY + DAY):
        with pytest.raises(Refused) as refusal:
            approve(case, officer, on=on)
        assert refusal.value.decision.field == "effective_on"


def test_two_who_approve_at_once_meet(deployment: Deployment, officer: User) -> None:
    case, other = submitted(deployment), make_officer(deployment, checked_on=EARLIER)
    approve(case, officer, version=case.version)
    with pytest.raises(StaleWrite):
        approve(case, other, version=case.version)
    assert case.states.filter(status=Status.APPROVED).count() == 1


def test_approval_of_a_case_that_was_edited_meanwhile_is_stale(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment)
    save_hazard(case=case, hazard=case.hazards.get(), owner="Somebody", by=system())
    with pytest.raises(StaleWrite):
        approve(case, officer, version=case.version)


def test_incomplete_case_is_not_submitted(deployment: Deployment, manager: User) -> None:
    make_release_in_use(deployment, on=EARLIER)
    case = open_safety_case(deployment=deployment, on=EARLIER, by=manager)
    with pytest.raises(Refused, match="3 more things to do"):
        submit_safety_case(case=case, on=TODAY, version=None, by=manager)
    assert status_of(case) == Status.DRAFTING


def test_case_is_begun_once_for_a_release_that_is_in_use_by_then(deployment: Deployment, manager: User) -> None:
    with pytest.raises(Refused, match="which release"):
        open_safety_case(deployment=deployment, on=TODAY, by=manager)
    with pytest.raises(Refused, match="future"):
        open_safety_case(deployment=deployment, on=TODAY + DAY, by=manager)
    make_safety_case(deployment)
    with pytest.raises(Refused, match="already"):
        open_safety_case(deployment=deployment, on=TODAY, by=manager)


# --- After the approval ---------------------------------------------------------------------------------------------


def approved(deployment: Deployment, officer: User) -> SafetyCase:
    return make_safety_case(deployment, Status.APPROVED, on=EARLIER, officer=officer)


def test_edit_of_an_approved_case_makes_it_a_draft(deployment: Deployment, officer: User, manager: User) -> None:
    case = approved(deployment, officer)
    save_hazard(case=case, hazard=case.hazards.get(), owner="Somebody", by=manager)
    assert (status_of(case), case.states.last().reason) == (
        Status.DRAFTING,
        "Hazard 1 was changed. It has to be approved again.",
    )
    assert not verdict(deployment)
    assert verdict(deployment, on=TODAY - DAY), "what stood yesterday was approved"


def test_row_that_changed_by_another_way_is_not_what_was_approved(deployment: Deployment, officer: User) -> None:
    case = approved(deployment, officer)
    Hazard.objects.filter(case=case).update(residual_severity="catastrophic", residual_likelihood="very-high")
    assert "not the one that was approved" in verdict(deployment).reason


def test_new_release_in_use_makes_the_approval_stale(deployment: Deployment, officer: User) -> None:
    approved(deployment, officer)
    make_release_in_use(deployment, on=TODAY, version="3.0")
    assert "3.0 is in use" in verdict(deployment).reason
    assert verdict(deployment, on=TODAY - DAY)


def test_case_of_the_next_release_begins_with_the_hazard_log_and_supersedes(
    deployment: Deployment, officer: User
) -> None:
    first = approved(deployment, officer)
    pack = make_safety_pack(first.release)
    given = make_supplier_hazard(pack, name="Missed nodule")
    kept = save_hazard(case=first, supplier_hazard=given, name="Missed", description="-", by=system(), **LOW_RISK)
    save_hazard(case=first, hazard=kept, accepted_by="Ada", accepted_on=EARLIER, by=system())
    submit_safety_case(case=first, on=TODAY, version=None, by=system())
    approve(first, officer, on=TODAY)
    release = make_release_in_use(deployment, on=TODAY, version="3.0")
    again = make_supplier_hazard(make_safety_pack(release), name="Missed nodule")
    case = open_safety_case(deployment=deployment, on=TODAY, by=system())
    row = case.hazards.get(name="Missed")
    assert (row.supplier_hazard_id, row.accepted_by, row.number) == (again.pk, "", 2)
    save_safety_case(case=case, version=None, by=system(), **REFERENCES)
    submit_safety_case(case=case, on=TODAY, version=None, by=system())
    approve(case, officer, on=TODAY)
    assert (status_of(first), status_of(case)) == (Status.SUPERSEDED, Status.APPROVED)
    assert verdict(deployment)
    with pytest.raises(Refused, match="stays as it was"):
        save_safety_case(case=first, version=None, by=system(), plan_reference="Another")


def test_returned_and_withdrawn_cases_say_why(deployment: Deployment, officer: User) -> None:
    case = submitted(deployment)
    with pytest.raises(Refused, match="needs a reason"):
        return_safety_case(case=case, on=TODAY, reason=" ", version=None, by=officer)
    return_safety_case(case=case, on=TODAY, reason="Score hazard 1 again", version=None, by=officer)
    assert case.states.last().reason == "Score hazard 1 again"
    withdraw_safety_case(case=case, on=TODAY, reason="Not used", version=None, by=officer)
    assert "withdrawn" in verdict(deployment).reason


# --- Hazards --------------------------------------------------------------------------------------------------------


def test_stale_hazard_is_refused_and_nothing_is_written(deployment: Deployment, manager: User) -> None:
    case = make_safety_case(deployment)
    row = case.hazards.get()
    save_hazard(case=case, hazard=row, version=row.version, owner="First", by=manager)
    with pytest.raises(StaleWrite):
        save_hazard(case=case, hazard=row, version=row.version, owner="Second", by=manager)
    row.refresh_from_db()
    assert row.owner == "First"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"residual_severity": "minor", "residual_likelihood": ""}, "no likelihood"),
        ({"initial_severity": "unheard-of", "initial_likelihood": "low"}, "not of this document's risk scheme"),
        ({"initial_severity": "major", "initial_likelihood": "high"}, "no additional control says why"),
        ({"accepted_by": "Ada"}, "names the person and the day"),
    ],
)
def test_hazard_that_is_not_whole_is_refused(deployment: Deployment, fields: dict, words: str) -> None:
    case = make_safety_case(deployment)
    with pytest.raises(Refused, match=words):
        save_hazard(case=case, hazard=case.hazards.get(), by=system(), **fields)


def test_transferred_hazard_needs_a_row_of_the_trust(deployment: Deployment, officer: User) -> None:
    case = approved(deployment, officer)
    pack = make_safety_pack(case.release)
    make_supplier_hazard(pack, HazardStatus.CLOSED, name="Done by the supplier")
    given = make_supplier_hazard(pack)
    assert "1 hazard that the supplier transferred has no row" in verdict(deployment).reason
    assert safety_on([deployment.pk], on=TODAY)[deployment.pk].unlinked == ("2 Missed nodule",)
    save_hazard(case=case, hazard=case.hazards.get(), owner="Somebody", by=system())
    with pytest.raises(Refused, match="has no row in this hazard log"):
        submit_safety_case(case=case, on=TODAY, version=None, by=system())
    save_hazard(case=case, supplier_hazard=given, name="Missed", description="-", by=system(), **LOW_RISK)
    assert safety_on([deployment.pk], on=TODAY)[deployment.pk].unlinked == ()
    with pytest.raises(Refused, match="has a row already"):
        save_hazard(case=case, supplier_hazard=given, name="Again", description="-", by=system())


def test_hazard_of_another_release_is_not_linked(deployment: Deployment) -> None:
    case = make_safety_case(deployment)
    other = make_supplier_hazard(make_safety_pack(make_release_in_use(make_deployment())))
    with pytest.raises(Refused, match="another release"):
        save_hazard(case=case, supplier_hazard=other, name="Missed", description="-", by=system())


def test_starter_hazards_are_added_once(deployment: Deployment) -> None:
    case, starters = make_safety_case(deployment), list(StarterHazard.objects.all())
    assert len(add_starter_hazards(case=case, starters=starters[:3], by=system())) == 3
    assert [row.name for row in add_starter_hazards(case=case, starters=starters[:4], by=system())] == [
        starters[3].name
    ]
    version = SafetyCase.objects.get(pk=case.pk).version
    assert add_starter_hazards(case=case, starters=starters[:4], by=system()) == []
    assert SafetyCase.objects.get(pk=case.pk).version == version
    assert [row.number for row in case.hazards.all()] == [1, 2, 3, 4, 5]


def test_database_refuses_half_a_score(deployment: Deployment) -> None:
    case = make_safety_case(deployment)
    with pytest.raises(IntegrityError, match="governance_hazard_initial_is_whole"), transaction.atomic():
        Hazard.objects.create(case=case, number=9, name="Half", description="-", initial_severity="minor")


# --- Officers -------------------------------------------------------------------------------------------------------


def record(deployment: Deployment, officer: User, *, checked_on: date = TODAY, by: User | None = None) -> Any:
    return record_officer_check(
        deployment=deployment,
        officer=officer,
        profession="Radiographer",
        regulator=Regulator.HCPC,
        registration_number=" RA1 ",
        checked_on=checked_on,
        employer="Example NHS Trust",
        by=by or system(),
    )


def test_check_of_a_registration_is_recorded_by_somebody_else(deployment: Deployment, manager: User) -> None:
    officer = make_officer(deployment, checked_on=None)
    assert safety_on([deployment.pk], on=TODAY)[deployment.pk].officers[0].checked_until is None
    assert record(deployment, officer, by=manager).registration_number == "RA1"
    found = safety_on([deployment.pk], on=TODAY)[deployment.pk].officers
    assert [(each.name, each.is_valid_on(TODAY)) for each in found] == [(officer.name, True)]
    with pytest.raises(Refused, match="your own"):
        record(deployment, officer, by=officer)
    with pytest.raises(Refused, match="not clinical safety officer here"):
        record(deployment, manager)
    with pytest.raises(NotPermitted):
        record(deployment, officer, by=make_person(role=Role.VIEWER))


# --- Packs ----------------------------------------------------------------------------------------------------------


def test_pack_is_accepted_where_the_officer_signs(deployment: Deployment, officer: User) -> None:
    release = make_release_in_use(deployment, on=EARLIER)
    elsewhere = make_deployment()
    make_release_in_use(elsewhere, on=EARLIER, release=release)
    assert "No DCB0129 pack" in verdict(deployment, "dcb0129-pack").reason
    pack = make_safety_pack(release, officer=officer, on=EARLIER)
    assert verdict(deployment, "dcb0129-pack")
    assert "is not accepted yet" in verdict(elsewhere, "dcb0129-pack").reason
    assert not verdict(deployment, "dcb0129-pack", on=EARLIER - DAY)
    assert pack.decisions.get().network_id == deployment.trust.memberships.get().network_id
    assert last_event("SafetyPackDecision").pgh_context["user_name"] == "Sam Officer"


def test_edit_of_an_accepted_pack_reopens_it(deployment: Deployment, officer: User, manager: User) -> None:
    release = make_release_in_use(deployment, on=EARLIER)
    pack = make_safety_pack(release, officer=officer, on=EARLIER)
    make_supplier_hazard(pack)
    assert "has changed since" in verdict(deployment, "dcb0129-pack").reason
    assert verdict(deployment, "dcb0129-pack", on=TODAY - DAY)
    make_supplier_hazard(pack, name="Another")
    assert SafetyPackDecision.objects.filter(decision=PackDecision.REOPENED).count() == 1


def test_reasons_for_not_applying_are_accepted_in_place_of_a_pack(deployment: Deployment, officer: User) -> None:
    release = make_release_in_use(deployment, on=EARLIER)
    pack = save_safety_pack(release=release, is_applicable=False, rationale="A standalone device", by=system())
    decide_safety_pack(pack=pack, decision=PackDecision.RETURNED, on=EARLIER, note="Why?", version=None, by=officer)
    assert "was returned" in verdict(deployment, "dcb0129-pack").reason
    decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY, version=None, by=officer)
    assert verdict(deployment, "dcb0129-pack").reason.startswith("The reason why DCB0129 does not apply")


def test_pack_that_is_not_answered_is_not_accepted(deployment: Deployment, officer: User) -> None:
    pack = make_safety_pack(make_release_in_use(deployment, on=EARLIER))
    pack = answer_clauses(
        pack=pack, answers={"2.6.1": {"answer": "awaiting", "evidence": "Soon"}}, version=pack.version, by=system()
    )
    with pytest.raises(Refused, match=r"2\.6\.1"):
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY, version=None, by=officer)
    assert not pack.decisions.exists()


def test_stale_and_forbidden_writes_of_a_pack_are_refused(deployment: Deployment, officer: User, manager: User) -> None:
    release = make_release_in_use(deployment, on=EARLIER)
    pack = make_safety_pack(release)
    hazard = make_supplier_hazard(pack)
    with pytest.raises(StaleWrite):
        save_safety_pack(release=release, version=None, report_reference="Mine", by=manager)
    with pytest.raises(StaleWrite):
        answer_clauses(pack=pack, answers={}, version=1, by=manager)
    save_supplier_hazard(pack=pack, hazard=hazard, version=hazard.version, owner="Supplier", by=manager)
    with pytest.raises(StaleWrite):
        save_supplier_hazard(pack=pack, hazard=hazard, version=hazard.version, owner="Mine", by=manager)
    with pytest.raises(StaleWrite):
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY, version=1, by=officer)
    with pytest.raises(NotPermitted):
        answer_clauses(
            pack=pack, answers={}, version=None, by=make_person(role=Role.TRUST_USER, scope=deployment.trust)
        )
    with pytest.raises(NotPermitted):
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY, version=None, by=manager)
    with pytest.raises(Refused, match="day"):
        save_safety_pack(release=release, version=pack_version(pack), received_on=None, by=manager)


def pack_version(pack: Any) -> int:
    pack.refresh_from_db()
    return pack.version


def test_author_of_a_pack_does_not_accept_it(deployment: Deployment, officer: User) -> None:
    pack = make_safety_pack(make_release_in_use(deployment, on=EARLIER))
    answer_clauses(pack=pack, answers={}, version=None, by=officer)
    with pytest.raises(Refused, match="You wrote in this"):
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY, version=None, by=officer)
    with pytest.raises(Refused, match="not clinical safety officer here"):
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=TODAY + DAY, version=None, by=officer)


def test_officer_of_one_trust_accepts_for_that_trust(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    neighbour = make_deployment(make_trust(network))
    release = make_release_in_use(deployment, on=EARLIER)
    make_release_in_use(neighbour, on=EARLIER, release=release)
    officer = make_officer(deployment, scope=deployment.trust, checked_on=EARLIER)
    make_safety_pack(release, officer=officer, on=EARLIER)
    assert verdict(deployment, "dcb0129-pack")
    assert not verdict(neighbour, "dcb0129-pack")


# --- Reading --------------------------------------------------------------------------------------------------------


def queries(ids: list[int]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        safety_on(ids, on=TODAY)
    return len(captured)


def test_reading_counts_the_same_queries_for_many() -> None:
    network = make_network()
    deployments = [make_deployment(make_trust(network)) for _ in range(6)]
    officer = make_officer(deployments[0], checked_on=EARLIER)
    for each in deployments:
        case = make_safety_case(each, Status.APPROVED, on=EARLIER, officer=officer)
        make_supplier_hazard(make_safety_pack(case.release))
    ids = [each.pk for each in deployments]
    assert queries(ids) == queries(ids[:1])
    assert safety_on([], on=TODAY) == {}
