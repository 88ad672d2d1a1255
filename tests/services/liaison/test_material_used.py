"""Who gave material hears once of each publication that used it; and what was given once stays so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.events import (
    Event,
    MaterialUsed,
    MetricsState,
    MetricsVerified,
    PublicationCorrected,
    PublicationRefused,
    PublicationReported,
    PublicationState,
    PublicationVerified,
    RequestAnswered,
    SubmissionState,
)
from tests.services.liaison.desk import EDITOR, OFFICER, RIVAL, Desk
from tests.services.liaison.makers import MONDAY
from tests.services.stage import received

WORK = SubmissionState("w1", "2026-000012", "work", "o1", "published", 1, "hash", "夜巡三公里", "editor")
PLACE = PublicationState("p1", "wechat_oa", "county", "滨江播报", MONDAY, status="reported")


def given(desk: Desk, **changes: Any) -> Any:
    """A request that its officer answered with material."""
    asked = desk.assigned()
    body = {"kind": "material", "text": "可横竖屏使用。", "files": [{"file": "f1"}], "looked": True} | changes
    return desk.do("answer_request", OFFICER, request=asked["id"], **body)


def hear(desk: Desk, fact: Event, version: int) -> None:
    desk.stage.deliver(received(fact, "w1", version=version), "work_told")


def verified(request: str, version: int = 2, **changes: Any) -> PublicationState:
    return replace(PLACE, material=request, status="verified", version=version, **changes)


def test_it_is_told_once_it_is_verified_and_once_for_all_that_follows(desk: Desk) -> None:
    request = given(desk)["id"]
    hear(desk, PublicationReported(WORK, "editor", replace(PLACE, material=request)), 5)
    assert desk.told(MaterialUsed) == []
    place = verified(request)
    hear(desk, PublicationVerified(WORK, "liaison", place), 6)
    hear(desk, MetricsVerified(WORK, "liaison", place, MetricsState("m1", "p1", MONDAY, 3200)), 7)
    hear(desk, PublicationCorrected(WORK, "liaison", verified(request, 3, media="滨江日报")), 8)
    hear(desk, PublicationRefused(WORK, "liaison", replace(place, status="refused", version=4), "有误"), 9)
    hear(desk, PublicationVerified(WORK, "liaison", verified(request, 5)), 10)
    (told,) = desk.told(MaterialUsed)
    assert (told.to, told.work_title, told.media, told.publication) == ("officer", "夜巡三公里", "滨江播报", "p1")
    assert (told.request.id, told.by) == (request, "")


def test_another_publication_and_another_request_are_told_too(desk: Desk) -> None:
    first, second = given(desk)["id"], given(desk)["id"]
    hear(desk, PublicationVerified(WORK, "liaison", verified(first)), 6)
    hear(desk, PublicationVerified(WORK, "liaison", verified(first, id="p2")), 7)
    hear(desk, PublicationCorrected(WORK, "liaison", verified(second, 3)), 8)
    assert [(each.request.id, each.publication) for each in desk.told(MaterialUsed)] == [
        (first, "p1"), (first, "p2"), (second, "p1"),
    ]  # fmt: skip


def test_what_is_asked_again_shows_what_came_of_its_material_and_is_offered_still(desk: Desk) -> None:
    request = given(desk)["id"]
    hear(desk, PublicationVerified(WORK, "liaison", verified(request)), 6)
    asked = desk.do("reopen_request", EDITOR, request=request, reason="分辨率不够。")
    assert (asked["state"], asked["answer"], [each["title"] for each in asked["used_by"]]) == (
        "assigned", None, ["夜巡三公里"],
    )  # fmt: skip
    refused = desk.answered()["id"]
    offered = desk.ask("requests_list", EDITOR, released=True)["items"]
    assert [each["id"] for each in offered] == [request] and refused != request
    assert desk.ask("requests_list", RIVAL, released=True)["items"] == []
    desk.do("answer_request", OFFICER, request=request, kind="refusal", text="没有更清晰的。")
    assert [each["id"] for each in desk.ask("requests_list", EDITOR, released=True)["items"]] == [request]


def test_who_hears_of_an_answer_hears_until_when_the_material_waits(desk: Desk) -> None:
    given(desk, embargo_until="2099-01-01T00:00:00Z")
    given(desk)
    until = [each.embargo_until for each in desk.told(RequestAnswered)]
    assert [each.isoformat() if each else None for each in until] == ["2099-01-01T00:00:00+00:00", None]
