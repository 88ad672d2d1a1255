"""The words of calls for works (DOMAIN.md, section 6), for the rules of the services and for contracts."""

from __future__ import annotations

from enum import StrEnum


class CallKind(StrEnum):
    """约稿、征集, 主题活动, 品牌栏目. A column alone may run without an end."""

    CALL = "call"
    CAMPAIGN = "campaign"
    COLUMN = "column"


class CallStatus(StrEnum):
    """草稿, 征集中, 已截止, 已取消."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Invited(StrEnum):
    """Who is asked: all verified outlets, those of some categories, or some outlets alone."""

    ALL = "all"
    CATEGORIES = "categories"
    OUTLETS = "outlets"


class CallAct(StrEnum):
    """修改, 开始征集, 截止, 取消."""

    CHANGE = "change"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"
