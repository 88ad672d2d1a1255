"""The words of a bureau's working days (工作日历), for their rules and for their contract."""

from enum import StrEnum


class DayKind(StrEnum):
    """What a day is that is not as its weekday is: 放假, 补班."""

    HOLIDAY = "holiday"
    MAKEUP = "makeup"


class Basis(StrEnum):
    """What a year counts by: what the bureau entered, the State Council's notice as the system has it, or a guess
    (Monday to Friday but for the holidays of fixed date)."""

    ENTERED = "entered"
    NOTICE = "notice"
    GUESS = "guess"
