"""What the tracker holds that a workbook may refer to, read once, and only what the person who imports may see."""

from datetime import date

from tracker.networks.access import Access, SubjectScope, scope_of_network, scopes_of_deployments
from tracker.networks.models import Deployment, ImagingNetwork, Programme, ProgrammeScope, Region, Trust, UseCase
from tracker.procurement.models import Contract, Procurement, ProductRelease, Supplier


class Known:
    """Stored things by the keys that a workbook uses. Actions of the import add to it what they make."""

    def __init__(self, access: Access, today: date) -> None:
        self.access = access
        self.today = today
        self.use_cases = {row.code: row for row in UseCase.objects.all()}
        self.regions = {row.ods_code: row for row in Region.objects.all()}
        self.networks = {row.slug: row for row in ImagingNetwork.objects.select_related("region", "lead_trust")}
        self.trusts = {row.ods_code: row for row in Trust.objects.visible_to(access, on=today)}
        self.suppliers = {row.name.casefold(): row for row in Supplier.objects.all()}
        releases = ProductRelease.objects.select_related("product__supplier")
        self.releases = {release_key(row.product.supplier.name, row.product.name, row.version): row for row in releases}
        self.scopes: dict[str, list[ProgrammeScope]] = {}
        self.deployments: dict[tuple[str, str], Deployment] = {}
        self.procurements: dict[tuple[str, str], Procurement] = {}
        self.contracts: dict[str, Contract] = {}
        self._subject_scopes: dict[int, SubjectScope] = {}

    def open_programme(self, programme: Programme) -> None:
        """Reads what belongs to the programme that the workbook carries."""
        for scope in ProgrammeScope.objects.filter(programme=programme).select_related("trust").order_by("valid_from"):
            self.scopes.setdefault(scope.trust.ods_code, []).append(scope)
        deployments = Deployment.objects.filter(programme=programme).visible_to(self.access, on=self.today)
        for deployment in deployments.select_related("trust", "use_case"):
            self.deployments[deployment.trust.ods_code, deployment.use_case.code] = deployment
        for procurement in Procurement.objects.filter(programme=programme).select_related("network", "use_case"):
            if self.access.sees_plan_of(procurement.network_id):
                self.procurements[procurement.network.slug, procurement.use_case.code] = procurement
        contracts = Contract.objects.filter(programme=programme)
        for contract in contracts.select_related("network", "use_case", "supplier", "release__product__supplier"):
            if self.access.sees(scope_of_network(contract.network_id, programme_id=programme.pk)):
                self.contracts[contract.reference] = contract

    def scope_of(self, deployment: Deployment) -> SubjectScope:
        """Where a deployment lies, for questions of rights; read for all deployments at once."""
        if deployment.pk not in self._subject_scopes:
            self._subject_scopes = scopes_of_deployments(self.deployments.values(), day=self.today)
        return self._subject_scopes[deployment.pk]


def release_key(supplier: str, product: str, version: str) -> tuple[str, str, str]:
    """Suppliers, products and versions are the same whatever their capitals."""
    return supplier.casefold(), product.casefold(), version.casefold()
