"""What else people do by clicking: refused and sent again, taken back, corrected, objected to, handed on, ended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from console.pages.workdays import written
from shared.clock import local_date, now
from shared.context import Role
from tests.e2e.people import Data, People, Person, eventually, join, register, verify
from tests.e2e.rounds import waiting
from tests.e2e.town import Town, town
from tests.e2e.windows import Window
from tests.e2e.works import approved, begin, hand_in, publish, verify_publication
from tests.gateway.files.cleaning import stills
from tests.services.outlet.year import entered

BUREAU, COUNTY = "330120", "滨河县公安局"


@pytest.fixture(scope="module")
def county(people: People, browser: Browser) -> Iterator[Town]:
    with town(people, browser, BUREAU, COUNTY) as made:
        yield made


@pytest.fixture(autouse=True)
def silent(county: Town) -> Iterator[None]:
    """No page wrote a message to the browser's console."""
    yield
    said, county.said[:] = list(county.said), []
    assert said == []


@pytest.fixture(scope="module")
def liaison(county: Town) -> Window:
    return county.officer("李静", Role.LIAISON)


@pytest.fixture(scope="module")
def admin(county: Town) -> Window:
    return county.officer("宋平", Role.ADMIN)


@pytest.fixture(scope="module")
def officer(people: People) -> Person:
    """A liaison who acts by the API, where a test begins in the middle."""
    return people.new(Role.LIAISON, bureau=BUREAU, name="高原")


@pytest.fixture
def owner(people: People) -> Person:
    return people.new(bureau=BUREAU)


@pytest.fixture
def outlet(owner: Person, officer: Person) -> Data:
    """Their outlet, verified."""
    return verify(officer, register(owner))


@pytest.fixture
def editor(county: Town, owner: Person, outlet: Data) -> Window:
    """The owner at the pages."""
    return county.somebody(owner)


def test_a_registration_that_was_refused_is_mended_and_sent_again(county: Town, owner: Person, liaison: Window) -> None:
    name = register(owner)["name"]
    liaison.go("媒体")
    liaison.follow(name)
    liaison.fill({"理由": "地区有误"}, liaison.unfold("驳回登记"))
    liaison.press("驳回登记")
    liaison.told("已驳回")
    editor = county.somebody(owner)
    editor.sees("未通过", "登记被退回，请更正")
    editor.follow(name)
    editor.sees("地区有误")
    editor.fill({"所在地区": "西兴"}, editor.unfold("修改资料"))
    editor.press("修改资料")
    editor.told("资料已修改")
    editor.fill({"补充说明": "地区已更正"})
    editor.press("重新提交登记")
    editor.told("已重新提交")
    editor.sees("待核验", "西兴")
    liaison.go("首页")
    liaison.finds("1 家媒体待认证")
    liaison.follow("1 家媒体待认证")
    liaison.follow(name)
    liaison.sees("西兴")
    liaison.fill({"许可证号": "国新网 3312024001"})
    liaison.press("认证")
    liaison.told("已认证，媒体可以投稿了")


def test_a_work_that_was_handed_in_is_taken_back(
    county: Town, people: People, owner: Person, outlet: Data, editor: Window
) -> None:
    work = begin(owner, outlet["id"])
    reader = people.new(Role.REVIEWER_FIRST, bureau=BUREAU)
    waiting(hand_in(owner, work), reader)
    reviewer = county.somebody(reader)
    reviewer.go("审核")
    reviewer.sees(work["title"])
    editor.go("作品")
    editor.follow(work["title"])
    editor.fill({"原因": "事实待核"}, editor.unfold("撤回作品"))
    editor.press("撤回作品")
    editor.told("已撤回")
    editor.sees("已撤回", "事实待核")
    reviewer.loses(work["title"])


def test_a_publication_that_was_verified_is_corrected(
    people: People, owner: Person, officer: Person, outlet: Data, editor: Window, liaison: Window
) -> None:
    work = approved(people, owner, outlet["id"])
    verify_publication(officer, publish(owner, work))
    editor.go("作品")
    editor.follow(work["title"])
    editor.follow("刊发与数据 1")
    form = editor.unfold("更正")
    new = "https://mp.weixin.qq.com/s/gengzheng"
    editor.fill({"链接": new, "说明": "链接抄错"}, form)
    editor.press("更正", form)
    editor.told("更正已上报")
    editor.sees("更正待核实")
    liaison.go("核验刊发")
    liaison.follow(work["title"])
    liaison.sees("媒体提出的更正", "链接抄错", new)
    liaison.press("核实")
    liaison.told("已核实")
    editor.finds("已核实", new)
    assert "更正待核实" not in editor.main.inner_text()


def test_a_record_of_what_had_no_approval_is_objected_to_and_ruled_on_by_another(
    county: Town, outlet: Data, editor: Window, liaison: Window, tmp_path: Path
) -> None:
    proof = tmp_path / "截图.png"
    proof.write_bytes(stills.png())
    liaison.go("核验刊发")
    liaison.follow("未经审核发布")
    liaison.follow("记录一条")
    link = {"网址": "https://example.com/jiujia", "刊发时间": "2024-02-05T10:00", "证明": proof, "情况说明": "未经审核"}
    liaison.fill({"媒体": outlet["name"], "标题": "凌晨突查酒驾", "平台": "网站", **link})
    liaison.press("记录")
    liaison.told("已记录，已通知媒体")
    liaison.sees("未经审核")
    editor.go("我的媒体")
    editor.follow("未经审核发布")
    editor.sees("凌晨突查酒驾", "已记录")
    form = editor.unfold("申诉")
    editor.fill({"申诉理由": "转自上级媒体"}, form)
    editor.press("申诉", form)
    editor.told("申诉已提交")
    editor.sees("申诉中")
    other = county.officer("高原", Role.LIAISON)
    other.go("核验刊发")
    other.follow("未经审核发布")
    other.follow("凌晨突查酒驾")
    other.fill({"已撤销": True, "理由": "确系转载"})
    other.press("裁定申诉")
    other.told("已裁定")
    other.sees("已撤销", "确系转载")
    editor.finds("已撤销", "确系转载")


def test_a_member_becomes_an_owner_and_is_removed(
    county: Town, people: People, owner: Person, outlet: Data, editor: Window
) -> None:
    member = people.new(bureau=BUREAU, name="赵明")
    join(owner, member, outlet["id"])
    colleague = county.somebody(member)
    colleague.sees(outlet["name"])
    editor.go("我的媒体")
    editor.follow("成员 2")
    for role in ("媒体负责人", "媒体成员"):
        editor.press(f"改为{role} 赵明")
        editor.told("身份已更改")
        expect(editor.row("赵明")).to_contain_text(role)
    editor.press("移除 赵明")
    editor.told("成员已移除")
    expect(editor.row("赵明")).to_have_count(0)
    colleague.finds("您还没有媒体")


def test_an_outlet_is_closed_by_its_owner(outlet: Data, editor: Window) -> None:
    editor.go("我的媒体")
    form = editor.unfold("注销媒体")
    editor.fill({"原因": "停办"}, form)
    editor.press("注销媒体", form)
    editor.told("媒体已注销")
    editor.sees("已注销", "停办")
    editor.go("首页")
    expect(editor.main.get_by_role("link", name="写新作品")).to_have_count(0)


def test_a_review_is_given_to_somebody_else(county: Town, people: People, owner: Person, outlet: Data) -> None:
    other = people.new(Role.REVIEWER_FIRST, bureau=BUREAU, name="周毅")
    work = begin(owner, outlet["id"])
    waiting(hand_in(owner, work), other)
    # A work is given to whom review has heard of.
    eventually(lambda: people.stack.of("review").accounts.find_one({"_id": other.account}), bool)
    final = county.officer("郑重", Role.REVIEWER_FINAL)
    final.go("审核")
    final.follow("全部")
    final.follow(work["title"])
    final.fill({"改派给": "周毅"}, final.unfold("改派"))
    final.press("改派")
    final.told("已改派")
    reviewer = county.somebody(other)
    reviewer.follow("1 件由我领取")
    reviewer.follow(work["title"])
    reviewer.sees("您已领取")


def test_a_year_of_working_days_is_entered(county: Town) -> None:
    manager = county.officer("何安", Role.SCORING_MANAGER)
    manager.go("工作日历")
    year = local_date(now()).year + 1
    manager.follow(str(year))
    days = written(entered(year))
    manager.fill({"放假与补班": f"{year}-01-01 - 元旦\n{year}-13-01 - 误", "依据": "国办发明电〔2026〕7号"})
    manager.press("录入")
    manager.sees("第 2 行")
    assert [line for line in county.said if "422" not in line] == []
    county.said.clear()
    expect(manager.field("依据")).to_have_value("国办发明电〔2026〕7号")
    manager.fill({"放假与补班": days})
    manager.press("录入")
    manager.told("已录入，次日起算")
    manager.sees("本局录入", "国办发明电〔2026〕7号", "何安")


def test_a_group_robot_is_set(admin: Window) -> None:
    admin.go("投递记录")
    admin.follow("群机器人")
    admin.sees("尚未设置")
    admin.fill({"平台": "企业微信", "密钥": "0f3c9a52-8a1d-4c6e-9b77-2d5e8f1a6b3c"})
    admin.press("保存")
    admin.told("已保存")
    admin.sees("现为 企业微信")
    assert "0f3c9a52-8a1d" not in admin.main.inner_text()


def test_an_outlet_is_suspended_and_reinstated(outlet: Data, editor: Window, liaison: Window) -> None:
    write = editor.main.get_by_role("link", name="写新作品")
    expect(write).to_be_visible()
    liaison.go("媒体")
    liaison.follow(outlet["name"])
    for act, state, seen in (("暂停", "已暂停", 0), ("恢复", "已认证", 1)):
        liaison.fill({"理由": f"{act}的理由"}, liaison.unfold(act))
        liaison.press(act)
        liaison.told(f"已{act}")
        liaison.sees(state)
        editor.go("首页")
        editor.sees(state)
        expect(write).to_have_count(seen)


def test_a_medium_is_entered_changed_retired_and_reinstated(liaison: Window) -> None:
    liaison.go("核验刊发")
    liaison.follow("媒体名录")
    liaison.follow("增加条目")
    liaison.fill({"名称": "滨河晚报", "级别": "市级", "种类": "晚报都市报", "理由": "区委宣传部通知"})
    liaison.field("平台").first.select_option(label="报纸")
    liaison.press("保存")
    liaison.told("已加入名录")
    liaison.follow("修改条目")
    expect(liaison.field("平台").first).to_have_value("newspaper")
    liaison.fill({"级别": "省级", "理由": "升格"})
    liaison.press("保存")
    liaison.told("已修改")
    liaison.sees("省级", "升格")
    for act, state in (("停用", "已停用"), ("恢复使用", "在用")):
        liaison.fill({"理由": "核对"}, liaison.unfold(act))
        liaison.press(act)
        liaison.told(f"已{act}")
        liaison.sees(state)


def test_a_message_that_comes_in_can_be_put_away(editor: Window) -> None:
    """It goes by itself after some seconds, and may lie over what is wanted now."""
    new = editor.page.get_by_role("link", name="新消息： 作品已通过")
    editor.page.evaluate("toast({title: '作品已通过'})")
    expect(new).to_be_visible()
    editor.page.get_by_role("button", name="关闭提示").last.click()
    expect(new).to_have_count(0)
