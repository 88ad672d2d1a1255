"""The words of the outlet service (DOMAIN.md, section 1), for its rules and for its contracts."""

from enum import StrEnum


class Category(StrEnum):
    """What kind of medium an outlet is."""

    OFFICIAL_MEDIA = "official_media"
    DEPARTMENT = "department"
    SELF_MEDIA = "self_media"
    INFLUENCER = "influencer"


class Status(StrEnum):
    """Where an outlet stands."""

    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Platform(StrEnum):
    """Where a channel publishes."""

    WECHAT_OA = "wechat_oa"
    WECHAT_CHANNELS = "wechat_channels"
    WEIBO = "weibo"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    TOUTIAO = "toutiao"
    BILIBILI = "bilibili"
    XIAOHONGSHU = "xiaohongshu"
    WEBSITE = "website"
    NEWSPAPER = "newspaper"
    TV = "tv"
    RADIO = "radio"


class Level(StrEnum):
    """The administrative level of a channel."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    SELF = "self"


class OutletRole(StrEnum):
    """What an account is in one outlet."""

    OWNER = "outlet_owner"
    MEMBER = "outlet_member"


class ReasonCode(StrEnum):
    """Why an outlet is rejected, suspended or closed."""

    RULED = "ruled"
    VERIFICATION_LAPSED = "verification_lapsed"
    BY_OWNER = "by_owner"


class VoidCode(StrEnum):
    """Why a channel is verified no longer, where nobody said so in words."""

    CHANNEL_CHANGED = "channel_changed"


class Sort(StrEnum):
    """The order of a list of outlets; `name` is by code point of the folded name."""

    NEWEST = "newest"
    NAME = "name"


class ImportState(StrEnum):
    """Where an import stands."""

    OPEN = "open"
    CLOSED = "closed"
    ABORTED = "aborted"
