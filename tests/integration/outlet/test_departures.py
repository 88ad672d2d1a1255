"""Who left, on a real database: every outlet of theirs, step by step, and whoever comes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.outlet.service import hearing
from shared.context import Actor, Role
from shared.errors import DomainError, Forbidden, Invalid
from tests.integration.outlet.harness import Harness
from tests.services.outlet.makers import ADMIN, BUREAU, LEADER, LIAISON, OWNER, credit_code, form

LIAISONS = Role.LIAISON


@pytest.fixture(autouse=True)
def known(outlets: Harness) -> None:
    for account in ("liaison", "anna", "bob"):
        outlets.person(account, LIAISONS)


def registered(outlets: Harness, number: int = 1) -> str:
    return str(outlets.call("register", OWNER, form(credit_code=credit_code(number)))["id"])


def in_charge(outlets: Harness, count: int = 1) -> list[str]:
    """Outlets of the liaison's."""
    made = [registered(outlets, number) for number in range(1, count + 1)]
    for id_ in made:
        outlets.call("assign_liaison", LIAISON, {"outlet": id_, "liaison": "liaison"})
    return made


def liaisons(outlets: Harness) -> list[str]:
    return [row["liaison"] for row in outlets.db["outlets"].find().sort("_id", 1)]


def left(outlets: Harness) -> list[str]:
    return sorted(each["id"] for each in outlets.call("left", LEADER)["items"])


@pytest.mark.parametrize(("roles", "closed"), [((LIAISONS,), True), ((Role.LEADER,), False)])
def test_outlets_of_a_liaison_who_left_are_spread_over_the_others(
    outlets: Harness, roles: tuple[Role, ...], closed: bool
) -> None:
    in_charge(outlets, 4)
    outlets.person("liaison", *roles, closed=closed, version=2)
    assert sorted(liaisons(outlets)) == ["anna", "anna", "bob", "bob"]
    assert left(outlets) == []
    assert outlets.told().count("LiaisonAssigned") == 8


def test_more_outlets_than_one_step_takes_follow_by_time(outlets: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "STEP", 2)
    in_charge(outlets, 5)
    outlets.person("liaison", LIAISONS, closed=True, version=2)
    assert liaisons(outlets).count("liaison") == 3
    assert [outlets.run_schedule("follow_accounts") for _ in range(3)] == [1, 1, 0]
    assert "liaison" not in liaisons(outlets)
    assert sorted(liaisons(outlets)) == ["anna", "anna", "anna", "bob", "bob"]


def test_where_nobody_can_leaders_see_it_until_they_put_somebody_in_charge(outlets: Harness) -> None:
    (outlet,) = in_charge(outlets)
    for account in ("anna", "bob"):
        outlets.person(account, Role.LEADER, version=2)
    outlets.person("liaison", closed=True, version=2)
    assert (liaisons(outlets), left(outlets)) == ([""], [outlet])
    with pytest.raises(Forbidden):
        outlets.call("left", ADMIN)
    outlets.person("anna", LIAISONS, version=3)
    done = outlets.call("assign_liaison", LEADER, {"outlet": outlet, "liaison": "anna"})
    assert (done["liaison"], done["left_by"], left(outlets)) == ("anna", "", [])


def test_an_owner_who_left_no_longer_acts_and_comes_back_as_one(outlets: Harness) -> None:
    outlet = registered(outlets)
    outlets.person("owner", closed=True)
    (member,) = outlets.call("get", LEADER, {"outlet": outlet})["members"]
    assert (member["account"], member["closed"]) == ("owner", True)
    with pytest.raises(DomainError):
        outlets.call("change_profile", OWNER, {"outlet": outlet, "region": "西兴"})
    with pytest.raises(Invalid, match=r"account\.closed"):
        outlets.call("register", OWNER, form(credit_code=credit_code(2)))
    outlets.call("invite", LIAISON, {"outlet": outlet, "role": "outlet_owner"})
    outlets.person("owner", version=2)
    assert outlets.call("change_profile", OWNER, {"outlet": outlet, "region": "西兴"})["region"] == "西兴"
    assert outlets.told()[-3:] == ["MemberInvited", "MemberAccountReopened", "OutletProfileChanged"]


def test_outlets_from_before_members_could_be_closed_are_read(outlets: Harness) -> None:
    outlet = registered(outlets)
    gone = {"left_by": "", "proofs": "", "members.0.closed": ""}
    outlets.db["outlets"].update_one({"_id": outlet}, {"$unset": gone})
    outlets.person("owner", closed=True)
    seen = outlets.call("get", LEADER, {"outlet": outlet})
    assert (seen["members"][0]["closed"], seen["left_by"], seen["proofs"]) == (True, "", [])


def test_of_leaving_and_being_put_in_charge_at_once_none_is_left_in_charge(outlets: Harness) -> None:
    made = [registered(outlets, number) for number in range(1, 7)]

    def assign(id_: str) -> Any:
        try:
            return outlets.call("assign_liaison", LIAISON, {"outlet": id_, "liaison": "anna"})
        except Invalid as refused:
            return refused.problems[0].rule

    with ThreadPoolExecutor(7) as pool:
        waiting = [pool.submit(assign, id_) for id_ in made[:3]]
        waiting += [pool.submit(outlets.person, "anna", LIAISONS, closed=True, version=2)]
        waiting += [pool.submit(assign, id_) for id_ in made[3:]]
        for each in waiting:
            each.result()
    assert "anna" not in liaisons(outlets)


def test_who_verifies_must_still_be_a_liaison(outlets: Harness) -> None:
    outlet = registered(outlets)
    outlets.person("liaison", Role.LEADER, version=2)
    late = Actor("liaison", BUREAU, frozenset({Role.LIAISON}))
    with pytest.raises(Invalid, match=r"account\.role"):
        outlets.call("reject", late, {"outlet": outlet, "reason": "x"})


@pytest.mark.parametrize("able", [True, False])
def test_a_liaison_in_charge_who_joins_has_a_substitute_or_it_is_shown(outlets: Harness, able: bool) -> None:
    (outlet,) = in_charge(outlets)
    in_charge_of = outlets.call("register", OWNER, form(credit_code=credit_code(2)))["id"]
    outlets.call("assign_liaison", LIAISON, {"outlet": in_charge_of, "liaison": "anna"})
    if not able:
        for account in ("anna", "bob"):
            outlets.person(account, Role.LEADER, version=2)
    on = {"outlet": outlet}
    one = outlets.call("invite", OWNER, {**on, "role": "outlet_member", "account": "liaison"})
    done = outlets.call("accept_invitation", LIAISON, {**on, "invitation": one["id"]})
    expected = ("bob", "", []) if able else ("", "liaison", [outlet])
    assert (done["liaison"], done["left_by"], [id_ for id_ in left(outlets) if id_ == outlet]) == expected
    assert outlets.told()[-2:] == ["MemberJoined", "LiaisonAssigned" if able else "LiaisonLeft"]
    (newest, *_) = outlets.call("history", OWNER, on)["items"]
    assert newest["details"] == {"liaison": done["liaison"], "before": "liaison", "why": "joined"}
