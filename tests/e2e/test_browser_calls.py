"""Calls for works and topics on their pages, without JavaScript; and whether the pages are whole, with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from shared.clock import local_date, now
from tests.e2e.calling import call_of
from tests.e2e.office import Office, office
from tests.e2e.people import People, eventually
from tests.e2e.played.browsing import Visitor
from tests.e2e.stack import Stack
from tests.e2e.windows import Window, window
from tests.e2e.works import begin

BUREAU = "330124"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    made = office(stack, people, BUREAU)
    begin(made.owner, made.outlet["id"])
    return made


@pytest.fixture
def liaison(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    with window(browser, people, there.liaison, java_script_enabled=False) as found:
        yield found


@pytest.fixture
def outlet(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    with window(browser, people, there.owner, java_script_enabled=False) as found:
        yield found


def test_a_call_is_made_answered_and_seen_to_be(liaison: Window, outlet: Window, there: Office) -> None:
    liaison.open("/calls/new")
    liaison.fill({
        "标题": "夜间出行安全", "要求": "拍一段夜间道路。", "议题": "交通安全", "加分": "5",
        "截止时间": "2098-01-01T18:00",
    })  # fmt: skip
    liaison.press("保存")
    liaison.sees("草稿", "夜间出行安全")
    liaison.press("开始征集")
    liaison.sees("征集中", "受邀 1 家，未应征 1 家")

    outlet.open("/calls")
    outlet.finds("夜间出行安全")
    outlet.follow("夜间出行安全")
    outlet.sees("拍一段夜间道路。", "还剩")
    outlet.follow("为它投稿")
    assert outlet.page.input_value("[name=topic]") == "交通安全"
    outlet.fill({"标题": "灯下的路口", "正文": "今晚的路口。", "体裁": "文章"})
    call = outlet.page.input_value("[name=call]")
    outlet.press("存为草稿")
    outlet.sees("夜间出行安全")
    work = outlet.page.url.partition("?")[0].rpartition("/")[2]
    assert there.owner.ok("GET", f"/submissions/{work}")["call"] == call
    there.owner.ok("POST", f"/submissions/{work}/submission")

    liaison.page.reload()
    liaison.finds("灯下的路口", "受邀媒体都已应征。")
    liaison.open(f"/calls/results?period={local_date(now()).year}")
    liaison.sees("夜间出行安全", "交通安全")


def test_a_topic_gets_an_alias_and_is_merged(liaison: Window, outlet: Window) -> None:
    liaison.open("/topics")
    liaison.fill({"名称": "养老诈骗", "别名": "守护夕阳"})
    liaison.press("增加")
    liaison.told("议题已增加。")
    liaison.follow("养老诈骗")
    merging = liaison.unfold("并入另一议题")
    liaison.fill({"并入": "反诈"}, merging)
    liaison.press("并入另一议题", merging)
    liaison.sees("已并入其他议题")
    assert "养老诈骗" in liaison.row("反诈").inner_text()
    outlet.open("/works/new")
    offered = outlet.page.locator("#topics option").evaluate_all("all => all.map(each => each.value)")
    assert "反诈" in offered and "养老诈骗" not in offered


@pytest.mark.parametrize("language", ["zh", "en"])
def test_their_pages_are_whole(browser: Browser, people: People, there: Office, language: str) -> None:
    call = call_of(there.liaison, title="页面走查", topic="反诈", extra_points=2, brief="第一行。\n第二行。")["id"]
    draft = call_of(there.liaison, open_=False, title="页面走查草稿")["id"]
    eventually(lambda: there.owner.call("GET", f"/v1/calls/{call}"), lambda answer: answer.status_code == 200)
    shown = {
        there.liaison: (
            "/calls", "/calls?state=open&kind=call", "/calls/new", f"/calls/{call}", f"/calls/{draft}/edit",
            f"/calls/{draft}", "/topics", "/topics/anti-fraud", "/calls/results",
        ),
        there.leader: (f"/calls/{call}", "/calls/results"),
        there.owner: ("/calls", "/calls?mine=true", f"/calls/{call}", "/topics", f"/works/new?call={call}"),
    }  # fmt: skip
    wrong = {}
    for person, paths in shown.items():
        with window(browser, people, person, language=language) as somebody:
            visitor = Visitor(somebody.tab(), people.stack.url)
            wrong |= {path: found for path in paths if (found := visitor.look(path, 200))}
    assert wrong == {}
    with window(browser, people, there.owner, language=language) as somebody:
        page = somebody.tab()
        for path in ("/calls/new", "/calls/results", f"/calls/{draft}"):
            answer = page.goto(path)
            assert answer is not None and answer.status in (403, 404), path
