"""The tracker: AI tools across England's imaging networks, from the selection panel to clinical use."""

from tracker.celery import app as celery_app

__all__ = ["celery_app"]
