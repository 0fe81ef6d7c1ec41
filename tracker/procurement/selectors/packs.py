"""Reading procurement packs as of a day. Who may see them is asked by the caller."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch

from tracker.procurement.models import (
    PackAnswer,
    PackEdition,
    PackItem,
    PackPolicy,
    PackSection,
    PackTemplate,
    PackWaiver,
    PackWaiverDecision,
    ProcurementPack,
)
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.policies.pack_waivers import PackVoice, PackWaiverOn
from tracker.procurement.policies.packs import AnswerOn, ItemOn, PackOn, PolicyOn, SectionOn
from tracker.procurement.selectors.procurements import ProcurementOn

Key = tuple[str, str]  # of an item: the codes of its section and its own


@dataclass(frozen=True)
class Offer:
    """What another network wrote about the same item, and lets others use."""

    id: int
    network_name: str
    use_case_name: str
    text: str
    on: date


def packs_on(procurement_ids: Iterable[int], *, on: date) -> dict[int, PackOn]:
    """The pack of each procurement that has one on a day, by procurement id, in eight queries for any number."""
    packs = {
        row.pk: row for row in ProcurementPack.objects.filter(procurement__in=set(procurement_ids), opened_on__lte=on)
    }
    editions: dict[int, PackEdition] = {}
    rows = PackEdition.objects.filter(pack__in=packs, effective_on__lte=on).select_related("template")
    for edition in rows.order_by("effective_on", "pk"):
        editions[edition.pack_id] = edition
    sections = _sections_of({edition.template_id for edition in editions.values()})
    answers = _answers_on(packs, on)
    waivers = _waivers_on(packs, on)
    return {
        packs[pk].procurement_id: _pack_on(
            packs[pk], edition.template, sections[edition.template_id], answers[pk], tuple(waivers[pk])
        )
        for pk, edition in editions.items()
    }


def _sections_of(template_ids: Iterable[int]) -> dict[int, list[PackSection]]:
    found: dict[int, list[PackSection]] = defaultdict(list)
    rows = PackSection.objects.filter(template__in=template_ids).order_by("place")
    for row in rows.prefetch_related(Prefetch("items", PackItem.objects.order_by("place"))):
        found[row.template_id].append(row)
    return found


def _answers_on(pack_ids: Iterable[int], on: date) -> dict[int, dict[Key, PackAnswer]]:
    """The newest answer of each item by a day, by pack and codes."""
    found: dict[int, dict[Key, PackAnswer]] = defaultdict(dict)
    rows = PackAnswer.objects.filter(pack__in=pack_ids, effective_on__lte=on)
    for row in rows.select_related("item__section", "recorded_by").order_by("effective_on", "pk"):
        found[row.pack_id][row.item.section.code, row.item.code] = row
    return found


def _waivers_on(pack_ids: Iterable[int], on: date) -> dict[int, list[PackWaiverOn]]:
    found: dict[int, list[PackWaiverOn]] = defaultdict(list)
    decisions = PackWaiverDecision.objects.filter(decided_on__lte=on).select_related("decided_by")
    rows = PackWaiver.objects.filter(pack__in=pack_ids, effective_on__lte=on).select_related("requested_by")
    rows = rows.prefetch_related(Prefetch("decisions", decisions.order_by("decided_on", "pk")))
    for row in rows.order_by("effective_on", "pk"):
        found[row.pack_id].append(as_plain_waiver(row))
    return found


def as_plain_waiver(row: PackWaiver) -> PackWaiverOn:
    """A waiver with what was said of it."""
    return PackWaiverOn(
        id=row.pk,
        reason=row.reason,
        since=row.effective_on,
        expires_on=row.expires_on,
        requested_by_id=row.requested_by_id,
        requested_by=str(row.requested_by),
        voices=tuple(
            PackVoice(PackVerdict(each.verdict), each.decided_on, each.decided_by_id, str(each.decided_by), each.reason)
            for each in row.decisions.all()
        ),
    )


def _pack_on(
    pack: ProcurementPack,
    template: PackTemplate,
    sections: Sequence[PackSection],
    answers: dict[Key, PackAnswer],
    waivers: tuple[PackWaiverOn, ...],
) -> PackOn:
    return PackOn(
        id=pack.pk,
        procurement_id=pack.procurement_id,
        version=pack.version,
        opened_on=pack.opened_on,
        template=template.title,
        template_version=template.version,
        longest_waiver_days=template.longest_waiver_days,
        sections=tuple(
            SectionOn(
                section.code,
                section.title,
                section.purpose,
                tuple(_item_on(item, answers.get((section.code, item.code))) for item in section.items.all()),
            )
            for section in sections
        ),
        waivers=waivers,
    )


def _item_on(item: PackItem, answer: PackAnswer | None) -> ItemOn:
    """An item with its answer. One that was given to an earlier version counts where that asked for the same."""
    asks_the_same = answer is not None and (answer.item.title, answer.item.guidance) == (item.title, item.guidance)
    return ItemOn(
        id=item.pk,
        code=item.code,
        title=item.title,
        guidance=item.guidance,
        is_mandatory=item.is_mandatory,
        answer=as_plain_answer(answer) if answer is not None and asks_the_same else None,
    )


def as_plain_answer(row: PackAnswer) -> AnswerOn:
    """An answer as plain data."""
    return AnswerOn(
        id=row.pk,
        state=AnswerState(row.state),
        text=row.text,
        reason=row.reason,
        is_offered=row.is_offered,
        on=row.effective_on,
        by=str(row.recorded_by),
    )


def with_packs(procurements: Sequence[ProcurementOn], *, on: date) -> list[ProcurementOn]:
    """The procurements with their packs and what their programmes ask of a tender."""
    packs = packs_on((each.id for each in procurements), on=on)
    policies = policies_of({each.programme_id for each in procurements})
    return [
        replace(each, pack=packs.get(each.id), pack_policies=tuple(policies.get(each.programme_id, ())))
        for each in procurements
    ]


def policies_of(programme_ids: Iterable[int]) -> dict[int, list[PolicyOn]]:
    """What each programme has asked of its tenders, and from when to when, by programme id."""
    found: dict[int, list[PolicyOn]] = defaultdict(list)
    for row in PackPolicy.objects.filter(programme__in=set(programme_ids)).order_by("valid_from", "pk"):
        found[row.programme_id].append(PolicyOn(row.valid_from, row.source, row.valid_to))
    return found


def policy_on(policies: Iterable[PolicyOn], day: date) -> PolicyOn | None:
    """What holds on a day; None where tenders of that day are asked for nothing."""
    return next((policy for policy in policies if policy.holds_on(day)), None)


def template_on(day: date) -> PackTemplate | None:
    """The newest version of the national pack that is valid on a day."""
    return PackTemplate.objects.filter(valid_from__lte=day).order_by("version").last()


def answers_to(pack_id: int, section: str, item: str, *, on: date) -> list[PackAnswer]:
    """Every answer to one item by a day, the newest first."""
    rows = PackAnswer.objects.filter(
        pack=pack_id, item__section__code=section, item__code=item, effective_on__lte=on
    ).select_related("recorded_by")
    return list(rows.order_by("-effective_on", "-pk"))


def offers_for(section: str, item: str, *, programme_id: int, network_id: int, on: date) -> list[Offer]:
    """What other networks of the programme say about an item now, and let others use, the newest first."""
    newest: dict[int, PackAnswer] = {}
    rows = PackAnswer.objects.filter(
        item__section__code=section,
        item__code=item,
        effective_on__lte=on,
        pack__procurement__programme=programme_id,
    ).exclude(pack__procurement__network=network_id)
    rows = rows.select_related("pack__procurement__network", "pack__procurement__use_case")
    for row in rows.order_by("effective_on", "pk"):
        newest[row.pack_id] = row
    found = [
        Offer(
            row.pk,
            row.pack.procurement.network.name,
            row.pack.procurement.use_case.name,
            row.text,
            row.effective_on,
        )
        for row in newest.values()
        if row.is_offered
    ]
    return sorted(found, key=lambda offer: (offer.on, offer.id), reverse=True)
