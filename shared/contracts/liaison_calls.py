"""Calls for works, campaigns and brand columns (约稿、主题活动、品牌栏目), and what came of them.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `add_call` | command | `AddCall` | `CallView` | liaison |
| `change_call` | command | `ChangeCall` | `CallView` | liaison |
| `open_call` | command | `OpenCall` | `CallView` | liaison |
| `close_call` | command | `CloseCall` | `CallView` | liaison |
| `cancel_call` | command | `CancelCall` | `CallView` | liaison |
| `call` | query | `CallQuery` | `CallView` | staff; outlets: what they are invited to or answered |
| `calls` | query | `CallListQuery` | `CallPage` | the same |
| `call_answers` | query | `CallAnswersQuery` | `CallAnswerPage` | staff; outlets: their own works |
| `call_result` | query | `CallResultQuery` | `CallResultView` | staff |
| `call_results` | query | `CallResultsQuery` | `CallResultsView` | staff |
| `call_file` | query | `CallFileQuery` | `CallFileView` | whoever sees the call |

Drafts are seen by staff alone. An illegal move is a `conflict` with code `call.illegal_move`, its params `status`,
`action` and `allowed`. The field `call` is a path parameter; a view carries `version`, its ETag.
"""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.call_held import HeldBackView
from shared.contracts.call_terms import CallKind, CallStatus, Invited
from shared.contracts.fields import (
    Choice,
    Form,
    Moment,
    Name,
    Pattern,
    Text,
    TrueFalse,
    cursor,
    identifier,
    limit,
    note,
    several,
    whole,
)
from shared.contracts.liaison.desk import PersonView
from shared.contracts.outlet_terms import Category
from shared.contracts.sought import MAX_QUERY, Sought
from shared.contracts.submission.commands import FileInput
from shared.contracts.submission_terms import SubmissionStatus
from shared.months import SPAN

MAX_TITLE = 60
MAX_BRIEF = 4000
MAX_REASON = 500
MAX_FILES = 10
MAX_TOPIC = 40
MAX_OUTLETS = 500
MAX_POINTS = 1000


class CallInput(Form):
    """What is wanted, of whom, until when."""

    title = Name(MAX_TITLE, required=True)
    brief = Text(MAX_BRIEF, multiline=True, required=True, metadata=note("What is wanted; outlets read it."))
    topic = Text(MAX_TOPIC, shortest=0, load_default="")
    opens_at = Moment(allow_none=True, load_default=None, metadata=note("A draft opens by itself at this moment."))
    closes_at = Moment(allow_none=True, load_default=None, metadata=note("A column alone may run without an end."))
    files = several(FileInput, MAX_FILES, load_default=list)
    extra_points = whole(
        0, MAX_POINTS, load_default=0,
        metadata=note("For each work, as far as the scheme gives it (GET /v1/schemes/calls); stands once it is open."),
    )  # fmt: skip
    invited = Choice(Invited, load_default=Invited.ALL)
    categories = several(Choice(Category), len(Category), load_default=list)
    outlets = several(identifier(), MAX_OUTLETS, load_default=list)


class AddCall(CallInput):
    """A draft, which staff alone see."""

    kind = Choice(CallKind, required=True)


class OnCall(Form):
    """Base of what is done to one call."""

    call = identifier(required=True, metadata=note("The call's id."))


class ChangeCall(CallInput, OnCall):
    """The whole call as it is from now on."""


class OpenCall(OnCall):
    """Have works handed in for it: those who are invited are told."""


class CloseCall(OnCall):
    """No further works."""


class CancelCall(OnCall):
    """It is not wanted any more: those who were invited are told why."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class CallQuery(OnCall):
    """One call."""


class CallFileQuery(OnCall):
    """Whether a file is one of a call that one may see."""

    file = identifier(required=True)


class CallListQuery(Form):
    """Calls that one may see, newest first."""

    q = Sought(
        MAX_QUERY,
        metadata=note(
            "标题或要求开头 2000 字的任一部分 / Any part of title, or the first 2,000 characters of the brief."
        ),
    )
    state = Choice(CallStatus)
    kind = Choice(CallKind)
    mine = TrueFalse(metadata=note("True: those with an end that verified outlets of one's own have not answered."))
    cursor = cursor()
    limit = limit()


class CallAnswersQuery(OnCall):
    """The works that were handed in for it, newest first."""

    outlet = identifier()
    cursor = cursor()
    limit = limit()


class CallResultQuery(OnCall):
    """What came of a call."""


class CallResultsQuery(Form):
    """What came of every call and topic, of works that were handed in first within a period."""

    period = ma.String(
        required=True, validate=Pattern(SPAN, "period.id"), metadata=note("2026-07, 2026-Q3 or 2026 (Asia/Shanghai).")
    )


class FiguresView(Schema):
    """What came of works: how many outlets handed in how many, how many were published, in how many publications that
    were verified, and how often those were read."""

    outlets = ma.Integer(required=True)
    works = ma.Integer(required=True)
    published = ma.Integer(required=True)
    publications = ma.Integer(required=True)
    reads = ma.Integer(required=True)


class CallSummary(Schema):
    """A call in a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    kind = ma.Enum(CallKind, by_value=True, required=True)
    title = ma.String(required=True)
    topic = ma.String(required=True)
    state = ma.Enum(CallStatus, by_value=True, required=True)
    opens_at = ma.AwareDateTime(required=True, allow_none=True)
    closes_at = ma.AwareDateTime(required=True, allow_none=True)
    closed_at = ma.AwareDateTime(required=True, allow_none=True, metadata=note("May be before its end."))
    days_left = ma.Integer(
        required=True, allow_none=True, metadata=note("Of an open one with an end; 0: it ends today.")
    )
    extra_points = ma.Integer(required=True)
    invited = ma.Enum(Invited, by_value=True, required=True)
    answered = ma.Integer(required=True, metadata=note("How many outlets did; for outlets: how many of their own."))


class CallView(CallSummary):
    """A call."""

    brief = ma.String(required=True)
    files = ma.List(ma.String(), required=True)
    categories = ma.List(ma.Enum(Category, by_value=True), required=True)
    outlets = ma.List(ma.String(), required=True, metadata=note("For outlets: their own alone."))
    reason = ma.String(required=True)
    opened_at = ma.AwareDateTime(required=True, allow_none=True)
    by = ma.Nested(PersonView, required=True, allow_none=True, metadata=note("Outlets are not told."))
    closed_by = ma.Nested(PersonView, required=True, allow_none=True, metadata=note("Null: nobody, its time was over."))
    held_back = ma.Nested(HeldBackView, required=True, allow_none=True, metadata=note("A draft's; null to outlets."))
    moves = ma.List(ma.String(), required=True)
    may = ma.List(ma.String(), required=True, metadata=note("What the caller may do now; answer: hand a work in."))


class CallPage(Schema):
    """A page of calls. `may`: add, of who may make one."""

    items = ma.List(ma.Nested(CallSummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)


class CallAnswerView(Schema):
    """A work that was handed in for a call, with what came of it."""

    submission = ma.String(required=True)
    number = ma.String(required=True)
    title = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    status = ma.Enum(SubmissionStatus, by_value=True, required=True)
    submitted_at = ma.AwareDateTime(required=True)
    publications = ma.Integer(required=True, metadata=note("Those that were verified."))
    reads = ma.Integer(required=True)


class CallAnswerPage(Schema):
    """A page of works."""

    items = ma.List(ma.Nested(CallAnswerView), required=True)
    next = ma.String(required=True, allow_none=True)


class OutletResult(Schema):
    """What an outlet did for a call."""

    outlet = ma.String(required=True)
    name = ma.String(required=True)
    figures = ma.Nested(FiguresView, required=True)


class MissingOutlet(Schema):
    """An outlet that was invited and has not answered."""

    outlet = ma.String(required=True)
    name = ma.String(required=True)


class CallResultView(Schema):
    """What came of a call; the most works first."""

    total = ma.Nested(FiguresView, required=True)
    outlets = ma.List(ma.Nested(OutletResult), required=True)
    invited = ma.Integer(required=True)
    missing = ma.List(ma.Nested(MissingOutlet), required=True)


class CallResult(Schema):
    """One call with its figures."""

    call = ma.String(required=True)
    kind = ma.Enum(CallKind, by_value=True, required=True)
    title = ma.String(required=True)
    figures = ma.Nested(FiguresView, required=True)


class TopicResult(Schema):
    """One topic with its figures; empty: works without one."""

    topic = ma.String(required=True)
    figures = ma.Nested(FiguresView, required=True)


class CallResultsView(Schema):
    """What came of calls and topics; the most works first."""

    calls = ma.List(ma.Nested(CallResult), required=True)
    topics = ma.List(ma.Nested(TopicResult), required=True)


class CallFileView(Schema):
    """A file of a call."""

    file = ma.String(required=True)
