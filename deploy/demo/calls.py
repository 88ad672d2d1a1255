"""The bureau calls for works on a topic, and outlets answer: published with numbers, under review, or not yet.

Of the sample's bureau alone, as what waits is. A second run finds the call by its title; every other step has a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from deploy.demo.people import LIAISON
from deploy.demo.phases.period import PIXEL
from deploy.demo.rounds import passed, reviewed
from deploy.demo.stage import Data, Phase, Stage
from deploy.demo.waiting import patiently
from jingmei_client import ANY, Client

Step = Callable[[], object]
TOPIC, DAYS = "反诈", 20
CALL: Final[Data] = {
    "kind": "call", "title": "我身边的反诈故事", "topic": TOPIC,
    "brief": "讲一个本地人识破或险些上当的真实经历，写清骗局的关键一步和怎样识破。图文八百字以内，视频三分钟以内；"
    "人物用化名，不出现号码和账号。",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A work for the call, by one who speaks for outlets; without `reads` it waits for its review."""

    by: int
    title: str
    body: str
    grade: str = "B"
    reads: int = 0


ANSWERS: Final = (
    Answer(
        1,
        "差一步，她按下了“共享屏幕”",
        "会计小林接到自称客服的来电，对方要她打开会议软件。\n"
        "她想起社区讲座里的一句话：凡是要看你屏幕的，都是骗子。\n她挂断电话，给同事们都提了醒。",
        "A",
        12_600,
    ),
    Answer(
        3,
        "菜场里的反诈喇叭",
        "长河菜场的喇叭每天早上播一条提醒，播音的是卖豆腐的老周。\n三个月里，有五位摊主因此没有转账。",
        "B",
        4_380,
    ),
    Answer(5, "外卖小哥的十秒提醒", "送餐时多说一句：“购物返利别信。”小哥们说，顾客爱听。"),
)


def call(stage: Stage, step: Step) -> None:
    """The call is opened, and answered by several outlets at once."""
    made = _opened(stage)
    step()
    stage.side_by_side(partial(_answered, stage, made["id"]), enumerate(ANSWERS), step)


CALLS: Final = Phase("约稿征集 · a call is answered", lambda _: 1 + len(ANSWERS), call)


def _opened(stage: Stage) -> Data:
    """The call as it is now: open, unless somebody has closed it since."""
    liaison = stage.people[LIAISON.login]
    found = next((each for each in liaison.calls.search(kind="call") if each["title"] == CALL["title"]), None)
    if found is None:
        paper = liaison.files.upload(("反诈宣传口径.png", PIXEL), kind="attachment", key=stage.key("call-paper"))
        ends = (datetime.now(UTC) + timedelta(days=DAYS)).replace(minute=0, second=0, microsecond=0)
        found = liaison.calls.add(**CALL, closes_at=ends.isoformat(), files=[{"file": paper["id"]}])
    return liaison.calls.begin(found["id"], version=ANY) if found["state"] == "draft" else found


def _answered(stage: Stage, call: str, numbered: tuple[int, Answer]) -> None:
    place, answer = numbered
    (owner, outlet), key = stage.speakers()[answer.by], partial(stage.key, "call", str(place))
    draft = partial(
        owner.submissions.create, outlet=outlet, kind="work", genre="article", topic=TOPIC, original=True, call=call,
        title=answer.title, body=answer.body, key=key(),
    )  # fmt: skip
    work = patiently(draft)
    owner.submissions.submit(work["id"], key=key("submit"))
    if answer.reads:
        reviewed(stage, owner, work["id"], partial(passed, grade=answer.grade))
        publication = _published(stage, owner, work, key("published"))
        metrics = owner.publications.report_metrics(
            publication["id"], observed_at=publication["published_at"], reads=answer.reads, likes=answer.reads // 40,
            shares=answer.reads // 90, comments=answer.reads // 200, key=key("metrics"),
        )  # fmt: skip
        if metrics["state"] == "reported":
            stage.people[LIAISON.login].publications.verify(metrics["id"], version=ANY)


def _published(stage: Stage, owner: Client, work: Data, key: str) -> Data:
    """On the outlet's own channel as soon as it was approved; the liaison officer verifies it."""
    area = stage.people[LIAISON.login].publications
    channel = owner.outlets.get(work["outlet"])["channels"][0]["id"]
    at = owner.submissions.get(work["id"])["ruling"]["at"]
    report = partial(
        owner.publications.publish, work["id"], channel=channel, published_at=at, length=600,
        url=f"https://example.com/call/{work['id']}", key=key,
    )  # fmt: skip
    found = area.publication(patiently(report)["id"])
    return area.verify_publication(found["id"], version=found["version"]) if found["state"] == "reported" else found
