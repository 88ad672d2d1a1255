"""What leaves the system: rules, addresses, secrets; channels and leases on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import apprise
import pytest
from apprise.plugins.email import NotifyEmail

from services.notification.domain import Kind, outside
from services.notification.repository.deliveries import DELIVERIES, LEASE, Deliveries
from services.notification.sealing import Sealer
from services.notification.sender import refusal, send
from services.notification.service import NotificationService
from services.notification.service.wording import Wording
from services.notification.settings import DeliverySettings, delivery_settings
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import notification as contracts
from shared.contracts.notification_terms import DeliveryState, Outside, Robot
from shared.errors import Conflict, Forbidden, Invalid, VersionMismatch
from shared.events import OutletState, OutletVerified
from shared.events.outlet import MemberState
from shared.identity.cipher import FieldCipher, Unsealable
from shared.mongo import Unit
from shared.paging import encode_cursor
from shared.settings import SettingsError
from tests.services.notification.outworld import Mail
from tests.services.stage import BUREAU, Stage, asking, received

CIPHER = FieldCipher([("k1", bytes(32))])
ADMIN, ANNA = asking("admin", Role.ADMIN), asking("anna", locale="zh")
KEY = "693a91f6-7b1c-4bc4-97a0-0ec2sifa5aaa"
START = datetime(2026, 11, 1, tzinfo=UTC)


def test_urgent_items_and_bulletins_leave_and_only_what_is_for_all_goes_to_the_group() -> None:
    assert outside.leaves(Kind.OUTLET_SUSPENDED, urgent=True)
    assert outside.leaves(Kind.BULLETIN_PUBLISHED, urgent=False)
    assert not outside.leaves(Kind.POINTS_ENTERED, urgent=False)
    assert outside.for_robot(["all", "role:leader"])
    assert not outside.for_robot(["category:self_media"]) and not outside.for_robot(["role:liaison"])


@pytest.mark.parametrize(
    ("kind", "key", "secret", "host"),
    [
        (Robot.WECOM, KEY, "", "https://qyapi.weixin.qq.com/"),
        (Robot.DINGTALK, "abc0123456789", "SECabc123", "https://oapi.dingtalk.com/"),
        (Robot.FEISHU, "aabb-ccdd-eeff", "", "https://open.feishu.cn/"),
    ],
)
def test_a_robots_host_is_its_vendors(kind: Robot, key: str, secret: str, host: str) -> None:
    outside.require_robot(kind, key, secret)
    made = apprise.Apprise.instantiate(outside.robot_url(kind, key, secret))
    assert made is not None
    assert str(getattr(made, "api_url", made.notify_url)).startswith(host)  # type: ignore[attr-defined]
    assert (getattr(made, "token", "") or getattr(made, "key", "")) == key


@pytest.mark.parametrize(
    ("kind", "key", "secret", "place"),
    [
        (Robot.WECOM, "http://10.0.0.1/", "", "/key"),
        (Robot.WECOM, "short", "", "/key"),
        (Robot.WECOM, f"{KEY}@evil.example", "", "/key"),
        (Robot.WECOM, f"{KEY}\n", "", "/key"),
        (Robot.DINGTALK, "abc-0123456789", "", "/key"),
        (Robot.FEISHU, "", "", "/key"),
        (Robot.WECOM, KEY, "SECabc123", "/secret"),
        (None, KEY, "", "/key"),
    ],
)
def test_what_is_no_key_is_refused(kind: Robot | None, key: str, secret: str, place: str) -> None:
    with pytest.raises(Invalid) as refused:
        outside.require_robot(kind, key, secret)
    assert [problem.pointer for problem in refused.value.problems] == [place]


@pytest.mark.parametrize("address", ["a@example.com", "a+b&to=x@example.com", "a%40b/c?d@example.com"])
def test_a_mail_has_one_recipient_whatever_its_address_looks_like(address: str) -> None:
    made = apprise.Apprise.instantiate(outside.mail_url("mailto://127.0.0.1:25?from=bureau@example.org", address))
    assert made is None or (isinstance(made, NotifyEmail) and len(made.targets) <= 1)
    if address == "a@example.com":
        assert made is not None and made.targets == [(False, address)]


@pytest.mark.parametrize("address", ["o'brien@example.com", "+anna@example.com", "anna@example.com"])
def test_a_mail_goes_to_the_very_address_that_was_given(address: str) -> None:
    mail = Mail()
    try:
        job = {"url": outside.mail_url(mail.url, address), "title": "t", "body": "b", "robot": False, "to": address}
        assert send(job) == ""
        assert [to for to, _ in mail.received] == [address]
    finally:
        mail.stop()


# What a text is made of again and again, and what may be left of the last one where it is cut.
PIECES = [
    ("台", {""}),
    ("👮🏽\u200d♀\ufe0f", {""}),
    ("e\u0301", {""}),
    ("typhoon ", {"", "typhoon"}),
    ("台风 typhoon。", {"", "台", "台风", "台风 typhoon"}),
]


@pytest.mark.parametrize(("piece", "rests"), PIECES)
@pytest.mark.parametrize("robot", list(Robot))
def test_a_message_to_the_group_is_cut_to_what_its_robot_takes(robot: Robot, piece: str, rests: set[str]) -> None:
    more = "…（全文见站内）"
    title, body = outside.for_group(robot, "新的预警：台风", piece * 9_000, more)
    assert title == "新的预警：台风" and body.endswith(more)
    kept = body.removesuffix(more)
    whole = len(kept) // len(piece)
    assert kept[: whole * len(piece)] == piece * whole
    assert kept[whole * len(piece) :] in rests
    room = outside.ROOMS[robot]
    assert room.most * 0.95 < room.size(f"{title}\r\n{body}") <= room.most


@pytest.mark.parametrize("robot", list(Robot))
def test_what_fits_goes_out_as_it_is(robot: Robot) -> None:
    assert outside.for_group(robot, "标题", "正文", "…") == ("标题", "正文")
    assert outside.for_mail("标题", "正文" * 5_000, "…") == ("标题", "正文" * 5_000)


def test_a_mail_is_cut_to_what_a_mail_holds() -> None:
    subject, body = outside.for_mail("标" * 300, "正" * 40_000, "… (more)")
    assert (len(subject), subject[-1], len(body), body[-8:]) == (200, "…", 32_768, "… (more)")


def test_an_error_is_stored_without_secrets_and_on_one_short_line() -> None:
    said = outside.scrubbed(f"refused {KEY}\nby a%40example.com for a@example.com", [KEY, "a@example.com", ""])
    assert said == "refused *** by *** for ***"
    assert len(outside.scrubbed("x" * 1000, [])) == outside.LONGEST_ERROR


def test_attempts_become_rarer_and_end() -> None:
    ladder = (30, 120)
    found = [outside.after_failure(attempts, ladder, START) for attempts in (1, 2, 3)]
    assert found == [
        (DeliveryState.WAITING, START + timedelta(seconds=30)),
        (DeliveryState.WAITING, START + timedelta(seconds=120)),
        (DeliveryState.FAILED, START),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"errcode": 0, "errmsg": "ok"}, ""),
        ({"code": 0, "msg": "success"}, ""),
        ({"StatusCode": 0}, ""),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, "93000: invalid webhook url"),
        ({"code": 19001, "msg": "param invalid"}, "19001: param invalid"),
        ({}, "None: "),
        ([], "not an answer of a robot"),
        (ValueError(), "not an answer of a robot"),
    ],
)
def test_a_robot_says_in_its_answer_whether_it_took_the_message(body: Any, said: str) -> None:
    def parse() -> Any:
        if isinstance(body, Exception):
            raise body
        return body

    answer: Any = SimpleNamespace(json=parse)
    assert refusal(answer) == said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_URL", "http://mail.example/"),
        ("MAIL_URL", "mailto://mail.example"),
        ("ROBOT_TEST_URL", "http://10.0.0.1/"),
        ("ROBOT_TEST_URL", "http://127.0.0.1:80@evil.example/"),
        ("DELIVERY_LADDER", "0"),
        ("DELIVERY_LADDER", "soon"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"JINGMEI_{name}", value)
    with pytest.raises(SettingsError) as refused:
        delivery_settings()
    assert [each.removeprefix("JINGMEI_") for each in refused.value.problems] == [name]


@pytest.fixture
def service(stage: Callable[[type[Any]], Stage], monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(NotificationService, "sealer", Sealer(CIPHER), raising=False)
    return stage(NotificationService)


def set_email(service: Stage, email: str, who: RequestContext = ANNA, version: int | None = None) -> dict[str, Any]:
    context = RequestContext(who.actor, "r", locale=who.locale, expected_version=version)
    made: dict[str, Any] = service.do("set_email", contracts.SetEmail, {"email": email}, context)
    return made


def set_robot(service: Stage, who: RequestContext = ADMIN, **data: Any) -> dict[str, Any]:
    made: dict[str, Any] = service.do("set_robot", contracts.SetRobot, data, who)
    return made


def test_an_address_is_stored_sealed_shown_masked_and_ones_own(service: Stage) -> None:
    assert service.ask("email", contracts.EmailQuery, {}, ANNA) == {"version": 0, "email": ""}
    assert set_email(service, "anna@example.com") == {"version": 1, "email": "a***@example.com"}
    assert service.ask("email", contracts.EmailQuery, {}, asking("bob")) == {"version": 0, "email": ""}
    (stored,) = service.db["channels"].find()
    assert "anna@" not in str(stored)
    with pytest.raises(VersionMismatch):
        set_email(service, "other@example.com", version=7)
    assert set_email(service, "", version=1) == {"version": 2, "email": ""}
    with pytest.raises(Invalid):
        set_email(service, "nobody")


def test_a_sealed_value_opens_for_its_owner_alone() -> None:
    sealer = Sealer(CIPHER)
    sealed = sealer.email("a@example.com", BUREAU, "anna")
    assert sealer.open_email(sealed, BUREAU, "anna") == "a@example.com"
    for bureau, account in ((BUREAU, "bob"), ("370830", "anna")):
        with pytest.raises(Unsealable):
            sealer.open_email(sealed, bureau, account)
    assert sealer.open_robot(sealer.robot(KEY, "SECabc", BUREAU), BUREAU) == (KEY, "SECabc")


def test_the_robot_is_the_administrators_and_its_key_is_never_shown(service: Stage) -> None:
    made = set_robot(service, kind="wecom", key=KEY)
    assert (made["version"], made["kind"], made["key"][-4:]) == (1, "wecom", KEY[-4:])
    assert KEY not in str(made) + str(list(service.db["channels"].find()))
    for who in (ANNA, asking("liaison", Role.LIAISON)):
        with pytest.raises(Forbidden):
            set_robot(service, who, kind=None)
        with pytest.raises(Forbidden):
            service.ask("robot", contracts.RobotQuery, {}, who)
    assert set_robot(service, kind=None) == {"version": 2, "kind": None, "key": ""}


def test_of_two_who_set_a_channel_first_one_is_told(service: Stage) -> None:
    store, unit, other = Deliveries(service.db), Unit(), Unit()
    document = {"_id": f"{BUREAU}:email:anna", "bureau": BUREAU, "version": 1}
    for each in (unit, other):
        store.keep_channel(each, document, 0)
    service._committer.commit(unit)
    with pytest.raises(Conflict, match="concurrent_change"):
        service._committer.commit(other)


def message(store: Deliveries, service: Stage, id_: str = "item") -> dict[str, Any]:
    made = {"_id": id_, "bureau": BUREAU, "kind": "outlet.closed", "params": {}, "about": "o1"}
    unit = Unit()
    store.deliver(unit, made, Outside.EMAIL, "anna")
    service._committer.commit(unit)
    return made


def test_a_delivery_is_made_once_and_held_by_one_at_a_time(service: Stage) -> None:
    store = Deliveries(service.db)
    for _ in range(3):
        message(store, service)
    assert service.db[DELIVERIES].count_documents({}) == 1
    first = store.lease("one", now())
    assert first is not None and first["attempts"] == 1
    assert store.lease("two", now()) is None
    second = store.lease("two", now() + LEASE + timedelta(seconds=1))
    assert second is not None and second["attempts"] == 2
    assert (store.still_held(first), store.still_held(second)) == (False, True)
    unit = Unit()
    store.settle(unit, second, DeliveryState.SENT, now(), "")
    service._committer.commit(unit)
    assert store.lease("one", now() + timedelta(days=1)) is None
    found = service.ask("deliveries", contracts.DeliveriesQuery, {"state": "sent"}, ADMIN)["items"]
    assert [(each["id"], each["attempts"]) for each in found] == [("item:email:anna", 2)]


def test_deliveries_are_listed_page_by_page_for_those_who_look_after_them(service: Stage) -> None:
    store = Deliveries(service.db)
    for number in range(5):
        message(store, service, f"item-{number}")
    seen, cursor = [], {}
    while True:
        page = service.ask("deliveries", contracts.DeliveriesQuery, {"limit": 2, **cursor}, ADMIN)
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert sorted(seen) == [f"item-{number}:email:anna" for number in range(5)]
    assert service.ask("deliveries", contracts.DeliveriesQuery, {"about": "other"}, ADMIN)["items"] == []
    with pytest.raises(Forbidden):
        service.ask("deliveries", contracts.DeliveriesQuery, {}, ANNA)
    with pytest.raises(Invalid):
        service.ask("deliveries", contracts.DeliveriesQuery, {"cursor": "WyJ4IiwieSJd"}, ADMIN)
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        with pytest.raises(Invalid):
            service.ask("deliveries", contracts.DeliveriesQuery, {"cursor": encode_cursor([moment, "x"])}, ADMIN)


@pytest.mark.parametrize("audience", ["all", "category:self_media", "outlet:o1"])
def test_who_left_the_outlet_before_a_mail_was_sent_gets_none(service: Stage, audience: str) -> None:
    def members(version: int, *accounts: str) -> None:
        people = tuple(MemberState(each, "outlet_member") for each in accounts)
        state = OutletState("o1", "媒体", "self_media", "verified", members=people)
        service.deliver(received(OutletVerified(state, by="liaison"), "o1", version=version), "tell")

    members(1, "anna", "bob")
    data = {"kind": "alert", "title": "台风预警", "body": "今夜有台风。", "audience": [audience]}
    made = service.do("publish_bulletin", contracts.PublishBulletin, data, asking("liaison", Role.LIAISON))
    wording = Wording(service.db, Sealer(CIPHER), DeliverySettings("mailto://127.0.0.1:25?from=bureau@example.org"))
    item = service.db["items"].find_one({"kind": "bulletin.published"})
    assert item is not None
    same = {"_id": "d1", "bureau": BUREAU, "item": item["_id"], "about": made["id"], "channel": "email"}
    words = {"kind": item["kind"], "params": item["params"]}
    for account in ("anna", "bob"):
        set_email(service, f"{account}@example.com", asking(account))
        assert wording.message({**same, **words, "account": account}) is not None
    members(2, "bob")
    assert wording.message({**same, **words, "account": "anna"}) is None
    assert wording.message({**same, **words, "account": "bob"}) is not None
