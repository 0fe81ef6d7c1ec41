"""Whether tenders may be recorded as issued, by the packs of their procurements."""

from collections.abc import Collection, Mapping
from datetime import date

from tracker.core.decisions import Decision
from tracker.procurement.models import Procurement
from tracker.procurement.policies.packs import may_issue_tender
from tracker.procurement.selectors.packs import packs_on, policies_of, policy_on


def tender_decisions(
    issued: Mapping[int, date], procurements: Collection[Procurement], *, today: date
) -> dict[int, Decision]:
    """The decision about each tender that a pack is asked of, by procurement id. `issued` has the day of each tender.
    One query for tenders from before their programme asked for packs; else a fixed number for each day on which some
    were issued."""
    programmes = {each.pk: each.programme_id for each in procurements if each.pk in issued}
    policies = policies_of(programmes.values()) if programmes else {}
    asked = {pk: day for pk, day in issued.items() if policy_on(policies.get(programmes.get(pk, 0), ()), day)}
    if not asked:
        return {}
    packs = {day: packs_on([pk for pk, on in asked.items() if on == day], on=day) for day in set(asked.values())}
    now = packs_on(asked, on=today)
    return {
        pk: may_issue_tender(
            packs[day].get(pk),
            now=now.get(pk),
            policy=policy_on(policies[programmes[pk]], day),
            issued_on=day,
            today=today,
        )
        for pk, day in asked.items()
    }
