"""What an answer, and who is to give it, have to be."""

from __future__ import annotations

from typing import Any

from services.liaison.domain.office import Office
from services.liaison.domain.requests.model import Answer, Request
from shared.contracts.liaison_terms import ANSWERS, AnswerKind, RequestKind
from shared.errors import FieldProblem, Invalid


def require_fitting(kind: RequestKind, given: Answer) -> None:
    """Raises: Invalid when an answer is none that such a request gets, or lacks what makes it one."""
    problems = []
    if given.kind not in ANSWERS[kind]:
        problems.append(FieldProblem("/kind", "answer.kind", {"allowed": list(ANSWERS[kind])}))
    needed: dict[AnswerKind, dict[str, Any]] = {
        AnswerKind.MATERIAL: {"files": given.files},
        AnswerKind.APPOINTMENT: {"starts_at": given.starts_at, "place": given.place},
        AnswerKind.REPLY: {"text": given.text},
        AnswerKind.REFUSAL: {"text": given.text},
    }
    problems += [FieldProblem(f"/{name}", "required") for name, value in needed[given.kind].items() if not value]
    problems += _adopting(kind, given)
    if given.starts_at is not None and given.starts_at <= given.at:
        problems.append(FieldProblem("/starts_at", "moment.past"))
    if problems:
        raise Invalid("validation", problems=problems)


def _adopting(kind: RequestKind, given: Answer) -> list[FieldProblem]:
    """Of a suggestion an answer says whether it is adopted, and of nothing else."""
    if kind is not RequestKind.SUGGESTION:
        return [] if given.adopted is None else [FieldProblem("/adopted", "answer.no_suggestion")]
    if given.kind is AnswerKind.REPLY and given.adopted is None:
        return [FieldProblem("/adopted", "required")]
    return [FieldProblem("/adopted", "answer.refused")] if given.kind is AnswerKind.REFUSAL and given.adopted else []


def require_officer(request: Request, unit: str, officer: str, office: Office) -> None:
    """Raises: Invalid unless it is an officer of the unit, and of a confidential request one who is named for them."""
    found = office.units.get(unit)
    problems = []
    if found is None or not found.active:
        problems.append(FieldProblem("/unit", "unit.unknown"))
    elif officer not in {found.head, *found.officers}:
        problems.append(FieldProblem("/officer", "unit.not_of_it"))
    if request.confidential and officer not in office.named:
        problems.append(FieldProblem("/officer", "request.not_named"))
    if problems:
        raise Invalid("validation", problems=problems)
