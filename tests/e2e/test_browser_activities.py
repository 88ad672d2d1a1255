"""Activities by pages alone: planned, announced, replied to on a phone without JavaScript, and the door."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from console.words import ZONE
from tests.e2e.gathering import announced, replied
from tests.e2e.office import Office, office
from tests.e2e.people import People, join
from tests.e2e.played.browsing import Visitor
from tests.e2e.stack import Stack
from tests.e2e.windows import PHONE, window

BUREAU = "330123"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


def _input(hours: float) -> str:
    return (datetime.now(ZONE) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def test_an_activity_by_pages_alone(browser: Browser, people: People, there: Office) -> None:
    with (
        window(browser, people, there.liaison) as desk,
        window(browser, people, there.owner, java_script_enabled=False, **PHONE) as phone,
    ):
        desk.open("/activities")
        desk.follow("拟定活动")
        times = {"开始": _input(2), "结束": _input(4)}
        desk.fill({"类型": "警营开放日", "标题": "秋季警营开放日", "地点": "指挥中心", "名额": "0", **times})
        desk.fill({"全部媒体": True})
        desk.page.eval_on_selector("form.card", "it => it.noValidate = true")
        desk.press("保存草稿")
        assert desk.field("标题").input_value() == "秋季警营开放日" and desk.main.get_by_role("alert").count()
        desk.fill({"名额": "1"})
        desk.press("保存草稿")
        desk.told("草稿已保存")
        desk.press("发布")
        desk.told("已发布")
        place = desk.page.url
        phone.open("/activities")
        phone.follow("秋季警营开放日")
        phone.fill({"参加": True, "备注": "带摄像机"})
        phone.press("提交答复")
        phone.told("您有名额")
        code = phone.main.locator("strong.num").inner_text()
        assert phone.main.get_by_alt_text("签到二维码").get_attribute("src")
        # In the evening of a month's last day it is in the next one.
        phone.open(f"/activities/calendar?month={times['开始'][:7]}")
        phone.sees("秋季警营开放日")
        phone.press("生成订阅地址")
        phone.sees("/v1/calendar/", ".ics")
        phone.press("停用订阅")
        phone.told("订阅地址已停用")
        phone.open(f"{place}/outcomes")
        phone.fill({"您的建议": "每月开放一次素材库。"})
        phone.press("提交建议")
        phone.told("建议已提交")
        desk.open(f"{place}/outcomes")
        answer = desk.unfold("答复建议")
        desk.fill({"未采纳": True, "答复内容": "涉密，不便开放。"}, answer)
        desk.press("答复建议", answer)
        desk.told("已答复")
        desk.open(place)
        desk.follow("现场签到")
        desk.fill({"签到码": "0000 0000"})
        desk.press("查看是谁")
        desk.sees("没有这个签到码")
        desk.fill({"签到码": code})
        desk.press("查看是谁")
        desk.sees("王芳")
        desk.press("签到")
        desk.told("已为王芳")
        desk.open(f"{place}/door?code={code}")
        desk.sees("已签到")
        desk.follow("报名与签到")
        desk.sees("带摄像机", "扫码")
        desk.press("撤销签到")
        desk.told("已撤销签到")
        desk.press("签到", desk.row("王芳"))
        desk.told("已为王芳")
        desk.follow("未报名的签到")
        desk.fill({"媒体名称": there.outlet["name"][1:]})
        desk.press("查找媒体")
        desk.follow(there.outlet["name"])
        desk.fill({"姓名（没有账号的）": "赵磊"})
        desk.press("签到")
        desk.sees("名额已满")
        desk.fill({"名额已满，仍让其入场": True})
        desk.press("签到")
        desk.sees("赵磊", "未报名到场", "超出名额")
        with desk.page.expect_download() as sheet:
            desk.main.get_by_role("link", name="签到表").click()
        assert sheet.value.suggested_filename == "秋季警营开放日签到表.xlsx"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_pages_are_whole_at_both_widths(browser: Browser, people: People, there: Office, language: str) -> None:
    made = announced(there.liaison, capacity=1, minutes=90)
    second = people.new(bureau=BUREAU, name="李四")
    join(there.owner, second, there.outlet["id"])
    for who in (there.owner, second):
        replied(who, made["id"], there.outlet["id"])
    here = f"/activities/{made['id']}"
    pages = {
        there.owner: ["/activities", "/activities/past", "/activities/calendar", here, f"{here}/outcomes"],
        second: [here],
        there.liaison: [
            "/activities",
            "/activities/new",
            here,
            f"{here}/edit",
            f"{here}/sign-ups",
            f"{here}/door",
            f"{here}/walk-in",
            f"{here}/walk-in?outlet={there.outlet['id']}",
        ],
        there.leader: [here, f"{here}/outcomes"],
    }
    wrong = {}
    for person, paths in pages.items():
        with window(browser, people, person, language=language) as found:
            visitor = Visitor(found.tab(), people.stack.url)
            wrong |= {path: told for path in paths if (told := visitor.look(path, 200))}
    assert wrong == {}
