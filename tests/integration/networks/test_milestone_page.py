"""Moving the dates of a milestone through its page: what is saved, what is refused and where, and two people at once."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.support.forms import Form, form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.actions.milestones import revise_milestone
from tracker.networks.models import Deployment, Milestone, MilestoneRevision, RevisionKind
from tracker.networks.plans import Plan, plan_on
from tracker.networks.policies import DateChange

pytestmark = pytest.mark.django_db
BASELINE = date(2025, 7, 1)


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return factories.make_person("pm@tests.example", Role.PROGRAMME_MANAGER, network, name="Priya Manager")


@pytest.fixture
def go_live(deployment: Deployment) -> Milestone:
    return factories.make_milestone(deployment, baseline=BASELINE)


def address(deployment: Deployment, type: str = "go-live") -> str:
    return reverse("edit-milestone", args=[deployment.pk, type])


def plan_of(deployment: Deployment, type: str = "go-live") -> Plan:
    rows = MilestoneRevision.objects.filter(milestone__deployment=deployment, milestone__type=type)
    return plan_on(rows.order_by("pk"), today_in_london())


def open_as(client: Client, user: User, deployment: Deployment, type: str = "go-live") -> Form:
    client.force_login(user)
    page = client.get(address(deployment, type))
    assert page.status_code == 200
    return form_of(page)


def test_forecast_is_moved_with_its_reason_and_effective_today(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    sent = form.sent(forecast=date(2027, 8, 14), reason="The PACS upgrade is late")
    answer = client.post(address(deployment), sent)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("deployment", args=[deployment.pk])
    revision = go_live.revisions.get(kind=RevisionKind.FORECAST)
    assert (revision.date, revision.effective_on) == (date(2027, 8, 14), today_in_london())
    assert (revision.reason, revision.recorded_by) == ("The PACS upgrade is late", manager)
    assert "Go-live is updated." in text_of(client.get(answer["Location"]))


def test_untouched_dates_leave_no_revision_when_the_change_counts_from_before(
    client: Client, deployment: Deployment, manager: User
) -> None:
    """The forecast was not known yet on the day from which the actual date counts, and must not be set then."""
    factories.make_milestone(
        deployment, "training", baseline=BASELINE, forecast=date(2027, 1, 1), forecast_on=date(2025, 6, 1)
    )
    form = open_as(client, manager, deployment, "training")
    sent = form.sent(actual=date(2024, 5, 1), effective_on=date(2024, 5, 1))
    assert client.post(address(deployment, "training"), sent).status_code == 302
    kinds = MilestoneRevision.objects.filter(milestone__type="training").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["baseline", "forecast", "actual"]


def refused(client: Client, deployment: Deployment, sent: dict[str, str], type: str = "go-live") -> Form:
    before = MilestoneRevision.objects.count()
    answer = client.post(address(deployment, type), sent)
    assert answer.status_code == 200
    assert "<title>Error: " in text_of(answer)
    assert MilestoneRevision.objects.count() == before
    return form_of(answer)


def test_actual_in_the_future_is_refused_at_its_field(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    message = message_at(refused(client, deployment, form.sent(actual=today_in_london() + timedelta(days=1))), "actual")
    assert "can't be in the future" in message
    assert "change the forecast instead" in message


def test_go_live_before_a_contract_is_refused_at_its_field(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    message = message_at(refused(client, deployment, form.sent(actual=date(2025, 8, 1))), "actual")
    assert "before a contract that covers it is signed" in message
    assert "Record the contract's signature" in message


def test_go_live_after_its_contract_is_saved(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2025, 1, 1), covers=[deployment])
    form = open_as(client, manager, deployment)
    assert client.post(address(deployment), form.sent(actual=date(2025, 8, 1))).status_code == 302
    assert plan_of(deployment).actual == date(2025, 8, 1)


def test_date_without_a_baseline_is_refused(client: Client, deployment: Deployment) -> None:
    user = factories.make_person(role=Role.TRUST_USER, scope=deployment.trust)
    form = open_as(client, user, deployment)
    assert not form.offers("baseline")
    message = message_at(
        refused(client, deployment, form.sent(forecast=date(2027, 1, 1), reason="First date")), "forecast"
    )
    assert "no baseline date yet" in message
    assert "Set the baseline" in message


def test_date_without_a_baseline_is_refused_at_the_baseline_of_who_may_set_it(
    client: Client, deployment: Deployment, manager: User
) -> None:
    form = open_as(client, manager, deployment)
    refusal = refused(client, deployment, form.sent(forecast=date(2027, 1, 1), reason="First date"))
    assert "no baseline date yet" in message_at(refusal, "baseline")


def test_moved_date_without_a_reason_is_refused_at_the_reason(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    message = message_at(refused(client, deployment, form.sent(forecast=date(2027, 1, 1))), "reason")
    assert "Say in a sentence why it moved." in message


def test_effective_day_in_the_future_is_refused_at_its_field(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    ahead = today_in_london() + timedelta(days=3)
    refusal = refused(client, deployment, form.sent(forecast=date(2027, 1, 1), reason="Late", effective_on=ahead))
    assert "future" in message_at(refusal, "effective_on")


def test_nothing_changed_is_said(client: Client, deployment: Deployment, manager: User, go_live: Milestone) -> None:
    form = open_as(client, manager, deployment)
    refusal = refused(client, deployment, form.sent(reason="Nothing really"))
    assert list(refusal.errors.values()) == ["No date has changed. Change a date, or cancel."]


def test_baseline_and_forecast_are_set_together(client: Client, deployment: Deployment, manager: User) -> None:
    form = open_as(client, manager, deployment)
    sent = form.sent(baseline=BASELINE, forecast=date(2027, 1, 1), reason="As funded, and as it looks now")
    assert client.post(address(deployment), sent).status_code == 302
    assert (plan_of(deployment).baseline, plan_of(deployment).forecast) == (BASELINE, date(2027, 1, 1))


def test_agreed_baseline_is_offered_to_the_national_lead_only(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    assert not open_as(client, manager, deployment).offers("baseline")
    lead = factories.make_person(role=Role.NATIONAL_LEAD)
    form = open_as(client, lead, deployment)
    sent = form.sent(baseline=date(2025, 9, 1), reason="Rebaselined by the board")
    assert client.post(address(deployment), sent).status_code == 302
    assert plan_of(deployment).baseline == date(2025, 9, 1)


def test_smuggled_baseline_is_ignored(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    sent = form.sent(forecast=date(2027, 1, 1), reason="Late") | {
        "baseline_day": "1",
        "baseline_month": "1",
        "baseline_year": "2027",
    }
    assert client.post(address(deployment), sent).status_code == 302
    assert plan_of(deployment).baseline == BASELINE


def test_stale_form_shows_both_versions_and_keeps_what_was_typed(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    theirs = DateChange(RevisionKind.FORECAST, date(2027, 3, 3), effective_on=today_in_london(), reason="Theirs")
    other = factories.make_person(role=Role.NATIONAL_LEAD)
    revise_milestone(
        deployment=deployment,
        type=go_live.type,
        changes=[theirs],
        version=int(form.values["version"]),
        by=other,
    )
    sent = form.sent(forecast=date(2027, 9, 9), reason="Mine")
    answer = client.post(address(deployment), sent)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "Somebody else changed this while you were editing it." in text
    assert "3 March 2027" in text
    assert "9 September 2027" in text
    shown = form_of(answer).values
    assert (shown["forecast_day"], shown["forecast_month"], shown["reason"]) == ("9", "9", "Mine")
    assert plan_of(deployment).forecast == date(2027, 3, 3)
    # Saving again, having seen both, is a wish to overwrite theirs.
    again = form_of(answer).values
    assert client.post(address(deployment), again).status_code == 302
    assert plan_of(deployment).forecast == date(2027, 9, 9)


def test_stale_form_takes_their_value_where_nothing_was_typed(
    client: Client, deployment: Deployment, manager: User
) -> None:
    """Saving again must not undo what the other person changed in a field that I never touched."""
    factories.make_milestone(deployment, "training", baseline=BASELINE)
    form = open_as(client, manager, deployment, "training")
    theirs = DateChange(RevisionKind.FORECAST, date(2027, 3, 3), effective_on=today_in_london(), reason="Theirs")
    other = factories.make_person(role=Role.NATIONAL_LEAD)
    version = int(form.values["version"])
    revise_milestone(deployment=deployment, type="training", changes=[theirs], version=version, by=other)
    answer = client.post(address(deployment, "training"), form.sent(actual=date(2025, 7, 20)))
    data = form_of(answer).values
    assert (data["forecast_day"], data["forecast_month"], data["forecast_year"]) == ("3", "3", "2027")
    assert client.post(address(deployment, "training"), data).status_code == 302
    plan = plan_of(deployment, "training")
    assert (plan.forecast, plan.actual) == (date(2027, 3, 3), date(2025, 7, 20))


def test_two_people_who_give_the_first_date_meet(client: Client, deployment: Deployment, manager: User) -> None:
    form = open_as(client, manager, deployment)
    factories.make_milestone(deployment, baseline=BASELINE)
    answer = client.post(address(deployment), form.sent(baseline=date(2025, 12, 1)))
    assert "Somebody else changed this" in text_of(answer)
    assert plan_of(deployment).baseline == BASELINE


def test_viewer_is_told_why_not(client: Client, deployment: Deployment, go_live: Milestone) -> None:
    client.force_login(factories.make_person(role=Role.VIEWER))
    for answer in (client.get(address(deployment)), client.post(address(deployment))):
        assert answer.status_code == 403
        assert "Only people who run delivery of this trust" in text_of(answer)


def test_another_networks_manager_finds_nothing(client: Client, deployment: Deployment, go_live: Milestone) -> None:
    client.force_login(factories.make_person(role=Role.PROGRAMME_MANAGER, scope=factories.make_network()))
    assert client.get(address(deployment)).status_code == 404
    assert client.post(address(deployment)).status_code == 404


def test_unknown_milestone_and_deployment_are_not_found(client: Client, deployment: Deployment, manager: User) -> None:
    client.force_login(manager)
    assert client.get(address(deployment, "lunch")).status_code == 404
    assert client.get(reverse("edit-milestone", args=[999_999_999, "go-live"])).status_code == 404


def test_past_day_can_not_be_edited(client: Client, deployment: Deployment, manager: User, go_live: Milestone) -> None:
    form = open_as(client, manager, deployment)
    sent = form.sent(forecast=date(2027, 1, 1), reason="Late")
    answer = client.post(f"{address(deployment)}?as_of=2025-01-01", sent)
    assert answer.status_code == 403
    assert "the past can" in text_of(answer)
    assert plan_of(deployment).forecast is None


def test_form_leads_back_where_it_was_opened_and_never_to_another_site(
    client: Client, deployment: Deployment, manager: User, go_live: Milestone
) -> None:
    form = open_as(client, manager, deployment)
    for wanted, leads_to in (("/flags/", "/flags/"), ("https://example.org/", None), ("//example.org/", None)):
        sent = form.sent(forecast=date(2027, 1, 1), reason="Late")
        page_after = client.get(f"{address(deployment)}?next={wanted}")
        back = leads_to or reverse("deployment", args=[deployment.pk])
        assert f'href="{back}">Cancel</a>' in text_of(page_after)
        assert "example.org" not in text_of(page_after)
    answer = client.post(f"{address(deployment)}?next=/flags/", sent)
    assert answer["Location"] == "/flags/"
