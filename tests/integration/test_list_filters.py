"""The filters of every list: what fits is counted in words, a value that can't be is told, and links keep the choice."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.contracts.world import World, build_world
from tests.support.forms import text_of
from tracker.networks.lists import LISTS

pytestmark = pytest.mark.django_db
SENTENCE = re.compile(r'tracker-filters__found">([^<]*)<')
# What is asked of each list, and what it says: {network} and {slug} are one of two networks with one of everything.
ASKED = {
    "networks": [("text={network}", "1 of 2 networks: name “{network}”")],
    "procurements": [
        ("network={slug}", "1 of 2 procurements: network {network}"),
        ("contract=expected&order=-slip", "0 of 2 procurements: contract expected"),
        ("stage=contract", "2 of 2 procurements: stage now contract signed"),
    ],
    "frameworks": [("state=in-force&order=-expires", "1 of 1 framework: state in force")],
    "contracts": [("status=signed&network={slug}&order=-value", "1 of 2 contracts: status signed, network {network}")],
    "suppliers": [
        ("status=withdrawn", "0 of {suppliers} suppliers: status withdrawn"),
        ("vetted=on&used=on&text=zzz", "0 of {suppliers} suppliers: supplier or product “zzz”, {ticked}"),
        ("order=-use", "{suppliers} suppliers"),
    ],
    "deployments": [
        (
            "state=live-partial&network={slug}&order=-owner",
            "1 of 2 deployments: network {network}, clinical use live, partly",
        ),
        ("without_owner=on&trust=zzz", "0 of 2 deployments: trust name or code “zzz”, has no owner"),
    ],
    "flags": [("severity=high&network={slug}", "1 of 2 flags: severity high, network {network}")],
    "reports": [("kind=network", "0 of 2 reports: kind network readiness"), ("order=-asked", "2 reports")],
    "waivers": [("state=waiting&order=-ends", "2 of 2 waivers: state waits for a decision")],
    "deployment-evidence": [
        ("state=awaiting-review&order=expires", "1 of 1 piece of evidence: state awaiting review"),
        ("type=plan", "0 of 1 piece of evidence: kind plan or procedure"),
    ],
    "sign-offs": [("work=waivers", "0 of 0 things to decide: kind of work waivers to decide")],
}


@pytest.fixture
def world() -> World:
    return build_world()


def sentence(html: str) -> str:
    found = SENTENCE.search(html)
    return found.group(1) if found else "no filters"


def test_every_list_says_what_is_filtered_and_refuses_what_can_not_be(world: World) -> None:
    assert set(LISTS) == set(ASKED), "a list whose filters can be saved is asked here"
    client = Client()
    lead = world.people["national lead"]
    assert lead is not None
    client.force_login(lead)
    network = world.own.network
    suppliers = re.findall(r"(\d+) suppliers", sentence(text_of(client.get(reverse("suppliers")))))[0]
    ticked = "in use where you may see, a product is not vetted"
    words = {"network": network.name, "slug": network.slug, "suppliers": suppliers, "ticked": ticked}
    said, expected = [], []
    for name, asked in ASKED.items():
        path = reverse(name, args=[world.own.deployment.pk] if name == "deployment-evidence" else [])
        for query, wanted in asked:
            html = text_of(client.get(f"{path}?{query.format(**words)}"))
            said.append((name, sentence(html), "Error:" in html))
            expected.append((name, wanted.format(**words), False))
        refused = text_of(client.get(f"{path}?{_impossible(asked[0][0])}"))
        said.append((name, sentence(refused).split(" ")[0], "<title>Error: " in refused))
        expected.append((name, "Showing" if name != "networks" else "0", name != "networks"))
    assert said == expected


def _impossible(query: str) -> str:
    """The same filter with a value that is none."""
    return f"{query.split('=', maxsplit=1)[0]}=quetzalcoatl"


def test_links_of_a_filtered_list_keep_the_filters_and_the_day(world: World) -> None:
    client = Client()
    lead = world.people["national lead"]
    assert lead is not None
    client.force_login(lead)
    html = text_of(client.get("/procurements/?as_of=2025-01-31&stage=contract&order=slip&colour=red"))
    assert 'href="/procurements/?as_of=2025-01-31&amp;stage=contract&amp;order=-slip"' in html
    assert 'href="/procurements/?as_of=2025-01-31&amp;order=slip"' in html  # without the filter
    assert '<input type="hidden" name="as_of" value="2025-01-31">' in html
    assert '<input type="hidden" name="stage" value="contract">' in html  # in the form that chooses a day
    assert "colour=" not in html
