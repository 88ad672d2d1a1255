"""How a bureau works on what outlets ask: its times, its units, and who is named for what is confidential."""

from __future__ import annotations

from typing import Any

from gateway.api import requests_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, STAFF, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import liaison as contracts

area = Area("liaison_desk", zh="对接时限与单位", en="Times and units for requests", service="liaison")

POLICY: dict[str, Any] = {"answer": contracts.LiaisonPolicyView(), "answer_example": examples.POLICY}
UNIT: dict[str, Any] = {"answer": contracts.UnitView(), "etag": True, "answer_example": examples.UNIT}
NAMED: dict[str, Any] = {
    "answer": contracts.NamedOfficersView(), "etag": True, "answer_example": examples.NAMED,
}  # fmt: skip


@area.get(
    "/liaison-policy", access=SIGNED_IN, **POLICY,
    zh="办理时限\n每类需求受理和答复的工作小时数；未设定的，为系统默认（第 0 版）。",
    en="Times\nWithin how many working hours each kind is acknowledged and answered; the shipped ones (version 0) "
       "until the bureau has some of its own.",
)  # fmt: skip
def policy() -> Data:
    return ask("liaison.policy_now", {})


@area.post(
    "/liaison-policy", access=only(Role.LEADER), body=contracts.AdoptLiaisonPolicy(), status=201,
    location="/v1/liaison-policy", example=examples.POLICY_INPUT, **POLICY,
    zh="修订办理时限\n对此后开始计算的时限生效。",
    en="Change the times\nFor clocks that start from then on.",
)  # fmt: skip
def adopt_policy(data: Data) -> Data:
    return ask("liaison.adopt_policy", data)


@area.get(
    "/units", access=STAFF, query=contracts.UnitsQuery(), paged=True, answer=contracts.UnitPage(),
    answer_example=page(examples.UNIT) | {"may": []},
    zh="办理单位\n按名称；负责人在超时时得到提醒。",
    en="Units\nBy name; the head is told when one is late.",
)  # fmt: skip
def units(data: Data) -> Data:
    return ask("liaison.units", data)


@area.post(
    "/units", access=only(Role.LEADER), body=contracts.AddUnit(), status=201, location="/v1/units/{id}",
    example=examples.UNIT_INPUT, **UNIT,
    zh="新增办理单位\n负责人和办理人须为本局在用的民警账号。",
    en="Add a unit\nIts head and officers are open staff accounts of the bureau.",
)  # fmt: skip
def add_unit(data: Data) -> Data:
    return ask("liaison.add_unit", data)


@area.put(
    "/units/<id:unit>", access=only(Role.LEADER), body=contracts.ChangeUnit(exclude=("unit",)),
    example=examples.UNIT_INPUT, **UNIT,
    zh="修改办理单位\n停用的不再分派新需求，手上的照常办理。",
    en="Change a unit\nOne that is not active gets nothing new; what it has in hand stays with it.",
)  # fmt: skip
def change_unit(unit: str, data: Data) -> Data:
    return ask("liaison.change_unit", {**data, "unit": unit})


@area.get(
    "/case-officers", access=STAFF, audited=True, **NAMED,
    zh="专办民警\n媒体维权事项的知情人；领导和专办民警本人可看。",
    en="Officers for rights protection\nWho alone sees it; for leaders and those who are named.",
)  # fmt: skip
def named() -> Data:
    return ask("liaison.named_officers", {})


@area.put(
    "/case-officers", access=only(Role.LEADER), body=contracts.NameOfficers(), example=examples.NAMED_INPUT, **NAMED,
    zh="指定专办民警\n一次指定全部，至少一名；此后只有他们看得到媒体维权事项。新指定的通知本人。",
    en="Name officers for rights protection\nAll of them at once, one at least; from then on they alone see it. Who is "
       "new is told.",
)  # fmt: skip
def name(data: Data) -> Data:
    return ask("liaison.name_officers", data)
