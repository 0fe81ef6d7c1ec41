"""The rules about what contracts say, as the catalogue has them."""

from tracker.accounts.roles import Role
from tracker.flags.rules import contract_content
from tracker.flags.rules.base import STANDARDS, Rule

RULES_ABOUT_CONTRACTS: tuple[Rule, ...] = (
    Rule(
        code="R07",
        title="Large contract without KPIs, or not assessed",
        owner_role=Role.PROCUREMENT,
        meaning="A contract above £5 million has at least three published key performance indicators, each assessed at "
        "least once a year. This one has too few, or an assessment is overdue.",
        what_to_do="Agree and record the missing KPIs, or assess the ones that are named and publish the contract "
        "performance notice (UK9).",
        closes_when="three KPIs are recorded, each assessed within the last 12 months",
        source=f"{STANDARDS} R07; Procurement Act 2023, sections 52 and 71",
        checks=(contract_content.kpis_of_a_large_contract,),
        thresholds={"value_pounds": 5_000_000, "least_kpis": 3, "assessed_months": 12},
    ),
    Rule(
        code="R08",
        title="Modification without a decision on its notice",
        owner_role=Role.PROCUREMENT,
        meaning="A change of the contract was agreed, and nobody has decided whether a contract change notice (UK10) has "
        "to be published before it takes effect.",
        what_to_do="Decide whether the notice is needed, with the reason, or publish it and record its number.",
        closes_when="each modification has that decision",
        source=f"{STANDARDS} R08; Procurement Act 2023, section 75",
        checks=(contract_content.modification_without_decision,),
    ),
    Rule(
        code="R13",
        title="Nothing is paid or renewed by outcome",
        owner_role=Role.PROCUREMENT,
        meaning="Neither a payment nor the renewal waits for a measurable success. The supplier is paid whether or not "
        "the tool helps.",
        what_to_do="Agree a success metric with a baseline and a target, and have a payment or the renewal wait for it.",
        closes_when="a payment or the renewal waits for a success metric",
        source=f"{STANDARDS} R13 and section 5.7",
        checks=(contract_content.no_outcome_tied,),
    ),
    Rule(
        code="R14",
        title="Core data term missing",
        owner_role=Role.PROCUREMENT,
        meaning="One of the four data terms that matter most is not in the contract: permitted use, retraining, deletion "
        "and return, secondary use. Patients' data may be used in ways that nobody agreed to.",
        what_to_do="Agree the term with the supplier as a modification, and record the position; other networks' wording "
        "stands beside the form.",
        closes_when="all four terms are in the contract, or it has ended",
        source=f"{STANDARDS} R14 and section 5.6",
        checks=(contract_content.core_data_term_missing,),
    ),
    Rule(
        code="R15",
        title="Change control or re-validation clause missing",
        owner_role=Role.PROCUREMENT,
        meaning="The contract does not say how new versions are announced, or what makes a new local validation "
        "necessary and who pays for it. The tool may change under the people who use it.",
        what_to_do="Agree both clauses with the supplier as a modification, and record the positions.",
        closes_when="both clauses are in the contract, or it has ended",
        source=f"{STANDARDS} R15 and section 5.6",
        checks=(contract_content.change_clause_missing,),
    ),
)
