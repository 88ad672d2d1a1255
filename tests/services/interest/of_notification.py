"""Notification: what the bureau tells its outlets is worth nothing to them, but for the answer to what one reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.clock import now
from shared.contracts.notification import NewDraft
from shared.events import RequestOpened, RequestState
from tests.services.interest.lines import Attempt, Lines, Other, Scene
from tests.services.notification.test_bulletins import LIAISON, TEXT, outlet
from tests.services.stage import Stage, received

ANSWER = TEXT | {"kind": "clarification", "audience": ["all"], "clarifies": "r1"}


def scene(make: Callable[[Stage], dict[str, Any]]) -> Scene:
    """One with a rumour that outlet o1 reported."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        outlet(stage, "o1", "self_media", "anna")
        state = RequestState("r1", "2026-X00001", "rumour", "opened", "o1", "anna", "网传大桥封闭")
        stage.deliver(received(RequestOpened(state, "anna", now()), "r1"), "tell")
        return Attempt(LIAISON, make(stage), lambda: outlet(stage, "o1", "self_media", "anna", "liaison", version=2))

    return made


LINES: Lines = {
    "publish_bulletin": scene(lambda _: ANSWER),
    "publish_draft": scene(lambda stage: {"draft": stage.do("save_draft", NewDraft, ANSWER, LIAISON)["id"]}),
    **dict.fromkeys(("recall_bulletin", "save_draft", "change_draft", "delete_draft", "set_robot"), Other.GENERAL),
    **dict.fromkeys(("read_bulletin", "mark_read", "mark_all_read", "set_email", "mail_password_link"), Other.ONES_OWN),
}
