"""Scoring risk by a document's own scheme. Pure.

Source of the shipped scheme: NHS Digital, UK Core hazard log. DCB0129 and DCB0160 mandate none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.core.decisions import ALLOWED, Decision, deny


@dataclass(frozen=True)
class Level:
    """One step of a scale, with what it means."""

    code: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Rating:
    """A rating and what a hazard of it needs before the safety case may be approved. `blocks`: nothing will do."""

    rating: int
    label: str
    meaning: str
    blocks: bool = False
    needs_alarp: bool = False
    needs_acceptance: bool = False


@dataclass(frozen=True)
class Scheme:
    """Severities and likelihoods from least to most; `matrix` has the ratings of a likelihood in the order of the
    severities."""

    severities: tuple[Level, ...]
    likelihoods: tuple[Level, ...]
    matrix: Mapping[str, tuple[int, ...]]
    ratings: tuple[Rating, ...]

    def rate(self, severity: str, likelihood: str) -> Rating | None:
        """The rating of a severity and a likelihood; None where either is not of this scheme, or not scored."""
        column = next((index for index, level in enumerate(self.severities) if level.code == severity), None)
        row = self.matrix.get(likelihood)
        if column is None or row is None:
            return None
        return next((rating for rating in self.ratings if rating.rating == row[column]), None)

    def severity(self, code: str) -> str:
        """The words of a severity; empty when it is not scored."""
        return _label(self.severities, code)

    def likelihood(self, code: str) -> str:
        """The words of a likelihood; empty when it is not scored."""
        return _label(self.likelihoods, code)


def _label(levels: Iterable[Level], code: str) -> str:
    return next((level.label for level in levels if level.code == code), "")


def parse_scheme(severities: Any, likelihoods: Any, matrix: Any, ratings: Any) -> Scheme:
    """A scheme from its stored data."""
    return Scheme(
        severities=tuple(Level(**level) for level in severities),
        likelihoods=tuple(Level(**level) for level in likelihoods),
        matrix={likelihood: tuple(row) for likelihood, row in matrix.items()},
        ratings=tuple(Rating(**rating) for rating in ratings),
    )


def problems_of_scheme(scheme: Scheme) -> list[str]:
    """What keeps a scheme from rating every pair."""
    known = {rating.rating for rating in scheme.ratings}
    found = []
    for level in scheme.likelihoods:
        row = scheme.matrix.get(level.code, ())
        if len(row) != len(scheme.severities):
            found.append(f"The row of “{level.label}” needs a rating for each severity.")
        found += [f"The rating {rating} has no meaning." for rating in row if rating not in known]
    return found


@dataclass(frozen=True)
class Scores:
    """Severity and likelihood of one hazard before and after its additional controls; empty where not scored."""

    initial_severity: str = ""
    initial_likelihood: str = ""
    residual_severity: str = ""
    residual_likelihood: str = ""


def may_score(scheme: Scheme, scores: Scores, *, has_controls: bool) -> Decision:
    """Whether a hazard's scores are whole, of the document's scheme, and no lower than its controls explain: a control
    that nobody has named reduces nothing."""
    for name in ("initial", "residual"):
        severity, likelihood = getattr(scores, f"{name}_severity"), getattr(scores, f"{name}_likelihood")
        if bool(severity) != bool(likelihood):
            missing = "likelihood" if severity else "severity"
            return deny(
                f"The {name} risk has no {missing}.",
                remedy="Choose both, or neither while it is not scored.",
                field=f"{name}_{missing}",
            )
        if severity and scheme.rate(severity, likelihood) is None:
            return deny(
                f"The {name} risk is not of this document's risk scheme.",
                remedy="Choose a severity and a likelihood of the scheme.",
                field=f"{name}_severity",
            )
    initial = scheme.rate(scores.initial_severity, scores.initial_likelihood)
    residual = scheme.rate(scores.residual_severity, scores.residual_likelihood)
    if residual is not None and initial is None:
        return deny(
            "The residual risk is scored and the initial risk is not.",
            remedy="Score the initial risk first.",
            field="initial_severity",
        )
    if residual is not None and initial is not None and residual.rating < initial.rating and not has_controls:
        return deny(
            "The residual risk is lower than the initial one, and no additional control says why.",
            remedy="Name the controls by design, test, training or process that reduce it.",
            field="residual_severity",
        )
    return ALLOWED
