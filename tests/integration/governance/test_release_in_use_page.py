"""Recording which release a deployment runs, on its page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_deployment, make_network, make_person, make_release, make_release_in_use, make_trust
from tests.support.forms import form_of, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.models import ReleaseInUse
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment(make_trust(make_network(slug="north")))


@pytest.fixture
def manager(client: Client, deployment: Deployment) -> User:
    person = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    client.force_login(person)
    return person


def send(client: Client, deployment: Deployment, release: ProductRelease, **fields: object) -> str:
    path = reverse("record-release", args=[deployment.pk])
    typed = form_of(client.get(path)).sent(release=release.pk, **fields)
    return text_of(client.post(path, typed, follow=True))


def test_address_of_the_release_leads_to_the_form_while_none_is_recorded(
    client: Client, deployment: Deployment, manager: User
) -> None:
    release = make_release(use_case="chest-xray", version="2.1")
    answer = client.get(reverse("deployment-release", args=[deployment.pk]), follow=True)
    assert "No release is recorded." in text_of(answer)
    assert f"{release.product.name} 2.1" in text_of(answer)
    assert "The release in use is recorded." in send(client, deployment, release)
    row = ReleaseInUse.objects.get()
    assert (row.release, row.effective_on, row.recorded_by) == (release, TODAY, manager)


def test_another_release_needs_a_reason(client: Client, deployment: Deployment, manager: User) -> None:
    make_release_in_use(deployment, on=TODAY - timedelta(days=30))
    newest = make_release(use_case="chest-xray", version="9.0")
    assert "A change of release needs a reason" in send(client, deployment, newest)
    assert ReleaseInUse.objects.count() == 1
    assert "The release in use is recorded." in send(client, deployment, newest, reason="The supplier upgraded it")
    assert ReleaseInUse.objects.count() == 2


def test_release_of_another_use_case_is_no_choice_and_a_day_ahead_is_refused(
    client: Client, deployment: Deployment, manager: User
) -> None:
    assert "Select a valid choice" in send(client, deployment, make_release(use_case="chest-ct"))
    ahead = TODAY + timedelta(days=1)
    release = make_release(use_case="chest-xray")
    assert "in use from a day in the future" in send(client, deployment, release, effective_on=ahead)
    assert not ReleaseInUse.objects.exists()


def test_who_may_not_record_is_led_back_and_refused(client: Client, deployment: Deployment) -> None:
    client.force_login(make_person(role=Role.VIEWER))
    answer = client.get(reverse("deployment-release", args=[deployment.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("deployment", args=[deployment.pk]))
    assert client.get(reverse("record-release", args=[deployment.pk])).status_code == 403
    assert client.get(reverse("deployment-release", args=[0])).status_code == 404
