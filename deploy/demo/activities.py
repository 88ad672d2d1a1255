"""Where the bureau and its outlets meet: one activity that takes place while the demo is played, one that is to come.

Of the sample's bureau alone, as what waits is. What is to take place is announced first and held last, so that nobody
waits for it to begin. A second run finds both by their titles, and every step has a key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final, cast

from deploy.demo.asked import MEDIA, PATROL
from deploy.demo.met import (
    ARRIVED,
    COMING,
    FEEDBACK,
    HELD,
    LASTS,
    LENDER,
    LENT,
    MINUTES,
    SUGGESTED,
    TASKS,
    Meeting,
    Replied,
)
from deploy.demo.people import LIAISON
from deploy.demo.phases.period import PIXEL
from deploy.demo.stage import Data, Phase, Stage
from deploy.demo.waiting import patiently, until
from jingmei_client import ANY, Client, Conflict
from shared.clock import SHANGHAI

Step = Callable[[], object]
# So soon the first begins: time for everybody to reply, which takes a second or two.
SOON: Final = timedelta(seconds=8)


def announce(stage: Stage, step: Step) -> None:
    """Both are announced, and outlets reply one after another, since seats go by that."""
    for told in (HELD, COMING):
        made = _announced(stage, told)
        step()
        if made["state"] == "announced":
            for place, reply in enumerate(told.replies):
                _replied(stage, told, made["id"], reply, stage.key("activity", told.kind, f"reply{place}"))
        step()


def hold(stage: Stage, step: Step) -> None:
    """The first has begun: who came is checked in, it is held, and what came of it is written down."""
    liaison, made = _liaison(stage), _announced(stage, HELD)
    if made["state"] == "announced":
        _checked_in(stage, made["id"])
        until("the activity begins", lambda: "hold" in liaison.activities.one(made["id"])["may"])
        made = liaison.activities.hold(made["id"], key=stage.key("activity", "hold"))
    step()
    if made["state"] == "held":
        _written_down(stage, made)
        _spoken_of(stage, made["id"])
        _lent(stage, made)
    step()


MEETINGS: Final = Phase("活动报名 · activities are announced", lambda _: 4, announce)
HELD_NOW: Final = Phase("活动成果 · what comes of an activity", lambda _: 2, hold)


def _liaison(stage: Stage) -> Client:
    return stage.people[LIAISON.login]


def _announced(stage: Stage, told: Meeting) -> Data:
    """It as it is now: planned and announced, unless an earlier run has done that."""
    area = _liaison(stage).activities
    found = next((each for each in area.search(kind=cast("Any", told.kind)) if each["title"] == told.title), None)
    made: Data = area.one(found["id"]) if found else area.plan(**_plan(told))
    if made["state"] != "draft":
        return made
    if found:  # the run that planned it was cut short, and its time may be over
        made = area.change(made["id"], version=ANY, **_plan(told))
    return area.announce(made["id"], version=ANY)


def _plan(told: Meeting) -> Data:
    moment = datetime.now(UTC) + SOON
    if told.day:
        day = datetime.now(SHANGHAI) + timedelta(days=told.day)
        moment = day.replace(hour=9, minute=30, second=0, microsecond=0)
    times = {"starts_at": moment.isoformat(), "ends_at": (moment + LASTS).isoformat()}
    return {**told.says, **times, "kind": told.kind, "title": told.title, "invited": [{"to": "all"}]}


def _replied(stage: Stage, told: Meeting, activity: str, reply: Replied, key: str) -> None:
    person, outlet = stage.speakers()[reply.by]

    def ask() -> object:
        try:
            return person.activities.reply(
                activity, outlet=outlet, reply=cast("Any", reply.says), remark=reply.remark, key=key
            )
        except Conflict as refused:
            if refused.code == "activity.begun":  # a slow machine, or a run that was cut short: it begins later
                _liaison(stage).activities.change(activity, version=ANY, **_plan(told))
            raise

    patiently(ask)


def _checked_in(stage: Stage, activity: str) -> None:
    """By the code on somebody's phone, or by hand."""
    door, people = _liaison(stage).check_ins, stage.speakers()
    for by, with_code in ARRIVED:
        person, key = people[by][0], stage.key("activity", f"arrived{by}")
        code = {"code": person.activities.one(activity)["mine"]["code"]} if with_code else {}
        door.check_in(activity, **(code or {"account": person.who["account"]}), key=key)


def _written_down(stage: Stage, made: Data) -> None:
    """Minutes with a photo and two tasks, of which one is done."""
    area, officer, key = _liaison(stage).outcomes, stage.people[PATROL], partial(stage.key, "activity")
    photo = _liaison(stage).files.upload(("会场.png", PIXEL), kind="attachment", key=key("photo"))["id"]
    due = _day(made) + timedelta(days=14)
    whose: tuple[Data, Data] = ({"person": officer.who["account"]}, {"unit": MEDIA})
    tasks = [{"text": text, "due": str(due), **who} for text, who in zip(TASKS, whose, strict=True)]
    kept = area.keep_minutes(
        made["id"], version=ANY, text=MINUTES, tasks=tasks, photos=[{"file": photo}], key=key("minutes")
    )
    officer.outcomes.finish_task(made["id"], kept["tasks"][0]["id"], key=key("task"))


def _spoken_of(stage: Stage, activity: str) -> None:
    """Suggestions, of which one waits for its answer; and how those who were there found it."""
    people, answers = stage.speakers(), _liaison(stage).outcomes
    for place, (by, text, answer) in enumerate(SUGGESTED):
        key = partial(stage.key, "activity", f"suggestion{place}")
        person, outlet = people[by]
        made = person.outcomes.suggest(activity, outlet=outlet, text=text, key=key())
        if answer is not None:
            answers.answer(activity, made["id"], adopted=answer.adopted, text=answer.text, key=key("answer"))
    for by, stars, comment in FEEDBACK:
        key = partial(stage.key, "activity", f"stars{by}")
        people[by][0].outcomes.rate(activity, stars=stars, comment=comment, key=key())


def _lent(stage: Stage, made: Data) -> None:
    """What an outlet lent the bureau for it, recorded by hand; who attended is recorded by itself."""
    _, outlet = stage.speakers()[LENDER]
    _liaison(stage).participations.add(outlet=outlet, title=LENT, day=_day(made), key=stage.key("activity", "lent"))


def _day(made: Data) -> date:
    return datetime.fromisoformat(made["starts_at"]).astimezone(SHANGHAI).date()
