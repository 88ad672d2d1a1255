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


class SubmissionSort(StrEnum):
    """The order of a list of submissions: by when they were handed in first (begun, where they were not), by the code
    points of their title, or by when something was last done about them."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    CHANGED = "changed"


class QueueSort(StrEnum):
    """The order of a queue, by when things were reported."""

    OLDEST = "oldest"
    NEWEST = "newest"


class Task(StrEnum):
    """What is to be done with a work: approved and no publication reported, changes requested, numbers due (from the
    first, third and seventh day after it appeared on)."""

    APPROVED_UNREPORTED = "approved_unreported"
    CHANGES_REQUESTED = "changes_requested"
    METRICS_DUE = "metrics_due"


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


class PublicationStatus(StrEnum):
    """Where a publication stands: only a verified one counts. 待核实, 已核实, 未获核实, 已撤回."""

    REPORTED = "reported"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Basis(StrEnum):
    """What a verification rests on: a liaison's word, a rule of the bureau, or that it was reported before
    publications were verified at all."""

    LIAISON = "liaison"
    RULE = "rule"
    BEFORE = "before"


class Condition(StrEnum):
    """What a rule of self-verification (自核规定) asks of a publication. Every rule: that it names a channel of the
    outlet, and that this channel is verified, is of the level that is stated, is named by the address (its site; where
    everybody publishes, its account). Besides, if it says so: that it is in a normal place, under the outlet's own
    name, no reprint, neither before the permit nor the embargo, with proof."""

    OWN_CHANNEL = "own_channel"
    CHANNEL_VERIFIED = "channel_verified"
    AT_CHANNEL_LEVEL = "at_channel_level"
    ON_CHANNEL_HOST = "on_channel_host"
    NORMAL_PLACEMENT = "normal_placement"
    OWN_BYLINE = "own_byline"
    NO_REPRINT = "no_reprint"
    IN_TIME = "in_time"
    WITH_PROOF = "with_proof"


class Covered(StrEnum):
    """What a rule of self-verification may cover beside that something appeared: where in the medium, and how long."""

    PLACEMENT = "placement"
    LENGTH = "length"


class MetricsStatus(StrEnum):
    """Where a snapshot stands: only a verified one counts. One that waited when its publication was refused or
    withdrawn waits no more: it has lapsed (失效)."""

    REPORTED = "reported"
    VERIFIED = "verified"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Flag(StrEnum):
    """What is conspicuous about a snapshot: lower than an earlier one, out of line with the outlet's history, or other
    than what was reported of the same article elsewhere."""

    DROP = "drop"
    JUMP = "jump"
    DIFFERS = "differs"


class Obstacle(StrEnum):
    """Why an outlet may not submit now."""

    PENDING = "pending"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class UnapprovedStatus(StrEnum):
    """Where the record of a piece that was published without approval stands. Only a withdrawn one counts nothing."""

    RECORDED = "recorded"
    OBJECTED = "objected"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class UnapprovedRuling(StrEnum):
    """How an objection to such a record is answered: it is kept, or withdrawn."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"
