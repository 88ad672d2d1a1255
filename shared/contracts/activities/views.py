"""What the liaison service answers about activities."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.activity_terms import (
    ActivityKind,
    ActivityStatus,
    AttendanceStatus,
    CheckedBy,
    InviteeKind,
    Reply,
    Seat,
)
from shared.contracts.fields import note
from shared.contracts.liaison.desk import PersonView


class InviteeView(Schema):
    """Whom an invitation reaches. `name`: of an outlet or a person."""

    to = ma.Enum(InviteeKind, by_value=True, required=True)
    id = ma.String(required=True)
    name = ma.String(required=True)


class AttendanceCorrectionView(Schema):
    """That somebody who was checked in (`attended_at`) was not there, said once it was held. Outlets are not told by
    whom."""

    at = ma.AwareDateTime(required=True)
    by = ma.Nested(PersonView, required=True, allow_none=True)
    reason = ma.String(required=True)
    attended_at = ma.AwareDateTime(required=True)


class OwnReplyView(Schema):
    """What one replied oneself (null: nothing, one came without), and what it came to. `place_in_line`: on the waiting
    list, from 1."""

    outlet = ma.String(required=True)
    reply = ma.Enum(Reply, by_value=True, required=True, allow_none=True)
    seat = ma.Enum(Seat, by_value=True, required=True)
    place_in_line = ma.Integer(required=True, allow_none=True)
    code = ma.String(required=True, metadata=note("Shown at the door; empty without a seat."))
    remark = ma.String(required=True)
    attended_at = ma.AwareDateTime(required=True, allow_none=True)
    corrected = ma.Nested(AttendanceCorrectionView, required=True, allow_none=True)


class ActivitySummary(Schema):
    """An activity as lists show it. `seat`: what one has of it oneself."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    kind = ma.Enum(ActivityKind, by_value=True, required=True)
    state = ma.Enum(ActivityStatus, by_value=True, required=True)
    title = ma.String(required=True)
    starts_at = ma.AwareDateTime(required=True)
    ends_at = ma.AwareDateTime(required=True)
    place = ma.String(required=True)
    online = ma.Boolean(required=True)
    capacity = ma.Integer(required=True, allow_none=True)
    taken = ma.Integer(required=True)
    waiting = ma.Integer(required=True)
    seat = ma.Enum(Seat, by_value=True, required=True)


class ActivityView(ActivitySummary):
    """An activity. Whom it invites, beside oneself, outlets are not told. `may`: what one may do with it now."""

    text = ma.String(required=True)
    agenda = ma.String(required=True)
    link = ma.String(required=True)
    sign_up_until = ma.AwareDateTime(required=True)
    invited = ma.List(ma.Nested(InviteeView), required=True)
    files = ma.List(ma.String(), required=True)
    reason = ma.String(required=True, metadata=note("Why it was cancelled."))
    updated_at = ma.AwareDateTime(required=True)
    mine = ma.Nested(OwnReplyView, required=True, allow_none=True)
    comes_for = ma.List(
        ma.String(), required=True, metadata=note("Verified outlets of one's own, for which one may reply.")
    )
    may = ma.List(ma.String(), required=True)


class ActivityPage(Schema):
    """A page of activities. `may`: plan, of who may make one."""

    items = ma.List(ma.Nested(ActivitySummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True)


class WalkInView(Schema):
    """That somebody came without a seat, and what the officer at the door let pass."""

    over_capacity = ma.Boolean(required=True)
    uninvited = ma.Boolean(required=True)


class SignUpView(Schema):
    """Somebody's reply (null: none, they came without), for the bureau. Their code is shown to themselves alone. Who
    has no account has a name alone."""

    id = ma.String(required=True, metadata=note("By which a check-in is undone: the account, of who has one."))
    person = ma.Nested(PersonView, required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    reply = ma.Enum(Reply, by_value=True, required=True, allow_none=True)
    seat = ma.Enum(Seat, by_value=True, required=True)
    at = ma.AwareDateTime(required=True)
    remark = ma.String(required=True)
    attended_at = ma.AwareDateTime(required=True, allow_none=True)
    checked_by = ma.Enum(CheckedBy, by_value=True, required=True, allow_none=True)
    checker = ma.Nested(PersonView, required=True, allow_none=True, metadata=note("Who checked them in."))
    walk_in = ma.Nested(WalkInView, required=True, allow_none=True)
    corrected = ma.Nested(AttendanceCorrectionView, required=True, allow_none=True)


class SignUpPage(Schema):
    """A page of replies."""

    items = ma.List(ma.Nested(SignUpView), required=True)
    next = ma.String(required=True, allow_none=True)


class ActivityActView(Schema):
    """Something that happened to an activity. Outlets are not told by whom."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    act = ma.String(required=True)
    by = ma.Nested(PersonView, required=True, allow_none=True)
    state = ma.Enum(ActivityStatus, by_value=True, required=True)
    reason = ma.String(required=True)
    details = ma.Dict(required=True)


class ActivityActPage(Schema):
    """A page of acts."""

    items = ma.List(ma.Nested(ActivityActView), required=True)
    next = ma.String(required=True, allow_none=True)


class ActivityFileView(Schema):
    """A file of an activity."""

    file = ma.String(required=True)


class AttendanceView(Schema):
    """What a certificate of attendance says. `signer`: who marked it as held."""

    code = ma.String(required=True)
    signer = ma.String(required=True)
    person = ma.String(required=True)
    outlet_name = ma.String(required=True)
    kind = ma.Enum(ActivityKind, by_value=True, required=True)
    title = ma.String(required=True)
    starts_at = ma.AwareDateTime(required=True)
    attended_at = ma.AwareDateTime(required=True)


class AttendanceCertificateView(Schema):
    """What anyone may know of a certificate of attendance."""

    code = ma.String(required=True)
    bureau = ma.String(required=True)
    issuer = ma.String(metadata=note("The bureau's name."))
    state = ma.Enum(AttendanceStatus, by_value=True, required=True)
    kind = ma.Enum(ActivityKind, by_value=True, required=True)
    title = ma.String(required=True)
    held_on = ma.Date(required=True)
    outlet_name = ma.String(required=True)
    person = ma.String(required=True, metadata=note("The name as it begins; the rest is masked."))
    withdrawn_on = ma.Date(required=True, allow_none=True)
