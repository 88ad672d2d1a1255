"""A credit code and an operator are those of the outlet that is verified with them, whoever said them first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.outlet.migrations import claims_of_verified
from services.outlet.sealing import Sealer
from shared.context import Actor
from shared.errors import Conflict
from shared.identity.cipher import FieldCipher
from tests.integration.outlet.harness import Harness
from tests.integration.outlet.test_imports import cells, counts, load, sheet
from tests.integration.outlet.test_outlets import register, verify
from tests.services.outlet.makers import BUREAU, LEADER, LIAISON, OWNER, STRANGER, credit_code, resident_id

PERSON = {"name": "王芳", "id_number": resident_id()}


def alike(outlets: Harness, outlet: dict[str, Any], actor: Actor = LIAISON) -> list[tuple[str, str, bool, bool]]:
    found = outlets.call("get", actor, {"outlet": outlet["id"]})["alike"]
    return [(each["id"], each["status"], each["credit_code"], each["operator"]) for each in found]


def test_who_says_a_number_first_does_not_keep_it_from_whose_it_is(outlets: Harness) -> None:
    squatter = register(outlets, STRANGER, name="冒名者", operator=PERSON)
    owner = register(outlets, OWNER, operator=PERSON)
    assert alike(outlets, owner) == [(squatter["id"], "pending", True, True)]
    assert verify(outlets, owner)["status"] == "verified"
    assert alike(outlets, squatter, LEADER) == [(owner["id"], "verified", True, True)]
    with pytest.raises(Conflict) as refused:
        verify(outlets, squatter)
    told = [(each.pointer, each.rule, each.params) for each in refused.value.problems]
    known = {"name": owner["name"], "outlet": owner["id"]}
    assert refused.value.code == "outlet.number_taken"
    assert told == [("/credit_code", "credit_code.taken", known), ("/operator", "operator.taken", known)]
    assert outlets.call("get", LIAISON, {"outlet": squatter["id"]})["status"] == "pending"


def test_an_applicant_learns_nothing_of_who_has_a_number(outlets: Harness) -> None:
    verify(outlets, register(outlets, operator=PERSON))
    fresh = register(outlets, STRANGER, credit_code=credit_code(2))
    on = {"outlet": fresh["id"]}
    changed = outlets.call("change_profile", STRANGER, on | {"credit_code": credit_code(), "operator": PERSON})
    assert (changed["status"], changed["alike"]) == ("pending", [])
    assert alike(outlets, fresh, STRANGER) == []
    outlets.call("reject", LIAISON, on | {"reason": "号码属于他人"})
    assert outlets.call("resubmit", STRANGER, on)["status"] == "pending"


def test_a_number_stays_with_who_is_verified_until_it_is_closed(outlets: Harness) -> None:
    first, second = verify(outlets, register(outlets)), register(outlets, STRANGER)
    outlets.call("suspend", LIAISON, {"outlet": first["id"], "reason": "违规"})
    with pytest.raises(Conflict):
        verify(outlets, second)
    outlets.call("close", OWNER, {"outlet": first["id"], "reason": "停更"})
    assert alike(outlets, second) == []
    assert verify(outlets, second)["status"] == "verified"


def test_a_verified_outlet_is_not_given_the_number_of_another(outlets: Harness) -> None:
    verify(outlets, register(outlets))
    second = verify(outlets, register(outlets, STRANGER, credit_code=credit_code(2)))
    with pytest.raises(Conflict) as refused:
        outlets.call("change_profile", LIAISON, {"outlet": second["id"], "credit_code": credit_code()})
    assert [each.pointer for each in refused.value.problems] == ["/credit_code"]
    outlets.call("change_profile", LIAISON, {"outlet": second["id"], "credit_code": credit_code(3)})


def test_an_operator_is_the_same_under_another_key(outlets: Harness) -> None:
    first = verify(outlets, register(outlets, operator=PERSON))
    outlets.service.sealer = Sealer(FieldCipher([("k2", b"2" * 32), ("k1", b"1" * 32)]))
    second = register(outlets, STRANGER, credit_code=credit_code(2), operator=PERSON)
    assert alike(outlets, second) == [(first["id"], "verified", False, True)]
    with pytest.raises(Conflict) as refused:
        verify(outlets, second)
    assert [each.rule for each in refused.value.problems] == ["operator.taken"]
    assert outlets.call("reveal", OWNER, {"outlet": first["id"]})["operator"]["id_number"] == PERSON["id_number"]
    same = outlets.call("change_profile", LIAISON, {"outlet": first["id"], "operator": PERSON})
    assert same["operator"] == first["operator"]


def test_numbers_of_another_bureau_are_nobodys_business(outlets: Harness) -> None:
    verify(outlets, register(outlets, operator=PERSON))
    foreign = register(outlets, Actor("x", "330106"), operator=PERSON)
    assert alike(outlets, foreign, Actor("officer", "330106", LIAISON.roles)) == []


def test_of_many_verified_at_once_with_one_number_one_is(outlets: Harness) -> None:
    waiting = [register(outlets, Actor(f"a{number}", BUREAU), operator=PERSON) for number in range(12)]

    def attempt(outlet: dict[str, Any]) -> bool:
        try:
            verify(outlets, outlet)
        except Conflict as error:
            assert error.code == "outlet.number_taken"
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, waiting)) == 1
    assert outlets.told().count("OutletVerified") == 1


def test_an_import_means_whose_the_number_is(outlets: Harness) -> None:
    register(outlets, STRANGER, name="冒名者", credit_code=credit_code(1))
    assert counts(load(outlets, sheet([cells(1)]))) == (1, 0, 0)
    found = outlets.call("search", LEADER)["items"]
    assert [each["name"] for each in found] == [cells(1)["name"], "冒名者"]
    assert counts(load(outlets, sheet([cells(1), cells(1, platform="tv")]))) == (1, 1, 0)
    assert len(outlets.call("search", LEADER)["items"]) == 2


def test_those_who_wait_free_what_they_held_before(outlets: Harness) -> None:
    kept, waiting = verify(outlets, register(outlets)), register(outlets, STRANGER, credit_code=credit_code(2))
    held = {"claims": {"credit_code": credit_code(2)}}
    outlets.db["outlets"].update_one({"_id": waiting["id"]}, {"$set": held})
    for _ in range(2):
        claims_of_verified.upgrade(outlets.db)
        claims = {row["_id"]: row["claims"] for row in outlets.db["outlets"].find()}
        assert claims == {kept["id"]: {"credit_code": credit_code()}, waiting["id"]: {}}
