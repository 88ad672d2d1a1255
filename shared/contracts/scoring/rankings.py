"""Rankings, explanations and the ledger: what is taken and answered about them."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import Choice, Form, Pattern, cursor, identifier, limit, note
from shared.contracts.outlet_terms import Category
from shared.contracts.scoring.fields import OnPeriod, amount, period
from shared.contracts.scoring_terms import Cause, PeriodKind, PeriodStatus

BUREAU = r"[0-9]{6}"


class RankingQuery(OnPeriod):
    """A period's ranking, of one category or of all outlets."""

    category = Choice(Category)
    cursor = cursor()
    limit = limit()


class PublicRankingQuery(RankingQuery):
    """A finalised ranking, for everybody."""

    bureau = ma.String(required=True, validate=Pattern(BUREAU, "bureau"), metadata=note("The bureau's code."))


class PublicRankingsQuery(Form):
    """The finalised rankings of a bureau, for everybody; the latest first."""

    bureau = ma.String(required=True, validate=Pattern(BUREAU, "bureau"), metadata=note("The bureau's code."))
    cursor = cursor()
    limit = limit()


class ExplanationQuery(OnPeriod):
    """Why an outlet stands where it does: its works in a period, the best first."""

    outlet = identifier(required=True)
    cursor = cursor()
    limit = limit()


class PointsQuery(Form):
    """What a submission earned, and why."""

    submission = identifier(required=True)


class LedgerQuery(Form):
    """The entries of an outlet (in a quarter or a year), in the order of their causes."""

    outlet = identifier(required=True)
    period = period()
    cursor = cursor()
    limit = limit()


class FactorView(Schema):
    """One factor."""

    name = ma.String(required=True)
    value = ma.String(required=True)
    factor = ma.String(required=True)


class WorkingView(Schema):
    """How points came about: 原始值→系数→得分."""

    raw = ma.String(required=True)
    base = amount("What the raw value is worth.")
    factors = ma.List(ma.Nested(FactorView), required=True)
    points = amount("Of the work.")
    share = ma.Integer(required=True)
    shares_of = ma.Integer(required=True)
    verified_by = ma.String(required=True, metadata=note("The rule (id@version) that verified the publication."))
    got = amount("What the outlet got.")


class EntryView(Schema):
    """One entry of the ledger."""

    id = ma.String(required=True)
    outlet = ma.String(required=True)
    period = ma.String(required=True)
    late = ma.String(required=True, metadata=note("The quarter that it belongs to when that was no longer open."))
    points = amount()
    rule = ma.String(required=True)
    scheme = ma.Integer(required=True)
    kind = ma.Enum(Cause, by_value=True, required=True)
    cause = ma.String(required=True, metadata=note("The event or adjustment that made it."))
    at = ma.AwareDateTime(required=True)
    submission = ma.String(required=True)
    publication = ma.String(required=True)
    reverses = ma.String(required=True)
    reversed = ma.Boolean(required=True, metadata=note("Whether another entry of the same answer reverses it."))
    reason = ma.String(required=True)
    by = ma.String(required=True, metadata=note("Who entered it by hand; empty for people of outlets."))
    text = ma.String(required=True, metadata=note("In Chinese."))
    working = ma.Nested(WorkingView, required=True, allow_none=True)


class EntryPage(Schema):
    """A page of entries."""

    items = ma.List(ma.Nested(EntryView), required=True)
    next = ma.String(required=True, allow_none=True)


class RankingRow(Schema):
    """An outlet's place. Outlets that are equal in everything that ties are broken by share a place."""

    rank = ma.Integer(required=True)
    outlet = ma.String(required=True)
    name = ma.String(required=True)
    category = ma.String(required=True)
    points = amount()
    works = ma.Integer(required=True)
    publications = ma.Integer(required=True)
    a_grades = ma.Integer(required=True)
    best_work = amount("Of its best work.")
    earliest = ma.AwareDateTime(required=True, allow_none=True, metadata=note("Of its first publication with points."))
    previous = ma.Integer(required=True, allow_none=True, metadata=note("In the last finalised period before it."))
    movement = ma.Integer(required=True, allow_none=True, metadata=note("By how many places it rose."))


class RankingPage(Schema):
    """A page of a ranking."""

    period = ma.String(required=True)
    name = ma.String(required=True)
    status = ma.Enum(PeriodStatus, by_value=True, required=True)
    category = ma.String(required=True, allow_none=True)
    digest = ma.String(required=True)
    signed_by = ma.String(required=True)
    signed_at = ma.AwareDateTime(required=True, allow_none=True)
    items = ma.List(ma.Nested(RankingRow), required=True)
    next = ma.String(required=True, allow_none=True)


class SignedPeriod(Schema):
    """A finalised ranking in a list."""

    id = ma.String(required=True, metadata=note("A quarter (2026-Q3) or a year (2026)."))
    kind = ma.Enum(PeriodKind, by_value=True, required=True)
    name = ma.String(required=True, metadata=note("In Chinese, such as 2026年第三季度."))
    name_en = ma.String(required=True, metadata=note("In English, such as Q3 2026."))
    digest = ma.String(required=True)
    signed_by = ma.String(required=True)
    signed_at = ma.AwareDateTime(required=True)


class SignedPeriods(Schema):
    """A page of finalised rankings."""

    items = ma.List(ma.Nested(SignedPeriod), required=True)
    next = ma.String(required=True, allow_none=True)


class NoteView(Schema):
    """Why something has no points."""

    publication = ma.String(required=True)
    rule = ma.String(required=True)
    reason = ma.String(required=True)
    text = ma.String(required=True)


class ExplainedWork(Schema):
    """A work: what it earned the outlet in the period, and the entries of that."""

    submission = ma.String(required=True)
    number = ma.String(required=True)
    title = ma.String(required=True)
    points = amount()
    counts = ma.Boolean(required=True, metadata=note("Whether it is one of the works that the ranking counts."))
    text = ma.String(required=True)
    entries = ma.List(ma.Nested(EntryView), required=True)
    notes = ma.List(ma.Nested(NoteView), required=True)


class ExplanationView(Schema):
    """Why an outlet stands where it does. Places are null while the ranking is not public, and for the unranked."""

    period = ma.String(required=True)
    status = ma.Enum(PeriodStatus, by_value=True, required=True)
    outlet = ma.String(required=True)
    name = ma.String(required=True)
    category = ma.String(required=True)
    ranked = ma.Boolean(required=True)
    rank = ma.Integer(required=True, allow_none=True)
    category_rank = ma.Integer(required=True, allow_none=True)
    points = amount()
    works = ma.Integer(required=True)
    publications = ma.Integer(required=True)
    a_grades = ma.Integer(required=True)
    best_work = amount("Of its best work.")
    scheme = ma.Integer(required=True)
    scheme_name = ma.String(required=True)
    text = ma.String(required=True, metadata=note("In Chinese."))
    by_hand = ma.List(ma.Nested(EntryView), required=True, metadata=note("Entries by hand in the period."))
    may = ma.List(ma.String(), required=True, metadata=note("What the caller may do for the outlet: appeal, adjust."))
    items = ma.List(ma.Nested(ExplainedWork), required=True)
    next = ma.String(required=True, allow_none=True)


class OutletPoints(Schema):
    """What one outlet has of a submission."""

    outlet = ma.String(required=True)
    name = ma.String(required=True)
    points = amount()


class SubmissionPointsView(Schema):
    """What a submission earned."""

    submission = ma.String(required=True)
    number = ma.String(required=True)
    title = ma.String(required=True)
    grade = ma.String(required=True)
    points = amount()
    outlets = ma.List(ma.Nested(OutletPoints), required=True)
    text = ma.String(required=True, metadata=note("In Chinese."))
    entries = ma.List(ma.Nested(EntryView), required=True)
    notes = ma.List(ma.Nested(NoteView), required=True)
