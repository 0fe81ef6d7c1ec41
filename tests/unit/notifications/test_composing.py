"""The words of an e-mail, as plain text and as HTML."""

from datetime import date
from typing import Any

import pytest
from tinyhtml5.parser import HTMLParser

from tracker.accounts.models import User
from tracker.notifications.composing import LISTED, compose
from tracker.notifications.models import Delivery, Notification
from tracker.notifications.vocabulary import DeliveryKind, Topic

ASHA = User(pk=7, name="Asha O’Neill", email="asha@tests.example")


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://tracker.nhs.example"


def delivery(kind: DeliveryKind = DeliveryKind.DAILY, period: str = "2026-11-24") -> Delivery:
    return Delivery(pk=1, person=ASHA, kind=kind, period=period)


def told(pk: int, title: str, **more: Any) -> Notification:
    return Notification(**{"pk": pk, "topic": Topic.DUE, "title": title, "href": "/flags/", **more})


def test_digest_says_what_there_is_by_topic_with_the_critical_first() -> None:
    message = compose(
        delivery(),
        [
            told(3, "The contract has no rollback plan", topic=Topic.FLAG, is_critical=True),
            told(1, "Staff trained is due", due_on=date(2026, 11, 30)),
            told(2, "Ben mentions you", topic=Topic.MENTION, text="Look at\nthis & that"),
        ],
    )
    assert (message.to, message.reference) == ("asha@tests.example", "daily.2026-11-24.7")
    assert message.subject == "3 notifications, 1 critical – Imaging AI tracker"
    assert message.text == (
        "Dear Asha O’Neill\n"
        "\n"
        "You have 3 new notifications. This is your daily e-mail.\n"
        "\n"
        "Critical\n"
        "\n"
        "- The contract has no rollback plan\n"
        "  https://tracker.nhs.example/notifications/3/\n"
        "\n"
        "Due dates\n"
        "\n"
        "- Staff trained is due\n"
        "  Due on 30 November 2026\n"
        "  https://tracker.nhs.example/notifications/1/\n"
        "\n"
        "Comments that mention me\n"
        "\n"
        "- Ben mentions you\n"
        "  Look at this & that\n"
        "  https://tracker.nhs.example/notifications/2/\n"
        "\n"
        "All your notifications: https://tracker.nhs.example/notifications/\n"
        "Choose what we send you, and when: https://tracker.nhs.example/notifications/settings/\n"
        "\n"
        "This e-mail was sent by a computer. Nobody reads answers to it.\n"
        "Imaging AI tracker\n"
    )


def test_critical_email_says_what_it_is_about_in_its_subject() -> None:
    message = compose(
        delivery(DeliveryKind.IMMEDIATE, "3"), [told(3, "Paused\r\nBcc: all@tests.example", is_critical=True)]
    )
    assert message.subject == "Critical: Paused Bcc: all@tests.example"
    assert "This is critical, so we tell you at once." in message.text


def test_html_is_valid_accessible_and_loads_nothing() -> None:
    message = compose(delivery(), [told(1, "Training <b>is</b> due & late", text="“Soon”", is_critical=True)])
    parser = HTMLParser(namespace_html_elements=False)
    page = parser.parse(message.html)
    assert parser.errors == []
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == message.subject
    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not names & {"img", "link", "script", "style", "table", "iframe", "b"}
    assert {a.get("href", "").split("/notifications/")[0] for a in page.iter("a")} == {"https://tracker.nhs.example"}
    assert [heading.text for heading in page.iter("h1")] == ["Critical"]
    assert "background" not in message.html
    assert " color:" not in message.html


def test_long_digest_is_cut_and_says_so() -> None:
    message = compose(delivery(), [told(number, f"Thing {number}") for number in range(LISTED + 3)])
    assert "3 more are in the tracker." in message.text
    assert "3 more are in the tracker." in message.html
    assert message.text.count("- Thing") == LISTED


def test_one_notification_reads_as_one() -> None:
    message = compose(delivery(DeliveryKind.WEEKLY, "2026-W48"), [told(1, "A thing")])
    assert message.subject == "1 notification – Imaging AI tracker"
    assert "You have 1 new notification. This is your weekly e-mail." in message.text
