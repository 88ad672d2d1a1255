"""The words of the liaison service (DOMAIN.md, section 6), for its rules and for its contracts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class RequestKind(StrEnum):
    """素材需求, 采访需求, 专家授课, 媒体维权 (confidential), 不实信息举报, 意见建议."""

    MATERIAL = "material"
    INTERVIEW = "interview"
    EXPERT = "expert"
    RIGHTS = "rights"
    RUMOUR = "rumour"
    SUGGESTION = "suggestion"


class RequestStatus(StrEnum):
    """待受理, 已受理, 办理中, 已答复, 已办结, 已撤回."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AnswerKind(StrEnum):
    """提供素材, 约定时间地点, 书面答复, 不予提供."""

    MATERIAL = "material"
    APPOINTMENT = "appointment"
    REPLY = "reply"
    REFUSAL = "refusal"


class Target(StrEnum):
    """What a request waits for under a clock: 受理时限, 答复时限 in working time; then 评价期限 in days."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    RATING = "rating"


class Closing(StrEnum):
    """How a request was closed: 评价办结, or 逾期自动办结 when its asker said nothing for so long."""

    RATED = "rated"
    LAPSED = "lapsed"


class CaseOutcome(StrEnum):
    """What came of a case that was handed over: 立案, 不予立案, 调解处理, 其他."""

    FILED = "filed"
    NOT_FILED = "not_filed"
    SETTLED = "settled"
    OTHER = "other"


# Which answers a request of a kind may get.
ANSWERS: Final = {
    RequestKind.MATERIAL: (AnswerKind.MATERIAL, AnswerKind.APPOINTMENT, AnswerKind.REFUSAL),
    RequestKind.INTERVIEW: (AnswerKind.APPOINTMENT, AnswerKind.MATERIAL, AnswerKind.REFUSAL),
    RequestKind.EXPERT: (AnswerKind.APPOINTMENT, AnswerKind.REFUSAL),
    RequestKind.RIGHTS: (AnswerKind.REPLY, AnswerKind.REFUSAL),
    RequestKind.RUMOUR: (AnswerKind.REPLY, AnswerKind.REFUSAL),
    RequestKind.SUGGESTION: (AnswerKind.REPLY, AnswerKind.REFUSAL),
}
# Seen by its asker and by officers that are named for it, and by nobody else.
CONFIDENTIAL: Final = frozenset({RequestKind.RIGHTS})
MOST_STARS: Final = 5
