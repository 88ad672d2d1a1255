"""Verified channels: the queue, what is told, and what was stored before there was such a thing."""

from __future__ import annotations

from typing import Any

import pytest

from jingmei import migrations
from services.outlet.repository.documents import BEFORE
from shared.errors import Forbidden, Invalid
from tests.integration.outlet.harness import Harness
from tests.integration.outlet.test_lists import walk
from tests.services.outlet.makers import LEADER, LIAISON, OWNER, credit_code, form

Data = dict[str, Any]


def registered(outlets: Harness, number: int, **changes: Any) -> Data:
    made: Data = outlets.call("register", OWNER, form(credit_code=credit_code(number), **changes))
    return made


def on(outlet: Data) -> Data:
    return {"outlet": outlet["id"], "channel": outlet["channels"][0]["id"]}


def vouch(outlets: Harness, outlet: Data, level: str = "county") -> Data:
    made: Data = outlets.call("verify_channel", LIAISON, on(outlet) | {"level": level, "files": ["f1"]})
    return made


def test_the_queue_has_the_channels_that_wait_by_outlet(outlets: Harness) -> None:
    first, second, third = (registered(outlets, number) for number in range(3))
    channel = {"platform": "weibo", "account_name": "又一号"}
    outlets.call("add_channel", OWNER, {"outlet": first["id"], **channel})
    vouch(outlets, first)
    vouch(outlets, second)
    outlets.call("reject", LIAISON, {"outlet": third["id"], "reason": "执照看不清"})
    (item,) = walk(outlets, "channel_queue", LEADER, limit=1)
    assert (item["id"], [each["account_name"] for each in item["channels"]]) == (first["id"], ["又一号"])
    outlets.call("resubmit", OWNER, {"outlet": third["id"]})
    assert [item["id"] for item in walk(outlets, "channel_queue", LIAISON, limit=1)] == [first["id"], third["id"]]
    with pytest.raises(Forbidden):
        outlets.call("channel_queue", OWNER)


def test_a_verification_and_its_end_are_told_and_kept(outlets: Harness) -> None:
    outlet = registered(outlets, 1)
    (shown,) = outlet["channels"]
    assert (shown["level"], shown["claimed_level"], shown["verified"]) == (None, "self", False)
    (shown,) = vouch(outlets, outlet)["channels"]
    assert (shown["level"], shown["verified"]) == ("county", True)
    assert (shown["verification"]["by"], shown["verification"]["files"]) == ("liaison", ["f1"])
    outlets.call("change_channel", OWNER, on(outlet) | {"url": "https://example.com/2"})
    vouch(outlets, outlet)
    outlets.call("unverify_channel", LIAISON, on(outlet) | {"reason": "账号已转让"})
    assert outlets.told() == [
        "OutletRegistered", "ChannelVerified", "ChannelChanged", "ChannelUnverified", "ChannelVerified",
        "ChannelUnverified",
    ]  # fmt: skip
    history = outlets.call("history", OWNER, {"outlet": outlet["id"]})["items"]
    assert (history[0]["what"], history[0]["reason"]) == ("ChannelUnverified", "账号已转让")
    before = history[2]["details"]["before"]["verification"]
    assert (before["level"], before["by"]) == ("county", "")
    assert [entry["by"] for entry in history] == ["", "", "owner", "", "owner"]
    seen = outlets.call("history", LIAISON, {"outlet": outlet["id"]})["items"]
    assert [entry["by"] for entry in seen] == ["liaison", "liaison", "owner", "liaison", "owner"]
    assert seen[2]["details"]["before"]["verification"]["by"] == "liaison"


def test_an_owner_has_no_say_in_the_level(outlets: Harness) -> None:
    outlet = registered(outlets, 1)
    for method, data in (
        ("change_channel", on(outlet) | {"level": "central"}),
        ("add_channel", {"outlet": outlet["id"], "platform": "weibo", "account_name": "a", "level": "central"}),
    ):
        with pytest.raises(Invalid) as refused:
            outlets.call(method, OWNER, data)
        assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/level", "unknown")]
    with pytest.raises(Forbidden):
        outlets.call("verify_channel", OWNER, on(outlet) | {"level": "central", "note": "我说的"})


def test_an_import_vouches_with_its_sheet(outlets: Harness) -> None:
    begun = outlets.call("import_open", LIAISON, {"file": "f1", "file_name": "媒体.xlsx"})
    values = {
        "name": "浦沿身边事", "category": "self_media", "credit_code": credit_code(), "contact_name": "刘勇",
        "phone": "13934841887", "region": "浦沿", "platform": "weibo", "level": "county", "account_name": "浦沿",
    }  # fmt: skip
    rows = [{"row": 2, "values": values}]
    outlets.call("import_rows", LIAISON, {"import_id": begun["id"], "first_row": 2, "rows": rows})
    (item,) = outlets.call("search", LIAISON)["items"]
    (shown,) = outlets.call("get", LIAISON, {"outlet": item["id"]})["channels"]
    assert (shown["level"], shown["verification"]["files"]) == ("county", ["f1"])
    assert shown["verification"]["note"] == "媒体.xlsx #2"


class One:
    """The stores of a deployment that has this one database."""

    def __init__(self, outlets: Harness) -> None:
        self.client, self._db = outlets.db.client, outlets.db

    def database(self, _owner: str) -> Any:
        """The outlets'."""
        return self._db


def aged(outlets: Harness) -> None:
    """Make every stored outlet one of before channels were verified."""
    for document in outlets.db["outlets"].find():
        for each in document["channels"]:
            del each["verification"], each["claimed_level"]
            each["level"] = "municipal"
        changes = {"$set": {"channels": document["channels"]}, "$unset": {"unverified": 1}}
        outlets.db["outlets"].update_one({"_id": document["_id"]}, changes)


@pytest.mark.parametrize("migrated", [True, False])
def test_what_was_stored_before_goes_on_working(outlets: Harness, migrated: bool) -> None:
    known, new, bare = registered(outlets, 1), registered(outlets, 2), registered(outlets, 3, channels=[])
    proof = {"channel": known["channels"][0]["id"], "note": "后台截图"}
    outlets.call("verify", LIAISON, {"outlet": known["id"], "proofs": [proof]})
    aged(outlets)
    if migrated:
        for _ in range(2):  # a crash between its work and its mark repeats it
            migrations.run_files(One(outlets), "outlet")  # type: ignore[arg-type]
            outlets.db["pymongo_migrate"].delete_many({})
    (shown,) = outlets.call("get", LIAISON, {"outlet": known["id"]})["channels"]
    assert (shown["level"], shown["verified"], shown["verification"]["note"]) == ("municipal", True, BEFORE)
    (shown,) = outlets.call("get", LIAISON, {"outlet": new["id"]})["channels"]
    assert (shown["level"], shown["claimed_level"], shown["verified"]) == (None, "municipal", False)
    assert outlets.call("get", LIAISON, {"outlet": bare["id"]})["channels"] == []
    queue = [item["id"] for item in outlets.call("channel_queue", LIAISON)["items"]]
    assert queue == ([new["id"]] if migrated else [])
    assert vouch(outlets, new)["channels"][0]["level"] == "county"
