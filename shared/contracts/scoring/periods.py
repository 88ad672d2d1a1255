"""Periods (考评周期): what is taken and answered about them."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, Text, TrueFalse, cursor, limit, note, whole
from shared.contracts.scoring.fields import OnPeriod
from shared.contracts.scoring_terms import PeriodAct, PeriodKind, PeriodStatus

MAX_REASON = 500


class PeriodsQuery(Form):
    """The periods of the bureau, the latest first; the current quarter and year are always among them."""

    cursor = cursor()
    limit = limit()


class PeriodQuery(OnPeriod):
    """One period and what it counts; one that nothing happened to is open and counts nothing."""


class ClosePeriod(OnPeriod):
    """Close a period that is over: nothing enters it any more. Quarters close in their order."""


class PublicisePeriod(OnPeriod):
    """Make a closed period's ranking public for appeals."""

    working_days = whole(1, 30, load_default=5, metadata=note("How many working days appeals are taken."))


class FinalisePeriod(OnPeriod):
    """Sign a publicised period's ranking."""

    early = TrueFalse(load_default=False, metadata=note("Before the time for appeals is over; takes a reason."))
    reason = Text(MAX_REASON, shortest=0, multiline=True, load_default="")


class RebuildPeriod(OnPeriod):
    """Compute the ledger of a quarter again from nothing, and compare it entry by entry. Changes nothing."""


class SignatureView(Schema):
    """Who did it, and when."""

    account = ma.String(required=True, metadata=note("Empty for people of outlets, staff besides or not."))
    name = ma.String(required=True, metadata=note("Empty for them, too, but for who signed, which is public."))
    at = ma.AwareDateTime(required=True)


class CountersView(Schema):
    """What belongs to a period, whether it has points or not; entries are those of its ledger."""

    works = ma.Integer(required=True, metadata=note("Approved works with a publication in it."))
    publications = ma.Integer(required=True)
    metrics = ma.Integer(required=True, metadata=note("Verified snapshots of these publications."))
    ideas = ma.Integer(required=True, metadata=note("Adopted golden ideas."))
    entries = ma.Integer(required=True)


class PeriodView(Schema):
    """A period."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    kind = ma.Enum(PeriodKind, by_value=True, required=True)
    name = ma.String(required=True, metadata=note("Such as 2026年第三季度."))
    starts = ma.Date(required=True)
    ends = ma.Date(required=True)
    status = ma.Enum(PeriodStatus, by_value=True, required=True)
    moves = ma.List(
        ma.Enum(PeriodAct, by_value=True), required=True, metadata=note("What can be done to it in its state.")
    )
    may = ma.List(
        ma.String(),
        required=True,
        metadata=note(
            "What the caller may do with it today: of its moves the next one (closing takes that it is over, signing "
            "that no appeal waits); adjust, rebuild, grant."
        ),
    )
    counters = ma.Nested(
        CountersView, required=True, allow_none=True, metadata=note("Null for people of outlets: of all of them.")
    )
    scheme = ma.Integer(required=True, metadata=note("Serial of the scheme that its ranking goes by."))
    closed = ma.Nested(SignatureView, required=True, allow_none=True, metadata=note("Null for people of outlets."))
    publicised = ma.Nested(SignatureView, required=True, allow_none=True)
    working_days = ma.Integer(required=True)
    appeals_until = ma.Date(
        required=True, allow_none=True, metadata=note("The last day on which appeals are taken (Asia/Shanghai).")
    )
    appeals_exact = ma.Boolean(
        required=True,
        metadata=note("False: the last day rests on working days that nobody knows yet, and may move to a later one."),
    )
    appeals = ma.Integer(
        required=True, allow_none=True, metadata=note("Of how many outlets' objections; null for people of outlets.")
    )
    open_appeals = ma.Integer(required=True, allow_none=True, metadata=note("Null for people of outlets."))
    finalised = ma.Nested(SignatureView, required=True, allow_none=True)
    early = ma.String(required=True, metadata=note("Why it was finalised before the time for appeals was over."))
    digest = ma.String(required=True, metadata=note("SHA-256 over the canonical JSON of the finalised ranking."))


class PeriodPage(Schema):
    """A page of periods."""

    items = ma.List(ma.Nested(PeriodView), required=True)
    next = ma.String(required=True, allow_none=True)


class RebuildView(Schema):
    """What a rebuild found. The differing ids are the first hundred."""

    period = ma.String(required=True)
    identical = ma.Boolean(required=True)
    entries = ma.Integer(required=True, metadata=note("In the ledger as it stands."))
    rebuilt = ma.Integer(required=True)
    digest = ma.String(required=True, metadata=note("SHA-256 over the ledger as it stands."))
    rebuilt_digest = ma.String(required=True)
    missing = ma.List(ma.String(), required=True, metadata=note("Rebuilt, but not in the ledger."))
    surplus = ma.List(ma.String(), required=True, metadata=note("In the ledger, but not rebuilt."))
    different = ma.List(ma.String(), required=True)
    standings = ma.List(ma.String(), required=True, metadata=note("Outlets whose standing is not their entries' sum."))
    ranking = ma.Boolean(
        required=True, allow_none=True, metadata=note("Whether the finalised ranking has its digest; null before.")
    )
