"""Time: stored in UTC, counted in Asia/Shanghai.

MongoDB keeps milliseconds, so `now` does too: what is read back equals what was written.

People tell moments to the minute or the second, the system notes its own to the millisecond. `before` is how two of
them are compared, whoever told them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRECISIONS = (timedelta(minutes=1), timedelta(seconds=1), timedelta(milliseconds=1))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The current time in UTC, aware, cut to whole milliseconds."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def local_date(moment: datetime) -> date:
    """The calendar day of an aware moment in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def day_around(moment: datetime) -> tuple[datetime, datetime]:
    """When the day of a moment in Asia/Shanghai begins, and the next one, in UTC."""
    begin = moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return begin.astimezone(UTC), (begin + timedelta(days=1)).astimezone(UTC)


def precision(moment: datetime) -> timedelta:
    """To what an aware moment was told: the coarsest of minute, second and millisecond that it is whole in."""
    since = moment - EPOCH
    return next((unit for unit in PRECISIONS if not since % unit), timedelta(microseconds=1))


def before(one: datetime, other: datetime) -> bool:
    """Whether `one` was earlier than `other`, as far as can be told: at the coarser of their precisions.

    Published at 10:30:05 is not before a permit of 10:30:05.812, nor is 10:30.
    """
    unit = max(precision(one), precision(other))
    return (one - EPOCH) // unit < (other - EPOCH) // unit
