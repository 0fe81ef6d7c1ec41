"""The rules about the law of a procurement, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import routes
from tracker.flags.rules.base import OWN, STANDARDS, Rule

RULES_ABOUT_ROUTES: tuple[Rule, ...] = (
    Rule(
        code="R05",
        title="Contract signed too early",
        owner_role=Role.PROCUREMENT,
        meaning="A contract may not be entered into before its award is told and the standstill, where there is one, has "
        "ended. A supplier that lost can have a contract set aside for this.",
        what_to_do="Check the day of signature and of the notice. If they are right, take legal advice, and record what "
        "was decided as a note.",
        closes_when="the day of signature or of the notice is corrected",
        source=f"{STANDARDS} R05; Procurement Act 2023, s.51",
        checks=(routes.signed_too_early,),
    ),
    Rule(
        code="R06",
        title="Notice not published",
        owner_role=Role.PROCUREMENT,
        meaning="The law sets a last day for telling the public about a contract, and nothing shows that this was done.",
        what_to_do="Publish the notice in Find a Tender, and record its number and day.",
        closes_when="each notice is recorded as published",
        source=f"{STANDARDS} R06; Procurement Act 2023, ss.53, 70 and 80",
        checks=(routes.notice_overdue,),
        thresholds={"critical_days": 60},
    ),
    Rule(
        code="R09",
        title="Framework expires before the award",
        owner_role=Role.PROCUREMENT,
        meaning="A contract can be called off from a framework only until it expires. As planned, this one would come too "
        "late, and the procurement would have to begin anew.",
        what_to_do="Bring the award forward, ask the framework's owner about an extension, or choose another route.",
        closes_when="the contract is signed or expected before the framework expires, or another framework is named",
        source=f"{STANDARDS} R09 and section 5.5",
        checks=(routes.framework_expires,),
    ),
    Rule(
        code="T13",
        title="Supplier waits for an answer",
        owner_role=Role.PROCUREMENT,
        meaning="A supplier asked or complained about the procurement, and the day by which it is answered has passed. "
        "Unanswered questions become challenges.",
        what_to_do="Answer, and record what was answered.",
        closes_when="each is answered, withdrawn or settled",
        source=OWN,
        checks=(routes.challenge_overdue,),
    ),
)
