"""A whole quarter by clicking: from an outlet's registration to the certificate that its QR code proves genuine."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from playwright.sync_api import Browser, expect

from shared.clock import SHANGHAI, now
from shared.context import Role
from tests.e2e.people import PASSWORD, People
from tests.e2e.town import Town, town
from tests.e2e.windows import PHONE, Window
from tests.gateway.files.cleaning import stills
from tests.load.traffic import credit_code

BUREAU, COUNTY = "330116", "滨海县公安局"
OUTLET, CHANNEL = "滨海观察", "滨海观察公众号"
TITLE = "夜巡三公里"
NUMBER = "13912345678"
DRAFT = f"夜里十点，巡逻队出发。\n有线索请拨打民警电话 {NUMBER}。\n他们走了三公里。"
MENDED = "夜里十点，巡逻队出发。\n有线索请拨打 110。\n他们走了三公里。"
PERIOD, QUARTER = "2024-Q1", "2024年第一季度"
PUBLISHED, SEVENTH = "2024-02-05T10:00", "2024-02-12T12:00"


@dataclass
class Cast:
    """Who plays; the editor is at a phone."""

    town: Town
    photo: Path
    editor: Window
    colleague: Window
    liaison: Window
    first: Window
    second: Window
    final: Window
    manager: Window
    leader: Window


@pytest.fixture
def cast(people: People, browser: Browser, tmp_path: Path) -> Iterator[Cast]:
    photo = tmp_path / "夜巡.jpg"
    photo.write_bytes(stills.jpeg())
    with town(people, browser, BUREAU, COUNTY) as made:
        yield Cast(
            made, photo, made.window(PHONE), made.window(),
            made.officer("李静", Role.LIAISON),
            made.officer("陈露", Role.REVIEWER_FIRST), made.officer("吴凡", Role.REVIEWER_SECOND),
            made.officer("郑志", Role.REVIEWER_FINAL),
            made.officer("孙凯", Role.SCORING_MANAGER), made.officer("钱局", Role.LEADER),
        )  # fmt: skip


def test_a_quarter_by_clicking(cast: Cast) -> None:
    """One story: each step stands on the one before."""
    _registered(cast)
    _verified(cast)
    _joined(cast)
    _drafted(cast)
    _sent_back(cast)
    _mended(cast)
    _approved(cast)
    _permitted(cast)
    _published(cast)
    _measured(cast)
    _closed(cast)
    _appealed(cast)
    _signed(cast)
    _awarded(cast)
    _certified(cast)
    assert cast.town.said == []


def _registered(cast: Cast) -> None:
    """In three steps, with a proof."""
    editor = cast.editor
    editor.sign_up("wangfang", "王芳", COUNTY)
    editor.follow("登记媒体")
    editor.fill({"媒体名称": OUTLET, "类别": "官方媒体", "所在地区": "浦沿", "统一社会信用代码": credit_code()})
    editor.press("下一步")
    channel = {"平台": "微信公众号", "账号名称": CHANNEL, "自报级别": "县级", "粉丝数": "12000"}
    editor.fill(channel, editor.part("渠道 1"))
    editor.press("下一步")
    editor.fill({"姓名": "王芳", "电话": "13900000001"}, editor.part("联系人 1"))
    editor.fill({"证明材料": cast.photo})
    editor.press("提交登记")
    editor.told("登记已提交")
    editor.sees("待核验", "等待对接民警核验")


def _verified(cast: Cast) -> None:
    """By what waits on the liaison's first page."""
    liaison = cast.liaison
    liaison.finds("1 家媒体待认证")
    liaison.follow("1 家媒体待认证")
    liaison.follow(OUTLET)
    liaison.fill({"许可证号": "国新网 3312024001", "级别": "县级", "账号归属证明": "后台截图与主体一致"})
    liaison.press("认证")
    liaison.told("已认证，媒体可以投稿了")
    liaison.sees("已认证")
    editor = cast.editor
    # The count of what is new comes without asking for the page again.
    expect(editor.page.get_by_role("link", name=re.compile("^收件箱 [1-9]"))).to_be_visible()
    editor.go("我的媒体")
    editor.sees("已认证", "已核验，可以投稿", "对接民警 李静", "通过核验")


def _joined(cast: Cast) -> None:
    """A colleague, by the code that the owner hands on."""
    editor, colleague = cast.editor, cast.colleague
    editor.follow("成员")
    editor.fill({"给谁": "记者赵明"})
    editor.press("新建邀请")
    editor.told("邀请已建立")
    editor.press("显示邀请码 记者赵明")
    expect(editor.main.get_by_role("img", name="邀请码的二维码")).to_be_visible()
    code = editor.main.get_by_role("code").inner_text()
    colleague.sign_up("zhaoming", "赵明", COUNTY)
    colleague.follow("凭邀请码加入")
    colleague.fill({"邀请码": code})
    colleague.press("凭邀请码加入")
    colleague.told("您已加入")
    colleague.sees(OUTLET, "媒体成员")
    editor.go("我的媒体")
    editor.follow("成员 2")
    editor.sees("王芳 （您）", "赵明")


def _drafted(cast: Cast) -> None:
    """With a photo from the phone, which loses the place where it was taken; then handed in."""
    editor = cast.editor
    editor.go("首页")
    editor.follow("写新作品")
    editor.fill({"标题": TITLE, "正文": DRAFT, "照片": cast.photo, "议题": "反诈"})
    editor.press("存为草稿")
    editor.told("已存为草稿")
    editor.sees("草稿", "第 1 次修订", "只有本媒体可见")
    picture = editor.main.get_by_role("img", name=cast.photo.name)
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    editor.press("提交审核")
    editor.told("已提交审核")
    editor.finds("审核中", "正在审核")


def _sent_back(cast: Cast) -> None:
    """With a remark on the very words that it is about."""
    first = cast.first
    first.finds("1 件等待审核")
    first.follow("1 件等待审核")
    first.press("领取下一件")
    first.sees(TITLE, "初审", "电话号码", "附件未读")
    first.main.get_by_label("电话号码").check()
    first.fill({"属实或排除勾选各条的理由": "民警个人电话"})
    first.press("属实")
    first.told("已登记为属实")
    _select(first, NUMBER)
    first.touch("对选中的文字提意见")
    first.field("意见").fill("请改为报警电话")
    _decide(first, "退回修改")
    first.sees("已登记", "退回修改", "请改为报警电话")


def _select(window: Window, words: str) -> None:
    """Words of the text, as with the mouse."""
    window.main.locator("mark").filter(has_text=words).first.evaluate(
        "it => { const range = document.createRange(); range.selectNodeContents(it.firstChild); "
        "getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )


def _decide(window: Window, verdict: str) -> None:
    """One of the three, by its button."""
    window.part("审核决定").get_by_text(verdict, exact=True).click()
    window.press("提交审核决定")


def _mended(cast: Cast) -> None:
    """By a revision; nothing of the first is lost."""
    editor = cast.editor
    editor.go("首页")
    editor.finds("请修改，再次提交 1")
    editor.follow(TITLE)
    editor.sees("退回修改", "请按意见修改", NUMBER, "请改为报警电话")
    editor.follow("修改")
    editor.sees("请改为报警电话")
    editor.fill({"正文": MENDED})
    editor.press("存为新修订")
    editor.told("已存为新修订")
    editor.follow("修改对比")
    editor.sees("第 2 次修订")
    expect(editor.main.get_by_role("deletion").first).to_be_visible()
    editor.follow(TITLE)
    editor.press("提交审核")
    editor.told("已提交审核")


def _approved(cast: Cast) -> None:
    """By three persons, one level after another, for it is a major matter; the last gives grade and conditions."""
    for window, level in ((cast.first, "复审"), (cast.second, "终审")):
        window.go("首页")
        window.finds("1 件等待审核")
        window.go("审核")
        window.press("领取下一件")
        window.sees("第 2 轮", "与第 1 轮相比的修改")
        if window is cast.first:
            window.fill({"敏感程度": "重大"})
            window.press("设定")
            window.told("敏感程度已设定")
            # The photo, which nothing read; the only one that is left, it is ticked already.
            window.fill({"属实或排除勾选各条的理由": "照片看过，没有问题"})
            window.press("排除")
            window.told("已登记为排除")
        _decide(window, "通过")
        window.sees("已登记", f"接下来： {level}")
    final = cast.final
    final.finds("1 件等待审核")
    final.go("审核")
    final.press("领取下一件")
    final.fill({"质量等级": "A（优秀）", "不设解禁时间，通过后即可发布": True, "附加条件": "标题不得改动"})
    _decide(final, "通过")
    final.sees("已登记", "已通过", "发布许可")


def _permitted(cast: Cast) -> None:
    """Whoever has the permit's code can check it, however it was copied."""
    editor = cast.editor
    editor.go("首页")
    editor.finds("已通过，刊发后请上报 1")
    editor.go("作品")
    editor.follow(TITLE)
    editor.sees("已通过", "A（优秀）", "标题不得改动")
    expect(editor.main.get_by_role("img", name="发布许可的二维码")).to_be_visible()
    code = editor.main.get_by_role("link", name=BUREAU).inner_text()
    somebody = cast.town.window()
    somebody.open("/")
    somebody.follow("核验真伪")
    somebody.fill({"编码": code.replace("-", "").lower()})
    somebody.press("核验")
    somebody.told("真实有效的发布许可")
    somebody.sees(OUTLET, TITLE)


def _published(cast: Cast) -> None:
    """Reported with a screenshot, and verified."""
    editor, liaison = cast.editor, cast.liaison
    editor.follow("上报刊发")
    form = editor.part("上报刊发")
    editor.unfold("版位、署名、篇幅、转载", form)
    link = {"链接": "https://mp.weixin.qq.com/s/yexun", "刊发时间": PUBLISHED, "凭证截图": cast.photo, "曾经刊发": True}
    editor.fill({"刊发渠道": f"微信公众号 · {CHANNEL}", **link}, form)
    editor.press("上报刊发", form)
    editor.told("已上报，等待对接民警核实")
    editor.sees("待核实", "县级", "曾经刊发")
    editor.finds("核实后预计得 ")
    liaison.go("首页")
    liaison.finds("1 条刊发待核实")
    liaison.follow("1 条刊发待核实")
    liaison.row(TITLE).get_by_role("checkbox").check()
    liaison.press("核实勾选的各条")
    liaison.told("已核实")
    editor.finds("已核实")


def _measured(cast: Cast) -> None:
    """The numbers of the seventh day, by the colleague this time."""
    colleague, liaison = cast.colleague, cast.liaison
    colleague.go("作品")
    colleague.follow(TITLE)
    colleague.sees("已刊发")
    colleague.follow("刊发与数据 1")
    form = colleague.unfold("上报数据")
    numbers = {"数据时间": SEVENTH, "阅读/播放": "5200", "点赞": "80", "后台截图": cast.photo}
    colleague.fill(numbers, form)
    colleague.press("上报数据", form)
    colleague.told("数据已上报")
    colleague.sees("5,200", "待核实")
    liaison.go("首页")
    liaison.finds("1 条数据待核实")
    liaison.follow("1 条数据待核实")
    liaison.row(TITLE).get_by_role("checkbox").check()
    liaison.press("核实勾选的各条")
    liaison.told("已核实")
    colleague.follow(TITLE)
    colleague.follow("积分")
    # County level 2 × A 1.5 × original 1.2 × topic 1.2; the bonus for both; the tier of 5,000 reads.
    colleague.finds("10.32", "4.32", "2.00", "4.00")


def _closed(cast: Cast) -> None:
    """Then shown to all outlets for five working days."""
    manager = cast.manager
    manager.go("考评")
    manager.follow(QUARTER)
    manager.sees("计分中", "10.32")
    manager.press("截止")
    manager.told("已截止")
    manager.fill({"公示几个工作日": "5"})
    manager.press("开始公示")
    manager.told("已公示，媒体可以查看和申诉")
    expect(manager.row(OUTLET).get_by_role("cell").first).to_have_text("1")
    manager.sees("公示中", "10.32")


def _appealed(cast: Cast) -> None:
    """About a line of one's own, upheld by a correction."""
    editor, manager = cast.editor, cast.manager
    editor.go("积分")
    editor.follow(QUARTER)
    editor.finds("公示中", "10.32")
    editor.fill({"申诉理由": "头版位置没有计入。"})
    editor.unfold("涉及的积分")
    editor.main.get_by_role("checkbox", name="4.32").check()
    editor.press("提出申诉")
    editor.told("申诉已提交")
    editor.sees("待答复")
    manager.go("首页")
    manager.finds("1 件待答复")
    manager.follow(QUARTER)
    manager.follow(OUTLET, manager.row("待答复"))
    manager.sees("头版位置没有计入。", "申诉所指的积分")
    manager.fill({"申诉成立": True, "答复": "予以补记。"})
    manager.field("补记分数").first.fill("1.68")
    manager.field("事由").first.fill("头版补记")
    manager.press("发出答复")
    manager.told("答复已发出")
    manager.sees("申诉成立", "1.68")
    editor.page.reload()
    editor.finds("申诉成立", "予以补记。", "已更正：1.68 分", "12.00")


def _signed(cast: Cast) -> None:
    """By the leader, before the days are over."""
    leader = cast.leader
    leader.go("考评")
    leader.follow(QUARTER)
    leader.follow("去签署")
    leader.sees(OUTLET, "12.00", "予以补记。")
    leader.fill({"公示期未满，提前定榜": True, "提前定榜的理由": "申诉均已答复", "您的登录密码": PASSWORD})
    leader.press("签署定榜")
    leader.told("已签署定榜")
    leader.sees("钱局于", "榜单摘要（SHA-256）", "12.00")
    leader.follow("公开榜单页")
    leader.sees(QUARTER, OUTLET, "12.00")


def _awarded(cast: Cast) -> None:
    """Granted by the signed ranking; the gift pack is handed over, with a photo of it."""
    manager, liaison = cast.manager, cast.liaison
    manager.go("考评")
    manager.follow(QUARTER)
    manager.press("授予表彰奖励")
    manager.told("本次授予 3 项，共 3 项。")
    liaison.go("首页")
    liaison.finds("2 项奖励待交付")
    liaison.follow("2 项奖励待交付")
    liaison.follow(OUTLET, liaison.row("公安礼包"))
    liaison.fill({"交付时间": f"{now().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}", "领取人": "王芳", "照片": cast.photo})
    liaison.press("登记")
    liaison.told("已登记交付")
    liaison.sees("已送达", "王芳", "李静")


def _certified(cast: Cast) -> None:
    """The certificate's QR code leads anybody to the page that says it is genuine."""
    editor = cast.editor
    editor.go("积分")
    editor.follow(QUARTER)
    editor.finds("已定榜", "荣誉证书", "已送达")
    with editor.page.expect_download() as made:
        editor.main.get_by_role("link", name="下载证书").click()
    [page] = pypdf.PdfReader(io.BytesIO(Path(made.value.path()).read_bytes())).pages
    [image] = page.images
    [code] = zxingcpp.read_barcodes(image.image)
    somebody = cast.town.window()
    somebody.open(code.text)
    somebody.told("真实有效的证书")
    somebody.sees(OUTLET, "警媒协作先进单位")
