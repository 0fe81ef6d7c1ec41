"""Publishing and adopting a version of the catalogue from the command line."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests import factories
from tracker.core.days import today_in_london
from tracker.governance.models import CatalogueVersion
from tracker.governance.selectors.gate import gate_of

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
FIRST: Path = settings.BASE_DIR / "tracker" / "governance" / "data" / "requirements_1.csv"


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), **options, stdout=out)
    return out.getvalue()


@pytest.fixture
def smaller(tmp_path: Path) -> Path:
    """The version that comes with the product, without its last row."""
    with FIRST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "two.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows[:-1])
    return path


def test_a_version_is_published_adopted_and_then_judges_gates(smaller: Path) -> None:
    deployment = factories.make_deployment()
    factories.adopt(deployment.programme)
    told = run("publish_catalogue", smaller, "--code=2", "--title=Version 2", f"--from={TODAY}")
    assert "Version 2 with 45 requirements" in told
    assert len(gate_of(deployment.pk, on=TODAY).items) == 46
    tomorrow = TODAY + timedelta(days=1)
    run("adopt_catalogue", "2", f"--programme={deployment.programme.code}", f"--on={tomorrow}")
    assert [len(gate_of(deployment.pk, on=day).items) for day in (TODAY, tomorrow)] == [46, 45]


def test_a_file_with_mistakes_publishes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("code,title\nx,Y\n")
    with pytest.raises(CommandError, match=r"Line 2: domain_title is empty(.|\n)*Nothing was published"):
        run("publish_catalogue", path, "--code=2", "--title=Version 2", f"--from={TODAY}")
    with pytest.raises(CommandError, match="can't be read"):
        run("publish_catalogue", tmp_path / "none.csv", "--code=2", "--title=Version 2", f"--from={TODAY}")
    assert not CatalogueVersion.objects.filter(code="2").exists()


@pytest.mark.django_db(transaction=True)
def test_a_code_is_published_once(smaller: Path) -> None:
    with pytest.raises(CommandError, match="a version 1 already"):
        run("publish_catalogue", smaller, "--code=1", "--title=Again", f"--from={TODAY}")


def test_what_is_not_there_or_comes_too_early_is_refused() -> None:
    programme = factories.make_programme()
    with pytest.raises(CommandError, match=r"no version 9\. Those that there are: 1"):
        run("adopt_catalogue", "9", f"--programme={programme.code}", f"--on={TODAY}")
    with pytest.raises(CommandError, match="no programme nowhere"):
        run("adopt_catalogue", "1", "--programme=nowhere", f"--on={TODAY}")
    with pytest.raises(CommandError, match="takes effect on"):
        run("adopt_catalogue", "1", f"--programme={programme.code}", "--on=2001-01-01")
