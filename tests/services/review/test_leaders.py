"""A policy may have what is major go to a leader, after all three stages."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Forbidden, NotFound
from shared.events import StageDecided
from tests.services.review.desk import FINAL, FIRST, KEEPER, LEADER, Desk
from tests.services.review.makers import policy_input

BY_LEADER: dict[str, Any] = {"stage": "leader", "hours": 4, "roles": ["leader"]}


@pytest.fixture
def major(desk: Desk) -> Any:
    """A major work that has passed three stages, in a bureau whose leaders decide upon those."""
    written = policy_input()
    both = written["routes"][1]
    both["sensitivities"] = ["sensitive"]
    written["routes"].append({**both, "sensitivities": ["major"], "stages": [*both["stages"], BY_LEADER]})
    desk.adopt("propose_policy", KEEPER, **written)
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    raised = desk.do("set_sensitivity", FIRST, review=review["id"], sensitivity="major")
    assert [each["stage"] for each in raised["stages"]] == ["first", "second", "final", "leader"]
    return desk.decide(desk.up_to(raised, "final"), FINAL)


def test_a_leader_decides_last(desk: Desk, major: Any) -> None:
    assert (major["stage"], major["status"]) == ("leader", "open")
    assert desk.told(StageDecided)[-1].next_stage == "leader"
    with pytest.raises(Forbidden):
        desk.do("claim", FINAL, review=major["id"])
    assert desk.ask("counts")["stage"]["leader"] == 1
    taken = desk.do("claim_next", LEADER)
    assert (taken["id"], taken["claimed_by"]) == (major["id"], "leader")
    assert "decide" in taken["may"]
    given = {"grade": "A", "no_embargo": True}
    done = desk.do("decide", LEADER, review=major["id"], decision="pass", **given)
    assert (done["status"], [each["by"] for each in done["decisions"]][-1]) == ("approved", "leader")
    assert desk.ask("permit", code=done["permit"])["state"] == "valid"


def test_what_others_decide_is_not_a_leaders(desk: Desk) -> None:
    review = desk.opened()
    with pytest.raises(Forbidden):
        desk.do("claim", LEADER, review=review["id"])
    with pytest.raises(NotFound, match="nothing_waits"):
        desk.do("claim_next", LEADER)
