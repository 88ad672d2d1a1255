"""What the liaison service answers about requests."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.liaison.desk import PersonView
from shared.contracts.liaison_terms import AnswerKind, CaseOutcome, Closing, RequestKind, RequestStatus, Target
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import PublicationStatus

ADOPTED = "Whether a suggestion is adopted; null of what is none or not answered."


class ClockView(Schema):
    """What is waited for, until when. Not `exact`: it rests on working days that nobody knows yet."""

    target = ma.Enum(Target, by_value=True, required=True)
    due_at = ma.AwareDateTime(required=True)
    exact = ma.Boolean(required=True)
    overdue = ma.Boolean(required=True)
    near = ma.Boolean(required=True)


class TookView(Schema):
    """How many working minutes a target took, and whether its time was over."""

    target = ma.Enum(Target, by_value=True, required=True)
    at = ma.AwareDateTime(required=True)
    minutes = ma.Integer(required=True)
    overdue = ma.Boolean(required=True)


class AnswerView(Schema):
    """An answer. Outlets are told the unit, and not who wrote it."""

    kind = ma.Enum(AnswerKind, by_value=True, required=True)
    by = ma.String(required=True, metadata=note("Empty to outlets."))
    at = ma.AwareDateTime(required=True)
    text = ma.String(required=True)
    files = ma.List(ma.String(), required=True)
    embargo_until = ma.AwareDateTime(required=True, allow_none=True)
    source_line = ma.String(required=True)
    starts_at = ma.AwareDateTime(required=True, allow_none=True)
    place = ma.String(required=True)
    bulletin = ma.String(required=True, metadata=note("The clarification that came of a rumour report."))
    adopted = ma.Boolean(required=True, allow_none=True, metadata=note(ADOPTED))
    called_off_at = ma.AwareDateTime(
        required=True, allow_none=True, metadata=note("When its date and place were called off.")
    )


class RatingView(Schema):
    """How content its asker is."""

    stars = ma.Integer(required=True)
    at = ma.AwareDateTime(required=True)
    comment = ma.String(required=True)


class HandOverView(Schema):
    """That a case went to the criminal side. Not shown to its asker but for the day."""

    to = ma.String(required=True)
    taken_by = ma.String(required=True)
    number = ma.String(required=True)
    remark = ma.String(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)


class OutcomeView(Schema):
    """What came of a case that was handed over. Outlets are not told who recorded it."""

    outcome = ma.Enum(CaseOutcome, by_value=True, required=True)
    on = ma.Date(required=True)
    text = ma.String(required=True)
    by = ma.String(required=True, metadata=note("Empty to outlets."))
    at = ma.AwareDateTime(required=True)


class UseView(Schema):
    """A publication that names the material of a request. `reads`: of its newest verified snapshot."""

    publication = ma.String(required=True)
    submission = ma.String(required=True)
    number = ma.String(required=True)
    title = ma.String(required=True)
    media = ma.String(required=True)
    platform = ma.Enum(Platform, by_value=True, required=True)
    url = ma.String(required=True)
    published_at = ma.AwareDateTime(required=True)
    state = ma.Enum(PublicationStatus, by_value=True, required=True)
    reads = ma.Integer(required=True, allow_none=True)


class RequestSummary(Schema):
    """A request in a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    number = ma.String(required=True)
    kind = ma.Enum(RequestKind, by_value=True, required=True)
    state = ma.Enum(RequestStatus, by_value=True, required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    title = ma.String(required=True)
    topic = ma.String(required=True)
    needed_by = ma.Date(required=True, allow_none=True)
    opened_at = ma.AwareDateTime(required=True)
    updated_at = ma.AwareDateTime(required=True)
    clock = ma.Nested(ClockView, required=True, allow_none=True)
    unit = ma.String(required=True)
    unit_name = ma.String(required=True)
    officer = ma.Nested(PersonView, required=True, allow_none=True, metadata=note("Null to outlets."))
    stars = ma.Integer(required=True, allow_none=True)
    same_as = ma.String(required=True, metadata=note("The request whose answer it gets; empty to outlets."))
    embargo_until = ma.AwareDateTime(
        required=True, allow_none=True, metadata=note("Of all material that was given for it, the latest embargo.")
    )
    adopted = ma.Boolean(required=True, allow_none=True, metadata=note(ADOPTED))


class RequestView(RequestSummary):
    """A request. `may`: the calls that would not be refused to whoever asks."""

    text = ma.String(required=True)
    files = ma.List(ma.String(), required=True)
    asker = ma.Nested(PersonView, required=True)
    acknowledged_at = ma.AwareDateTime(required=True, allow_none=True)
    answered_at = ma.AwareDateTime(required=True, allow_none=True)
    closed_at = ma.AwareDateTime(required=True, allow_none=True)
    closing = ma.Enum(Closing, by_value=True, required=True, allow_none=True)
    answer = ma.Nested(AnswerView, required=True, allow_none=True)
    earlier_answers = ma.List(
        ma.Nested(AnswerView), required=True, metadata=note("Those after which it was asked again, newest first.")
    )
    rating = ma.Nested(RatingView, required=True, allow_none=True)
    took = ma.List(ma.Nested(TookView), required=True)
    reopened = ma.Integer(required=True)
    joined = ma.List(ma.String(), required=True, metadata=note("Requests that get its answer; none to outlets."))
    handed_over = ma.Nested(HandOverView, required=True, allow_none=True)
    outcomes = ma.List(
        ma.Nested(OutcomeView), required=True, metadata=note("What came of a case there, as it was recorded.")
    )
    used_by = ma.List(ma.Nested(UseView), required=True, metadata=note("Publications that name its material."))
    may = ma.List(ma.String(), required=True)
    speaks = ma.Boolean(required=True, metadata=note("Whether one may leave a message now."))


class RequestPage(Schema):
    """A page of requests. `may`: what of the desk as a whole one may; add: ask something oneself."""

    items = ma.List(ma.Nested(RequestSummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)


class SaidView(Schema):
    """A message, or a note. `from_bureau`: which side it is of; outlets are not told who wrote for the bureau."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    from_bureau = ma.Boolean(required=True)
    by = ma.Nested(PersonView, required=True, allow_none=True)
    text = ma.String(required=True)
    files = ma.List(ma.String(), required=True)
    looked_at = ma.List(
        ma.String(), required=True, metadata=note("Files that its writer looked at unread; outlets are not told.")
    )


class SaidPage(Schema):
    """A page of messages, or of notes."""

    items = ma.List(ma.Nested(SaidView), required=True)
    next = ma.String(required=True, allow_none=True)


class RequestActView(Schema):
    """What happened to a request."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    act = ma.String(required=True)
    by = ma.Nested(PersonView, required=True, allow_none=True)
    state = ma.Enum(RequestStatus, by_value=True, required=True)
    reason = ma.String(required=True)
    details = ma.Dict(keys=ma.String(), required=True)


class RequestActPage(Schema):
    """A page of acts."""

    items = ma.List(ma.Nested(RequestActView), required=True)
    next = ma.String(required=True, allow_none=True)


class RequestCounts(Schema):
    """What waits: for the desk to take note of, for oneself to answer, late among them; for an asker to rate."""

    unacknowledged = ma.Integer(required=True)
    unassigned = ma.Integer(required=True)
    mine = ma.Integer(required=True)
    overdue = ma.Integer(required=True)
    mine_overdue = ma.Integer(required=True)
    unit_overdue = ma.Integer(required=True, metadata=note("Of the units that one heads."))
    to_rate = ma.Integer(required=True)
    cases = ma.Integer(required=True, metadata=note("Confidential ones that wait; 0 to who is not named."))


class RequestFileView(Schema):
    """A file of a request, by its id."""

    file = ma.String(required=True)


class RequestFilesView(Schema):
    """The files of a request, by their ids."""

    files = ma.List(ma.String(), required=True)
