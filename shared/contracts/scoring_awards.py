"""What the scoring service takes and answers about appeals, awards, certificates and the documents of a period.

| RPC method | kind | input | view |
|---|---|---|---|
| `open_appeal` | command | `OpenAppeal` | `AppealView` |
| `answer_appeal` | command | `AnswerAppeal` | `AppealView` |
| `appeal` | query | `AppealQuery` | `AppealView` |
| `appeals` | query | `AppealsQuery` | `AppealPage` |
| `grant_awards` | command | `GrantAwards` | `GrantView` |
| `deliver_award` | command | `DeliverAward` | `AwardView` |
| `award` | query | `AwardQuery` | `AwardView` |
| `awards` | query | `AwardsQuery` | `AwardPage` |
| `certificate` | query | `CertificateQuery` | `CertificateView` |
| `period_result` | query | `PeriodResultQuery` | `PeriodResultView` |
| `period_entries` | query | `PeriodEntriesQuery` | `PeriodEntryPage` |
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.award_terms import AppealStatus, AwardKind, AwardStatus
from shared.contracts.fields import Choice, Form, Moment, Pattern, Rule, Text, cursor, identifier, limit, several

MAX_REASON = 2000
MAX_CORRECTIONS = 100
MOST_POINTS = 100_000
PERIOD = r"^20[0-9]{2}(-Q[1-4])?$"
CODE = r"^[0-9]{6}(-[0-9A-Z]{4}){3}$"
"""A certificate's code: its bureau, then twelve characters of Crockford's base 32."""


def _note(text: str) -> dict[str, str]:
    return {"description": text}


def _period() -> ma.String:
    return ma.String(
        required=True, validate=Pattern(PERIOD, "period"), metadata=_note("A quarter (2026-Q3) or a year (2026).")
    )


def _points(**options: Any) -> ma.Decimal:
    return ma.Decimal(places=2, as_string=True, **options)


# --- inputs -------------------------------------------------------------------------------------------------


class OpenAppeal(Form):
    """Object to an outlet's score in a publicised period. Entries or a submission say where, when it is about some."""

    period = _period()
    outlet = identifier(required=True, metadata=_note("The outlet that one acts for."))
    reason = Text(MAX_REASON, multiline=True, required=True)
    submission = identifier(metadata=_note("The work that it is about."))
    entries = several(identifier(), 50, load_default=list, metadata=_note("Ids of the ledger entries it is about."))
    evidence = several(identifier(), 10, load_default=list, metadata=_note("Ids of uploaded files."))


class Correction(Form):
    """One of two: reverse an entry, or add points (which may be negative) with what they are for."""

    reverses = identifier(metadata=_note("The entry to be reversed."))
    points = _points()
    submission = identifier(metadata=_note("The work that the points are for."))
    reason = Text(500, multiline=True, metadata=_note("What the points are for."))

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
    decision = Choice(AppealStatus, required=True, metadata=_note("upheld or dismissed."))
    answer = Text(MAX_REASON, multiline=True, required=True)
    corrections = several(Correction, MAX_CORRECTIONS, load_default=list)

    @validates_schema
    def _corrections(self, data: dict[str, Any], **_: Any) -> None:
        decision = data.get("decision")
        if decision is AppealStatus.OPEN:
            raise ValidationError({"decision": [Rule("choice", allowed="upheld, dismissed")]})
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
    received_by = Text(100, required=True, metadata=_note("Who took it."))
    delivered_by = Text(100, required=True, metadata=_note("Who handed it over."))
    photo = identifier(metadata=_note("Id of the uploaded photo; a gift pack needs one."))
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
    """Whether a certificate with such a code was issued. Anyone may ask."""

    code = ma.String(required=True, validate=Pattern(CODE, "certificate.code"))


class PeriodResultQuery(Form):
    """A period's ranking, appeals and awards as its documents tell them."""

    period = _period()


class PeriodEntriesQuery(Form):
    """Every entry of a period's ledger, in the order of its entering."""

    period = _period()
    cursor = cursor()
    limit = limit(500)


# --- views --------------------------------------------------------------------------------------------------


class CorrectionView(Schema):
    """What an upheld appeal changed: the entry that was made."""

    entry = ma.String(required=True)
    points = _points(required=True)
    reverses = ma.String(required=True)


class AppealView(Schema):
    """An appeal and its answer."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    period = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    status = ma.String(required=True)
    reason = ma.String(required=True)
    submission = ma.String(required=True)
    entries = ma.List(ma.String(), required=True)
    evidence = ma.List(ma.String(), required=True)
    opened_by = ma.String(required=True)
    opened_at = ma.AwareDateTime(required=True)
    answer = ma.String(required=True)
    answered_by = ma.String(required=True)
    answered_at = ma.AwareDateTime(required=True, allow_none=True)
    corrections = ma.List(ma.Nested(CorrectionView), required=True)


class AppealPage(Schema):
    """A page of appeals."""

    items = ma.List(ma.Nested(AppealView), required=True)
    next = ma.String(required=True, allow_none=True)


class DeliveryView(Schema):
    """How an award was handed over."""

    delivered_at = ma.AwareDateTime(required=True)
    received_by = ma.String(required=True)
    delivered_by = ma.String(required=True)
    photo = ma.String(required=True)
    note = ma.String(required=True)
    recorded_by = ma.String(required=True)


class AwardView(Schema):
    """An award, whom it is for, and what in the ranking it rests on."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    period = ma.String(required=True)
    kind = ma.String(required=True)
    title = ma.String(required=True)
    rule = ma.String(required=True, metadata=_note("The rule of the scheme that gives it."))
    status = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    category = ma.String(required=True)
    place = ma.Integer(required=True, allow_none=True)
    overall = ma.Boolean(required=True, metadata=_note("Whether the place is that among all categories."))
    points = _points(required=True)
    submission = ma.String(required=True)
    work = ma.String(required=True, metadata=_note("The work's title."))
    number = ma.String(required=True, metadata=_note("Of a certificate."))
    code = ma.String(required=True, metadata=_note("By which a certificate is verified."))
    digest = ma.String(required=True, metadata=_note("The digest of the finalised ranking."))
    granted_at = ma.AwareDateTime(required=True)
    granted_by = ma.String(required=True)
    delivery = ma.Nested(DeliveryView, required=True, allow_none=True)


class AwardPage(Schema):
    """A page of awards."""

    items = ma.List(ma.Nested(AwardView), required=True)
    next = ma.String(required=True, allow_none=True)


class GrantView(Schema):
    """How many awards were granted now and in all."""

    period = ma.String(required=True)
    granted = ma.Integer(required=True)
    total = ma.Integer(required=True)


class CertificateView(Schema):
    """What anyone may know of a certificate."""

    code = ma.String(required=True)
    number = ma.String(required=True)
    bureau = ma.String(required=True)
    period = ma.String(required=True)
    title = ma.String(required=True)
    outlet_name = ma.String(required=True)
    category = ma.String(required=True)
    place = ma.Integer(required=True, allow_none=True)
    overall = ma.Boolean(required=True)
    work = ma.String(required=True)
    granted_on = ma.Date(required=True)


class StandingView(Schema):
    """One outlet's place."""

    outlet = ma.String(required=True)
    name = ma.String(required=True)
    place = ma.Integer(required=True, allow_none=True)
    works = ma.Integer(required=True)
    publications = ma.Integer(required=True)
    points = _points(required=True)
    previous = ma.Integer(required=True, allow_none=True)
    remark = ma.String(required=True)


class LadderView(Schema):
    """The ranking of a category."""

    category = ma.String(required=True)
    standings = ma.List(ma.Nested(StandingView), required=True)


class GrantedView(Schema):
    """An award as a notice tells it."""

    kind = ma.String(required=True)
    title = ma.String(required=True)
    name = ma.String(required=True)
    category = ma.String(required=True)
    place = ma.Integer(required=True, allow_none=True)
    overall = ma.Boolean(required=True)
    work = ma.String(required=True)
    number = ma.String(required=True)


class PeriodResultView(Schema):
    """A period and how it went."""

    period = ma.String(required=True)
    starts = ma.Date(required=True)
    ends = ma.Date(required=True)
    status = ma.String(required=True)
    scheme = ma.String(required=True)
    scheme_version = ma.Integer(required=True)
    publicised = ma.Date(required=True, allow_none=True)
    appeals_until = ma.Date(required=True, allow_none=True)
    finalised = ma.Date(required=True, allow_none=True)
    digest = ma.String(required=True)
    appeals = ma.Integer(required=True)
    upheld = ma.Integer(required=True)
    ladders = ma.List(ma.Nested(LadderView), required=True)
    awards = ma.List(ma.Nested(GrantedView), required=True)


class PeriodEntryView(Schema):
    """An entry of the ledger as a table tells it."""

    id = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    outlet = ma.String(required=True)
    name = ma.String(required=True)
    category = ma.String(required=True)
    number = ma.String(required=True)
    title = ma.String(required=True)
    rule = ma.String(required=True)
    working = ma.String(required=True)
    points = _points(required=True)
    remark = ma.String(required=True)


class PeriodEntryPage(Schema):
    """A page of the ledger."""

    items = ma.List(ma.Nested(PeriodEntryView), required=True)
    next = ma.String(required=True, allow_none=True)
