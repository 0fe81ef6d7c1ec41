"""Opening a procurement and dating its stages, for the people who may."""

from datetime import date

import pytest

from tests.factories import make_network, make_person, make_procurement, make_programme, make_stage, make_use_case
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.changes import Door
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.models import RevisionKind, SlipCause
from tracker.networks.policies import DateChange
from tracker.procurement.actions.procurements import (
    StageChange,
    open_procurement,
    revise_stage,
    revise_stages,
    set_framework,
)
from tracker.procurement.models import Procurement, ProcurementStage, Stage

pytestmark = pytest.mark.django_db
BASELINE = date(2025, 3, 3)


@pytest.fixture
def procurement() -> Procurement:
    return make_procurement()


@pytest.fixture
def buyer(procurement: Procurement) -> User:
    return make_person(role=Role.PROCUREMENT, scope=procurement.network)


def wish(day: date, kind: RevisionKind = RevisionKind.FORECAST, **fields: str) -> DateChange:
    return DateChange(kind, day, effective_on=date(2025, 1, 6), **{"reason": "Moved"} | fields)


def test_a_procurement_is_opened_by_who_buys_for_the_network() -> None:
    network, programme = make_network(), make_programme()
    fields = {"programme": programme, "network": network, "use_case": make_use_case("chest-ct")}
    with pytest.raises(NotPermitted):
        open_procurement(**fields, by=make_person(role=Role.VIEWER))
    made = open_procurement(**fields, framework=" Imaging AI 4 ", by=make_person(role=Role.PROCUREMENT, scope=network))
    assert (made.framework, made.version) == ("Imaging AI 4", 1)


def test_the_framework_is_named_by_who_buys_for_the_network(procurement: Procurement, buyer: User) -> None:
    with pytest.raises(NotPermitted):
        set_framework(procurement=procurement, framework="Other", by=make_person(role=Role.VIEWER))
    assert set_framework(procurement=procurement, framework=" Imaging AI 5 ", by=buyer).framework == "Imaging AI 5"


def test_a_stage_gets_its_first_date_from_one_of_two_writers(procurement: Procurement, buyer: User) -> None:
    first = [wish(BASELINE, RevisionKind.BASELINE)]
    revise_stage(procurement=procurement, stage=Stage.TENDER, changes=first, version=None, by=buyer)
    with pytest.raises(StaleWrite):
        revise_stage(procurement=procurement, stage=Stage.TENDER, changes=first, version=None, by=buyer)


def test_a_date_moves_with_its_cause(procurement: Procurement, buyer: User) -> None:
    stage = make_stage(procurement, Stage.TENDER, baseline=BASELINE, on=date(2025, 1, 6))
    change = wish(date(2025, 4, 1), cause=SlipCause.B3)
    revise_stage(procurement=procurement, stage=Stage.TENDER, changes=[change], version=stage.version, by=buyer)
    assert stage.revisions.get(kind=RevisionKind.FORECAST).cause == "B3"
    with pytest.raises(StaleWrite):
        revise_stage(procurement=procurement, stage=Stage.TENDER, changes=[change], version=stage.version, by=buyer)


def test_an_agreed_baseline_is_moved_by_the_programme_alone(procurement: Procurement, buyer: User) -> None:
    make_stage(procurement, Stage.TENDER, baseline=BASELINE, on=date(2025, 1, 6))
    moved = StageChange(procurement, Stage.TENDER, wish(date(2025, 4, 1), RevisionKind.BASELINE))
    with pytest.raises(NotPermitted):
        revise_stages([moved], by=buyer)
    assert revise_stages([moved], by=make_person(role=Role.NATIONAL_LEAD)) == 1


def test_many_stages_are_dated_together_or_not_at_all(procurement: Procurement, buyer: User) -> None:
    good = StageChange(procurement, Stage.PANEL, wish(BASELINE, RevisionKind.BASELINE))
    bad = StageChange(procurement, Stage.TENDER, wish(date(2025, 4, 1)))
    with pytest.raises(Refused, match="no baseline date yet"):
        revise_stages([good, bad], door=Door.IMPORT, by=buyer)
    assert not ProcurementStage.objects.filter(revisions__isnull=False).exists()
    assert revise_stages([good, good], by=buyer) == 1
    assert revise_stages([], by=buyer) == 0
    with pytest.raises(NotPermitted):
        revise_stages([good], by=make_person(role=Role.VIEWER))
