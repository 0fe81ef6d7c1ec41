"""Publishing the national pack, beginning the pack of a procurement, and answering its items."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of, scope_of_network
from tracker.networks.models import Programme
from tracker.procurement.models import (
    PackAnswer,
    PackEdition,
    PackItem,
    PackPolicy,
    PackSection,
    PackTemplate,
    Procurement,
    ProcurementPack,
)
from tracker.procurement.pack_vocabulary import AnswerState
from tracker.procurement.policies.packs import may_answer, may_move_to, may_open_pack, no_template
from tracker.procurement.selectors.packs import answers_to, template_on

RULE = "Programme governance standards, section 5.3, stage 4, and rule R10"


def demand_over(procurement: Procurement, by: User) -> None:
    """Raises unless the person may change this procurement today."""
    scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
    demand("procurement.update_procurement", access_of(by, day=today_in_london()), scope)


# --- The national template ------------------------------------------------------------------------------------------


def publish_pack(
    *,
    title: str,
    source: str,
    valid_from: date,
    longest_waiver_days: int,
    sections: Iterable[Mapping[str, Any]],
    by: User,
) -> PackTemplate:
    """Adds the next version of the national pack. Packs that are begun from `valid_from` on follow it; those that there
    are stay with theirs until somebody moves them."""
    with change(by=by):
        demand("procurement.publish_pack", access_of(by, day=today_in_london()), SubjectScope())
        newest = PackTemplate.objects.order_by("version").last()
        if newest is not None and valid_from <= newest.valid_from:
            raise Refused(
                deny(
                    f"Version {newest.version} is valid from {newest.valid_from:%-d %B %Y}, and the next one comes later.",
                    remedy="Publish it from a later day.",
                    field="valid_from",
                )
            )
        template = PackTemplate.objects.create(
            version=newest.version + 1 if newest else 1,
            title=title.strip(),
            source=source.strip(),
            valid_from=valid_from,
            longest_waiver_days=longest_waiver_days,
        )
        for place, section in enumerate(sections, 1):
            row = PackSection.objects.create(
                template=template,
                place=place,
                code=section["code"],
                title=section["title"],
                purpose=section["purpose"],
            )
            PackItem.objects.bulk_create(
                [PackItem(section=row, place=number, **item) for number, item in enumerate(section["items"], 1)]
            )
    return template


def adopt_packs(*, programme: Programme, on: date, source: str = RULE, by: User) -> PackPolicy:
    """From a day on no tender of the programme is issued without a complete pack or a waiver."""
    with change(by=by):
        demand("procurement.adopt_packs", access_of(by, day=today_in_london()), SubjectScope(programme_id=programme.pk))
        Programme.objects.select_for_update().get(pk=programme.pk)
        stands = programme.pack_policies.filter(valid_to=None).first()
        if stands is not None:
            raise Refused(
                deny(
                    f"{programme} has asked for packs since {stands.valid_from:%-d %B %Y}.",
                    remedy="There is nothing to do.",
                    field="on",
                )
            )
        policy = PackPolicy.objects.create(programme=programme, valid_from=on, source=source.strip())
        touch("procurement", *programme.procurements.values_list("pk", flat=True))
    return policy


def adopt_packs_from_today(programme: Programme, by: User) -> None:
    """A programme that has just been set up asks for packs from today on; what its workbook tells of earlier tenders is
    history."""
    adopt_packs(programme=programme, on=today_in_london(), by=by)


# --- A network's pack -----------------------------------------------------------------------------------------------


def open_pack(*, procurement: Procurement, on: date, by: User) -> ProcurementPack:
    """Begins the pack of a procurement with the version of the template that is valid on the day."""
    with change(by=by):
        demand_over(procurement, by)
        current = Procurement.objects.select_for_update().get(pk=procurement.pk)
        is_open = ProcurementPack.objects.filter(procurement=current).exists()
        require(may_open_pack(is_open=is_open, on=on, today=today_in_london()))
        template = _template_of(on)
        pack = ProcurementPack.objects.create(procurement=current, opened_on=on)
        PackEdition.objects.create(pack=pack, template=template, effective_on=on, recorded_by=by)
        touch("procurement", current.pk)
    return pack


def move_to_newest(*, pack: ProcurementPack, version: int | None, by: User) -> PackEdition:
    """Has a pack follow the newest version of the template from today on. Answers stay where the new version asks for
    the same; what it asks anew is open."""
    today = today_in_london()
    with change(by=by):
        demand_over(pack.procurement, by)
        current = _locked(pack, version=version)
        newest, edition = _template_of(today), current.editions.select_related("template").latest("effective_on", "pk")
        require(may_move_to(newest=newest.version, now=edition.template.version))
        row = PackEdition.objects.create(pack=current, template=newest, effective_on=today, recorded_by=by)
        changed(current)
    return row


def answer_item(
    *,
    pack: ProcurementPack,
    item: PackItem,
    state: AnswerState,
    text: str = "",
    reason: str = "",
    is_offered: bool = False,
    on: date,
    version: int | None,
    by: User,
) -> PackAnswer:
    """Says how far one item is. `version` is the id of the answer that the form showed (None where there was none)."""
    with change(reason=reason, by=by):
        demand_over(pack.procurement, by)
        current = _locked(pack)
        _check_item(_followed(current), item)
        stands = answers_to(current.pk, item.section.code, item.code, on=date.max)
        if (stands[0].pk if stands else None) != version:
            raise StaleWrite(stands[0] if stands else None)
        require(
            may_answer(
                state=state,
                text=text,
                reason=reason,
                is_offered=is_offered,
                on=on,
                opened_on=current.opened_on,
                today=today_in_london(),
            )
        )
        row = PackAnswer.objects.create(
            pack=current,
            item=item,
            state=state,
            text=text.strip(),
            reason=reason.strip(),
            is_offered=is_offered,
            effective_on=on,
            recorded_by=by,
        )
        changed(current)
    return row


def answer_items(
    *, pack: ProcurementPack, answers: Iterable[tuple[PackItem, AnswerState, str]], on: date, by: User
) -> int:
    """Answers many items of a pack at once, each in words that are its reason where it does not apply. All or none."""
    with change(by=by):
        demand_over(pack.procurement, by)
        current, template_id = _locked(pack), _followed(pack)
        rows = []
        for item, state, words in answers:
            _check_item(template_id, item)
            text, reason = ("", words) if state == AnswerState.NOT_APPLICABLE else (words, "")
            row = PackAnswer(
                pack=current, item=item, state=state, text=text, reason=reason, effective_on=on, recorded_by=by
            )
            require(
                may_answer(
                    state=state,
                    text=text,
                    reason=reason,
                    is_offered=False,
                    on=on,
                    opened_on=current.opened_on,
                    today=today_in_london(),
                )
            )
            rows.append(row)
        PackAnswer.objects.bulk_create(rows)
        changed(current)
    return len(rows)


def _template_of(day: date) -> PackTemplate:
    """The newest version that was valid on a day; refused where none was."""
    template = template_on(day)
    if template is None:
        raise Refused(no_template(day))
    return template


def _followed(pack: ProcurementPack) -> int:
    """The version of the template that a pack follows now."""
    return pack.editions.latest("effective_on", "pk").template_id


def _check_item(template_id: int, item: PackItem) -> None:
    """The item is one of the version that the pack follows."""
    if item.section.template_id != template_id:
        raise Refused(
            deny(
                f"“{item.title}” is not an item of the version that this pack follows.",
                remedy="Open the pack again and choose one of its items.",
                field="item",
            )
        )


def _locked(pack: ProcurementPack, *, version: int | None = None) -> ProcurementPack:
    """The pack's row, locked; with `version`, refuses a write over a newer one."""
    current = ProcurementPack.objects.select_for_update().get(pk=pack.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def changed(pack: ProcurementPack) -> None:
    """Counts a change of the pack, whose flags have to be judged again."""
    pack.version += 1
    pack.save(update_fields=["version"])
    touch("procurement", pack.procurement_id)
