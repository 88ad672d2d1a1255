"""Inputs of the liaison service's commands and queries about requests."""

from __future__ import annotations

from shared.contracts.days import Day
from shared.contracts.fields import (
    Choice,
    Form,
    Moment,
    Name,
    Text,
    TrueFalse,
    cursor,
    identifier,
    limit,
    note,
    several,
    whole,
)
from shared.contracts.liaison_terms import MOST_STARS, AnswerKind, CaseOutcome, RequestKind, RequestStatus
from shared.contracts.read_files import ReadFile
from shared.contracts.sought import MAX_QUERY, Sought
from shared.contracts.submission.commands import FileInput

MAX_TITLE = 100
MAX_TEXT = 4000
MAX_REASON = 500
MAX_FILES = 10
MAX_TOPIC = 40
MAX_PLACE = 100
SOUGHT = (
    "编号（可不写连字符）、标题或正文开头 2000 字的任一部分 / Any part of number (with or without its hyphen), "
    "title, or the first 2,000 characters of the text."
)
LOOKED = "One has looked oneself at files in which no text can be read."


class OpenRequest(Form):
    """Ask the bureau for something. Rights protection is seen by who is named for it and by oneself, by nobody else."""

    kind = Choice(RequestKind, required=True)
    outlet = identifier(required=True, metadata=note("The outlet that one acts for; it must be verified."))
    title = Text(MAX_TITLE, required=True)
    text = Text(MAX_TEXT, multiline=True, required=True)
    needed_by = Day(metadata=note("The day by which it is needed, Asia/Shanghai."))
    topic = Text(MAX_TOPIC, shortest=0, load_default="")
    files = several(FileInput, MAX_FILES, load_default=list)


class OnRequest(Form):
    """Base of what is done to one request."""

    request = identifier(required=True, metadata=note("The request's id."))


class AcknowledgeRequest(OnRequest):
    """The bureau takes note (受理)."""


class AssignRequest(OnRequest):
    """Give it to an officer of a unit, for the first time or again (转办); the time for the answer goes on."""

    unit = identifier(required=True)
    officer = identifier(required=True, metadata=note("An officer of the unit, or its head."))
    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class ReadDocument(ReadFile):
    """A file of an answer, with its name."""

    name = Text(200, shortest=0, required=True)


class AnswerInput(OnRequest):
    """Answer it. Material needs files, an appointment its time and place, words and a refusal their text. Material, and
    what is attached to any answer, is screened: identity numbers, phones, cards, plates and the bureau's banned words
    are refused with their place."""

    kind = Choice(AnswerKind, required=True)
    text = Text(MAX_TEXT, multiline=True, shortest=0, load_default="")
    files = several(FileInput, MAX_FILES, load_default=list)
    embargo_until = Moment(
        metadata=note("Its material is not to be published before (解禁时间); a later one holds on.")
    )
    source_line = Text(60, shortest=0, load_default="", metadata=note("How its source is to be named (署名)."))
    starts_at = Moment(metadata=note("When one meets."))
    place = Text(MAX_PLACE, shortest=0, load_default="")
    looked = TrueFalse(load_default=False, metadata=note(LOOKED))
    adopted = TrueFalse(metadata=note("Whether a suggestion is adopted (采纳): of words required, of a refusal false."))


class AnswerRequest(AnswerInput):
    """The same with what the gateway read in its files."""

    documents = several(ReadDocument, MAX_FILES, load_default=list)


class RescheduleRequest(OnRequest):
    """One meets at another date or place than it was answered with (改期). What was answered with it moves, too."""

    starts_at = Moment(required=True, metadata=note("When one meets."))
    place = Text(MAX_PLACE, required=True)
    reason = Text(MAX_REASON, multiline=True, required=True)


class CallOffRequest(OnRequest):
    """One does not meet as it was answered (取消约定)."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class JoinRequest(OnRequest):
    """Have it answered with another one that asks for the same (合并办理)."""

    to = identifier(required=True, metadata=note("A request of the same kind that is open: its id, or its number."))


class HandBackRequest(OnRequest):
    """One who has it in hand cannot deal with it: say why, for who takes it over."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class PartRequest(OnRequest):
    """Have it answered by itself again."""


class HandOverCase(OnRequest):
    """Record that a case went to the criminal side (移送)."""

    to = Text(60, required=True, metadata=note("The unit that took it."))
    taken_by = Name(40, required=True, metadata=note("Who took it there."))
    number = Text(40, shortest=0, load_default="", metadata=note("Its number there."))
    remark = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class RecordOutcome(OnRequest):
    """What came of a case that was handed over, as often as something does. Its asker reads it."""

    outcome = Choice(CaseOutcome, required=True)
    on = Day(required=True, metadata=note("The day of it, Asia/Shanghai; not one to come."))
    text = Text(MAX_REASON, multiline=True, shortest=0, load_default="", metadata=note("Required of other."))


class RateRequest(OnRequest):
    """Say how content one is with the answer, once, and close it by that (满意度)."""

    stars = whole(1, MOST_STARS, required=True)
    comment = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class ReopenRequest(OnRequest):
    """It is not answered: say what is missing."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class WithdrawRequest(OnRequest):
    """It is needed no more."""

    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class SayInput(OnRequest):
    """A message to the other side. One of the bureau's is screened as material is; an outlet's is not."""

    text = Text(MAX_TEXT, multiline=True, required=True)
    files = several(FileInput, MAX_FILES, load_default=list)
    looked = TrueFalse(load_default=False, metadata=note(LOOKED))


class SayOnRequest(SayInput):
    """The same with what the gateway read in its files, where somebody of the bureau writes."""

    documents = several(ReadDocument, MAX_FILES, load_default=list)


class NoteOnRequest(OnRequest):
    """A note for the bureau alone. It has an address of its own, so that none is sent by mistake; its files can be
    named in no message, answer or request afterwards."""

    text = Text(MAX_TEXT, multiline=True, required=True)
    files = several(FileInput, MAX_FILES, load_default=list)


class RequestQuery(OnRequest):
    """One request."""


class RequestFileQuery(OnRequest):
    """Whether a file is one of a request that one may see."""

    file = identifier(required=True)


class RequestFilesQuery(OnRequest):
    """The files of a request that one may see."""


class RequestMessagesQuery(OnRequest):
    """What was said on a request, newest first."""

    cursor = cursor()
    limit = limit()


class RequestNotesQuery(RequestMessagesQuery):
    """The bureau's notes on a request, newest first."""


class RequestActsQuery(RequestMessagesQuery):
    """What happened to a request, newest first."""


class RequestFilters(Form):
    """What requests are narrowed to; filters are combined. A truth value that is false is as one left out."""

    q = Sought(MAX_QUERY, metadata=note(SOUGHT))
    state = Choice(RequestStatus)
    kind = Choice(RequestKind)
    outlet = identifier()
    unit = identifier()
    mine = TrueFalse(metadata=note("True: those that one asked, or that one is to answer."))
    desk = TrueFalse(metadata=note("True: without those of outlets of one's own, for which one does nothing."))
    headed = TrueFalse(metadata=note("True: those of the units that one heads."))
    open = TrueFalse(metadata=note("True: those that the bureau has still to answer."))
    overdue = TrueFalse(metadata=note("True: of these, those whose time is over."))
    released = TrueFalse(metadata=note("True: those that material was given for, re-opened ones too."))


class RequestListQuery(RequestFilters):
    """Requests that one may see: what is open by its time, then the others, newest first. No confidential ones."""

    cursor = cursor()
    limit = limit()


class CaseListQuery(Form):
    """Confidential requests that one may see, newest first."""

    q = Sought(MAX_QUERY, metadata=note(SOUGHT))
    state = Choice(RequestStatus)
    open = TrueFalse(metadata=note("True: those that are still to be answered."))
    cursor = cursor()
    limit = limit()


class CountRequests(Form):
    """How many requests wait for whoever asks, by what is to be done."""
