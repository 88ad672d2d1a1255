"""Inputs of the liaison service's commands and queries about activities."""

from __future__ import annotations

from marshmallow import fields as ma

from shared.codes import SPELLING
from shared.contracts.activity_terms import ActivityKind, ActivityStatus, InviteeKind, Reply, Seat
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
    url,
    whole,
)
from shared.contracts.sought import MAX_QUERY, Sought
from shared.contracts.submission.commands import FileInput

MAX_TITLE = 60
MAX_TEXT = 4000
MAX_REASON = 500
MAX_REMARK = 200
MAX_NAME = 40
MAX_FILES = 10
MAX_INVITED = 200
MAX_CAPACITY = 2000


class InviteeInput(Form):
    """Whom an invitation reaches. `id` is the category, the outlet or the account; of all outlets there is none."""

    to = Choice(InviteeKind, required=True)
    id = identifier()


class ActivityInput(Form):
    """An activity (活动): what, when, where, for whom. It is at a place, or online by its link, or both."""

    kind = Choice(ActivityKind, required=True)
    title = Name(MAX_TITLE, required=True, metadata=note("Stands on the list of participants and on certificates."))
    text = Text(MAX_TEXT, multiline=True, shortest=0, load_default="")
    agenda = Text(MAX_TEXT, multiline=True, shortest=0, load_default="")
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    place = Text(100, shortest=0, load_default="")
    link = url(shortest=0, load_default="", metadata=note("Where one takes part online; told to who is invited."))
    capacity = whole(
        1, MAX_CAPACITY, allow_none=True, load_default=None, metadata=note("How many may come; null: as many as like.")
    )
    sign_up_until = Moment(metadata=note("Until when one may sign up; as it begins when it is not given."))
    invited = several(InviteeInput, MAX_INVITED, least=1, required=True)
    files = several(FileInput, MAX_FILES, load_default=list)


class PlanActivity(ActivityInput):
    """A draft, which outlets do not see."""


class OnActivity(Form):
    """Base of what is done to one activity."""

    activity = identifier(required=True, metadata=note("The activity's id."))


class ChangeActivity(ActivityInput):
    """An activity as it is from now on. Whoever is invited to it is told of another time or place."""

    activity = identifier(required=True, metadata=note("The activity's id."))


class AnnounceActivity(OnActivity):
    """Tell whoever is invited, and take replies from then on."""


class CancelActivity(OnActivity):
    """It does not take place (取消)."""

    reason = Text(MAX_REASON, multiline=True, required=True, metadata=note("Whoever is invited is told it."))


class HoldActivity(OnActivity):
    """It took place; who was checked in has attended it."""


class CloseActivity(OnActivity):
    """Nothing more is to come of it."""


class RepeatActivity(OnActivity):
    """A draft of next year's, with the same days of the year."""


class ReplyToActivity(OnActivity):
    """Say whether one comes. `yes` takes a seat, or the next place on the waiting list; all else gives it back."""

    outlet = identifier(required=True, metadata=note("The outlet that one comes for; it must be verified and invited."))
    reply = Choice(Reply, required=True)
    remark = Text(MAX_REMARK, shortest=0, load_default="", metadata=note("For who prepares it."))


class CheckIn(OnActivity):
    """Note that somebody came: by the code of their sign-up, or by hand by their account."""

    code = ma.String(validate=Pattern(SPELLING, "check_in.code"), metadata=note("In any spelling."))
    account = identifier(metadata=note("Whose sign-up it is."))


class AdmitWalkIn(OnActivity):
    """Note that somebody of an outlet came without a seat: a member by the account, anybody else by the name."""

    outlet = identifier(required=True, metadata=note("The outlet that they came for; it must be verified."))
    account = identifier(metadata=note("Whose account it is, of those who act for the outlet."))
    name = Name(MAX_NAME, metadata=note("Of who has no account; whoever prepares the activity sees it."))
    over_capacity = TrueFalse(load_default=False, metadata=note("True: also when all seats are taken."))
    uninvited = TrueFalse(load_default=False, metadata=note("True: also when the outlet is not invited."))


class UndoCheckIn(OnActivity):
    """It was noted by mistake."""

    account = identifier(required=True, metadata=note("The `id` of the sign-up: the account, of who has one."))


class CorrectAttendance(UndoCheckIn):
    """Somebody who was checked in was not there, as it turned out after it was held."""

    reason = Text(MAX_REASON, multiline=True, required=True, metadata=note("They and their outlet are told it."))


class CheckInQuery(OnActivity):
    """Whose a code is, before anybody is checked in by it."""

    code = ma.String(required=True, validate=Pattern(SPELLING, "check_in.code"))


class ActivityQuery(OnActivity):
    """One activity."""


class ActivityListQuery(Form):
    """Activities that one may see, by when they begin: the next one first."""

    q = Sought(
        MAX_QUERY,
        metadata=note(
            "标题、地点、说明或议程的任一部分（后两项各查开头 2000 字）/ Any part of title, place, text or agenda; "
            "of the last two, of their first 2,000 characters."
        ),
    )
    kind = Choice(ActivityKind)
    state = Choice(ActivityStatus)
    mine = TrueFalse(metadata=note("True: those that one has a seat or a place on the waiting list of."))
    unanswered = TrueFalse(metadata=note("True: those to come that one is invited to and has not replied to."))
    suggested = TrueFalse(metadata=note("True: those with suggestions to answer; for liaisons."))
    since = Moment(metadata=note("Those that end after it."))
    until = Moment(metadata=note("Those that begin before it."))
    ended = Moment(metadata=note("Those that had ended by then: what is under way is not over."))
    latest = TrueFalse(metadata=note("True: the latest first, as what is over is looked at."))
    cursor = cursor()
    limit = limit()


class SignUpsQuery(OnActivity):
    """Who replied, in the order in which they did."""

    seat = Choice(Seat)
    reply = Choice(Reply)
    attended = TrueFalse(metadata=note("True: who was checked in."))
    walk_in = TrueFalse(metadata=note("True: who came without a seat."))
    cursor = cursor()
    limit = limit(500)


class ActivityActsQuery(OnActivity):
    """What happened to an activity, newest first."""

    cursor = cursor()
    limit = limit()


class ActivityFileQuery(OnActivity):
    """Whether a file is one of an activity that one may see."""

    file = identifier(required=True)


class AttendanceQuery(OnActivity):
    """That one attended it, as its certificate says it; for who keeps the list also that somebody else did."""

    sign_up = identifier(metadata=note("The `id` of the sign-up; without it one's own."))


class AttendanceCodeQuery(Form):
    """What anyone may know of a certificate of attendance."""

    code = ma.String(required=True, validate=Pattern(SPELLING, "attendance.code"))
