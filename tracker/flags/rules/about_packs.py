"""The rules about procurement packs, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import packs
from tracker.flags.rules.base import STANDARDS, Rule

RULES_ABOUT_PACKS: tuple[Rule, ...] = (
    Rule(
        code="R10",
        title="Tender issued without a complete pack",
        owner_role=Role.PROCUREMENT,
        meaning="Suppliers bid on what the pack tells them. What it leaves out is found in evaluation, in the contract or "
        "at integration, where it costs months.",
        what_to_do="Complete the items that are named and send them to the bidders, or ask for a waiver that says why "
        "the tender can do without.",
        closes_when="the pack is complete, a waiver counts, or the contract is signed",
        source=f"{STANDARDS} R10 and section 5.3",
        checks=(packs.tender_without_pack,),
    ),
)
