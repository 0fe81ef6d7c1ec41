"""The gate over stored rows: what a programme is held to, and that no door leads around it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories.gate import SHORT
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused
from tracker.governance.models import CatalogueVersion
from tracker.governance.selectors.gate import gate_of, gates_on
from tracker.governance.vocabulary import Outcome
from tracker.networks.actions.deployments import StateChange, record_state
from tracker.networks.actions.programmes import save_programme
from tracker.networks.models import ClinicalUse, Deployment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def deployment() -> Deployment:
    """A deployment whose contract is signed, held to the short catalogue since the start."""
    deployment = factories.make_deployment()
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2024, 1, 1), covers=[deployment])
    factories.adopt(deployment.programme, factories.make_catalogue())
    return deployment


def go_live(deployment: Deployment, *, on: date | None = None, state: ClinicalUse = ClinicalUse.LIVE_FULL) -> None:
    wish = StateChange(deployment, state, effective_on=on or today_in_london(), sources=("gp",), reason="Now")
    record_state(wish=wish, version=None, by=factories.system())


def test_programme_is_held_to_the_newest_version_from_its_first_day() -> None:
    programme = save_programme(code="new", name="New", starts_on=date(2025, 1, 1), by=factories.system())
    adoption = programme.catalogue_adoptions.get()
    assert (adoption.version.code, adoption.effective_on) == ("1", today_in_london())


def test_first_version_covers_every_section_and_what_can_not_be_waived() -> None:
    rows = list(CatalogueVersion.objects.get(code="1").requirements.all())
    assert {row.domain for row in rows} == set(range(1, 18))
    text = " ".join(row.source for row in rows)
    assert [
        step
        for step in [*(f"P{n}" for n in range(1, 12)), *(f"T{n}" for n in range(1, 5))]
        if f"step {step} " not in text
    ] == []
    checks = {row.check_code for row in rows if not row.is_waivable}
    assert {
        "dpia-approved",
        "article-28",
        "dcb0160-safety-case",
        "intended-purpose",
        "local-validation",
        "human-oversight",
        "rollback-tested",
        "downtime-tested",
    } <= checks


def test_nothing_is_asked_of_a_programme_that_is_held_to_nothing() -> None:
    deployment = factories.make_deployment()
    assert not gate_of(deployment.pk, on=today_in_london()).is_held


def test_gate_opens_requirement_by_requirement(deployment: Deployment) -> None:
    today = today_in_london()
    assert [item.requirement.code for item in gate_of(deployment.pk, on=today).blocking] == [
        "downtime-drill",
        "audit-trail",
    ]
    with pytest.raises(Refused, match="Downtime drill: nobody has started on it"):
        go_live(deployment)
    factories.make_waiver(deployment, "downtime-drill")
    with pytest.raises(Refused, match="Audit trail: nobody"):
        go_live(deployment)
    factories.settle(deployment, "audit-trail")
    gate = gate_of(deployment.pk, on=today)
    assert gate.is_open
    assert [item.outcome for item in gate.items] == [Outcome.WAIVED, Outcome.MET, Outcome.UNMET]
    go_live(deployment)
    assert deployment.states.get().state == "live-full"


def test_dating_back_leads_around_nothing() -> None:
    deployment = factories.make_deployment()
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2024, 1, 1), covers=[deployment])
    today = today_in_london()
    factories.adopt(deployment.programme, factories.make_catalogue(), on=today)
    with pytest.raises(Refused, match="gate was closed"):
        go_live(deployment, on=today - 30 * DAY)
    factories.set_state(deployment, "live-full", on=today - 30 * DAY)
    assert deployment.states.get().state == "live-full"


def test_import_of_a_go_live_behind_a_closed_gate_is_refused(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="gate was closed"):
        factories.set_state(deployment, "live-full", on=today_in_london())
    factories.make_milestone(deployment)
    with pytest.raises(Refused, match="gate was closed"):
        factories.revise(deployment, "go-live", "actual", today_in_london(), on=today_in_london())


def test_use_may_shrink_while_the_gate_is_closed(deployment: Deployment) -> None:
    factories.open_the_gate(deployment)
    go_live(deployment)
    factories.adopt(
        deployment.programme, factories.make_catalogue(*SHORT, factories.requirement("new")), on=today_in_london()
    )
    assert not gate_of(deployment.pk, on=today_in_london()).is_open
    go_live(deployment, state=ClinicalUse.LIVE_PARTIAL)
    with pytest.raises(Refused, match="New: nobody"):
        go_live(deployment)


def test_answers_carry_over_to_a_version_that_asks_the_same(deployment: Deployment) -> None:
    factories.open_the_gate(deployment)
    factories.adopt(deployment.programme, factories.make_catalogue(), on=today_in_london())
    assert gate_of(deployment.pk, on=today_in_london()).is_open
    other = [{**fields, "evidence": "Something else"} for fields in SHORT]
    factories.adopt(deployment.programme, factories.make_catalogue(*other), on=today_in_london() + DAY)
    assert len(gate_of(deployment.pk, on=today_in_london() + DAY).blocking) == 2


def test_gates_of_many_take_as_many_queries_as_of_few(deployment: Deployment) -> None:
    trust = factories.make_trust
    others = [factories.make_deployment(trust()) for _ in range(9)]
    for each in (deployment, *others):
        factories.open_the_gate(each)
    counts = []
    for ids in ([deployment.pk], [deployment.pk, *(each.pk for each in others)]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            gates_on(ids, on=today_in_london())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_expired_evidence_closes_the_gate_again(deployment: Deployment) -> None:
    today = today_in_london()
    factories.open_the_gate(deployment)
    factories.make_evidence(
        deployment, expires_on=today + 5 * DAY, supports=["audit-trail"], on=today, accepted_on=today
    )
    assert gate_of(deployment.pk, on=today + 4 * DAY).is_open
    later = gate_of(deployment.pk, on=today + 5 * DAY)
    assert [item.reason for item in later.blocking] == ["Evidence for it has expired."]
