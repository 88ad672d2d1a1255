"""What tells of people leaves when its time is over: contacts of closed outlets, names of erased accounts."""

from __future__ import annotations

from datetime import timedelta

from services.outlet.service import OutletService
from shared.clock import now
from shared.context import Role
from shared.events import AccountErased, AccountState, Envelope, Received
from tests.integration.outlet.harness import Harness
from tests.integration.outlet.test_outlets import register
from tests.services.outlet.makers import BUREAU, LIAISON, OWNER, STRANGER, credit_code, resident_id


def test_contacts_of_a_closed_outlet_are_erased_when_their_time_is_over(outlets: Harness) -> None:
    person = {"name": "王芳", "id_number": resident_id()}
    on = {"outlet": register(outlets, operator=person)["id"]}
    open_ = register(outlets, STRANGER, credit_code=credit_code(2))["id"]
    outlets.call("close", OWNER, {**on, "reason": "停更"})
    year = now() + outlets.service.retention.contacts + timedelta(days=1)
    assert outlets.run_schedule("erase_contacts", year) == 0, "this clock alone erases nothing"
    outlets.db["outlets"].update_many({}, {"$set": {"updated_at": now() - timedelta(days=366)}})
    assert outlets.run_schedule("erase_contacts", now() - timedelta(days=2)) == 0, "nor does the database's"
    assert outlets.run_schedule("erase_contacts") == 1
    assert outlets.run_schedule("erase_contacts") == 0
    found = outlets.call("get", LIAISON, on)
    assert (found["operator"], found["contacts"], found["status"]) == (None, [], "closed")
    assert outlets.call("get", STRANGER, {"outlet": open_})["contacts"], "an open one keeps them"
    assert outlets.told()[-1] == "OutletContactsErased"
    assert outlets.call("history", LIAISON, on)["items"][0]["what"] == "OutletContactsErased"
    kept = outlets.db["outlets"].find_one({"_id": on["outlet"]})
    assert kept is not None and "13934841887" not in str(kept) and "phone" not in str(kept)


def test_an_erased_account_has_no_name_in_its_outlets_closed_ones_included(outlets: Harness) -> None:
    outlets.person("liaison", Role.LIAISON)
    first = {"outlet": register(outlets)["id"]}
    second = {"outlet": register(outlets, credit_code=credit_code(2))["id"]}
    outlets.call("close", OWNER, {**first, "reason": "停更"})
    before = [outlets.call("get", LIAISON, on) for on in (first, second)]
    event = AccountErased(AccountState("owner", "已注销账号", (), True), "")
    told = Received(event, Envelope.seal(event, subject="owner", bureau=BUREAU, version=9))
    outlets.execute(lambda unit: OutletService.account_changed.__wrapped__(outlets.service, unit, told))  # type: ignore[attr-defined]
    for on, was in zip((first, second), before, strict=True):
        found = outlets.call("get", LIAISON, on)
        assert [(each["account"], each["name"]) for each in found["members"]] == [("owner", "已注销账号")]
        assert found["version"] > was["version"]
