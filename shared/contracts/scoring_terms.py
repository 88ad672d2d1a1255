"""The words of the scoring service (DOMAIN.md, section 4), for its rules and for its contracts."""

from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a period is: 季度 or 年度."""

    QUARTER = "quarter"
    YEAR = "year"


class PeriodStatus(StrEnum):
    """Where a period stands: 计分中, 已截止, 公示中, 已定榜."""

    OPEN = "open"
    CLOSED = "closed"
    PUBLICISED = "publicised"
    FINALISED = "finalised"


class PeriodAct(StrEnum):
    """What can be done to a period: 截止, 公示, 定榜."""

    CLOSE = "close"
    PUBLICISE = "publicise"
    FINALISE = "finalise"


class AcrossMedia(StrEnum):
    """What counts of a work that appeared in several media."""

    ALL = "all"
    HIGHEST_ONLY = "highest_only"
    FIRST_FULL_THEN_SHARE = "first_full_then_share"


class Reprints(StrEnum):
    """What reprints count for: nothing, or the best one of each source as one more publication."""

    NONE = "none"
    ONCE = "once"


class Across(StrEnum):
    """Which publications of a work earn points for their metrics: each, the best one, or their sum."""

    EACH = "each"
    BEST = "best"
    SUM = "sum"


class RoundAt(StrEnum):
    """When a work's points are rounded to cents: once for the line, or after each factor."""

    LINE = "line"
    STEP = "step"


class Tie(StrEnum):
    """What a ranking is ordered by, one after the other."""

    TOTAL = "total"
    A_GRADES = "a_grades"
    BEST_WORK = "best_work"
    WORKS = "works"
    EARLIEST = "earliest"


class YearRule(StrEnum):
    """What a year is of its quarters."""

    SUM = "sum"
    MEAN = "mean"


class ManualKind(StrEnum):
    """What a scoring manager enters by hand: 加分 or 扣分."""

    BONUS = "bonus"
    PENALTY = "penalty"


class AwardKind(StrEnum):
    """What an outlet is awarded: 通报表扬, 公安礼包, 年度表彰大会邀请, 荣誉证书, 慰问奖励."""

    COMMENDATION = "commendation"
    GIFT_PACK = "gift_pack"
    INVITATION = "invitation"
    CERTIFICATE = "certificate"
    CONSOLATION = "consolation"


class Cause(StrEnum):
    """What made the ledger change: a fact, another scheme, an adjustment, its reversal."""

    FACT = "fact"
    SCHEME = "scheme"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"
