"""What waits on everybody's desk after the story: the next quarter has begun, so that each page can be tried.

Of the sample's bureau alone: nothing is made up among the works of somebody's own workbook. A second run finds what the
first has laid there, wherever people have brought it since.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from deploy.demo.people import FIRST, LIAISON, OWNER
from deploy.demo.rounds import passed, reviewed, round_of
from deploy.demo.stage import Data, Phase, Stage
from deploy.demo.waiting import patiently, until
from jingmei_client import Conflict

Step = Callable[[], object]

PENDING: Final[Data] = {
    "name": "阿明逛滨江", "category": "influencer", "region": "长河",
    "operator": {"name": "赵明", "id_number": "330108199101010026"},
    "contacts": [{"name": "赵明", "phone": "13900000002"}],
    "channels": [{
        "platform": "douyin", "claimed_level": "self", "account_name": "阿明逛滨江",
        "url": "https://www.douyin.com/user/aming-binjiang", "followers": 86000,
    }],
}  # fmt: skip
# By what they are here for: title, topic, text.
WORKS: Final = {
    "draft": ("江边夜跑队当起义务巡防员", "社会治安", "每晚八点，四十多名夜跑爱好者沿江慢跑，也把沿线的隐患记下来。"),
    "mend": (
        "“快递理赔”骗局又来了",
        "反诈",
        "接到自称快递客服的来电，说包裹丢失可以三倍理赔，请先挂断。\n据统计，这类骗局已占近期警情的一半。\n"
        "民警提醒：凡是要求共享屏幕的，都是诈骗。",
    ),
    "claimed": (
        "冬季防火进小区 民警上门查隐患",
        "安全防范",
        "11月以来，长河派出所民警走进六个老旧小区，检查消防通道和电动车充电处。\n"
        "居民刘先生（电话 13812345678）说，楼道里的杂物当天就清走了。\n发现隐患可以拨打社区民警电话。",
    ),
    "free": (
        "校门口的“护学岗”",
        "交通安全",
        "早上七点二十分，交警和家长志愿者已经站在校门口。\n两个月来，校门口没有发生一起刮擦。",
    ),
    "approved": (
        "一通电话追回八万元",
        "反诈",
        "市民周女士险些把八万元转给骗子，社区民警的一通电话把她拦了下来。\n民警提醒：转账之前，先问一问家人。",
    ),
    "published": (
        "开放日里的小小警察",
        "警营开放",
        "周末的警营开放日迎来一百二十名小学生，警犬表演最受欢迎。\n孩子们还学会了怎样正确报警。",
    ),
}  # fmt: skip
IDEA: Final = (
    "把反诈提醒印在外卖封签上",
    "金点子",
    "与本地外卖商家合作，封签上印当月高发骗局和报警电话，每张两分钱。",
)
ADDRESS: Final = "https://www.toutiao.com/article/7301122334455667788/"
REMARKED: Final = "据统计，这类骗局已占近期警情的一半。"
REMARK: Final = "请注明数据来源，或删去这一句。"
BULLETIN: Final[Data] = {
    "kind": "alert", "urgent": True, "title": "谨防冒充快递客服的“三倍理赔”", "audience": ["all"],
    "body": "近一周高发。骗子自称快递客服，以丢件理赔为由要求共享屏幕。请协助提醒群众：不共享屏幕，不点陌生链接。",
}  # fmt: skip
DRAFT: Final[Data] = {
    "kind": "news", "urgent": False, "title": "十二月反诈宣传选题", "audience": ["all"],
    "body": "十二月请围绕年终奖、购物返利、冒充熟人三个题目策划作品，素材可向对接民警索取。",
}  # fmt: skip


def lay(stage: Stage, step: Step) -> None:
    """Everything that waits."""
    owner = stage.people[OWNER]
    outlet = owner.outlets.get(next(each["id"] for each in owner.outlets.mine() if each["status"] == "verified"))
    _register(stage)
    step()
    works = {name: _begun(stage, outlet["id"], name) for name in WORKS}
    for name, work in works.items():
        if name != "draft" and work["status"] == "draft":
            owner.submissions.submit(work["id"], key=stage.key("desk-submit", name))
        step()
    _idea(stage, outlet["id"])
    for name in ("mend", "approved", "published"):
        reviewed(stage, owner, works[name]["id"], partial(_decision, name == "mend"))
        step()
    _published(stage, works["approved"], works["published"], outlet["channels"][0]["id"])
    _told(stage)
    step()
    # Last, so that its time has not run out when somebody looks.
    _claimed(stage, works["claimed"]["id"])
    step()


DESKS: Final = Phase("新一季的待办 · what waits on the desks now", lambda _: len(WORKS) + 6, lay)


def _register(stage: Stage) -> None:
    editor = stage.people[next(login for login in stage.notes["editors"].values() if login != OWNER)]
    if not any(each["name"] == PENDING["name"] for each in editor.outlets.mine()):
        editor.outlets.register(**PENDING, key=stage.key("desk-outlet"))


def _begun(stage: Stage, outlet: str, name: str) -> Data:
    """A work as it is now."""
    owner, (title, topic, body) = stage.people[OWNER], WORKS[name]
    made = owner.submissions.create(
        outlet=outlet, kind="work", genre="article", topic=topic, original=True, title=title, body=body,
        key=stage.key("desk-work", name),
    )  # fmt: skip
    return owner.submissions.get(made["id"])


def _idea(stage: Stage, outlet: str) -> None:
    title, topic, body = IDEA
    owner, key = stage.people[OWNER], stage.key("desk-idea")
    owner.submissions.create(outlet=outlet, kind="golden_idea", topic=topic, title=title, body=body, key=key)


def _decision(back: bool, review: Data) -> Data:
    """Passed, or back to the outlet with a remark."""
    if not back:
        return passed(review)
    start = WORKS["mend"][2].index(REMARKED)
    remark = {"field": "body", "start": start, "end": start + len(REMARKED), "text": REMARK}
    return {"decision": "changes", "comments": [remark], "reason": "事实清楚，补上来源即可。"}


def _published(stage: Stage, approved: Data, published: Data, channel: str) -> None:
    """One was published and counts, with numbers that wait; one more publication of it waits; the other is not
    reported yet."""
    owner, liaison, key = stage.people[OWNER], stage.people[LIAISON.login], stage.key
    until("a permit", lambda: owner.submissions.get(approved["id"])["approval"])
    begun = datetime.fromisoformat(published["created_at"])
    first = patiently(
        lambda: owner.publications.publish(
            published["id"], channel=channel, url=ADDRESS, length=640, earlier=True,
            published_at=(begun - timedelta(hours=26)).isoformat(), key=key("desk-first"),
        )
    )  # fmt: skip
    if (found := owner.publications.publication(first["id"]))["state"] == "reported":
        liaison.publications.verify_publication(first["id"], version=found["version"])
    owner.publications.report_metrics(
        first["id"], observed_at=begun.isoformat(), reads=2380, likes=164, shares=57, comments=21, in_views=33,
        key=key("desk-metrics"),
    )  # fmt: skip
    owner.publications.publish(
        published["id"], medium="浙江日报", platform="newspaper", placement="front_page",
        published_at=(begun - timedelta(hours=20)).isoformat(), length=820, earlier=True, key=key("desk-second"),
    )  # fmt: skip


def _told(stage: Stage) -> None:
    liaison = stage.people[LIAISON.login]
    liaison.bulletins.publish(**BULLETIN, key=stage.key("desk-bulletin"))
    liaison.bulletin_drafts.create(**DRAFT, key=stage.key("desk-draft"))


def _claimed(stage: Stage, work: str) -> None:
    """A first reviewer has one in hand, unless somebody has decided it since."""
    found = until("the round to claim", partial(round_of, stage, work))
    if found["stage"] == "first":
        try:
            stage.people[FIRST[0].login].reviews.claim(found["id"])
        except Conflict:  # somebody else has it
            return
