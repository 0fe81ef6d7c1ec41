"""The filters of the list of deployments."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from tracker.core.filters import Choice, ListFilter, Ticked, Words
from tracker.networks.access import Access
from tracker.networks.models import (
    ClinicalUse,
    Deployment,
    DeploymentState,
    ImagingNetwork,
    ProgrammeScope,
    UseCase,
)


class DeploymentFilter(ListFilter):
    """Choices over the deployments that a person may see, as they stand on a day."""

    one = "deployment"
    orders = {"trust": "trust__name", "use": "use_case__name", "owner": "owner"}

    network = Choice(label="Network", method="in_network")
    use_case = Choice(label="Use case", field_name="use_case__code")
    state = Choice(label="Clinical use", choices=ClinicalUse.choices, field_name="state_now")
    trust = Words(label="Trust name or code", method="of_trust")
    owner = Words(label="Owner", field_name="owner", lookup_expr="icontains")
    without_owner = Ticked(label="Has no owner", method="without_an_owner")

    def __init__(self, data: QueryDict, *, access: Access, on: date) -> None:
        newest = DeploymentState.objects.filter(deployment=OuterRef("pk"), effective_on__lte=on)
        state = Subquery(newest.order_by("-effective_on", "-pk").values("state")[:1])
        rows = Deployment.objects.visible_to(access, on=on).in_scope(on=on)
        super().__init__(data, rows.annotate(state_now=Coalesce(state, Value(ClinicalUse.NOT_STARTED.value))), day=on)
        networks = ImagingNetwork.objects.with_plan_visible_to(access).values_list("slug", "name")
        self.filters["network"].extra["choices"] = list(networks)
        self.filters["network"].keeps_case = True
        self.filters["use_case"].extra["choices"] = list(UseCase.objects.values_list("code", "name"))

    def in_network(self, rows: QuerySet[Deployment], _name: str, value: str) -> QuerySet[Deployment]:
        scopes = ProgrammeScope.objects.on(self._day).filter(network__slug=value, programme=OuterRef("programme"))
        return rows.filter(trust__in=Subquery(scopes.values("trust")))

    def of_trust(self, rows: QuerySet[Deployment], _name: str, value: str) -> QuerySet[Deployment]:
        return rows.filter(Q(trust__name__icontains=value) | Q(trust__ods_code__iexact=value))

    def without_an_owner(self, rows: QuerySet[Deployment], _name: str, value: Any) -> QuerySet[Deployment]:
        return rows.filter(owner="") if value else rows

    @property
    def ordered(self) -> QuerySet[Deployment]:
        """The rows that fit, by trust unless another order is asked for."""
        return self.found if self.order else self.found.order_by("trust__name", "use_case__name", "pk")

    @property
    def _day(self) -> date:
        assert self.day is not None  # noqa: S101 - given when it is made
        return self.day
