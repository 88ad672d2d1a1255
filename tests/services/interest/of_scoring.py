"""Scoring: points, periods, appeals, awards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.clock import now
from shared.context import RequestContext
from tests.services.interest.lines import Attempt, Lines, Other, Scene
from tests.services.scoring.desk import LEADER, MANAGER, Desk
from tests.services.scoring.test_awards import LIAISON, PERIOD, appeal, published
from tests.services.scoring.test_periods import doubled
from tests.services.stage import Stage

BONUS = {"rule": "first_report", "reason": "首家报道"}


def scene(make: Callable[[Desk, str], dict[str, Any]], by: RequestContext = MANAGER) -> Scene:
    """One with an outlet whose quarter is publicised."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        [outlet] = published(desk, "self_media")
        data = make(desk, outlet)
        return Attempt(by, data, lambda: desk.outlet(outlet, more_members=(by.actor.account,)))

    return made


def of_quarter(*moves: str, by: RequestContext = MANAGER, **data: Any) -> Scene:
    """One with a quarter after some moves."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        outlet = desk.outlet()
        desk.tell(desk.work(outlet))
        for move in moves:
            desk.do(move, period=PERIOD)
        return Attempt(by, {"period": PERIOD, **data}, lambda: desk.outlet(outlet, more_members=(by.actor.account,)))

    return made


def _adopted(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
    desk = Desk(stage)
    data = {"scheme": doubled(), "effective_from": "2026-08-01"}
    return Attempt(MANAGER, data, lambda: desk.outlet(more_members=("manager",)))


def _given_back(desk: Desk, outlet: str) -> dict[str, Any]:
    made = desk.do("adjust_points", MANAGER, outlet=outlet, **BONUS)
    return {"adjustment": made["id"], "reason": "录入有误"}


def _signed(desk: Desk, _outlet: str) -> dict[str, Any]:
    desk.do("finalise_period", LEADER, period=PERIOD, early=True, reason="演示")
    return {"period": PERIOD}


def _handed_over(desk: Desk, outlet: str) -> dict[str, Any]:
    desk.do("grant_awards", MANAGER, **_signed(desk, outlet))
    awards = desk.ask("awards_list", period=PERIOD, limit=100)["items"]
    gift = next(one["id"] for one in awards if one["kind"] == "gift_pack")
    when = {"delivered_at": now().isoformat(), "received_by": "王芳", "delivered_by": "liaison", "photo": "photo"}
    return {"award": gift, **when}


LINES: Lines = {
    "adopt_scheme": _adopted,
    "close_period": of_quarter(),
    "publicise_period": of_quarter("close_period"),
    "finalise_period": of_quarter("close_period", "publicise_period", by=LEADER, early=True, reason="演示"),
    "adjust_points": scene(lambda _, outlet: {"outlet": outlet, **BONUS}),
    "reverse_adjustment": scene(_given_back),
    "answer_appeal": scene(
        lambda desk, outlet: {"appeal": appeal(desk, outlet)["id"], "decision": "dismissed", "answer": "维持原分"}
    ),
    "grant_awards": scene(_signed),
    "deliver_award": scene(_handed_over, LIAISON),
    "open_appeal": Other.OUTLETS_OWN,
}
