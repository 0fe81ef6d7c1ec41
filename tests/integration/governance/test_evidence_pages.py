"""The pages of evidence: what each person meets, files that are refused, and two people at once."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    START,
    make_contract,
    make_deployment,
    make_dpia,
    make_evidence,
    make_network,
    make_person,
    make_release,
    make_review,
    make_trust,
    system,
)
from tests.support.documents import PDF, PROGRAM, office, upload
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.documents.models import FileScan
from tracker.governance.actions.evidence import Content, replace_evidence, withdraw_evidence
from tracker.governance.models import Evidence
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture(autouse=True)
def signed_in(client: Client, manager: User) -> None:
    client.force_login(manager)


def address(name: str, thing: Any, *more: int) -> str:
    return reverse(name, args=[thing.pk, *more])


def send(client: Client, name: str, thing: Any, **changes: Any) -> HttpResponse:
    """Opens a form, changes it and sends it; a file goes as a browser sends it."""
    file = changes.pop("file", None)
    values = form_of(client.get(address(name, thing))).sent(**changes)
    return client.post(address(name, thing), values | ({"file": file} if file else {}))


def add(client: Client, deployment: Deployment, **changes: Any) -> HttpResponse:
    return send(client, "add-evidence", deployment, **({"title": "DSPT", "type": "report", "owner": "Asha"} | changes))


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_file_is_added_with_what_it_supports(client: Client, deployment: Deployment, manager: User) -> None:
    dpia = make_dpia(deployment)
    answer = add(client, deployment, file=upload(), supports=[f"dpia:{dpia.pk}"], expires_on=date(2999, 1, 1))
    assert answer["Location"] == reverse("deployment", args=[deployment.pk])
    evidence = Evidence.objects.get()
    revision = evidence.revisions.get()
    assert (evidence.title, evidence.deployment, revision.uploaded_by) == ("DSPT", deployment, manager)
    assert (revision.effective_on, revision.expires_on) == (TODAY, date(2999, 1, 1))
    assert evidence.links.get().supports_id == dpia.pk
    page = text_of(client.get(address("evidence", evidence)))
    assert revision.file is not None
    assert revision.file.sha256 in page
    assert "Not scanned" in page
    assert "DPIA, Chest X-ray at" in page


def test_address_may_name_the_requirement(client: Client, deployment: Deployment) -> None:
    page = address("add-evidence", deployment) + "?supports=requirement:cyber-01&supports=nonsense&supports=dpia:x"
    form = form_of(client.get(page))
    assert form.choices["supports"][-1] == "requirement:cyber-01"
    assert form.values["supports"] == ["requirement:cyber-01"]
    sent = form.sent(title="Certificate", type="certificate", owner="Asha", link="https://a.example/x")
    assert client.post(page, sent).status_code == 302
    assert Evidence.objects.get().links.get().requirement_code == "cyber-01"


def test_evidence_can_be_about_what_the_person_keeps(client: Client, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    contract = make_contract(network, covers=[deployment], release=make_release())
    form = form_of(client.get(address("add-evidence", deployment)))
    assert form.choices["about"] == [
        f"deployment:{deployment.pk}",
        f"network:{network.pk}",
        f"contract:{contract.pk}",
    ]
    assert add(client, deployment, about=f"network:{network.pk}", link="https://a.example/x").status_code == 302
    assert Evidence.objects.get().network == network


def test_about_something_else_is_refused(client: Client, deployment: Deployment) -> None:
    answer = add(client, deployment, about=f"deployment:{make_deployment().pk}", link="https://a.example/x")
    assert "id_about" in form_of(answer).errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", PROGRAM, "but the content is of another kind"),
        ("a.pdf", b"", "The file is empty"),
        ("a.exe.pdf", PDF, "has two extensions"),
        ("a.docm", office(), "can't be kept"),
    ],
)
def test_files_that_are_refused_say_why_at_the_file(
    client: Client, deployment: Deployment, name: str, content: bytes, reason: str
) -> None:
    answer = add(client, deployment, file=SimpleUploadedFile(name, content))
    assert reason in message_at(form_of(answer), "file")
    assert not Evidence.objects.exists()


def test_file_of_200_mb_is_refused_at_the_field_and_kept_nowhere(
    client: Client, deployment: Deployment, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    answer = add(client, deployment, file=SimpleUploadedFile("a.pdf", bytes(200_000_000)))
    message = message_at(form_of(answer), "file")
    assert message == "The file is 200 MB, and may be at most 25 MB. Make it smaller, split it, or give a link to it."
    assert list((tmp_path / "uploads").iterdir()) == []


def test_request_far_above_the_limit_is_not_read(client: Client, deployment: Deployment, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = client.post(address("add-evidence", deployment), {"file": SimpleUploadedFile("a.pdf", bytes(30_000))})
    assert answer.status_code == 400


def test_name_with_a_path_is_kept_without_it(client: Client, deployment: Deployment) -> None:
    add(client, deployment, file=SimpleUploadedFile("../../../etc/cron.d/a.pdf", PDF))
    revision = Evidence.objects.get().revisions.get()
    assert revision.file is not None
    assert revision.file.original_name == "a.pdf"


@pytest.mark.parametrize("link", ["http://a.example/x", "javascript:alert(1)", "a.example"])
def test_link_that_is_not_https_is_refused(client: Client, deployment: Deployment, link: str) -> None:
    assert "https://" in message_at(form_of(add(client, deployment, link=link)), "link")


def test_neither_file_nor_link(client: Client, deployment: Deployment) -> None:
    assert message_at(form_of(add(client, deployment)), "file").startswith("Give a file or a link.")


# --- Who meets what -------------------------------------------------------------------------------------------------


def status(client: Client, person: User, path: str) -> int:
    client.force_login(person)
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined] # to its end, which closes the file
    return answer.status_code


def test_each_page_for_each_person(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment, upload=upload())
    viewer, stranger = make_person(role=Role.VIEWER), make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    reading = (
        address("deployment-evidence", deployment),
        address("evidence", evidence),
        address("download-evidence", evidence, 1),
    )
    forms = [address("add-evidence", deployment)]
    forms += [address(f"{verb}-evidence", evidence) for verb in ("replace", "describe", "review", "withdraw")]
    assert [status(client, viewer, path) for path in (*reading, *forms)] == [200] * 3 + [403] * 5
    assert [status(client, stranger, path) for path in (*reading, *forms)] == [404] * 8


def test_contract_evidence_is_not_there_for_people_of_the_trust(client: Client, manager: User) -> None:
    network = make_network()
    deployment = make_deployment(make_trust(network))
    contract = make_contract(network, covers=[deployment])
    evidence = make_evidence(contract, title="Price schedule", upload=upload())
    buyer = make_person(role=Role.PROCUREMENT, scope=network)
    trust_user = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    for person, seen in ((buyer, True), (trust_user, False)):
        client.force_login(person)
        assert ("Price schedule" in text_of(client.get(address("deployment-evidence", deployment)))) is seen
        assert status(client, person, address("evidence", evidence)) == (200 if seen else 404)
        assert status(client, person, address("download-evidence", evidence, 1)) == (200 if seen else 404)


def test_download_is_an_attachment_and_infected_files_are_not(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment, upload=upload("Certificate.pdf"))
    path = address("download-evidence", evidence, 1)
    answer = client.get(path)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="Certificate.pdf"'
    FileScan.objects.create(file=evidence.revisions.get().file, state="infected", detail="Eicar")
    refused = client.get(path)
    assert refused.status_code == 403
    assert "A virus was found" in text_of(refused)
    page = text_of(client.get(address("evidence", evidence)))
    assert "Infected" in page
    assert path not in page


def test_links_and_unknown_revisions_have_no_download(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    assert client.get(address("download-evidence", evidence, 1)).status_code == 404
    assert client.get(address("download-evidence", evidence, 2)).status_code == 404


# --- Replacing, reviewing, describing, withdrawing ------------------------------------------------------------------


def test_two_people_replacing_at_once_see_both(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    sent = form_of(client.get(address("replace-evidence", evidence))).sent(
        link="https://mine.example/a", effective_on=TODAY, note="My note"
    )
    theirs = Content(TODAY, link="https://theirs.example/b", note="Their note")
    replace_evidence(evidence=evidence, content=theirs, version=1, by=system())
    page = client.post(address("replace-evidence", evidence), sent)
    text = text_of(page)
    assert "Somebody else changed this" in text
    for value in ("https://mine.example/a", "https://theirs.example/b", "My note", "Their note"):
        assert value in text
    assert evidence.revisions.count() == 2
    again = client.post(address("replace-evidence", evidence), form_of(page).sent())
    assert again["Location"] == address("evidence", evidence)
    assert evidence.revisions.order_by("number").reverse()[0].link == "https://mine.example/a"


def test_own_evidence_is_not_offered_for_review(client: Client, deployment: Deployment, manager: User) -> None:
    evidence = make_evidence(deployment, by=manager)
    review = address("review-evidence", evidence)
    assert review not in text_of(client.get(address("evidence", evidence)))
    answer = send(client, "review-evidence", evidence, decision="accepted")
    assert "You brought this" in message_at(form_of(answer), "decision")
    client.force_login(make_person(role=Role.SIGNATORY, scope=deployment.trust))
    assert review in text_of(client.get(address("evidence", evidence)))
    assert send(client, "review-evidence", evidence, decision="accepted").status_code == 302
    assert "It counts, and does not expire." in text_of(client.get(address("evidence", evidence)))


def test_return_needs_a_reason_at_its_field(client: Client, deployment: Deployment) -> None:
    answer = send(client, "review-evidence", make_evidence(deployment), decision="returned")
    assert "needs a reason" in message_at(form_of(answer), "note")


def test_details_are_changed(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment, supports=["cyber-01"])
    form = form_of(client.get(address("describe-evidence", evidence)))
    assert form.values["supports"] == ["requirement:cyber-01"]
    assert send(client, "describe-evidence", evidence, title="New title", supports=[]).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.title, evidence.links.filter(valid_to=None).count()) == ("New title", 0)


def test_stale_details_show_both(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    sent = form_of(client.get(address("describe-evidence", evidence))).sent(title="Mine")
    send(client, "describe-evidence", evidence, title="Theirs")
    text = text_of(client.post(address("describe-evidence", evidence), sent))
    assert "Mine" in text
    assert "Theirs" in text


def test_withdrawal_ends_it(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment, accepted_on=START)
    assert "needs a reason" in message_at(form_of(send(client, "withdraw-evidence", evidence)), "reason")
    assert send(client, "withdraw-evidence", evidence, reason="Of another site").status_code == 302
    page = text_of(client.get(address("evidence", evidence)))
    assert "It was withdrawn and no longer counts." in page
    assert address("replace-evidence", evidence) not in page
    assert "is withdrawn" in text_of(
        send(client, "replace-evidence", evidence, link="https://a.example/x", effective_on=TODAY)
    )


def test_stale_review_and_withdrawal_write_nothing(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment)
    sent = {
        name: form_of(client.get(address(name, evidence))).sent(**changes)
        for name, changes in {
            "review-evidence": {"decision": "accepted"},
            "withdraw-evidence": {"reason": "Old"},
        }.items()
    }
    replace_evidence(evidence=evidence, content=Content(TODAY, link="https://b.example/"), version=1, by=system())
    for name, values in sent.items():
        assert "Somebody else changed this" in text_of(client.post(address(name, evidence), values))
    assert not any(revision.reviews.exists() for revision in evidence.revisions.all())


# --- Reading --------------------------------------------------------------------------------------------------------


def test_list_says_what_stands_and_what_to_do_first(client: Client, deployment: Deployment) -> None:
    path = address("deployment-evidence", deployment)
    assert "No evidence has been added yet." in text_of(client.get(path))
    make_evidence(deployment, title="Fresh", accepted_on=START)
    assert "1 piece of evidence: 1 current. Nothing needs doing." in text_of(client.get(path))
    old = make_evidence(deployment, title="Old", accepted_on=START, expires_on=TODAY, supports=["cyber-01"])
    replace_evidence(evidence=old, content=Content(TODAY, link="https://b.example/"), version=None, by=system())
    text = text_of(client.get(path))
    assert "2 pieces of evidence: 1 expired, 1 current. Replace what has expired first." in text
    assert text.index("Old") < text.index("Fresh")
    assert "A newer version awaits review" in text
    assert "Requirement cyber-01" in text


def test_past_day_shows_what_stood_then_and_offers_nothing(client: Client, deployment: Deployment) -> None:
    evidence = make_evidence(deployment, accepted_on=TODAY - timedelta(days=1))
    withdraw_evidence(evidence=evidence, on=TODAY, reason="Old", version=None, by=system())
    day = f"?as_of={TODAY - timedelta(days=1)}"
    page = text_of(client.get(address("evidence", evidence) + day))
    assert "It counts, and does not expire." in page
    assert address("withdraw-evidence", evidence) not in page
    assert address("add-evidence", deployment) not in text_of(
        client.get(address("deployment-evidence", deployment) + day)
    )
    assert client.get(address("add-evidence", deployment) + day).status_code == 403
    assert client.get(address("evidence", evidence) + "?as_of=2020-01-01").status_code == 404


@pytest.mark.parametrize("kind", ["network", "release"])
def test_evidence_of_more_than_one_deployment_has_a_page(client: Client, deployment: Deployment, kind: str) -> None:
    network = deployment.trust.memberships.get().network
    evidence = make_evidence(network if kind == "network" else make_release())
    make_review(evidence, "returned")
    assert "It was returned and does not count. Replace it." in text_of(client.get(address("evidence", evidence)))


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_list_asks_the_same_queries_for_few_and_many(client: Client, deployment: Deployment) -> None:
    path = address("deployment-evidence", deployment)
    make_evidence(deployment, supports=["a"], accepted_on=START)
    few = queries(client, path)
    for number in range(12):
        make_evidence(deployment, title=str(number), supports=["a", "b"], accepted_on=START)
    assert queries(client, path) == few
