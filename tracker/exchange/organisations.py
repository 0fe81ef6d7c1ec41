"""Taking a file of organisations in: read, look up its regions and boards, record."""

from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door
from tracker.exchange.names import display_name
from tracker.exchange.ods import OrganisationLine, Problem, read_organisations
from tracker.networks.actions.organisations import OrganisationChanges, OrganisationFacts, record_organisations
from tracker.networks.models import Icb, Region


@dataclass
class OrganisationImport:
    """What became of a file: the trusts by outcome, those outside England by code, and every problem."""

    changes: OrganisationChanges = field(default_factory=OrganisationChanges)
    outside_england: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def import_organisations(content: bytes, *, as_of: date, door: Door | None = None, by: User) -> OrganisationImport:
    """Records every good line of the file as of a day. A bad line is told and stops no other."""
    file = read_organisations(content)
    regions = {region.ods_code: region for region in Region.objects.all()}
    icbs = {icb.ods_code: icb for icb in Icb.objects.all()}
    facts = []
    problems = list(file.problems)
    for line in file.lines:
        unknown = find_unknown_places(line, regions, icbs)
        if unknown:
            problems.extend(unknown)
        else:
            facts.append(as_facts(line, regions, icbs))
    changes = OrganisationChanges()
    if facts:
        changes = record_organisations(facts, as_of=as_of, door=door, by=by)
    return OrganisationImport(changes, file.outside_england, sorted(problems, key=lambda problem: problem.line))


def find_unknown_places(line: OrganisationLine, regions: dict[str, Region], icbs: dict[str, Icb]) -> list[Problem]:
    """Codes of an open trust's region or board that nobody knows. A closed trust may name one that is gone."""
    if line.closed_on:
        return []
    problems = []
    if line.region_code not in regions:
        remedy = f"No region has this code. Correct it to one of: {', '.join(sorted(regions))}."
        problems.append(Problem(line.line, "region", line.region_code, remedy))
    if line.icb_code not in icbs:
        remedy = "No integrated care board has this code. Correct it, or ask an administrator to add the board."
        problems.append(Problem(line.line, "ICB", line.icb_code, remedy))
    return problems


def as_facts(line: OrganisationLine, regions: dict[str, Region], icbs: dict[str, Icb]) -> OrganisationFacts:
    """A line as facts about a trust, with names as people write them."""
    return OrganisationFacts(
        ods_code=line.code,
        name=display_name(line.name),
        official_name=line.name,
        region=regions.get(line.region_code),
        icb=icbs.get(line.icb_code),
        address=", ".join(display_name(part) for part in line.address),
        town=display_name(line.town),
        postcode=line.postcode,
        opened_on=line.opened_on,
        closed_on=line.closed_on,
    )
