"""What the search finds of this app: procurements, contracts, suppliers, products, and its pages."""

from datetime import date

from tracker.core.searching import Entry
from tracker.networks.access import Access
from tracker.networks.models import ImagingNetwork
from tracker.networks.models.organisation import NetworkQuerySet
from tracker.networks.search_kinds import has_a_role, register_kind, register_topic
from tracker.procurement.models import Contract, Procurement, Product, Supplier
from tracker.procurement.selectors.supply import may_see_suppliers


def _plans_of(access: Access) -> NetworkQuerySet:
    return ImagingNetwork.objects.with_plan_visible_to(access)


def procurements(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - who sees which network's plan is today's
    """The procurements whose plan the person may see."""
    rows = Procurement.objects.filter(network__in=_plans_of(access))
    return [
        Entry(f"{use_case}, {network}", ("procurement", pk), framework)
        for pk, use_case, network, framework in rows.values_list("pk", "use_case__name", "network__name", "framework")
    ]


def contracts(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - as above
    """The contracts that the person may know of, by reference; what they are worth is never searched."""
    rows = Contract.objects.filter(network__in=_plans_of(access))
    fields = ("pk", "reference", "supplier__name", "use_case__name", "network__name")
    return [
        Entry(reference, ("contract", pk), f"{supplier}, {use_case}, {network}", reference)
        for pk, reference, supplier, use_case, network in rows.values_list(*fields)
    ]


def suppliers(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - suppliers are the same on every day
    """The suppliers, for whoever has a role."""
    rows = Supplier.objects.values_list("pk", "name", "company_number") if may_see_suppliers(access) else ()
    return [Entry(name, ("supplier", pk), code=number) for pk, name, number in rows]


def products(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - as above
    """The products, each on its supplier's page."""
    rows = Product.objects.values_list("supplier_id", "name", "supplier__name") if may_see_suppliers(access) else ()
    return [Entry(name, ("supplier", pk), supplier) for pk, name, supplier in rows]


def register() -> None:
    """Declares what is found of this app, in the order of the page."""
    register_kind("procurements", "Procurements", hint="a use case, a network or a framework", read=procurements)
    register_kind("contracts", "Contracts", hint="a reference or a supplier", read=contracts)
    register_kind("suppliers", "Suppliers", hint="a name or a company number", read=suppliers)
    register_kind("products", "Products", hint="a name", read=products)
    register_topic("Frameworks", "/frameworks/", "Agreements that networks call off from", is_open_to=has_a_role)
    register_topic("Shortlist of vetted products", "/suppliers/shortlist/", is_open_to=has_a_role)
