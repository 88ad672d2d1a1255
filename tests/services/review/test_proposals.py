"""Other rules stand once another person confirmed them, never below the floor; what stands holds until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.review.domain.proposals import TERM
from services.review.service import ReviewService
from services.review.settings import review_floor
from shared.clock import now
from shared.context import Role
from shared.contracts.review_terms import Sensitivity
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import RulesConfirmed, RulesLapsed, RulesProposed, RulesRefused, WordListAdopted
from shared.settings import SettingsError
from tests.services.review.desk import FINAL, FIRST, KEEPER, LEADER, Desk
from tests.services.review.makers import policy_input
from tests.services.stage import asking

OTHER = asking("other", Role.SECURITY_ADMIN)
WORDS = {"list": "banned", "title": "禁用词", "level": "banned", "reason": "市局通报"}


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """With a second security administrator."""
    desk.person("other", Role.SECURITY_ADMIN)
    yield desk
    ReviewService.floor = Sensitivity.SENSITIVE


def proposed(desk: Desk, by: Any = KEEPER, **changes: Any) -> Any:
    return desk.do("propose_policy", by, **policy_input(**changes))


def words(desk: Desk, *listed: str, by: Any = KEEPER, **changes: Any) -> Any:
    given = [{"word": each} for each in listed]
    return desk.do("propose_word_list", by, **WORDS | {"words": given} | changes)


def end(desk: Desk, moment: Any) -> int:
    """What time ends; gives how many."""
    jobs = list(ReviewService.end_proposals.__wrapped__(desk.stage.service, moment))  # type: ignore[attr-defined]
    for key, run in jobs:
        desk.stage.run(key, run)
    return len(jobs)


def standing(desk: Desk) -> int:
    return next(each["version"] for each in desk.ask("policies")["items"] if each["current"])


def test_what_one_proposes_another_confirms_and_until_then_what_stands_holds(desk: Desk) -> None:
    made = proposed(desk)
    assert (made["state"], made["base"], made["by"], made["may"]) == ("open", 0, "keeper", ["withdraw"])
    assert standing(desk) == 0 and desk.opened()["policy"] == 0
    with pytest.raises(Forbidden, match=r"rule_proposal\.own"):
        desk.do("confirm_proposal", KEEPER, proposal=made["id"])
    with pytest.raises(Forbidden, match=r"rule_proposal\.own"):
        desk.do("refuse_proposal", KEEPER, proposal=made["id"], reason="x")
    with pytest.raises(Forbidden, match=r"rule_proposal\.not_own"):
        desk.do("withdraw_proposal", FINAL, proposal=made["id"])
    assert desk.ask("proposal", FINAL, proposal=made["id"])["may"] == ["confirm", "refuse"]
    done = desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert (done["state"], done["decided_by"], done["may"], done["version"]) == ("confirmed", "final", [], 2)
    policy = desk.ask("policy", policy="1")
    assert (policy["by"], policy["confirmed_by"], policy["reason"]) == ("keeper", "final", "按本局实际修订")
    assert policy["at"] == done["decided_at"] and desk.opened()["policy"] == 1
    (told,) = desk.told(RulesProposed)
    assert (told.by, told.proposal.kind, told.proposal.base, told.reason) == ("keeper", "policy", 0, made["reason"])
    assert [(each.by, each.adopted, each.proposal.proposer) for each in desk.told(RulesConfirmed)] == [
        ("final", 1, "keeper")
    ]
    for act, by, more in (("confirm", OTHER, {}), ("refuse", OTHER, {"reason": "x"}), ("withdraw", KEEPER, {})):
        with pytest.raises(Conflict, match=r"rule_proposal\.ended"):
            desk.do(f"{act}_proposal", by, proposal=made["id"], **more)
    assert standing(desk) == 1


def test_a_word_list_is_used_once_it_is_confirmed(desk: Desk) -> None:
    made = words(desk, "黑老大")
    assert desk.opened("黑老大落网")["findings"] == [] and desk.ask("word_lists")["items"] == []
    assert desk.told(WordListAdopted) == []
    desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert [each["source"] for each in desk.opened("黑老大落网")["findings"]] == ["banned@1"]
    (adopted,) = desk.told(WordListAdopted)
    assert (adopted.by, [each.word for each in adopted.word_list.words]) == ("keeper", ["黑老大"])
    (listed,) = desk.ask("word_lists")["items"]
    assert (listed["by"], listed["confirmed_by"], listed["reason"]) == ("keeper", "final", "市局通报")


def test_who_refuses_says_why_and_who_proposed_may_take_it_back(desk: Desk) -> None:
    made, other = words(desk, "甲"), words(desk, "乙")
    with pytest.raises(Invalid):
        desk.do("refuse_proposal", FINAL, proposal=made["id"], reason="")
    done = desk.do("refuse_proposal", FINAL, proposal=made["id"], reason="误伤太多")
    assert (done["state"], done["decided_reason"]) == ("refused", "误伤太多")
    assert desk.do("withdraw_proposal", KEEPER, proposal=other["id"])["state"] == "withdrawn"
    assert [each.reason for each in desk.told(RulesRefused)] == ["误伤太多"]
    assert [(each.outcome, each.by) for each in desk.told(RulesLapsed)] == [("withdrawn", "keeper")]
    assert desk.ask("word_lists")["items"] == []


def test_what_another_one_overtook_has_ended_and_says_so(desk: Desk) -> None:
    made, rival, lists = proposed(desk), proposed(desk, OTHER), words(desk, "甲")
    desk.do("confirm_proposal", FINAL, proposal=rival["id"])
    with pytest.raises(Conflict, match=r"rule_proposal\.ended.*overtaken"):
        desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert desk.ask("proposal", proposal=lists["id"])["state"] == "open", "another thing's"
    assert [(each.proposal.id, each.outcome) for each in desk.told(RulesLapsed)] == [(made["id"], "overtaken")]


def test_one_that_came_in_the_midst_of_a_confirmation_is_named_a_conflict_and_ends(desk: Desk) -> None:
    made = proposed(desk)
    desk.stage.db["proposals"].update_one({"_id": made["id"]}, {"$set": {"base": 7}})
    with pytest.raises(Conflict, match=r"rule_proposal\.overtaken"):
        desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert (end(desk, now()), end(desk, now())) == (1, 0)
    assert desk.told(RulesLapsed)[0].outcome == "overtaken"


def test_after_fourteen_days_it_is_over_also_before_that_is_written(desk: Desk) -> None:
    made = proposed(desk)
    assert made["until"] - made["at"] == TERM == timedelta(days=14)
    assert end(desk, made["until"] - timedelta(seconds=1)) == 0
    past = now() - timedelta(seconds=1)
    desk.stage.db["proposals"].update_one({"_id": made["id"]}, {"$set": {"until": past}})
    with pytest.raises(Conflict, match=r"rule_proposal\.ended.*expired"):
        desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert desk.ask("proposal", FINAL, proposal=made["id"])["state"] == "expired"
    assert desk.ask("counts", FINAL)["proposals"] == 0
    assert (end(desk, now()), end(desk, now())) == (1, 0)
    assert [(each.outcome, each.by) for each in desk.told(RulesLapsed)] == [("expired", "")]


def test_nobody_of_an_outlet_proposes_or_confirms_nor_is_what_they_proposed_confirmed(desk: Desk) -> None:
    made = words(desk, "甲")
    desk.person("writer", Role.SECURITY_ADMIN)
    for act, more in (("confirm", {}), ("refuse", {"reason": "x"})):
        with pytest.raises(Forbidden, match="own_outlet_rules"):
            desk.do(f"{act}_proposal", asking("writer", Role.SECURITY_ADMIN), proposal=made["id"], **more)
    for by in (FIRST, LEADER):
        with pytest.raises(Forbidden, match=r"forbidden\.keeper"):
            desk.do("confirm_proposal", by, proposal=made["id"])
    desk.outlet("o1", "writer", "keeper")
    with pytest.raises(Conflict, match="proposer_of_outlet"):
        desk.do("confirm_proposal", FINAL, proposal=made["id"])
    with pytest.raises(NotFound):
        desk.do("confirm_proposal", asking("final", Role.SECURITY_ADMIN, bureau="330108"), proposal=made["id"])


def test_every_difference_is_named(desk: Desk) -> None:
    desk.adopt("propose_policy", KEEPER, **policy_input())
    given = policy_input(lease_minutes=20, working_hours=[{"from": "08:00", "to": "12:00"}])
    given["routes"][0]["stages"][0] = given["routes"][0]["stages"][0] | {"hours": 5}
    changes = desk.do("propose_policy", KEEPER, **given)["changes"]
    assert {each["field"]: (each["before"], each["after"]) for each in changes if each["field"] != "stages"} == {
        "lease_minutes": ("15", "20"),
        "working_hours": ("09:00–12:00, 13:00–18:00", "08:00–12:00"),
    }
    stages = [each for each in changes if each["field"] == "stages"]
    assert {(each["category"], each["sensitivity"]) for each in stages} == {
        (category, "normal") for category in ("official_media", "department", "self_media", "influencer")
    }
    assert [[stage["hours"] for stage in stages[0][side]] for side in ("before_stages", "after_stages")] == [
        [4, 4], [5, 4]
    ]  # fmt: skip
    desk.adopt("propose_word_list", KEEPER, **WORDS | {"words": [{"word": "甲"}, {"word": "乙"}]})
    given = [{"word": "乙", "suggestion": "某"}, {"word": "丙"}]
    changes = desk.do("propose_word_list", KEEPER, **WORDS | {"words": given, "level": "sensitive"})["changes"]
    assert [(each["field"], each["word"], each["before"], each["after"]) for each in changes] == [
        ("level", "", "banned", "sensitive"), ("word", "甲", "", None), ("word", "乙", "", "某"),
        ("word", "丙", None, ""),
    ]  # fmt: skip


def test_proposals_are_listed_counted_and_the_bureaus_own(desk: Desk) -> None:
    made = [words(desk, "甲"), proposed(desk, FINAL), words(desk, "乙", list="ours")]
    ids = [each["id"] for each in made][::-1]
    page = desk.ask("proposals", limit=2)
    rest = desk.ask("proposals", limit=2, cursor=page["next"])
    assert [each["id"] for each in page["items"] + rest["items"]] == ids
    assert [each["id"] for each in desk.ask("proposals", kind="policy")["items"]] == [ids[1]]
    for by in (KEEPER, FINAL, OTHER):
        waiting = desk.ask("proposals", by, state="open", others=True)["items"]
        assert len(waiting) == desk.ask("counts", by)["proposals"], by.actor.account
    assert desk.ask("counts", LEADER)["proposals"] is None
    assert desk.ask("proposals", asking("x", Role.SECURITY_ADMIN, bureau="330108"))["items"] == []
    with pytest.raises(Forbidden):
        desk.ask("proposals", asking("liaison", Role.LIAISON))


def short(**changes: Any) -> dict[str, Any]:
    """A policy by which sensitive works of self-media skip the second stage."""
    given = policy_input(**changes)
    whole = given["routes"][1]["stages"]
    every = given["routes"][0]["categories"]
    given["routes"] = [
        {"categories": every, "sensitivities": ["normal", "sensitive"], "stages": [whole[0], whole[2]]},
        {"categories": every, "sensitivities": ["major"], "stages": whole},
    ]
    return given


def test_nobody_goes_below_the_floor_whoever_confirms(desk: Desk) -> None:
    with pytest.raises(Invalid) as error:
        desk.do("propose_policy", KEEPER, **short())
    assert error.value.code == "policy.below_floor"
    assert [(each.pointer, each.rule, each.params) for each in error.value.problems] == [
        ("/routes/0/stages", "policy.floor", {"category": category, "sensitivity": "sensitive"})
        for category in ("self_media", "influencer")
    ]
    ReviewService.floor = Sensitivity.MAJOR
    made = desk.do("propose_policy", KEEPER, **short())
    ReviewService.floor = Sensitivity.SENSITIVE
    with pytest.raises(Invalid) as error:
        desk.do("confirm_proposal", FINAL, proposal=made["id"])
    assert error.value.code == "policy.below_floor" and standing(desk) == 0


def test_the_floor_can_be_every_work_of_self_media(desk: Desk) -> None:
    ReviewService.floor = Sensitivity.NORMAL
    with pytest.raises(Invalid, match="below_floor"):
        proposed(desk)
    given = policy_input()
    given["routes"][1]["sensitivities"] = ["normal", "sensitive", "major"]
    given["routes"].pop(0)
    desk.adopt("propose_policy", KEEPER, **given)
    review = desk.opened()
    assert [each["stage"] for each in review["stages"]] == ["first", "second", "final"]


def test_the_floor_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JINGMEI_REVIEW_FLOOR", raising=False)
    assert review_floor() is Sensitivity.SENSITIVE
    monkeypatch.setenv("JINGMEI_REVIEW_FLOOR", "normal")
    assert review_floor() is Sensitivity.NORMAL
    monkeypatch.setenv("JINGMEI_REVIEW_FLOOR", "none")
    with pytest.raises(SettingsError, match="REVIEW_FLOOR"):
        review_floor()
    monkeypatch.setenv("JINGMEI_REVIEW_FLOOR", "major")
    monkeypatch.setattr(ReviewService, "floor", Sensitivity.SENSITIVE)
    ReviewService.configure(None)
    assert ReviewService.floor is Sensitivity.MAJOR


def test_versions_from_before_two_persons_were_needed_read_as_they_stand(desk: Desk) -> None:
    desk.adopt("propose_policy", KEEPER, **policy_input())
    made = desk.adopt("propose_word_list", KEEPER, **WORDS, words=[])
    for name in ("policies", "word_lists"):
        desk.stage.db[name].update_many({}, {"$unset": {"confirmed_by": "", "reason": ""}})
    assert desk.ask("policy", policy="1")["confirmed_by"] == ""
    assert desk.ask("word_list", word_list=made["id"])["reason"] == "" and standing(desk) == 1
