"""Files of organisations over time: again, later, earlier, with bad lines, on the real file."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.accounts.models import User
from tracker.accounts.selectors import system_user
from tracker.core.decisions import NotPermitted
from tracker.exchange.organisations import OrganisationImport, import_organisations
from tracker.networks.models import Icb, IcbSuccession, Region, Trust, TrustRecord

pytestmark = pytest.mark.django_db

REAL = Path(__file__).parents[2] / "data" / "etr.csv"
IN_2025 = date(2025, 6, 30)
IN_2026 = date(2026, 5, 1)
NAME, ICB, CLOSED = 1, 3, 11


def doctored(changes: dict[str, dict[int, str]], *, without: tuple[str, ...] = ()) -> bytes:
    """The real file with some cells of some trusts changed and some trusts left out."""
    rows = list(csv.reader(io.StringIO(REAL.read_text(encoding="utf-8"))))
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in rows:
        for place, value in changes.get(row[0], {}).items():
            row[place] = value
        if row[0] not in without:
            writer.writerow(row)
    return text.getvalue().encode()


def load(content: bytes, as_of: date) -> OrganisationImport:
    return import_organisations(content, as_of=as_of, by=system_user())


def counts(result: OrganisationImport) -> tuple[int, int, int, int]:
    changes = result.changes
    return len(changes.added), len(changes.changed), len(changes.closed), len(changes.unchanged)


def name_on(code: str, day: date) -> str:
    return TrustRecord.objects.on(day).get(trust__ods_code=code).name


LATER = doctored(
    {
        "RWW": {NAME: "NORTH CHESHIRE AND MERSEY NHS FOUNDATION TRUST"},
        "RXQ": {ICB: "S0E4D"},
        "RY2": {CLOSED: "20260331"},
    }
)


def test_regions_and_boards_are_known_with_their_dates():
    assert set(Region.objects.values_list("ods_code", flat=True)) == {"Y56", "Y58", "Y59", "Y60", "Y61", "Y62", "Y63"}
    assert Icb.objects.filter(opened_on=date(2022, 7, 1)).count() == 42
    assert Icb.objects.filter(closed_on=None).count() == 36
    assert Icb.objects.filter(closed_on=date(2026, 3, 31)).count() == 12
    assert IcbSuccession.objects.filter(successor__ods_code="S1Y5D").count() == 3
    assert IcbSuccession.objects.filter(predecessor__ods_code="QNQ", is_part=True).count() == 3


def test_real_file_comes_in_whole_and_a_second_time_changes_nothing(django_assert_max_num_queries):
    first = load(REAL.read_bytes(), IN_2025)
    assert counts(first) == (207, 0, 0, 0)
    assert len(first.outside_england) == 3
    assert first.problems == []
    stored = list(TrustRecord.objects.order_by("pk").values())
    with django_assert_max_num_queries(20):
        second = load(REAL.read_bytes(), IN_2025)
    assert counts(second) == (0, 0, 0, 207)
    assert list(TrustRecord.objects.order_by("pk").values()) == stored


def test_trust_is_kept_with_its_names_places_and_dates():
    load(REAL.read_bytes(), IN_2025)
    trust = Trust.objects.get(ods_code="RCX")
    record = trust.records.get()
    assert trust.name == "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust"
    assert record.official_name == "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST"
    assert (record.icb.ods_code, record.region.ods_code, record.town) == ("QMM", "Y61", "King's Lynn")
    assert record.valid_from == trust.opened_on == date(1992, 4, 1)
    assert Trust.objects.get(ods_code="RAP").closed_on == date(2024, 12, 31)
    assert not Trust.objects.filter(ods_code__in=["RQF", "RT4", "RYT"]).exists()


def test_later_file_closes_old_records_and_opens_new_ones():
    load(REAL.read_bytes(), IN_2025)
    later = load(LATER, IN_2026)
    assert counts(later) == (0, 2, 1, 204)
    assert (later.changes.changed, later.changes.closed) == (["RWW", "RXQ"], ["RY2"])
    assert name_on("RWW", date(2026, 4, 30)) == "Warrington and Halton Teaching Hospitals NHS Foundation Trust"
    assert name_on("RWW", IN_2026) == "North Cheshire and Mersey NHS Foundation Trust"
    assert Trust.objects.get(ods_code="RWW").name == "North Cheshire and Mersey NHS Foundation Trust"
    boards = [record.icb.ods_code for record in TrustRecord.objects.filter(trust__ods_code="RXQ")]
    assert boards == ["QU9", "S0E4D"]
    assert Trust.objects.get(ods_code="RY2").closed_on == date(2026, 3, 31)
    assert counts(load(LATER, IN_2026)) == (0, 0, 0, 207)


def test_older_file_after_a_newer_one_adds_history_and_leaves_the_newest_state():
    load(LATER, IN_2026)
    older = load(REAL.read_bytes(), IN_2025)
    assert counts(older) == (0, 2, 0, 205)
    assert name_on("RWW", IN_2025) == "Warrington and Halton Teaching Hospitals NHS Foundation Trust"
    assert name_on("RWW", date(2005, 1, 1)) == "Warrington and Halton Teaching Hospitals NHS Foundation Trust"
    assert name_on("RWW", IN_2026) == "North Cheshire and Mersey NHS Foundation Trust"
    assert Trust.objects.get(ods_code="RWW").name == "North Cheshire and Mersey NHS Foundation Trust"
    assert Trust.objects.get(ods_code="RY2").closed_on == date(2026, 3, 31)
    assert counts(load(REAL.read_bytes(), IN_2025)) == (0, 0, 0, 207)
    assert counts(load(LATER, IN_2026)) == (0, 0, 0, 207)


def test_file_between_two_others_moves_the_day_of_the_change_back():
    load(REAL.read_bytes(), IN_2025)
    load(LATER, IN_2026)
    between = load(LATER, date(2026, 4, 1))
    assert between.changes.changed == ["RWW", "RXQ"]
    assert name_on("RWW", date(2026, 3, 31)) == "Warrington and Halton Teaching Hospitals NHS Foundation Trust"
    assert name_on("RWW", date(2026, 4, 1)) == "North Cheshire and Mersey NHS Foundation Trust"
    assert TrustRecord.objects.filter(trust__ods_code="RWW").count() == 2


def test_corrected_file_of_the_same_day_replaces_what_the_first_one_said():
    load(doctored({"RM3": {NAME: "NORTHERN CARE ALIANCE"}}), IN_2025)
    assert load(REAL.read_bytes(), IN_2025).changes.changed == ["RM3"]
    record = TrustRecord.objects.get(trust__ods_code="RM3")
    assert (record.name, record.valid_from) == ("Northern Care Alliance NHS Foundation Trust", date(1994, 4, 1))


def test_trust_missing_from_a_later_file_stays_as_it_was():
    load(REAL.read_bytes(), IN_2025)
    assert counts(load(doctored({}, without=("RM3",)), IN_2026)) == (0, 0, 0, 206)
    assert Trust.objects.get(ods_code="RM3").closed_on is None


def test_bad_lines_are_told_and_the_others_come_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "etr.csv"
    path.write_bytes(doctored({"R0B": {0: "XX"}, "R1F": {ICB: "QZZ"}, "R1H": {10: "yesterday"}}) + b'"half a line\r\n')
    with pytest.raises(CommandError, match="4 problems"):
        call_command("import_organisations", str(path), "--as-of", "2025-06-30")
    out, err = capsys.readouterr()
    assert out.strip() == "204 added, 0 changed, 0 closed, 0 unchanged, 3 skipped outside England"
    assert [line.split(",")[0].split(":")[0] for line in err.strip().splitlines()] == [
        "Line 3",
        "Line 8",
        "Line 9",
        "Line 211",
    ]
    assert "No integrated care board has this code" in err
    assert Trust.objects.count() == 204


def test_command_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]):
    call_command("import_organisations", str(REAL))
    call_command("import_organisations", str(REAL))
    assert capsys.readouterr().out.splitlines()[-1] == (
        "0 added, 0 changed, 0 closed, 207 unchanged, 3 skipped outside England"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["/nowhere/etr.csv"], "can't be read"),
        ([str(REAL), "--as-of", "2999-01-01"], "in the future"),
        ([str(REAL), "--by", "nobody@example.org"], "no active person"),
    ],
)
def test_command_tells_what_is_wrong_with_its_arguments(arguments, says):
    with pytest.raises(CommandError, match=says):
        call_command("import_organisations", *arguments)
    assert Trust.objects.count() == 0


def test_somebody_without_the_role_may_not_import_organisations():
    person = User.objects.create_user("somebody@example.org", name="Somebody")
    with pytest.raises(NotPermitted):
        import_organisations(REAL.read_bytes(), as_of=IN_2025, by=person)
    assert Trust.objects.count() == 0


def test_audit_tells_who_imported_and_why():
    load(REAL.read_bytes(), IN_2025)
    event = Trust.objects.get(ods_code="RM3").audit_events.get()
    assert event.pgh_context["reason"] == "Organisation file as of 30 June 2025"
    assert event.pgh_context["user"] == system_user().pk
