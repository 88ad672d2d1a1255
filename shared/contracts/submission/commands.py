"""Inputs of the submission service's commands about works and golden ideas."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import (
    Choice,
    FileId,
    Form,
    Name,
    Pattern,
    Rule,
    Text,
    TrueFalse,
    identifier,
    note,
    several,
    whole,
)
from shared.contracts.read_files import ReadFile
from shared.contracts.submission_terms import Genre, SubmissionKind

MAX_TITLE = 100
MAX_BODY = 50_000
MAX_TOPIC = 40
MAX_CAMPAIGN = 64
MAX_REASON = 500
MAX_ATTACHMENTS = 30
# The gateway's settings say less, by type.
MAX_ATTACHMENT = 16 * 1024**3
MAX_AUTHORS = 20
MAX_PLANNED = 10
MAX_SHARES = 10_000


class OnSubmission(Form):
    """Base of what is done to one submission."""

    submission = identifier(required=True, metadata=note("The submission's id."))


class AuthorInput(Form):
    """An outlet that worked on it, and its part in whole shares."""

    outlet = identifier(required=True)
    share = whole(1, MAX_SHARES, metadata=note("Of all authors or of none: without it all have equal parts."))
    name = Name(40, shortest=0, load_default="", metadata=note("The person, if there is one to be named."))


class FileInput(Form):
    """An uploaded file of one's own, of the kind `attachment` or `evidence`."""

    file = FileId(required=True, metadata=note("Id of the upload."))


class AttachmentInput(FileInput):
    """The same with what the gateway knows of the file."""

    name = Text(200, required=True)
    media_type = Text(100, required=True)
    sha256 = ma.String(validate=Pattern(r"^[0-9a-f]{64}$", "pattern"), required=True)
    size = whole(1, MAX_ATTACHMENT, required=True)


def _topic(**options: Any) -> Text:
    return Text(MAX_TOPIC, shortest=0, metadata=note("议题，如 反诈 / Such as anti-fraud."), **options)


def _campaign(**options: Any) -> Text:
    return Text(MAX_CAMPAIGN, shortest=0, metadata=note("The call or campaign that it answers, in words."), **options)


def _planned(**options: Any) -> Any:
    told = "拟刊发渠道 / Where it is planned to appear: media, channels, in words; the permit shows them."
    return several(Text(60, required=True), MAX_PLANNED, metadata=note(told), **options)


def _call(**options: Any) -> ma.String:
    told = "The id of an open call that its outlet is invited to; empty for none."
    return ma.String(validate=Pattern(r"^[A-Za-z0-9_-]{0,64}$", "id"), metadata=note(told), **options)


def _authors(**options: Any) -> Any:
    told = "Shares add up to `shares_of`; without any all have equal parts, without authors the outlet alone."
    return several(AuthorInput, MAX_AUTHORS, least=1, metadata=note(told), **options)


def _require_shares(data: dict[str, Any]) -> None:
    """Raises: ValidationError at each author without a share where others have one."""
    authors = data.get("authors") or []
    without = [number for number, each in enumerate(authors) if "share" not in each]
    if 0 < len(without) < len(authors):
        raise ValidationError({"authors": {number: {"share": [Rule("required")]} for number in without}})


class SubmissionInput(Form):
    """A new work, which begins as a draft, or a golden idea, which is handed in at once."""

    outlet = identifier(required=True, metadata=note("The outlet that one acts for; it must be verified."))
    kind = Choice(SubmissionKind, required=True)
    title = Text(MAX_TITLE, required=True)
    body = Text(MAX_BODY, multiline=True, required=True)
    genre = Choice(Genre, metadata=note("Of a work; ideas have none."))
    topic = _topic(load_default="")
    original = TrueFalse(load_default=True)
    campaign = _campaign(load_default="")
    planned = _planned(load_default=list)
    call = _call(load_default="")
    authors = _authors()
    shares_of = whole(1, MAX_SHARES, load_default=100, metadata=note("How many parts there are in all."))
    attachments = several(FileInput, MAX_ATTACHMENTS, load_default=list)

    @validates_schema
    def _genre_of_works(self, data: dict[str, Any], **_: Any) -> None:
        work = data.get("kind") is SubmissionKind.WORK
        if "kind" in data and work != ("genre" in data):
            raise ValidationError({"genre": [Rule("required" if work else "genre.of_works")]})

    @validates_schema
    def _shares_of_all(self, data: dict[str, Any], **_: Any) -> None:
        _require_shares(data)


class CreateSubmission(SubmissionInput):
    """The same as the gateway passes it on; `readings` of an idea's files."""

    attachments = several(AttachmentInput, MAX_ATTACHMENTS, load_default=list)
    readings = several(ReadFile, MAX_ATTACHMENTS, load_default=list)


class RevisionInput(OnSubmission):
    """Change what is given and leave the rest: a new revision. An approval does not outlive it."""

    title = Text(MAX_TITLE)
    body = Text(MAX_BODY, multiline=True)
    genre = Choice(Genre)
    topic = _topic()
    original = TrueFalse()
    campaign = _campaign()
    planned = _planned()
    call = _call()
    authors = _authors()
    shares_of = whole(1, MAX_SHARES)
    attachments = several(FileInput, MAX_ATTACHMENTS, metadata=note("The whole list as it shall be."))

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) < 2:
            raise ValidationError(Rule("nothing_to_change"))

    @validates_schema
    def _shares_of_all(self, data: dict[str, Any], **_: Any) -> None:
        _require_shares(data)


class ReviseSubmission(RevisionInput):
    """The same as the gateway passes it on."""

    attachments = several(AttachmentInput, MAX_ATTACHMENTS)


class SubmitSubmission(OnSubmission):
    """Hand a work in, for the first time or again. While there is a file of it that was not read, that is refused with
    `submission.files_unread`, which names them: whoever passes this on reads them, and says it again."""

    readings = several(ReadFile, MAX_ATTACHMENTS, load_default=list)


class WithdrawSubmission(OnSubmission):
    """Take a work back before it is published."""

    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class AnswerAuthorship(OnSubmission):
    """Say whether an outlet of one's own is a co-author, as a work of another one says."""

    outlet = identifier(required=True, metadata=note("The outlet of one's own that is named."))
    accept = ma.Boolean(required=True, metadata=note("True: its part counts. False: it does not; takes a reason."))
    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")

    @validates_schema
    def _why_not(self, data: dict[str, Any], **_: Any) -> None:
        if not data["accept"] and not data["reason"]:
            raise ValidationError(Rule("required"), "reason")


class ImplementIdea(OnSubmission):
    """An adopted idea was put into practice."""

    note = Text(MAX_REASON, multiline=True, shortest=0, load_default="")
