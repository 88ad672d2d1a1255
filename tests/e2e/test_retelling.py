"""A service that is new where others have long been at work, or whose database is an older one, on real servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import pytest

from deploy.local.servers import Broker, Database
from services import SERVICES
from shared.clock import local_date, now
from shared.context import Role
from shared.events import AccountOpened, OutletRetold, WordListAdopted, WorkdaysAdopted
from shared.mongo.retelling import PAGE, RETELLINGS, WANTED
from tests.e2e.people import Data, People, Person, confirmed, eventually, register, verify
from tests.e2e.requesting import ASKED
from tests.e2e.stack import Stack
from tests.services.outlet.year import SOURCE, entered
from tests.support.servers import ROOT
from tests.support.waiting import until

YEAR = local_date(now()).year + 1
NEW = "liaison"
KINDS = {cls.type() for cls in (AccountOpened, OutletRetold, WordListAdopted, WorkdaysAdopted)}
MANY = 6 * PAGE


@dataclass(frozen=True)
class Town:
    """A bureau that has been at work for a while."""

    stack: Stack
    people: People
    admin: Person
    liaison: Person
    owner: Person
    outlet: Data

    def told(self, service: str = NEW) -> bool:
        """Whether a service was told everything that it asked for."""
        marks = list(self.stack.of(service)[WANTED].find())
        return bool(marks) and all(each["told_at"] for each in marks)

    def versions(self, owner: str, collection: str) -> dict[Any, int]:
        """Of each document its version."""
        return {each["_id"]: each["version"] for each in self.stack.of(owner)[collection].find()}

    def alike(self, owner: str, collection: str) -> bool:
        """Whether the new service knows all that the owner has, in the same versions."""
        return self.versions(NEW, collection) == self.versions(owner, collection)

    def told_since(self, moment: datetime) -> int:
        """How many messages the inbox has of what was told from then on."""
        return self.stack.of("notification")["items"].count_documents({"at": {"$gte": moment}})

    def retell(self, *services: str) -> list[Data]:
        """What the operator's command says of what was told."""
        chosen = [part for service in services for part in ("--to", service)]
        command = [sys.executable, "-m", "jingmei", "retell", *chosen, "--json"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.stack.settings, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr
        rows: list[Data] = orjson.loads(done.stdout)
        return rows


@pytest.fixture(scope="module")
def town(broker: Broker, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    stack = Stack(broker, database, tmp_path_factory.mktemp("town"))
    stack.start()
    people = People(stack)
    admin, liaison, owner = people.new(Role.ADMIN), people.new(Role.LIAISON), people.new()
    outlet = verify(liaison, register(owner))
    body = {"days": entered(YEAR), "source": SOURCE}
    people.new(Role.SCORING_MANAGER).ok("PUT", f"/workdays/{YEAR}", json=body, headers={"If-Match": '"0"'})
    words = {
        "list": "banned",
        "title": "禁用词",
        "level": "banned",
        "words": [{"word": "某内部代号", "suggestion": ""}],
    }
    confirmed(people.new(Role.SECURITY_ADMIN), people.new(Role.REVIEWER_FINAL), "/word-lists", words)
    yield Town(stack, people, admin, liaison, owner, outlet)
    stack.stop()


def test_a_service_that_is_new_knows_what_was_told_before_it_came_and_nobody_is_told_again(town: Town) -> None:
    until("all told to those that are there from the beginning", lambda: all(map(town.told, town.stack.running)))
    town.stack.forget(NEW)
    another = verify(town.liaison, register(town.people.new()))
    until("the inbox", lambda: town.versions("notification", "outlets").get(another["id"]) == another["version"])
    moment = now()
    new = town.stack.add(NEW)
    until("all told", town.told)
    assert town.versions("outlet", "outlets").keys() >= {town.outlet["id"], another["id"]}
    for owner, collection in (("outlet", "outlets"), ("gateway", "accounts")):
        until(f"the same {collection}", lambda owner=owner, collection=collection: town.alike(owner, collection))  # type: ignore[misc]
    db = town.stack.of(NEW)
    # A fact that was told may still be tried once more when the last page is known to be told.
    until("the days", lambda: [(each["year"], each["version"]) for each in db["workdays"].find()] == [(YEAR, 1)])
    until("the words", lambda: [each["name"] for each in db["word_lists"].find()] == ["banned"])
    assert {each["_id"] for each in db[WANTED].find()} == KINDS
    until("nothing wanted", lambda: new.metric("jingmei_facts_wanted") == 0)
    assert town.told_since(moment) == 0
    asked = town.owner.call("POST", "/v1/requests", json=ASKED | {"outlet": town.outlet["id"]})
    assert asked.status_code == 201, asked.text
    assert [town.stack.of(name)["dead_letters"].count_documents({}) for name in town.stack.running] == [0] * len(
        SERVICES
    )


def test_an_owner_that_is_killed_in_the_middle_goes_on_where_it_stood(town: Town) -> None:
    outlets = town.stack.of("outlet")["outlets"]
    whole = outlets.find_one({"_id": town.outlet["id"]})
    assert whole is not None
    whole.pop("claims", None)
    copies = [whole | {"_id": f"{whole['_id']}-{number:04}"} for number in range(MANY)]
    # In the fourth page there is one that cannot be read: there it stands until it is mended.
    bad = copies[3 * PAGE + 10]
    outlets.insert_many(
        [{name: value for name, value in bad.items() if name != "name"} if each is bad else each for each in copies]
    )
    town.stack.forget(NEW)
    town.stack.add(NEW)
    progress = town.stack.of("outlet")[RETELLINGS]
    mine = {"_id": f"{NEW}:{OutletRetold.type()}"}
    stood = eventually(lambda: progress.find_one({**mine, "count": {"$gte": 3 * PAGE}, "done": False}))
    (process,) = town.stack.running["outlet"]
    process.kill()
    town.stack.running["outlet"].clear()
    assert not town.told()
    outlets.replace_one({"_id": bad["_id"]}, bad)
    town.stack.add("outlet")
    until("all told", town.told)
    until("the same outlets", lambda: town.alike("outlet", "outlets"))
    end = progress.find_one(mine)
    assert end is not None and (end["asking"], end["count"]) == (stood["asking"], outlets.count_documents({}))
    told = town.stack.of("outlet")["outbox"].count_documents({"type": OutletRetold.type(), "aggregate": bad["_id"]})
    assert told == 1
    outlets.delete_many({"_id": {"$in": [each["_id"] for each in copies]}})


def test_the_operator_has_services_told_again_after_an_older_database_was_restored(town: Town) -> None:
    for service in (NEW, "notification"):
        until("all told", lambda service=service: town.told(service))  # type: ignore[misc]
        town.stack.of(service)["outlets"].delete_one({"_id": town.outlet["id"]})
        old = {"$set": {"version": 0, "closed": True}}
        town.stack.of(service)["accounts"].update_one({"_id": town.owner.account}, old)
    moment = now()
    rows = town.retell(NEW, "notification")
    assert {each["type"] for each in rows if each["service"] == NEW} == KINDS
    assert {each["type"] for each in rows if each["service"] == "notification"} <= KINDS
    accounts = town.stack.db["accounts"].count_documents({})
    assert {each["count"] for each in rows if each["type"] == AccountOpened.type()} == {accounts}
    for service in (NEW, "notification"):
        db = town.stack.of(service)
        until("the outlet", lambda db=db: db["outlets"].find_one({"_id": town.outlet["id"]}))  # type: ignore[misc]
        until("the account", lambda db=db: db["accounts"].find_one({"_id": town.owner.account, "closed": False}))  # type: ignore[misc]
    assert town.told_since(moment) == 0
