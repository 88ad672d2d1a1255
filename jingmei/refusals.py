"""Why something was refused, in the words that the gateway has for it and with the option that it was given by."""

from __future__ import annotations

from typing import Final

from jingmei.texts import locale
from shared.errors import DomainError, FieldProblem

# Options of `jingmei bootstrap` and `appoint`, by the fields that they fill.
OPTIONS: Final = {
    "/bureau": "--bureau", "/bureau_name": "--name", "/login": "--login", "/password": "--password", "/role": "--role",
}  # fmt: skip


def why(error: DomainError) -> str:
    """One line: every problem, or what the error itself says."""
    if error.problems:
        return " ".join(_problem(problem) for problem in error.problems)
    from gateway.messages import text  # noqa: PLC0415 (only when it is needed)

    return text(locale(), error.code, error.params)


def _problem(problem: FieldProblem) -> str:
    from gateway.messages import text  # noqa: PLC0415 (only when it is needed)

    place = OPTIONS.get(problem.pointer, problem.pointer)
    return f"{place}: {text(locale(), problem.rule, problem.params)}"
