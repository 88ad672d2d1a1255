"""Certificates of attendance: a number by chance that anybody may verify, until the outlet's part is withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from services.liaison.migrations import attendance_codes
from shared import codes
from shared.context import Actor, RequestContext
from shared.errors import Conflict, Forbidden, NotFound
from shared.ids import new_id
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LEADER, LIAISON, Desk
from tests.services.liaison.test_reminders import HOUR, announced, reply
from tests.services.liaison.test_walk_ins import admitted, held
from tests.services.stage import BUREAU

ANYBODY = RequestContext(Actor("", BUREAU), request_id=new_id(), locale="zh")


def verified(desk: Desk, code: str) -> Any:
    return desk.ask("attendance_certificate", ANYBODY, code=code)


def unknown(desk: Desk, code: str) -> bool:
    with pytest.raises(NotFound) as told:
        verified(desk, code)
    return told.value.code == "attendance.not_found"


@pytest.fixture
def there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """One that was held, with somebody who has an account and somebody who has none."""
    desk.person("editor")
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    desk.do("check_in", LIAISON, activity=activity, account="editor")
    admitted(desk, activity, "o2", name="欧阳娜")
    held(desk, activity, monkeypatch)
    return activity


def test_a_number_is_of_chance_says_whose_it_is_and_is_read_in_any_spelling(desk: Desk, there: str) -> None:
    mine = desk.ask("attendance", EDITOR, activity=there)
    assert (mine["person"], mine["signer"], mine["outlet_name"]) == ("editor", "liaison", "媒体o1")
    found = verified(desk, mine["code"])
    assert (found["state"], found["person"], found["title"]) == ("valid", "e*****", "秋季警营开放日")
    typed = mine["code"].replace("-", "").lower().replace("0", "o")
    assert verified(desk, typed) == found
    other = mine["code"][:-1] + codes.ALPHABET[codes.ALPHABET.index(mine["code"][-1]) - 1]
    assert all(unknown(desk, code) for code in (other, f"{BUREAU}-0000-0000-0000", "1", "x"))


def test_of_who_has_no_account_a_liaison_has_it_and_nobody_else(desk: Desk, there: str) -> None:
    rows = desk.ask("sign_ups", LIAISON, activity=there)["items"]
    [id_] = [each["id"] for each in rows if not each["person"]["account"]]
    made = desk.ask("attendance", LIAISON, activity=there, sign_up=id_)
    assert (made["person"], verified(desk, made["code"])["person"]) == ("欧阳娜", "欧**")
    for by in (EDITOR, LEADER):
        with pytest.raises(Forbidden):
            desk.ask("attendance", by, activity=there, sign_up=id_)
    with pytest.raises(NotFound):
        desk.ask("attendance", COLLEAGUE, activity=there)


def test_before_it_is_held_and_after_a_mistake_there_is_none(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    desk.do("check_in", LIAISON, activity=activity, account="editor")
    kept = desk.stage.db["sign_ups"].find_one({"activity": activity})
    assert kept is not None and unknown(desk, kept["certificate"])
    desk.do("undo_check_in", LIAISON, activity=activity, account="editor")
    kept = desk.stage.db["sign_ups"].find_one({"activity": activity})
    assert kept is not None and kept["certificate"] == ""


def test_what_is_taken_back_does_not_verify(desk: Desk, there: str) -> None:
    code = desk.ask("attendance", EDITOR, activity=there)["code"]
    [part] = [each for each in desk.ask("participations", LIAISON)["items"] if each["outlet"] == "o1"]
    desk.do("withdraw_participation", LIAISON, participation=part["id"], reason="登记有误。")
    found = verified(desk, code)
    assert found["state"] == "withdrawn" and found["withdrawn_on"] is not None
    with pytest.raises(Conflict) as told:
        desk.ask("attendance", EDITOR, activity=there)
    assert told.value.code == "attendance.withdrawn"


def test_who_was_there_before_there_were_numbers_gets_one_by_the_migration(desk: Desk, there: str) -> None:
    rows = desk.stage.db["sign_ups"]
    rows.update_many({}, {"$unset": {"certificate": 1, "walk_in": 1, "name": 1}})
    attendance_codes.upgrade(desk.stage.db)
    code = desk.ask("attendance", EDITOR, activity=there)["code"]
    assert verified(desk, code)["state"] == "valid"
    attendance_codes.upgrade(desk.stage.db)
    assert desk.ask("attendance", EDITOR, activity=there)["code"] == code
    plan = rows.find({"bureau": BUREAU, "certificate": code}).explain()["queryPlanner"]["winningPlan"]
    assert "'indexName': 'certificate'" in str(plan)
