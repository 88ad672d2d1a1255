"""In which area of `shared.labels` the codes of a story are labelled: by the kind of a step, and by a detail's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jingmei.story.model import Kind, Step
from shared.labels import label, labels

# What happened: where several areas are named, in the first that knows it.
WHAT: Final[Mapping[Kind, Sequence[str]]] = {
    Kind.MOVE: ("submission.act",),
    Kind.REVIEW: ("review.act",),
    Kind.REQUEST: ("request.act",),
    Kind.ACTIVITY: ("activity.act",),
    Kind.PERMIT: ("event", "permit.state"),
    Kind.PUBLICATION: ("event", "publication.state"),
    Kind.METRICS: ("event", "metrics.state", "request.state"),
    Kind.POINTS: ("ledger.rule",),
    Kind.AWARD: ("event",),
}
RESULT: Final[Mapping[Kind, Sequence[str]]] = {
    Kind.MOVE: ("submission.state",),
    Kind.REVIEW: ("review.state",),
    Kind.REQUEST: ("request.state",),
    Kind.ACTIVITY: ("activity.state",),
    Kind.EVENT: ("event.state",),
    Kind.AWARD: ("award.kind",),
    Kind.DELIVERY: ("delivery.state",),
}
DETAILS: Final[Mapping[str, Sequence[str]]] = {
    # In the head of a story, by what it is of.
    "activity.kind": ("activity.kind",),
    "activity.status": ("activity.state",),
    "call.kind": ("call.kind",),
    "call.status": ("call.state",),
    "kind": ("submission.kind", "request.kind", "answer.kind"),
    "status": ("submission.state", "review.state", "publication.state", "metrics.state"),
    "stage": ("stage",),
    "next_stage": ("stage",),
    "decision": ("review.verdict", "appeal.state"),
    "verdict": ("review.verdict",),
    "grade": ("grade",),
    "sensitivity": ("sensitivity",),
    "reason": ("reason",),
    "basis": ("publication.basis",),
    "flags": ("metrics.flag",),
    "platform": ("platform",),
    "level": ("level",),
    "placement": ("placement",),
    "byline": ("byline",),
    "roles": ("role",),
    "target": ("request.target",),
    "answer": ("answer.kind",),
    "closing": ("request.closing",),
}


def what_of(step: Step, language: str) -> str:
    """What happened, in words where it has some."""
    return _first(WHAT.get(step.kind, ()), step.what, language)


def result_of(step: Step, language: str) -> str:
    """How it ended, in words where it has some."""
    return _first(RESULT.get(step.kind, ()), step.result, language)


def detail(name: str, value: str, language: str) -> str:
    """A detail's value, in words where it has some."""
    if value in {"True", "False"}:
        return label("yes_no", "yes" if value == "True" else "no", language)
    return _first(DETAILS.get(name, ()), value, language)


def head(of: str, name: str, value: str, language: str) -> str:
    """A fact in the head of a story, in words where it has some."""
    return detail(f"{of}.{name}" if f"{of}.{name}" in DETAILS else name, value, language)


def named(name: str, language: str) -> str:
    """What a detail is called."""
    return label("step.detail", name, language)


def _first(areas: Sequence[str], code: str, language: str) -> str:
    return next((labels(language)[area][code] for area in areas if code in labels(language)[area]), code)
