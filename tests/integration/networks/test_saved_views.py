"""Saved views over HTTP and their actions: keeping filters, sharing them, opening a list with them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_network, make_person, make_signed_contract, make_trust
from tests.support.forms import text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.decisions import NotPermitted, Refused
from tracker.networks.actions.saved_views import Sharing, change_view, remove_view, save_view, set_default
from tracker.networks.models import Audience, ImagingNetwork, ListDefault, SavedView

pytestmark = pytest.mark.django_db
CONTRACTS = "/contracts/"


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(name="North")


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network)


def saved(
    by: User, name: str = "Signed", *, query: str = "status=signed", opens: bool = False, **sharing: object
) -> SavedView:
    return save_view(
        list_name="contracts",
        name=name,
        query=query,
        sharing=Sharing(**sharing),  # type: ignore[arg-type] # named by the test
        opens=opens,
        by=by,
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, path: str = CONTRACTS, **query: str) -> str:
    return text_of(client.get(path, query, follow=True))


def test_filters_are_kept_and_stand_above_the_list(network: ImagingNetwork, manager: User) -> None:
    make_signed_contract(network, reference="N-1")
    client = signed_in(manager)
    text = shown(client, status="signed", page="1", colour="red")
    href = "/views/save/contracts/?status=signed&amp;next=%2Fcontracts%2F"
    assert href in text
    response = client.post(
        href.replace("&amp;", "&"), {"name": "What runs", "audience": "private", "opens": ""}, follow=True
    )
    assert response.redirect_chain[-1][0] == "/contracts/?status=signed"
    text = text_of(response)
    assert "1 of 1 contract: status signed" in text
    assert '<a href="/contracts/?status=signed" aria-current="true">What runs</a>' in text
    view = SavedView.objects.get()
    assert (view.owner, view.query, view.audience) == (manager, "status=signed", Audience.PRIVATE)
    assert view.audit_events.count() == 1


def test_nobody_else_sees_a_private_view(network: ImagingNetwork, manager: User) -> None:
    view = saved(manager)
    other = signed_in(make_person(role=Role.PROGRAMME_MANAGER, scope=network))
    assert "Saved views" not in shown(other)
    for name in ("change-view", "remove-view"):
        assert other.get(reverse(name, args=[view.pk])).status_code == 404
    assert "You have no saved views." in shown(other, reverse("saved-views"))


def test_a_shared_view_shows_its_reader_only_what_they_may_see(network: ImagingNetwork, manager: User) -> None:
    make_signed_contract(network, reference="N-1", value_pence=4_321_00)
    saved(manager, "Ours", query="status=signed&order=-value", audience=Audience.NETWORK, network=network)
    reader = signed_in(make_person(role=Role.TRUST_USER, scope=make_trust(network)))
    stranger = signed_in(make_person(role=Role.PROGRAMME_MANAGER, scope=make_network(name="South")))
    text = shown(reader)
    assert f"shared by {manager}" in text
    assert "uses a filter that is not offered to you now" in text  # the order by value
    text = shown(reader, status="signed", order="-value")
    assert "4,321" not in text
    assert "Error: Contracts" in text
    assert "Ours" not in shown(stranger)
    assert "Ours" not in shown(signed_in(make_person(role=Role.VIEWER)))


def test_a_view_is_shared_nationally_by_and_with_national_people(manager: User) -> None:
    lead = make_person(role=Role.NATIONAL_LEAD)
    saved(lead, "For all", audience=Audience.NATIONAL)
    assert "For all" in shown(signed_in(make_person(role=Role.VIEWER)))
    assert "For all" not in shown(signed_in(manager))
    with pytest.raises(NotPermitted, match="Only people of a network may share"):
        saved(manager, "Too far", audience=Audience.NATIONAL)
    with pytest.raises(NotPermitted, match="Only people of a network may share"):
        saved(manager, "Too far", audience=Audience.NETWORK, network=make_network(name="South"))


def test_a_view_that_no_longer_fits_says_so(network: ImagingNetwork, manager: User) -> None:
    make_signed_contract(network, reference="N-1")
    saved(manager, "Old", query="status=lost")
    saved(manager, "Older", query="colour=red")
    saved(manager, "Good", query="status=planned&order=-ends")
    text = shown(signed_in(manager))
    assert text.count("uses a filter that is not offered to you now") == 2
    assert "Showing all 1 contract, because a filter can’t be used" in shown(signed_in(manager), status="lost")


def test_a_list_opens_with_ones_own_choice(network: ImagingNetwork, manager: User) -> None:
    make_signed_contract(network, reference="N-1")
    view = saved(manager, query="status=planned", opens=True)
    client = signed_in(manager)
    assert client.get(CONTRACTS).headers["Location"] == "/contracts/?status=planned"
    text = shown(client)
    assert "0 of 1 contract: status planned" in text
    assert 'href="/contracts/?view=all"' in text
    assert "N-1" in shown(client, view="all")
    other = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    change_view(view=view, name="Planned", sharing=Sharing(Audience.NETWORK, network), by=manager)
    assert signed_in(other).get(CONTRACTS).status_code == 200
    page = reverse("change-view", args=[view.pk])
    assert "You can have your own list open with it." in shown(signed_in(other), page)
    signed_in(other).post(page, {"opens": "on", "name": "Mine now", "audience": "private"})
    assert signed_in(other).get(CONTRACTS).status_code == 302
    assert SavedView.objects.get().name == "Planned"
    change_view(view=view, name="Planned", sharing=Sharing(), by=manager)
    assert signed_in(other).get(CONTRACTS).status_code == 200
    set_default(view=view, opens=False, by=manager)
    assert client.get(CONTRACTS).status_code == 200


def test_names_are_unique_for_a_person_and_a_list(manager: User) -> None:
    saved(manager, "Signed")
    with pytest.raises(Refused, match="You have a view called “SIGNED” of this list already"):
        saved(manager, " SIGNED ")
    saved(make_person(role=Role.VIEWER), "Signed")
    second = saved(manager, "Other")
    with pytest.raises(Refused, match="already"):
        change_view(view=second, name="signed", sharing=Sharing(), by=manager)
    text = text_of(
        signed_in(manager).post(
            "/views/save/contracts/?status=signed&next=/contracts/", {"name": "signed", "audience": "private"}
        )
    )
    assert "There is a problem" in text
    with pytest.raises(Refused, match="There is nothing to save"):
        saved(manager, "Nothing", query="")


def test_a_view_is_renamed_and_deleted_by_its_owner(network: ImagingNetwork, manager: User) -> None:
    view = saved(manager, opens=True, audience=Audience.NETWORK, network=network)
    client, other = signed_in(manager), make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    page = reverse("change-view", args=[view.pk])
    form = {"name": "Running", "audience": f"network:{network.pk}", "opens": "on", "version": "1"}
    assert "The view is changed." in text_of(client.post(page, form, follow=True))
    assert "Somebody else changed this" in text_of(client.post(page, form | {"name": "Late"}))
    with pytest.raises(NotPermitted):
        change_view(view=view, name="Theirs", sharing=Sharing(), by=other)
    assert signed_in(other).get(reverse("remove-view", args=[view.pk])).status_code == 403
    remove_view(view=saved(other, audience=Audience.NETWORK, network=network), by=make_person(role=Role.ADMINISTRATOR))
    text = text_of(client.post(reverse("remove-view", args=[view.pk]), follow=True))
    assert "“Running” is deleted." in text
    assert not SavedView.objects.exists()
    assert not ListDefault.objects.exists()


def test_a_list_that_is_none_can_not_be_saved(manager: User) -> None:
    assert signed_in(manager).get(reverse("save-view", args=["nothing"])).status_code == 404


def test_views_above_a_list_cost_one_query(network: ImagingNetwork, manager: User) -> None:
    client = signed_in(manager)
    saved(manager, "First")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            shown(client, view="all")
        return len(caught)

    before = queries()
    for number in range(10):
        saved(manager, f"View {number}", query=f"text={number}", audience=Audience.NETWORK, network=network)
    assert queries() == before
