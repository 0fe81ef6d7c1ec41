"""The pages that say what went wrong stand on nothing that may be what went wrong."""

import logging
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests import factories
from tracker.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/flags/", "/nowhere/"])
def test_page_says_so_when_the_database_is_down(path: str, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_person(role=Role.VIEWER))
    asked = []

    def is_down(execute: Any, sql: str, *rest: Any) -> None:
        asked.append(sql)
        raise OperationalError("connection refused")

    with connection.execute_wrapper(is_down), caplog.at_level(logging.CRITICAL, logger="django"):
        answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert len(asked) <= 2, "the page itself asks nothing"
    assert "The service cannot answer just now" in answer.content.decode()


def test_machines_get_no_page_for_a_method_that_is_not_taken(client: Client) -> None:
    client.force_login(factories.make_person(role=Role.VIEWER))
    answer = client.get("/accounts/tour/")
    assert (answer.status_code, answer.content) == (405, b"")
    answer = client.get("/accounts/tour/", headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert b"Nothing was saved" in answer.content
