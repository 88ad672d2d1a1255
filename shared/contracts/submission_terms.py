"""The words of the submission service (DOMAIN.md, section 2), for its rules and for its contracts."""

from enum import StrEnum


class SubmissionKind(StrEnum):
    """What was handed in: 宣传作品 or 金点子."""

    WORK = "work"
    GOLDEN_IDEA = "golden_idea"


class Genre(StrEnum):
    """What kind of work it is: article, photo set, video, audio, livestream plan."""

    ARTICLE = "article"
    PHOTO_SET = "photo_set"
    VIDEO = "video"
    AUDIO = "audio"
    LIVESTREAM_PLAN = "livestream_plan"


class SubmissionStatus(StrEnum):
    """Where a submission stands. The last three belong to golden ideas alone."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    DECLINED = "declined"
    IMPLEMENTED = "implemented"


class Placement(StrEnum):
    """Where in the medium: 普通, 头版, 头条, 黄金时段."""

    NORMAL = "normal"
    FRONT_PAGE = "front_page"
    HEADLINE = "headline"
    PRIME_TIME = "prime_time"


class Byline(StrEnum):
    """Under whose name: 独立署名, 联合署名, 邀请记者, 购买版面."""

    OWN = "own"
    JOINT = "joint"
    INVITED = "invited"
    PAID = "paid"


class MetricsStatus(StrEnum):
    """Where a snapshot stands: only a verified one counts."""

    REPORTED = "reported"
    VERIFIED = "verified"
    REFUSED = "refused"


class Flag(StrEnum):
    """What is conspicuous about a snapshot: lower than an earlier one, or out of line with the outlet's history."""

    DROP = "drop"
    JUMP = "jump"


class Obstacle(StrEnum):
    """Why an outlet may not submit now."""

    PENDING = "pending"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"
