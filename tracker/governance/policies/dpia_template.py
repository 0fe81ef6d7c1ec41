"""What a version of the DPIA template asks, and what is still to be answered. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.vocabulary import DpiaAct, DpiaRole, ResidualRisk

Answers = Mapping[str, Any]
UNSURE = "unsure"
# What a section needs beside its questions.
ACTIVITIES, ORGANISATIONS, RISKS = "activities", "organisations", "risks"


@dataclass(frozen=True)
class Option:
    """A fixed answer; its code is what is stored."""

    code: str
    text: str


@dataclass(frozen=True)
class Question:
    """`kind` is "text", "one" (of the options), "many" (of the options) or "rows" (texts under `columns`). `asked_if` names
    an earlier question and the answer on which this one is asked."""

    code: str
    text: str
    kind: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    is_required: bool = True
    asked_if: tuple[str, str] | None = None

    def is_asked(self, answers: Answers) -> bool:
        return self.asked_if is None or answers.get(self.asked_if[0]) == self.asked_if[1]

    def words(self, answer: Any) -> list[str]:
        """The answer as texts a person reads, a line each."""
        names = {option.code: option.text for option in self.options}
        if self.kind == "rows":
            return [" → ".join(str(cell) for cell in row) for row in answer or ()]
        given = answer if isinstance(answer, list) else [answer] if answer else []
        return [names.get(each, str(each)) for each in given]


@dataclass(frozen=True)
class Section:
    """`needs` names the rows (activities, organisations, risks) that belong to the section beside its questions."""

    code: str
    number: int
    title: str
    lead: str
    questions: tuple[Question, ...]
    needs: tuple[str, ...] = ()

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)

    @property
    def is_written(self) -> bool:
        """It is filled in, and is not only the place of the signatures."""
        return bool(self.questions or self.needs)


@dataclass(frozen=True)
class Scale:
    """Likelihood and impact from 1 to 5, and the highest score of each band, lowest first."""

    likelihood: Mapping[int, str]
    impact: Mapping[int, str]
    bands: tuple[tuple[ResidualRisk, int], ...]


@dataclass(frozen=True)
class Signature:
    """A capacity that has to act on the assessment, and on what. `is_last` waits for all the others."""

    role: DpiaRole
    act: DpiaAct
    about: str
    is_last: bool = False


@dataclass(frozen=True)
class Template:
    """A version of the template. `lists` are the fixed options of processing activities; `automated` is the section,
    question and answer that say that decisions are made by automated means alone."""

    version: str
    title: str
    sections: tuple[Section, ...]
    scale: Scale | None = None
    suggested_risks: tuple[Option, ...] = ()
    lists: Mapping[str, tuple[Option, ...]] | None = None
    signatures: tuple[Signature, ...] = ()
    automated: tuple[str, str, str] | None = None

    def section(self, code: str) -> Section | None:
        return next((each for each in self.sections if each.code == code), None)

    def options(self, name: str) -> tuple[Option, ...]:
        return (self.lists or {}).get(name, ())

    def word(self, name: str, code: str) -> str:
        """The text of a code of one of the lists; a code that the list does not know is shown as it is."""
        return next((option.text for option in self.options(name) if option.code == code), code)

    @property
    def written_sections(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.is_written)


def template_of(content: Mapping[str, Any]) -> Template:
    """The template that a stored `content` describes."""
    scale, automated = content.get("scale"), content.get("automated")
    return Template(
        version=content["version"],
        title=content["title"],
        sections=tuple(_section(each) for each in content["sections"]),
        scale=_scale(scale) if scale else None,
        suggested_risks=_options(content.get("suggested_risks", ())),
        lists={name: _options(options) for name, options in content.get("lists", {}).items()},
        signatures=tuple(
            Signature(DpiaRole(each["role"]), DpiaAct(each["act"]), each["about"], each.get("is_last", False))
            for each in content.get("signatures", ())
        ),
        automated=(automated["section"], automated["question"], automated["is"]) if automated else None,
    )


def _section(content: Mapping[str, Any]) -> Section:
    return Section(
        content["code"],
        content["number"],
        content["title"],
        content["lead"],
        tuple(_question(each) for each in content["questions"]),
        tuple(content.get("needs", ())),
    )


def _question(content: Mapping[str, Any]) -> Question:
    asked_if = content.get("asked_if")
    return Question(
        content["code"],
        content["text"],
        content["kind"],
        content.get("hint", ""),
        _options(content.get("options", ())),
        tuple(content.get("columns", ())),
        content.get("is_required", True),
        (asked_if["question"], asked_if["is"]) if asked_if else None,
    )


def _options(content: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(each["code"], each["text"]) for each in content)


def _scale(content: Mapping[str, Any]) -> Scale:
    words = {name: {each["code"]: each["text"] for each in content[name]} for name in ("likelihood", "impact")}
    bands = tuple((ResidualRisk(each["code"]), each["up_to"]) for each in content["bands"])
    return Scale(words["likelihood"], words["impact"], bands)


def unanswered(section: Section, answers: Answers) -> list[Question]:
    """The questions of a section that have to be answered and are not, in order."""
    return [
        question
        for question in section.questions
        if question.is_required and question.is_asked(answers) and not answers.get(question.code)
    ]


def unsure(template: Template, sections: Mapping[str, Answers]) -> Iterator[tuple[Section, Question]]:
    """The questions that were answered with “Unsure”."""
    for section in template.sections:
        answers = sections.get(section.code, {})
        for question in section.questions:
            if question.is_asked(answers) and answers.get(question.code) == UNSURE:
                yield section, question


def automated_gaps(template: Template, sections: Mapping[str, Answers]) -> list[Question]:
    """The questions about automated decisions that a tool which decides by itself leaves open: the one that says so, and
    those that follow from it (UK GDPR Articles 22A to 22D)."""
    if template.automated is None:
        return []
    code, question_code, wanted = template.automated
    section = template.section(code)
    if section is None:
        return []
    answers = sections.get(code, {})
    first = [each for each in section.questions if each.code == question_code and answers.get(each.code) != wanted]
    follow = [
        each
        for each in section.questions
        if each.asked_if == (question_code, wanted) and each.is_required and not answers.get(each.code)
    ]
    return first + follow


def may_answer(section: Section, answers: Answers) -> Decision:
    """Whether answers have the shape that the section's questions ask for."""
    for code, answer in answers.items():
        question = section.question(code)
        if question is None:
            return deny(f"Section {section.number} asks no question “{code}”.", field=code)
        if answer and not _fits(question, answer):
            return deny(f"“{question.text}” can't be answered so.", remedy="Choose what is offered.", field=code)
    return ALLOWED


def _fits(question: Question, answer: Any) -> bool:
    codes = {option.code for option in question.options}
    if question.kind == "one":
        return answer in codes
    if question.kind == "many":
        return isinstance(answer, list) and set(answer) <= codes
    if question.kind == "rows":
        return isinstance(answer, list) and all(len(row) == len(question.columns) for row in answer)
    return isinstance(answer, str)
