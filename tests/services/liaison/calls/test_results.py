"""What comes of the works that answer calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared import events as facts
from shared.clock import now
from tests.services.liaison.calls.desk import LEADER, Desk


def publication(id_: str = "p1", version: int = 1, status: str = "verified") -> facts.PublicationState:
    return facts.PublicationState(id_, "weibo", "county", "滨江播报", now(), version=version, status=status)


def snapshot(id_: str, reads: int, hours: int, of: str = "p1", version: int = 1) -> facts.MetricsState:
    return facts.MetricsState(id_, of, now() + timedelta(hours=hours), reads, version=version)


def story(work: facts.SubmissionState) -> list[tuple[facts.Event, int]]:
    """What is told of a work with the version of each fact: two publications, one refused; three snapshots, the last
    not verified."""
    published = facts.SubmissionState(**{**work.__dict__, "status": "published"})
    review = facts.ReviewState(
        "r1", work.id, work.outlet, "work", work.title, 1, 1, "h", "normal", "open", work.submitter
    )
    content = facts.ContentState(1, "h", work.title, "")
    one, two = publication(), publication("p2", 2, "refused")
    return [
        (facts.SubmissionSubmitted(work, "writer", content, 1), 1),
        (facts.SubmissionApproved(review, "final", "A", "P-1"), 1),
        (facts.PublicationReported(published, "writer", publication(version=1, status="reported")), 3),
        (facts.PublicationVerified(published, "officer", publication(version=2)), 4),
        (facts.PublicationRefused(published, "officer", two, "查无此文"), 5),
        (facts.MetricsVerified(published, "officer", publication(version=2), snapshot("m1", 100, 1)), 6),
        (facts.MetricsVerified(published, "officer", publication(version=2), snapshot("m2", 900, 5)), 7),
        (facts.MetricsReported(published, "writer", publication(version=2), snapshot("m3", 5000, 9)), 8),
        (facts.MetricsVerified(published, "officer", two, snapshot("m4", 70, 1, "p2")), 9),
        (facts.MetricsReported(published, "writer", one, snapshot("m1", 100, 1)), 2),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_what_came_of_works_is_the_same_in_any_order_and_counts_what_was_verified(desk: Desk, order: int) -> None:
    call = desk.opened()["id"]
    work = desk.work(call)
    for event, version in story(work)[::order]:
        desk.hear(event, work.id, version)
    (answer,) = desk.ask("call_answers", call=call)["items"]
    assert (answer["status"], answer["publications"], answer["reads"]) == ("published", 1, 900)
    result = desk.ask("call_result", LEADER, call=call)
    assert result["total"] == {"outlets": 1, "works": 1, "published": 1, "publications": 1, "reads": 900}
    assert (result["invited"], [each["outlet"] for each in result["missing"]]) == (2, ["o2"])
    assert [each["outlet"] for each in result["outlets"]] == ["o1"]


def test_a_decision_counts_for_its_round_alone(desk: Desk) -> None:
    call = desk.opened()["id"]
    work = desk.work(call)
    desk.hand_in(work)
    review = facts.ReviewState("r1", work.id, "o1", "work", work.title, 1, 1, "h", "normal", "open", "writer")
    desk.hear(facts.ChangesRequested(review, "first", "first", ()), "r1")
    assert desk.ask("call_answers", call=call)["items"][0]["status"] == "changes_requested"
    desk.hand_in(work, 5, 2)
    assert desk.ask("call_answers", call=call)["items"][0]["status"] == "submitted"


def test_topics_are_counted_by_the_names_of_today(desk: Desk) -> None:
    call = desk.opened()["id"]
    for topic in ("反诈", "反诈骗", "", "夜巡"):
        desk.hand_in(desk.work(call if topic else "", topic=topic))
    found = desk.ask("call_results", LEADER, period=str(now().year))
    assert [(each["topic"], each["figures"]["works"]) for each in found["topics"]] == [
        ("反诈", 2),
        ("", 1),
        ("夜巡", 1),
    ]
    assert [(each["call"], each["figures"]["works"]) for each in found["calls"]] == [(call, 3)]
    assert desk.ask("call_results", LEADER, period="2020")["topics"] == []
