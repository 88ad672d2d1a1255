"""What a refusal tells, on the real database."""

from __future__ import annotations

import pytest

from shared.context import RequestContext
from shared.errors import NotFound
from shared.ids import new_id
from tests.services.liaison.desk import COLLEAGUE, LIAISON, Desk

PROFILE = "system.profile"


def test_one_that_is_not_for_somebody_takes_the_reads_of_one_that_there_is_not(desk: Desk) -> None:
    case = desk.opened("rights")["id"]
    for who in (LIAISON, COLLEAGUE):
        there, nowhere = (reads(desk, who, each) for each in (case, new_id()))
        assert there == nowhere and there


def reads(desk: Desk, who: RequestContext, request: str) -> list[str]:
    """The collections that are read to refuse somebody a request, in order."""
    db = desk.stage.db
    db.command("profile", 2)
    try:
        with pytest.raises(NotFound, match=r"request\.not_found"):
            desk.ask("request", who, request=request)
    finally:
        db.command("profile", 0)
    found = [row["ns"].partition(".")[2] for row in db[PROFILE].find({"op": {"$in": ["query", "getmore"]}}).sort("ts")]
    db.drop_collection(PROFILE)
    return [name for name in found if name != PROFILE]
