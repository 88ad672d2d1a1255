"""Review: rounds, and the rules that they go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.context import RequestContext
from tests.services.interest.lines import Attempt, Lines, Scene
from tests.services.review.desk import FINAL, FIRST, KEEPER, Desk
from tests.services.review.makers import MOBILE, policy_input
from tests.services.review.test_ideas import idea
from tests.services.stage import Stage

VIEW = {"novelty": 90, "feasibility": 90, "benefit": 90}


def scene(make: Callable[[Desk], Any], by: RequestContext = FIRST, **data: Any) -> Scene:
    """One with a round of outlet o1, None for what is about no round."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        review = make(desk)
        named = {"review": review["id"]} if review else {}
        return Attempt(by, named | data, lambda: desk.outlet("o1", "writer", by.actor.account))

    return made


def claimed(desk: Desk) -> Any:
    return desk.do("claim", FIRST, review=desk.opened(f"值班电话 {MOBILE}")["id"])


def _next(desk: Desk) -> None:
    desk.opened()


def _none(_desk: Desk) -> None:
    return None


def decided(by: RequestContext, **data: Any) -> Scene:
    """One with a word list that the administrator proposed, for who ends it."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        named = {"proposal": desk.do("propose_word_list", KEEPER, **WORDS)["id"]}
        return Attempt(by, named | data, lambda: desk.outlet("o1", "writer", by.actor.account))

    return made


WORDS = {"list": "banned", "title": "词表", "level": "banned", "words": [{"word": "内部"}], "reason": "市局通报"}
SETTLED = {"reason": "公开电话"}
LINES: Lines = {
    "claim": scene(Desk.opened),
    "claim_next": scene(_next),
    "release": scene(claimed),
    "reassign": scene(Desk.opened, FINAL, account="first"),
    "recuse": scene(Desk.opened, reason="与作者相识"),
    "set_sensitivity": scene(claimed, sensitivity="major"),
    "confirm_finding": scene(claimed, finding="f1", **SETTLED),
    "dismiss_finding": scene(claimed, finding="f1", **SETTLED),
    "dismiss_findings": scene(claimed, findings=["f1"], **SETTLED),
    "decide": scene(claimed, decision="reject", reason="不实"),
    "assess": scene(idea, **VIEW),
    "revoke": scene(Desk.approved, FINAL, reason="有误"),
    "propose_policy": scene(_none, KEEPER, **policy_input()),
    "propose_word_list": scene(_none, KEEPER, **WORDS),
    "confirm_proposal": decided(FINAL),
    "refuse_proposal": decided(FINAL, reason="不妥"),
    "withdraw_proposal": decided(KEEPER),
}
