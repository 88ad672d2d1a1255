"""The words of the notification service (DOMAIN.md, section 5), for its rules and for its contracts."""

from enum import StrEnum


class BulletinKind(StrEnum):
    """What a bulletin is: news, an alert, or the clarification of a rumour (辟谣)."""

    NEWS = "news"
    ALERT = "alert"
    CLARIFICATION = "clarification"


class BulletinState(StrEnum):
    """Where a bulletin stands."""

    PUBLISHED = "published"
    RECALLED = "recalled"


class Robot(StrEnum):
    """Whose group robot (群机器人) it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class Outside(StrEnum):
    """By what a message leaves the system."""

    EMAIL = "email"
    ROBOT = "robot"


class DeliveryState(StrEnum):
    """Where a delivery stands. `unwanted`: before it was sent, its bulletin was recalled, its channel removed or its
    account closed."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNWANTED = "unwanted"
