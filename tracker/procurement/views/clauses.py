"""The forms over a contract's clauses."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.networks.editing import edit
from tracker.procurement.actions.clauses import ClauseEntry, record_clauses
from tracker.procurement.contract_finding import version_of
from tracker.procurement.contract_vocabulary import ClausePresence
from tracker.procurement.forms.contract_content import ChecklistForm, ClauseForm
from tracker.procurement.policies.clauses import ClauseOn
from tracker.procurement.selectors.contract_content import clauses_of, wording_of_others
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import SEES_MONEY, UPDATES, form_page, opened

FIELDS = ("reference", "position", "is_shared", "deviation", "approved_by", "approved_on")


def standing_of(clause: ClauseOn) -> dict[str, object]:
    """A clause as its form shows it."""
    presence = "" if clause.presence is None else clause.presence.value
    return {"presence": presence} | {name: getattr(clause, name) for name in FIELDS}


@both
def edit_clause(request: HttpRequest, contract_id: int, clause: str) -> HttpResponse:
    """How the contract stands on one clause of the checklist, beside what other networks agreed and offer."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)

    def stands() -> ClauseOn:
        clauses = clauses_of(found.row.pk, on=seen.today)
        if clause not in clauses:
            raise Http404
        return clauses[clause]

    now = stands()
    form = ClauseForm(posted(request), standing=standing_of(now), version=version_of(found.row), today=seen.today)
    form.wording = wording_of_others(found.row.pk, clause, on=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        entry = ClauseEntry(clause, ClausePresence(typed["presence"]), **{name: typed[name] for name in FIELDS})
        record_clauses(
            contract=found.row, entries=[entry], on=typed["effective_on"], version=form.typed_version, by=seen.user
        )

    title = f"Clause {now.item.number}: {now.item.title}"
    below = " What other networks agreed and offer as wording stands below the form." if form.wording else ""
    lead = f"A good clause: {now.item.good_clause}{below}"
    page = form_page(request, found, title, done=f"Clause {now.item.number} is recorded.", lead=lead, part="clauses")
    return edit(
        request,
        form,
        page,
        save=save,
        current=lambda: (standing_of(stands()), version_of(found.row)),
        template="procurement/clause.jinja",
    )


@both
def edit_checklist(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Which clauses the contract has, all at once; texts stay as they were."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)

    def stands() -> tuple[dict[str, str], int]:
        clauses = clauses_of(found.row.pk, on=seen.today)
        answers = {code: each.presence.value if each.presence else "" for code, each in clauses.items()}
        return answers, version_of(found.row)

    clauses = clauses_of(found.row.pk, on=seen.today)
    standing, version = stands()
    items = [each.item for each in clauses.values()]
    form = ChecklistForm(posted(request), standing=standing, version=version, today=seen.today, items=items)

    def save() -> None:
        answers = {code: ClausePresence(form.cleaned_data[code]) for code in form.changed_fields()}
        entries = [answered(clauses[code], presence) for code, presence in answers.items()]
        on = form.cleaned_data["effective_on"]
        record_clauses(contract=found.row, entries=entries, on=on, version=form.typed_version, by=seen.user)

    lead = "Answer what you know. The wording of a clause is recorded on its own page."
    page = form_page(
        request, found, "Clauses of the checklist", done="The clauses are recorded.", lead=lead, part="clauses"
    )
    return edit(request, form, page, save=save, current=stands)


def answered(clause: ClauseOn, presence: ClausePresence) -> ClauseEntry:
    """A clause with another answer; one that is not in the contract has no wording."""
    fields = {name: getattr(clause, name) for name in FIELDS}
    if presence == ClausePresence.NO:
        fields |= {"position": "", "is_shared": False}
    return ClauseEntry(clause.item.code, presence, **fields)
