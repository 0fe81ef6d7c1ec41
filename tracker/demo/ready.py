"""The demo's deployments that are live or close to it, each with who prepares and who signs for it."""

from dataclasses import dataclass

from tracker.demo.generate.assurance import is_ready
from tracker.demo.generate.deployments import Deployment as Told
from tracker.demo.generate.programme import DemoProgramme
from tracker.demo.people import Hands
from tracker.networks.models import Deployment, ImagingNetwork, Programme


@dataclass(frozen=True)
class Ready:
    """A deployment as the demo tells it and as it is stored."""

    told: Told
    row: Deployment
    hands: Hands


def with_hands(programme: Programme, demo: DemoProgramme, hands: dict[int, Hands]) -> list[Ready]:
    """Every deployment of the demo, in its order. `hands` are by network id."""
    rows = Deployment.objects.filter(programme=programme).select_related("trust", "use_case", "programme")
    stored = {(row.trust.ods_code, row.use_case.code): row for row in rows}
    networks = dict(ImagingNetwork.objects.filter(pk__in=hands).values_list("slug", "pk"))
    return [
        Ready(
            told,
            stored[str(told.subject["trust"]), str(told.subject["use case"])],
            hands[networks[told.trust.network.slug]],
        )
        for told in demo.deployments
    ]


def ready_ones(everything: list[Ready]) -> list[Ready]:
    """Those whose staff are trained and whose validation has been run."""
    return [each for each in everything if is_ready(each.told)]
