"""The words of activities (DOMAIN.md, section 6), for the rules of the liaison service and for its contracts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ActivityKind(StrEnum):
    """主题策划会, 座谈会, 联谊活动, 警营开放日, 进警营采访, 授课培训, 表彰大会."""

    PLANNING = "planning"
    SYMPOSIUM = "symposium"
    GET_TOGETHER = "get_together"
    OPEN_DAY = "open_day"
    VISIT = "visit"
    TRAINING = "training"
    CONFERENCE = "conference"


class ActivityStatus(StrEnum):
    """草稿, 已发布, 已举办, 已结束, 已取消."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class InviteeKind(StrEnum):
    """Whom an invitation reaches: 全部媒体, 一类媒体, 一家媒体, 个人."""

    ALL = "all"
    CATEGORY = "category"
    OUTLET = "outlet"
    PERSON = "person"


class Reply(StrEnum):
    """参加, 不确定, 不参加."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Seat(StrEnum):
    """What a reply came to: 有名额, 候补, 无."""

    SEATED = "seated"
    WAITING = "waiting"
    NONE = "none"


class CheckedBy(StrEnum):
    """How it was noted that somebody came: 扫码, 手工."""

    CODE = "code"
    HAND = "hand"


class AttendanceStatus(StrEnum):
    """What a certificate of attendance is worth: 有效, 已撤销."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"


# What a sign-up's code has: eight signs of `shared.codes`, written in two groups.
CODE_SIGNS: Final = 8
