"""Inputs of the review service's commands about rounds of review."""

from __future__ import annotations

from typing import Any

from shared.contracts.fields import Choice, Form, Moment, Text, TrueFalse, identifier, note, several, whole
from shared.contracts.review_terms import Grade, ReviewField, Sensitivity, Verdict

MAX_REASON = 1000
MAX_COMMENTS = 100
MAX_CONDITIONS = 10
MAX_FINDINGS = 200
MAX_TEXT = 50_000


def reason(**options: Any) -> Text:
    """Why something is done."""
    needed = options.get("required", False)
    return Text(MAX_REASON, multiline=True, shortest=1 if needed else 0, **options)


class OnReview(Form):
    """Base of what is done to one round of review."""

    review = identifier(required=True, metadata=note("The round's id."))


class ClaimReview(OnReview):
    """Take an item from the queue, or keep it longer."""


class ReleaseReview(OnReview):
    """Give an item back."""


class ReassignReview(OnReview):
    """Give an item to somebody else."""

    account = identifier(metadata=note("Who shall decide; left out, the item is free again."))


class RecuseReview(OnReview):
    """Step back from a work (回避): from this round and those that follow."""

    reason = reason(required=True)


class ReviewCommentInput(Form):
    """A remark on the characters [start, end) of `title` or `body`, counted in Unicode characters from 0."""

    text = Text(MAX_REASON, multiline=True, required=True)
    field = Choice(ReviewField, load_default=ReviewField.BODY)
    start = whole(0, MAX_TEXT, load_default=0)
    end = whole(0, MAX_TEXT, load_default=0)


class DecideStage(OnReview):
    """Decide the stage that waits. Grade, embargo and conditions belong to the last stage; grade D is a rejection."""

    decision = Choice(Verdict, required=True)
    reason = reason(load_default="", metadata=note("Required to reject; to request changes, unless comments say it."))
    comments = several(ReviewCommentInput, MAX_COMMENTS, load_default=list)
    grade = Choice(Grade, metadata=note("Of the last stage: A 优秀, B 良好, C 合格, D 不合格."))
    embargo_until = Moment(metadata=note("Not to be published before (解禁时间)."))
    no_embargo = TrueFalse(load_default=False, metadata=note("Says that there is no embargo, or no longer one."))
    conditions = several(Text(200, required=True), MAX_CONDITIONS, load_default=list)


class SetSensitivity(OnReview):
    """Say how sensitive a work is; raising it adds stages. It stays so in later rounds, until somebody lowers it."""

    sensitivity = Choice(Sensitivity, required=True)
    reason = reason(load_default="", metadata=note("Required to lower it."))


class ConfirmFinding(OnReview):
    """A finding of screening is one."""

    finding = identifier(required=True)
    reason = reason(required=True)


class DismissFinding(OnReview):
    """A finding of screening is none."""

    finding = identifier(required=True)
    reason = reason(required=True)


class DismissFindings(OnReview):
    """Several findings are none, all for one reason."""

    findings = several(identifier(), MAX_FINDINGS, least=1, required=True)
    reason = reason(required=True)


class RevokeApproval(OnReview):
    """Take an approval back before anything was published."""

    reason = reason(required=True)


class AssessIdea(OnReview):
    """One's view of a golden idea, each 0 to 100."""

    novelty = whole(0, 100, required=True, metadata=note("创新性"))
    feasibility = whole(0, 100, required=True, metadata=note("可行性"))
    benefit = whole(0, 100, required=True, metadata=note("效益"))
    comment = reason(load_default="")
