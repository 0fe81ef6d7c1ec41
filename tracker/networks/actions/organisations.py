"""Recording what the ODS says of trusts: one at a time, or a whole file as of a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import Icb, OrganisationVintage, Region, Trust, TrustRecord

FACTS = ("name", "official_name", "region_id", "icb_id", "address", "town", "postcode")


@dataclass(frozen=True)
class OrganisationFacts:
    """What is true of one trust on a day. `closed_on` is its last day, as the ODS has it."""

    ods_code: str
    name: str
    official_name: str = ""
    region: Region | None = None
    icb: Icb | None = None
    address: str = ""
    town: str = ""
    postcode: str = ""
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def dated(self) -> dict[str, Any]:
        """The facts that a dated record holds."""
        return {
            "name": self.name,
            "official_name": self.official_name,
            "region_id": self.region.pk if self.region else None,
            "icb_id": self.icb.pk if self.icb else None,
            "address": self.address,
            "town": self.town,
            "postcode": self.postcode,
        }


@dataclass
class OrganisationChanges:
    """The codes of the trusts that were added, changed, closed or left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def record_organisation(*, facts: OrganisationFacts, on: date, by: User) -> Trust:
    """Records one trust as it is from a day on, outside any file: a new one, or a change of an existing one."""
    with change(by=by):
        demand("networks.manage_organisations", access_of(by, day=today_in_london()), SubjectScope())
        trust = Trust.objects.select_for_update().filter(ods_code=facts.ods_code).first()
        if trust is None:
            return _create(facts, since=on)
        _restate(trust, list(trust.records.order_by("valid_from")), facts, start=on, until=None)
        _close(trust, facts)
        touch("trust", trust.pk)
    return trust


def record_organisations(
    facts: Iterable[OrganisationFacts], *, as_of: date, door: Door | None = None, by: User
) -> OrganisationChanges:
    """Records a whole file that tells organisations as they were on `as_of`.

    What is told for the first time is taken to hold since the trust opened. A change is taken to hold from `as_of`,
    and, when a newer file is known already, until that file's day: history is added and the newer state stands.
    """
    found = OrganisationChanges()
    with change(reason=f"Organisation file as of {as_of:%-d %B %Y}", door=door, by=by):
        demand("networks.manage_organisations", access_of(by, day=today_in_london()), SubjectScope())
        days = set(OrganisationVintage.objects.values_list("as_of", flat=True))
        newer = min((day for day in days if day > as_of), default=None)
        is_earliest = bool(days) and as_of <= min(days)
        trusts = {trust.ods_code: trust for trust in Trust.objects.select_for_update()}
        records: dict[int, list[TrustRecord]] = defaultdict(list)
        for record in TrustRecord.objects.order_by("valid_from"):
            records[record.trust_id].append(record)
        for each in facts:
            trust = trusts.get(each.ods_code)
            if trust is None:
                trust = _create(each, since=each.opened_on or as_of)
                found.added.append(each.ods_code)
                touch("trust", trust.pk)
                continue
            known = records[trust.pk]
            start, until = _time_told(trust, known, as_of=as_of, newer=newer, is_earliest=is_earliest)
            is_changed = _restate(trust, known, each, start=start, until=until)
            is_closed = newer is None and _close(trust, each)
            outcome = found.closed if is_closed else found.changed if is_changed else found.unchanged
            outcome.append(each.ods_code)
            if is_closed or is_changed:
                touch("trust", trust.pk)
        if as_of not in days:
            OrganisationVintage.objects.create(as_of=as_of, recorded_by=by)
    return found


def _create(facts: OrganisationFacts, *, since: date) -> Trust:
    trust = Trust.objects.create(
        ods_code=facts.ods_code, name=facts.name, opened_on=facts.opened_on, closed_on=facts.closed_on
    )
    TrustRecord.objects.create(trust=trust, valid_from=since, **facts.dated)
    return trust


def _close(trust: Trust, facts: OrganisationFacts) -> bool:
    """Takes over the dates of opening and closing of the newest file; answers whether the trust closed by it."""
    is_closing = facts.closed_on is not None and trust.closed_on is None
    opened_on = facts.opened_on or trust.opened_on
    if (trust.opened_on, trust.closed_on) != (opened_on, facts.closed_on):
        trust.opened_on, trust.closed_on = opened_on, facts.closed_on
        trust.save(update_fields=["opened_on", "closed_on"])
    return is_closing


def _time_told(
    trust: Trust, known: list[TrustRecord], *, as_of: date, newer: date | None, is_earliest: bool
) -> tuple[date, date | None]:
    """From when until when a file of `as_of` speaks of a trust: until the next newer file or newer record, and back to
    the start of what was only assumed before, when no earlier file is known."""
    last = known[-1] if known else None
    if last is not None and last.valid_from > as_of and newer is None:
        if last.valid_from == trust.opened_on:
            return last.valid_from, None  # a trust that is still to open
        return as_of, last.valid_from
    standing = next((each for each in known if each.valid_from <= as_of < (each.valid_to or date.max)), None)
    return (standing.valid_from if standing and is_earliest else as_of), newer


def _restate(
    trust: Trust, known: list[TrustRecord], facts: OrganisationFacts, *, start: date, until: date | None
) -> bool:
    """Has the facts hold from `start` to `until` (None: from then on); answers whether that was news.

    `known` are the trust's records, oldest first. When the record of the last day of that time says the same already,
    nothing is known to have changed.
    """
    standing = _record_on(known, until)
    if standing is not None and _says(standing, facts):
        return False
    for record in known:
        if (until is None or record.valid_from < until) and (record.valid_to is None or record.valid_to > start):
            _cut(record, start, until)
    follower = TrustRecord.objects.filter(trust=trust, valid_from=until).first() if until else None
    if follower is not None and _says(follower, facts):
        follower.valid_from = start
        follower.save(update_fields=["valid_from"])
    else:
        TrustRecord.objects.create(trust=trust, valid_from=start, valid_to=until, **facts.dated)
    newest = TrustRecord.objects.filter(trust=trust).order_by("valid_from").last()
    if newest is not None and newest.name != trust.name:
        trust.name = newest.name
        trust.save(update_fields=["name"])
    return True


def _record_on(known: list[TrustRecord], until: date | None) -> TrustRecord | None:
    """The record that stands at the end of a time that ends at `until`."""
    if until is None:
        return known[-1] if known else None
    day = until - timedelta(days=1)
    standing = [each for each in known if each.valid_from <= day and (each.valid_to is None or each.valid_to > day)]
    return standing[-1] if standing else None


def _says(record: TrustRecord, facts: OrganisationFacts) -> bool:
    return all(getattr(record, name) == value for name, value in facts.dated.items())


def _cut(record: TrustRecord, start: date, until: date | None) -> None:
    """Takes the time from `start` to `until` out of a record."""
    end = record.valid_to
    rest = until if until is not None and (end is None or end > until) else None
    if record.valid_from < start:
        record.valid_to = start
        record.save(update_fields=["valid_to"])
        if rest is not None:
            fields = {name: getattr(record, name) for name in FACTS}
            TrustRecord.objects.create(trust_id=record.trust_id, valid_from=rest, valid_to=end, **fields)
    elif rest is not None:
        record.valid_from = rest
        record.save(update_fields=["valid_from"])
    else:
        record.delete()
