"""Certificates of attendance: a number by chance that anybody may verify, until the outlet's part is withdrawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.liaison.migrations import attendance_codes
from shared import codes
from shared.context import Actor, RequestContext
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import AttendanceCorrected, OutletParticipated, ParticipationWithdrawn
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


def corrected(desk: Desk, activity: str, account: str = "editor", reason: str = "当日未到场，误签。") -> Any:
    return desk.do("correct_attendance", LIAISON, activity=activity, account=account, reason=reason)


def test_who_was_not_there_has_no_certificate_any_more_and_the_outlet_took_no_part(desk: Desk, there: str) -> None:
    code = desk.ask("attendance", EDITOR, activity=there)["code"]
    made = corrected(desk, there)
    assert (made["attended_at"], made["checked_by"], made["checker"]) == (None, None, None)
    assert (made["corrected"]["by"]["account"], made["corrected"]["reason"]) == ("liaison", "当日未到场，误签。")
    found = verified(desk, code)
    assert found["state"] == "withdrawn" and found["withdrawn_on"] is not None
    with pytest.raises(Conflict) as told:
        desk.ask("attendance", EDITOR, activity=there)
    assert told.value.code == "attendance.withdrawn"
    (fact,) = desk.told(AttendanceCorrected)
    assert (fact.account, fact.outlet, fact.reason) == ("editor", "o1", "当日未到场，误签。")
    assert [each.participation.outlet for each in desk.told(ParticipationWithdrawn)] == ["o1"]
    [part] = [each for each in desk.ask("participations", LIAISON)["items"] if each["outlet"] == "o1"]
    assert (part["withdrawn_at"] is not None, part["reason"]) == (True, "当日未到场，误签。")
    mine = desk.ask("activity", EDITOR, activity=there)["mine"]
    assert (mine["attended_at"], mine["corrected"]["by"]) == (None, None), "outlets are not told by whom"
    with pytest.raises(Conflict) as told:
        corrected(desk, there)
    assert told.value.code == "check_in.not_there"


def test_while_somebody_else_of_it_was_there_the_outlet_took_part(desk: Desk, there: str) -> None:
    admitted(desk, there, account="colleague")
    corrected(desk, there)
    assert desk.told(ParticipationWithdrawn) == []
    desk.do("close_activity", LIAISON, activity=there)
    corrected(desk, there, "colleague")
    assert len(desk.told(ParticipationWithdrawn)) == 1, "also of one that is closed"
    assert desk.stage.db["seats"].find_one({"_id": there})["attended"] == 1  # type: ignore[index]


def test_who_was_there_after_all_has_the_same_certificate(desk: Desk, there: str) -> None:
    code = desk.ask("attendance", EDITOR, activity=there)["code"]
    corrected(desk, there)
    again = desk.do("check_in", LIAISON, activity=there, account="editor")
    assert again["corrected"] is None and desk.ask("attendance", EDITOR, activity=there)["code"] == code
    assert verified(desk, code)["state"] == "valid"
    assert [each.participation.outlet for each in desk.told(OutletParticipated)].count("o1") == 2


def test_two_of_one_outlet_corrected_at_once_leave_no_part_behind(desk: Desk, there: str) -> None:
    admitted(desk, there, account="colleague")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda account: corrected(desk, there, account), ("editor", "colleague")))
    assert [each.participation.outlet for each in desk.told(ParticipationWithdrawn)] == ["o1"]


def test_before_it_is_held_a_check_in_is_undone_and_not_corrected(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    desk.do("check_in", LIAISON, activity=activity, account="editor")
    with pytest.raises(Conflict) as told:
        corrected(desk, activity)
    assert told.value.code == "check_in.not_held"


def test_a_reason_with_a_number_of_identity_is_refused(desk: Desk, there: str) -> None:
    with pytest.raises(Invalid) as told:
        corrected(desk, there, reason="证号11010519491231002X")
    assert [each.rule for each in told.value.problems] == ["announcing.in_reason"]
    for by in (EDITOR, LEADER):
        with pytest.raises(Forbidden):
            desk.do("correct_attendance", by, activity=there, account="editor", reason="误签。")
    assert desk.told(AttendanceCorrected) == []
