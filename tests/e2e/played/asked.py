"""Requests of the played quarter's owner, in the states that pages show differently."""

from __future__ import annotations

from typing import Any

from deploy.demo.people import LEADER, LIAISON, OWNER
from deploy.demo.stage import Stage
from tests.e2e.people import eventually


def asked(stage: Stage) -> dict[str, Any]:
    """One that waits, one that is answered, and one that is confidential; the bureau has a unit and a named officer."""
    leader, liaison, owner = (stage.people[each] for each in (LEADER.login, LIAISON.login, OWNER))
    heads = {each["name"]: each["id"] for each in liaison.accounts.colleagues()}
    leader.liaison_desk.add_unit(name="新闻科", head=heads[LEADER.name], officers=[heads[LIAISON.name]])
    policy = leader.liaison_desk.policy()
    times = {name: policy[name] for name in ("working_hours", "times", "near_percent", "lapse_days", "remind_days")}
    kept = [{"kind": "material", "name": "画面已备", "text": "画面已脱敏，请注明来源。"}]
    leader.liaison_desk.adopt_policy(**times, texts=kept)
    named = leader.liaison_desk.named()
    leader.liaison_desk.name(version=named.version or 0, accounts=[heads[LIAISON.name]])
    outlet = eventually(lambda: next(each["id"] for each in owner.outlets.mine() if each["status"] == "verified"))
    made = {
        name: owner.requests.add(kind=kind, outlet=outlet, title=title, text="用于专题报道。")["id"]
        for name, kind, title in (
            ("request", "material", "夜查酒驾现场画面"),
            ("answered", "interview", "采访禁毒民警"),
            ("case", "rights", "采访受阻"),
        )
    }
    liaison.requests.say(made["request"], text="请问需要横屏还是竖屏？")
    liaison.requests.note(made["request"], text="先送法制审核。")
    liaison.requests.answer(made["answered"], kind="refusal", text="当事民警正在执行任务。")
    return made
