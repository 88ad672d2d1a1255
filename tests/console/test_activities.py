"""Pages of activities: whom one invites is a plain choice, and nobody is checked in who was not looked at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g, get_flashed_messages
from werkzeug.exceptions import HTTPException

import console.labels
from console.app import create_app
from console.pages import activities, arrivals
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client import Conflict
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
BEGINS, ENDS = "2098-11-16T01:00:00+00:00", "2098-11-16T03:00:00+00:00"
ACTIVITY: Final[dict[str, Any]] = {
    "id": "a1", "version": 3, "kind": "open_day", "state": "announced", "title": "秋季警营开放日", "text": "",
    "agenda": "", "starts_at": BEGINS, "ends_at": ENDS, "sign_up_until": BEGINS, "place": "指挥中心", "link": "",
    "online": False, "capacity": None, "taken": 0, "waiting": 0, "seat": "none", "files": [], "reason": "",
    "invited": [{"to": "all", "id": "", "name": ""}], "mine": None, "comes_for": ["o1"], "may": [],
}  # fmt: skip
MINE: Final = {
    "outlet": "o1", "reply": "yes", "seat": "seated", "place_in_line": None, "code": "", "remark": "",
    "attended_at": None, "corrected": None,
}  # fmt: skip
CAME: Final = {
    "id": "p1",
    "person": {"account": "p1", "name": "王芳"},
    "outlet_name": "滨江发布",
    "seat": "seated",
    "attended_at": None,
    "walk_in": None,
    "corrected": None,
}


def _planned(**_: Any) -> Pages:
    """A list of whoever may plan."""
    return Pages(lambda _: Answer({"items": [], "next": None, "may": ["plan"]}))


def _none(*_: Any, **__: Any) -> Pages:
    return Pages(lambda _: Answer({"items": [], "next": None}))


@contextmanager
def _asking(path: str, role: str = "", **request: Any) -> Iterator[None]:
    with APP.test_request_context(path, **request):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", (role,) if role else (), False)
        g.outlets = [] if role else [{"id": "o1", "name": "滨江发布", "status": "verified"}]
        yield


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """An API that knows one activity; gives what is asked of it."""

    def there(**changes: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {}

        def heard(name: str) -> Callable[..., Any]:
            def call(*_: Any, **given: Any) -> Answer:
                asked[name] = given
                return Answer(ACTIVITY | changes)

            return call

        def checked(*_: Any, **given: Any) -> Answer:
            asked["check_in"] = given
            return Answer(CAME)

        told = SimpleNamespace(
            activities=SimpleNamespace(
                one=lambda _: ACTIVITY | changes, acts=_none, plan=heard("plan"), sign_ups=_none, search=_planned
            ),
            guests=SimpleNamespace(search=_none),
            check_ins=SimpleNamespace(look=lambda *_: CAME, check_in=checked),
        )
        for module in (activities, arrivals):
            monkeypatch.setattr(module, "api", lambda: told)
        monkeypatch.setattr(activities, "outlets", lambda **_: [{"id": "o1", "name": "滨江发布"}])
        monkeypatch.setattr(console.labels, "_labels", lambda _: {})
        return asked

    return there


def test_nobody_is_invited_until_somebody_chose_whom(api: Callable[..., dict[str, Any]]) -> None:
    api()
    with _asking("/activities/new", "liaison"):
        page = str(activities.new())
    assert page.count('name="reach"') == 2
    assert "checked" not in page


@pytest.mark.parametrize(
    ("sent", "invited"),
    [
        ({"reach": "all"}, [{"to": "all"}]),
        ({"reach": "chosen", "invited": ["outlet:o1"]}, [{"to": "outlet", "id": "o1"}]),
        # What says both goes as it is: the API refuses it.
        ({"reach": "all", "invited": ["outlet:o1"]}, [{"to": "all"}, {"to": "outlet", "id": "o1"}]),
    ],
)
def test_outlets_that_were_ticked_alone_are_invited(
    api: Callable[..., dict[str, Any]], sent: dict[str, Any], invited: list[dict[str, str]]
) -> None:
    asked = api()
    times = {"starts_at": "2098-11-16T09:00", "ends_at": "2098-11-16T11:00"}
    with _asking("/activities/new", "liaison", method="POST", data={"kind": "visit", "title": "参访", **times, **sent}):
        activities.plan()
    assert asked["plan"]["invited"] == invited


def test_a_deadline_that_nobody_set_is_not_kept_when_the_activity_is_moved(api: Callable[..., dict[str, Any]]) -> None:
    api()
    with _asking("/activities/a1/edit", "liaison"):
        assert str(activities.edit("a1")).count("2098-11-16T09:00") == 1
    api(sign_up_until="2098-11-10T10:00:00+00:00")
    with _asking("/activities/a1/edit", "liaison"):
        assert "2098-11-10T18:00" in str(activities.edit("a1"))


def test_a_typed_code_shows_whose_it_is_and_the_next_page_who_was_checked_in(
    api: Callable[..., dict[str, Any]],
) -> None:
    asked = api(may=["check_in"])
    with _asking("/activities/a1/door", "liaison"):
        assert '<form method="get"' in str(arrivals.door("a1")), "a typed code is looked at, as a scanned one is"
    with _asking("/activities/a1/door?code=ABCD-EFGH", "liaison"):
        page = str(arrivals.door("a1"))
    assert "王芳" in page and "滨江发布" in page and '<form method="post"' in page and "check_in" not in asked
    with _asking("/activities/a1/door", "liaison", method="POST", data={"code": "ABCD-EFGH"}):
        answer = arrivals.enter("a1")
        assert "王芳" in _flashed()
    assert answer.status_code == 303


def _flashed() -> str:
    return " ".join(get_flashed_messages())


@pytest.mark.parametrize(("may", "offered"), [(["reply", "sign_up"], True), (["reply"], False), ([], False)])
def test_who_can_no_longer_sign_up_is_not_asked_to(
    api: Callable[..., dict[str, Any]], may: list[str], offered: bool
) -> None:
    api(may=may)
    with _asking("/activities/a1"):
        page = str(activities.one("a1"))
    assert ('value="yes"' in page) is offered
    assert ('value="no"' in page) is bool(may)


def test_a_cancelled_one_has_seats_for_nobody_and_ones_reply_says_for_which_outlet(
    api: Callable[..., dict[str, Any]],
) -> None:
    api(mine=MINE)
    with _asking("/activities/a1"):
        page = str(activities.one("a1"))
    assert "state-seated" in page and "滨江发布" in page
    api(mine=MINE, state="cancelled")
    with _asking("/activities/a1"):
        assert "state-seated" not in str(activities.one("a1"))


@pytest.mark.parametrize(("state", "name", "path"), [("announced", "hold", "holding"), ("held", "close", "closing")])
def test_what_cannot_be_taken_back_is_asked_twice(
    api: Callable[..., dict[str, Any]], state: str, name: str, path: str
) -> None:
    api(state=state, may=[name])
    with _asking("/activities/a1", "liaison"):
        page = str(activities.one("a1"))
    before, _, after = page.partition(f'action="/activities/a1/{path}"')
    folded = before.rpartition("<details")[2]
    assert after and "不能撤回" in folded and "</details>" not in folded


@pytest.mark.parametrize(("draft", "said"), [(True, "没有收到任何通知"), (False, "受邀者会得到通知")])
def test_of_a_dropped_draft_nobody_is_said_to_be_told(
    api: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch, draft: bool, said: str
) -> None:
    api(state="draft" if draft else "announced", may=["cancel"])
    with _asking("/activities/a1", "liaison"):
        assert ('name="draft"' in str(activities.one("a1"))) is draft
    area = SimpleNamespace(cancel=lambda *_, **__: Answer(ACTIVITY))
    monkeypatch.setattr(activities, "api", lambda: SimpleNamespace(activities=area))
    sent = {"reason": "不办了", "version": "3"} | ({"draft": "1"} if draft else {})
    with _asking("/activities/a1/cancellation", "liaison", method="POST", data=sent):
        activities.cancel("a1")
        assert said in _flashed()


def test_who_opens_their_own_code_is_told_to_show_it(api: Callable[..., dict[str, Any]]) -> None:
    api()
    with _asking("/activities/a1/door?code=ABCD-EFGH"), pytest.raises(HTTPException) as refused:
        arrivals.door("a1")
    answer = refused.value.get_response()
    assert answer.status_code == 403 and "请在现场出示" in answer.get_data(as_text=True)


GUEST: Final = {"outlet": "o1", "outlet_name": "滨江发布", "people": [{"account": "p1", "name": "王芳"}]}


def _at_the_door(monkeypatch: pytest.MonkeyPatch, came: Any) -> list[dict[str, Any]]:
    """An API that finds one outlet and answers a walk-in so; gives what it was asked."""
    asked: list[dict[str, Any]] = []

    def search(**given: Any) -> Pages:
        asked.append(given)
        return Pages(lambda _: Answer({"items": [GUEST], "next": None}))

    def walk_in(_: str, **given: Any) -> Answer:
        asked.append(given)
        if isinstance(came, Exception):
            raise came
        return Answer(came)

    told = SimpleNamespace(
        activities=SimpleNamespace(one=lambda _: ACTIVITY, sign_ups=_none, search=_planned),
        guests=SimpleNamespace(search=search),
        check_ins=SimpleNamespace(walk_in=walk_in),
    )
    for module in (activities, arrivals):
        monkeypatch.setattr(module, "api", lambda: told)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    return asked


def test_who_comes_without_a_seat_is_found_by_a_part_of_the_outlets_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _at_the_door(monkeypatch, CAME)
    with _asking("/activities/a1/walk-in", "liaison"):
        assert 'name="part"' in str(arrivals.walk_in("a1")) and asked == []
    with _asking("/activities/a1/walk-in?part=江发", "liaison"):
        assert "/activities/a1/walk-in?outlet=o1" in str(arrivals.walk_in("a1"))
    with _asking("/activities/a1/walk-in?outlet=o1", "liaison"):
        page = str(arrivals.walk_in("a1"))
    assert 'value="p1"' in page and "王芳" in page and "over_capacity" not in page
    assert [each.get("name") or each.get("outlet") for each in asked] == ["江发", "o1"]


@pytest.mark.parametrize(("code", "box"), [("check_in.full", "over_capacity"), ("check_in.not_invited", "uninvited")])
def test_the_officer_is_asked_before_anybody_is_let_in_beyond_seats_or_invitations(
    monkeypatch: pytest.MonkeyPatch, code: str, box: str
) -> None:
    refused = Conflict(409, {"code": code, "detail": "名额已满"})
    asked = _at_the_door(monkeypatch, refused)
    sent = {"outlet": "o1", "account": "p1", "name": ""}
    with _asking("/activities/a1/walk-in", "liaison", method="POST", data=sent):
        page, status = arrivals.let_in("a1")
    assert status == 409 and f'name="{box}"' in str(page) and "selected" in str(page)
    assert (asked[0]["account"], asked[0]["over_capacity"], asked[0]["uninvited"]) == ("p1", False, False)
    came = CAME | {"walk_in": {"over_capacity": False, "uninvited": False} | {box: True}}
    asked = _at_the_door(monkeypatch, came)
    with _asking("/activities/a1/walk-in", "liaison", method="POST", data=sent | {box: "on"}):
        assert arrivals.let_in("a1").status_code == 303
        assert {"over_capacity": "超出名额", "uninvited": "未受邀"}[box] in _flashed()
    assert asked[0][box] is True


@pytest.mark.parametrize("may", [["correct", "certify"], []])
def test_who_was_checked_in_by_mistake_is_corrected_on_the_list_with_a_reason(
    api: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch, may: list[str]
) -> None:
    api(state="held", may=may)
    was = {"at": ENDS, "by": {"account": "c", "name": "陈警官"}, "reason": "未到场", "attended_at": BEGINS}
    there = CAME | {"reply": "yes", "remark": "", "attended_at": BEGINS, "checked_by": "hand"}
    gone = there | {"id": "p2", "attended_at": None, "checked_by": None, "corrected": was}
    found = Pages(lambda _: Answer({"items": [there, gone], "next": None}))
    monkeypatch.setattr(arrivals.__dict__["api"]().activities, "sign_ups", lambda **_: found)
    with _asking("/activities/a1/sign-ups?attended=true", "liaison"):
        page = str(arrivals.people("a1"))
    assert page.count('action="/activities/a1/sign-ups/p1/correction"') == len(may[:1])
    assert "/sign-ups/p2/correction" not in page and "未到场</q>" in page
    assert "/activities/a1/sign-ups/export?attended=true" in page


def test_whose_attendance_was_corrected_reads_why_and_not_by_whom(api: Callable[..., dict[str, Any]]) -> None:
    was = {"at": ENDS, "by": None, "reason": "当日未到场", "attended_at": BEGINS}
    api(state="held", mine=MINE | {"corrected": was})
    with _asking("/activities/a1"):
        page = str(activities.one("a1"))
    assert "当日未到场" in page and "certificate.pdf" not in page
