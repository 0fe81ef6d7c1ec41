"""The only writes to notifications, choices, follows and the ledger of e-mails."""

from tracker.notifications.actions.notifying import Notice, notify, notify_all, notify_who_see

__all__ = ["Notice", "notify", "notify_all", "notify_who_see"]
