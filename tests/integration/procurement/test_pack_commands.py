"""Publishing the pack and adopting it from the command line, and what a workbook tells of tenders."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories import make_pack, make_person, make_procurement, make_programme, make_stage, system
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.actions.programmes import save_programme
from tracker.procurement.models import PackPolicy, PackTemplate, Stage
from tracker.procurement.selectors.packs import packs_on

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
FIRST: Path = settings.BASE_DIR / "tracker" / "procurement" / "data" / "pack_1.json"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_next_version_is_published_by_a_national_lead() -> None:
    lead = make_person(role=Role.NATIONAL_LEAD)
    told = run("publish_pack", FIRST, f"--from={TODAY}", f"--by={lead.email}")
    assert "version 2 with 56 items" in told
    assert (
        packs_on([make_pack(make_procurement(), on=TODAY).procurement_id], on=TODAY).popitem()[1].template_version == 2
    )


def test_who_may_not_publish_and_who_is_not_there_publish_nothing() -> None:
    viewer = make_person(role=Role.VIEWER)
    with pytest.raises(CommandError, match="Only a national lead or an administrator"):
        run("publish_pack", FIRST, f"--from={TODAY}", f"--by={viewer.email}")
    with pytest.raises(
        CommandError, match=r"Nobody has the email address nobody@tests.example\. Nothing was published"
    ):
        run("publish_pack", FIRST, f"--from={TODAY}", "--by=nobody@tests.example")
    with pytest.raises(CommandError, match="the next one comes later"):
        run("publish_pack", FIRST, "--from=2020-01-01")
    assert PackTemplate.objects.count() == 1


def test_file_with_mistakes_publishes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps({"title": "", "source": "x", "sections": [{}]}))
    with pytest.raises(
        CommandError, match=r"title is empty(.|\n)*Section 1: code is empty(.|\n)*Nothing was published"
    ):
        run("publish_pack", path, f"--from={TODAY}")
    path.write_text("{")
    with pytest.raises(CommandError, match="can't be read as a JSON file"):
        run("publish_pack", path, f"--from={TODAY}")
    with pytest.raises(CommandError, match="can't be read"):
        run("publish_pack", tmp_path / "none.json", f"--from={TODAY}")
    assert PackTemplate.objects.count() == 1


def test_programme_adopts_packs_from_a_day_on() -> None:
    programme = make_programme()
    assert "asks for a complete pack from 1 January 2027 on" in run(
        "adopt_packs", f"--programme={programme.code}", "--on=2027-01-01"
    )
    assert PackPolicy.objects.get().valid_from == date(2027, 1, 1)
    with pytest.raises(CommandError, match="has asked for packs since 1 January 2027"):
        run("adopt_packs", f"--programme={programme.code}", "--on=2027-01-01")
    with pytest.raises(CommandError, match=r"no programme nowhere\. Those that there are: chest-ai"):
        run("adopt_packs", "--programme=nowhere", "--on=2027-01-01")


def test_programme_that_is_set_up_asks_for_packs_from_its_first_day() -> None:
    make_stage(make_procurement(), Stage.TENDER, actual=TODAY - timedelta(days=1))
    assert not PackPolicy.objects.exists()
    save_programme(code="new", name="New", starts_on=TODAY, by=system())
    assert PackPolicy.objects.get().valid_from == TODAY
