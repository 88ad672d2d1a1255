"""Cases of rights protection are for their asker and who is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.clock import local_date, now
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import PrivateNotice
from tests.services.liaison.desk import ADMIN, COLLEAGUE, EDITOR, LEADER, LIAISON, NAMED, RIVAL, SECOND_NAMED, Desk
from tests.services.liaison.requests.refusing import refused, rules


def test_a_case_is_for_its_asker_and_who_is_named_and_no_relation_of_the_asker(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "second")
    case = desk.opened("rights")
    assert [notice.to for notice in desk.told(PrivateNotice)] == [("named",)]
    for by in (COLLEAGUE, SECOND_NAMED, LIAISON, LEADER, ADMIN, RIVAL):
        with pytest.raises(NotFound):
            desk.ask("request", by, request=case["id"])
        assert desk.ask("cases", by)["items"] == []
    given = desk.assigned("named", of=case)
    assert given["state"] == "assigned"
    problem = refused(Invalid, desk, "assign_request", NAMED, request=case["id"], unit=desk.unit, officer="second")
    assert rules(problem) == ["/officer request.not_named"]


def test_who_is_named_and_asks_for_an_outlet_of_their_own_finds_what_they_asked(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "second")
    own, of_editor = desk.opened("rights", by=SECOND_NAMED), desk.opened("rights")
    other = desk.opened("rights", by=RIVAL, outlet="o2")
    assert {each["id"] for each in desk.ask("cases", SECOND_NAMED)["items"]} == {own["id"], other["id"]}
    first = desk.ask("cases", SECOND_NAMED, limit=1)
    (second,) = desk.ask("cases", SECOND_NAMED, limit=1, cursor=first["next"])["items"]
    assert (first["items"][0]["id"], second["id"]) == (other["id"], own["id"])
    assert desk.ask("request_counts", SECOND_NAMED)["cases"] == 1, "what waits for the bureau, and not for them"
    assert {each["id"] for each in desk.ask("cases", NAMED)["items"]} == {own["id"], of_editor["id"], other["id"]}


@pytest.mark.parametrize("how", ["nobody", "own_outlet", "closed"])
def test_a_case_that_nobody_would_see_is_refused_and_its_asker_told_where_to_turn(desk: Desk, how: str) -> None:
    match how:
        case "nobody":
            desk.stage.db["named"].delete_many({})
        case "own_outlet":
            desk.outlet("o1", "editor", "colleague", "named", "second")
        case _:
            for account in ("named", "second"):
                desk.person(account, Role.LIAISON, closed=True)
    asked = {"kind": "rights", "outlet": "o1", "title": "采访受阻", "text": "被人推搡。"}
    assert refused(Conflict, desk, "open_request", EDITOR, **asked).code == "request.nobody_named"
    assert desk.stage.db["requests"].count_documents({}) == 0
    assert desk.opened()["state"] == "opened", "all else is asked as ever"


def test_who_is_named_no_longer_has_no_case_in_hand_and_hears_of_none(desk: Desk) -> None:
    case = desk.assigned("named", of=desk.opened("rights"))
    desk.name("second")
    assert desk.told(PrivateNotice)[-1].to == ("second",), "who is named now hears that it is to be assigned anew"
    seen = desk.ask("request", SECOND_NAMED, request=case["id"])
    assert (seen["state"], seen["officer"]) == ("acknowledged", None)
    told = len(desk.told(PrivateNotice))
    desk.do("say_on_request", EDITOR, request=case["id"], text="在吗？")
    assert [notice.to for notice in desk.told(PrivateNotice)[told:]] == [("second",)]
    with pytest.raises(NotFound):
        desk.do("say_on_request", NAMED, request=case["id"], text="在。")


HANDED = {"to": "刑侦大队", "taken_by": "张警官", "number": "刑移12号", "remark": "附转账凭证。"}


def handed(desk: Desk) -> str:
    case = desk.opened("rights")
    desk.do("hand_over_case", NAMED, request=case["id"], **HANDED)
    return str(case["id"])


def test_what_came_of_a_case_is_told_to_its_asker_also_when_it_is_closed(desk: Desk) -> None:
    case, today = handed(desk), local_date(now())
    desk.assigned("named", of={"id": case, "kind": "rights"})
    desk.do("answer_request", NAMED, request=case, kind="reply", text="已移送。")
    desk.do("rate_request", EDITOR, request=case, stars=5)
    told = len(desk.told(PrivateNotice))
    assert "record_outcome" in desk.ask("request", NAMED, request=case)["may"]
    desk.do("record_outcome", NAMED, request=case, outcome="filed", on=today.isoformat())
    desk.do("record_outcome", SECOND_NAMED, request=case, outcome="settled", on="2026-09-18", text="双方和解。")
    assert [notice.to for notice in desk.told(PrivateNotice)[told:]] == [("editor",), ("editor", "named")]
    seen = desk.ask("request", EDITOR, request=case)
    assert [(each["outcome"], each["on"], each["text"], each["by"]) for each in seen["outcomes"]] == [
        ("filed", today, "", ""), ("settled", date(2026, 9, 18), "双方和解。", ""),
    ]  # fmt: skip
    assert (seen["state"], seen["handed_over"]) == ("closed", None), "who took it is not theirs to know"
    assert "刑侦" not in str(seen) and "record_outcome" not in seen["may"]
    assert [each["by"] for each in desk.ask("request", NAMED, request=case)["outcomes"]] == ["named", "second"]
    acts = desk.ask("request_acts", NAMED, request=case)["items"]
    assert [each["details"] for each in acts if each["act"] == "record_outcome"] == [
        {"outcome": "settled"}, {"outcome": "filed"},
    ]  # fmt: skip


def test_whom_a_case_is_not_for_records_nothing_and_learns_nothing(desk: Desk) -> None:
    case = handed(desk)
    came = {"request": case, "outcome": "filed", "on": "2026-09-18"}
    for by in (LIAISON, LEADER, ADMIN, COLLEAGUE, RIVAL):
        assert refused(NotFound, desk, "record_outcome", by, **came).code == "request.not_found"
    refused(Forbidden, desk, "record_outcome", EDITOR, **came)
    assert refused(Forbidden, desk, "record_outcome", LIAISON, **came | {"request": desk.opened()["id"]})


def test_what_does_not_fit_of_an_outcome_is_refused(desk: Desk) -> None:
    came = {"request": handed(desk), "outcome": "other", "on": "2026-09-18", "text": "移送检察院。"}
    tomorrow = (local_date(now()) + timedelta(days=1)).isoformat()
    for wrong, rule in (
        ({"on": tomorrow}, "/on day.to_come"),
        ({"text": ""}, "/text required"),
        ({"text": "联系电话 139 1234 5678"}, "/text material.found"),
    ):
        assert rules(refused(Invalid, desk, "record_outcome", NAMED, **came | wrong)) == [rule]
    case = desk.opened("rights")["id"]
    assert (
        refused(Conflict, desk, "record_outcome", NAMED, **came | {"request": case}).code == "request.not_handed_over"
    )
    desk.do("withdraw_request", EDITOR, request=came["request"])
    assert len(desk.do("record_outcome", NAMED, **came)["outcomes"]) == 1, "elsewhere it goes on"
