"""Reading a DTAC form: which questions apply given the answers, and what each section comes to. Pure.

Source: NHS England, Digital Technology Assessment Criteria. Questions, options, routing and pass rules are data of each
version of the form; this only walks them. Within a section each question leads to the next, unless the chosen option
leads further on or ends the section. Sections that are not assessed (the company, the value proposition, usability)
never decide the outcome.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.governance.policies.judging import NO_RELEASE, Problem, judged
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.safety_vocabulary import DtacOutcome

END = "end"
ANY_TEXT = "*"
PAGE = "deployment-release"  # leads to the release that the deployment runs
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """An answer to choose. `next` is the question that it leads to, `end` the end of the section, empty the next one."""

    code: str
    label: str
    next: str = ""


@dataclass(frozen=True)
class Question:
    """A question; one without options is answered in words. `passes` are the answers that pass (any text is `*`), empty
    where every answer does. An answer to `alternative` makes up for one that does not pass. `next` is where the question
    leads whatever the answer."""

    code: str
    text: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    passes: tuple[str, ...] = ()
    is_optional: bool = False
    alternative: str = ""
    fails: str = ""
    next: str = ""

    def option(self, answer: str) -> Option | None:
        return next((option for option in self.options if option.code == answer), None)

    def given(self, answers: Answers) -> str:
        """What was answered; an option that the form does not offer is no answer."""
        text = str(answers.get(self.code) or "").strip()
        return text if not self.options or self.option(text) else ""

    def leads_on(self, answer: str) -> str:
        """The code of the question that an answer leads to; empty for the next one."""
        option = self.option(answer)
        return option.next if option and option.next else self.next

    @property
    def routes(self) -> bool:
        """Whether what comes next depends on the answer."""
        return any(option.next for option in self.options)


@dataclass(frozen=True)
class Section:
    """A section of the form. One that `needs_safety_officer` is assessed by a clinical safety officer of the trust."""

    code: str
    title: str
    is_assessed: bool
    questions: tuple[Question, ...]
    needs_safety_officer: bool = False

    @property
    def name(self) -> str:
        return f"{self.code} {self.title}"


@dataclass(frozen=True)
class Failing:
    """A question whose answer does not pass, and why."""

    code: str
    reason: str


@dataclass(frozen=True)
class SectionResult:
    """What a section comes to. `unanswered` are codes of questions that apply and have no answer."""

    section: Section
    outcome: DtacOutcome
    failing: tuple[Failing, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormResult:
    """What a form comes to: failed when an assessed section fails, passed when all pass, and otherwise not complete."""

    outcome: DtacOutcome
    sections: tuple[SectionResult, ...]

    @property
    def failing(self) -> tuple[Failing, ...]:
        return tuple(each for result in self.sections for each in result.failing)


def parse_form(sections: Any) -> tuple[Section, ...]:
    """The sections of a form from its stored data."""
    return tuple(
        Section(**{**section, "questions": tuple(_question(each) for each in section["questions"])})
        for section in sections
    )


def _question(row: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in row.get("options", ()))
    return Question(**{**row, "options": options, "passes": tuple(row.get("passes", ()))})


def problems_of_form(sections: tuple[Section, ...]) -> list[str]:
    """What keeps a form from being walked: a code used twice, a route that leads backwards or nowhere."""
    codes = [question.code for section in sections for question in section.questions]
    found = [f"{code} is used twice." for code in sorted(set(codes)) if codes.count(code) > 1]
    for section in sections:
        order = {question.code: index for index, question in enumerate(section.questions)}
        for question in section.questions:
            later = {END, *(code for code, index in order.items() if index > order[question.code])}
            offered = {ANY_TEXT, *(option.code for option in question.options)}
            ways = {option.next for option in question.options} | {question.next, question.alternative}
            found += [
                f"{question.code} leads to {way}, which does not follow it." for way in sorted(ways - later - {""})
            ]
            unknown = [code for code in question.passes if code not in offered]
            found += [f"{question.code} passes with {code}, which it does not offer." for code in unknown]
    return found


def questions_that_apply(section: Section, answers: Answers) -> list[Question]:
    """The questions of a section that apply, in order. Where one decides what comes next and has no answer, the walk
    ends with it."""
    order = {question.code: index for index, question in enumerate(section.questions)}
    found, index = [], 0
    while index < len(section.questions):
        question = section.questions[index]
        found.append(question)
        answer = question.given(answers)
        if question.routes and not answer:
            break
        way = question.leads_on(answer)
        index = len(section.questions) if way == END else order[way] if way else index + 1
    return found


def judge_section(section: Section, answers: Answers) -> SectionResult:
    """What one section comes to. A failing answer fails it, whatever else is still open."""
    applying = questions_that_apply(section, answers)
    failing = tuple(Failing(each.code, each.fails) for each in applying if _fails(each, answers))
    unanswered = tuple(each.code for each in applying if not each.is_optional and not each.given(answers))
    if failing:
        return SectionResult(section, DtacOutcome.FAILED, failing, unanswered)
    return SectionResult(section, DtacOutcome.INCOMPLETE if unanswered else DtacOutcome.PASSED, (), unanswered)


def _fails(question: Question, answers: Answers) -> bool:
    given = question.given(answers)
    if not given or not question.passes or ANY_TEXT in question.passes or given in question.passes:
        return False
    return not (question.alternative and str(answers.get(question.alternative) or "").strip())


def judge_form(sections: tuple[Section, ...], answers: Answers) -> FormResult:
    """What the form comes to by its assessed sections, each in its order."""
    results = tuple(judge_section(section, answers) for section in sections if section.is_assessed)
    outcomes = {result.outcome for result in results}
    worst = next((each for each in (DtacOutcome.FAILED, DtacOutcome.INCOMPLETE) if each in outcomes), None)
    return FormResult(worst or DtacOutcome.PASSED, results)


def answers_of(section: Section, answers: Answers) -> dict[str, str]:
    """The answers that count in a section, for what is signed: those of questions that apply."""
    return {each.code: each.given(answers) for each in questions_that_apply(section, answers)}


# --- The gate -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DtacOn:
    """The newest concluded assessment of the release that a deployment runs, on a day. `outcome` is None where none is
    concluded; `supplier_form_on` is the date of the form that procurement has on file. `is_current_form` and
    `current_version` are about the version of the form that is mandatory on the day."""

    deployment_id: int
    release_id: int | None = None
    release: str = ""
    outcome: DtacOutcome | None = None
    failing: tuple[str, ...] = ()
    version: str = ""
    dated_on: date | None = None
    concluded_on: date | None = None
    current_version: str = ""
    mandatory_from: date | None = None
    supplier_form_on: date | None = None

    @property
    def is_superseded_form(self) -> bool:
        """The form is of a version that is no longer the current one."""
        return self.outcome is not None and self.version != self.current_version

    @property
    def came_too_late(self) -> bool:
        """The supplier filled in an earlier version though the current one was mandatory by then."""
        return bool(
            self.is_superseded_form
            and self.mandatory_from is not None
            and self.dated_on is not None
            and self.dated_on >= self.mandatory_from
        )


def _problems(facts: DtacOn) -> Iterator[Problem]:
    if facts.release_id is None:
        yield NO_RELEASE
    elif facts.outcome is None:
        on_file = "A form is on file, and nobody has assessed it" if facts.supplier_form_on else "No form is assessed"
        yield f"{on_file} for {facts.release}.", "Assess the supplier's form and conclude it."
    elif facts.outcome == DtacOutcome.FAILED:
        yield (
            f"{facts.release} failed {', '.join(facts.failing)}.",
            "Ask the supplier to put this right and send a new form.",
        )
    elif facts.came_too_late:
        was_mandatory = f"version {facts.current_version} was mandatory when it was filled in"
        yield (
            f"The form of {facts.release} is version {facts.version}, and {was_mandatory}.",
            f"Ask the supplier for version {facts.current_version}.",
        )


def dtac_verdict(facts: DtacOn, day: date) -> Verdict:  # noqa: ARG001 - the facts are of that day
    """Whether the release in use has passed the DTAC."""
    note = " (superseded form)" if facts.is_superseded_form else ""
    met_by = f"{facts.release} passed version {facts.version}{note}."
    return judged(_problems(facts), met_by=met_by, page=PAGE)
