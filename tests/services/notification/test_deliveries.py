"""Messages outside, from the service's real process to a mail server and a group robot on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from pymongo import MongoClient

from shared import events as facts
from shared.context import RequestContext, Role
from shared.events import Envelope
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.gateway.serving import KEY
from tests.services.notification.outworld import Group, Mail
from tests.support.bus import EVENTS, Bus
from tests.support.caller import BUREAU, Caller, asking
from tests.support.process import ServiceProcess
from tests.support.waiting import until

LIAISON, ADMIN = asking(account="liaison", roles=[Role.LIAISON]), asking(account="admin", roles=[Role.ADMIN])
ROBOT = "693a91f6-7b1c-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mail]:
    made = Mail()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def group_server() -> Iterator[Group]:
    made = Group()
    yield made
    made.stop()


@pytest.fixture
def mail(mail_server: Mail) -> Mail:
    mail_server.clear()
    return mail_server


@pytest.fixture
def group(group_server: Group) -> Group:
    group_server.clear()
    return group_server


class World:
    """The service, and what people do."""

    def __init__(self, caller: Caller, bus: Bus, db: Any) -> None:
        self._caller, self._bus, self.db = caller, bus, db

    def ask(self, method: str, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        reply = self._caller.call(f"notification.{method}", data, replace(context, key=new_id()))
        assert reply.error is None, reply.error
        found: dict[str, Any] = reply.result
        return found

    def tell(self, event: facts.Event, subject: str, version: int = 1) -> bytes:
        """Publish an event; gives its bytes, to be published again."""
        body = Envelope.seal(event, subject=subject, bureau=BUREAU, version=version).encode(event)
        self._bus.raw(body, type(event).routing_key(BUREAU))
        return body

    def again(self, body: bytes) -> None:
        """Publish the same event again."""
        self._bus.raw(body, orjson.loads(body)["type"].removeprefix("jingmei.") + f".{BUREAU}")

    def outlet(self, *accounts: str, status: str = "verified") -> str:
        """An outlet of these members, known to the service."""
        id_ = new_id()
        state = facts.OutletState(id_, "长江口融媒", "self_media", status,
                                  members=tuple(MemberState(each, "outlet_member") for each in accounts))  # fmt: skip
        self.tell(facts.OutletVerified(state, by="liaison"), id_)
        until("outlet known", lambda: self.db["outlets"].find_one({"_id": id_}) is not None)
        return id_

    def publish(self, *audience: str) -> str:
        data = {"kind": "alert", "title": "台风预警", "body": "今夜有台风。", "audience": list(audience)}
        return str(self.ask("publish_bulletin", data, LIAISON)["id"])

    def states(self, about: str, state: str = "", count: int = 1) -> list[dict[str, Any]]:
        """The deliveries about an object, once so many are there in the state."""
        # As the service tells it: the database shows a write before most of its members have it, and the service after.
        found: list[dict[str, Any]] = []

        def there() -> bool:
            found[:] = self.ask("deliveries", {"about": about}, ADMIN)["items"]
            return sum(each["state"] == state or not state for each in found) >= count

        until(f"{count} {state} deliveries", there)
        return found

    def spread(self) -> None:
        """Until every message has its deliveries."""
        until("all spread", lambda: self.db["outgoing"].count_documents({"state": "open"}) == 0)


@pytest.fixture(scope="module")
def settings(mail_server: Mail, group_server: Group) -> dict[str, str]:
    return {
        "JINGMEI_FIELD_KEYS": f"k1:{KEY}",
        "JINGMEI_MAIL_URL": mail_server.url,
        "JINGMEI_ROBOT_TEST_URL": group_server.url,
        "JINGMEI_DELIVERY_LADDER": "1,1",
    }


@pytest.fixture(scope="module")
def db(
    settings: dict[str, str],
    amqp_uri: str,
    mongo_uri: str,
    mongo: MongoClient[Any],
    database_prefix: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """The database of the service, which runs: it and its sender take longer to start than most of these tests."""
    found = mongo[f"{database_prefix}notification"]
    mongo.drop_database(found.name)
    servers = {"AMQP_URI": amqp_uri, "MONGO_URI": mongo_uri, "DATABASE_PREFIX": database_prefix}
    told = {f"JINGMEI_{name}": value for name, value in servers.items()}
    process = ServiceProcess("notification", {**told, **settings}, tmp_path_factory.mktemp("notification") / "log")
    process.wait_ready()
    yield found
    assert process.terminate() == 0, process.tail(40)


@pytest.fixture
def world(db: Any, mail: Mail, group: Group, caller: Caller, bus: Bus) -> Iterator[World]:
    """The service that knows of nothing, and has nothing in hand afterwards."""
    for name in db.list_collection_names():
        db[name].delete_many({})
    made = World(caller, bus, db)
    # Somebody hears of bulletins, as the liaison service does: what nobody hears stays in the outbox.
    bus.channel.queue_bind(
        bus.channel.queue_declare(exclusive=True).queue, EVENTS, facts.BulletinPublished.binding_key()
    )
    yield made
    made.spread()
    until("nothing waits", lambda: db["deliveries"].count_documents({"state": "waiting"}) == 0)
    until("all is told", lambda: db["outbox"].count_documents({"state": "pending"}) == 0)


def test_a_bulletin_for_all_goes_to_the_group_and_to_the_members_who_gave_an_address(
    world: World, mail: Mail, group: Group
) -> None:
    world.outlet("anna", "bob")
    world.outlet("anna", "carl")
    for account in ("anna", "stranger", "liaison"):
        english = replace(asking(account=account), locale="en")
        world.ask("set_email", {"email": f"{account}@example.com"}, english)
    world.ask("set_robot", {"kind": "wecom", "key": ROBOT}, ADMIN)
    bulletin = world.publish("all")
    found = world.states(bulletin, "sent", 2)
    assert sorted((each["channel"], each["account"], each["attempts"]) for each in found) == [
        ("email", "anna", 1),
        ("robot", "", 1),
    ]
    ((to, letter),) = mail.received
    assert (to, letter["Subject"]) == ("anna@example.com", "alert: 台风预警")
    assert "今夜有台风。" in letter.get_body(("plain",)).get_content()
    (posted,) = group.received
    assert (posted["title"], posted["message"]) == ("新的预警：台风预警", "今夜有台风。")


def test_ones_own_address_is_told_in_full_to_who_asks_for_what_is_kept(world: World) -> None:
    anna = asking(account="anna")
    assert world.ask("email", {"in_full": True}, anna) == {"version": 0, "email": ""}
    world.ask("set_email", {"email": "anna@example.com"}, anna)
    assert world.ask("email", {}, anna)["email"] == "a***@example.com"
    assert world.ask("email", {"in_full": True}, anna)["email"] == "anna@example.com"
    assert world.ask("email", {"in_full": True}, asking(account="bob"))["email"] == ""


def test_the_address_of_an_erased_account_is_erased(world: World) -> None:
    anna = asking(account="anna")
    world.ask("set_email", {"email": "anna@example.com"}, anna)
    world.tell(facts.AccountErased(facts.AccountState("anna", "已注销账号", (), True), ""), "anna")
    until("it is gone", lambda: world.ask("email", {}, anna) == {"version": 0, "email": ""})
    assert world.db["channels"].count_documents({"account": "anna"}) == 0


def test_what_is_for_some_does_not_go_to_the_group(world: World, mail: Mail, group: Group) -> None:
    outlet = world.outlet("anna")
    world.ask("set_email", {"email": "anna@example.com"}, asking(account="anna"))
    world.ask("set_robot", {"kind": "wecom", "key": ROBOT}, ADMIN)
    assert [each["channel"] for each in world.states(world.publish(f"outlet:{outlet}"), "sent")] == ["email"]
    assert group.received == []


def test_a_redelivered_event_sends_nothing_again_and_only_urgent_ones_send_at_all(world: World, mail: Mail) -> None:
    id_ = world.outlet("anna")
    world.ask("set_email", {"email": "anna@example.com"}, asking(account="anna"))
    people = (MemberState("anna", "outlet_member"),)
    state = facts.OutletState(id_, "长江口融媒", "self_media", "suspended", members=people)
    body = world.tell(facts.OutletSuspended(state, by="", reason="x"), id_, 2)
    world.states(id_, "sent")
    for _ in range(3):
        world.again(body)
    # An event behind them in the same queue, so that they were handled when it was.
    world.tell(facts.OutletReinstated(replace(state, status="verified"), by="liaison"), id_, 3)
    until("the last one", lambda: world.db["items"].count_documents({"kind": "outlet.reinstated"}) == 1)
    world.spread()
    assert (len(world.states(id_)), len(mail.received)) == (1, 1)


def test_a_server_that_is_away_is_tried_again_and_then_given_up_with_an_event(world: World, mail: Mail) -> None:
    world.outlet("anna")
    world.ask("set_email", {"email": "anna@example.com"}, asking(account="anna"))
    mail.refusing = True
    bulletin = world.publish("all")
    (found,) = world.states(bulletin, "failed")
    assert (found["attempts"], mail.attempts) == (3, 3)
    assert found["last_error"] and "anna@example.com" not in found["last_error"]
    (row,) = world.db["outbox"].find({"type": facts.DeliveryFailed.type()})
    assert orjson.loads(bytes(row["body"]))["data"]["about"] == bulletin
    mail.refusing = False
    assert [each["state"] for each in world.states(world.publish("all"), "sent")] == ["sent"]


def test_a_robot_that_answers_200_and_refuses_is_not_taken_for_sent(world: World, group: Group) -> None:
    world.ask("set_robot", {"kind": "wecom", "key": ROBOT}, ADMIN)
    group.code = 93000
    (found,) = world.states(world.publish("all"), "failed")
    assert (found["attempts"], found["last_error"]) == (3, "93000: invalid key")
    assert len(group.received) == 3


def test_what_was_recalled_or_is_wanted_no_more_is_not_sent(world: World, mail: Mail) -> None:
    world.outlet("anna")
    world.ask("set_email", {"email": "anna@example.com"}, asking(account="anna"))
    mail.refusing = True
    bulletin = world.publish("all")
    until("one attempt", lambda: mail.attempts >= 1)
    world.ask("recall_bulletin", {"bulletin": bulletin, "reason": "有误"}, LIAISON)
    world.states(bulletin, "unwanted")
    mail.refusing = False
    world.states(bulletin, "sent")
    assert [letter["Subject"] for _, letter in mail.received] == ["已撤回：一条预警"]


def test_whoever_left_gets_nothing_more_and_the_list_says_why(world: World, mail: Mail) -> None:
    world.outlet("anna", "bob")
    for account in ("anna", "bob"):
        world.ask("set_email", {"email": f"{account}@example.com"}, asking(account=account))
    mail.refusing = True
    bulletin = world.publish("all")
    until("two attempts", lambda: mail.attempts >= 2)
    world.tell(facts.AccountClosed(facts.AccountState("anna", "王芳", (), True), "admin"), "anna", 2)
    (dropped,) = [each for each in world.states(bulletin, "unwanted") if each["state"] == "unwanted"]
    assert (dropped["account"], dropped["last_error"]) == ("anna", "the account is closed")
    mail.refusing = False
    world.states(bulletin, "sent")
    assert {each["account"] for each in world.states(world.publish("all"), "sent")} == {"bob"}
    world.spread()
    assert {to for to, _ in mail.received} == {"bob@example.com"}


def test_a_link_for_a_new_password_is_mailed_once_and_kept_nowhere(world: World, mail: Mail) -> None:
    link = "https://jingmei.example.gov.cn/password/reset?token=0190a5b2.13900000002139000000021390000000"
    data = {"email": "anna@example.com", "link": link, "minutes": 30}
    kept = world.ask("mail_password_link", data, replace(asking(account="anna"), locale="en"))
    (sent,) = world.states("anna", "sent")
    assert (sent["kind"], sent["account"]) == ("password.link", "anna")
    ((to, letter),) = mail.received
    assert (to, letter["Subject"]) == ("anna@example.com", "Set a new Jingmei password")
    assert link in letter.get_content().replace("=\n", "")
    stored = world.db["deliveries"].find_one({"_id": kept["id"]})
    assert "letter" not in stored
    told = facts.PasswordReset("anna", "")
    world.tell(told, "anna")
    until("told", lambda: world.ask("unread", {}, asking(account="anna"))["unread"] == 1)


def test_two_instances_send_each_message_once(
    world: World, settings: dict[str, str], service_process: Callable[..., ServiceProcess], mail: Mail
) -> None:
    service_process("notification", **settings)
    accounts = [f"person-{number}" for number in range(12)]
    world.outlet(*accounts)
    for account in accounts:
        world.ask("set_email", {"email": f"{account}@example.com"}, asking(account=account))
    bulletins = [world.publish("all") for _ in range(3)]
    for bulletin in bulletins:
        world.states(bulletin, "sent", len(accounts))
    assert len(mail.received) == 3 * len(accounts)


def test_after_a_crash_what_was_in_hand_is_sent_by_another_instance(
    world: World, settings: dict[str, str], service_process: Callable[..., ServiceProcess], mail: Mail
) -> None:
    world.outlet("anna")
    world.ask("set_email", {"email": "anna@example.com"}, asking(account="anna"))
    bulletin = world.publish("all")
    world.states(bulletin, "sent")
    # As a process leaves it that died with the message in hand, its lease run out.
    left = {"state": "waiting", "holder": "dead", "attempts": 1, "done_at": None}
    world.db["deliveries"].update_one({"about": bulletin}, {"$set": left})
    (found,) = world.states(bulletin, "sent")
    assert (found["attempts"], len(mail.received)) == (2, 2)
    # A mail program knows them for one.
    (name,) = {letter["Message-ID"] for _, letter in mail.received}
    world.states(world.publish("all"), "sent")
    assert mail.received[-1][1]["Message-ID"] != name


def test_without_field_keys_it_does_not_start(service_process: Callable[..., ServiceProcess]) -> None:
    process = service_process("notification", wait=False)
    process.expected = {2}
    assert process.wait() == 2
    assert "JINGMEI_FIELD_KEYS" in process.tail()
