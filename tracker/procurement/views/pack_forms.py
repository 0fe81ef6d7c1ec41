"""The forms over a procurement's pack: beginning it, moving it to a newer version, and answering its items."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, edit
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.actions.packs import answer_item, move_to_newest, open_pack
from tracker.procurement.finding import FoundProcurement, find_pack, find_pack_item
from tracker.procurement.forms.packs import AnswerForm, MovePackForm, OpenPackForm
from tracker.procurement.pack_vocabulary import AnswerState
from tracker.procurement.policies.packs import ItemOn, PackOn, SectionOn
from tracker.procurement.presenters.packs import item_href, pack_href
from tracker.procurement.selectors.packs import answers_to, offers_for, packs_on
from tracker.procurement.views.common import both, page_about, posted, procurement_or_404
from tracker.procurement.views.packs import UPDATE, item_or_404, pack_crumbs, pack_or_404


@both
def begin(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Begins the pack of a procurement."""
    seen = viewing(request)
    found = procurement_or_404(seen, procurement_id, UPDATE)
    form = OpenPackForm(posted(request), standing={}, today=seen.today)
    page = page_about(
        request,
        found.row.network,
        "Begin the procurement pack",
        str(found.row),
        lead="The pack begins with the version of the national template that is valid on the day.",
        done="The pack is begun. Answer its items section by section.",
        back=pack_href(procurement_id),
        crumbs=pack_crumbs(found),
    )
    return edit(
        request,
        form,
        page,
        save=lambda: open_pack(procurement=found.row, on=form.cleaned_data["effective_on"], by=seen.user),
        current=lambda: ({}, None),
    )


@both
def move(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Has the pack follow the newest version of the template."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id, UPDATE)
    form = MovePackForm(posted(request), standing={}, version=standing.version)
    page = page_about(
        request,
        found.row.network,
        "Move to the newest version of the template",
        str(found.row),
        lead="Answers stay where the new version asks for the same. What it asks anew is open until you answer it.",
        done="The pack follows the newest version.",
        back=pack_href(procurement_id),
        crumbs=pack_crumbs(found),
    )

    def current() -> tuple[dict[str, object], int | None]:
        return {}, packs_on([procurement_id], on=seen.today)[procurement_id].version

    return edit(
        request,
        form,
        page,
        save=lambda: move_to_newest(pack=find_pack(standing.id), version=form.typed_version, by=seen.user),
        current=current,
    )


@both
def answer(request: HttpRequest, procurement_id: int, pack_section: str, pack_item: str) -> HttpResponse:
    """What the tender says about one item; `use` in the address begins with the text of another network."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id, UPDATE)
    part, asked = item_or_404(standing, pack_section, pack_item)
    current = _reader_of(seen, standing, part, asked)
    stands, version = current()
    form = AnswerForm(posted(request), standing=stands, version=version, today=seen.today)
    use_offer(request, form, found, part, asked)

    def save() -> None:
        typed = form.cleaned_data
        answer_item(
            pack=find_pack(standing.id),
            item=find_pack_item(asked.id),
            state=AnswerState(typed["state"]),
            text=typed["text"],
            reason=typed["reason"],
            is_offered=typed["is_offered"],
            on=typed["effective_on"],
            version=form.typed_version,
            by=seen.user,
        )

    return edit(request, form, _page_of_answer(request, found, part, asked), save=save, current=current)


def _reader_of(
    seen: Viewing, standing: PackOn, part: SectionOn, asked: ItemOn
) -> Callable[[], tuple[Mapping[str, object], int | None]]:
    """Reads what is stored of an item now, and the id of its answer."""

    def current() -> tuple[Mapping[str, object], int | None]:
        now = packs_on([standing.procurement_id], on=seen.today)[standing.procurement_id]
        given = answers_to(now.id, part.code, asked.code, on=seen.today)
        return standing_of(item_or_404(now, part.code, asked.code)[1]), given[0].pk if given else None

    return current


def _page_of_answer(request: HttpRequest, found: FoundProcurement, part: SectionOn, asked: ItemOn) -> EditPage:
    href = pack_href(found.row.pk)
    return page_about(
        request,
        found.row.network,
        asked.title,
        part.title,
        lead=asked.guidance,
        done=f"“{asked.title}” is saved.",
        back=reverse("pack-section", args=[found.row.pk, part.code]),
        crumbs=pack_crumbs(
            found,
            Link("Procurement pack", href),
            Link(asked.title, item_href(found.row.pk, part.code, asked.code)),
        ),
    )


def standing_of(shown: ItemOn) -> dict[str, object]:
    """What the form over an item starts from."""
    given = shown.answer
    return {
        "state": given.state if given else "",
        "text": given.text if given else "",
        "reason": given.reason if given else "",
        "is_offered": given.is_offered if given else False,
    }


def use_offer(request: HttpRequest, form: AnswerForm, found: FoundProcurement, part: SectionOn, asked: ItemOn) -> None:
    """Begins the form with the text that another network offers, when the address names one that it does."""
    wanted = request.GET.get("use", "")
    if request.method != "GET" or not wanted.isdecimal():
        return
    row = found.row
    offers = offers_for(
        part.code,
        asked.code,
        programme_id=row.programme_id,
        network_id=row.network_id,
        on=viewing(request).today,
    )
    for offer in offers:
        if offer.id == int(wanted):
            form.initial.update(text=offer.text, state=AnswerState.IN_PROGRESS)
