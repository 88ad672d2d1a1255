"""Calls for works: their life, who is invited and sees them, reminders, and what comes of the works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from services.liaison.service import LiaisonService
from shared import events as facts
from shared.clock import now
from shared.context import RequestContext, Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events.calls import (
    CallAnswered,
    CallAnswerWithdrawn,
    CallCancelled,
    CallChanged,
    CallClosed,
    CallDue,
    CallOpened,
)
from shared.events.envelope import Received, decode
from shared.events.outlet import MemberState
from shared.ids import new_id
from shared.mongo import StaleWrite
from tests.services.stage import Stage, asking, inputs_of, received

INPUTS = inputs_of("liaison", "command", "query")
LIAISON = asking("officer", Role.LIAISON)
LEADER = asking("boss", Role.LEADER)
WRITER, PARTNER, NOBODY = asking("writer"), asking("partner"), asking("nobody")
CALL: dict[str, Any] = {"kind": "call", "title": "全民反诈百日行", "brief": "一种新骗局。"}


class Desk:
    """Asks and commands by the names of the contract, and tells what other services would."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.versions = stage, count(1)
        for id_, category, member in (("o1", "self_media", "writer"), ("o2", "influencer", "partner")):
            self.outlet(id_, category, member)

    def outlet(self, id_: str, category: str, member: str, status: str = "verified") -> None:
        state = facts.OutletState(id_, f"媒体{id_}", category, status, members=(MemberState(member, "outlet_owner"),))
        told = facts.OutletVerified(state, "officer")
        self.stage.deliver(received(told, id_, version=next(self.versions)), "outlet_changed")

    def do(self, method: str, by: RequestContext = LIAISON, **data: Any) -> Any:
        return self.stage.do(method, INPUTS[method], data, by)

    def ask(self, method: str, by: RequestContext = LIAISON, **data: Any) -> Any:
        return self.stage.ask(method, INPUTS[method], data, by)

    def add(self, days: float = 10, **changes: Any) -> Any:
        ends = {} if "closes_at" in changes else {"closes_at": (now() + timedelta(days=days)).isoformat()}
        return self.do("add_call", **CALL | ends | changes)

    def opened(self, **changes: Any) -> Any:
        return self.do("open_call", call=self.add(**changes)["id"])

    def passes(self, moment: datetime) -> int:
        """Time does what it does at a moment; how much that is."""
        jobs: list[Any] = []
        self.stage.service.time_calls(jobs.extend, moment)
        return sum(self.stage.run(key, work) for key, work in jobs)

    def work(self, call: str, outlet: str = "o1", id_: str = "", **changes: Any) -> facts.SubmissionState:
        given: dict[str, Any] = {
            "id": id_ or new_id(), "number": "2026-000001", "kind": "work", "outlet": outlet, "status": "submitted",
            "revision": 1, "content_hash": "h", "title": "夜巡三公里", "submitter": "writer", "topic": "反诈",
            "submitted_at": now(), "call": call,
        }  # fmt: skip
        return facts.SubmissionState(**given | changes)

    def hear(self, event: facts.Event, subject: str, version: int = 1) -> None:
        method = "work_decided" if isinstance(event, facts.ReviewEvent) else "work_told"
        self.stage.deliver(received(event, subject, version=version), method)

    def hand_in(self, state: facts.SubmissionState, version: int = 1, round_: int = 1) -> None:
        content = facts.ContentState(1, "h", state.title, "")
        self.hear(facts.SubmissionSubmitted(state, "writer", content, round_), state.id, version)

    def told(self) -> list[Received[facts.Event]]:
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]

    def kinds(self) -> list[type[facts.Event]]:
        return [type(each.data) for each in self.told()]


@pytest.fixture
def desk(stage: Any) -> Iterator[Desk]:
    yield Desk(stage(LiaisonService))


def test_a_call_goes_its_whole_way_and_nobody_hears_of_the_draft(desk: Desk) -> None:
    draft = desk.add(topic="反诈骗", extra_points=5)
    assert (draft["state"], draft["topic"], draft["may"]) == ("draft", "反诈", ["change", "open", "cancel"])
    assert desk.kinds() == []
    with pytest.raises(NotFound):
        desk.ask("call", WRITER, call=draft["id"])
    opened = desk.do("open_call", call=draft["id"])
    assert (opened["state"], opened["days_left"]) == ("open", 10)
    seen = desk.ask("call", WRITER, call=draft["id"])
    assert (seen["may"], seen["by"], seen["moves"]) == (["answer"], None, [])
    closed = desk.do("close_call", call=draft["id"])
    assert closed["state"] == "closed" and closed["may"] == []
    with pytest.raises(Conflict) as refused:
        desk.do("cancel_call", call=draft["id"], reason="太晚")
    assert refused.value.params["allowed"] == []
    assert desk.kinds() == [CallOpened, CallClosed]
    first = desk.told()[0].data
    assert isinstance(first, CallOpened)
    assert (first.call.extra_points, first.call.topic) == (5, "反诈")


def test_a_draft_that_is_cancelled_was_never_told_to_anybody(desk: Desk) -> None:
    draft = desk.add()["id"]
    desk.do("cancel_call", call=draft, reason="领导不同意。")
    with pytest.raises(NotFound):
        desk.ask("call", WRITER, call=draft)
    for asked in ({}, {"state": "cancelled"}):
        assert desk.ask("calls", WRITER, **asked)["items"] == []
    opened = desk.opened()["id"]
    desk.do("cancel_call", call=opened, reason="不再需要。")
    assert [each["id"] for each in desk.ask("calls", WRITER)["items"]] == [opened]
    assert desk.ask("call", WRITER, call=opened)["reason"] == "不再需要。"
    assert desk.ask("call", call=draft)["state"] == "cancelled", "the bureau sees what it wrote"


def test_what_was_promised_stands_once_a_call_is_open(desk: Desk) -> None:
    draft = desk.add(extra_points=5)
    given = {"title": "全民反诈百日行", "brief": "写一种新骗局。", "closes_at": draft["closes_at"]}
    desk.do("change_call", call=draft["id"], extra_points=8, **given)
    desk.do("open_call", call=draft["id"])
    for points in (7, 9, 0):
        with pytest.raises(Invalid) as refused:
            desk.do("change_call", call=draft["id"], extra_points=points, **given)
        assert [(each.pointer, each.rule) for each in refused.value.problems] == [
            ("/extra_points", "call.points_promised")
        ]  # fmt: skip
    changed = desk.do("change_call", call=draft["id"], extra_points=8, **given | {"title": "反诈百日行"})
    assert (changed["title"], changed["extra_points"]) == ("反诈百日行", 8)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"closes_at": None}, "/closes_at"),
        ({"closes_at": "2020-01-01T00:00:00Z"}, "/closes_at"),
        ({"opens_at": "2099-01-01T00:00:00Z"}, "/closes_at"),
        ({"invited": "categories"}, "/categories"),
        ({"invited": "outlets"}, "/outlets"),
        ({"invited": "outlets", "outlets": ["o1", "o9"]}, "/outlets/1"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(desk: Desk, changes: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.add(**changes)
    assert [each.pointer for each in refused.value.problems] == [place]


def test_an_outlet_that_closed_since_stops_no_change_and_is_named_by_none_anew(desk: Desk) -> None:
    named = {"invited": "outlets", "outlets": ["o1", "o2"]}
    call = desk.opened(**named)
    desk.outlet("o2", "influencer", "partner", status="closed")
    given = {"brief": "一种新骗局。", "title": "反诈百日行", "closes_at": call["closes_at"].isoformat()}
    changed = desk.do("change_call", call=call["id"], **given | named)
    assert (changed["title"], changed["outlets"]) == ("反诈百日行", ["o1", "o2"])
    desk.do("change_call", call=call["id"], **given | {"invited": "outlets", "outlets": ["o1"]})
    with pytest.raises(Invalid) as refused:
        desk.do("change_call", call=call["id"], **given | named)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/outlets/1", "call.outlet_unknown")]


def test_a_column_runs_until_it_is_closed(desk: Desk) -> None:
    column = desk.opened(kind="column", closes_at=None)
    assert (column["state"], column["days_left"]) == ("open", None)
    assert desk.passes(now() + timedelta(days=400)) == 0


@pytest.mark.parametrize(
    ("invited", "sees"),
    [
        ({}, {"writer", "partner"}),
        ({"invited": "categories", "categories": ["influencer"]}, {"partner"}),
        ({"invited": "outlets", "outlets": ["o1"]}, {"writer"}),
    ],
)
def test_outlets_see_what_they_are_invited_to(desk: Desk, invited: dict[str, Any], sees: set[str]) -> None:
    call = desk.opened(**invited)["id"]
    for who in (WRITER, PARTNER, NOBODY):
        listed = [each["id"] for each in desk.ask("calls", who)["items"]]
        assert listed == ([call] if who.actor.account in sees else [])
        if who.actor.account not in sees:
            with pytest.raises(NotFound):
                desk.ask("call", who, call=call)
            with pytest.raises(NotFound):
                desk.ask("call_answers", who, call=call)
    assert [each["id"] for each in desk.ask("calls", LEADER)["items"]] == [call]
    assert desk.stage.ask("calls", INPUTS["calls"], {}, asking("officer", Role.LIAISON, bureau="110101"))["items"] == []


def test_who_answered_is_told_once_and_sees_its_own_works(desk: Desk) -> None:
    call = desk.opened()["id"]
    first = desk.work(call)
    desk.hand_in(first)
    desk.hand_in(desk.work(call))
    desk.hand_in(desk.work(call, "o2"))
    answered = [each.data for each in desk.told() if isinstance(each.data, CallAnswered)]
    assert [(each.outlet, each.submission == first.id) for each in answered] == [("o1", True), ("o2", False)]
    assert len(desk.ask("call_answers", LEADER, call=call)["items"]) == 3
    own = desk.ask("call_answers", PARTNER, call=call)["items"]
    assert [each["outlet"] for each in own] == ["o2"]
    assert desk.ask("calls", LEADER)["items"][0]["answered"] == 2
    assert desk.ask("calls", PARTNER)["items"][0]["answered"] == 1
    assert desk.ask("calls", WRITER, mine=True)["items"] == []
    with pytest.raises(Forbidden):
        desk.ask("call_result", WRITER, call=call)


def taken_back(desk: Desk, call: str, outlet: str, id_: str, version: int) -> None:
    state = desk.work(call, outlet, id_, status="withdrawn")
    desk.hear(facts.SubmissionWithdrawn(state, "writer"), id_, version)


def outcome(desk: Desk) -> tuple[list[str], list[str]]:
    """What was told of answers, and of who took part."""
    answers = (CallAnswered, CallAnswerWithdrawn)
    parts = (facts.OutletParticipated, facts.ParticipationWithdrawn)
    kinds = desk.kinds()
    return [each.__name__ for each in kinds if each in answers], [each.__name__ for each in kinds if each in parts]


DONE, UNDONE = ("CallAnswered", "OutletParticipated"), ("CallAnswerWithdrawn", "ParticipationWithdrawn")


def test_who_takes_the_last_work_back_has_not_answered_and_may_again(desk: Desk) -> None:
    call = desk.opened()["id"]
    first, second = desk.work(call), desk.work(call)
    desk.hand_in(first)
    desk.hand_in(second)
    taken_back(desk, call, "o1", first.id, 2)
    assert outcome(desk) == (["CallAnswered"], ["OutletParticipated"])
    taken_back(desk, call, "o1", second.id, 2)
    taken_back(desk, call, "o1", second.id, 2)
    assert [kinds[-1] for kinds in outcome(desk)] == list(UNDONE)
    [shown] = desk.ask("participations", WRITER)["items"]
    assert (shown["withdrawn_at"] is None, shown["reason"]) == (False, "")
    for _ in range(2):
        desk.hand_in(desk.work(call))
    assert outcome(desk) == tuple([one, two, one] for one, two in zip(DONE, UNDONE, strict=True))
    [shown] = desk.ask("participations", WRITER)["items"]
    assert (shown["withdrawn_at"], shown["version"]) == (None, 3)


@pytest.mark.parametrize("event", ["handed in again", "revised"])
def test_a_work_that_names_another_call_answers_the_former_one_no_more(desk: Desk, event: str) -> None:
    call, other = desk.opened()["id"], desk.opened(title="禁毒随手拍")["id"]
    state = desk.work(call)
    desk.hand_in(state)
    named = desk.work(other, id_=state.id)
    if event == "revised":
        desk.hear(facts.SubmissionRevised(named, "writer", "h"), state.id, 2)
    else:
        desk.hand_in(named, 2, 2)
    told = [each.data for each in desk.told() if isinstance(each.data, CallAnswered | CallAnswerWithdrawn)]
    found = [(type(each), each.call.id == call) for each in told]
    again = [] if event == "revised" else [(CallAnswered, False)]
    assert found == [(CallAnswered, True), (CallAnswerWithdrawn, True), *again]


def test_a_work_of_which_one_hears_late_that_it_was_handed_in_is_no_answer_when_it_was_taken_back(desk: Desk) -> None:
    call = desk.opened()["id"]
    state = desk.work(call)
    taken_back(desk, call, "o1", state.id, 2)
    desk.hand_in(state, 1)
    assert outcome(desk) == ([], [])


def test_what_a_person_withdrew_stays_withdrawn_whatever_is_handed_in(desk: Desk) -> None:
    call = desk.opened()["id"]
    state = desk.work(call)
    desk.hand_in(state)
    [shown] = desk.ask("participations", LEADER)["items"]
    desk.do("withdraw_participation", participation=shown["id"], reason="代投。")
    taken_back(desk, call, "o1", state.id, 2)
    desk.hand_in(desk.work(call))
    assert outcome(desk)[1] == ["OutletParticipated", "ParticipationWithdrawn"]
    assert desk.ask("participations", LEADER)["items"][0]["reason"] == "代投。"


@pytest.mark.parametrize("how", ["withdrawn", "handed in"])
def test_two_works_of_one_outlet_at_once_leave_what_they_are_together(desk: Desk, how: str) -> None:
    call, service = desk.opened()["id"], desk.stage.service
    first, second = desk.work(call), desk.work(call)
    desk.hand_in(first)
    if how == "withdrawn":
        desk.hand_in(second)
    found = service.works_known.answered_besides

    def late(*asked: Any) -> bool:
        """It was looked at, and then the other work is told of."""
        service.works_known.answered_besides = found
        seen: bool = found(*asked)
        if how == "withdrawn":
            taken_back(desk, call, "o1", second.id, 2)
        else:
            desk.hand_in(second)
        return seen

    service.works_known.answered_besides = late
    try:
        taken_back(desk, call, "o1", first.id, 2)
    except StaleWrite:
        taken_back(desk, call, "o1", first.id, 2)
    ended = outcome(desk)[0][-1]
    assert ended == ("CallAnswerWithdrawn" if how == "withdrawn" else "CallAnswered")


def test_who_is_invited_and_has_not_answered_is_reminded_once_before_the_end(desk: Desk) -> None:
    desk.outlet("o3", "self_media", "third", status="suspended")
    call = desk.opened(days=10)
    desk.hand_in(desk.work(call["id"]))
    taken_back = desk.work(call["id"], "o2")
    desk.hand_in(taken_back)
    withdrawn = desk.work(call["id"], "o2", taken_back.id, status="withdrawn")
    desk.hear(facts.SubmissionWithdrawn(withdrawn, "partner"), withdrawn.id, 2)
    assert desk.passes(now() + timedelta(days=6)) == 0
    for days in (7.1, 8):
        desk.passes(now() + timedelta(days=days))
    reminded = [each.data for each in desk.told() if isinstance(each.data, CallDue)]
    assert [each.outlets for each in reminded] == [("o2",)]
    assert desk.ask("call", call=call["id"])["state"] == "open"
    desk.passes(now() + timedelta(days=11))
    assert desk.ask("call", call=call["id"])["state"] == "closed"
    assert desk.passes(now() + timedelta(days=12)) == 0


def test_who_was_reminded_is_reminded_of_a_later_end_too(desk: Desk) -> None:
    call = desk.opened(days=4)
    assert desk.passes(now() + timedelta(days=2, hours=1)) == 1
    later = (now() + timedelta(days=20)).isoformat()
    body = {name: value for name, value in CALL.items() if name != "kind"}
    desk.do("change_call", call=call["id"], **body | {"closes_at": later})
    assert desk.passes(now() + timedelta(days=5)) == 0
    for days in (17.1, 18):
        desk.passes(now() + timedelta(days=days))
    assert [type(each.data) for each in desk.told()].count(CallDue) == 2
    assert desk.ask("call", call=call["id"])["state"] == "open"


def test_a_draft_opens_by_itself_and_one_whose_end_is_over_does_not(desk: Desk) -> None:
    begins = {"opens_at": (now() + timedelta(days=1)).isoformat()}
    one, late = desk.add(**begins), desk.add(days=2, **begins)
    desk.passes(now() + timedelta(days=1, hours=1))
    assert {desk.ask("call", call=each["id"])["state"] for each in (one, late)} == {"open"}
    never = desk.add(days=3, **begins)
    assert desk.passes(now() + timedelta(days=9)) == 3
    assert desk.ask("call", call=never["id"])["state"] == "draft"
    assert desk.ask("call", call=late["id"])["state"] == "closed"
    assert desk.passes(now() + timedelta(days=9)) == 0


def test_a_change_of_an_open_call_is_told_with_whether_it_moved(desk: Desk) -> None:
    call = desk.opened()
    ends = call["closes_at"].isoformat()
    body = {name: value for name, value in CALL.items() if name != "kind"}
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": ends})
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": ends})
    later = (call["closes_at"] + timedelta(days=1)).isoformat()
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": later})
    changes = [each.data for each in desk.told() if isinstance(each.data, CallChanged)]
    assert [each.moved for each in changes] == [False, True]
    with pytest.raises(Invalid):
        desk.do("change_call", call=call["id"], **body | {"closes_at": "2020-01-01T00:00:00Z"})


def test_a_cancelled_draft_is_told_to_nobody_and_an_open_one_with_its_reason(desk: Desk) -> None:
    desk.do("cancel_call", call=desk.add()["id"], reason="重复")
    assert desk.kinds() == []
    desk.do("cancel_call", call=desk.opened()["id"], reason="并入上级活动")
    (told,) = [each.data for each in desk.told() if isinstance(each.data, CallCancelled)]
    assert told.reason == "并入上级活动"


def test_liaisons_alone_make_calls_and_not_of_their_own_outlet(desk: Desk) -> None:
    for who in (WRITER, LEADER, asking("root", Role.ADMIN)):
        with pytest.raises(Forbidden):
            desk.do("add_call", who, **CALL | {"closes_at": "2099-01-01T00:00:00Z"})
    desk.outlet("o4", "self_media", "officer")
    with pytest.raises(Forbidden):
        desk.add()


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


def test_a_file_is_had_through_a_call_that_one_sees(desk: Desk) -> None:
    file = new_id()
    call = desk.opened(files=[{"file": file}], invited="outlets", outlets=["o1"])["id"]
    assert desk.ask("call_file", WRITER, call=call, file=file) == {"file": file}
    for who, wanted in ((WRITER, new_id()), (PARTNER, file)):
        with pytest.raises(NotFound):
            desk.ask("call_file", who, call=call, file=wanted)
