"""What an export reaches: the programme, the day, and the places that the person may see."""

from datetime import date

from tracker.networks.access import Access, SubjectScope, scope_of_network
from tracker.networks.models import Deployment, ImagingNetwork, Programme, ProgrammeScope, Trust


class Extent:
    """The programme with the networks, trusts and deployments of it that the person may see on the day, read once.

    `scopes` has the latest time of each trust in the programme that had begun by the day, `keys` the cells that name each
    deployment, by its id and in the order of the sheets.
    """

    def __init__(self, programme: Programme, access: Access, *, on: date) -> None:
        self.programme = programme
        self.access = access
        self.on = on
        begun = ProgrammeScope.objects.filter(programme=programme, valid_from__lte=on)
        visible = Trust.objects.visible_to(access, on=on)
        self.scopes: dict[int, ProgrammeScope] = {}
        for scope in begun.filter(trust__in=visible).select_related("trust", "network").order_by("valid_from"):
            self.scopes[scope.trust_id] = scope
        networks = ImagingNetwork.objects.select_related("region", "lead_trust").order_by("slug")
        self.networks = [network for network in networks if access.sees_plan_of(network.pk)]
        deployments = Deployment.objects.visible_to(access, on=on).filter(programme=programme)
        self.deployments = list(
            deployments.select_related("trust", "use_case").order_by("trust__ods_code", "use_case__code")
        )
        self.keys = {
            each.pk: {"trust": each.trust.ods_code, "use case": each.use_case.code} for each in self.deployments
        }

    def sees_all_of(self, network_id: int) -> bool:
        """Whether the person sees what belongs to a network as a whole, such as its contracts."""
        return self.access.sees(scope_of_network(network_id, programme_id=self.programme.pk))

    def sees_money_of(self, network_id: int) -> bool:
        """Whether the person sees the commercial figures of a network."""
        return self.access.sees_commercial(scope_of_network(network_id, programme_id=self.programme.pk))

    @property
    def sees_fund(self) -> bool:
        """Whether the person sees the commercial figures of the programme as a whole."""
        return self.access.sees_commercial(SubjectScope(self.programme.pk))
