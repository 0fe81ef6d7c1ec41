"""A report tells the same flags as the pages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from markupsafe import escape

from tests import factories
from tests.integration.reports.conftest import Place
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.flags.selectors import open_flags
from tracker.networks.access import access_of
from tracker.reports.composing import compose
from tracker.reports.document import Issue
from tracker.reports.making import to_html
from tracker.reports.models import ReportKind

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
ISSUE = Issue(made_by="a test", made_at=timezone.now())


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=1)])
@pytest.mark.parametrize("kind", [ReportKind.TRUST, ReportKind.NETWORK])
def test_report_tells_the_flags_of_its_subject(place: Place, kind: ReportKind, on: date) -> None:
    """Today's as they are stored, those of a day gone by as the rules find them."""
    sweep(programme=factories.make_programme(), on=TODAY, by=factories.system())
    access = access_of(factories.make_person(role=Role.NATIONAL_LEAD), day=TODAY)
    titles = {flag.title for flag in open_flags(access, on=on) if flag.trust_id == place.trust.pk}
    assert titles
    document = compose(
        access, kind, place.trust.ods_code if kind == ReportKind.TRUST else place.network.slug, on=on, issue=ISSUE
    )
    assert document is not None
    html = to_html(document)
    assert [title for title in titles if str(escape(title)) not in html] == []
    assert "No flag is open." not in html


def test_report_tells_no_flag_of_another_trust(place: Place) -> None:
    other = factories.make_trust(place.network, name="Elsewhere NHS Trust")
    factories.make_milestone(factories.make_deployment(other), baseline=TODAY - timedelta(days=200))
    sweep(programme=factories.make_programme(), on=TODAY, by=factories.system())
    access = access_of(factories.make_person(role=Role.TRUST_USER, scope=place.trust), day=TODAY)
    for kind, key in ((ReportKind.TRUST, place.trust.ods_code), (ReportKind.NETWORK, place.network.slug)):
        document = compose(access, kind, key, on=TODAY, issue=ISSUE)
        assert document is not None
        assert "Elsewhere NHS Trust" not in to_html(document)
