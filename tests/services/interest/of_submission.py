"""Submission: publications, metrics, what was published without approval, the media directory."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shared.context import RequestContext, Role
from shared.events import IdeaAdopted
from tests.services.interest.lines import Attempt, Lines, Other, Scene
from tests.services.stage import Stage, asking
from tests.services.submission.desk import LIAISON, Desk
from tests.services.submission.test_media import added, form
from tests.services.submission.test_self_verification import ADOPTED, MANAGER
from tests.services.submission.test_unapproved import OTHER, given, objected, recorded

REFUSED = {"reason": "查无此文"}


def scene(make: Callable[[Desk], dict[str, Any]], by: RequestContext = LIAISON, **more: Any) -> Scene:
    """One with what outlet o1 handed in."""

    def made(stage: Stage, _patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        data = make(desk)
        return Attempt(by, data, lambda: desk.outlet("o1", "writer", "second", by.actor.account), **more)

    return made


def _idea(desk: Desk) -> dict[str, Any]:
    made = desk.submitted(kind="golden_idea", genre=None)
    desk.hear(IdeaAdopted(desk.review(made), "", Decimal("86.50"), 2))
    return {"submission": made["id"], "note": "已推行"}


def _published(desk: Desk) -> dict[str, Any]:
    return {"publication": desk.published()["id"]}


def _several(desk: Desk) -> dict[str, Any]:
    made = desk.published()
    return {"publications": [{"publication": made["id"], "version": made["version"]}]}


def _counted(desk: Desk) -> Any:
    return desk.do("verify_publication", LIAISON, publication=desk.published()["id"])


def _measured(desk: Desk) -> Any:
    return desk.measured(_counted(desk))


def _numbers(desk: Desk) -> dict[str, Any]:
    made = _measured(desk)
    return {"metrics": [{"metrics": made["id"], "version": made["version"]}]}


OFFICER = asking("officer", Role.LIAISON)
LINES: Lines = {
    "implement": scene(_idea),
    "verify_publication": scene(_published),
    "verify_many_publications": scene(_several),
    "refuse_publication": scene(lambda desk: _published(desk) | REFUSED),
    # Of a verified one the bureau's correction holds at once, the outlet's waits for somebody else.
    "correct_publication": scene(
        lambda desk: {"publication": _counted(desk)["id"], "length": 900, "reason": "篇幅有误"},
        as_its_own=lambda answer: answer["correction"]["length"] == 900,
    ),
    "verify_metrics": scene(lambda desk: {"metrics": _measured(desk)["id"]}),
    "verify_many_metrics": scene(_numbers),
    "refuse_metrics": scene(lambda desk: {"metrics": _measured(desk)["id"], **REFUSED}),
    "record_unapproved": scene(lambda _: given()),
    "rule_unapproved": scene(
        lambda desk: {"record": objected(desk)["id"], "decision": "withdrawn", "reason": "已核对"}, OTHER
    ),
    "withdraw_unapproved": scene(lambda desk: {"record": recorded(desk)["id"], "reason": "录入有误"}),
    "adopt_verification_policy": scene(lambda _: ADOPTED, MANAGER),
    "add_medium": scene(lambda _: form()),
    "change_medium": scene(lambda desk: {"medium": added(desk)["id"], "level": "central", "reason": "升格"}),
    "retire_medium": scene(lambda desk: {"medium": added(desk)["id"], "reason": "停刊"}),
    "reinstate_medium": scene(
        lambda desk: {"medium": desk.do("retire_medium", OFFICER, medium=added(desk)["id"], reason="停刊")["id"]}
        | {"reason": "复刊"}
    ),
    **dict.fromkeys(
        (
            "create", "revise", "submit", "withdraw", "publish", "withdraw_publication", "report_metrics",
            "correct_metrics", "object_unapproved", "answer_authorship",
        ),
        Other.OUTLETS_OWN,
    ),
}  # fmt: skip
