"""The words of the review service (DOMAIN.md, section 3), for its rules and for its contracts."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """初审, 复审, 终审, 领导审定; and 评估 for golden ideas, by several people at once."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"
    LEADER = "leader"
    ASSESSMENT = "assessment"


class Sensitivity(StrEnum):
    """一般, 敏感, 重大."""

    NORMAL = "normal"
    SENSITIVE = "sensitive"
    MAJOR = "major"


class ReviewStatus(StrEnum):
    """Where a round of review stands. `revoked`: its approval is no longer valid; `superseded`: a later round came."""

    OPEN = "open"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Verdict(StrEnum):
    """通过, 退回修改, 不予通过."""

    PASS = "pass"  # noqa: S105 (a decision, no secret)
    CHANGES = "changes"
    REJECT = "reject"


class Grade(StrEnum):
    """优秀, 良好, 合格, 不合格 (which is a rejection)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Outcome(StrEnum):
    """How a stage was decided, for statistics: 通过, 退回修改, 不予通过 (grade D, too); of an idea 采纳, 不采纳."""

    PASSED = "passed"
    CHANGES = "changes"
    REJECTED = "rejected"
    ADOPTED = "adopted"
    DECLINED = "declined"


class Comparison(StrEnum):
    """What statistics are put beside: the period of the same length before."""

    PREVIOUS = "previous"


class ReviewField(StrEnum):
    """A text that comments point into; places count Unicode characters from 0."""

    TITLE = "title"
    BODY = "body"


class FindingField(StrEnum):
    """Where screening found something; places count Unicode characters from 0."""

    TITLE = "title"
    BODY = "body"
    FILE_NAME = "file_name"
    FILE_TEXT = "file_text"


class FindingRule(StrEnum):
    """What screening looks for."""

    RESIDENT_ID = "resident_id"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    LICENCE_PLATE = "licence_plate"
    HOME_ADDRESS = "home_address"
    MINOR = "minor"
    VICTIM = "victim"
    TECHNIQUE = "technique"
    SECRET_MARK = "secret_mark"  # noqa: S105 (a rule, no secret)
    SUSPECT = "suspect"
    UNSOURCED_FIGURE = "unsourced_figure"
    BANNED_WORD = "banned_word"
    SENSITIVE_WORD = "sensitive_word"
    NEAR_DUPLICATE = "near_duplicate"
    UNREAD_FILE = "unread_file"


class FindingSeverity(StrEnum):
    """必改, 应改, 核对: what is confirmed has to leave the text; should be changed; is only to be looked at."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Statute(StrEnum):
    """What a rule of screening rests on: a law or standard, and its article."""

    PERSONAL_DATA_28 = "personal_data_28"
    MINORS_49 = "minors_49"
    MINORS_103 = "minors_103"
    PROCEDURE_76 = "procedure_76"
    PROCEDURE_263 = "procedure_263"
    DOMESTIC_VIOLENCE_5 = "domestic_violence_5"
    POLICE_22 = "police_22"
    SECRETS_13 = "secrets_13"
    SECRETS_35 = "secrets_35"
    SECRETS_64 = "secrets_64"
    COUNTER_TERRORISM_63 = "counter_terrorism_63"
    CRIMINAL_PROCEDURE_12 = "criminal_procedure_12"
    NEWS_SERVICES_15 = "news_services_15"
    GB_11643 = "gb_11643"


class FindingState(StrEnum):
    """待处理, 属实, 排除."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class WordLevel(StrEnum):
    """禁用词 or 敏感词."""

    BANNED = "banned"
    SENSITIVE = "sensitive"


class RuleKind(StrEnum):
    """What is proposed and confirmed: 审核规程, 词表."""

    POLICY = "policy"
    WORD_LIST = "word_list"


class ProposalState(StrEnum):
    """Where a proposal of other rules stands. `overtaken`: what it was to replace holds no longer; `expired`: nobody
    confirmed it in time."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    EXPIRED = "expired"


class RuleField(StrEnum):
    """What of a policy or a word list a proposal changes."""

    TITLE = "title"
    WORKING_HOURS = "working_hours"
    LEASE_MINUTES = "lease_minutes"
    REMIND_HOURS = "remind_hours"
    DUPLICATE_PERCENT = "duplicate_percent"
    STAGES = "stages"
    IDEAS_HOURS = "ideas_hours"
    IDEAS_ROLES = "ideas_roles"
    IDEAS_MINIMUM = "ideas_minimum"
    IDEAS_THRESHOLD = "ideas_threshold"
    IDEAS_WEIGHTS = "ideas_weights"
    LEVEL = "level"
    WORD = "word"


class PermitStatus(StrEnum):
    """Whether a publication permit holds."""

    VALID = "valid"
    REVOKED = "revoked"


class ReviewOrder(StrEnum):
    """In what order rounds are listed: what is due first, or by when they were handed in."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


# 三审; and all stages that a work may take, in their order.
LEVELS = (Stage.FIRST, Stage.SECOND, Stage.FINAL)
OF_WORKS = (*LEVELS, Stage.LEADER)
SEVERITY = (Sensitivity.NORMAL, Sensitivity.SENSITIVE, Sensitivity.MAJOR)


class OwnReason(StrEnum):
    """Why a round ended, where nobody said so in words: the review service's own reason, worded for who reads it."""

    WITHDRAWN_BY_OUTLET = "withdrawn_by_outlet"
    REVISED = "revised"
    GRADED_D = "graded_d"
    BELOW_THRESHOLD = "below_threshold"


# What stood in their place before, in two languages at once and before what the outlet said.
FORMER: Final[Mapping[str, OwnReason]] = {
    "作者已撤回 / Withdrawn by its outlet": OwnReason.WITHDRAWN_BY_OUTLET,
    "内容已修改，原审核结论失效 / Revised: the approval is void": OwnReason.REVISED,
    "质量等级为 D（不合格）/ Graded D": OwnReason.GRADED_D,
}
BELOW: Final = re.compile(r"均分 [\d.]+，未达到 [\d.]+ / Mean [\d.]+, below [\d.]+")


def reason_of(stored: str) -> str:
    """What a person said, or the code of an own reason, also of a text from before there were codes."""
    if BELOW.fullmatch(stored):
        return OwnReason.BELOW_THRESHOLD
    former = next((text for text in FORMER if stored.startswith(text)), None)
    return stored if former is None else stored.removeprefix(former).strip() or FORMER[former]
