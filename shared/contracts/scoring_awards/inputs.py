"""Inputs about appeals, awards, certificates and documents."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.codes import SPELLING
from shared.contracts.award_terms import AppealStatus, AwardStatus
from shared.contracts.fields import (
    Choice,
    FileId,
    Form,
    Moment,
    Pattern,
    Rule,
    Text,
    cursor,
    identifier,
    limit,
    note,
    several,
)
from shared.contracts.scoring_terms import AwardKind

MAX_REASON = 2000
MAX_CORRECTIONS = 100
MOST_POINTS = 100_000


def _period() -> ma.String:
    return identifier(required=True, metadata=note("A quarter (2026-Q3) or a year (2026)."))


def amount(**options: Any) -> ma.Decimal:
    """Points with two places, as text."""
    return ma.Decimal(places=2, as_string=True, **options)


class OpenAppeal(Form):
    """Object to an outlet's score in a publicised period. Entries or a submission say where, when it is about some."""

    period = _period()
    outlet = identifier(required=True, metadata=note("The outlet that one acts for."))
    reason = Text(MAX_REASON, multiline=True, required=True)
    submission = identifier(metadata=note("The work that it is about."))
    entries = several(identifier(), 50, load_default=list, metadata=note("Ids of the ledger entries it is about."))
    evidence = several(FileId(), 10, load_default=list, metadata=note("Ids of uploaded files."))


class Correction(Form):
    """One of two: reverse an entry, or add points (which may be negative) with what they are for."""

    reverses = identifier(metadata=note("The entry to be reversed."))
    points = amount()
    submission = identifier(metadata=note("The work that the points are for."))
    reason = Text(500, multiline=True, metadata=note("What the points are for."))

    @validates_schema
    def _one_of_two(self, data: dict[str, Any], **_: Any) -> None:
        if ("reverses" in data) == ("points" in data):
            raise ValidationError(Rule("correction.one_of"))
        if "points" in data and "reason" not in data:
            raise ValidationError({"reason": [Rule("required")]})
        if "points" in data and not 0 < abs(data["points"]) <= MOST_POINTS:
            raise ValidationError({"points": [Rule("correction.points", max=MOST_POINTS)]})


class AnswerAppeal(Form):
    """Uphold an appeal with corrections, or dismiss it; either way with reasons."""

    appeal = identifier(required=True)
    decision = Choice(AppealStatus, required=True, metadata=note("upheld or dismissed."))
    answer = Text(MAX_REASON, multiline=True, required=True)
    corrections = several(Correction, MAX_CORRECTIONS, load_default=list)

    @validates_schema
    def _corrections(self, data: dict[str, Any], **_: Any) -> None:
        decision = data.get("decision")
        if decision is AppealStatus.OPEN:
            raise ValidationError({"decision": [Rule("choice", allowed=["upheld", "dismissed"], of="appeal.state")]})
        if decision is AppealStatus.UPHELD and not data.get("corrections"):
            raise ValidationError({"corrections": [Rule("appeal.corrections_needed")]})
        if decision is AppealStatus.DISMISSED and data.get("corrections"):
            raise ValidationError({"corrections": [Rule("appeal.corrections_not_allowed")]})


class AppealQuery(Form):
    """One appeal."""

    appeal = identifier(required=True)


class AppealsQuery(Form):
    """The appeals of a period, newest first; people of outlets see those of their own."""

    period = _period()
    status = Choice(AppealStatus)
    outlet = identifier()
    cursor = cursor()
    limit = limit()


class GrantAwards(Form):
    """Grant what the scheme's rules give by a finalised ranking. Again: only what was not granted before."""

    period = _period()


class DeliverAward(Form):
    """An award was handed over: when, to whom, by whom, and a photo of it."""

    award = identifier(required=True)
    delivered_at = Moment(required=True)
    received_by = Text(100, required=True, metadata=note("Who took it."))
    delivered_by = identifier(
        required=True, metadata=note("Account of who handed it over: of the staff, not of the outlet.")
    )
    photo = FileId(metadata=note("Id of the uploaded photo; a gift pack needs one."))
    note = Text(500, multiline=True, shortest=0, load_default="")


class AwardQuery(Form):
    """One award."""

    award = identifier(required=True)


class AwardsQuery(Form):
    """The awards of a period; people of outlets see those of their own."""

    period = _period()
    kind = Choice(AwardKind)
    status = Choice(AwardStatus)
    outlet = identifier()
    cursor = cursor()
    limit = limit()


class CertificateQuery(Form):
    """Whether a certificate with such a code was issued. Anyone may ask, in any spelling (`shared.codes`)."""

    code = ma.String(required=True, validate=Pattern(SPELLING, "certificate.code"))


class PeriodResultQuery(Form):
    """A period's ranking, appeals and awards as its documents tell them."""

    period = _period()


class PeriodEntriesQuery(Form):
    """Every entry of a period's ledger, in the order of its entering."""

    period = _period()
    cursor = cursor()
    limit = limit(500)
