"""Inputs of the review service's queries."""

from __future__ import annotations

from marshmallow import fields as ma

from shared.codes import SPELLING
from shared.contracts.fields import (
    Choice,
    Form,
    Pattern,
    TrueFalse,
    cursor,
    identifier,
    limit,
    note,
    several,
    whole,
)
from shared.contracts.review.commands import OnReview
from shared.contracts.review.policies import LIST
from shared.contracts.review_terms import PermitStatus, ReviewOrder, ReviewStatus, Sensitivity, Stage
from shared.contracts.submission_terms import SubmissionKind

MAX_OUTLETS = 100


class ConflictsQuery(Form):
    """Which of these outlets the account that asks may not review."""

    outlets = several(identifier(), MAX_OUTLETS, least=1, required=True, metadata=note("Ids of outlets."))


class ReviewFilters(Form):
    """What rounds are narrowed to; filters are combined. A truth value that is false is as one left out."""

    stage = Choice(Stage, metadata=note("The stage that waits."))
    outlet = identifier()
    kind = Choice(SubmissionKind)
    sensitivity = Choice(Sensitivity)


class WaitingFilters(ReviewFilters):
    """The same of what waits."""

    overdue = TrueFalse(metadata=note("True: only those whose time is over."))
    returned = TrueFalse(metadata=note("True: only those that come back after changes were requested (退改重报)."))


class ListFilters(WaitingFilters):
    """The same of a list."""

    mine = TrueFalse(metadata=note("True: only those that whoever asks has claimed."))
    free = TrueFalse(metadata=note("True: only those that wait and nobody has claimed."))
    cursor = cursor()
    limit = limit()


class ReviewQueue(ListFilters):
    """What waits and the account may decide, what is due first first."""

    sort = Choice(ReviewOrder, load_default=ReviewOrder.DUE)


class ClaimNext(WaitingFilters):
    """Take the first free item of one's queue."""


class CountReviews(ReviewFilters):
    """How many rounds the queue has of each filter, beside those that are given."""


class LeftReviews(Form):
    """Rounds that somebody had in hand who left, and that nobody has taken since; what is due first first."""

    cursor = cursor()
    limit = limit()


class SearchReviews(ListFilters):
    """Rounds of review, newest first; filters are combined."""

    status = Choice(ReviewStatus)
    submission = identifier()
    decided_by_me = TrueFalse(metadata=note("True: only those of which whoever asks decided a stage or assessed."))
    sort = Choice(ReviewOrder, load_default=ReviewOrder.NEWEST, metadata=note("`due`: of those that wait alone."))


class WorkloadQuery(Form):
    """Who reviews, and how much each has in hand."""


class ReviewQuery(OnReview):
    """One round of review."""


class ReviewHistoryQuery(OnReview):
    """What happened to a round, newest first."""

    cursor = cursor()
    limit = limit()


class PolicyQuery(Form):
    """One version of the policy, its number as it stands in a path."""

    policy = identifier(required=True)


class PoliciesQuery(Form):
    """The versions of the policy, newest first."""

    cursor = cursor()
    limit = limit()


class WordListQuery(Form):
    """One version of a list."""

    word_list = identifier(required=True)


class ShippedQuery(Form):
    """The word lists that come with the system."""


class WordListsQuery(Form):
    """Versions of the word lists, newest first."""

    list = ma.String(validate=Pattern(LIST, "word_list.name"))
    current = TrueFalse(metadata=note("True: only the versions that are in use."))
    cursor = cursor()
    limit = limit()


class PermitsQuery(Form):
    """Publication permits, newest first."""

    outlet = identifier()
    state = Choice(PermitStatus)
    year = whole(2000, 2099)
    cursor = cursor()
    limit = limit()


class PermitQuery(Form):
    """Whether a permit with such a code was issued. Anyone may ask, in any spelling (`shared.codes`)."""

    code = ma.String(required=True, validate=Pattern(SPELLING, "permit.code"))
