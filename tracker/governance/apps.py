from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "tracker.governance"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.core.touched import TOUCHED
        from tracker.governance import permissions  # noqa: F401 - declares who may do what
        from tracker.governance.checks import register_check
        from tracker.governance.policies.dpia_standing import article_28, dpia_approved
        from tracker.governance.selectors.dpias import dpias_on
        from tracker.governance.tasks import review_touched_dpias

        register_check("dpia-approved", reader=dpias_on, judge=dpia_approved)
        register_check("article-28", reader=dpias_on, judge=article_28)
        subscribe(TOUCHED, review_touched_dpias)
