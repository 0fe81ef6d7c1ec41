"""Changing several rows at once: each by its own rules, looked at before, and told after."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_deployment, make_milestone, make_network, make_person, make_trust, system
from tests.support.forms import Form, form_of, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.bulk import Outcome, Target, do_to_each, rehearse
from tracker.core.days import today_in_london
from tracker.networks.actions.deployments import set_owner
from tracker.networks.actions.milestones import revise_milestone
from tracker.networks.finding import milestone_standing
from tracker.networks.models import (
    Deployment,
    DeploymentUpdate,
    ImagingNetwork,
    MilestoneRevision,
    MilestoneType,
    NextAction,
    RevisionKind,
)
from tracker.networks.policies import DateChange

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
BULK = "/deployments/bulk/"


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(slug="north", name="North")


@pytest.fixture
def deployments(network: ImagingNetwork) -> list[Deployment]:
    """Two that are planned, and one without a date."""
    rows = [make_deployment(make_trust(network, name=f"Trust {number}")) for number in range(3)]
    for row in rows[:2]:
        make_milestone(row, baseline=TODAY + timedelta(days=100))
    return rows


def signed_in(role: Role, scope: object = None) -> Client:
    client = Client()
    client.force_login(make_person(role=role, scope=scope))
    return client


def opened(client: Client, do: str, rows: list[Deployment]) -> Form:
    page = client.get(BULK, {"do": do, "row": [row.pk for row in rows], "next": "/deployments/?network=north"})
    assert page.status_code == 200
    return many_of(page)


def many_of(page: Any) -> Form:
    """The form with all its chosen rows, which share one name."""
    form, text = form_of(page), text_of(page)
    for name in ("row", "left_out"):
        values = [part.split('"')[0] for part in text.split(f'name="{name}" value="')[1:]]
        if values:
            form.values[name] = values
    return form


def owners() -> list[str]:
    return list(Deployment.objects.order_by("trust__name").values_list("owner", flat=True))


def test_a_preview_changes_nothing_and_the_confirmation_does(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = opened(client, "owner", deployments)
    preview = client.post(BULK, form.sent(owner="Asha Example"))
    assert "This will be done" in text_of(preview)
    assert owners() == ["", "", ""]
    done = client.post(BULK, {**many_of(preview).values, "step": "confirm"}, follow=True)
    assert owners() == ["Asha Example"] * 3
    assert "Set the owner: done to 3 of 3 deployments" in text_of(done)


def test_what_can_not_be_done_is_told_before_and_after(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = opened(client, "move", deployments)
    preview = client.post(BULK, form.sent(weeks="4", cause="B7", reason="The interface is late"))
    assert "It has no date yet that could be moved." in text_of(preview)
    assert not MilestoneRevision.objects.filter(kind="forecast").exists()
    summary = client.post(BULK, {**many_of(preview).values, "step": "confirm"}, follow=True)
    assert "Move the go-live: done to 2 of 3 deployments" in text_of(summary)
    assert "It has no date yet that could be moved." in text_of(summary)
    moved = MilestoneRevision.objects.filter(kind="forecast")
    assert {(row.date, row.cause) for row in moved} == {(TODAY + timedelta(days=128), "B7")}


def test_what_somebody_changed_meanwhile_is_left_alone(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    preview = many_of(client.post(BULK, opened(client, "owner", deployments).sent(owner="Asha Example")))
    set_owner(deployment=deployments[1], owner="Theirs", version=None, by=system())
    summary = client.post(BULK, {**preview.values, "step": "confirm"}, follow=True)
    assert owners() == ["Asha Example", "Theirs", "Asha Example"]
    assert "done to 2 of 3 deployments" in text_of(summary)
    assert "Somebody else changed this in the meantime" in text_of(summary)


def test_a_move_counts_from_the_date_that_was_looked_at(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = opened(client, "move", deployments[:1])
    later = DateChange(RevisionKind.FORECAST, TODAY + timedelta(days=150), TODAY, reason="Ours")
    standing = milestone_standing(deployments[0], MilestoneType.GO_LIVE, on=TODAY)
    revise_milestone(
        deployment=deployments[0], type=MilestoneType.GO_LIVE, changes=[later], version=standing.version, by=system()
    )
    summary = client.post(BULK, form.sent(weeks="4", cause="B7", reason="Late"), follow=True)
    assert "Somebody else changed this in the meantime" in text_of(summary)
    assert MilestoneRevision.objects.filter(kind="forecast").count() == 1


def test_one_row_needs_no_preview(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.TRUST_USER, deployments[0].trust)
    by = TODAY + timedelta(days=5)
    wrong = client.post(BULK, opened(client, "next", deployments[:1]).sent(text="Call the supplier"), follow=True)
    assert "A next action needs a day to be done by." in text_of(wrong)
    form = opened(client, "next", deployments[:1])
    done = client.post(BULK, form.sent(text="Call the supplier", due_on=by), follow=True)
    assert "done to 1 of 1 deployment" in text_of(done)
    assert NextAction.objects.get().due_on == by
    assert "Call the supplier" in text_of(client.get("/deployments/"))


def test_nothing_has_changed_is_said_of_several(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    preview = many_of(client.post(BULK, opened(client, "confirm", deployments).sent(note="Board of March")))
    client.post(BULK, {**preview.values, "step": "confirm"})
    assert {(row.updated_on, row.note) for row in DeploymentUpdate.objects.all()} == {(TODAY, "Board of March")}


def test_what_was_said_can_be_changed_after_the_preview(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    preview = many_of(client.post(BULK, opened(client, "owner", deployments).sent(owner="Asha")))
    again = many_of(client.post(BULK, {**preview.values, "step": "again"}))
    assert again.values["owner"] == "Asha"
    assert len(again.values["row"]) == 3


def test_a_row_of_another_network_is_not_there(deployments: list[Deployment]) -> None:
    elsewhere = make_deployment(make_trust(make_network(name="South")))
    client = signed_in(Role.PROGRAMME_MANAGER, elsewhere.trust.memberships.get().network)
    page = client.get(BULK, {"do": "owner", "row": [elsewhere.pk, deployments[0].pk, 999_999]})
    assert "Trust 0" not in text_of(page)
    assert client.get(BULK, {"do": "owner", "row": [deployments[0].pk]}).status_code == 302
    client.post(BULK, {"do": "owner", "row": [f"{deployments[0].pk}.1"], "owner": "Mine"})
    assert owners() == ["", "", "", ""] or set(owners()) == {""}


@pytest.mark.parametrize(
    "query", [{}, {"do": "owner"}, {"do": "nonsense", "row": ["1"]}, {"do": "owner", "row": ["x"]}]
)
def test_choosing_nothing_leads_back_to_the_list(query: dict[str, Any], deployments: list[Deployment]) -> None:
    client = signed_in(Role.NATIONAL_LEAD)
    page = client.get(BULK, {**query, "next": "/deployments/?network=north"}, follow=True)
    assert page.redirect_chain == [("/deployments/?network=north", 302)]
    assert "first" in text_of(page)


def test_readers_change_nothing(deployments: list[Deployment]) -> None:
    client = signed_in(Role.VIEWER)
    assert client.post(BULK, {"do": "owner", "row": [deployments[0].pk], "owner": "Me"}).status_code == 403
    assert "With the deployments that you ticked" not in text_of(client.get("/deployments/"))


def test_a_signatory_may_look_and_each_row_says_why_not(deployments: list[Deployment], network: Any) -> None:
    client = signed_in(Role.SIGNATORY, network)
    preview = text_of(client.post(BULK, opened(client, "owner", deployments).sent(owner="Me")))
    assert preview.count("Only people who run delivery") == 3
    assert 'value="confirm"' not in preview


def test_a_summary_without_a_change_says_so() -> None:
    assert "You have not changed several things at once lately." in text_of(signed_in(Role.VIEWER).get("/bulk/"))


def test_a_rehearsal_takes_back_what_it_did(deployments: list[Deployment]) -> None:
    person: User = system()
    targets = [Target(row.pk, row.trust.name, "", row.version, row) for row in deployments]

    def deed(target: Target) -> str:
        set_owner(deployment=target.row, owner="Somebody", version=target.version, by=person)
        return "Done"

    assert {result.outcome for result in rehearse(targets, deed)} == {Outcome.DONE}
    assert owners() == ["", "", ""]
    assert {result.outcome for result in do_to_each(targets, deed)} == {Outcome.DONE}
    assert {result.outcome for result in do_to_each(targets, deed)} == {Outcome.CHANGED}
    assert reverse("bulk-summary") == "/bulk/"
