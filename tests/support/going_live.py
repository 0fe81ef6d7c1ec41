"""The three doors through which a deployment goes live: the page, the API and the workbook. Each answers whether it let
the deployment through, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

from django.core.management import CommandError, call_command
from playwright.sync_api import APIRequestContext, Page, expect

from tests.factories import system
from tests.integration.exchange.workbooks import as_file
from tracker.accounts.models import User
from tracker.api.actions.tokens import issue_token
from tracker.core.days import today_in_london
from tracker.networks.models import ClinicalUse, Deployment


@dataclass(frozen=True)
class Answer:
    is_through: bool
    words: str


class Door(Protocol):
    """A way to take a deployment live; `sources` are codes of referral sources."""

    name: str

    def go_live(self, state: ClinicalUse, *sources: str) -> Answer: ...


class LivePage:
    """The form over clinical use, in the browser of somebody who has signed in."""

    name = "page"

    def __init__(self, page: Page, deployment: Deployment) -> None:
        self.page, self.deployment = page, deployment

    def go_live(self, state: ClinicalUse, *sources: str) -> Answer:
        self.page.goto(f"/deployments/{self.deployment.pk}/state/")
        self.page.get_by_label(state.label, exact=True).check()
        for source in sources:
            self.page.locator(f"input[name=sources][value={source}]").check()
        self.page.get_by_role("button", name="Save").click()
        refused = self.page.get_by_role("alert").filter(has_text="There is a problem")
        done = self.page.get_by_text("Clinical use is updated.")
        expect(refused.or_(done)).to_be_visible()
        return Answer(not refused.count(), refused.or_(done).inner_text())


class LiveApi:
    """The API over HTTP, asked with somebody's key and without a session."""

    name = "API"

    def __init__(self, client: APIRequestContext, deployment: Deployment, *, by: User) -> None:
        self.client, self.deployment = client, deployment
        _, self.key = issue_token(user=by, by=system())

    def go_live(self, state: ClinicalUse, *sources: str) -> Answer:
        answer = self.client.post(
            f"/api/v1/deployments/{self.deployment.pk}/state/",
            data={"state": state.value, "sources": list(sources)},
            headers={"Authorization": f"Token {self.key}"},
        )
        assert answer.status in (200, 422), answer.text()
        told = answer.json()
        return Answer(answer.ok, told["state"] if answer.ok else told["detail"])


class LiveWorkbook:
    """A workbook with one row about the deployment, imported by the command for somebody."""

    name = "workbook"

    def __init__(self, folder: Path, deployment: Deployment, *, by: User) -> None:
        self.file, self.deployment, self.by = folder / "go-live.xlsx", deployment, by

    def go_live(self, state: ClinicalUse, *sources: str) -> Answer:
        row: dict[str, Any] = {
            "trust": self.deployment.trust.ods_code,
            "use case": self.deployment.use_case.code,
            "state": state.value,
            "sources": list(sources) or "-",
            "state on": today_in_london(),
        }
        self.file.write_bytes(as_file({"Deployments": [row]}))
        said = StringIO()
        try:
            call_command("import_programme", self.file, by=self.by.email, stdout=said, stderr=said)
        except CommandError as error:
            return Answer(False, f"{said.getvalue()}{error}")
        return Answer(True, said.getvalue())


class Doors:
    """All of them, held against what the gate has to say. `titles` are those of the requirements, which a refusal names
    before the reason: `Audit trail: nobody has started on it.`"""

    def __init__(self, deployment: Deployment, doors: Sequence[Door], *, titles: Sequence[str]) -> None:
        self.deployment, self.doors, self.titles = deployment, doors, titles

    def refuse(self, *reasons: str) -> list[Answer]:
        """Holds that no door lets the deployment go live, that each gives these reasons, and that nothing is written."""
        version = Deployment.objects.get(pk=self.deployment.pk).version
        answers = []
        for door in self.doors:
            answer = door.go_live(ClinicalUse.LIVE_FULL)
            assert not answer.is_through, f"the {door.name} let the deployment go live"
            for reason in reasons:
                assert reason in answer.words, f"the {door.name} does not say “{reason}”, but: {answer.words}"
            assert not self.deployment.states.exists(), f"the {door.name} has written a state"
            assert Deployment.objects.get(pk=self.deployment.pk).version == version
            answers.append(answer)
        return answers

    def refuse_only(self, *reasons: str) -> None:
        """The same, and that no door names a requirement besides."""
        named = {reason.partition(":")[0] for reason in reasons}
        for door, answer in zip(self.doors, self.refuse(*reasons), strict=True):
            told = {title for title in self.titles if f"{title}:" in answer.words}
            assert told == named, f"the {door.name} names {told}"
