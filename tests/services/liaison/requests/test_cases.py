"""Cases of rights protection are for their asker and who is named."""

from __future__ import annotations

import pytest

from shared.context import Role
from shared.errors import Conflict, Invalid, NotFound
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
