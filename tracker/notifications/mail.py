"""Handing one e-mail over to the mail server or to GOV.UK Notify, and knowing afterwards whether it was taken.

There are three answers. Returning means taken. `NotSent` means that nothing was sent, for certain: nobody answered, or
the server said no before it took the message. `Uncertain` is everything else, such as a connection that broke while the
message was on its way: the server may have taken it.
"""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests.exceptions import ConnectTimeout, ProxyError, SSLError
from urllib3.exceptions import NewConnectionError

CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True)
class Message:
    """An e-mail ready to send. `reference` is the same for every attempt at it, so that a server can tell a repeat."""

    to: str
    subject: str
    text: str
    html: str
    reference: str


class NotSent(Exception):
    """Nothing was sent, for certain."""


class Uncertain(Exception):
    """It may have been sent, or not."""


def hand_over(message: Message) -> None:
    """Sends through the service that the settings name. Raises `NotSent` or `Uncertain`."""
    if settings.MAIL_SERVICE == "notify":
        _by_notify(message)
    else:
        _by_mail_server(message)


def was_taken(reference: str) -> bool:
    """Whether the service says that it has this e-mail; a mail server can't be asked, and answers False."""
    if settings.MAIL_SERVICE != "notify":
        return False
    try:
        found = _notify().get_all_notifications(reference=reference)
    except APIError:
        return False
    return bool(found["notifications"])


def _by_mail_server(message: Message) -> None:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={
            "Message-ID": f"<{message.reference}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{settings.SITE_URL}/notifications/settings/>",
        },
    )
    email.attach_alternative(message.html, "text/html")
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(_told(error)) from error
    try:
        connection.send_messages([email])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
        raise NotSent(_told(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Uncertain(_told(error)) from error
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what was taken is taken, whatever the goodbye says
            connection.close()


def _notify() -> NotificationsAPIClient:
    return NotificationsAPIClient(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT)


def _by_notify(message: Message) -> None:
    """Through the one template that the service needs: its subject is ((subject)), its body ((body))."""
    try:
        _notify().send_email_notification(
            email_address=message.to,
            template_id=settings.NOTIFY_TEMPLATE_ID,
            personalisation={"subject": message.subject, "body": message.text},
            reference=message.reference,
        )
    except APIError as error:
        raise (NotSent if _is_refusal(error) else Uncertain)(_told(error)) from error


def _is_refusal(error: APIError) -> bool:
    """Whether the service said no to the request, or was never reached."""
    cause = error.__cause__
    unreached = isinstance(getattr(next(iter(getattr(cause, "args", ())), None), "reason", None), NewConnectionError)
    return error.status_code in CLIENT_ERRORS or unreached or isinstance(cause, ConnectTimeout | SSLError | ProxyError)


def _told(error: Exception) -> str:
    """What went wrong, for an administrator."""
    return f"{type(error).__name__}: {error}"[:500]
