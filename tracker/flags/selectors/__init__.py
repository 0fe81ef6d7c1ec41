"""Reading flags, and the facts and thresholds that they come of."""

from tracker.flags.selectors.facts import facts_on, thresholds_on
from tracker.flags.selectors.lists import FlagOn, flag_counts, flags_of, open_flags
from tracker.flags.selectors.one import find_flag, flag_history, get_flag, scope_of_flag
from tracker.flags.selectors.reach import Reach, Touched, reach_of

__all__ = [
    "FlagOn",
    "Reach",
    "Touched",
    "facts_on",
    "find_flag",
    "flag_counts",
    "flag_history",
    "flags_of",
    "get_flag",
    "open_flags",
    "reach_of",
    "scope_of_flag",
    "thresholds_on",
]
