"""What commands about requests are refused with, and an answer that gives material."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shared.context import RequestContext
from shared.errors import DomainError, Invalid
from tests.services.liaison.desk import OFFICER, Desk


def refused(error: type[DomainError], desk: Desk, method: str, by: RequestContext, **data: Any) -> DomainError:
    """What a command is refused with."""
    with pytest.raises(error) as found:
        desk.do(method, by, **data)
    return found.value


def rules(problem: DomainError) -> list[str]:
    assert isinstance(problem, Invalid)
    return [f"{each.pointer} {each.rule}" for each in problem.problems]


def given(desk: Desk, request: str, file: str, until: datetime | None = None) -> Any:
    """It is answered with material."""
    embargo = {"embargo_until": until.isoformat()} if until else {}
    answer = {"kind": "material", "text": "画面。", "files": [{"file": file}], "looked": True} | embargo
    return desk.do("answer_request", OFFICER, request=request, **answer)
