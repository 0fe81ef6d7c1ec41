"""The release that a deployment runs, and the safety cases of the releases before."""

from datetime import timedelta

import pytest

from tests.factories import (
    make_deployment,
    make_officer,
    make_release,
    make_release_in_use,
    make_safety_case,
    system,
)
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.safety_cases import open_safety_case, status_of
from tracker.governance.models import ReleaseInUse
from tracker.governance.safety_vocabulary import SafetyCaseStatus
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


def test_release_that_is_in_use_already_is_recorded_once(deployment: Deployment) -> None:
    release = make_release_in_use(deployment, on=YESTERDAY)
    again = record_release(deployment=deployment, release=release, on=TODAY, reason="Again", by=system())
    assert again is None
    assert ReleaseInUse.objects.get().effective_on == YESTERDAY


def test_release_for_another_use_case_is_refused(deployment: Deployment) -> None:
    other = make_release(use_case="chest-ct")
    with pytest.raises(Refused, match="not offered for the use case"):
        record_release(deployment=deployment, release=other, on=TODAY, reason="Upgrade", by=system())
    assert not ReleaseInUse.objects.exists()


def test_safety_case_begins_with_the_references_that_are_known(deployment: Deployment) -> None:
    make_release_in_use(deployment, on=YESTERDAY)
    case = open_safety_case(deployment=deployment, on=TODAY, by=system(), report_reference="CSCR-7")
    case.refresh_from_db()
    assert case.report_reference == "CSCR-7"


def test_approval_supersedes_no_case_that_was_never_approved(deployment: Deployment) -> None:
    draft = make_safety_case(deployment, on=YESTERDAY)
    make_release_in_use(deployment, on=TODAY, version="3.0")
    officer = make_officer(deployment, checked_on=YESTERDAY)
    case = make_safety_case(deployment, SafetyCaseStatus.APPROVED, on=TODAY, officer=officer)
    assert (status_of(draft), status_of(case)) == (SafetyCaseStatus.DRAFTING, SafetyCaseStatus.APPROVED)
