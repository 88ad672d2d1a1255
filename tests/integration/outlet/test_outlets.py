"""The outlet service's methods on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.context import Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from tests.integration.outlet.harness import Harness
from tests.services.outlet.makers import (
    BUREAU,
    FOREIGN,
    LEADER,
    LIAISON,
    MEMBER,
    OWNER,
    STRANGER,
    form,
    resident_id,
)


def register(outlets: Harness, by: Actor = OWNER, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = outlets.call("register", by, form(**changes))
    return found


def verify(outlets: Harness, outlet: dict[str, Any]) -> dict[str, Any]:
    proofs = [{"channel": outlet["channels"][0]["id"], "files": ["f1"]}]
    found: dict[str, Any] = outlets.call("verify", LIAISON, {"outlet": outlet["id"], "proofs": proofs})
    return found


def test_a_whole_life(outlets: Harness) -> None:
    outlet = register(outlets)
    on = {"outlet": outlet["id"]}
    assert outlets.call("reject", LIAISON, {**on, "reason": "照片不清"})["reason"] == "照片不清"
    outlets.call("change_profile", OWNER, {**on, "region": "西兴"})
    assert outlets.call("resubmit", OWNER, on)["status"] == "pending"
    verified = verify(outlets, outlet)
    assert (verified["status"], verified["liaison"], verified["version"]) == ("verified", "liaison", 5)
    outlets.call("suspend", LIAISON, {**on, "reason": "违规"})
    outlets.call("reinstate", LIAISON, {**on, "reason": "已整改"})
    outlets.call("close", OWNER, {**on, "reason": "停更"})
    history = outlets.call("history", LEADER, on)["items"]
    told = outlets.told()
    assert [entry["what"] for entry in reversed(history)] == told
    assert [entry["version"] for entry in history] == list(range(8, 0, -1))
    assert told[0] == "OutletRegistered" and told[-1] == "OutletClosed"
    assert history[2]["reason"] == "违规" and history[2]["by"] == "liaison"
    # The outlet's own people are told what was ruled, not which officer did.
    own = outlets.call("history", OWNER, on)["items"]
    assert [(entry["what"], entry["by"]) for entry in own if entry["by"]] == [
        (entry["what"], "owner") for entry in history if entry["by"] == "owner"
    ]
    assert own[2]["reason"] == "违规"
    seen = outlets.call("get", OWNER, on)
    assert (seen["verification"]["by"], seen["liaison"]) == ("", "liaison")
    assert outlets.call("get", LEADER, on)["verification"]["by"] == "liaison"


def test_every_event_carries_the_state_of_its_version(outlets: Harness) -> None:
    outlet = register(outlets)
    verify(outlets, outlet)
    outlets.call(
        "add_channel",
        OWNER,
        {"outlet": outlet["id"], "platform": "weibo", "claimed_level": "self", "account_name": "x"},
    )
    seen = [(envelope.version, len(event.outlet.channels), event.outlet.status) for event, envelope in outlets.events()]
    assert seen == [(1, 1, "pending"), (2, 1, "verified"), (3, 2, "verified")]
    assert {(envelope.subject, envelope.bureau) for _, envelope in outlets.events()} == {(outlet["id"], BUREAU)}


def test_personal_data_is_nowhere_in_clear(outlets: Harness) -> None:
    number = resident_id(7)
    outlet = register(outlets, operator={"name": "王芳", "id_number": number})
    invitation = outlets.call("invite", OWNER, {"outlet": outlet["id"], "role": "outlet_member"})
    code = outlets.call("invitation_code", OWNER, {"outlet": outlet["id"], "invitation": invitation["id"]})["code"]
    everything = "".join(
        str(document) for name in outlets.db.list_collection_names() for document in outlets.db[name].find()
    )
    for secret in (number, "13934841887", "liu@example.com", code):
        assert secret not in everything
    assert outlet["operator"]["id_number"] == f"3301**********{number[-4:]}"
    revealed = outlets.call("reveal", LIAISON, {"outlet": outlet["id"]})
    assert revealed["operator"]["id_number"] == number
    assert revealed["contacts"][0]["phone"] == "13934841887"


@pytest.mark.parametrize(("actor", "allowed"), [(OWNER, True), (LIAISON, True), (LEADER, False), (MEMBER, False)])
def test_who_may_reveal(outlets: Harness, actor: Actor, allowed: bool) -> None:
    outlet = register(outlets)
    if actor != MEMBER:
        assert ("reveal" in outlets.call("get", actor, {"outlet": outlet["id"]})["may"]) is allowed
    if allowed:
        assert outlets.call("reveal", actor, {"outlet": outlet["id"]})["contacts"]
        return
    with pytest.raises((Forbidden, NotFound)):
        outlets.call("reveal", actor, {"outlet": outlet["id"]})


def test_of_a_closed_outlet_nothing_is_revealed(outlets: Harness) -> None:
    on = {"outlet": register(outlets)["id"]}
    outlets.call("close", OWNER, {**on, "reason": "停更"})
    for actor in (OWNER, LIAISON):
        assert "reveal" not in outlets.call("get", actor, on)["may"]
        with pytest.raises(Conflict) as refused:
            outlets.call("reveal", actor, on)
        assert refused.value.code == "outlet.closed_unseen"


def test_others_and_other_bureaus_find_nothing(outlets: Harness) -> None:
    outlet = register(outlets)
    for actor in (STRANGER, FOREIGN):
        for method in ("get", "history", "invitations", "reveal", "leave"):
            with pytest.raises(NotFound):
                outlets.call(method, actor, {"outlet": outlet["id"]})
        with pytest.raises(NotFound):
            outlets.call("close", actor, {"outlet": outlet["id"], "reason": "x"}, expected_version=99)
        assert outlets.call("mine", actor)["items"] == []
    assert outlets.call("search", FOREIGN)["items"] == []
    with pytest.raises(Forbidden):
        outlets.call("search", STRANGER)


def test_if_match_is_kept(outlets: Harness) -> None:
    outlet = register(outlets)
    change = {"outlet": outlet["id"], "region": "西兴"}
    assert outlets.call("change_profile", OWNER, change, expected_version=1)["version"] == 2
    with pytest.raises(VersionMismatch):
        outlets.call("change_profile", OWNER, change | {"region": "长河"}, expected_version=1)


def test_no_change_makes_no_version_and_no_event(outlets: Harness) -> None:
    outlet = register(outlets)
    assert outlets.call("change_profile", OWNER, {"outlet": outlet["id"], "region": "浦沿"})["version"] == 1
    assert outlets.told() == ["OutletRegistered"]


def test_sixteen_at_once_are_sixteen_versions(outlets: Harness) -> None:
    outlet = register(outlets)

    def add(number: int) -> Any:
        channel = {"platform": "weibo", "claimed_level": "self", "account_name": f"c{number}"}
        return outlets.call("add_channel", OWNER, {"outlet": outlet["id"], **channel})

    with ThreadPoolExecutor(8) as pool:
        versions = sorted(view["version"] for view in pool.map(add, range(16)))
    assert versions == list(range(2, 18))
    assert len(outlets.call("get", OWNER, {"outlet": outlet["id"]})["channels"]) == 17
    assert len(outlets.told()) == 17


def test_an_invitation_by_code_and_by_name(outlets: Harness) -> None:
    on = {"outlet": register(outlets)["id"]}
    by_code = outlets.call("invite", OWNER, {**on, "role": "outlet_member", "note": "编辑"})
    code = outlets.call("invitation_code", OWNER, {**on, "invitation": by_code["id"]})["code"]
    assert outlets.call("accept_invitation", MEMBER, {"code": code.lower()})["members"][1]["name"] == "李强"
    with pytest.raises(NotFound):
        outlets.call("accept_invitation", STRANGER, {"code": code})
    outlets.person("stranger")
    by_name = outlets.call("invite", OWNER, {**on, "role": "outlet_owner", "account": "stranger"})
    with pytest.raises(NotFound):
        outlets.call("accept_invitation", LEADER, {**on, "invitation": by_name["id"]})
    joined = outlets.call("accept_invitation", STRANGER, {**on, "invitation": by_name["id"]})
    assert [member["role"] for member in joined["members"]] == ["outlet_owner", "outlet_member", "outlet_owner"]
    assert outlets.call("leave", OWNER, on) == {"outlet": on["outlet"], "left": True}
    with pytest.raises(Forbidden):
        outlets.call("invitation_code", MEMBER, {**on, "invitation": by_name["id"]})


def test_a_code_of_another_bureau_opens_nothing(outlets: Harness) -> None:
    on = {"outlet": register(outlets)["id"]}
    one = outlets.call("invite", OWNER, {**on, "role": "outlet_member"})
    code = outlets.call("invitation_code", OWNER, {**on, "invitation": one["id"]})["code"]
    with pytest.raises(NotFound):
        outlets.call("accept_invitation", Actor("x", "330106"), {"code": code})


def test_an_open_invitation_by_ids_needs_its_code(outlets: Harness) -> None:
    on = {"outlet": register(outlets)["id"]}
    one = outlets.call("invite", OWNER, {**on, "role": "outlet_member"})
    with pytest.raises(NotFound):
        outlets.call("accept_invitation", MEMBER, {**on, "invitation": one["id"]})
    with pytest.raises(Invalid):
        outlets.call("accept_invitation", MEMBER, on)
    assert [item["id"] for item in outlets.call("invitations", LIAISON, on)["items"]] == [one["id"]]
    assert outlets.call("revoke_invitation", OWNER, {**on, "invitation": one["id"]})["id"] == one["id"]
    assert outlets.call("invitations", OWNER, on)["items"] == []


def test_time_reminds_once_and_lapses_once(outlets: Harness) -> None:
    outlet = verify(outlets, register(outlets))
    year = now() + timedelta(days=365)
    for days in (60, 30, 29, 7, 7, 0, -1, -2):
        outlets.run_schedule("remind", year - timedelta(days=days))
        outlets.run_schedule("lapse", year - timedelta(days=days))
    assert outlets.told()[2:] == ["OutletReverificationDue"] * 2 + ["OutletSuspended"]
    found = outlets.call("get", OWNER, {"outlet": outlet["id"]})
    assert (found["status"], found["reason_code"]) == ("suspended", "verification_lapsed")
    proofs = [{"channel": outlet["channels"][0]["id"], "note": "n"}]
    again = outlets.call("reverify", LIAISON, {"outlet": outlet["id"], "proofs": proofs})
    assert (again["status"], again["reason_code"]) == ("verified", None)
