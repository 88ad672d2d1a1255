"""The words of the media directory (媒体名录), for its rules and for its contract."""

from enum import StrEnum


class MediumKind(StrEnum):
    """What a medium is: 日报, 晚报都市报, 行业报, 期刊, 学术期刊, 广播电视台, 电视频道, 广播频率, 网站, 客户端,
    通讯社, 平台账号."""

    DAILY = "daily"
    EVENING_PAPER = "evening_paper"
    TRADE_PAPER = "trade_paper"
    PERIODICAL = "periodical"
    ACADEMIC_JOURNAL = "academic_journal"
    BROADCASTER = "broadcaster"
    TV_CHANNEL = "tv_channel"
    RADIO = "radio"
    WEBSITE = "website"
    CLIENT = "client"
    NEWS_AGENCY = "news_agency"
    PLATFORM_ACCOUNT = "platform_account"


class MediumState(StrEnum):
    """Whether publications can be reported in it."""

    ACTIVE = "active"
    RETIRED = "retired"


class MediumAct(StrEnum):
    """What made a version of an entry."""

    SHIP = "ship"
    ADD = "add"
    CHANGE = "change"
    RETIRE = "retire"
    REINSTATE = "reinstate"
