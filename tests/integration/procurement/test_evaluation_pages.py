"""The pages of an evaluation, as the right and the wrong people meet them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_bid,
    make_bid_site,
    make_evaluation,
    make_moderation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_release,
    make_scoring,
    make_supplier,
    moderate_all,
    record_of,
    score_all,
    system,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, deny
from tracker.procurement.actions.bids import correct_bid
from tracker.procurement.actions.evaluations import begin_moderation, conclude, open_scoring, save_criterion, set_scale
from tracker.procurement.actions.panel import decide_on_interest, declare_interest, update_panel_member
from tracker.procurement.actions.scoring import moderate
from tracker.procurement.evaluation_vocabulary import (
    BidStatus,
    CriterionGroup,
    EvaluationStatus,
    InterestRulingCode,
    PanelCapacity,
)
from tracker.procurement.models import (
    AwardCriterion,
    Bid,
    BidSite,
    BidSiteCheck,
    BidState,
    Evaluation,
    InterestDeclaration,
    InterestRuling,
    ModeratedScore,
    PanelMember,
    Procurement,
    Score,
)
from tracker.procurement.policies.criteria import CriterionContent
from tracker.procurement.policies.evaluation import Scale

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lead_of(procurement: Procurement) -> Client:
    return client_of(make_person(role=Role.PROCUREMENT, scope=procurement.network, name="Lena Lead"))


def at(procurement: Procurement | Evaluation, name: str, *args: object) -> str:
    pk = procurement.procurement_id if isinstance(procurement, Evaluation) else procurement.pk
    return reverse(name, args=[pk, *args])


def post(client: Client, path: str, **changes: object) -> str:
    """Fills in the form of a page, sends it, and answers the page to which that led."""
    response = client.post(path, form_of(client.get(path)).sent(**changes), follow=True)
    assert response.status_code == 200, response.status_code
    return text_of(response)


# --- Setting it up --------------------------------------------------------------------------------------------------


def test_lead_sets_an_evaluation_up_page_by_page() -> None:
    procurement = make_procurement(make_network())
    lead = lead_of(procurement)
    assert "Set up the evaluation" in text_of(lead.get(reverse("procurement", args=[procurement.pk])))
    response = lead.get(at(procurement, "evaluation"))
    assert response["Location"] == at(procurement, "edit-scale")
    text = post(lead, at(procurement, "edit-scale"), maximum="4", comparison_volume="90000")
    assert "The evaluation is set up. Add its criteria." in text
    assert "0% of 100%" in text
    text = post(
        lead,
        at(procurement, "add-award-criterion"),
        code="C1",
        name="Clinical evidence",
        group="clinical",
        weight="60.5",
    )
    assert "Their weights add up to 60.5% of 100%." in text
    supplier = make_supplier("Quillfeather Imaging Ltd")
    text = post(lead, at(procurement, "add-bid"), supplier=str(supplier.pk), price="120000.50")
    assert "£120,000.50" in text
    evaluation = Evaluation.objects.get()
    person = make_person(role=Role.TRUST_USER, scope=procurement.network, name="Pat Panel")
    text = post(lead, at(evaluation, "add-panel-member"), person=str(person.pk), capacity="it", hours_asked="12")
    assert "Pat Panel" in text
    assert "12 hours are asked of them, 0 are protected. Clinicians without protected time" in text
    assert (evaluation.scale_maximum, evaluation.comparison_volume) == (4, 90_000)


def test_weights_and_sites_that_went_wrong_before_are_called_out_with_their_source() -> None:
    evaluation = make_evaluation(
        weights=[("D1", CriterionGroup.DEMONSTRATION, "90"), ("I1", CriterionGroup.INTEGRATION, "10")], bids=1
    )
    text = text_of(lead_of(evaluation.procurement).get(at(evaluation, "evaluation")))
    for words in (
        "The demonstration weighs more than 15%.",
        "Integration and support weigh less than 20%.",
        "Social value weighs less than 10%",
        "names no comparable NHS reference sites; 2 are asked for.",
        "Source: Programme governance standards, rule R11.",
        "Source: Programme governance standards, rule R12.",
        "OFFICIAL-SENSITIVE: COMMERCIAL",
    ):
        assert words in text


def test_criterion_is_changed_and_removed_by_its_page() -> None:
    evaluation = make_evaluation()
    lead, row = lead_of(evaluation.procurement), AwardCriterion.objects.get(code="C1")
    path = at(evaluation, "edit-award-criterion", row.pk)
    response = lead.post(path, form_of(lead.get(path)).sent(weight="0"))
    assert "above 0%" in message_at(form_of(response), "weight")
    assert "The criterion is saved." in post(lead, path, weight="20")
    stale = form_of(lead.get(path)).sent(name="My name")
    content = CriterionContent("C1", CriterionGroup.CLINICAL, "Their name", record_of(evaluation).criteria[0].weight)
    save_criterion(evaluation=evaluation, content=content, criterion_id=row.pk, by=system())
    text = text_of(lead.post(path, stale))
    assert "Somebody else changed this while you were editing it." in text
    assert "Their name" in text
    assert "My name" in text
    assert lead.post(at(evaluation, "remove-award-criterion", row.pk), follow=True).status_code == 200
    assert lead.get(path).status_code == 404
    assert "C1" not in [each.code for each in record_of(evaluation).criteria]


def test_scale_form_shows_both_versions() -> None:
    evaluation = make_evaluation()
    lead, path = lead_of(evaluation.procurement), at(evaluation, "edit-scale")
    stale = form_of(lead.get(path)).sent(maximum="7")
    set_scale(evaluation=evaluation, scale=Scale(0, 9), by=system())
    assert "Somebody else changed this" in text_of(lead.post(path, stale))
    assert "The scale is changed." in post(lead, path, maximum="8")
    assert record_of(evaluation).scale.maximum == 8


def test_moving_on_says_what_it_means_and_why_it_is_refused() -> None:
    evaluation = make_evaluation(weights=[("C1", CriterionGroup.CLINICAL, "60")])
    lead = lead_of(evaluation.procurement)
    path = at(evaluation, "move-evaluation", "scoring")
    assert "each member alone" in text_of(lead.get(path))
    text = text_of(lead.post(path, form_of(lead.get(path)).sent()))
    assert "The weights add up to 60%, not to 100% (Procurement Act 2023, section 23" in text
    assert record_of(evaluation).status == EvaluationStatus.DRAFT
    assert lead.get(at(evaluation, "move-evaluation", "nowhere")).status_code == 404
    text = text_of(lead.post(at(evaluation, "move-evaluation", "concluded"), {}))
    assert "can&#39;t become “concluded”" in text
    withdraw = at(evaluation, "move-evaluation", "withdrawn")
    response = lead.post(withdraw, form_of(lead.get(withdraw)).sent())
    assert "Say why" in message_at(form_of(response), "reason")
    assert "The evaluation is now “withdrawn”." in post(lead, withdraw, reason="The network stops")


def test_move_that_somebody_else_made_first_is_stale() -> None:
    evaluation = make_evaluation()
    make_panel_member(evaluation)
    lead, path = lead_of(evaluation.procurement), at(evaluation, "move-evaluation", "scoring")
    stale = form_of(lead.get(path)).sent()
    open_scoring(evaluation=evaluation, by=system())
    assert "Somebody else changed this" in text_of(lead.post(path, stale))


# --- Bids and sites -------------------------------------------------------------------------------------------------


def test_bid_is_corrected_and_taken_out_by_its_pages() -> None:
    evaluation = make_evaluation(bids=1)
    bid, lead = Bid.objects.get(), lead_of(evaluation.procurement)
    release = make_release(bid.supplier)
    path = at(evaluation, "correct-bid", bid.pk)
    assert "The bid is corrected." in post(lead, path, release=str(release.pk), price="99.50")
    bid.refresh_from_db()
    assert (bid.release, bid.price_pence) == (release, 99_50)
    stale = form_of(lead.get(path)).sent(price="1")
    correct_bid(bid=bid, release=None, price_pence=5_00, received_on=TODAY, by=system())
    assert "Somebody else changed this" in text_of(lead.post(path, stale))
    status = at(evaluation, "bid-status", bid.pk)
    response = lead.post(status, form_of(lead.get(status)).sent(status="excluded"))
    assert "Say why" in message_at(form_of(response), "reason")
    text = post(lead, status, status="excluded", reason="No parent company guarantee")
    assert "No parent company guarantee" in text
    assert BidState.objects.filter(status=BidStatus.EXCLUDED).count() == 1


@pytest.mark.parametrize("mistake", ["release", "supplier", "late"])
def test_impossible_bid_is_refused_at_its_field(mistake: str) -> None:
    evaluation = make_evaluation(bids=1)
    lead, path = lead_of(evaluation.procurement), at(evaluation, "add-bid")
    supplier = Bid.objects.get().supplier if mistake == "supplier" else make_supplier()
    changes: dict[str, object] = {"supplier": str(supplier.pk), "price": "100"}
    if mistake == "release":
        changes["release"] = str(make_release().pk)
    if mistake == "late":
        make_scoring(evaluation)
    form = form_of(lead.post(path, form_of(lead.get(path)).sent(**changes)))
    words = {"release": "another supplier", "supplier": "entered already", "late": "before scoring opens"}[mistake]
    assert words in " ".join(form.errors.values())
    assert Bid.objects.count() == 1


def test_reference_site_is_recorded_and_checked_by_its_pages() -> None:
    evaluation = make_evaluation(bids=1, volume=80_000)
    bid, lead = Bid.objects.get(), lead_of(evaluation.procurement)
    add = at(evaluation, "add-bid-site", bid.pk)
    response = lead.post(add, form_of(lead.get(add)).sent(organisation="X", live_since=TODAY + timedelta(days=2)))
    assert "lies ahead" in message_at(form_of(response), "live_since")
    text = post(
        lead,
        add,
        organisation="Riverside Hospitals",
        yearly_volume="82000",
        live_since=date(2025, 3, 3),
        evidence="Uptime of a year",
    )
    assert "82,000 examinations a year are within 50% of the 80,000 of a typical trust" in text
    site = BidSite.objects.get()
    edit = at(evaluation, "edit-bid-site", site.pk)
    assert "Dale Trust" in post(lead, edit, organisation="Dale Trust")
    stale = form_of(lead.get(edit)).sent(organisation="Mine")
    post(lead, edit, organisation="Theirs")
    assert "Somebody else changed this" in text_of(lead.post(edit, stale))
    check = at(evaluation, "check-bid-site", site.pk)
    assert "Confirmed" in post(lead, check, is_confirmed="yes")
    response = lead.post(check, form_of(lead.get(check)).sent(is_confirmed="no"))
    assert "did not confirm" in message_at(form_of(response), "note")
    assert "Not confirmed" in post(lead, check, is_confirmed="no", note="It was down for a month")
    assert BidSiteCheck.objects.count() == 2
    assert record_of(evaluation).bids[0].comparable_sites == 0


# --- The panel ------------------------------------------------------------------------------------------------------


def test_member_declares_and_the_lead_decides() -> None:
    evaluation = make_evaluation()
    member = make_panel_member(evaluation, declares=False)
    lead, mine = lead_of(evaluation.procurement), client_of(member.person)
    declare = at(evaluation, "declare-interest")
    response = mine.post(declare, form_of(mine.get(declare)).sent(has_interest="yes"))
    assert "has to be described" in message_at(form_of(response), "text")
    text = post(mine, declare, has_interest="yes", text="My brother works for a bidder")
    assert "Waits for a decision" in text
    assert "My brother" not in text
    decide = at(evaluation, "decide-on-interest", member.pk)
    assert "My brother works for a bidder" in text_of(lead.get(decide))
    response = lead.post(decide, form_of(lead.get(decide)).sent(ruling="not-this-bid", reason="Close relative"))
    assert "Say which bid" in message_at(form_of(response), "bid")
    bid = Bid.objects.earliest("pk")
    text = post(lead, decide, ruling="not-this-bid", bid=str(bid.pk), reason="Close relative")
    assert "May not score 1 bid" in text
    assert f"May not score the bid of {bid.supplier}: Close relative" in text_of(lead.get(decide))
    post(lead, decide, ruling="excluded", reason="Worse than we knew")
    assert InterestRuling.objects.count() == 2
    assert mine.get(decide).status_code == 403
    assert mine.get(at(evaluation, "my-scores")).status_code == 200


def test_seat_is_changed_and_left_by_its_pages() -> None:
    evaluation, (member, _) = make_scoring()
    lead = lead_of(evaluation.procurement)
    path = at(evaluation, "panel-member", member.pk)
    assert "that they have no interest. Nothing has been decided" in text_of(lead.get(path))
    assert "The seat is changed." in post(lead, path, capacity="it", hours_given="3.5")
    stale = form_of(lead.get(path)).sent(hours_given="9")
    update_panel_member(member=member, capacity=PanelCapacity.IT, hours_asked=None, hours_given=None, by=system())
    assert "Somebody else changed this" in text_of(lead.post(path, stale))
    score_all(member, submits=False)
    leave = at(evaluation, "remove-panel-member", member.pk)
    response = lead.post(leave, form_of(lead.get(leave)).sent())
    assert "has scored will not count." in message_at(form_of(response), "reason")
    assert "has left the panel" in post(lead, leave, reason="On leave")
    assert lead.get(path).status_code == 404


def test_person_whom_the_form_did_not_offer_is_refused() -> None:
    evaluation = make_evaluation()
    lead, path = lead_of(evaluation.procurement), at(evaluation, "add-panel-member")
    stranger = make_person()
    response = lead.post(path, {**form_of(lead.get(path)).sent(capacity="it"), "person": str(stranger.pk)})
    assert response.status_code == 200
    assert not PanelMember.objects.exists()


# --- Scoring --------------------------------------------------------------------------------------------------------


def cell_names(evaluation: Evaluation) -> list[int]:
    return [each.id for each in record_of(evaluation).scored_criteria]


def test_member_scores_bid_by_bid_and_submits() -> None:
    evaluation, (member, _) = make_scoring()
    mine = client_of(member.person)
    overview = text_of(mine.get(at(evaluation, "evaluation")))
    assert "0 of 2 members have submitted. Nobody sees anybody else’s scores until all have." in overview
    first, second = Bid.objects.order_by("pk")
    path = at(evaluation, "score-bid", first.pk)
    filled = {f"value_{pk}": "3" for pk in cell_names(evaluation)} | {
        f"comment_{pk}": "Why" for pk in cell_names(evaluation)
    }
    response = mine.post(path, form_of(mine.get(path)).sent(**filled))
    assert response["Location"] == path
    response = mine.post(path, form_of(mine.get(path)).sent(**filled) | {"next": "yes"})
    assert response["Location"] == at(evaluation, "score-bid", second.pk)
    text = text_of(mine.get(at(evaluation, "my-scores")))
    assert "5 scores missing" in text
    assert f"{at(evaluation, 'score-bid', second.pk)}#criterion-{cell_names(evaluation)[0]}" in text
    assert "Submit your scores" not in text
    assert "5 scores are missing" in text_of(mine.post(at(evaluation, "submit-scores"), follow=True))
    path = at(evaluation, "score-bid", second.pk)
    response = mine.post(path, form_of(mine.get(path)).sent(**filled) | {"next": "yes"})
    assert response["Location"] == at(evaluation, "my-scores")
    assert "Submit your scores" in text_of(mine.get(at(evaluation, "my-scores")))
    text = text_of(mine.post(at(evaluation, "submit-scores"), follow=True))
    assert "You have submitted your scores." in text
    assert "Your scores stand" in text
    text = text_of(mine.get(path))
    assert "You have submitted your scores, so they stand" in text
    assert "3: Why" in text
    mine.post(path, {f"value_{cell_names(evaluation)[0]}": "0"})
    assert set(Score.objects.values_list("value", flat=True)) == {3}


def test_sheet_saves_what_is_in_order_and_shows_the_rest() -> None:
    evaluation, (member, _) = make_scoring()
    mine, bid = client_of(member.person), Bid.objects.earliest("pk")
    path = at(evaluation, "score-bid", bid.pk)
    one, two, three, four, five = cell_names(evaluation)
    typed = {
        f"value_{one}": "4",
        f"comment_{one}": "Good",
        f"value_{two}": "2.7",
        f"comment_{two}": "Off its steps",
        f"value_{three}": "many",
        f"comment_{three}": "No number",
        f"value_{four}": "3",
        f"comment_{four}": "x" * 2001,
        f"value_{five}": "1",
    }
    response = mine.post(path, form_of(mine.get(path)).sent(**typed))
    text, errors = text_of(response), form_of(response).errors
    assert "What is in order is saved. What is not is listed below." in text
    assert [*Score.objects.values_list("criterion", flat=True)] == [one]
    assert "not on the scale" in errors[f"id_value_{two}"]
    assert "“many” is not a score" in errors[f"id_value_{three}"]
    assert "2000" in errors[f"id_comment_{four}"]
    assert "Say why you give this score" in errors[f"id_comment_{five}"]
    assert form_of(response).values[f"comment_{two}"] == "Off its steps"
    assert "Error: " in text
    assert set(errors) == {f"id_value_{two}", f"id_value_{three}", f"id_comment_{four}", f"id_comment_{five}"}


def test_sheet_of_two_windows_shows_both_and_loses_nothing() -> None:
    evaluation, (member, _) = make_scoring()
    mine, bid = client_of(member.person), Bid.objects.earliest("pk")
    path = at(evaluation, "score-bid", bid.pk)
    one, two, *_ = cell_names(evaluation)
    first, second = form_of(mine.get(path)), form_of(mine.get(path))
    mine.post(path, first.sent(**{f"value_{one}": "4", f"comment_{one}": "From the first window"}))
    typed = second.sent(
        **{
            f"value_{one}": "1",
            f"comment_{one}": "From the second window",
            f"value_{two}": "2",
            f"comment_{two}": "New here",
        }
    )
    response = mine.post(path, typed)
    text = text_of(response)
    assert "4: From the first window" in text
    assert "From the second window" in text
    assert "You changed this score in another window" in text
    assert {score.comment for score in Score.objects.all()} == {"From the first window", "New here"}
    mine.post(path, form_of(response).sent())
    assert {score.comment for score in Score.objects.all()} == {"From the second window", "New here"}


def test_score_after_moderation_has_begun_is_refused_on_its_page() -> None:
    evaluation, (member, _) = make_scoring()
    mine, bid = client_of(member.person), Bid.objects.earliest("pk")
    path = at(evaluation, "score-bid", bid.pk)
    form = form_of(mine.get(path))
    for each in evaluation.members.all():
        score_all(each)
    begin_moderation(evaluation=evaluation, by=system())
    one = cell_names(evaluation)[0]
    text = text_of(mine.post(path, form.sent(**{f"value_{one}": "0", f"comment_{one}": "Too late"})))
    assert "individual scores stand" in text
    assert not Score.objects.filter(value=0).exists()


@pytest.mark.parametrize(("error", "status"), [(NotPermitted, 403), (Refused, 200)])
def test_what_changed_while_the_sheet_was_sent_is_said(
    monkeypatch: pytest.MonkeyPatch, error: type[Refused], status: int
) -> None:
    """Between opening the page and taking the lock somebody took the member off the panel, or moved the evaluation on."""
    evaluation, (member, _) = make_scoring()

    def refuse(**_: object) -> None:
        raise error(deny("The evaluation has moved on."))

    monkeypatch.setattr("tracker.procurement.views.scoring.save_scores", refuse)
    mine, path = client_of(member.person), at(evaluation, "score-bid", Bid.objects.earliest("pk").pk)
    one = cell_names(evaluation)[0]
    response = mine.post(path, form_of(mine.get(path)).sent(**{f"value_{one}": "3", f"comment_{one}": "Kept"}))
    assert response.status_code == status
    assert "The evaluation has moved on." in text_of(response)
    assert status == 403 or form_of(response).values[f"comment_{one}"] == "Kept"


def test_scale_of_many_steps_is_a_list_to_choose_from() -> None:
    evaluation, (member, _) = make_scoring(make_evaluation(scale=Scale(0, 10, half_steps=True)))
    mine = client_of(member.person)
    form = form_of(mine.get(at(evaluation, "score-bid", Bid.objects.earliest("pk").pk)))
    assert form.choices[f"value_{cell_names(evaluation)[0]}"][-2:] == ["9.5", "10"]


def test_member_who_is_barred_is_told_so() -> None:
    evaluation, (member, other) = make_scoring()
    first, second = Bid.objects.order_by("pk")
    decide_on_interest(member=member, ruling=InterestRulingCode.NOT_THIS_BID, bid=second, reason="Shares", by=system())
    mine = client_of(member.person)
    text = text_of(mine.get(at(evaluation, "my-scores")))
    assert "You do not score this bid." in text
    assert "Score the bids" in text_of(mine.get(at(evaluation, "evaluation")))
    assert "may not score this bid" in text_of(mine.get(at(evaluation, "score-bid", second.pk)))
    path = at(evaluation, "score-bid", first.pk)
    filled = {f"value_{pk}": "3" for pk in cell_names(evaluation)} | {
        f"comment_{pk}": "Why" for pk in cell_names(evaluation)
    }
    response = mine.post(path, form_of(mine.get(path)).sent(**filled) | {"next": "yes"})
    assert response["Location"] == at(evaluation, "my-scores")
    score_all(member)
    score_all(other)
    assert mine.get(at(evaluation, "moderation")).status_code == 403
    text = text_of(client_of(other.person).get(at(evaluation, "moderation")))
    assert "Does not score" in text


# --- Together -------------------------------------------------------------------------------------------------------


def test_panel_agrees_cell_by_cell_and_the_lead_concludes() -> None:
    evaluation, (first, second) = make_scoring()
    record = record_of(evaluation)
    cells = record.cells
    score_all(first, 4)
    score_all(second, lambda cell: {cells[0]: 1, cells[1]: 3}.get(cell, 4))
    lead, mine = lead_of(evaluation.procurement), client_of(first.person)
    text = text_of(lead.get(at(evaluation, "moderation")))
    assert "Moderation can begin, and until then no score is agreed." in text
    begin_moderation(evaluation=evaluation, by=system())
    text = text_of(lead.get(at(evaluation, "moderation")))
    for words in (
        "3 apart: discuss",
        "1 apart",
        "All agree",
        "Take the 8 scores on which all members agree",
        "10 scores are open",
    ):
        assert words in text
    assert "Take the" not in text_of(mine.get(at(evaluation, "moderation")))
    assert mine.post(at(evaluation, "take-agreed-scores")).status_code == 403
    assert "are taken" in text_of(lead.post(at(evaluation, "take-agreed-scores"), follow=True))
    path = at(evaluation, "moderate", *cells[0])
    assert "Person" in text_of(lead.get(path))
    response = lead.post(path, form_of(lead.get(path)).sent(value="2"))
    assert "Say why the panel gives this score" in message_at(form_of(response), "reasons")
    for value, words in (("9", "not on the scale"), ("x", "is not a score"), ("", "Choose a score")):
        response = lead.post(path, {**form_of(lead.get(path)).sent(reasons="Why"), "value": value})
        assert words in message_at(form_of(response), "value")
    stale = form_of(lead.get(path)).sent(value="2", reasons="Mine")
    moderate(evaluation=evaluation, cell=cells[0], value=record.scale.values[3], reasons="Theirs", by=system())
    text = text_of(lead.post(path, stale))
    assert "Somebody else changed this" in text
    assert "Theirs" in text
    assert "is agreed." in post(lead, path, value="2", reasons="It lacks local figures")
    assert "2: It lacks local figures" in text_of(mine.get(path))
    assert mine.post(path, {"value": "1", "reasons": "No"}).status_code == 403
    assert "Conclude the evaluation" not in text_of(lead.get(at(evaluation, "moderation")))
    post(lead, at(evaluation, "moderate", *cells[1]), value="3", reasons="One page of figures")
    assert "Conclude the evaluation" in text_of(lead.get(at(evaluation, "moderation")))
    assert "ranked once the evaluation is concluded" in text_of(lead.get(at(evaluation, "evaluation-ranking")))
    post(lead, at(evaluation, "move-evaluation", "concluded"))
    text = text_of(mine.get(at(evaluation, "evaluation-ranking")))
    assert "is first. Concluded on" in text
    assert "It lacks local figures" in text
    assert "The scores as they stand." in text_of(lead.get(at(evaluation, "moderation")))
    assert "See the ranking" in text_of(mine.get(at(evaluation, "evaluation")))
    assert ModeratedScore.objects.count() == 11


def test_cell_that_nobody_moderates_is_not_there() -> None:
    evaluation, _ = make_moderation()
    lead = lead_of(evaluation.procurement)
    bid = Bid.objects.earliest("pk")
    assert lead.get(at(evaluation, "moderate", bid.pk, 0)).status_code == 404
    assert lead.get(at(evaluation, "moderate", 0, cell_names(evaluation)[0])).status_code == 404
    assert lead.get(at(evaluation, "bid", 0)).status_code == 404
    assert lead.get(at(evaluation, "check-bid-site", 0)).status_code == 404


def test_tie_is_shown_as_a_tie() -> None:
    evaluation, _ = make_moderation()
    moderate_all(evaluation)
    conclude(evaluation=evaluation, by=system())
    text = text_of(lead_of(evaluation.procurement).get(at(evaluation, "evaluation-ranking")))
    assert "2 bids share the first place. What the tender said about ties decides." in text
    assert text.count("Tied") == 2


def test_worked_out_price_is_not_scored_by_the_panel() -> None:
    evaluation = make_evaluation(formula=True)
    _, (member, other) = make_scoring(evaluation)
    assert len(cell_names(evaluation)) == 4
    score_all(member)
    score_all(other)
    lead = lead_of(evaluation.procurement)
    assert "By the lowest price" in text_of(lead.get(at(evaluation, "moderation")))
    assert "Scored by the lowest price" in text_of(lead.get(at(evaluation, "evaluation")))


# --- Who sees what --------------------------------------------------------------------------------------------------


def test_price_is_for_commercial_eyes_and_the_rest_for_the_panel() -> None:
    evaluation = make_evaluation(bids=1)
    bid, member = Bid.objects.get(), make_panel_member(evaluation)
    lead, mine = lead_of(evaluation.procurement), client_of(member.person)
    for path in (at(evaluation, "evaluation"), at(evaluation, "bid", bid.pk)):
        assert "£100,000" in text_of(lead.get(path))
        text = text_of(mine.get(path))
        assert str(bid.supplier) in text
        assert "£" not in text
        assert "Price of the whole term" not in text


@pytest.mark.parametrize("has_evaluation", [True, False])
def test_evaluation_is_not_there_for_anybody_else(has_evaluation: bool) -> None:
    procurement = make_procurement(make_network())
    if has_evaluation:
        make_panel_member(make_evaluation(procurement))
    for person in (
        make_person(role=Role.VIEWER),
        make_person(role=Role.PROGRAMME_MANAGER),  # of every programme: sees no commercial figures
        make_person(role=Role.TRUST_USER, scope=procurement.network),
        make_person(role=Role.PROCUREMENT, scope=make_network()),
    ):
        client = client_of(person)
        for name in ("evaluation", "edit-scale", "my-scores", "moderation", "evaluation-ranking", "declare-interest"):
            assert client.get(at(procurement, name)).status_code == 404, (person, name)


def test_page_of_the_procurement_tells_how_far_its_evaluation_is() -> None:
    evaluation, _ = make_scoring()
    path = reverse("procurement", args=[evaluation.procurement_id])
    viewer = text_of(client_of(make_person(role=Role.VIEWER)).get(path))
    assert "Open for scoring" in viewer
    assert "Open the evaluation" not in viewer
    assert "Open the evaluation" in text_of(lead_of(evaluation.procurement).get(path))
    other = make_procurement(make_network())
    text = text_of(client_of(make_person(role=Role.VIEWER)).get(reverse("procurement", args=[other.pk])))
    assert "Not set up yet" in text


def test_who_sees_figures_and_sits_on_no_panel_scores_nothing() -> None:
    evaluation, _ = make_scoring()
    lead = lead_of(evaluation.procurement)
    for name in ("my-scores", "declare-interest"):
        assert lead.get(at(evaluation, name)).status_code == 403
    assert lead.get(at(evaluation, "score-bid", Bid.objects.earliest("pk").pk)).status_code == 403


def test_past_day_shows_how_it_stood_and_changes_nothing() -> None:
    evaluation = make_evaluation()
    lead = lead_of(evaluation.procurement)
    path = at(evaluation, "evaluation")
    assert lead.get(f"{path}?as_of={TODAY - timedelta(days=1)}").status_code == 404
    yesterday = make_procurement(make_network())
    text = text_of(lead.get(f"{path}?as_of=nonsense"))
    assert "Error: " in text
    assert lead.get(f"{at(evaluation, 'add-bid')}?as_of={TODAY - timedelta(days=1)}").status_code == 403
    assert lead.get(at(yesterday, "evaluation")).status_code == 404


def test_interest_is_read_by_who_decides_alone() -> None:
    evaluation = make_evaluation()
    member, other = make_panel_member(evaluation, declares=False), make_panel_member(evaluation)
    declare_interest(evaluation=evaluation, has_interest=True, text="My sister sells it", by=member.person)
    assert InterestDeclaration.objects.count() == 2
    assert "My sister" not in text_of(client_of(other.person).get(at(evaluation, "evaluation")))
    text = text_of(lead_of(evaluation.procurement).get(at(evaluation, "evaluation")))
    assert "Decide about the interest of" in text


def test_pages_ask_as_often_for_many_rows_as_for_few() -> None:
    def count(number: int) -> list[int]:
        evaluation = make_evaluation(bids=0)
        for _ in range(number):
            make_bid_site(make_bid(evaluation))
        _, panel = make_scoring(evaluation, members=number)
        for member in panel:
            score_all(member)
        lead = lead_of(evaluation.procurement)
        bid = Bid.objects.filter(evaluation=evaluation).earliest("pk")
        counts = []
        for path in (at(evaluation, "evaluation"), at(evaluation, "bid", bid.pk), at(evaluation, "moderation")):
            lead.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert lead.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    assert count(1) == count(4)
