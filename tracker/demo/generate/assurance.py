"""Training and local validation of each deployment that is live or close to it, most in order, some not."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.deployments import Deployment, Gap
from tracker.demo.generate.milestones import done_day
from tracker.demo.generate.organisations import Story
from tracker.demo.generate.rows import Row

# How many of each role a trust has: at least, and how many more the largest have.
STAFF = {
    "radiologist": (11, 17),
    "reporting-radiographer": (2, 6),
    "radiographer": (24, 40),
    "referrer": (60, 90),
    "pacs-team": (2, 3),
    "safety-officer": (1, 2),
}
HAVE_TO = ("radiologist", "reporting-radiographer", "pacs-team", "safety-officer")
CLOSE_TO_GO_LIVE = (Story.UNGOVERNED, Story.OVERDUE)
LEAD_DAYS = {"validation": 26, "training": 32}  # before the go-live, where the milestone tells no day


def is_ready(deployment: Deployment) -> bool:
    """Whether a deployment is so far that its staff are trained and its validation has been run."""
    return bool(deployment.live_on) or (deployment.story in CLOSE_TO_GO_LIVE and not deployment.ended)


def ready_on(deployment: Deployment, milestone: str, calendar: Calendar) -> date:
    """The day on which that was done."""
    go_live = deployment.live_on or calendar.before(3)
    day = done_day(deployment, milestone, calendar) or working_day(go_live - timedelta(days=LEAD_DAYS[milestone]))
    return min(day, calendar.before(4))


def training_rows(deployments: list[Deployment], calendar: Calendar) -> Iterator[Row]:
    """How many of each role are trained."""
    for deployment in filter(is_ready, deployments):
        is_short = deployment.story == Story.UNGOVERNED and deployment.number == 1
        for place, (role, (least, more)) in enumerate(STAFF.items()):
            eligible = least + (deployment.trust.place * 7 + place * 3) % more
            left_out = eligible // 3 if is_short or role not in HAVE_TO else 0
            yield {
                **deployment.subject,
                "role": role,
                "eligible": eligible,
                "completed": eligible - left_out,
                "as at": ready_on(deployment, "training", calendar),
            }


def validation_rows(deployments: list[Deployment], calendar: Calendar) -> Iterator[Row]:
    """The run of each trust's validation before its go-live; one was too small to tell, and one has not been run."""
    for deployment in filter(is_ready, deployments):
        if deployment.story == Story.UNGOVERNED and deployment.number == 0:
            continue
        is_small = deployment.gap == Gap.EXPIRED
        positives = 12 if is_small else 58 + deployment.trust.place * 5 % 40
        negatives = 180 if is_small else 840 + deployment.trust.place * 37 % 300
        missed = 1 + deployment.trust.place % 2
        false_alarms = negatives // (9 + deployment.trust.place % 4)
        yield {
            **deployment.subject,
            "run on": ready_on(deployment, "validation", calendar),
            "cases": positives + negatives,
            "true positives": positives - missed,
            "false positives": false_alarms,
            "true negatives": negatives - false_alarms,
            "false negatives": missed,
            "minimum sensitivity": 0.85,
            "minimum specificity": 0.8,
            "result": "inconclusive" if is_small else "pass",
        }
