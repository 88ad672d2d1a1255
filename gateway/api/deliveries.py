"""What leaves the system: one's own e-mail address, the bureau's group robot (群机器人), deliveries (投递)."""

from __future__ import annotations

from typing import Any

from gateway.api import examples
from gateway.api.ask import ask
from gateway.auth.access import SIGNED_IN, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import notification as contracts

area = Area("deliveries", zh="对外投递", en="Deliveries", service="notification")
EMAIL: dict[str, Any] = {"version": 1, "email": "w***@example.com"}
ROBOT: dict[str, Any] = {"version": 1, "kind": "wecom", "key": "********************************3f2a"}
DELIVERY: dict[str, Any] = {
    "id": f"{examples.ID}:robot:",
    "channel": "robot",
    "account": "",
    "kind": "bulletin.published",
    "about": examples.ID,
    "state": "sent",
    "attempts": 1,
    "due_at": "2026-11-02T08:30:00Z",
    "last_error": "",
    "created_at": "2026-11-02T08:30:00Z",
    "done_at": "2026-11-02T08:30:02Z",
}


@area.get(
    "/notification-channels/email", access=SIGNED_IN, answer=contracts.EmailView(), etag=True, answer_example=EMAIL,
    zh="我的邮箱\n遮盖显示；未设置时版本为 0。",
    en="One's e-mail address\nMasked; version 0 while none was set.",
)  # fmt: skip
def email() -> Data:
    return ask("notification.email", {})


@area.put(
    "/notification-channels/email", access=SIGNED_IN, body=contracts.SetEmail(), answer=contracts.EmailView(),
    etag=True, example={"email": "wangfang@example.com"}, answer_example=EMAIL,
    zh="设置我的邮箱\n紧急消息与信息推送同时发到此邮箱，语言取本次请求的语言；留空即停用。加密保存。",
    en="Set one's e-mail address\nUrgent items and bulletins are sent there too, in the language of this request; "
       "empty: none. Stored encrypted.",
)  # fmt: skip
def set_email(data: Data) -> Data:
    return ask("notification.set_email", data)


@area.get(
    "/notification-channels/robot", access=only(Role.ADMIN), answer=contracts.RobotView(), etag=True,
    answer_example=ROBOT,
    zh="群机器人\n密钥遮盖显示；未设置时版本为 0。",
    en="The group robot\nIts key masked; version 0 while none was set.",
)  # fmt: skip
def robot() -> Data:
    return ask("notification.robot", {})


@area.put(
    "/notification-channels/robot", access=only(Role.ADMIN), body=contracts.SetRobot(), answer=contracts.RobotView(),
    etag=True, example={"kind": "wecom", "key": "693a91f6-7b1c-4bc4-97a0-0ec2sifa5aaa"}, answer_example=ROBOT,
    zh="设置群机器人\n每局一个，只填密钥、不填网址；面向全体的信息推送与紧急消息发到该群。kind 为 null 即停用。",
    en="Set the group robot\nOne a bureau, by its key, never by an address; bulletins and urgent items for all go to "
       "its group. No kind: none.",
)  # fmt: skip
def set_robot(data: Data) -> Data:
    return ask("notification.set_robot", data)


@area.get(
    "/deliveries", access=only(Role.ADMIN, Role.LIAISON), query=contracts.DeliveriesQuery(),
    answer=contracts.DeliveryPage(), paged=True, answer_example=examples.page(DELIVERY),
    zh="投递记录\n由新到旧；至少投递一次，进程崩溃后可能重复。",
    en="Deliveries\nNewest first. Sent at least once: after a crash perhaps twice.",
)  # fmt: skip
def deliveries(data: Data) -> Data:
    return ask("notification.deliveries", data)
