"""Requests on their pages, from the unit that answers them to the rating: in a real browser, by what people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gateway.accounts import bootstrap
from shared.context import Role
from tests.e2e.cast import PNG
from tests.e2e.people import PASSWORD, People, Person, eventually, join, register, verify
from tests.e2e.requesting import ask_for, step
from tests.e2e.stack import Stack
from tests.e2e.windows import PHONE, Window, window

BUREAU = "330139"
TEXT = "画面已脱敏，请注明来源。"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> dict[str, Person]:
    """Who has to do with requests, and the owner of a verified outlet."""
    bootstrap(stack.db, BUREAU, f"公安局 {BUREAU}", "root", PASSWORD)
    roles = {
        "auditor": (Role.AUDITOR, "审计员"), "leader": (Role.LEADER, "钱局"), "liaison": (Role.LIAISON, "李静"),
        "officer": (Role.REVIEWER_FIRST, "赵警官"), "named": (Role.LIAISON, "孙警官"),
    }  # fmt: skip
    made = {key: people.new(role, bureau=BUREAU, name=name) for key, (role, name) in roles.items()}
    made["owner"] = people.new(bureau=BUREAU, name="王芳")
    outlet = verify(made["liaison"], register(made["owner"]))
    db, ids = database(stack), [each.account for each in made.values()]
    # It hears of people and outlets by events.
    eventually(lambda: db["accounts"].count_documents({"_id": {"$in": ids}, "name": {"$gt": ""}}) == len(ids))
    eventually(lambda: db["outlets"].find_one({"_id": outlet["id"], "status": "verified"}))
    return made


def database(stack: Stack) -> Any:
    """What the liaison service keeps."""
    return stack.client[stack.db.name.removesuffix("gateway") + "liaison"]


@pytest.fixture(scope="module")
def at(browser: Browser, people: People, there: Mapping[str, Person]) -> Iterator[dict[str, Window]]:
    """A window of each; the owner's is a phone's."""
    with ExitStack() as open_:
        yield {
            name: open_.enter_context(window(browser, people, person, **(PHONE if name == "owner" else {})))
            for name, person in there.items()
        }


def test_the_bureau_says_who_answers_within_which_time_and_who_sees_cases(at: Mapping[str, Window]) -> None:
    leader = at["leader"]
    leader.open("/requests/cases?open=true")
    leader.sees("未答复的：是")
    leader.open("/request-desk/units")
    leader.sees("还没有办理单位")
    new = leader.part("新增单位")
    leader.fill({"单位名称": "新闻科", "负责人": "钱局", "赵警官": True, "孙警官": True}, new)
    leader.press("新增", new)
    leader.told("已新增单位")
    leader.sees("新闻科", "钱局", "赵警官")
    folded = leader.unfold("修改：新闻科")
    leader.fill({"单位名称": "新闻宣传科"}, folded)
    leader.press("保存", folded)
    leader.sees("新闻宣传科")
    leader.follow("新闻宣传科")
    leader.sees("办理单位：新闻宣传科")
    leader.follow("办理时限")
    leader.sees("系统默认", "14 个工作小时")
    leader.unfold("修订时限")
    times, text = leader.part("素材需求"), leader.part("常用语 1")
    leader.fill({"答复时限": "1", "受理时限": "3"}, times)
    leader.fill({"需求类别": "素材需求", "简称": "画面已备", "正文": TEXT}, text)
    leader.press("保存新版本")
    leader.sees("办理时限前后不符")
    assert leader.field("正文", leader.part("常用语 1")).input_value() == TEXT, "nothing is lost"
    leader.fill({"答复时限": "7"}, leader.part("素材需求"))
    leader.press("保存新版本")
    leader.sees("第 1 版", "7 个工作小时", "画面已备", TEXT)
    leader.open("/requests")
    leader.follow("专办民警")
    leader.sees("还没有专办民警")
    leader.fill({"孙警官": True})
    leader.press("指定")
    leader.told("已指定")
    leader.sees("孙警官")


def test_a_request_is_asked_answered_and_rated(at: Mapping[str, Window], tmp_path: Path) -> None:
    owner, liaison, officer = at["owner"], at["liaison"], at["officer"]
    photo = tmp_path / "样张.png"
    photo.write_bytes(PNG)
    owner.open("/requests")
    owner.sees("还没有需求")
    owner.follow("提出需求")
    owner.fill({"需求类别": "素材需求", "标题": "夜查酒驾现场画面", "具体内容": "横版视频一段。", "附件": photo})
    owner.press("提交需求")
    owner.told("已提交")
    owner.sees("待受理", "受理时限")
    liaison.open("/")
    liaison.finds("1 项需求待受理")
    liaison.follow("1 项需求待受理")
    liaison.follow("夜查酒驾现场画面")
    liaison.press("受理")
    liaison.told("已受理")
    liaison.field("办理人").select_option(label="赵警官")
    liaison.press("分派")
    liaison.told("已分派")
    officer.open("/")
    officer.finds("1 项需求待我答复")
    officer.follow("1 项需求待我答复")
    officer.follow("夜查酒驾现场画面")
    officer.fill({"备注": "先送法制审核。"})
    officer.press("保存备注")
    officer.sees("先送法制审核。")
    officer.fill({"留言": "需要横屏还是竖屏？"})
    officer.press("发送留言")
    officer.fill({"答复内容": "您好，", "署名": "滨江公安"})
    officer.touch("画面已备")
    assert officer.field("答复内容").input_value() == f"您好，\n{TEXT}"
    assert officer.field("署名").input_value() == "滨江公安"
    officer.fill({"答复内容": TEXT})
    officer.press("答复")
    officer.sees("提供素材")
    assert officer.field("答复内容").input_value() == TEXT, "it was refused for lack of a file, and the text is there"
    officer.fill({"附件": photo, "读不出文字的附件，我已逐一看过": True}, officer.main.locator("#answer-it"))
    officer.press("答复")
    officer.told("已答复")
    owner.open("/")
    owner.sees("已答复，请评价", "夜查酒驾现场画面")
    owner.follow("夜查酒驾现场画面")
    owner.sees(TEXT, "需要横屏还是竖屏？", "公安机关")
    assert "先送法制审核" not in owner.page.content() and "赵警官" not in owner.page.content()
    assert owner.main.locator("[name=stars]:checked").count() == 0, "nobody is content by a slip"
    owner.main.get_by_label("非常满意").check()
    owner.press("评价并办结")
    owner.told("已办结")
    owner.sees("已办结", "满意度：非常满意（5 星）")


def test_what_is_late_is_shown_to_the_head_in_words(at: Mapping[str, Window], stack: Stack) -> None:
    people, owner = at, at["owner"]
    owner.open("/requests/new")
    owner.fill({"需求类别": "采访需求", "标题": "采访禁毒民警", "具体内容": "半小时。"})
    owner.press("提交需求")
    request = owner.page.url.partition("?")[0].rpartition("/")[2]
    people["liaison"].open(f"/requests/{request}")
    people["liaison"].field("办理人").select_option(label="赵警官")
    people["liaison"].press("分派")
    db = database(stack)
    past = db["requests"].find_one({"_id": request})["opened_at"]
    db["requests"].update_one({"_id": request}, {"$set": {"due_at": past, "clock.due_at": past}})
    leader = people["leader"]
    leader.open("/")
    leader.follow("1 项本单位需求超时")
    leader.sees("采访禁毒民警", "已超时")


def test_a_case_is_on_no_page_of_others(at: Mapping[str, Window], there: Mapping[str, Person]) -> None:
    owner, named = at["owner"], at["named"]
    owner.open("/requests/new")
    owner.fill({"需求类别": "媒体维权", "标题": "采访时被推搡", "具体内容": "手机被砸。"})
    owner.press("提交需求")
    owner.sees("保密事项：只有您和专办民警可见")
    path = "/" + owner.page.url.partition("?")[0].split("/", 3)[3]
    named.open("/")
    named.finds("1 项维权事项待办")
    named.follow("1 项维权事项待办")
    named.follow("采访时被推搡")
    named.press("受理")
    named.told("已受理")
    for name in ("liaison", "officer", "leader"):
        at[name].open(path)
        at[name].sees("没有找到")
        for page in ("/", "/requests", "/requests/cases", "/inbox", "/overview"):
            at[name].open(page)
            assert "被推搡" not in at[name].page.content(), (name, page)
    assert there["auditor"].ok("GET", "/audit", params={"operation": "requests.one"})["items"]


def test_two_that_ask_for_the_same_are_answered_together(at: Mapping[str, Window], there: Mapping[str, Person]) -> None:
    owner, liaison = there["owner"], at["liaison"]
    outlet = owner.ok("GET", "/outlets/mine")["items"][0]["id"]
    asked, second = (ask_for(owner, outlet, title=title) for title in ("运动会画面", "运动会照片"))
    first, second, number = asked["id"], second["id"], asked["number"]
    liaison.open(f"/requests/{second}")
    folded = liaison.unfold("合并办理")
    liaison.fill({"另一件需求的编号": "2026-X99999"}, folded)
    liaison.press("合并办理", folded)
    assert "没有这件需求" in folded.locator(".field").inner_text(), "beside what was written"
    assert liaison.field("另一件需求的编号").input_value() == "2026-X99999"
    liaison.fill({"另一件需求的编号": number.lower()}, folded)
    liaison.press("合并办理", folded)
    liaison.told("已合并办理")
    liaison.follow("与另一件一并答复")
    liaison.sees("并入的第 1 件", "运动会画面")
    step(there["liaison"], first, "answer", kind="refusal", text="没有留存。")
    assert owner.ok("GET", f"/requests/{second}")["state"] == "answered"


def test_an_appointment_is_moved_and_called_off_without_a_script(
    browser: Browser, people: People, at: Mapping[str, Window], there: Mapping[str, Person]
) -> None:
    outlet = there["owner"].ok("GET", "/outlets/mine")["items"][0]["id"]
    asked = ask_for(there["owner"], outlet, kind="interview", title="采访反诈民警")["id"]
    meeting = {"starts_at": "2099-01-01T09:00:00+08:00", "place": "新闻科"}
    step(there["liaison"], asked, "answer", kind="appointment", **meeting)
    with window(browser, people, there["liaison"], java_script_enabled=False) as officer:
        officer.open(f"/requests/{asked}")
        folded = officer.unfold("约定改期")
        assert officer.field("时间", folded).input_value() == "2099-01-01T09:00", "as it is now"
        officer.fill({"时间": "2020-01-01T09:00", "说明": "当日有勤务。"}, folded)
        officer.press("约定改期", folded)
        officer.sees("须晚于现在")
        assert officer.field("说明").input_value() == "当日有勤务。", "nothing is lost"
        folded = officer.main.locator("details[open]")
        officer.fill({"时间": "2099-02-01T14:30", "地点": "指挥中心"}, folded)
        officer.press("约定改期", folded)
        officer.told("约定已改期")
        officer.sees("指挥中心", "14:30")
        folded = officer.unfold("取消约定")
        officer.fill({"说明": "全员备勤。"}, folded)
        officer.press("取消约定", folded)
        officer.told("约定已取消")
        officer.sees("指挥中心 已取消")
        assert officer.main.get_by_text("约定改期").count() == 0
    owner = at["owner"]
    owner.open(f"/requests/{asked}")
    owner.sees("已答复", "指挥中心 已取消", "当日有勤务。", "全员备勤。")


def test_a_suggestion_is_adopted_and_its_outlet_reads_so(at: Mapping[str, Window], there: Mapping[str, Person]) -> None:
    outlet = there["owner"].ok("GET", "/outlets/mine")["items"][0]["id"]
    asked = ask_for(there["owner"], outlet, kind="suggestion", title="每月固定开放日")["id"]
    liaison, owner = at["liaison"], at["owner"]
    liaison.open(f"/requests/{asked}")
    form = liaison.main.locator("#answer-it")
    form.get_by_label("采纳，说明怎样办", exact=True).check()
    liaison.fill({"答复内容": "自下月起。"}, form)
    liaison.press("答复", form)
    liaison.told("已答复")
    owner.open("/requests")
    assert "已采纳" in owner.row("每月固定开放日").inner_text()
    owner.open("/participations")
    assert "建议获采纳" in owner.row("每月固定开放日").inner_text()


def test_an_officer_who_acts_for_the_outlet_that_asks_reads_it_as_the_outlet_does(
    browser: Browser, people: People, there: Mapping[str, Person]
) -> None:
    owner, torn = there["owner"], people.new(Role.REVIEWER_SECOND, bureau=BUREAU, name="吴警官")
    outlet = owner.ok("GET", "/outlets/mine")["items"][0]["id"]
    join(owner, torn, outlet)
    asked = ask_for(owner, outlet, title="同事提出的需求")["id"]
    eventually(lambda: torn.call("GET", f"/v1/requests/{asked}").status_code == 200)
    with window(browser, people, torn) as page:
        page.open(f"/requests/{asked}")
        page.sees("同事提出的需求", "发送留言")
        assert page.main.get_by_text("保存备注").count() == 0
