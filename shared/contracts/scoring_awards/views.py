"""Views of appeals, awards, certificates and of what a period's documents say."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.scoring_awards.inputs import amount


class CorrectionView(Schema):
    """What an upheld appeal changed: the entry that was made."""

    entry = ma.String(required=True)
    points = amount(required=True)
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
    may = ma.List(ma.String(), required=True, metadata=note("answer, of who may answer it."))


class AppealPage(Schema):
    """A page of appeals."""

    items = ma.List(ma.Nested(AppealView), required=True)
    next = ma.String(required=True, allow_none=True)


class HandoverView(Schema):
    """How an award was handed over."""

    delivered_at = ma.AwareDateTime(required=True)
    received_by = ma.String(required=True)
    delivered_by = ma.String(required=True, metadata=note("Name of who handed it over."))
    deliverer = ma.String(
        required=True, metadata=note("Their account; empty in records from before, and for people of outlets.")
    )
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
    rule = ma.String(required=True, metadata=note("The rule of the scheme that gives it."))
    status = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    category = ma.String(required=True)
    place = ma.Integer(required=True, allow_none=True)
    overall = ma.Boolean(required=True, metadata=note("Whether the place is that among all categories."))
    points = amount(required=True)
    submission = ma.String(required=True)
    work = ma.String(required=True, metadata=note("The work's title."))
    number = ma.String(required=True, metadata=note("Of a certificate."))
    code = ma.String(required=True, metadata=note("By which a certificate is verified."))
    digest = ma.String(required=True, metadata=note("The digest of the finalised ranking."))
    granted_at = ma.AwareDateTime(required=True)
    granted_by = ma.String(required=True)
    delivery = ma.Nested(HandoverView, required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("deliver, of who may record that it was handed over."))


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
    issuer = ma.String(metadata=note("The bureau's name."))
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
    points = amount(required=True)
    previous = ma.Integer(required=True, allow_none=True)
    overall = ma.Integer(required=True, allow_none=True, metadata=note("Its place among all categories."))
    previous_overall = ma.Integer(required=True, allow_none=True)
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
    submission = ma.String(required=True)
    number = ma.String(required=True)


class PeriodResultView(Schema):
    """A period and how it went."""

    period = ma.String(required=True)
    starts = ma.Date(required=True)
    ends = ma.Date(required=True)
    status = ma.String(required=True)
    scheme = ma.String(required=True)
    scheme_version = ma.Integer(required=True)
    quarters = ma.Integer(
        required=True, metadata=note("What the sum of a year is divided by when the scheme says mean; 1 otherwise.")
    )
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
    points = amount(required=True)
    remark = ma.String(required=True)


class PeriodEntryPage(Schema):
    """A page of the ledger."""

    items = ma.List(ma.Nested(PeriodEntryView), required=True)
    next = ma.String(required=True, allow_none=True)
