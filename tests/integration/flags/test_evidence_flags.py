"""Evidence that expires raises its flag where people look, and a replacement closes it."""

from datetime import timedelta

import pytest

from tests.factories import START, make_deployment, make_evidence, make_programme, make_review, system
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.governance.actions.evidence import Content, replace_evidence

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


def open_flags_of_evidence(*, in_days: int = 0) -> list[tuple[str, int | None]]:
    sweep(programme=make_programme(), on=TODAY + timedelta(days=in_days), by=system())
    rows = Flag.objects.filter(rule="R70", closed_on=None).order_by("pk")
    return list(rows.values_list("severity", "deployment_id"))


def test_flag_grows_with_each_notice_and_closes_with_the_replacement() -> None:
    deployment = make_deployment()
    other = make_deployment()
    evidence = make_evidence(deployment, accepted_on=START, expires_on=TODAY + timedelta(days=100))
    assert open_flags_of_evidence() == []
    severities = [open_flags_of_evidence(in_days=days) for days in (10, 40, 70, 100)]
    assert severities == [[(word, deployment.pk)] for word in ("low", "medium", "high", "high")]
    replace_evidence(evidence=evidence, content=Content(TODAY, link="https://a.example/new"), version=None, by=system())
    assert open_flags_of_evidence(in_days=101) == [("high", deployment.pk)]
    make_review(evidence, on=TODAY)
    assert open_flags_of_evidence(in_days=101) == []
    assert other.pk != deployment.pk


def test_evidence_of_the_network_is_flagged_at_each_deployment() -> None:
    deployment = make_deployment()
    make_evidence(deployment.trust.memberships.get().network, accepted_on=START, expires_on=TODAY)
    assert open_flags_of_evidence() == [("high", deployment.pk)]
