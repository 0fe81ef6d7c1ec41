"""The tests stand on the application's own role, and leave nothing to each other."""

import pytest
from django.db import ProgrammingError, connection

from tracker.accounts.models import User
from tracker.networks.models import UseCase


@pytest.mark.django_db
def test_tests_work_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("tracker_app",)
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"), connection.cursor() as cursor:
        cursor.execute("DROP TABLE networks_usecase CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", [1, 2])
def test_a_test_that_commits_leaves_only_what_the_migrations_wrote(_turn: int) -> None:
    assert UseCase.objects.count() == 2
    assert list(User.objects.values_list("is_system", flat=True)) == [True]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO networks_region (ods_code, name, gss_code) VALUES ('Y99', 'Nowhere', '')")
