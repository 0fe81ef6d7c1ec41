"""The lists of somebody who procures: stages, notices, contracts, waivers and payments."""

from datetime import date

from django.urls import reverse

from tracker.core.formats import money, nhs_date
from tracker.core.presentation import Link
from tracker.portfolio.presenters.work_items import WorkItem, WorkList
from tracker.portfolio.selectors.work import WorkView
from tracker.procurement.contract_vocabulary import PaymentStep
from tracker.procurement.policies.payments import PaymentOn
from tracker.procurement.selectors.pipeline import DueKind
from tracker.procurement.selectors.procurements import ProcurementOn

OURS = "Procurement"


def _name(each: ProcurementOn) -> str:
    return f"{each.network_name}, {each.use_case_name}"


def stages(view: WorkView) -> WorkList:
    """The stage that each procurement is at."""
    items = [
        WorkItem(
            what=stage.label,
            about=_name(each),
            about_href=reverse("procurement", args=[each.id]),
            due=each.stages[stage].expected,
            owner=OURS,
            step=Link("Record or move it", reverse("edit-stage", args=[each.id, stage.value])),
        )
        for each in view.now.procurements
        if (stage := each.current_stage)
    ]
    empty = "Every planned stage is done."
    return WorkList("stages", "Procurement stages to finish", "procurement", items, empty=empty)


def dues(view: WorkView) -> WorkList:
    """Notices, standstills, suppliers' questions and frameworks that are late or soon."""
    items = [
        WorkItem(
            what=due.what,
            about=_name(due.line.procurement),
            about_href=reverse("procurement", args=[due.line.procurement.id]),
            due=due.on,
            owner=OURS,
            step=Link("Open the procurement", reverse("procurement", args=[due.line.procurement.id])),
            hint=due.kind.value,
        )
        for due in view.dues
        if due.kind != DueKind.STAGE
    ]
    empty = "No notice, standstill, question of a supplier or framework is due within 30 days."
    return WorkList(
        "dues", "Notices, standstills and suppliers’ questions", "thing to do", items, "things to do", empty
    )


def contracts_to_sign(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Sign {each.reference}",
            about=each.network_name,
            about_href=reverse("contract", args=[each.id]),
            due=each.signature.expected,
            owner=OURS,
            step=Link("Record or move it", reverse("edit-signature", args=[each.id])),
            hint=each.supplier,
        )
        for each in view.now.contracts
        if not each.signature.is_done
    ]
    return WorkList("unsigned", "Contracts to sign", "contract", items, empty="Every contract is signed.")


def pack_waivers(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what="Decide on a waiver" if row.is_mine else "Waits for somebody else to agree it",
            about=_name(row.procurement),
            about_href=reverse("pack", args=[row.procurement.id]),
            due=row.waiver.expires_on,
            owner="You" if row.is_mine else "A programme manager",
            step=_waiver_step(row.procurement.id, row.waiver.id, is_mine=row.is_mine),
            hint=f"Asked for by {row.waiver.requested_by}: {row.waiver.reason}",
        )
        for row in view.pack_waivers
    ]
    empty = "No waiver of a procurement pack waits."
    return WorkList("pack-waivers", "Waivers of procurement packs", "waiver", items, empty=empty)


def _waiver_step(procurement_id: int, waiver_id: int, *, is_mine: bool) -> Link:
    if is_mine:
        return Link("Decide", reverse("decide-pack-waiver", args=[procurement_id, waiver_id]))
    return Link("Open the pack", reverse("pack", args=[procurement_id]))


def payments(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=payment.name,
            about=f"{contract.reference}, {contract.network_name}",
            about_href=reverse("contract", args=[contract.id]),
            due=payment.due_on,
            owner=_payment_owner(payment, view.user_id),
            step=_payment_step(contract.id, payment),
            hint=_payment_hint(payment),
        )
        for contract, payment in view.payments
        if _matters(payment, view.day)
    ]
    empty = "No payment is due, waits for release or waits to be paid."
    return WorkList("payments", "Payments to propose, release and pay", "payment", items, empty=empty)


def _matters(payment: PaymentOn, day: date) -> bool:
    """Its day has come, or somebody has begun on it."""
    return payment.due_on <= day or payment.state in (PaymentStep.PROPOSED, PaymentStep.RELEASED)


def _payment_owner(payment: PaymentOn, user_id: int) -> str:
    """Who proposes a payment does not release it."""
    if payment.state == PaymentStep.PROPOSED and payment.decisions[-1].by_id == user_id:
        return "Somebody else, to release it"
    return OURS


def _payment_step(contract_id: int, payment: PaymentOn) -> Link:
    text, name = {
        PaymentStep.PROPOSED: ("Release or refuse it", "decide-payment"),
        PaymentStep.RELEASED: ("Record that it is paid", "pay-payment"),
    }.get(payment.state or PaymentStep.REFUSED, ("Propose it", "propose-payment"))
    return Link(text, reverse(name, args=[contract_id, payment.id]))


def _payment_hint(payment: PaymentOn) -> str:
    state = f"{payment.state.label} on {nhs_date(payment.decisions[-1].on)}" if payment.state else "Not proposed yet"
    return f"{money(payment.amount_pence)}. {state}"
