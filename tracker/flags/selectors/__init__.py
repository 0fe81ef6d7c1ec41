"""Reading flags, and the facts and thresholds that they come of."""

from tracker.flags.selectors.facts import facts_on, thresholds_on
from tracker.flags.selectors.lists import FlagOn, flag_counts, flags_of, open_flags
from tracker.flags.selectors.one import (
    find_flag,
    flag_history,
    get_flag,
    go_live_of,
    scope_of_flag,
    visible_flags,
)
from tracker.flags.selectors.people import Person, comments_on, get_person, people_who_see
from tracker.flags.selectors.reach import Reach, Touched, reach_of

__all__ = [
    "FlagOn",
    "Person",
    "Reach",
    "Touched",
    "comments_on",
    "facts_on",
    "find_flag",
    "flag_counts",
    "flag_history",
    "flags_of",
    "get_flag",
    "get_person",
    "go_live_of",
    "open_flags",
    "people_who_see",
    "reach_of",
    "scope_of_flag",
    "thresholds_on",
    "visible_flags",
]
