"""What each role can do here, in the few steps of the tour of a first visit. Data."""

from collections.abc import Collection
from dataclasses import dataclass

from tracker.accounts.roles import Role


@dataclass(frozen=True)
class Step:
    """One thing that a person can do, in a sentence or two, and where. `route` names an address without parameters."""

    title: str
    text: str
    route: str
    link: str


HOME = Step(
    "Start here in the morning",
    "Your first page lists what needs you today. An entry goes away when what it asks for is recorded.",
    "home",
    "Go to your first page",
)
FLAGS = Step(
    "See what is wrong, and who can put it right",
    "Flags open and close by themselves. Each says what it means, what to do, and whose it is. Acknowledge one that is in "
    "hand.",
    "flags",
    "Look at the flags",
)
PLANS = Step(
    "Keep the dates true",
    "Open a network, a trust and its deployment, and choose “Change” beside a date. Say why a date moves; the agreed date "
    "stays, so that everybody sees the slip.",
    "networks",
    "Choose a network",
)
TRUST = Step(
    "Keep your trust’s dates true",
    "Your first page leads to your trust. Choose “Change” beside a date and say why it moves. When nothing has changed, "
    "confirm that it is still right.",
    "home",
    "Find your trust",
)
GATE = Step(
    "See what is missing before go-live",
    "The go-live gate of a deployment lists every requirement and the next things that would open it. A go-live is refused "
    "while it is closed.",
    "help-words",
    "What the gate asks for",
)
REPORTS = Step(
    "Take it to a meeting",
    "Make a readiness report of a trust or network as a PDF, for the day that you choose. Every page prints well, too.",
    "reports",
    "Look at reports",
)
NATIONAL = Step(
    "See the whole programme",
    "The national dashboard says how many trusts are live, what moved within a week, and how networks compare. Choose "
    "“Show another day” to look back.",
    "national",
    "Open the national dashboard",
)
PROCUREMENTS = Step(
    "Keep procurements moving",
    "See what is late or due within 30 days, which notices the law asks for, and where the time goes.",
    "procurements",
    "Open the procurements",
)
CONTRACTS = Step(
    "Look after contracts",
    "Record signatures, changes, payments and how suppliers perform. One person proposes a payment, another releases it.",
    "contracts",
    "Open the contracts",
)
SUPPLIERS = Step(
    "Choose among vetted products",
    "The shortlist holds products whose evidence is in date. A supplier’s page lists all that depends on it.",
    "suppliers",
    "Open the suppliers",
)
SIGNING = Step(
    "Sign, or say why not",
    "Everything that waits for you stands in one list, with what you would be signing for. You sign in your own capacity "
    "only.",
    "sign-offs",
    "Open what waits for you",
)
WAIVERS = Step(
    "Decide on waivers",
    "A requirement may be waived for a while by two people. Read the reason, decide, and give it an end.",
    "waivers",
    "Open the waivers",
)
WORDS = Step(
    "Look up a word",
    "DPIA, DTAC, standstill: each word says what it means and who does it. “Help” at the top of every page explains that "
    "page.",
    "help-words",
    "What the words mean",
)

STEPS: dict[Role, tuple[Step, ...]] = {
    Role.NATIONAL_LEAD: (HOME, NATIONAL, FLAGS, REPORTS, WORDS),
    Role.PROGRAMME_MANAGER: (HOME, PLANS, GATE, FLAGS, REPORTS),
    Role.PROCUREMENT: (HOME, PROCUREMENTS, CONTRACTS, SUPPLIERS, WORDS),
    Role.SIGNATORY: (HOME, SIGNING, WAIVERS, WORDS),
    Role.TRUST_USER: (TRUST, GATE, FLAGS, REPORTS, WORDS),
    Role.ADMINISTRATOR: (HOME, NATIONAL, FLAGS, WORDS),
    Role.VIEWER: (NATIONAL, FLAGS, REPORTS, WORDS),
}


def steps_for(roles: Collection[Role]) -> tuple[Step, ...]:
    """The steps of the role that has most to do here, of those that the person holds; none without a role."""
    return next((steps for role, steps in STEPS.items() if role in roles), ())
