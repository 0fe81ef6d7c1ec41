"""Flags: what the rules found wrong, with its history and what people say about it, and the thresholds that the rules work to."""

from tracker.flags.models.comment import FlagComment, FlagMention
from tracker.flags.models.flag import Flag, FlagEvent
from tracker.flags.models.threshold import Threshold
from tracker.flags.vocabulary import FlagEventKind, Severity, SubjectKind

__all__ = ["Flag", "FlagComment", "FlagEvent", "FlagEventKind", "FlagMention", "Severity", "SubjectKind", "Threshold"]
