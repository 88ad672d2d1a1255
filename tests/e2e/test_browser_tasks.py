"""Tasks that become something, guests by name, and what waits on the first page, by pages alone without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.gathering import announced, begun, planned, replied
from tests.e2e.office import Office, office
from tests.e2e.people import Data, People, eventually, join
from tests.e2e.played.browsing import Visitor
from tests.e2e.stack import Stack
from tests.e2e.windows import PHONE, window

BUREAU = "330125"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture(scope="module")
def held(there: Office) -> Data:
    made = announced(there.liaison, title="冬季宣传策划会")
    replied(there.owner, made["id"], there.outlet["id"])
    path = f"/activities/{made['id']}"
    there.liaison.ok("POST", f"{path}/check-ins", json={"account": there.owner.account})
    begun(there.liaison, made)
    return there.liaison.ok("POST", f"{path}/holding")


def test_a_task_becomes_a_call_and_another_a_request(
    browser: Browser, people: People, there: Office, held: Data
) -> None:
    with (
        window(browser, people, there.liaison, java_script_enabled=False) as desk,
        window(browser, people, there.owner, java_script_enabled=False, **PHONE) as phone,
    ):
        place = f"/activities/{held['id']}/outcomes"
        desk.open(place)
        for number, text in ((0, "拍夜间路口"), (1, "采访反诈民警")):
            desk.page.fill(f"[name='tasks.{number}.text']", text)
            desk.page.fill(f"[name='tasks.{number}.outlet']", there.outlet["name"])
            desk.page.fill(f"[name='tasks.{number}.due']", "2098-01-01")
        desk.press("保存纪要")
        desk.sees("拍夜间路口", there.outlet["name"])
        entry = desk.main.locator("li.entry").filter(has_text="拍夜间路口")
        desk.press("转为约稿", entry)
        desk.told("已生成约稿草稿")
        assert desk.field("标题").input_value() == "拍夜间路口"
        assert desk.field("截止时间").input_value() == "2098-01-01T23:59"
        desk.open(place)
        desk.sees("已转为约稿")
        entry = desk.main.locator("li.entry").filter(has_text="采访反诈民警")
        asking = desk.unfold("转为需求", entry)
        desk.fill({"需求类型": "采访需求"}, asking)
        desk.press("转为需求", asking)
        desk.told("已为该媒体提出需求。")
        desk.sees("采访反诈民警", "冬季宣传策划会")
        desk.open(place)
        desk.follow("已转为需求")
        desk.sees("采访反诈民警")
        assert desk.main.get_by_role("button", name="转为").count() == 0
        phone.open("/inbox")
        phone.finds("已为贵媒体提出需求：采访反诈民警")
        phone.open("/requests")
        phone.sees("采访反诈民警")
        phone.open(place)
        assert "拍夜间路口" not in phone.main.inner_text()


def test_somebody_is_invited_by_name_and_finds_it_on_the_first_page(
    browser: Browser, people: People, there: Office
) -> None:
    guest = people.new(bureau=BUREAU, name="李记者")
    join(there.owner, guest, there.outlet["id"])
    eventually(lambda: guest.account in there.liaison.call("GET", "/v1/activity-guests").text)
    made = planned(there.liaison, title="只请一人", minutes=600)
    with window(browser, people, there.liaison, java_script_enabled=False) as desk:
        desk.open(f"/activities/{made['id']}/edit")
        desk.fill({"只邀请下面选定的": True})
        desk.fill({"李记者": True}, desk.unfold("邀请个人"))
        desk.press("保存草稿")
        desk.sees("李记者")
        desk.open("/")
        desk.main.get_by_role("link").filter(has_text="项活动草稿").click()
        desk.follow("只请一人")
        desk.press("发布")
        desk.told("已发布")
    with (
        window(browser, people, guest, java_script_enabled=False, **PHONE) as phone,
        window(browser, people, there.owner, java_script_enabled=False) as owner,
    ):
        phone.open("/")
        phone.finds("活动邀请，请答复", "只请一人")
        phone.main.get_by_role("link").filter(has_text="只请一人").click()
        phone.fill({"不参加": True})
        phone.press("提交答复")
        phone.open("/")
        assert "只请一人" not in phone.main.inner_text()
        owner.open("/")
        assert "只请一人" not in owner.main.inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_their_pages_are_whole(browser: Browser, people: People, there: Office, held: Data, language: str) -> None:
    task = {"outlet": there.outlet["id"], "unit": "反诈中心", "due": "2098-01-01"}
    path = f"/activities/{held['id']}/minutes"
    # What became something stays.
    before = [
        {name: each[name] for name in ("id", "text", "unit", "outlet", "due")}
        for each in there.liaison.ok("GET", path)["tasks"]
    ]
    tasks = [*before, *(task | {"text": text} for text in ("甲", "乙", "丙"))]
    written = there.liaison.ok("PUT", path, json={"text": "商定。", "tasks": tasks}, headers={"If-Match": "*"})["tasks"]
    kept = written[len(before) :]
    there.liaison.ok("POST", f"{path}/tasks/{kept[0]['id']}/call")
    there.liaison.ok("POST", f"{path}/tasks/{kept[1]['id']}/request", json={})
    waiting = announced(there.liaison, minutes=60)
    said = {"outlet": there.outlet["id"], "text": "早些通知。"}
    there.owner.ok("POST", f"/activities/{waiting['id']}/suggestions", json=said)
    pages = {
        there.liaison: (
            "/", f"/activities/{held['id']}/outcomes", "/activities/new", "/activities/today?state=announced",
            "/activities/suggested",
        ),
        there.owner: ("/", "/activities?unanswered=true", "/activities/today"),
        there.leader: (f"/activities/{held['id']}/outcomes", "/activities/suggested"),
    }  # fmt: skip
    wrong = {}
    for person, paths in pages.items():
        with window(browser, people, person, language=language) as somebody:
            visitor = Visitor(somebody.tab(), people.stack.url)
            for each in paths:
                wrong |= {f"{person.login} {each}": told for told in [visitor.look(each, 200)] if told}
    assert wrong == {}
