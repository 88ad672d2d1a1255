"""Inputs about publications (刊发) and metrics (传播数据)."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import (
    ID,
    Choice,
    Form,
    Moment,
    Pattern,
    Rule,
    Text,
    TrueFalse,
    identifier,
    note,
    several,
    url,
    whole,
)
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.submission.commands import MAX_REASON, FileInput, OnSubmission
from shared.contracts.submission_terms import Byline, Placement

MAX_MEDIA = 60
MAX_SOURCE = 100
MAX_LENGTH = 10_000_000
MAX_PROOF = 10
MAX_NUMBER = 1_000_000_000_000
MAX_BATCH = 200
MAX_VERSION = 1_000_000
LEVEL_SEEN = (
    "核实时的级别 / The level to verify at, where medium or channel have come to have another one than was reported "
    "(level_now in the queue)."
)
EARLIER = "曾经刊发 / It appeared before the work was first written down here; without this that is refused."
MATERIAL = (
    "所用素材：已获提供素材的需求，解禁之前刊发的不能注明 / The outlet's own request whose material it used; it "
    "was answered with some, and its embargo was over."
)
# An id, or none.
NO_ID = rf"^$|{ID}"


class ReportPublication(OnSubmission):
    """Where and when an approved work appeared: in a medium of the bureau's directory, or on a verified channel of the
    outlet. Name and level come from there. A reprint names its source: a publication of the same work in `reprint_of`,
    or in words in `source`."""

    medium = Text(MAX_MEDIA, metadata=note("The entry's id, or a name of it in any spelling, such as 大众日报."))
    channel = identifier(metadata=note("A verified channel of the outlet."))
    platform = Choice(Platform, metadata=note("Of the medium; not needed where it has one alone or the address tells."))
    url = url(shortest=0, load_default="", metadata=note("Not needed for newspaper, tv and radio."))
    published_at = Moment(required=True)
    earlier = TrueFalse(load_default=False, metadata=note(EARLIER))
    placement = Choice(Placement, load_default=Placement.NORMAL)
    byline = Choice(Byline, load_default=Byline.OWN)
    length = whole(0, MAX_LENGTH, load_default=0, metadata=note("Characters or seconds."))
    reprint = TrueFalse(load_default=False)
    reprint_of = identifier()
    material = identifier(metadata=note(MATERIAL))
    source = Text(MAX_SOURCE, shortest=0, load_default="")
    proof = several(FileInput, MAX_PROOF, load_default=list)

    @validates_schema
    def _somewhere(self, data: dict[str, Any], **_: Any) -> None:
        if ("medium" in data) == ("channel" in data):
            raise ValidationError(Rule("publication.medium_or_channel"))


class _OnPublication(Form):
    publication = identifier(required=True, metadata=note("The publication's id."))


class CorrectPublication(_OnPublication):
    """Change what is given and leave the rest. What is verified needs a reason: said by the outlet it waits for a
    liaison while the verified version goes on counting; said by a liaison it is verified at once."""

    medium = Text(MAX_MEDIA, metadata=note("Instead of the channel, or of another medium."))
    channel = identifier(metadata=note("Instead of the medium, or of another channel."))
    platform = Choice(Platform)
    url = url(shortest=0)
    published_at = Moment()
    earlier = TrueFalse(metadata=note(EARLIER))
    placement = Choice(Placement)
    byline = Choice(Byline)
    length = whole(0, MAX_LENGTH)
    reprint = TrueFalse()
    reprint_of = ma.String(validate=Pattern(NO_ID, "id"), metadata=note("Empty: of nothing of this work."))
    material = ma.String(validate=Pattern(NO_ID, "id"), metadata=note("Empty: it used none."))
    source = Text(MAX_SOURCE, shortest=0)
    proof = several(FileInput, MAX_PROOF, metadata=note("The whole list as it shall be."))
    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if data.keys() <= {"publication", "reason"}:
            raise ValidationError(Rule("nothing_to_change"))
        if "medium" in data and "channel" in data:
            raise ValidationError(Rule("publication.medium_or_channel"))


class VerifyPublication(_OnPublication):
    """It counts; or its correction does, in place of what counted so far."""

    level = Choice(Level, metadata=note(LEVEL_SEEN))


class RefusePublication(_OnPublication):
    """Refuse what waits: a report, or a correction, and then the publication goes on counting; with nothing waiting,
    what was verified counts no longer (取消核实)."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class WithdrawPublication(_OnPublication):
    """Take back what waits: a report, or a correction."""

    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")


class PublicationVersion(Form):
    """A publication in the version that was looked at."""

    publication = identifier(required=True, metadata=note("The publication's id."))
    version = whole(1, MAX_VERSION, required=True, metadata=note("The version that was looked at."))


class VerifyManyPublications(Form):
    """Verify many at once; what cannot be verified, or was changed since it was looked at, is told and does not stop
    the others."""

    publications = several(PublicationVersion, MAX_BATCH, least=1, required=True)


class ReportMetrics(Form):
    """What a publication had at one moment. The same again is no change, but for proof that it adds."""

    publication = identifier(required=True, metadata=note("The publication's id."))
    observed_at = Moment(required=True)
    reads = whole(0, MAX_NUMBER, required=True, metadata=note("Reads or plays; WeChat shows no more than 100,001."))
    likes = whole(0, MAX_NUMBER, load_default=0)
    shares = whole(0, MAX_NUMBER, load_default=0)
    comments = whole(0, MAX_NUMBER, load_default=0)
    in_views = whole(0, MAX_NUMBER, load_default=0, metadata=note("在看"))
    proof = several(FileInput, MAX_PROOF, load_default=list)


class _OnMetrics(Form):
    metrics = identifier(required=True, metadata=note("The snapshot's id."))


class CorrectMetrics(_OnMetrics):
    """Change what is given and leave the rest. Numbers of a verified snapshot need a reason, and wait for a liaison
    while it goes on counting; those that it has take back the correction that waits."""

    reads = whole(0, MAX_NUMBER)
    likes = whole(0, MAX_NUMBER)
    shares = whole(0, MAX_NUMBER)
    comments = whole(0, MAX_NUMBER)
    in_views = whole(0, MAX_NUMBER, metadata=note("在看"))
    proof = several(FileInput, MAX_PROOF, metadata=note("The whole list as it shall be."))
    reason = Text(MAX_REASON, multiline=True, shortest=0, load_default="")

    @validates_schema
    def _something(self, data: dict[str, Any], **_: Any) -> None:
        if data.keys() <= {"metrics", "reason"}:
            raise ValidationError(Rule("nothing_to_change"))


class VerifyMetrics(_OnMetrics):
    """Verify what waits: a snapshot, which counts then, or its correction in place of what counted so far."""


class RefuseMetrics(_OnMetrics):
    """Refuse what waits: a snapshot, or its correction, and then it goes on counting; with nothing waiting, what was
    verified counts no longer (取消核实). What is refused frees its moment for another report."""

    reason = Text(MAX_REASON, multiline=True, required=True)


class MetricsVersion(Form):
    """A snapshot in the version that was looked at."""

    metrics = identifier(required=True, metadata=note("The snapshot's id."))
    version = whole(1, MAX_VERSION, required=True, metadata=note("The version that was looked at."))


class VerifyManyMetrics(Form):
    """Verify many at once; what cannot be verified, or was changed since it was looked at, is told and does not stop
    the others."""

    metrics = several(MetricsVersion, MAX_BATCH, least=1, required=True)
