"""Two answers to the same person, compared for what they tell: without tokens, moments, and how fresh the page is."""

import re

from django.http import HttpResponse

CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|csrfToken[^,]*,|hx-headers=\'[^\']*\''
    rb'|at \d{1,2}(\.\d\d)?[ap]m|data-live="[^"]*"|this reference: <strong>\w+</strong>'
)


def steady(body: bytes) -> bytes:
    """What stays the same from one answer to the next while nothing changes for its reader."""
    return CHANGING.sub(b"", body)


def steady_text(response: HttpResponse) -> str:
    return steady(response.content).decode()
