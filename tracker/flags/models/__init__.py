"""Flags: what the rules found wrong, with its history, and the thresholds that the rules work to."""

from tracker.flags.models.flag import Flag, FlagEvent
from tracker.flags.models.threshold import Threshold
from tracker.flags.vocabulary import FlagEventKind, Severity, SubjectKind

__all__ = ["Flag", "FlagEvent", "FlagEventKind", "Severity", "SubjectKind", "Threshold"]
