"""How an outlet takes part in the work together beside its works (DOMAIN.md, section 6): what a scheme may count."""

from __future__ import annotations

from enum import StrEnum


class ParticipationKind(StrEnum):
    """参加活动, 响应约稿, 应邀提供素材, 建议获采纳."""

    ACTIVITY = "activity"
    CALL = "call"
    LENT = "lent"
    SUGGESTION = "suggestion"
