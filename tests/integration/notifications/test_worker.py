"""A real worker sends e-mails, and is killed with one on its way."""

import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import make_person
from tests.support.mail import mail_server
from tests.support.worker import celery_worker, wait_for
from tracker.accounts.roles import Role
from tracker.notifications.actions import notify
from tracker.notifications.models import Delivery
from tracker.notifications.policies import ABANDONED_AFTER
from tracker.notifications.tasks import send_due_emails, send_email
from tracker.notifications.vocabulary import DeliveryState, Topic


@pytest.mark.django_db(transaction=True)
def test_critical_email_goes_out_at_once_and_never_twice_after_a_worker_was_killed(
    process_environment: Mapping[str, str], tmp_path: Path
) -> None:
    person, log = make_person(role=Role.NATIONAL_LEAD), tmp_path / "worker.log"

    def tell(key: str) -> None:
        notify(people=[person], topic=Topic.FLAG, key=key, title=f"Told {key}", href="/flags/", is_critical=True)

    with mail_server() as mail:
        environment = {**process_environment, "EMAIL_URL": mail.url}
        with celery_worker(environment, log=log) as worker:
            tell("first")
            wait_for(lambda: len(mail.taken) == 1, what=log.read_text)
            mail.holds, mail.hangs_up = threading.Event(), "data"
            mail.reached.clear()
            tell("second")
            assert mail.reached.wait(20), log.read_text()
            worker.kill()
        mail.holds.set()
        mail.holds, mail.hangs_up = None, ""
        stuck = Delivery.objects.get(state=DeliveryState.HANDING_OVER)
        Delivery.objects.filter(pk=stuck.pk).update(
            state_changed_at=timezone.now() - ABANDONED_AFTER - timedelta(seconds=1)
        )
        with celery_worker(environment, log=log):
            send_due_emails.delay()  # as beat does each minute
            wait_for(lambda: Delivery.objects.get(pk=stuck.pk).state == DeliveryState.UNKNOWN, what=log.read_text)
            send_email.delay(person.pk, stuck.kind, stuck.period)
            tell("third")
            wait_for(lambda: len(mail.taken) == 2, what=log.read_text)
    assert ["Told first" in mail.taken[0], "Told third" in mail.taken[1]] == [True, True]
    states = Delivery.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [(DeliveryState.SENT, 1), (DeliveryState.UNKNOWN, 1), (DeliveryState.SENT, 1)]
