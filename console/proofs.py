"""What the API wants to be shown once more before it goes on: `password` or `code`, by the code of its refusal."""

from __future__ import annotations

from typing import Final

from jingmei_client import Forbidden, Problem, Unreachable

PROOFS: Final = {"auth.prove_by_password": "password", "auth.prove_by_code": "code"}

# What stands in place of a code.
KEY: Final = "credential"


def wanted(problem: Problem | Unreachable) -> bool:
    """Whether it was refused because nobody knows who sits there."""
    return isinstance(problem, Forbidden) and problem.code in PROOFS
